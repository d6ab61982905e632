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


class TaskModel(Model):
    """A task of the person's own."""

    id: FreeId
    """Name that relations use; may not be that of a generated task."""
    name: Name = ""
    """What it is called; the id when absent."""
    duration_days: Annotated[Days, Number] | None = None
    """Days of its own calendar; 0 is a milestone. Give this or duration."""
    duration: DurationModel | None = None
    """Three-point duration."""
    calendar: FreeId = "standard"
    """Calendar it works by."""
    crew: dict[str, Annotated[int, Number, Field(ge=1, le=1_000_000)]] = {}
    """Units of each crew held while it works."""
    cost_usd: Annotated[Usd, Number] = 0.0
    """What it costs, USD; counts as facility capex."""
    discipline: Name = "own"
    """Group it is listed under."""
    hall: Slug | None = None
    """Hall it belongs to."""

    @model_validator(mode="after")
    def _one_duration(self) -> Self:
        reject(exactly_one(duration_days=self.duration_days, duration=self.duration))
        return self


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


LATER_KEYS: dict[str, frozenset[str]] = {
    "project": frozenset({"data_date", "power_limit_mw"}),
    "task": frozenset(
        {
            "power_mw",
            "type",
            "start_no_earlier",
            "start_no_later",
            "finish_no_earlier",
            "finish_no_later",
            "must_start",
            "must_finish",
            "deadline",
            "as_late_as_possible",
            "pinned_start",
            "actual_start",
            "actual_finish",
            "remaining_days",
            "percent",
        }
    ),
}
"""Keys of the file format, by table, that this version does not read yet."""


class Scenario(Model):
    """A what-if: a named set of overrides of this file."""

    id: FreeId
    """Name, as in FILE@ID."""
    name: Name = ""
    """What it is called."""
    set: dict[str, Any] = {}
    """Address = value, such as "hall.h1.redundancy.ups" = "2N"."""
