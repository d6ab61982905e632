"""Serial schedule generation: tasks placed one by one where their crews and megawatts have enough left.

A crew is held only on the days that its task works; megawatts change at a task's start and finish. Like `kernels`, one text that runs
interpreted or compiled. Arguments beside those of `kernels`: `h` holdings, `n` needs, `s` steps of draw, `left` units of crews,
`watts` of envelopes, `skip` per entry of `left` itself where units are left and a later entry where none are.
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
    CREW,
    CREW_ROW,
    DONE,
    DURATION,
    EARLIEST,
    ENVELOPE,
    FINAL,
    FROM_FINISH,
    FROM_START,
    HIGH,
    HOLDING,
    LAST_CHANGE,
    NEED,
    NEED_AT,
    NEED_END,
    NEVER,
    OUT,
    OUT_AT,
    OUT_END,
    PIN,
    STATE,
    STEP,
    STEP_AT,
    STEP_END,
    TARGET,
    TASK,
    UNITS,
    WORKED,
    WORKED_END,
)

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import bounds, first_fit, kernel
else:
    from planner.schedule.kernels_compiled import bounds, first_fit, kernel

if TYPE_CHECKING:
    from planner.schedule.columns import Columns, Ints, Resources

FITS, TABLE_ENDS, ROWS_END, NEVER_ENOUGH = range(4)
"""What came of looking for days: found, a calendar's table is too short, the rows of resources are, or never enough."""
NOBODY = -1
"""No crew and no envelope is waited for; crews count from 0, envelopes after the last crew."""


@kernel
def next_open(skip: Ints, entry: int) -> int:
    """The first entry from `entry` on that has anything left; what was walked over is one step the next time."""
    found = entry
    while skip[found] != found:
        found = skip[found]
    while skip[entry] != found:
        following = skip[entry]
        skip[entry] = found
        entry = following
    return found


@kernel
def short_of_crew(
    t: Ints, k: Ints, h: Ints, n: Ints, left: Ints, rows: int, task: int, index: int
) -> tuple[int, int]:
    """The last position among the days worked from entry `index` of `k` on at which a crew lacks units, and it; else -1."""
    days = t[TASK * task + DURATION]
    conflict, crew = -1, NOBODY
    for e in range(NEED * h[HOLDING * task + NEED_AT], NEED * h[HOLDING * task + NEED_END], NEED):
        row, units = n[e + CREW] * rows, n[e + UNITS]
        # From the far end: the start must move past the last day that lacks units anyway.
        for position in range(days - 1, conflict, -1):
            if left[row + k[index + position]] < units:
                conflict, crew = position, n[e + CREW]
                break
    return conflict, crew


@kernel
def short_of_power(
    h: Ints, s: Ints, watts: Ints, rows: int, task: int, start: int, finish: int
) -> tuple[int, int]:
    """The first boundary at which a start is worth trying for want of watts, and the envelope; -1 where none lacks any."""
    again, envelope = -1, NOBODY
    for e in range(STEP * h[HOLDING * task + STEP_AT], STEP * h[HOLDING * task + STEP_END], STEP):
        row = s[e + ENVELOPE] * rows
        before, after = s[e + FROM_START], s[e + FROM_START] + s[e + FROM_FINISH]
        for day in range((rows if after > 0 else finish) - 1, start - 1, -1):
            added = before if day < finish else after
            if added > 0 and watts[row + day] < added:
                # What begins with the task begins after the day that lacks; what begins with its finish, a day later.
                free = day + 1 if day < finish or s[e + FROM_FINISH] == 0 else start + 1
                if free > again:
                    again, envelope = free, s[e + ENVELOPE]
                break
    return again, envelope


@kernel
def never_power(h: Ints, s: Ints, watts: Ints, rows: int, task: int) -> int:
    """The envelope of which a task asks more watts than are left in the end, as tasks stand that are placed; or -1."""
    for e in range(STEP * h[HOLDING * task + STEP_AT], STEP * h[HOLDING * task + STEP_END], STEP):
        asked = max(s[e + FROM_START], s[e + FROM_START] + s[e + FROM_FINISH])
        if asked > 0 and watts[s[e + ENVELOPE] * rows + rows - 1] < asked:
            return s[e + ENVELOPE]
    return NOBODY


@kernel
def lacks_for_good(h: Ints, n: Ints, crews: Ints, task: int, crew: int, day: int) -> bool:
    """Whether a crew stays below what a task needs from a day on."""
    if day < crews[CREW_ROW * crew + LAST_CHANGE]:
        return False
    for e in range(NEED * h[HOLDING * task + NEED_AT], NEED * h[HOLDING * task + NEED_END], NEED):
        if n[e + CREW] == crew and n[e + UNITS] > crews[CREW_ROW * crew + FINAL]:
            return True
    return False


