"""Where in a TOML text an address stands. Looked up only to report a problem; reading uses tomllib.

The text has already been read by tomllib, so it is well formed; this walks its statements once and
notes the line of every header, key, inline key and array member.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

Location = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL)
_PLAIN = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class _Lost(Exception):
    """The text is not what TOML allows here; what was found so far still counts."""


def line_table(text: str) -> dict[Location, int]:
    """Line (from 1) of every table header, key and member, by location: names, and positions in lists."""
    walker = _Walker(text)
    try:
        walker.walk()
    except (_Lost, RecursionError, IndexError):
        return walker.lines
    return walker.lines


class _Walker:
    """Reads one text, statement by statement."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Location, int] = {}
        self.counts: dict[Location, int] = {}
        self.starts = [found.end() for found in re.finditer("\n", text)]

    def walk(self) -> None:
        """Note every statement."""
        table: Location = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Location:
        line = self._line()
        listed = self.text.startswith("[[", self.at)
        self.at += 2 if listed else 1
        names = self._names()
        self._expect("]]" if listed else "]")
        at: Location = ()
        for name in names[:-1]:
            at = self._member((*at, name))
            self.lines.setdefault(at, line)
        last = (*at, names[-1])
        self.lines.setdefault(last, line)
        if listed:
            self.counts[last] = self.counts.get(last, 0) + 1
        table = self._member(last)
        self.lines.setdefault(table, line)
        return table

    def _member(self, at: Location) -> Location:
        """The latest member, where a list of tables stands; else the table itself."""
        return (*at, self.counts[at] - 1) if at in self.counts else at

    def _pair(self, table: Location) -> None:
        line = self._line()
        names = self._names()
        self._expect("=")
        at = table
        for name in names:
            at = (*at, name)
            self.lines.setdefault(at, line)
        self._skip(_SPACE)
        self._value(at)

    def _value(self, at: Location) -> None:
        first = self.text[self.at]
        if first == "[":
            self.at += 1
            position = 0
            while not self._closed("]"):
                self.lines.setdefault((*at, position), self._line())
                self._value((*at, position))
                position += 1
        elif first == "{":
            self.at += 1
            while not self._closed("}"):
                self._pair(at)
        else:
            for form in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL, _PLAIN):
                found = form.match(self.text, self.at)
                if found is not None:
                    self.at = found.end()
                    return
            raise _Lost

    def _closed(self, bracket: str) -> bool:
        """Whether an array or inline table ends here; a comma before its next part is passed."""
        self._skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_BLANK)
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True

    def _names(self) -> list[str]:
        names = []
        while True:
            self._skip(_SPACE)
            found = _BARE.match(self.text, self.at)
            if found is not None:
                names.append(found.group())
            elif (found := _LITERAL.match(self.text, self.at)) is not None:
                names.append(found.group(1))
            elif (found := _BASIC.match(self.text, self.at)) is not None:
                names.append(_ESCAPE.sub(_unescaped, found.group(1)))
            else:
                raise _Lost
            self.at = found.end()
            self._skip(_SPACE)
            if self.text[self.at : self.at + 1] != ".":
                return names
            self.at += 1

    def _expect(self, sign: str) -> None:
        if not self.text.startswith(sign, self.at):
            raise _Lost
        self.at += len(sign)

    def _skip(self, form: re.Pattern[str]) -> None:
        found = form.match(self.text, self.at)
        if found is not None:
            self.at = found.end()

    def _line(self) -> int:
        return bisect_right(self.starts, self.at) + 1


def _unescaped(found: re.Match[str]) -> str:
    sign = found.group(1)
    if sign[0] in "uU" and len(sign) > 1:
        return chr(int(sign[1:], 16))
    return _ESCAPED.get(sign, sign)


def line_of(lines: dict[Location, int], location: Location) -> int:
    """Line of a location, or of the nearest thing that holds it; 1 when nothing does."""
    at = tuple(location)
    while at:
        if at in lines:
            return lines[at]
        at = at[:-1]
    return 1


def location_of(raw: Any, address: tuple[str, ...]) -> Location:
    """The location (positions for members of lists) of an address, as far as it leads."""
    from planner.model.address import AddressError, member_index

    at, table = raw, ""
    found: list[str | int] = []
    for part in address:
        if isinstance(at, list):
            try:
                index = member_index(table, at, part)
            except AddressError:
                break
            found.append(index)
            at = at[index]
        elif isinstance(at, dict):
            found.append(part)
            if part not in at:
                break
            table, at = part, at[part]
        else:
            break
    return tuple(found)
