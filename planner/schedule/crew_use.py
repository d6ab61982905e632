"""Crews by day: how many units the planned dates hold, and how many there are."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from planner.schedule.calendar import compile_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.work import CalendarSpec, Crew
    from planner.schedule.calendar import Calendar
    from planner.schedule.result import Schedule


class CrewDays(NamedTuple):
    """From a boundary on, until the next one: units held and units at hand."""

    from_day: int
    used: int
    capacity: int


def units_by_day(schedule: Schedule, calendars: Mapping[str, Calendar]) -> dict[str, dict[int, int]]:
    """Units of each crew by day, on the days that hold any.

    Changes are gathered by crew and calendar over the calendar's worked days, so that a task counts two changes
    however long it is. Crews of what is done are facts of the past; of what has begun, what remains is counted.
    """
    changes: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    columns = zip(schedule.tasks, schedule.start, schedule.finish, schedule.levelled.work[::2], strict=True)
    for task, start, finish, resumed in columns:
        if not task.crew or task.timing.actual_finish is not None:
            continue
        if task.timing.actual_start is not None:
            start = resumed
        if finish > start:
            for crew, units in task.crew:
                held = changes[crew, task.calendar]
                held[start] += units
                held[finish] -= units
    use: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (crew, name), steps in changes.items():
        calendar, by_day, held_units = calendars[name], use[crew], 0
        for first, end in pairwise(sorted(steps)):
            held_units += steps[first]
            if held_units:
                for day in calendar.worked_days(first, end):
                    by_day[day] += held_units
    return use


def crew_days(
    schedule: Schedule, calendars: Mapping[str, CalendarSpec], crews: Mapping[str, Crew]
) -> dict[str, list[CrewDays]]:
    """Of each crew that a task holds, by id: a row for each day on which use or capacity change, from the project start on."""
    used = {task.calendar for task in schedule.tasks if task.crew}
    compiled = {name: compile_calendar(calendars[name], schedule.project_start) for name in used}
    found = units_by_day(schedule, compiled)
    return {crew: _rows(found[crew], _capacity(crews[crew], schedule)) for crew in sorted(found)}


def _capacity(crew: Crew, schedule: Schedule) -> list[tuple[int, int]]:
    """First day and capacity from then on, by day; of two on one day the last holds."""
    held = {0: crew.capacity}
    for day, capacity in sorted(crew.changes):
        held[max(0, (day - schedule.project_start).days)] = capacity
    return sorted(held.items())


def _rows(use: Mapping[int, int], capacity: list[tuple[int, int]]) -> list[CrewDays]:
    rows: list[CrewDays] = []
    days = sorted({0, *(day for day, _ in capacity), *use, *(day + 1 for day in use)})
    step = 0
    for day in days:
        while step + 1 < len(capacity) and capacity[step + 1][0] <= day:
            step += 1
        figures = use.get(day, 0), capacity[step][1]
        if not rows or rows[-1][1:] != figures:
            rows.append(CrewDays(day, *figures))
    return rows
