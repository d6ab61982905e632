"""Tasks, relations, calendars and crews: what the graph stage makes and the schedule stage reads.

These are results as much as inputs, made by the thousand on every edit, so they are slotted
dataclasses; what a person types is checked by the pydantic models in `planner.model.facility`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

RelationKind = Literal["FS", "SS", "FF", "SF"]
LagUnit = Literal["working", "elapsed"]

STANDARD_CALENDAR = "standard"
"""Monday to Friday, no holidays: the calendar of a task that names none."""
ELAPSED_CALENDAR = "elapsed"
"""Every day works: procurement, permits, curing and whatever else runs on elapsed days."""
CONSTRUCTION_CALENDAR = "construction"
"""Monday to Friday less the contractor's short holiday list of the region's book."""


@dataclass(frozen=True, slots=True)
class Duration:
    """Working days of the task's own calendar; the plan uses `likely`."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Timing:
    """What a person says of a task's dates: constraints, a pin, progress. Finish dates are inclusive."""

    start_no_earlier: date | None = None
    start_no_later: date | None = None
    finish_no_earlier: date | None = None
    finish_no_later: date | None = None
    must_start: date | None = None
    must_finish: date | None = None
    deadline: date | None = None
    as_late_as_possible: bool = False
    pinned_start: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    remaining_days: int | None = None
    percent: float | None = None

    @property
    def progressed(self) -> bool:
        """Whether the task has begun."""
        return self.actual_start is not None or self.actual_finish is not None


NO_TIMING = Timing()


@dataclass(frozen=True, slots=True)
class Task:
    """One activity. A likely duration of 0 is a milestone."""

    id: str
    name: str
    discipline: str
    duration: Duration
    calendar: str = STANDARD_CALENDAR
    hall: str | None = None
    crew: tuple[tuple[str, int], ...] = ()
    """Pairs of crew id and units held on every day the task works."""
    basis: str = ""
    """How the duration came about, with its numbers put in."""
    template: str | None = None
    """Id of the book's task template; None for the user's own task."""
    item: str | None = None
    """Id of the book's item that this procurement task orders, makes or delivers."""
    cost_usd: float = 0.0
    """Own cost that the user's file gives; generated tasks get theirs from the estimate."""
    power_mw: float = 0.0
    """Own draw on every day from start to finish, MW."""
    transformer: str | None = None
    """Id of the listed transformers that feed `power_mw`; None where not known."""
    hammock: bool = False
    """Level of effort: stretched between others, drives nothing."""
    timing: Timing = NO_TIMING
    """Constraints, pin and progress."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Predecessor bounds successor: FS, SS its start; FF, SF its finish. Negative lag is a lead."""

    predecessor: str
    successor: str
    kind: RelationKind = "FS"
    lag_days: int = 0
    lag: LagUnit = "working"


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """Which days work. `workdays` are ISO weekday numbers less one (Monday is 0)."""

    id: str
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: str | None = None
    """Country and subdivision of the `holidays` library, such as "US-TX"."""
    closed: tuple[tuple[date, date], ...] = ()
    """Closed ranges, both ends inclusive."""
    windows: tuple[tuple[date, date], ...] = ()
    """When given, only days in these ranges work, both ends inclusive; they do not apply before the project start."""
    holiday_names: tuple[str, ...] | None = None
    """When given, only the holidays of these names close the site (a contractor's short list)."""


@dataclass(frozen=True, slots=True)
class Crew:
    """A trade's crews at hand. `changes` are (first day, capacity from then on), by date."""

    id: str
    name: str
    capacity: int = 1
    changes: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A limit on megawatts drawn: the contract, a project's limit, or a group of transformers."""

    id: str
    name: str
    base_mw: float
    """Drawn at the project start by what no task stands for (mining halls)."""
    capacity: tuple[tuple[date | None, float], ...]
    """(first day, MW from then on), by day; the first from the beginning (None)."""
    events: tuple[tuple[str, str, float], ...] = ()
    """(task id, "start" or "finish", MW): how the draw changes from that end of the task on."""
