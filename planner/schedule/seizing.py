"""The days that a task can have: where its crews and megawatts have enough left, and taking them.

A crew is held only on the days that its task works; megawatts change at a task's start and finish. Like `kernels`, one text that
runs interpreted or compiled. Arguments beside those of `kernels`: `h` holdings, `n` needs, `s` steps of draw, `left` units of crews,
`watts` of envelopes, `skip` per entry of `left` itself where units are left and a later entry where none are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.schedule.columns import (
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    CREW,
    CREW_ROW,
    DURATION,
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
    STEP,
    STEP_AT,
    STEP_END,
    TASK,
    UNITS,
    WORKED,
    WORKED_END,
)

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import kernel
else:
    from planner.schedule.kernels_compiled import kernel

if TYPE_CHECKING:
    from planner.schedule.columns import Ints

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
def gives_back(h: Ints, s: Ints, task: int) -> bool:
    """Whether a task leaves more megawatts than before: others may count on that only once it is placed."""
    for e in range(STEP * h[HOLDING * task + STEP_AT], STEP * h[HOLDING * task + STEP_END], STEP):
        if s[e + FROM_START] < 0 or s[e + FROM_START] + s[e + FROM_FINISH] < 0:
            return True
    return False


@kernel
def takes_nothing(h: Ints, task: int) -> bool:
    """Whether a task holds no crew and changes no draw."""
    row = HOLDING * task
    return h[row + NEED_AT] == h[row + NEED_END] and h[row + STEP_AT] == h[row + STEP_END]
