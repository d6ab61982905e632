"""A plan for a part of a network that keeps all its dates and resources, by placing tasks one after another in several orders."""

from __future__ import annotations

import heapq
from itertools import islice, permutations
from typing import TYPE_CHECKING

from planner.conflict.windows import place_of
from planner.schedule import kernels
from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    DONE,
    DURATION,
    NEVER,
    OUT,
    OUT_AT,
    OUT_END,
    STATE,
    TARGET,
    TASK,
    WORKED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.conflict.part import Part
    from planner.conflict.stock import Stock

MOST_ORDERS = 60


def can_be_kept(
    part: Part,
    stock: Stock,
    resources: Sequence[int],
    work: Sequence[int],
    late: Sequence[int],
    most: int = MOST_ORDERS,
) -> bool:
    """Whether a plan is found in at most so many orders. None found proves nothing."""
    limited = part.limited()
    orders = islice(_orders(part, work, late), most)
    return any(_fits(part, stock, resources, order, work, late, limited) for order in orders)


def _orders(part: Part, work: Sequence[int], late: Sequence[int]) -> Iterator[list[int]]:
    size = len(part.tasks)
    places = range(size)
    keys = (
        [late[2 * i] for i in places],
        [late[2 * i + 1] for i in places],
        [work[2 * i] for i in places],
        [late[2 * i] - work[2 * i] for i in places],
        [-part.columns.tasks[TASK * i + DURATION] for i in places],
    )
    seen = set()
    for key in keys:
        order = sorted(places, key=lambda i: (key[i], late[2 * i], i))
        if tuple(order) not in seen:
            seen.add(tuple(order))
            yield order
    if size <= 8:
        for found in permutations(sorted(places, key=keys[0].__getitem__)):
            if found not in seen:
                yield list(found)


class _Room:
    """What is left of resources while tasks are placed."""

    def __init__(self, part: Part, stock: Stock, resources: Sequence[int]) -> None:
        self.part, self.stock, self.asked = part, stock, set(resources)
        self.used: dict[tuple[int, int], int] = {}

    def takes(self, i: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Resource, day and amount of everything that a task takes when it is there."""
        stock, t, k = self.stock, self.part.columns.tasks, self.part.columns.calendars
        task = self.part.tasks[i]
        days = t[TASK * i + DURATION]
        for crew, units in stock.crew_units[task].items():
            if crew in self.asked and days:
                calendar = t[TASK * i + CALENDAR]
                first = k[CALENDAR_ROW * calendar + WORKED] + place_of(k, calendar, start)
                for place in range(first, first + days):
                    yield crew, k[place], units
        for envelope, (during, after) in stock.draws[task].items():
            if envelope in self.asked:
                if during:
                    for day in range(start, end):
                        yield envelope, day, during
                if after:
                    for day in range(end, stock.horizon):
                        yield envelope, day, after

    def lacks(self, i: int, start: int, end: int) -> int:
        """The last day on which too little is left, or -1."""
        worst = -1
        for resource, day, amount in self.takes(i, start, end):
            if day > worst:
                there = self.stock.left[resource][day]
                if self.used.get((resource, day), 0) + amount > there:
                    worst = day
        return worst

    def take(self, i: int, start: int, end: int) -> None:
        """Take what a task takes."""
        for resource, day, amount in self.takes(i, start, end):
            self.used[resource, day] = self.used.get((resource, day), 0) + amount


def _fits(
    part: Part,
    stock: Stock,
    resources: Sequence[int],
    order: Sequence[int],
    work: Sequence[int],
    late: Sequence[int],
    limited: Sequence[bool],
) -> bool:
    c = part.columns
    t, k = c.tasks, c.calendars
    size = len(part.tasks)
    room = _Room(part, stock, resources)
    # What can be nowhere else is there before all others.
    fixed = [limited[i] and work[2 * i] >= late[2 * i] for i in range(size)]
    for i in range(size):
        if fixed[i]:
            if room.lacks(i, work[2 * i], work[2 * i + 1]) >= 0:
                return False
            room.take(i, work[2 * i], work[2 * i + 1])
    rank = [0] * size
    for place, i in enumerate(order):
        rank[i] = place
    missing = [0] * size
    successors: list[list[int]] = [
        [c.out[e + TARGET] >> 1 for e in range(OUT * t[TASK * i + OUT_AT], OUT * t[TASK * i + OUT_END], OUT)]
        for i in range(size)
    ]
    for followers in successors:
        for j in followers:
            missing[j] += 1
    queue = [(rank[i], i) for i in range(size) if not missing[i]]
    heapq.heapify(queue)
    times = [0] * (2 * size)
    while queue:
        i = heapq.heappop(queue)[1]
        state = t[TASK * i + STATE]
        if state == DONE:
            start, end = t[TASK * i + ACTUAL_START], t[TASK * i + ACTUAL_FINISH]
        elif not limited[i]:
            # It can come after all others, as what follows it can.
            continue
        else:
            start, end = kernels.place(t, c.into, k, i, times)
            if fixed[i] and start > work[2 * i]:
                return False
            while not fixed[i] and start <= late[2 * i]:
                lacks = room.lacks(i, start, end)
                if lacks < 0:
                    break
                # Up to the last day that lacks, no later start helps; what is drawn after the finish may lack any time later.
                start, end = kernels.first_fit(t, k, i, (lacks if lacks < end else start) + 1, 0)
            if start > late[2 * i] or start >= NEVER:
                return False
            if not fixed[i]:
                room.take(i, start, end)
        times[2 * i], times[2 * i + 1] = (t[TASK * i + ACTUAL_START] if state == BEGUN else start), end
        for j in successors[i]:
            missing[j] -= 1
            if not missing[j]:
                heapq.heappush(queue, (rank[j], j))
    return not part.misses(times)
