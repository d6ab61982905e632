"""Cheap proofs that crews or megawatts do not suffice, from the earliest and latest times that the network leaves.

* One day: what can be at no other time, together, is more than there is (compulsory parts, pins).
* A window: the least days that tasks must work within it, times their units, are more than the crew's
  days there, counting no more of a day than the tasks could use of it (energetic reasoning).

Both are sound: what they prove is infeasible in every order of the work. They do not prove everything.
Source: Baptiste, Le Pape and Nuijten, Constraint-Based Scheduling (2001), chapters 3 and 4.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from planner.conflict.result import Proof
from planner.schedule.columns import CALENDAR, CALENDAR_ROW, COUNT, DURATION, TASK, WORKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.conflict.part import Part
    from planner.conflict.stock import Stock
    from planner.schedule.columns import Ints


class Window(NamedTuple):
    """A task that holds a crew, and where it can be. Places are those in the list of days its calendar works."""

    task: int
    units: int
    early: int
    late: int
    """Earliest and latest boundary of its start."""
    early_end: int
    late_end: int
    first: int
    last: int
    """Places of the first day worked at the earliest and the latest start."""
    days: int
    calendar: int
    worked: int
    """Where the days that its calendar works begin."""


def place_of(k: Ints, calendar: int, boundary: int) -> int:
    """How many worked days of a calendar's table lie before a boundary."""
    return k[k[CALENDAR_ROW * calendar + COUNT] + boundary]


def window_of(part: Part, i: int, units: int, work: Sequence[int], late: Sequence[int]) -> Window:
    """The window of one task of a part."""
    t, k = part.columns.tasks, part.columns.calendars
    calendar = t[TASK * i + CALENDAR]
    start, end, late_start, late_end = work[2 * i], work[2 * i + 1], late[2 * i], late[2 * i + 1]
    return Window(
        i, units, start, late_start, end, late_end,
        place_of(k, calendar, start), place_of(k, calendar, late_start),
        t[TASK * i + DURATION], calendar, k[CALENDAR_ROW * calendar + WORKED],
    )  # fmt: skip


def proof_of(
    part: Part, stock: Stock, resources: Sequence[int], work: Sequence[int], late: Sequence[int]
) -> Proof | None:
    """A proof that the tasks of a part cannot keep their dates with these resources, if one is found."""
    limited = part.limited()
    for resource in resources:
        if not stock.is_crew(resource):
            proof = _too_much_drawn(part, stock, resource, work, late, limited)
        else:
            windows = [
                window_of(part, i, stock.crew_units[task][resource], work, late)
                for i, task in enumerate(part.tasks)
                if limited[i] and resource in stock.crew_units[task]
            ]
            proof = _too_much_work(stock, resource, windows, part.columns.calendars)
        if proof is not None:
            return proof
    return None


def _too_much_drawn(
    part: Part,
    stock: Stock,
    resource: int,
    work: Sequence[int],
    late: Sequence[int],
    limited: Sequence[bool],
) -> Proof | None:
    """The day on which the least that can be drawn exceeds an envelope most."""
    change = [0] * (stock.horizon + 1)
    for i, task in enumerate(part.tasks):
        if resource not in stock.draws[task] or not limited[i]:
            continue
        during, after = stock.draws[task][resource]
        before_until = min(late[2 * i], stock.horizon)
        during_from, during_until = work[2 * i], late[2 * i + 1]
        after_from = work[2 * i + 1]
        marks = sorted(
            {before_until, min(during_until, stock.horizon), min(after_from, stock.horizon), stock.horizon}
        )
        for begin, end in pairwise(marks):
            if begin < before_until:
                continue
            least = min(
                [during] * (during_from <= begin < during_until) + [after] * (begin >= after_from), default=0
            )
            change[begin] += least
            change[end] -= least
    worst: tuple[int, int, int, int] | None = None
    for day, (drawn, there) in enumerate(zip(accumulate(change), stock.left[resource], strict=False)):
        # What the base alone exceeds is no conflict of tasks.
        if drawn > there and drawn > 0 and (worst is None or drawn - there > worst[0]):
            worst = drawn - there, day, drawn, there
    return None if worst is None else Proof(resource, worst[1], worst[1] + 1, worst[2], worst[3])


def _too_much_work(stock: Stock, resource: int, windows: Sequence[Window], k: Ints) -> Proof | None:
    if not windows:
        return None
    there = stock.left[resource]
    first, last = min(w.early for w in windows), max(w.late_end for w in windows)
    usable = [0] * (last - first)
    compulsory = [0] * (last - first)
    for w in windows:
        for place in range(w.first, w.last + w.days):
            usable[k[w.worked + place] - first] += w.units
        for place in range(w.last, w.first + w.days):
            compulsory[k[w.worked + place] - first] += w.units
    for offset, units in enumerate(compulsory):
        if units > there[first + offset]:
            day = first + offset
            return Proof(resource, day, day + 1, units, there[day])
    supply = [0, *accumulate(min(u, t) for u, t in zip(usable, there[first:last], strict=True))]
    best: Proof | None = None
    for begin in sorted({w.early for w in windows}):
        for end in sorted({w.late_end for w in windows}):
            if end <= begin:
                continue
            asked = sum(w.units * least_within(w, k, begin, end) for w in windows)
            have = supply[end - first] - supply[begin - first]
            if asked > have and (best is None or end - begin < best.end - best.begin):
                best = Proof(resource, begin, end, asked, have)
    return best


def least_within(w: Window, k: Ints, begin: int, end: int) -> int:
    """The fewest days that a task works between two boundaries, wherever it is put.

    Days worked within a window are an overlap of two intervals in the days of the calendar, so fewest at one end.
    """
    if w.early >= begin and w.late_end <= end:
        return w.days
    if w.early_end <= begin or w.late >= end:
        return 0

    def within(place: int) -> int:
        return sum(begin <= k[w.worked + p] < end for p in range(place, place + w.days))

    return min(within(w.first), within(w.last))
