"""Two versions of a facility that began as one, made one again: field by field, member by member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from planner.io.alike import alike
from planner.model.address import format_address, id_key
from planner.model.facility import POSITIONAL

if TYPE_CHECKING:
    from collections.abc import Hashable

    from planner.model.address import Address, Raw

Side = Literal["mine", "theirs"]
_GONE: Any = object()
"""Stands where a version has nothing."""


@dataclass(frozen=True)
class Conflict:
    """A place that both versions changed, each in its own way; None where a version has nothing there."""

    address: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """The one version, and where the two could not both be had."""

    raw: Raw
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Raw, mine: Raw, theirs: Raw, prefer: Side = "mine") -> Merged:
    """Both versions' changes since `base`; where they disagree, those of the side preferred."""
    conflicts: list[Conflict] = []
    raw = _tables(base, mine, theirs, (), prefer, conflicts)
    return Merged(raw, tuple(conflicts))


def _one(base: Any, mine: Any, theirs: Any, at: Address, prefer: Side, conflicts: list[Conflict]) -> Any:
    if _same(mine, theirs) or _same(base, theirs):
        return mine
    if _same(base, mine):
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _tables(base if isinstance(base, dict) else {}, mine, theirs, at, prefer, conflicts)
    if (
        at
        and all(_members(v, at[-1]) for v in (base, mine, theirs) if v is not _GONE)
        and _GONE not in (mine, theirs)
    ):
        return _lists([] if base is _GONE else base, mine, theirs, at, prefer, conflicts)
    shown = [None if v is _GONE else v for v in (mine, theirs)]
    conflicts.append(Conflict(format_address(at), *shown))
    return mine if prefer == "mine" else theirs


def _same(one: Any, other: Any) -> bool:
    if one is _GONE or other is _GONE:
        return one is other
    return alike(one, other)


def _tables(
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
    at: Address,
    prefer: Side,
    conflicts: list[Conflict],
) -> dict[str, Any]:
    made = {}
    for key in dict.fromkeys((*theirs, *mine)):
        value = _one(
            base.get(key, _GONE), mine.get(key, _GONE), theirs.get(key, _GONE), (*at, key), prefer, conflicts
        )
        if value is not _GONE:
            made[key] = value
    return made


def _members(value: Any, table: str) -> bool:
    """Whether a value is a list of tables whose members can be told apart."""
    if not isinstance(value, list) or not all(isinstance(m, dict) for m in value):
        return False
    names = [_name(m, table) for m in value]
    return None not in names and len(set(names)) == len(names)


def _name(member: dict[str, Any], table: str) -> Hashable:
    if table in POSITIONAL:  # relations have no id: their two ends and kind tell them apart
        return str(member.get("predecessor")), str(member.get("successor")), str(member.get("kind", "FS"))
    found = member.get(id_key(table))
    return found if isinstance(found, str) else None


def _lists(
    base: list[Any], mine: list[Any], theirs: list[Any], at: Address, prefer: Side, conflicts: list[Conflict]
) -> list[Any]:
    """Members in their order of the file outside, then those that only the app has."""
    table = at[-1]
    held = [{_name(m, table): m for m in version} for version in (base, mine, theirs)]
    made = []
    for name in dict.fromkeys((*held[2], *held[1])):
        shown = " → ".join(name[:2]) if isinstance(name, tuple) else str(name)
        before, ours, other = (version.get(name, _GONE) for version in held)
        value = _one(before, ours, other, (*at, shown), prefer, conflicts)
        if value is not _GONE:
            made.append(value)
    if alike([_name(m, table) for m in theirs], [_name(m, table) for m in base]):
        order = {
            _name(m, table): i for i, m in enumerate(mine)
        }  # outside nothing moved: the app's order stands
        made.sort(key=lambda m: order.get(_name(m, table), len(order)))
    return made
