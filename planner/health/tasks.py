"""Points about tasks: floats, durations, resources and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Task
    from planner.schedule.result import Schedule

MILESTONE = "milestone: nothing is worked"
PROCUREMENT = "procurement chain: makers and carriers do it, in market lead times"
WAITING = "waiting on elapsed days (permits, studies, curing, burn-in): no crew shortens it"
PRICED_BY_ITEM = "generated work: the estimate prices it by item and percentage (capex_lines)"


def exemption(task: Task, elapsed: Collection[str]) -> str | None:
    """Why a task is not work that a crew does; None where it is. `elapsed` are the calendars without days off."""
    if not task.duration.likely:
        return MILESTONE
    if task.item is not None:
        return PROCUREMENT
    return WAITING if task.calendar in elapsed else None


def task_points(schedule: Schedule, reasons: Sequence[str | None], books: Books) -> list[HealthPoint]:
    """High and negative float, long durations, missing resources and cost; `reasons` are the tasks' exemptions."""
    high, long = Finding("high_float", books), Finding("long_durations", books)
    crewless = Finding("missing_resources", books)
    most_float, most_days = high.limit, long.limit
    for task, reason, slack in zip(schedule.tasks, reasons, schedule.total_float, strict=True):
        if reason is not None:
            for point in (high, long, crewless):
                point.exempt(task.id, reason)
            continue
        high.count(task.id, offends=slack > most_float)
        long.count(task.id, offends=task.duration.likely > most_days)
        crewless.count(task.id, offends=not task.crew)
    return [
        high.made(f"total float above {most_float:g} working days"),
        _negative_float(schedule, books),
        long.made(f"longer than {most_days:g} working days"),
        crewless.made("a duration and no crew"),
        _missing_cost(schedule.tasks, books),
    ]


def _negative_float(schedule: Schedule, books: Books) -> HealthPoint:
    """Nothing is exempt: a milestone or a delivery that comes too late is late."""
    found = Finding("negative_float", books)
    for task, slack in zip(schedule.tasks, schedule.total_float, strict=True):
        found.count(task.id, offends=slack < 0)
    return found.made("total float below 0")


def _missing_cost(tasks: Sequence[Task], books: Books) -> HealthPoint:
    found = Finding("missing_cost", books)
    for task in tasks:
        if task.template is not None or task.item is not None:
            found.exempt(task.id, PRICED_BY_ITEM)
        elif not task.duration.likely:
            found.exempt(task.id, MILESTONE)
        else:
            found.count(task.id, offends=task.cost_usd <= 0)
    return found.made("own work with a duration and cost_usd 0")
