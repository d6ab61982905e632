"""Every point of the health check of one schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.crews import over_allocation
from planner.health.logic import open_ends, relation_points
from planner.health.path import longest_path
from planner.health.tasks import exemption, task_points
from planner.schedule.calendar import compile_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import CalendarSpec, Crew, Relation
    from planner.schedule.result import Schedule


def check_health(
    schedule: Schedule,
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    books: Books,
) -> tuple[HealthPoint, ...]:
    """The points that this version's schedules can be held to, whatever the order of tasks and relations.

    Source: DCMA 14-point assessment and GAO-16-89G, with the thresholds of `books/health.toml`. Points about
    constraints, progress and baselines are absent: no schedule of this version has any.

    Raises:
        BookError: The health book lacks a point or a threshold.
    """
    used = {task.calendar for task in schedule.tasks}
    compiled = {name: compile_calendar(calendars[name], schedule.project_start) for name in used}
    elapsed = frozenset(name for name, calendar in compiled.items() if calendar.elapsed)
    reasons = [exemption(task, elapsed) for task in schedule.tasks]
    by_id = {task.id: task for task in schedule.tasks}
    return (
        *open_ends(schedule, relations, books),
        *relation_points(relations, by_id, books),
        *task_points(schedule, reasons, books),
        over_allocation(schedule, crews, compiled, books),
        longest_path(schedule, books),
    )
