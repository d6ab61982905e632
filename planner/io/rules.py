"""Rules of several fields of one table, applied to the raw tables of a file of which some field is wrong.

The models hold the same rules, but pydantic passes a model's own rules over once one of its fields is wrong;
here they are asked again, of what can be compared, so that they stand beside it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from planner.model.own_work import NOT_A_RANGE
from planner.model.plant import not_negative
from planner.model.types import exactly_one, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.io.positions import Location
    from planner.model.address import Raw

Wrong = tuple["Location", str]
"""Where, and what is wrong there."""
LARGEST = 1e15


def rule_problems(raw: Raw) -> Iterator[Wrong]:
    """What is wrong between the fields of one table."""
    for i, hall in _tables(raw.get("hall")):
        ai = hall.get("ai")
        if isinstance(ai, dict):
            wrong = exactly_one(critical_it_mw=ai.get("critical_it_mw"), nodes=ai.get("nodes"))
            yield from _told(("hall", i, "ai"), wrong)
    for i, task in _tables(raw.get("task")):
        if task.get("type") != "hammock":  # which has no duration; this version refuses it anyway
            wrong = exactly_one(duration_days=task.get("duration_days"), duration=task.get("duration"))
            yield from _told(("task", i), wrong)
        if isinstance(task.get("duration"), dict):
            yield from _told(("task", i, "duration"), in_order(*_three(task["duration"])))
    for i, override in _tables(raw.get("override")):
        figures = _three(override)
        wrong = in_order(*figures) or not_negative(*figures[:2])
        yield from _told(("override", i), wrong)
    for i, calendar in _tables(raw.get("calendar")):
        for j, closed in _tables(calendar.get("closed")):
            first, last = _day(closed.get("from")), _day(closed.get("to"))
            if first is not None and last is not None and last < first:
                yield ("calendar", i, "closed", j), NOT_A_RANGE


LEDGER_TABLES = ("transformer", "switchboard", "feeder", "cooler", "fibre", "fleet")
"""Tables of existing plant: a member is the ledger's asset TABLE.ID."""


def ledger_assets(members: Mapping[str, Sequence[tuple[int, dict[str, Any]]]]) -> list[str]:
    """Ids of the reuse ledger that a file can decide on: listed plant, what halls hold, and what is assumed."""
    found = [f"{table}.{member.get('id')}" for table in LEDGER_TABLES for _, member in members[table]]
    for _, hall in members["hall"]:
        parts = ["mining-cooling", "miners"]
        kind = hall.get("kind", "building")
        parts += ["shell"] if kind == "building" else ["containers"] if kind == "container" else []
        found += [f"hall.{hall.get('id')}.{part}" for part in parts]
    if not any(member.get("kind") == "substation" for _, member in members["transformer"]):
        found.append("site.substation")
    return found if members["fibre"] else [*found, "site.fibre"]


def step_problems(raw: Raw) -> Iterator[Wrong]:
    """Steps of the grid that give less than what stood before, or stand out of order."""
    grid = raw.get("grid")
    if not isinstance(grid, dict):
        return
    capacity, day = _number(grid.get("capacity_mw")), None
    for i, step in _tables(grid.get("step")):
        given, energised = _number(step.get("capacity_mw")), _day(step.get("energised"))
        if given is not None and capacity is not None and given < capacity:
            message = f"each step gives at least what stood before it, {capacity:g} MW"
            yield ("grid", "step", i, "capacity_mw"), message
        if energised is not None and day is not None and energised < day:
            yield ("grid", "step", i, "energised"), "steps stand in order of date"
        capacity = max((c for c in (capacity, given) if c is not None), default=None)
        day = energised or day


def _tables(members: Any) -> Iterator[tuple[int, Raw]]:
    for i, member in enumerate(members if isinstance(members, list) else ()):
        if isinstance(member, dict):
            yield i, member


def _told(location: Location, wrong: str | None) -> Iterator[Wrong]:
    if wrong is not None:
        yield location, wrong


def _three(table: Raw) -> tuple[float | None, float | None, float | None]:
    return _number(table.get("low")), _number(table.get("likely")), _number(table.get("high"))


def _number(value: Any) -> float | None:
    """A number that can be compared and shown; None for what its field refuses anyway."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < LARGEST else None  # nor NaN, which is below nothing


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
