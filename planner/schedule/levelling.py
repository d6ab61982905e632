"""Serial schedule generation: tasks placed one by one where their crews have units left.

A crew is held only on the days that its task works. Tasks without a crew just follow their relations.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.schedule.calendar import FARTHEST_REACH
from planner.schedule.network import place
from planner.schedule.order import crew_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planner.model.work import Crew
    from planner.schedule.network import Network


EVERY_DAY = range(FARTHEST_REACH)
"""Worked days of a calendar that needs no table."""


class _Units:
    """Units of one crew left on each day from the project start on."""

    def __init__(self, crew_id: str, crew: Crew, project_start: date) -> None:
        self.id = crew_id
        # A change beyond any plan never comes; days up to it are not listed.
        steps = sorted(
            (min((day - project_start).days, FARTHEST_REACH), capacity) for day, capacity in crew.changes
        )
        self.last_change = max(0, steps[-1][0]) if steps else 0
        """First day from which the capacity never changes again."""
        self.final = steps[-1][1] if steps else crew.capacity
        capacity = crew.capacity
        self.left: list[int] = []
        for day, changed in steps:
            self.left.extend([capacity] * (day - len(self.left)))
            capacity = changed
        self.hold(self.last_change)
        self._skips: dict[int, dict[int, int]] = {}

    def hold(self, day: int) -> None:
        """Make the list reach `day`, with room to spare so that it seldom grows."""
        if day >= len(self.left):
            self.left.extend([self.final] * (day - len(self.left) + 400))

    def free_from(self, worked: Sequence[int], index: int) -> int:
        """Position from `index` on of the first worked day that has units left; days that are taken stay so.

        What was walked over once is passed in one step the next time, for every list of worked days apart.

        Raises:
            IndexError: a calendar's table ends too early.
        """
        left, end = self.left, index
        skips = self._skips.setdefault(id(worked), {})
        walked = []
        while (day := worked[end]) < len(left) and left[day] <= 0:
            walked.append(end)
            end = skips.get(end, end + 1)
        for position in walked:
            skips[position] = end
        return end


def level(
    network: Network,
    crews: Mapping[str, Crew],
    project_start: date,
    late: Sequence[int],
    total_float: Sequence[int],
) -> tuple[list[int], dict[int, str]]:
    """Times that keep within every crew's capacity, and for each task that waited the crew it waited for.

    Of the tasks whose predecessors are placed, the one with the earliest late start goes first, then
    the smallest total float, then the smallest id. Each goes to the earliest dates that its relations
    and crews allow, also into gaps that earlier ones left.

    Raises:
        InputError: changes of capacity leave a task no days to work on.
        IndexError: a calendar's table ends too early.
    """
    ids = network.ids
    times = [0] * (2 * len(ids))
    units_of: dict[str, _Units] = {}
    needs: list[list[tuple[int, _Units]] | None] = [None] * len(ids)
    for task, (item, days) in enumerate(zip(network.tasks, network.duration, strict=True)):
        if item.crew and days:
            need: list[tuple[int, _Units]] = []
            for crew_id, units in crew_units(item):
                if units > 0:
                    if crew_id not in units_of:
                        units_of[crew_id] = _Units(crew_id, crews[crew_id], project_start)
                    need.append((units, units_of[crew_id]))
            needs[task] = need or None
    waits: dict[int, str] = {}
    problems: list[Problem] = []
    missing = list(network.predecessor_count)
    following = [task for task, count in enumerate(missing) if count == 0 and needs[task] is None]
    queue = [
        (late[2 * task], total_float[task], ids[task], task)
        for task, count in enumerate(missing)
        if count == 0 and needs[task] is not None
    ]
    heapq.heapify(queue)
    while following or queue:
        # Tasks without crew take nothing from anyone, so they go first and free what comes after them.
        task = following.pop() if following else heapq.heappop(queue)[3]
        place(network, task, times)
        need_or_none = needs[task]
        if need_or_none is not None:
            waited_for = _seize(network, task, need_or_none, times, problems)
            if waited_for is not None:
                waits[task] = waited_for
        for successor in network.successors[task]:
            missing[successor] -= 1
            if missing[successor] == 0:
                if needs[successor] is None:
                    following.append(successor)
                else:
                    heapq.heappush(
                        queue, (late[2 * successor], total_float[successor], ids[successor], successor)
                    )
    if problems:
        raise InputError(sorted(problems, key=lambda p: (p.key, p.value or "")))
    return times, waits


def _seize(
    network: Network,
    task: int,
    need: Sequence[tuple[int, _Units]],
    times: list[int],
    problems: list[Problem],
) -> str | None:
    """Move a placed task to the first days with units left, take them, and say which crew it waited for."""
    days = network.duration[task]
    snap = network.snap[task]
    waited_for: str | None = None
    worked: Sequence[int]
    if snap is None:
        worked, index = EVERY_DAY, times[2 * task]
    else:
        count, worked, origin = snap
        index = count[times[2 * task] + origin]
    # Of several crews the one waited for last is told, so that each of their days is looked at.
    alone = need[0][1] if len(need) == 1 else None
    while True:
        if alone is not None:
            free = alone.free_from(worked, index)
            if free > index:
                index, waited_for = free, alone.id
        last_day = worked[index + days - 1]
        window = worked[index : index + days]
        conflict = -1
        short: _Units | None = None
        wanted = 0
        for units, crew in need:
            left = crew.left
            if last_day >= len(left):
                crew.hold(last_day)
            # From the far end: the start must move past the last day that lacks units anyway.
            for position in range(days - 1, conflict, -1):
                if left[window[position]] < units:
                    conflict, short, wanted = position, crew, units
                    break
        if short is None:
            break
        waited_for = short.id
        if wanted > short.final and window[conflict] >= short.last_change:
            problems.append(
                Problem(
                    "E-CREW-CAPACITY",
                    f"task.{network.ids[task]}.crew",
                    f"crew '{waited_for}' is down to {short.final} from day {short.last_change} of the plan "
                    "and has too few days free before: ask for fewer or raise its capacity",
                    f"{waited_for} = {wanted}",
                )
            )
            # Left where its relations put it, holding nothing, so that the others are looked at too.
            return None
        index += conflict + 1
    for units, crew in need:
        left = crew.left
        for day in window:
            left[day] -= units
    times[2 * task] = window[0]
    times[2 * task + 1] = last_day + 1
    return waited_for
