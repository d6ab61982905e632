"""What an optimiser tells while it runs and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from planner.schedule.result import Schedule

Objective = Literal["rfs", "halls", "peaks"]


class Moved(NamedTuple):
    """A task whose planned start differs from the schedule given."""

    task: str
    from_day: int
    """Boundary of its start in the schedule given."""
    to_day: int
    days: int
    """Calendar days later; negative is earlier."""
    because: str


@dataclass(frozen=True)
class Progress:
    """The best found so far."""

    seconds: float
    """Search time so far."""
    schedules: int
    makespan_days: int
    bound_days: int
    objective: float


@dataclass(frozen=True)
class Optimised:
    """The best schedule found, which is never worse than the one given, and what is known of it."""

    schedule: Schedule
    objective: Objective
    makespan_days: int
    """Boundary of the finish of the site's goal, or of the network."""
    bound_days: int
    """No schedule of the same limits ends before."""
    bound_proof: str
    """How the bound was proved."""
    before: float
    """The objective of the schedule given: days, USD × days, or units at crews' peaks."""
    after: float
    moved: tuple[Moved, ...]
    loading_seconds: float
    """Importing libraries (the first time) and laying out the network."""
    compiling_seconds: float
    search_seconds: float
    schedules: int
    """Schedules made while searching."""
    missed_before: int
    """Days in sum that limits from above (no later, must, deadlines) are missed by in the schedule given."""
    missed_after: int
    stopped: bool
    """Whether the search was stopped before its time."""

    @property
    def gap(self) -> float:
        """Makespan over the bound, as a share of the bound."""
        return (self.makespan_days - self.bound_days) / self.bound_days if self.bound_days > 0 else 0.0
