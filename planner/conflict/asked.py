"""Dates that were asked for, as bounds of one end of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.model.address import format_address
from planner.model.work import NO_TIMING
from planner.schedule.progress import task_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.model.work import Task
    from planner.schedule.network import Network

KEYS = (
    # key, whether of the finish, bounds from below, bounds from above
    ("start_no_earlier", 0, True, False),
    ("start_no_later", 0, False, True),
    ("must_start", 0, True, True),
    ("pinned_start", 0, True, True),
    ("finish_no_earlier", 1, True, False),
    ("finish_no_later", 1, False, True),
    ("must_finish", 1, True, True),
    ("deadline", 1, False, True),
)


class Asked(NamedTuple):
    """One date of one task. A pin and a `must_…` bound from both sides."""

    boundary: int
    task_id: str
    key: str
    task: int
    of_finish: int
    lower: bool
    upper: bool
    day: date

    def missed(self, times: Sequence[int]) -> bool:
        """Whether the end stands after the latest boundary allowed."""
        return self.upper and times[2 * self.task + self.of_finish] > self.boundary


def asked_of(network: Network) -> list[Asked]:
    """Every date that bounds something, in an order that the file's does not change: none of what is done or a hammock.

    Dates of the start of a task that has begun have had their day.
    """
    found: list[Asked] = []
    for i, task in enumerate(network.tasks):
        said = task.timing
        if said is NO_TIMING or task.hammock or said.actual_finish is not None:
            continue
        after = 1 if task.duration.likely else 0
        for key, of_finish, lower, upper in KEYS:
            day = getattr(said, key)
            if day is None or (said.progressed and not of_finish):
                continue
            boundary = (day - network.project_start).days + (after if of_finish else 0)
            found.append(Asked(boundary, task.id, key, i, of_finish, lower, upper, day))
    return sorted(found)


def address(task: Task, key: str) -> str:
    """Where a date of a task is said."""
    return format_address((task_table(task), task.id, key))