@kernel
def take(
    t: Ints, k: Ints, h: Ints, n: Ints, left: Ints, rows: int, skip: Ints, task: int, start: int, sign: int
) -> None:
    """Take the crews of a task that starts at `start`, or give them back with a `sign` of -1."""
    days, calendar = t[TASK * task + DURATION], CALENDAR_ROW * t[TASK * task + CALENDAR]
    if days == 0:
        return
    index = k[calendar + WORKED] + k[k[calendar + COUNT] + start]
    for e in range(NEED * h[HOLDING * task + NEED_AT], NEED * h[HOLDING * task + NEED_END], NEED):
        row, units = n[e + CREW] * rows, n[e + UNITS] * sign
        for position in range(index, index + days):
            entry = row + k[position]
            left[entry] -= units
            if left[entry] <= 0:
                skip[entry] = entry + 1


@kernel
def draw(h: Ints, s: Ints, watts: Ints, rows: int, task: int, start: int, finish: int, sign: int) -> bool:
    """Take the watts of a task, or give them back with a `sign` of -1. True where it leaves more than before for good."""
    freed = False
    for e in range(STEP * h[HOLDING * task + STEP_AT], STEP * h[HOLDING * task + STEP_END], STEP):
        row = s[e + ENVELOPE] * rows
        before, after = s[e + FROM_START] * sign, (s[e + FROM_START] + s[e + FROM_FINISH]) * sign
        for day in range(start, min(finish, rows)):
            watts[row + day] -= before
        if after != 0:
            for day in range(finish, rows):
                watts[row + day] -= after
        freed = freed or after < 0 or before < 0
    return freed


@kernel
def find_days(
    t: Ints,
    k: Ints,
    h: Ints,
    n: Ints,
    s: Ints,
    crews: Ints,
    left: Ints,
    watts: Ints,
    rows: int,
    skip: Ints,
    task: int,
    start: int,
    finish: int,
    with_power: bool,
) -> tuple[int, int, int, int]:
    """The first days from `start` on with enough of all crews and envelopes.

    Returns:
        What came of it, start, finish, and the crew or envelope waited for last (or that never has enough).
    """
    days, calendar = t[TASK * task + DURATION], CALENDAR_ROW * t[TASK * task + CALENDAR]
    waited = NOBODY
    high, at, end = k[calendar + HIGH], k[calendar + WORKED], k[calendar + WORKED_END]
    first, last = NEED * h[HOLDING * task + NEED_AT], NEED * h[HOLDING * task + NEED_END]
    with_power = with_power and h[HOLDING * task + STEP_AT] < h[HOLDING * task + STEP_END]
    if start > high:
        return TABLE_ENDS, start, finish, waited
    index = at + k[k[calendar + COUNT] + start]
    # A milestone at the rows' end would draw on no day that is looked at.
    while finish <= rows and start < rows:
        if days > 0:
            for e in range(first, last, NEED):
                row = n[e + CREW] * rows
                free = next_open(skip, row + k[index]) - row
                if free > k[index]:
                    waited = n[e + CREW]
                    if free >= rows:
                        finish = rows + 1
                        break
                    if free > high:
                        return TABLE_ENDS, start, finish, waited
                    index = at + k[k[calendar + COUNT] + free]
                    if index + days > end:
                        return TABLE_ENDS, start, finish, waited
                    if k[index] >= rows:
                        finish = rows + 1
                        break
            if finish > rows:
                break
            start, finish = k[index], k[index + days - 1] + 1
            if finish > rows:
                break
            conflict, crew = short_of_crew(t, k, h, n, left, rows, task, index)
            if conflict >= 0:
                waited = crew
                if lacks_for_good(h, n, crews, task, crew, k[index + conflict]):
                    return NEVER_ENOUGH, start, finish, crew
                index += conflict + 1
                if index + days > end:
                    return TABLE_ENDS, start, finish, waited
                finish = k[index + days - 1] + 1
                continue
        if not with_power:
            return FITS, start, finish, waited
        again, envelope = short_of_power(h, s, watts, rows, task, start, finish)
        if again < 0:
            return FITS, start, finish, waited
        waited = len(crews) // CREW_ROW + envelope
        start, finish = again, again + days
        if days > 0 and finish <= rows:
            if again > high:
                return TABLE_ENDS, start, finish, waited
            index = at + k[k[calendar + COUNT] + again]
            if index + days > end:
                return TABLE_ENDS, start, finish, waited
            start, finish = k[index], k[index + days - 1] + 1
    for e in range(first, last, NEED):
        if days > 0 and lacks_for_good(h, n, crews, task, n[e + CREW], rows):
            return NEVER_ENOUGH, start, finish, n[e + CREW]
    short = never_power(h, s, watts, rows, task) if with_power else NOBODY
    if short >= 0:
        return NEVER_ENOUGH, start, finish, len(crews) // CREW_ROW + short
    return ROWS_END, start, finish, waited


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
def takes_nothing(h: Ints, task: int) -> bool:
    """Whether a task holds no crew and changes no draw."""
    row = HOLDING * task
    return h[row + NEED_AT] == h[row + NEED_END] and h[row + STEP_AT] == h[row + STEP_END]


@kernel
def gives_back(h: Ints, s: Ints, task: int) -> bool:
    """Whether a task leaves more megawatts than before: others may count on that only once it is placed."""
    for e in range(STEP * h[HOLDING * task + STEP_AT], STEP * h[HOLDING * task + STEP_END], STEP):
        if s[e + FROM_START] < 0 or s[e + FROM_START] + s[e + FROM_FINISH] < 0:
            return True
    return False


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
