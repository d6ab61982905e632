"""Addresses of values in a facility: `hall.h1.redundancy.ups`, `task."a.b".duration_days`, `relation.0.lag_days`.

An address is a TOML dotted key in which a member of a list of tables is named by its id (a
relation, which has none, by its position from 0). The same addresses serve `--set`, scenarios,
edits, problems and the provenance tables, so there is one reader of them.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from planner.model.facility import ID_KEY, POSITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Raw = dict[str, Any]
Address = tuple[str, ...]

_PART = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_+:/-]+))\s*(\.|$)')
MOST_COMPARED = 1000
_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


class AddressError(ValueError):
    """An address that cannot be read, or that names nothing; the message says what to do."""


def parse_address(text: str) -> Address:
    """Split an address into its parts.

    Raises:
        AddressError: It is no dotted key.
    """
    parts, at = [], 0
    while True:
        found = _PART.match(text, at)
        if found is None:
            raise AddressError("write an address such as hall.h1.redundancy.ups")
        quoted, single, bare = found.group(1), found.group(2), found.group(3)
        if quoted is not None:
            parts.append(re.sub(r"\\(.)", r"\1", quoted))
        else:
            parts.append(single if single is not None else bare)
        at = found.end()
        if found.group(4) != ".":
            return tuple(parts)


def format_address(parts: Iterable[str | int]) -> str:
    """The address of its parts, quoted where a part is not a bare key."""
    shown = []
    for part in parts:
        text = str(part)
        if _BARE.match(text):
            shown.append(text)
        else:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            shown.append(f'"{escaped}"')
    return ".".join(shown)


MADE_WHEN_SET = frozenset({"adjust"})
"""Lists whose members say something of what exists anyway: setting a key of one that is missing makes it."""


def id_key(table: str) -> str:
    """Key that names a member of a list of tables."""
    return ID_KEY.get(table, "id")


def member_index(table: str, members: list[Any], part: str) -> int:
    """Position of the member that an address part names.

    Raises:
        AddressError: No member has that id or position.
    """
    if table in POSITIONAL:
        if part.isdigit() and int(part) < len(members):
            return int(part)
        raise AddressError(f"{table} has {len(members)} entries, addressed from {table}.0")
    key = id_key(table)
    for i, member in enumerate(members):
        if isinstance(member, dict) and str(member.get(key)) == part:
            return i
    known = [str(m.get(key)) for m in members if isinstance(m, dict)]
    raise AddressError(f"no {table} has the id {part!r}{nearest(part, known)}")


def nearest(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean X?` for the nearest known name, or what there is when nothing is near."""
    names = list(known)
    if len(names) > MOST_COMPARED:  # comparing words is slow; most slips keep the first letter
        names = [n for n in names if n[:1] == wrong[:1]][:MOST_COMPARED] or names[:MOST_COMPARED]
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]}?"
    if names:
        return f"; there is {', '.join(names[:6])}{' …' if len(names) > 6 else ''}"
    return ""


def get_value(raw: Raw, address: Address) -> Any:
    """The raw value at an address, or None where nothing stands.

    Raises:
        AddressError: It names an unknown member.
    """
    at: Any = raw
    table = ""
    for part in address:
        if isinstance(at, list):
            at = at[member_index(table, at, part)]
        elif isinstance(at, dict):
            if part not in at:
                return None
            at = at[part]
            table = part
        else:
            raise AddressError(f"{format_address(address)} goes below a plain value")
    return at


def _member_to_set(table: str, members: list[Any], part: str, *, last: bool) -> int:
    """Position of a member to set something of; one that is only said something of is made when it is missing."""
    if table in MADE_WHEN_SET and not last and all(m.get(id_key(table)) != part for m in members):
        members.append({id_key(table): part})
        return len(members) - 1
    return member_index(table, members, part)


def set_value(raw: Raw, address: Address, value: Any) -> Raw:
    """A copy of `raw` with the value at an address replaced; only the path is copied. None removes the key.

    Raises:
        AddressError: It names an unknown member, or goes below a plain value.
    """
    copied: Raw = dict(raw)
    at: Any = copied
    table = ""
    for depth, part in enumerate(address):
        last = depth == len(address) - 1
        key: Any = _member_to_set(table, at, part, last=last) if isinstance(at, list) else part
        if last:
            if value is None:
                if isinstance(at, list):
                    del at[key]
                else:
                    at.pop(key, None)
            else:
                at[key] = value
            return copied
        below = at[key] if isinstance(at, list) else at.get(key)
        if below is None:
            below = [] if part in MADE_WHEN_SET else {}
        elif isinstance(below, dict):
            below = dict(below)
        elif isinstance(below, list):
            below = list(below)
        else:
            raise AddressError(
                f"{format_address(address[: depth + 1])} is a plain value: nothing stands below it"
            )
        at[key] = below
        at = below
        if isinstance(key, str):
            table = key
    return copied


def flatten(raw: Raw, prefix: Address = (), table: str = "") -> Iterator[tuple[Address, Any]]:
    """Every leaf of `raw` with its address; a list of plain values is one leaf."""
    for key, value in raw.items():
        here = (*prefix, key)
        if isinstance(value, dict):
            yield from flatten(value, here)
        elif (
            isinstance(value, list)
            and value
            and all(isinstance(v, dict) for v in value)
            and (key in POSITIONAL or all(id_key(key) in v for v in value))
        ):
            for i, member in enumerate(value):
                name = str(i) if key in POSITIONAL else str(member[id_key(key)])
                yield from flatten(member, (*here, name))
        else:
            yield here, value


def matches(pattern: Address, address: Address) -> bool:
    """Whether a provenance pattern covers an address: parts equal, `*` any part, a prefix covers what is below."""
    if len(pattern) > len(address):
        return False
    return all(p in ("*", a) for p, a in zip(pattern, address, strict=False))
