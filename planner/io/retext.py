"""Put changed values into a person's own text without touching the rest. The one module that loads tomlkit."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import tomli_w
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from planner.io.alike import alike
from planner.model.address import id_key
from planner.model.facility import POSITIONAL

if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["alike", "changed_text", "value_text"]

ONE_LINE = frozenset({"crew", "duration", "set", "closed", "changes"})
"""Keys whose tables people write on one line."""


def changed_text(text: str, raw: dict[str, Any]) -> str:
    """The TOML text with its values made equal to `raw`: comments, order and formatting of the rest stay as they are.

    What comes out is read back and compared. Where the person's text is laid out so that it cannot be
    kept, first the changed top-level tables are written anew, then everything: the values always win.
    """
    plain = text.replace("\r\n", "\n")
    made: str | None = None
    for attempt in (_sync, _sync_tables):
        try:
            document = tomlkit.parse(plain)
            attempt(document, raw)
            made = tomlkit.dumps(document)
        except (TOMLKitError, ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
            continue
        if _holds(made, raw):
            kept = _own_spelling(plain, made)
            made = kept if _holds(kept, raw) else made
            break
    else:
        made = _head_comments(plain) + tomli_w.dumps(raw)
    return made.replace("\n", "\r\n") if "\r\n" in text else made


def _own_spelling(text: str, made: str) -> str:
    """Lines as the person spelled them, where tomlkit loses blanks of its own accord (`{ a = 1 }` in an array)."""
    lines = text.split("\n")
    respelled = tomlkit.dumps(tomlkit.parse(text)).split("\n")
    if len(lines) != len(respelled) or lines == respelled:
        return made
    own = {new: old for new, old in zip(respelled, lines, strict=True) if new != old}
    untouched = set(lines).intersection(respelled)
    return "\n".join(own.get(line, line) if line not in untouched else line for line in made.split("\n"))


def _sync_tables(document: MutableMapping[str, Any], wanted: dict[str, Any]) -> None:
    """Write whole top-level tables anew where anything in them differs."""
    for key in [k for k in document if k not in wanted]:
        del document[key]
    for key, value in wanted.items():
        if key in document and alike(_plain(document[key]), value):
            continue
        if key in document:
            del document[key]
        document[key] = _item(value)


def _holds(text: str, raw: dict[str, Any]) -> bool:
    try:
        return alike(tomllib.loads(text), raw)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return False


def _head_comments(text: str) -> str:
    """The comments that a file begins with."""
    lines = []
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(line)
    head = "\n".join(lines).strip("\n")
    return f"{head}\n\n" if head else ""


def _sync(held: MutableMapping[str, Any], wanted: dict[str, Any]) -> None:
    for key in [k for k in held if k not in wanted]:
        del held[key]
    for key, value in wanted.items():
        if key not in held:
            _add(held, key, value)
            continue
        now = held[key]
        plain = _plain(now)
        if alike(plain, value):
            continue
        if isinstance(now, dict) and isinstance(value, dict):
            _sync(now, value)
        elif isinstance(now, list) and isinstance(value, list) and _tables(plain) and _tables(value):
            held[key] = _members(key, now, value)
        else:
            item = _item(value, inline=not isinstance(now, (Table, AoT)))
            if hasattr(now, "trivia") and hasattr(item, "trivia"):
                item.trivia.indent, item.trivia.comment_ws = now.trivia.indent, now.trivia.comment_ws
                item.trivia.comment, item.trivia.trail = now.trivia.comment, now.trivia.trail
            held[key] = item


def _add(held: MutableMapping[str, Any], key: str, value: Any) -> None:
    """A new key: on one line inside what stands on one line, among the plain values of a table otherwise."""
    whole = isinstance(held, tomlkit.TOMLDocument)
    if whole and _tables(value):
        made = tomlkit.aot()
        for member in value:
            table = _table(member)
            table.trivia.indent = "\n"
            made.append(table)
        held[key] = made
        return
    if whole and isinstance(value, dict):
        table = _table(value)
        table.trivia.indent = "\n"
        held[key] = table
        return
    item = _item(value, key, inline=isinstance(held, InlineTable))
    plain = [k for k, v in held.items() if not isinstance(v, (dict, AoT))]
    if isinstance(held, Table) and plain and not isinstance(item, (Table, AoT)):
        # Beside the table's other values, not after the comments that lead to the next header.
        held.value._insert_after(plain[-1], key, item)
    else:
        held[key] = item


def _members(table: str, held: Any, wanted: list[dict[str, Any]]) -> Any:
    """The list with each wanted member's own text, found by id (by position where members have none)."""
    key = None if table in POSITIONAL or any(id_key(table) not in m for m in wanted) else id_key(table)
    found = _matched(list(held), wanted, key)
    if [id(m) for m in found if m is not None] == [id(m) for m in held][: len(wanted)] and None not in found[
        : len(held)
    ]:
        for member, values in zip(held, wanted, strict=False):
            _sync(member, values)
        while len(held) > len(wanted):
            del held[len(wanted)]
        for values in wanted[len(held) :]:
            held.append(_member(held, values))
        return held
    if not isinstance(held, AoT):
        return _item(wanted)
    made = tomlkit.aot()
    for member, values in zip(found, wanted, strict=True):
        if member is None:
            member = _member(held, values)
        else:
            _sync(member, values)
        made.append(member)
    return made


def _matched(held: list[Any], wanted: list[dict[str, Any]], key: str | None) -> list[Any | None]:
    """For each wanted member the one that holds its text now, or None for a new one."""
    if key is not None:
        known = {m.get(key): m for m in reversed(held)}
        return [known.pop(m[key], None) for m in wanted]
    found: list[Any | None] = [None] * len(wanted)
    first, last = 0, 0
    while first < min(len(held), len(wanted)) and alike(_plain(held[first]), wanted[first]):
        found[first] = held[first]
        first += 1
    room = min(len(held), len(wanted)) - first
    while last < room and alike(_plain(held[-1 - last]), wanted[-1 - last]):
        found[-1 - last] = held[-1 - last]
        last += 1
    # What lies between is changed in place as far as it goes.
    for i in range(first, min(len(held), len(wanted)) - last):
        found[i] = held[i]
    return found


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _item(value: Any, key: str = "", *, inline: bool = False) -> Any:
    """A value as tomlkit writes it: tables under headers, but for those that people write on one line."""
    inline = inline or key in ONE_LINE
    if _tables(value) and not inline:
        made = tomlkit.aot()
        for member in value:
            made.append(_table(member))
        return made
    if isinstance(value, dict):
        return _inline(value) if inline else _table(value)
    return _array(value) if isinstance(value, list) else tomlkit.item(value)


def value_text(value: Any) -> str:
    """A value as TOML on one line."""
    return str(_item(value, inline=True).as_string())


def _member(held: Any, values: dict[str, Any]) -> Any:
    """A new member of a list, after a blank line where members stand under headers."""
    if not isinstance(held, AoT):
        return _inline(values)
    member = _table(values)
    member.trivia.indent = "\n"
    return member


def _table(values: dict[str, Any]) -> Any:
    """A table under a header; its own values come before the tables in it, as TOML needs."""
    table = tomlkit.table()
    items = {key: _item(value, key) for key, value in values.items()}
    for last in (False, True):
        for key, item in items.items():
            if isinstance(item, (Table, AoT)) is last:
                table.append(key, item)
    return table


def _inline(values: dict[str, Any]) -> Any:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(key, _item(value, inline=True))
    return table


def _array(values: list[Any]) -> Any:
    array = tomlkit.array()
    for value in values:
        array.append(_item(value, inline=True))
    return array
