"""A slow second opinion on the schedule: it walks calendars one day at a time with dates.

It shares no code with the engine. Times here are dates: the morning of the date is the boundary.
Each rule of CONTRACT.md is put as a condition ("would the successor be late?") and days are tried
one by one until it holds; nothing is inverted, no table is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation, Task
    from planner.schedule.result import Schedule

DAY = timedelta(days=1)


@dataclass
class Dates:
    """What the reference finds, by task id."""

    early_start: dict[str, date]
    early_finish: dict[str, date]
    late_start: dict[str, date]
    late_finish: dict[str, date]
    total_float: dict[str, int]
    free_float: dict[str, int]


class Days:
    """Which dates a calendar works."""

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self.public: object = ()
        if spec.holidays:
            import holidays

            country, _, part = spec.holidays.partition("-")
            self.public = holidays.country_holidays(country, subdiv=part or None, years=range(2015, 2045))

    def works(self, day: date) -> bool:
        if day.weekday() not in self.spec.workdays:
            return False
        if any(first <= day <= last for first, last in self.spec.closed):
            return False
        return day not in self.public  # type: ignore[operator]

    def between(self, start: date, end: date) -> int:
        """Worked days from `start` up to but not including `end`, signed."""
        if end < start:
            return -self.between(end, start)
        total = 0
        while start < end:
            total += self.works(start)
            start += DAY
        return total

    def finish(self, start: date, duration: int) -> date:
        """The morning after the last of `duration` worked days."""
        day = start
        while duration > 0:
            duration -= self.works(day)
            day += DAY
        return day

    def lagged(self, boundary: date, lag: int) -> date:
        """Pass worked days forward, or go back to the latest morning with so many between."""
        if lag >= 0:
            return self.finish(boundary, lag)
        day = boundary
        while self.between(day, boundary) < -lag:
            day -= DAY
        return day


def bound(relation: Relation, days: Days, start: date, finish: date) -> date:
    """What the relation asks of the successor, given the predecessor's start and finish."""
    anchor = finish if relation.kind in ("FS", "FF") else start
    if relation.lag == "elapsed":
        return anchor + relation.lag_days * DAY
    return days.lagged(anchor, relation.lag_days)


def met(relation: Relation, asked: date, start: date, finish: date) -> bool:
    """Whether a successor with these dates satisfies the bound."""
    return (start if relation.kind in ("FS", "SS") else finish) >= asked


def reference(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    project_start: date,
) -> Dates:
    """Early and late dates and floats by trying one day after another."""
    days_of = {name: Days(spec) for name, spec in calendars.items()}
    by_id = {task.id: task for task in tasks}
    days = {task.id: days_of[task.calendar] for task in tasks}
    length = {task.id: task.duration.likely for task in tasks}

    def may_start(task: str, day: date) -> bool:
        return length[task] == 0 or days[task].works(day)

    early_start: dict[str, date] = {}
    early_finish: dict[str, date] = {}
    while len(early_start) < len(by_id):
        for task in by_id:
            incoming = [r for r in relations if r.successor == task]
            if task in early_start or any(r.predecessor not in early_start for r in incoming):
                continue
            asked = [
                (r, bound(r, days[task], early_start[r.predecessor], early_finish[r.predecessor]))
                for r in incoming
            ]
            day = project_start
            while True:
                finish = days[task].finish(day, length[task])
                if may_start(task, day) and all(met(r, b, day, finish) for r, b in asked):
                    break
                day += DAY
            early_start[task], early_finish[task] = day, finish

    end = max(early_finish.values(), default=project_start)

    def latest(task: str, starts: dict[str, date], finishes: dict[str, date]) -> date:
        """Scan back from the end for the last start at which every successor keeps its given dates."""
        outgoing = [r for r in relations if r.predecessor == task]
        day = end
        while True:
            if may_start(task, day):
                finish = days[task].finish(day, length[task])
                if finish <= end and all(
                    met(
                        r,
                        bound(r, days[r.successor], day, finish),
                        starts[r.successor],
                        finishes[r.successor],
                    )
                    for r in outgoing
                ):
                    return day
            day -= DAY

    late_start: dict[str, date] = {}
    late_finish: dict[str, date] = {}
    while len(late_start) < len(by_id):
        for task in by_id:
            if task in late_start or any(
                r.successor not in late_start for r in relations if r.predecessor == task
            ):
                continue
            late_start[task] = latest(task, late_start, late_finish)
            late_finish[task] = days[task].finish(late_start[task], length[task])

    total = {t: days[t].between(early_start[t], late_start[t]) for t in by_id}
    free = {t: days[t].between(early_start[t], latest(t, early_start, early_finish)) for t in by_id}
    return Dates(early_start, early_finish, late_start, late_finish, total, free)


def broken_rules(
    result: Schedule,
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
) -> list[str]:
    """What is wrong with the planned dates of a schedule: work on days off, relations, crews."""
    wrong: list[str] = []
    days_of = {name: Days(spec) for name, spec in calendars.items()}
    origin = result.project_start
    start = {t.id: origin + s * DAY for t, s in zip(result.tasks, result.start, strict=True)}
    finish = {t.id: origin + f * DAY for t, f in zip(result.tasks, result.finish, strict=True)}
    held: dict[tuple[str, date], int] = {}
    for task in result.tasks:
        days = days_of[task.calendar]
        if start[task.id] < origin:
            wrong.append(f"{task.id} starts before the project")
        if task.duration.likely and not days.works(start[task.id]):
            wrong.append(f"{task.id} starts on a day off")
        if finish[task.id] != days.finish(start[task.id], task.duration.likely):
            wrong.append(f"{task.id} has the wrong length")
        day = start[task.id]
        while day < finish[task.id]:
            if days.works(day):
                for crew, units in task.crew:
                    held[crew, day] = held.get((crew, day), 0) + units
            day += DAY
    for relation in relations:
        before, after = relation.predecessor, relation.successor
        calendar = days_of[next(t.calendar for t in result.tasks if t.id == after)]
        asked = bound(relation, calendar, start[before], finish[before])
        if not met(relation, asked, start[after], finish[after]):
            wrong.append(f"{before} -> {after} is not met")
    for (crew, day), units in sorted(held.items()):
        capacity = crews[crew].capacity
        for since, changed in sorted(crews[crew].changes):
            if since <= day:
                capacity = changed
        if units > capacity:
            wrong.append(f"{crew} holds {units} of {capacity} on {day}")
    return wrong
