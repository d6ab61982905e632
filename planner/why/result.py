"""What is told of a task's start. Days are boundary numbers (0 is the morning of the project start)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from planner.model.work import Relation
    from planner.schedule.result import DriverKind


class Days(NamedTuple):
    """Calendar days by what they are spent on."""

    work: int = 0
    """Tasks at work, their days off included; negative where a finish binds (FF, SF) and the task reaches back."""
    lag: int = 0
    """Lags of relations; leads are negative."""
    calendar: int = 0
    """Days off between a bound and the first worked day from it on."""
    crew: int = 0
    """Waits for crews that no other task of the chain stands for."""
    power: int = 0
    """Waits for megawatts that no other task of the chain stands for."""
    date: int = 0
    """Up to a date that is given: a constraint, a pin, an actual start or the data date."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


class CrewHold(NamedTuple):
    """A task that holds units of a crew on a day."""

    task: str
    units: int
    released: bool
    """Whether it no longer holds them on the day that the waiting task starts."""


@dataclass(frozen=True, slots=True)
class CrewWait:
    """A crew that is short on the worked day before a task's start."""

    crew: str
    day: int
    """The day: the last that the task's calendar works before its start."""
    units: int
    """Units that the task holds while it works."""
    capacity: int
    """Units that there are on `day`."""
    capacity_next: int
    """Units that there are on the day that the task starts."""
    holders: tuple[CrewHold, ...]
    """Who else holds it on `day`."""

    @property
    def held(self) -> int:
        """Units that others hold on `day`."""
        return sum(h.units for h in self.holders)

    @property
    def missing(self) -> int:
        """Units more that would let the task start on `day`."""
        return self.units - (self.capacity - self.held)


@dataclass(frozen=True, slots=True)
class PowerWait:
    """A limit of megawatts that would be broken on a day before a task's start."""

    limit: str
    """Id of the envelope."""
    name: str
    day: int
    """The last day before the start on which too little is left."""
    asked_mw: float
    """What the task would add."""
    drawn_mw: float
    """What is drawn without it on that day."""
    limit_mw: float
    released: tuple[str, ...]
    """Tasks that let go of megawatts on the day that it starts."""

    @property
    def missing_mw(self) -> float:
        """Megawatts more that would let the task start on `day`."""
        return self.drawn_mw + self.asked_mw - self.limit_mw


class Step(NamedTuple):
    """One task of the driving chain, and what holds its planned start.

    The start is `bound` and then `days.calendar` and `days.crew` (where `bounds` is the finish, the finish is).
    """

    task: str
    name: str
    start: int
    finish: int
    duration_days: int
    calendar: str
    kind: DriverKind
    by: str | None
    """The driving task or crew, as `driver` of the schedule has it."""
    relation: Relation | None
    """The relation that binds; for a crew wait the one that would, were the crew free."""
    previous: str | None
    """The task that the chain goes on to; None at the project start."""
    bound: int
    """Boundary that the relation asks for, lag included; or that of the crew's release by `previous`."""
    bounds: Literal["start", "finish"]
    network_start: int
    """Where relations and calendar alone would put the start."""
    days: Days
    """Days between the start of `previous` (or the project start) and this start, by kind."""
    crew_wait: CrewWait | None
    power_wait: PowerWait | None
    through: bool
    """Whether the chain goes on through the task that released the crew or the megawatts."""

    @property
    def wait_days(self) -> int:
        """Days from where relations, dates and calendar would put the start to the planned one."""
        return self.start - self.network_start

    @property
    def crew_wait_days(self) -> int:
        """Those of them that it waited for a crew."""
        return self.wait_days if self.kind == "crew" else 0


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A relation that binds, and what of it has to change for the earlier start."""

    relation: Relation
    bound: int
    """Boundary that it asks for now."""
    limit: int
    """Boundary that it may ask for at most."""
    predecessor_now: int
    """The predecessor's end that counts (its finish for FS and FF, its start for SS and SF)."""
    predecessor_by: int | None
    """The latest such end that does; None where it would lie before the project start."""
    days_sooner: int
    """Days that the predecessor works between the two (elapsed days of a milestone), 0 without `predecessor_by`."""
    lag_less: int
    """Days of lag less that do instead."""
    milestone: bool
    """Whether the predecessor is a milestone, whose days are elapsed ones."""


class DateChange(NamedTuple):
    """A date of the task's own that holds it, and the latest that it may be for the earlier start."""

    key: str
    """Key of the file, such as start_no_earlier."""
    now: int
    """Boundary that it stands for (of a finish, exclusive)."""
    limit: int
    """Boundary that it may stand for at most."""


@dataclass(frozen=True, slots=True)
class Sooner:
    """What it takes to start on the possible day before: all relations and all crews that are named."""

    start: int
    """The start that is looked at: the worked day before (the day before, for a milestone)."""
    relations: tuple[RelationChange, ...]
    crews: tuple[CrewWait, ...]
    """Crews that are short on that day; each has `missing` units too few."""
    days_off: tuple[int, int] | None
    """First and last of the days off that alone lie between the bound and the start: working one of them would do."""
    project_start: bool
    """Whether only an earlier project start or data date (or work on a day off) could do it."""
    dates: tuple[DateChange, ...] = ()
    """Constraints and a pin of its own that hold it."""
    power: tuple[PowerWait, ...] = ()
    """Limits of megawatts that lack some on the days before."""
    fact: bool = False
    """Whether the start is an actual one, which nothing changes."""
    as_late_as_possible: bool = False
    """Whether it stands there because it is to be as late as possible."""
    hammock: bool = False
    """Whether it is level of effort: its start follows that of its earliest anchor."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a task starts when it does."""

    project_start: date
    steps: tuple[Step, ...]
    """The driving chain of the planned dates, from the task back to the project start or to a given date."""
    data_date: int
    """Boundary that nothing unfinished precedes."""
    days: Days
    """Days from the project start to the task's start by kind; they add up to its start boundary."""
    sooner: Sooner

    @property
    def step(self) -> Step:
        """The task itself."""
        return self.steps[0]

    @property
    def crew_wait_days(self) -> int:
        """Days that tasks of the chain waited for crews; those behind a task of the chain are also its work."""
        return sum(s.crew_wait_days for s in self.steps)
