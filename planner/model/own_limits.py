"""Own work against what it can never have, told from the file's tables alone: days, megawatts, days before the start.

The stages find the same when nothing else is wrong; here it stands beside whatever else is, in the same words.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeGuard

from planner.model.address import format_address, nearest
from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planner.model.address import Raw

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOKED_AT_DAYS = 20 * 366
"""A calendar without a working day for as long as this is taken to be closed for ever."""
ACTUAL = ("actual_start", "actual_finish")


def own_limit_problems(raw: Raw, *, converting: bool) -> Iterator[Problem]:
    """Calendars that never work, draws above every limit, dates of progress before the start, adjustments of nothing."""
    project = raw.get("project")
    project = project if isinstance(project, dict) else {}
    start = project.get("start")
    if type(start) is date:
        yield from _closed(raw, start)
        yield from _before(raw, start)
    yield from _drawn(raw, project.get("power_limit_mw"))
    yield from _adjusted(raw, converting=converting)


def members(raw: Raw, table: str) -> Iterator[tuple[int, Raw]]:
    """The tables of a list of tables, by position."""
    found = raw.get(table)
    for i, member in enumerate(found if isinstance(found, (list, tuple)) else ()):
        if isinstance(member, dict):
            yield i, member


def _closed(raw: Raw, start: date) -> Iterator[Problem]:
    """Calendars without a working day from the start on, public holidays aside."""
    for i, calendar in members(raw, "calendar"):
        name, workdays = calendar.get("id"), calendar.get("workdays", WEEK[:5])
        if not isinstance(name, str) or not isinstance(workdays, (list, tuple)) or not workdays:
            continue
        week = {n for n, day in enumerate(WEEK) for said in workdays if _means(said, n, day)}
        closed, windows = _ranges(calendar.get("closed", ())), _ranges(calendar.get("windows", ()))
        if not week or closed is None or windows is None:
            continue
        first = start.toordinal()

        def works(
            ordinal: int, week: Collection[int] = week, closed: Any = closed, windows: Any = windows
        ) -> bool:
            return (
                (ordinal - 1) % 7 in week
                and (not windows or any(low <= ordinal <= high for low, high in windows))
                and not any(low <= ordinal <= high for low, high in closed)
            )

        if not any(works(first + day) for day in range(LOOKED_AT_DAYS)):
            key, mend = ("windows", "add windows") if windows else ("closed", "shorten its closures")
            address = format_address(("calendar", name, key))
            message = f"this calendar works on no day from {start} on: {mend}"
            yield Problem("E-CALENDAR-CLOSED", address, message, value=name, location=("calendar", i, key))


def _means(said: Any, number: int, day: str) -> bool:
    """Whether an entry of workdays is this day; Monday is 1 where a number is written."""
    return (said == number + 1) if isinstance(said, int) else isinstance(said, str) and said[:3] == day


def _ranges(listed: Any) -> list[tuple[int, int]] | None:
    """Ordinals of closures or windows; None where one of them is itself wrong."""
    found = []
    for item in listed if isinstance(listed, (list, tuple)) else (None,):
        low, high = (item.get("from"), item.get("to")) if isinstance(item, dict) else (item, item)
        if type(low) is not date or type(high) is not date:
            return None
        found.append((low.toordinal(), high.toordinal()))
    return found


def _before(raw: Raw, start: date) -> Iterator[Problem]:
    message = f"an actual date is not before the project start, {start}: move the start or the date"
    for table, named in (("task", "id"), ("adjust", "task")):
        for i, member in members(raw, table):
            for key in ACTUAL:
                day = member.get(key)
                if isinstance(member.get(named), str) and type(day) is date and day < start:
                    address = format_address((table, member[named], key))
                    yield Problem("E-PROGRESS", address, message, value=str(day), location=(table, i, key))


def _drawn(raw: Raw, limit: Any) -> Iterator[Problem]:
    limits: list[tuple[float, str]] = []
    grid = raw.get("grid")
    if isinstance(grid, dict):
        figures = [grid.get("capacity_mw"), *(s.get("capacity_mw") for _, s in members(grid, "step"))]
        known = [f for f in figures if _is_figure(f)]
        if known and len(known) == len(figures):
            limits.append((max(known), "the grid contract"))
    if _is_figure(limit):
        limits.append((limit, "the project's power limit"))
    for i, task in members(raw, "task"):
        mw = task.get("power_mw")
        for most, name in limits:
            if isinstance(task.get("id"), str) and _is_figure(mw) and mw > most:
                address = format_address(("task", task["id"], "power_mw"))
                message = f"{name} never allows more than {most:g} MW: draw less or raise the limit"
                yield Problem(
                    "E-POWER-CAPACITY", address, message, value=f"{mw:g}", location=("task", i, "power_mw")
                )
                break


def _is_figure(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


def _adjusted(raw: Raw, *, converting: bool) -> Iterator[Problem]:
    """Adjustments of what cannot be generated work, whose ids hold a dot, and progress that is said twice."""
    begun = {member.get("task") for _, member in members(raw, "begun") if isinstance(member.get("task"), str)}
    for i, adjust in members(raw, "adjust"):
        task = adjust.get("task")
        if not isinstance(task, str):
            continue
        if not converting or "." not in task:
            address = format_address(("adjust", task, "task"))
            message = f"no generated task has this id{nearest(task, ())}"
            yield Problem("E-UNKNOWN-ID", address, message, value=task, location=("adjust", i, "task"))
        if task in begun and any(adjust.get(key) is not None for key in ACTUAL):
            message = "its progress stands in [[begun]] too: say it in one of them"
            address = format_address(("adjust", task))
            yield Problem("E-PROGRESS", address, message, value=task, location=("adjust", i))
