"""The point about crews: whether the planned dates ask for more of one than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.schedule.crew_use import units_by_day

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
    for crew, use in sorted(units_by_day(schedule, calendars).items()):
        found.count(crew, offends=_exceeded(crews[crew], use, schedule))
    return found.made("planned dates ask for more units than there are on some day")


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
