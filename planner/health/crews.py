"""The point about crews: whether the planned dates ask for more of one than there is."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.health.state import begun, done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Crew
    from planner.schedule.calendar import Calendar
    from planner.schedule.result import Schedule


def over_allocation(
    schedule: Schedule, crews: Mapping[str, Crew], calendars: Mapping[str, Calendar], books: Books
) -> HealthPoint:
    """Crews that are asked for beyond their capacity on some day; a crew is held only on days its task works."""
    found = Finding("over_allocation", books)
    for crew, use in sorted(_use_by_day(schedule, calendars).items()):
        found.count(crew, offends=_exceeded(crews[crew], use, schedule))
    return found.made("planned dates ask for more units than there are on some day")


def _use_by_day(schedule: Schedule, calendars: Mapping[str, Calendar]) -> dict[str, dict[int, int]]:
    """Units of each crew by day.

    Changes are gathered by crew and calendar over the calendar's worked days, so that a task counts two changes
    however long it is. Crews of what is done are facts of the past; of what has begun, what remains is counted.
    """
    changes: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    columns = zip(schedule.tasks, schedule.start, schedule.finish, schedule.levelled.work[::2], strict=True)
    for task, start, finish, resumed in columns:
        if begun(task):
            start = resumed
        if finish > start and not done(task):
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


def _exceeded(crew: Crew, use: Mapping[int, int], schedule: Schedule) -> bool:
    steps = [((day - schedule.project_start).days, capacity) for day, capacity in sorted(crew.changes)]
    capacity, next_step = crew.capacity, 0
    for day in sorted(use):
        while next_step < len(steps) and steps[next_step][0] <= day:
            capacity = steps[next_step][1]
            next_step += 1
        if use[day] > capacity:
            return True
    return False
