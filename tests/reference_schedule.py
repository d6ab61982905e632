"""A slow second opinion on the schedule: it walks calendars one day at a time with dates.

It shares no code with the engine. Times here are dates: the morning of the date is the boundary.
Each rule of CONTRACT.md and docs/schedule.md is put as a condition ("would the successor be late?") and
days are tried one by one until it holds; nothing is inverted, no table is built. Planned dates have their
own checker, `tests/reference_rules.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.work import CalendarSpec, Relation, Task

DAY = timedelta(days=1)


@dataclass
class Dates:
    """What the reference finds, by task id. Floats of tasks that are done are 0 and mean nothing."""

    early_start: dict[str, date]
    early_finish: dict[str, date]
    late_start: dict[str, date]
    late_finish: dict[str, date]
    total_float: dict[str, int]
    free_float: dict[str, int]


class Days:
    """Which dates a calendar works."""

    def __init__(self, spec: CalendarSpec, project_start: date | None = None) -> None:
        self.spec = spec
        self.project_start = project_start
        self.public: set[date] = set()
        self.known: dict[date, bool] = {}
        if spec.holidays:
            import holidays

            country, _, part = spec.holidays.partition("-")
            named = holidays.country_holidays(country, subdiv=part or None, years=range(2015, 2045))
            for day, text in named.items():
                names = {n.split(" (")[0] for n in text.split("; ")} | set(text.split("; "))
                if spec.holiday_names is None or names & set(spec.holiday_names):
                    self.public.add(day)

    def works(self, day: date) -> bool:
        if day not in self.known:
            self.known[day] = self._works(day)
        return self.known[day]

    def _works(self, day: date) -> bool:
        if day.weekday() not in self.spec.workdays:
            return False
        if any(first <= day <= last for first, last in self.spec.closed):
            return False
        if day in self.public:
            return False
        if not self.spec.windows or (self.project_start is not None and day < self.project_start):
            return True
        return any(first <= day <= last for first, last in self.spec.windows)

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


def is_done(task: Task) -> bool:
    return task.timing.actual_finish is not None


def has_begun(task: Task) -> bool:
    return task.timing.actual_start is not None and not is_done(task)


def finish_boundary(task: Task, day: date) -> date:
    """A date that bounds a finish is inclusive, but for a milestone."""
    return day if task.duration.likely == 0 else day + DAY


def actual_dates(task: Task) -> tuple[date, date]:
    """Start and finish of a task that is done; a milestone may name its finish alone."""
    said = task.timing
    assert said.actual_finish is not None
    finish = finish_boundary(task, said.actual_finish)
    return said.actual_start or finish, finish


def data_date_of(tasks: Sequence[Task], given: date | None) -> date | None:
    """The morning reported up to: as given, or the latest that an actual date names."""
    if given is not None:
        return given
    named = [t.timing.actual_start for t in tasks if t.timing.actual_start is not None]
    named += [actual_dates(t)[1] for t in tasks if is_done(t)]
    return max(named, default=None)


def days_to_do(task: Task) -> int:
    """Worked days that a task which is not done still takes."""
    said, length = task.timing, task.duration.likely
    if not has_begun(task):
        return length
    if said.remaining_days is not None:
        return said.remaining_days
    # In decimals as written: 71 % of 100 days leaves 29, which binary fractions make 30.
    left = 1 - Fraction(str(said.percent or 0)) / 100
    return math.ceil(length * left)


def starts_late_enough(task: Task, start: date, project_start: date, data_date: date | None) -> bool:
    """Whether a start, or the resumption of a task that has begun, keeps what bounds it from below."""
    said = task.timing
    floors = [project_start, data_date]
    # The start of begun work is a fact, so the keys of a start ask no more; it can't resume before it began.
    floors += [said.actual_start] if has_begun(task) else [said.start_no_earlier, said.must_start]
    return all(start >= floor for floor in floors if floor is not None)


def finishes_late_enough(task: Task, finish: date) -> bool:
    floors = (task.timing.finish_no_earlier, task.timing.must_finish)
    return all(finish >= finish_boundary(task, floor) for floor in floors if floor is not None)


def within_late_limits(task: Task, start: date, finish: date) -> bool:
    """Whether dates keep what a person bounds from above."""
    said = task.timing
    starts = () if has_begun(task) else (said.start_no_later, said.must_start)
    finishes = (said.finish_no_later, said.must_finish, said.deadline)
    return all(start <= limit for limit in starts if limit is not None) and all(
        finish <= finish_boundary(task, limit) for limit in finishes if limit is not None
    )


def stretched(
    hammock: Task,
    relations: Sequence[Relation],
    days: Mapping[str, Days],
    hammocks: set[str],
    starts: Mapping[str, date],
    finishes: Mapping[str, date],
    without: tuple[date, date],
    floor: date | None = None,
) -> tuple[date, date]:
    """Dates of a hammock whose anchors stand at `starts` and `finishes`; `without` any, it takes those."""
    first: list[date] = []
    last: list[date] = []
    for r in relations:
        if r.successor == hammock.id:
            anchors = first if r.kind in ("FS", "SS") else last
            anchors.append(bound(r, days[hammock.id], starts[r.predecessor], finishes[r.predecessor]))
        elif r.predecessor == hammock.id and r.successor not in hammocks:
            # The latest morning of this end from which the successor could stay: try on until it can't.
            stands = starts[r.successor], finishes[r.successor]
            end = min(stands)
            while not met(r, bound(r, days[r.successor], end, end), *stands):
                end -= DAY
            while met(r, bound(r, days[r.successor], end + DAY, end + DAY), *stands):
                end += DAY
            anchors = first if r.kind in ("SS", "SF") else last
            anchors.append(end)
    start, finish = min(first, default=without[0]), max(last, default=without[1])
    if floor is not None:
        start = max(start, floor)
    day, worked = start, []
    while day < finish:
        if days[hammock.id].works(day):
            worked.append(day)
        day += DAY
    return (worked[0], worked[-1] + DAY) if worked else (start, start)


def reference(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    project_start: date,
    data_date: date | None = None,
) -> Dates:
    """Early and late dates and floats by trying one day after another."""
    days_of = {name: Days(spec, project_start) for name, spec in calendars.items()}
    by_id = {task.id: task for task in tasks}
    days = {task.id: days_of[task.calendar] for task in tasks}
    hammocks = {task.id for task in tasks if task.hammock}
    work = [task for task in tasks if not task.hammock]
    to_do = {task.id: days_to_do(task) for task in work}
    data_date = data_date_of(tasks, data_date)
    logic = [r for r in relations if not {r.predecessor, r.successor} & hammocks]

    def may_start(task: Task, day: date) -> bool:
        return to_do[task.id] == 0 or days[task.id].works(day)

    # `begin` is where a task is placed: its start, or where begun work resumes. `start` is what is shown.
    begin: dict[str, date] = {}
    start: dict[str, date] = {}
    finish: dict[str, date] = {}

    def place(task: Task, day: date) -> None:
        begin[task.id], finish[task.id] = day, days[task.id].finish(day, to_do[task.id])
        start[task.id] = (task.timing.actual_start or day) if has_begun(task) else day

    while len(begin) < len(work):
        for task in work:
            incoming = [r for r in logic if r.successor == task.id]
            if task.id in begin or any(r.predecessor not in begin for r in incoming):
                continue
            if is_done(task):
                start[task.id], finish[task.id] = actual_dates(task)
                begin[task.id] = start[task.id]
                continue
            asked = [
                (r, bound(r, days[task.id], start[r.predecessor], finish[r.predecessor])) for r in incoming
            ]
            day = project_start
            while True:
                end = days[task.id].finish(day, to_do[task.id])
                if (
                    may_start(task, day)
                    and starts_late_enough(task, day, project_start, data_date)
                    and finishes_late_enough(task, end)
                    and all(met(r, b, day, end) for r, b in asked)
                ):
                    break
                day += DAY
            place(task, day)

    network_finish = max(finish.values(), default=project_start)

    def latest(task: Task, begins: Mapping[str, date], finishes: Mapping[str, date], *, own: bool) -> date:
        """Scan back from the end for the last start at which every successor keeps its given dates."""
        outgoing = [
            r
            for r in logic
            if r.predecessor == task.id
            and not is_done(by_id[r.successor])
            and not (has_begun(task) and r.kind in ("SS", "SF"))
        ]
        day = network_finish
        while True:
            if may_start(task, day):
                end = days[task.id].finish(day, to_do[task.id])
                if (
                    end <= network_finish
                    and (not own or within_late_limits(task, day, end))
                    and all(
                        met(
                            r,
                            bound(r, days[r.successor], day, end),
                            begins[r.successor],
                            finishes[r.successor],
                        )
                        for r in outgoing
                    )
                ):
                    return day
            day -= DAY

    # As late as possible, last ones first. Work that has begun is not held back.
    settled = {t.id for t in work if not t.timing.as_late_as_possible or t.timing.progressed}
    while len(settled) < len(work):
        for task in work:
            after = {r.successor for r in logic if r.predecessor == task.id}
            if task.id not in settled and after <= settled:
                place(task, max(begin[task.id], latest(task, begin, finish, own=True)))
                settled.add(task.id)

    late_start: dict[str, date] = {}
    late_finish: dict[str, date] = {}
    while len(late_start) < len(work):
        for task in work:
            after = {r.successor for r in logic if r.predecessor == task.id}
            if task.id in late_start or not after <= late_start.keys():
                continue
            if is_done(task):
                late_start[task.id], late_finish[task.id] = start[task.id], finish[task.id]
                continue
            late_start[task.id] = latest(task, late_start, late_finish, own=True)
            late_finish[task.id] = days[task.id].finish(late_start[task.id], to_do[task.id])

    total = {t.id: days[t.id].between(begin[t.id], late_start[t.id]) for t in work}
    free = {
        t.id: 0 if is_done(t) else days[t.id].between(begin[t.id], latest(t, begin, finish, own=False))
        for t in work
    }

    without = (project_start if data_date is None else max(project_start, data_date), network_finish)
    while len(start) < len(tasks):
        for task in tasks:
            before = {r.predecessor for r in relations if r.successor == task.id}
            if task.id in start or not before <= start.keys():
                continue
            args = task, relations, days, hammocks
            ends = stretched(*args, start, finish, without, project_start)
            late = stretched(*args, late_start, late_finish, without)
            start[task.id], finish[task.id] = ends
            late_start[task.id], late_finish[task.id] = late
            total[task.id] = free[task.id] = days[task.id].between(ends[0], late[0])
    return Dates(start, finish, late_start, late_finish, total, free)
