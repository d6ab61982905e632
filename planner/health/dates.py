"""Points about dates that were given: hard constraints, and actual dates that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.health.state import idle

if TYPE_CHECKING:
    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Task
    from planner.schedule.result import Schedule


def date_points(schedule: Schedule, books: Books) -> tuple[HealthPoint, HealthPoint]:
    """Hard constraints and invalid dates."""
    return _hard_constraints(schedule, books), _invalid_dates(schedule, books)


def _hard_constraints(schedule: Schedule, books: Books) -> HealthPoint:
    """What must be, or be no later, whatever the relations say. Deadlines and pins bind no relation's dates."""
    found = Finding("hard_constraints", books)
    for task in schedule.tasks:
        reason = idle(task)
        if reason is not None:
            found.exempt(task.id, reason)
        else:
            found.count(task.id, offends=_held_hard(task))
    return found.made("must start or finish, or no later, on a given date")


def _held_hard(task: Task) -> bool:
    """Whether a hard constraint still holds: those of a start that lies behind have had their day."""
    said = task.timing
    of_start = () if said.progressed else (said.must_start, said.start_no_later)
    return any(day is not None for day in (*of_start, said.must_finish, said.finish_no_later))


def _invalid_dates(schedule: Schedule, books: Books) -> HealthPoint:
    """Actual dates that lie after the data date. Forecasts before it cannot occur: the schedule lets none be.

    A start may lie on the morning of the data date itself; a day worked must lie before it.
    """
    found = Finding("invalid_dates", books)
    for task, start, finish in zip(schedule.tasks, schedule.start, schedule.finish, strict=True):
        said = task.timing
        if said.progressed:
            late = start > schedule.data_date or (
                said.actual_finish is not None and finish > schedule.data_date
            )
            found.count(task.id, offends=late)
    return found.made("an actual date after the data date")
