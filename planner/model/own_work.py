"""A person's own work in the file: calendars, crews, tasks, relations and what-ifs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from planner.model.types import (
    Day,
    Days,
    FreeId,
    Model,
    Name,
    NonNegativeMw,
    Number,
    Slug,
    Usd,
    exactly_one,
    in_order,
    reject,
)

NOT_A_RANGE = "`to` is before `from`"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DateRange(Model):
    """A closed range, both ends inclusive; a plain date in the file is a range of one day."""

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"from": value, "to": value}

    from_: Day = Field(alias="from")
    """First closed day."""
    to: Day
    """Last closed day."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.to < self.from_:
            raise ValueError(NOT_A_RANGE)
        return self


class CalendarModel(Model):
    """A working calendar of the person's own."""

    id: FreeId
    """Name tasks use. The ids standard, elapsed and construction replace the built-in ones."""
    workdays: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    """Days of the week that work: mon, tue, wed, thu, fri, sat, sun."""
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None
    """Country and subdivision whose public holidays do not work, such as US-TX."""
    closed: tuple[DateRange, ...] = ()
    """Dates, or {from, to} ranges, that do not work."""
    windows: tuple[DateRange, ...] = ()
    """When given, only days in these dates or {from, to} ranges work: the outages that a utility grants."""

    @field_validator("workdays", mode="before")
    @classmethod
    def _weekday_names(cls, value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise ValueError('write a list of days, such as ["mon", "tue"]')
        names = []
        for item in value:
            if isinstance(item, int) and not isinstance(item, bool) and 1 <= item <= 7:
                names.append(WEEKDAYS[item - 1][:3])
                continue
            match = [
                d
                for d in WEEKDAYS
                if isinstance(item, str) and len(item) >= 3 and d.startswith(item.strip().lower())
            ]
            if not match:
                raise ValueError(f"{item!r} is no day of the week: write mon, tue, wed, thu, fri, sat or sun")
            names.append(match[0][:3])
        if not names:
            raise ValueError("at least one day of the week must work")
        return tuple(names)


class CrewChange(Model):
    """A crew's capacity from a day on."""

    from_: Day = Field(alias="from")
    """First day of the new capacity."""
    capacity: Annotated[int, Number, Field(ge=0, le=1_000_000)]
    """Crews at hand from that day."""


class CrewModel(Model):
    """Crews that can be had. A trade of the crew book (electrical, mechanical …) replaces the book's figure."""

    id: FreeId
    """Name tasks use."""
    name: Name = ""
    """What people call it."""
    capacity: Annotated[int, Number, Field(ge=0, le=1_000_000)] = 1
    """Crews at hand at once."""
    changes: tuple[CrewChange, ...] = ()
    """Later capacities."""


class DurationModel(Model):
    """Three-point duration in days of the task's own calendar."""

    low: Annotated[Days, Number]
    """If all goes well."""
    likely: Annotated[Days, Number]
    """What is planned."""
    high: Annotated[Days, Number]
    """If it goes badly."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        reject(in_order(self.low, self.likely, self.high))
        return self


class TimingModel(Model):
    """What may be said of a task's dates. Finish dates are inclusive."""

    start_no_earlier: Day | None = None
    """Earliest day it may start."""
    start_no_later: Day | None = None
    """Latest day it may start."""
    finish_no_earlier: Day | None = None
    """Earliest last day of work."""
    finish_no_later: Day | None = None
    """Latest last day of work."""
    must_start: Day | None = None
    """The day it must start."""
    must_finish: Day | None = None
    """The day that must be its last."""
    deadline: Day | None = None
    """Last day by which it should be finished; a later finish fails a check."""
    as_late_as_possible: bool = False
    """Whether it waits until its successors would wait for it."""
    pinned_start: Day | None = None
    """Day on which levelling must keep its planned start."""
    actual_start: Day | None = None
    """Day on which it began."""
    actual_finish: Day | None = None
    """Last day worked on it."""
    remaining_days: Annotated[Days, Number] | None = None
    """Days of its own calendar left at the data date; counts before percent."""
    percent: Annotated[float, Number, Field(ge=0, le=100)] | None = None
    """Share done at the data date, 0 to 100."""

    @model_validator(mode="after")
    def _progress(self) -> Self:
        reject(wrong_progress(self))
        return self


def wrong_progress(said: TimingModel) -> str | None:
    """What is contradictory about reported progress; None where nothing is."""
    started, finished, percent = said.actual_start, said.actual_finish, said.percent or 0
    if started is None and finished is None and (said.remaining_days is not None or percent > 0):
        return "give actual_start too: what has not begun has no progress"
    if finished is not None and (said.remaining_days or 0 < percent < 100):
        return "with actual_finish nothing remains: leave out remaining_days and percent"
    if started is not None and finished is not None and finished < started:
        return "actual_finish is before actual_start"
    return None


class TaskModel(TimingModel):
    """A task of the person's own."""

    id: FreeId
    """Name that relations use; may not be that of a generated task."""
    name: Name = ""
    """What it is called; the id when absent."""
    type: Literal["task", "hammock"] = "task"
    """A hammock (level of effort) stretches between the tasks it is tied to, and needs no duration."""
    duration_days: Annotated[Days, Number] | None = None
    """Days of its own calendar; 0 is a milestone. Give this or duration."""
    duration: DurationModel | None = None
    """Three-point duration."""
    calendar: FreeId = "standard"
    """Calendar it works by."""
    crew: dict[str, Annotated[int, Number, Field(ge=1, le=1_000_000)]] = {}
    """Units of each crew held while it works."""
    power_mw: Annotated[NonNegativeMw, Number] = 0.0
    """Megawatts it draws on every day from start to finish."""
    transformer: Slug | None = None
    """Listed transformers that feed it, where known."""
    cost_usd: Annotated[Usd, Number] = 0.0
    """What it costs, USD; counts as facility capex."""
    discipline: Name = "own"
    """Group it is listed under."""
    hall: Slug | None = None
    """Hall it belongs to."""

    @model_validator(mode="after")
    def _one_duration(self) -> Self:
        if self.type == "hammock":
            reject(_no_hammock(self))
        else:
            reject(exactly_one(duration_days=self.duration_days, duration=self.duration))
            milestone = 0 in (self.duration_days, self.duration and self.duration.likely)
            if self.actual_finish is not None and self.actual_start is None and not milestone:
                reject("give actual_start too: a task that is finished has begun")
        return self


def _no_hammock(task: TaskModel) -> str | None:
    """What a hammock may not say; None where it says nothing of the kind."""
    kept = {"id", "name", "type", "calendar", "cost_usd", "discipline", "hall"}
    said = sorted(name for name in task.model_fields_set - kept if getattr(task, name))
    return f"a hammock takes its dates from others: leave out {', '.join(said)}" if said else None


class AdjustModel(TimingModel):
    """Constraints, a pin, progress or another calendar of a generated task."""

    task: FreeId
    """Id of the generated task, such as h1.rfs."""
    calendar: FreeId | None = None
    """Calendar it works by instead of its template's, such as one of outage windows."""
    reason: Name = ""
    """Why."""


class RelationModel(Model):
    """A relation between two tasks, own or generated."""

    predecessor: FreeId
    """Task that bounds."""
    successor: FreeId
    """Task that is bounded."""
    kind: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish or start of the predecessor to start or finish of the successor."""
    lag_days: Annotated[int, Number, Field(ge=-36_500, le=36_500)] = 0
    """Days between; negative is a lead."""
    lag: Literal["working", "elapsed"] = "working"
    """Whether the days are working days of the successor's calendar or calendar days."""


class Scenario(Model):
    """A what-if: a named set of overrides of this file."""

    id: FreeId
    """Name, as in FILE@ID."""
    name: Name = ""
    """What it is called."""
    set: dict[str, Any] = {}
    """Address = value, such as "hall.h1.redundancy.ups" = "2N"."""
