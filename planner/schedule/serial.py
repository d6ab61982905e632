"""Serial schedule generation: tasks placed one by one where their crews and megawatts have enough left.

Like `kernels` and `seizing`, one text that runs interpreted or compiled, with the arguments of both.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    CREW_ROW,
    DONE,
    DURATION,
    EARLIEST,
    HOLDING,
    NEVER,
    OUT,
    OUT_AT,
    OUT_END,
    PIN,
    STATE,
    TARGET,
    TASK,
    WORKED,
)

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import bounds, first_fit, kernel
    from planner.schedule.seizing import (
        FITS,
        NEVER_ENOUGH,
        NOBODY,
        ROWS_END,
        TABLE_ENDS,
        draw,
        find_days,
        gives_back,
        short_of_crew,
        short_of_power,
        take,
        takes_nothing,
    )
else:
    from planner.schedule.kernels_compiled import bounds, first_fit, kernel
    from planner.schedule.seizing_compiled import (
        FITS,
        NEVER_ENOUGH,
        NOBODY,
        ROWS_END,
        TABLE_ENDS,
        draw,
        find_days,
        gives_back,
        short_of_crew,
        short_of_power,
        take,
        takes_nothing,
    )

if TYPE_CHECKING:
    from planner.schedule.columns import Columns, Ints, Resources


@kernel
def level(
    c: Columns,
    r: Resources,
    skip: Ints,
    by_rank: Ints,
    rank: Ints,
    times: Ints,
    work: Ints,
    waited: Ints,
    kept: Ints,
) -> int:
    """Place every task, in the order of `by_rank` among those whose predecessors are placed.

    Tasks with a pin are held for beforehand, in that order. `waited` becomes the crew or envelope that made a task wait (or
    `NOBODY`), `kept` 1 where a pin was kept and -1 for a task that no crew will ever do, left where its relations put it.

    Returns:
        `FITS`, or what was too short: `TABLE_ENDS`, `ROWS_END`.
    """
    order, t, i, o, k = c.order, c.tasks, c.into, c.out, c.calendars
    rows, h, n, s, crews = r.days, r.holding, r.needs, r.steps, r.crews
    left, watts = r.crew_left, r.watts_left
    size = len(rank)
    missing = [0] * size
    for task in range(size):
        kept[task] = 0
        waited[task] = NOBODY
    for task in order:
        for e in range(OUT * t[TASK * task + OUT_AT], OUT * t[TASK * task + OUT_END], OUT):
            missing[o[e + TARGET] >> 1] += 1
    held = hold_pins(c, r, skip, by_rank, work)
    if len(held) == 0:
        return TABLE_ENDS
    # Tasks that take nothing from anyone go at once and free what comes after them.
    following = [0 for _ in range(0)]
    queue = [0 for _ in range(0)]
    blocked = [0 for _ in range(0)]
    for task in order:
        if missing[task] == 0:
            if takes_nothing(h, task):
                following.append(task)
            else:
                heapq.heappush(queue, rank[task])
    forced = False
    while len(following) > 0 or len(queue) > 0 or len(blocked) > 0:
        if len(following) > 0:
            task = following.pop()
        else:
            if len(queue) == 0:
                # No delay frees the megawatts that these need: the first goes where it would without them.
                forced = True
                heapq.heappush(queue, heapq.heappop(blocked))
            task = by_rank[heapq.heappop(queue)]
        freed = False
        state = t[TASK * task + STATE]
        if state == DONE:
            start, finish = t[TASK * task + ACTUAL_START], t[TASK * task + ACTUAL_FINISH]
            # Its crews are facts of the past.
            freed = draw(h, s, watts, rows, task, start, finish, 1)
        else:
            bound, finish_bound = bounds(t, i, k, task, times)
            pin = h[HOLDING * task + PIN]
            start, finish = first_fit(t, k, task, max(bound, pin), finish_bound)
            if finish >= NEVER:
                return TABLE_ENDS
            if held[task]:
                if start == work[2 * task] and finish == work[2 * task + 1]:
                    kept[task] = 1
                else:
                    take(t, k, h, n, left, rows, skip, task, work[2 * task], -1)
                    draw(h, s, watts, rows, task, work[2 * task], work[2 * task + 1], -1)
                    for entry in range(len(left)):
                        skip[entry] = entry + 1 if left[entry] <= 0 else entry
            if kept[task] == 0 and not takes_nothing(h, task):
                found, start, finish, who = find_days(
                    t, k, h, n, s, crews, left, watts, rows, skip, task, start, finish, not forced
                )
                if found == TABLE_ENDS or found == ROWS_END:  # noqa: SIM109 - numba has no `in` for ints
                    return found
                if found == NEVER_ENOUGH and who >= len(crews) // CREW_ROW:
                    held[task] = 0
                    heapq.heappush(blocked, rank[task])
                    continue
                waited[task] = who
                if found == NEVER_ENOUGH:
                    kept[task] = -1
                else:
                    take(t, k, h, n, left, rows, skip, task, start, 1)
                    freed = draw(h, s, watts, rows, task, start, finish, 1)
                if found == FITS and pin >= 0 and who == NOBODY:
                    kept[task] = int(
                        start == first_fit(t, k, task, max(pin, t[TASK * task + EARLIEST]), 0)[0]
                    )
        forced = False
        work[2 * task] = start
        work[2 * task + 1] = times[2 * task + 1] = finish
        times[2 * task] = t[TASK * task + ACTUAL_START] if state == BEGUN else start
        if freed:
            while len(blocked) > 0:
                heapq.heappush(queue, heapq.heappop(blocked))
        for e in range(OUT * t[TASK * task + OUT_AT], OUT * t[TASK * task + OUT_END], OUT):
            successor = o[e + TARGET] >> 1
            missing[successor] -= 1
            if missing[successor] == 0:
                if takes_nothing(h, successor):
                    following.append(successor)
                else:
                    heapq.heappush(queue, rank[successor])
    return FITS


@kernel
def hold_pins(c: Columns, r: Resources, skip: Ints, by_rank: Ints, work: Ints) -> list[int]:
    """Hold crews and watts for tasks at their pins where there are any left, and tell which; nothing where a table ends.

    Not for what gives megawatts back: a relation may yet push it off its pin.
    """
    t, k = c.tasks, c.calendars
    rows, h, n, s = r.days, r.holding, r.needs, r.steps
    held = [0] * len(by_rank)
    for position in range(len(by_rank)):
        task = by_rank[position]
        row = TASK * task
        pin = h[HOLDING * task + PIN]
        if pin < 0 or t[row + STATE] == DONE or gives_back(h, s, task):
            continue
        start, finish = first_fit(t, k, task, max(pin, t[row + EARLIEST]), 0)
        if finish >= NEVER or finish > rows:
            return [0 for _ in range(0)]
        calendar = CALENDAR_ROW * t[row + CALENDAR]
        index = k[calendar + WORKED] + k[k[calendar + COUNT] + start]
        if t[row + DURATION] > 0 and short_of_crew(t, k, h, n, r.crew_left, rows, task, index)[0] >= 0:
            continue
        if short_of_power(h, s, r.watts_left, rows, task, start, finish)[0] < 0:
            take(t, k, h, n, r.crew_left, rows, skip, task, start, 1)
            draw(h, s, r.watts_left, rows, task, start, finish, 1)
            held[task] = 1
            work[2 * task], work[2 * task + 1] = start, finish
    return held
