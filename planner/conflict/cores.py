"""Where to begin the search: tasks that by their windows ask for more than there is, and what makes those windows."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from planner.conflict.chains import Chains
from planner.conflict.part import base_of, fit_of
from planner.conflict.windows import place_of, proof_of, window_of
from planner.schedule import kernels
from planner.schedule.columns import (
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    DONE,
    ID_RANK,
    LAG,
    OF_FINISH,
    OUT,
    OUT_AT,
    OUT_END,
    STATE,
    TARGET,
    TASK,
    WORKED,
    WORKING,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from planner.conflict.asked import Asked
    from planner.conflict.part import Part
    from planner.conflict.stock import Stock
    from planner.conflict.windows import Window
    from planner.schedule.columns import Columns, Ints

MOST_ENDS, MOST_PAIRS = 64, 40_000
"""Ends of windows, and pairs of them with tasks, that are looked at per crew."""


class Members(NamedTuple):
    """A set that may be in conflict."""

    tasks: tuple[int, ...]
    """In the order of their relations."""
    asked: tuple[Asked, ...]
    resources: tuple[int, ...]

    def each(self) -> list[tuple[str, Any]]:
        """Its members by kind: dates and resources first, then tasks."""
        return [(kind, m) for kind in ("asked", "resources", "tasks") for m in getattr(self, kind)]

    def without(self, kind: str, member: Any) -> Members:
        """The rest, without one member; a task goes with its dates."""
        left = self._replace(**{kind: tuple(m for m in getattr(self, kind) if m != member)})
        return left._replace(asked=tuple(a for a in left.asked if a.task in left.tasks))


class Windows:
    """Earliest and latest times of a part of a network, and what holds each."""

    def __init__(self, whole: Columns, part: Part, cap: int) -> None:
        """`cap` is a boundary that nothing reaches."""
        self.whole, self.part = whole, part
        self.early, self.work = part.early()
        self.late = part.late(cap)
        self.limited = part.limited()
        self.lowers: dict[int, list[Asked]] = {}
        self.uppers: dict[int, list[Asked]] = {}
        for a in part.asked:
            place = part.place[a.task]
            if a.lower:
                self.lowers.setdefault(place, []).append(a._replace(task=place))
            if a.upper:
                self.uppers.setdefault(place, []).append(a._replace(task=place))

        self.chains = Chains(part.columns, self.early, self.work, self.lowers)

    def members(self, core: Sequence[int], resource: int) -> Members:
        """The tasks of a core, the chains that hold their earliest and latest starts, and the dates at the ends of those."""
        c, tasks, asked = self.part.columns, set(core), set[tuple[int, str]]()
        for i in core:
            chain = self.chains.to(i)
            tasks.update(chain)
            first = chain[0]
            asked.update(
                (first, a.key)
                for a in self.lowers.get(first, ())
                if fit_of(c, first, a) >= self.work[2 * first]
            )
            at: int | None = i
            while at is not None:
                tasks.add(at)
                at, limits = self._limit(at)
                asked.update(limits)
        return Members(
            tuple(self.part.tasks[i] for i in sorted(tasks)),
            tuple(a for a in self.part.asked if (self.part.place[a.task], a.key) in asked),
            (resource,),
        )

    def _limit(self, i: int) -> tuple[int | None, list[tuple[int, str]]]:
        """What would be late if a task began on the next day after its latest: a successor, or a date of its own."""
        c = self.part.columns
        t, k, o = c.tasks, c.calendars, c.out
        start, finish = kernels.first_fit(t, k, i, self.late[2 * i] + 1, 0)
        own = [(i, a.key) for a in self.uppers.get(i, ()) if (finish if a.of_finish else start) > a.boundary]
        if own:
            return None, own[:1]
        held: list[tuple[int, int]] = []
        for e in range(OUT * t[TASK * i + OUT_AT], OUT * t[TASK * i + OUT_END], OUT):
            j = o[e + TARGET] >> 1
            if t[TASK * j + STATE] == DONE or (t[TASK * i + STATE] == BEGUN and not o[e + OF_FINISH]):
                continue
            bound = finish if o[e + OF_FINISH] else start
            if o[e + WORKING]:
                bound = kernels.lagged(k, t[TASK * j + CALENDAR], bound, o[e + LAG])
            else:
                bound += o[e + LAG]
            base, to_finish = base_of(c, j), o[e + TARGET] & 1
            at = kernels.first_fit(t, k, j, base if to_finish else max(base, bound), bound * to_finish)[0]
            if at > self.late[2 * j]:
                held.append((t[TASK * j + ID_RANK], j))
        return (min(held)[1] if held else None), []


def cores(windows: Windows, stock: Stock) -> Iterator[tuple[int, list[int]]]:
    """Resources and places of tasks that by their windows alone ask for more than there is, few tasks first."""
    part, work, late = windows.part, windows.work, windows.late
    found: list[tuple[int, int, list[int]]] = []
    for resource in range(stock.resources):
        if stock.is_crew(resource):
            held = [
                window_of(part, i, stock.crew_units[task][resource], work, late)
                for i, task in enumerate(part.tasks)
                if windows.limited[i] and resource in stock.crew_units[task]
            ]
            if held:
                crowded = _crowded(held, stock.left[resource], part.columns.calendars)
                found += ((len(core), resource, core) for core in crowded)
            continue
        proof = proof_of(part, stock, [resource], work, late)
        if proof is not None:
            core = [
                i
                for i, task in enumerate(part.tasks)
                if windows.limited[i] and resource in stock.draws[task] and late[2 * i] <= proof.begin
            ]
            found.append((len(core), resource, core))
    for _, resource, core in sorted(found):
        yield resource, core


def _crowded(windows: Sequence[Window], there: Sequence[int], k: Ints) -> Iterator[list[int]]:
    """Places of tasks that must share one day, and of those that must do all their work in one window."""
    on_day: dict[int, int] = {}
    for w in windows:
        for place in range(w.last, w.first + w.days):
            day = k[w.worked + place]
            on_day[day] = on_day.get(day, 0) + w.units
    over = [day for day, units in on_day.items() if units > there[day]]
    if over:
        day = min(over)
        yield [w.task for w in windows if w.late <= day < w.early_end]
    first, last = min(w.early for w in windows), max(w.late_end for w in windows)
    worked = [0] * (last - first)
    for calendar in {w.calendar for w in windows}:
        for place in range(place_of(k, calendar, first), place_of(k, calendar, last)):
            worked[k[k[CALENDAR_ROW * calendar + WORKED] + place] - first] = 1
    supply = [0, *accumulate(a * b for a, b in zip(worked, there[first:last], strict=True))]
    descending = sorted(windows, key=lambda w: (-w.early, w.task))
    ends = sorted({w.late_end for w in windows})
    for end in ends[: min(MOST_ENDS, MOST_PAIRS // len(windows) + 1)]:
        asked = 0
        for n, w in enumerate(descending):
            if w.late_end <= end:
                asked += w.units * w.days
                if asked > supply[end - first] - supply[w.early - first]:
                    yield [other.task for other in descending[: n + 1] if other.late_end <= end]
                    break
