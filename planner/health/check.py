"""Every point of the health check of one schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.crews import over_allocation
from planner.health.dates import date_points
from planner.health.execution import baseline_points, path_length_index
from planner.health.logic import open_ends, relation_points
from planner.health.path import longest_path
from planner.health.points import WORDS
from planner.health.state import unworked
from planner.health.tasks import task_points
from planner.schedule.calendar import compile_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

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
    baseline_finishes: Mapping[str, date] | None = None,
) -> tuple[HealthPoint, ...]:
    """The points that a schedule can be held to, whatever the order of tasks and relations.

    Source: DCMA 14-point assessment and GAO-16-89G, with the thresholds of `books/health.toml`. `baseline_finishes` are
    the last days of work that a baseline had for each task; without it the points about baselines are absent.

    Raises:
        BookError: The health book lacks a point or a threshold.
    """
    used = {task.calendar for task in schedule.tasks}
    compiled = {name: compile_calendar(calendars[name], schedule.project_start) for name in used}
    elapsed = frozenset(name for name, calendar in compiled.items() if calendar.elapsed)
    reasons = [unworked(task, elapsed) for task in schedule.tasks]
    by_id = {task.id: task for task in schedule.tasks}
    of_baseline = () if baseline_finishes is None else baseline_points(schedule, baseline_finishes, books)
    points = {
        point.id: point
        for point in (
            *open_ends(schedule, relations, books),
            *relation_points(relations, by_id, books),
            *date_points(schedule, books),
            *task_points(schedule, reasons, books),
            over_allocation(schedule, crews, compiled, books),
            *of_baseline,
            longest_path(schedule, books),
            path_length_index(schedule, books),
        )
    }
    return tuple(points[name] for name in WORDS if name in points)
