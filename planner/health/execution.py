"""Points about how a plan is carried out: missed tasks and execution against a baseline, and the path's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.health.state import HAMMOCK, MILESTONE, done
from planner.schedule.dates import date_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Task
    from planner.schedule.result import Schedule

ADDED = "not in the baseline: added since"


def baseline_points(
    schedule: Schedule, finishes: Mapping[str, date], books: Books
) -> tuple[HealthPoint, HealthPoint]:
    """Missed tasks and the baseline execution index; `finishes` are the baseline's, the last day worked.

    A task is due that was to be finished before the data date. The index is all that is finished, ahead of its
    time too, by all that is due.
    """
    missed, index = Finding("missed_tasks", books), Finding("bei", books)
    data_date = date_of(schedule.project_start, schedule.data_date)
    finished = 0
    for task, finish in zip(schedule.tasks, schedule.finish, strict=True):
        reason = _not_judged(task, finishes)
        if reason is not None:
            missed.exempt(task.id, reason)
            index.exempt(task.id, reason)
            continue
        by_then = done(task) and finish <= schedule.data_date
        finished += by_then
        if finishes[task.id] < data_date:
            missed.count(task.id, offends=not by_then)
            index.count(task.id, offends=not by_then)
    due = index.population
    execution = f"{finished:,} finished / {due:,} due by {data_date}"
    return (
        missed.made(f"to be finished before {data_date} and not finished by then"),
        index.made_index(
            execution if due else f"nothing due by {data_date}", finished / due if due else None
        ),
    )


def _not_judged(task: Task, finishes: Mapping[str, date]) -> str | None:
    if task.hammock:
        return HAMMOCK
    if not task.duration.likely:
        return MILESTONE
    return None if task.id in finishes else ADDED


def path_length_index(schedule: Schedule, books: Books) -> HealthPoint:
    """CPLI: (days from the data date to the critical path's end + total float of the end) / those days.

    Days are those of the end's own calendar, in which its float counts too. Without a deadline or constraint the float
    is 0 and the index 1.
    """
    found = Finding("cpli", books)
    end = schedule.critical_path[-1] if schedule.critical_path else None
    if end is None:
        return found.made_index("no critical path", None)
    at = schedule.index[end]
    length = schedule.dated.passes.days_between(at, schedule.data_date, schedule.early_finish[at])
    if done(schedule.tasks[at]) or length <= 0:
        return found.made_index(f"nothing is left of the critical path to {end}", None)
    slack = schedule.total_float[at]
    index = (length + slack) / length
    found.count(end, offends=index < found.entry("least").likely)
    return found.made_index(
        f"({length:,} working days to {end} {'-' if slack < 0 else '+'} {abs(slack):,} of float) / {length:,}",
        index,
    )
