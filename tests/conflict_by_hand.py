"""A slow second opinion on conflicts: days tried one by one, no code shared with the planner's passes, proofs or search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.reference_schedule import DAY, Days, bound, met

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation, Task

Asked = frozenset[tuple[str, str]]
"""Task and key of each date that is asked for."""
LOWER = (
    ("start_no_earlier", 0),
    ("must_start", 0),
    ("pinned_start", 0),
    ("finish_no_earlier", 1),
    ("must_finish", 1),
)
UPPER = (
    ("start_no_later", 0),
    ("must_start", 0),
    ("pinned_start", 0),
    ("finish_no_later", 1),
    ("must_finish", 1),
    ("deadline", 1),
)
CONSTRAINTS = sorted({key for key, _ in (*LOWER, *UPPER)})


@dataclass
class Site:
    """A plan to be cut down."""

    tasks: Sequence[Task]
    relations: Sequence[Relation]
    calendars: Mapping[str, CalendarSpec]
    start: date
    floor: date
    crews: Mapping[str, Crew]
    limit_mw: float | None = None

    def asked(self) -> Asked:
        """Every date asked for of what is not done, those of a start only where it has not begun."""
        found = set()
        for task in self.tasks:
            for key in CONSTRAINTS:
                started = task.timing.actual_start is not None and "start" in key
                if getattr(task.timing, key) and not started and task.timing.actual_finish is None:
                    found.add((task.id, key))
        return frozenset(found)

    def only(self, tasks: frozenset[str], asked: Asked) -> Site:
        """Some tasks, the relations between them and some dates."""
        kept = [
            replace(t, timing=replace(t.timing, **{k: None for k in CONSTRAINTS if (t.id, k) not in asked}))
            for t in self.tasks
            if t.id in tasks
        ]
        relations = [r for r in self.relations if r.predecessor in tasks and r.successor in tasks]
        return replace(self, tasks=kept, relations=relations)

    def _places(self, task: Task) -> Iterator[tuple[date, date, date]]:
        """Start that others see, start of what is left, and finish, for every day that its own dates from below allow."""
        said, days = task.timing, Days(self.calendars[task.calendar])
        length, after = task.duration.likely, DAY if task.duration.likely else timedelta(0)
        if said.actual_finish is not None:
            end = said.actual_finish + after
            begin = said.actual_start or end
            yield begin, begin, end
            return
        day = self.floor
        if said.actual_start is not None:
            length = said.remaining_days if said.remaining_days is not None else length
            day = max(day, said.actual_start)
        while True:
            if length == 0 or days.works(day):
                end = days.finish(day, length)
                ends = (day, end - after)
                if all(
                    getattr(said, k) is None or ends[e] >= getattr(said, k)
                    for k, e in LOWER
                    if not (e == 0 and said.actual_start)
                ):
                    yield said.actual_start or day, day, end
            day += DAY

    def _keeps(self, task: Task, begin: date, end: date) -> bool:
        said = task.timing
        if said.actual_finish is not None:
            return True
        ends = (begin, end - (DAY if task.duration.likely else timedelta(0)))
        return all(
            getattr(said, k) is None or ends[e] <= getattr(said, k)
            for k, e in UPPER
            if not (e == 0 and said.actual_start)
        )

    def _bound(
        self, task: Task, placed: Mapping[str, tuple[date, date, date]], begin: date, end: date
    ) -> bool:
        days = Days(self.calendars[task.calendar])
        return all(
            met(r, bound(r, days, placed[r.predecessor][0], placed[r.predecessor][2]), begin, end)
            for r in self.relations
            if r.successor == task.id
        )

    def network_feasible(self) -> bool:
        """Whether relations and dates can all be kept: each task at the first day that will do."""
        placed: dict[str, tuple[date, date, date]] = {}
        while len(placed) < len(self.tasks):
            for task in self.tasks:
                if task.id in placed or any(
                    r.predecessor not in placed for r in self.relations if r.successor == task.id
                ):
                    continue
                here = next(
                    place
                    for place in self._places(task)
                    if task.timing.actual_finish is not None or self._bound(task, placed, place[1], place[2])
                )
                if not self._keeps(task, here[0], here[2]):
                    return False
                placed[task.id] = here
        return True

    def feasible(self, crews: frozenset[str], days: int, *, megawatts: bool = False) -> bool:
        """Whether there is any plan within so many days that keeps all and never holds too much: every start is tried."""
        last = self.start + days * DAY
        choices = []
        for task in self.tasks:
            own = []
            for place in self._places(task):
                if place[2] > last or (own and own[-1] == place):
                    break
                own.append(place)
                if task.timing.actual_finish is not None:
                    break
            choices.append([p for p in own if self._keeps(task, p[0], p[2])])
        return self._placed_all({}, choices, crews, last, megawatts=megawatts)

    def _placed_all(
        self,
        placed: dict[str, tuple[date, date, date]],
        choices: Sequence[Sequence[tuple[date, date, date]]],
        crews: frozenset[str],
        last: date,
        *,
        megawatts: bool,
    ) -> bool:
        """Whether the tasks after those placed can be placed too. Fewer tasks never hold more."""
        if self._too_much(placed, crews, last, megawatts=megawatts):
            return False
        if len(placed) == len(self.tasks):
            return all(
                t.timing.actual_finish is not None or self._bound(t, placed, placed[t.id][1], placed[t.id][2])
                for t in self.tasks
            )
        task = self.tasks[len(placed)]
        return any(
            self._placed_all({**placed, task.id: place}, choices, crews, last, megawatts=megawatts)
            for place in choices[len(placed)]
        )

    def _too_much(
        self,
        placed: Mapping[str, tuple[date, date, date]],
        crews: frozenset[str],
        last: date,
        *,
        megawatts: bool,
    ) -> bool:
        day = self.start
        while day < last:
            here = [
                t
                for t in self.tasks
                if t.id in placed
                and t.timing.actual_finish is None
                and placed[t.id][1] <= day < placed[t.id][2]
            ]
            for name in crews:
                crew = self.crews[name]
                there = crew.capacity
                for since, units in sorted(crew.changes):
                    there = units if since <= day else there
                held = sum(
                    units
                    for t in here
                    if Days(self.calendars[t.calendar]).works(day)
                    for held_by, units in t.crew
                    if held_by == name
                )
                if held > there:
                    return True
            if megawatts and sum(t.power_mw for t in here) > (self.limit_mw or 0) + 1e-9:
                return True
            day += DAY
        return False
