"""What is wrong with the planned dates of a schedule: a checker that shares no code with the engine.

It looks at every relation, day and unit of a finished plan; how the plan was made is nothing to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.reference_schedule import (
    DAY,
    Days,
    actual_dates,
    bound,
    data_date_of,
    days_to_do,
    finishes_late_enough,
    has_begun,
    is_done,
    met,
    starts_late_enough,
    stretched,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from planner.model.work import CalendarSpec, Crew, Envelope, Relation, Task

TOLERANCE_MW = 1e-6


class Named(Protocol):
    """A driver."""

    @property
    def kind(self) -> str: ...


class Planned(Protocol):
    """As much of a schedule as is looked at: columns of boundary numbers, one entry per task."""

    @property
    def project_start(self) -> date: ...
    @property
    def tasks(self) -> Sequence[Task]: ...
    @property
    def start(self) -> Sequence[int]: ...
    @property
    def finish(self) -> Sequence[int]: ...
    @property
    def driver(self) -> Sequence[Named]: ...


def broken_rules(
    result: Planned,
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    *,
    data_date: date | None = None,
    envelopes: Iterable[Envelope] = (),
) -> list[str]:
    """Work on days off, wrong lengths, facts moved, bounds and relations not met, crews and megawatts."""
    plan = _Plan(result, relations, calendars, data_date)
    wrong: list[str] = []
    for task, driver in zip(result.tasks, result.driver, strict=True):
        if task.hammock:
            wrong += plan.wrong_hammock(task)
        elif is_done(task):
            if plan.dates(task) != actual_dates(task):
                wrong.append(f"{task.id} does not keep its actual dates")
        else:
            wrong += plan.wrong_dates(task)
            if driver.kind == "pinned" and plan.begin[task.id] != plan.kept_pin(task):
                wrong.append(f"{task.id} is not at its pin")
    for relation in relations:
        wrong += plan.wrong_relation(relation)
    wrong += plan.wrong_crews(crews)
    for envelope in envelopes:
        wrong += plan.wrong_power(envelope)
    return wrong


class _Plan:
    """Planned dates as dates, and where begun work resumes, found by trying days."""

    def __init__(
        self,
        result: Planned,
        relations: Sequence[Relation],
        calendars: Mapping[str, CalendarSpec],
        data_date: date | None,
    ) -> None:
        self.origin = result.project_start
        self.tasks = {t.id: t for t in result.tasks}
        self.relations = relations
        days_of = {name: Days(spec, self.origin) for name, spec in calendars.items()}
        self.days = {t.id: days_of[t.calendar] for t in result.tasks}
        self.data_date = data_date_of(result.tasks, data_date)
        self.start = {t.id: self.origin + s * DAY for t, s in zip(result.tasks, result.start, strict=True)}
        self.finish = {t.id: self.origin + f * DAY for t, f in zip(result.tasks, result.finish, strict=True)}
        self.begin = dict(self.start)
        for task in result.tasks:
            if has_begun(task) and not task.hammock:
                # The latest morning from which what remains reaches to the finish.
                day = self.finish[task.id]
                while self.days[task.id].between(day, self.finish[task.id]) < days_to_do(task):
                    day -= DAY
                self.begin[task.id] = day

    def dates(self, task: Task) -> tuple[date, date]:
        return self.start[task.id], self.finish[task.id]

    def wrong_dates(self, task: Task) -> list[str]:
        """Of a task that is not done: its facts, its days, its length, its own bounds from below."""
        wrong = []
        days, to_do = self.days[task.id], days_to_do(task)
        begin, finish = self.begin[task.id], self.finish[task.id]
        if has_begun(task) and self.start[task.id] != task.timing.actual_start:
            wrong.append(f"{task.id} does not keep its actual start")
        if to_do and not days.works(begin):
            wrong.append(f"{task.id} starts on a day off")
        if finish != days.finish(begin, to_do):
            wrong.append(f"{task.id} has the wrong length")
        if not starts_late_enough(task, begin, self.origin, self.data_date):
            wrong.append(f"{task.id} starts before its bound")
        if not finishes_late_enough(task, finish):
            wrong.append(f"{task.id} finishes before its bound")
        return wrong

    def kept_pin(self, task: Task) -> date | None:
        """The day that a pin means: a date on a day off is the next worked day."""
        day = task.timing.pinned_start
        while day is not None and days_to_do(task) and not self.days[task.id].works(day):
            day += DAY
        return day

    def wrong_hammock(self, task: Task) -> list[str]:
        """Stretched between the planned dates of its anchors."""
        last = max((f for t, f in self.finish.items() if not self.tasks[t].hammock), default=self.origin)
        first = self.origin if self.data_date is None else max(self.origin, self.data_date)
        hammocks = {t.id for t in self.tasks.values() if t.hammock}
        expected = stretched(
            task, self.relations, self.days, hammocks, self.start, self.finish, (first, last), self.origin
        )
        return [] if self.dates(task) == expected else [f"{task.id} is not stretched between its anchors"]

    def wrong_relation(self, relation: Relation) -> list[str]:
        before, after = self.tasks[relation.predecessor], self.tasks[relation.successor]
        if before.hammock or after.hammock or is_done(after):
            return []
        asked = bound(relation, self.days[after.id], *self.dates(before))
        if met(relation, asked, self.begin[after.id], self.finish[after.id]):
            return []
        return [f"{before.id} -> {after.id} is not met"]

    def wrong_crews(self, crews: Mapping[str, Crew]) -> list[str]:
        """Work that is still to do holds its crew on the days it works; what is done holds none."""
        held: dict[tuple[str, date], int] = {}
        for task in self.tasks.values():
            if is_done(task) or task.hammock:
                continue
            day = self.begin[task.id]
            while day < self.finish[task.id]:
                if self.days[task.id].works(day):
                    for crew, units in task.crew:
                        held[crew, day] = held.get((crew, day), 0) + units
                day += DAY
        wrong = []
        for (crew, day), units in sorted(held.items()):
            capacity = crews[crew].capacity
            for since, changed in sorted(crews[crew].changes):
                if since <= day:
                    capacity = changed
            if units > capacity:
                wrong.append(f"{crew} holds {units} of {capacity} on {day}")
        return wrong

    def wrong_power(self, envelope: Envelope) -> list[str]:
        """Days on which more is drawn than may be, but for those that facts alone overdraw."""
        wrong = []
        # Nothing changes after the last date of a task or the last change of the capacity.
        last = max([self.origin, *self.finish.values(), *(d for d, _ in envelope.capacity if d is not None)])
        day = self.origin
        while day <= last:
            capacity = float("inf")
            for since, changed in envelope.capacity:
                if since is None or since <= day:
                    capacity = changed
            drawn = facts = envelope.base_mw
            for task_id, end, mw in envelope.events:
                task = self.tasks[task_id]
                if (self.start if end == "start" else self.finish)[task_id] <= day:
                    drawn += mw
                    # What would be drawn whatever waits: facts, and what other work gives back.
                    if is_done(task) or (has_begun(task) and end == "start") or mw < 0:
                        facts += mw
            if drawn > capacity + TOLERANCE_MW and facts <= capacity + TOLERANCE_MW:
                wrong.append(f"{envelope.id} draws {drawn:g} of {capacity:g} MW on {day}")
            day += DAY
        return wrong
