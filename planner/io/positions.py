"""Where in a TOML text an address stands. Looked up only to report a problem; reading uses tomllib.

The text has already been read by tomllib, so it is well formed; this walks its lines, keeping the
current table, and skips the inside of multi-line strings and arrays.
"""

from __future__ import annotations

import re
from typing import Any

from planner.model.address import AddressError, parse_address

_HEADER = re.compile(r"^\s*\[(\[)?\s*(.+?)\s*\](?(1)\])\s*(?:#.*)?$")
_KEY = re.compile(r'^\s*((?:"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+))*)\s*=(.*)$')

Location = tuple[str | int, ...]


def line_table(text: str) -> dict[Location, int]:
    """Line (from 1) of every table header and key, by location: names, and positions in lists of tables."""
    lines: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    current: Location = ()
    inside: str | None = None
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if inside is not None:
            if inside in line:
                inside = None
            continue
        if depth > 0:
            depth += _bracket_balance(line)
            continue
        header = _HEADER.match(line)
        if header and "=" not in line.split("#")[0].split("]")[0]:
            try:
                names = parse_address(header.group(2))
            except AddressError:
                continue
            current = _resolve(names[:-1], counts)
            last = (*current, names[-1])
            if header.group(1):
                index = counts.get(last, 0)
                counts[last] = index + 1
                lines.setdefault(last, number)
                current = (*last, index)
            else:
                current = (*last, counts[last] - 1) if last in counts else last
            lines.setdefault(current, number)
            continue
        key = _KEY.match(line)
        if key is None:
            continue
        try:
            names = parse_address(key.group(1))
        except AddressError:
            continue
        for i in range(1, len(names) + 1):
            lines.setdefault((*current, *names[:i]), number)
        value = key.group(2)
        inside, depth = _open_value(value)
        _inline(value, (*current, *names), number, lines)
    return lines


def _resolve(names: tuple[str, ...], counts: dict[Location, int]) -> Location:
    at: Location = ()
    for name in names:
        at = (*at, name)
        if at in counts:
            at = (*at, counts[at] - 1)
    return at


def _open_value(value: str) -> tuple[str | None, int]:
    stripped = value.strip()
    for quote in ('"""', "'''"):
        if stripped.startswith(quote) and quote not in stripped[3:]:
            return quote, 0
    return None, max(0, _bracket_balance(value))


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def _bracket_balance(line: str) -> int:
    bare = _STRING.sub("", line).split("#")[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def _inline(value: str, at: Location, number: int, lines: dict[Location, int]) -> None:
    if value.lstrip().startswith("{"):
        for found in re.finditer(r"[{,]\s*([A-Za-z0-9_-]+)\s*=", _STRING.sub('""', value)):
            lines.setdefault((*at, found.group(1)), number)


def line_of(lines: dict[Location, int], location: Location) -> int:
    """Line of a location, or of the nearest thing that holds it; 1 when nothing does."""
    at = tuple(p for p in location)
    while at:
        if at in lines:
            return lines[at]
        at = at[:-1]
    return 1


def location_of(raw: Any, address: tuple[str, ...]) -> Location:
    """The location (positions for members of lists) of an address, as far as it leads."""
    from planner.model.address import member_index

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
