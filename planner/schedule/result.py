"""What the schedule stage returns: columns of boundary numbers, one entry per task, in task order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from planner.model.work import Relation, Task

DriverKind = Literal["project_start", "relation", "crew"]


class Driver(NamedTuple):
    """Why a task starts when it does: `by` names the task or crew; `relation` the driving one."""

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

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each task by id."""
        return {task.id: i for i, task in enumerate(self.tasks)}
