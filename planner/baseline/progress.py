"""Reported progress of a plan in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.work import NO_TIMING

if TYPE_CHECKING:
    from datetime import date

    from planner.pipeline import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tasks are done, in progress and to do on the data date; hammocks, which follow others, are not counted."""

    data_date: date | None
    """Morning up to which is reported, given or taken from the latest actual date; None where neither says."""
    done: int
    begun: int
    to_do: int

    @property
    def reported(self) -> bool:
        """Whether anything was."""
        return self.done + self.begun > 0


def progress_of(plan: Plan) -> Progress:
    """Count a plan's tasks by state."""
    done = begun = to_do = 0
    for task in plan.schedule.tasks:
        said = task.timing
        if said is NO_TIMING or not said.progressed:
            to_do += not task.hammock
        elif said.actual_finish is not None:
            done += 1
        else:
            begun += 1
    known = plan.facility.project.data_date is not None or done or begun
    return Progress(plan.day(plan.schedule.data_date) if known else None, done, begun, to_do)
