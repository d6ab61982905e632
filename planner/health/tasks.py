"""Points about tasks: floats, durations, resources and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.health.state import DONE, HAMMOCK, MILESTONE, begun, done
from planner.schedule.progress import begun_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Task
    from planner.schedule.result import Schedule

PRICED_BY_ITEM = "generated work: the estimate prices it by item and percentage (capex_lines)"


def task_points(schedule: Schedule, reasons: Sequence[str | None], books: Books) -> list[HealthPoint]:
    """High and negative float, long durations, missing resources and cost; `reasons` are the tasks' exemptions.

    Of what has begun the days that remain count: what lies behind cannot be split any more.
    """
    high, long = Finding("high_float", books), Finding("long_durations", books)
    crewless = Finding("missing_resources", books)
    most_float, most_days = high.limit, long.limit
    for task, reason, slack in zip(schedule.tasks, reasons, schedule.total_float, strict=True):
        if reason is not None:
            for point in (high, long, crewless):
                point.exempt(task.id, reason)
            continue
        high.count(task.id, offends=slack > most_float)
        days = begun_days(task) if begun(task) else task.duration.likely
        long.count(task.id, offends=days > most_days)
        crewless.count(task.id, offends=not task.crew)
    return [
        high.made(f"total float above {most_float:g} working days"),
        _negative_float(schedule, books),
        long.made(f"longer than {most_days:g} working days"),
        crewless.made("a duration and no crew"),
        _missing_cost(schedule.tasks, books),
    ]


def _negative_float(schedule: Schedule, books: Books) -> HealthPoint:
    """Nothing to come is exempt: a milestone or a delivery that comes too late is late. What is done has no float."""
    found = Finding("negative_float", books)
    for task, slack in zip(schedule.tasks, schedule.total_float, strict=True):
        if done(task):
            found.exempt(task.id, DONE)
        else:
            found.count(task.id, offends=slack < 0)
    return found.made("total float below 0")


def _missing_cost(tasks: Sequence[Task], books: Books) -> HealthPoint:
    found = Finding("missing_cost", books)
    for task in tasks:
        if task.template is not None or task.item is not None:
            found.exempt(task.id, PRICED_BY_ITEM)
        elif task.hammock:
            found.exempt(task.id, HAMMOCK)
        elif not task.duration.likely:
            found.exempt(task.id, MILESTONE)
        else:
            found.count(task.id, offends=task.cost_usd <= 0)
    return found.made("own work with a duration and cost_usd 0")
