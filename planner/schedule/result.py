"""What the schedule stage returns: columns of boundary numbers, one entry per task, in task order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from planner.model.work import Relation, Task
    from planner.schedule.levelling import Levelled
    from planner.schedule.passes import Dated
    from planner.schedule.supply import Supply

DriverKind = Literal[
    "project_start",
    "data_date",
    "relation",
    "constraint",
    "crew",
    "power",
    "pinned",
    "actual",
    "as_late_as_possible",
    "hammock",
]


NEAR_CRITICAL_DAYS = 5
"""Total float up to which a task is near-critical: a working week."""

Standing = Literal["done", "critical", "near", "float"]


class Driver(NamedTuple):
    """Why a task starts when it does: `by` names the task, constraint, crew or limit; `relation` the driving one."""

    kind: DriverKind
    by: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True)
class Schedule:
    """Dates of every task as boundary numbers (0 is the morning of `project_start`; finish exclusive).

    `early_*`, `late_*`, the floats and `critical` ignore crews; `start` and `finish` are the planned
    dates, levelled where crews are given. Floats are working days of the task's own calendar.
    """

    project_start: date
    tasks: tuple[Task, ...]
    start: list[int]
    finish: list[int]
    early_start: list[int]
    early_finish: list[int]
    late_start: list[int]
    late_finish: list[int]
    total_float: list[int]
    free_float: list[int]
    driver: list[Driver]
    critical_path: tuple[str, ...]
    """The driving chain of the early dates to the network's finish, first task first."""
    project_finish: int
    """Boundary of the latest planned finish (0 when there are no tasks)."""
    early_project_finish: int
    data_date: int
    """Boundary that nothing unfinished precedes; 0 without progress."""
    duration: list[int]
    """Days of each task's own calendar: as given, and of a hammock as it came out."""
    dated: Dated = field(repr=False, compare=False)
    """The network and its dates without limits on resources."""
    levelled: Levelled = field(repr=False, compare=False)
    """The planned dates as levelling left them."""
    supply: Supply | None = field(repr=False, compare=False)
    """Crews and megawatts that levelling kept to; None where nothing holds any."""

    def standing(self, i: int) -> Standing:
        """How near a task is to delaying the rest: `near` has float, but no more than `NEAR_CRITICAL_DAYS`."""
        if self.tasks[i].timing.actual_finish is not None:
            return "done"
        slack = self.total_float[i]
        return "critical" if slack <= 0 else "near" if slack <= NEAR_CRITICAL_DAYS else "float"

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each task by id."""
        return {task.id: i for i, task in enumerate(self.tasks)}

    def critical(self, task: int) -> bool:
        """Whether a task has no float left; what is done has none to lose."""
        return self.total_float[task] <= 0 and self.tasks[task].timing.actual_finish is None
