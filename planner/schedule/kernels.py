"""The arithmetic of the schedule: the passes, floats, drivers.

Plain functions over the columns of `planner.schedule.columns`. Imported as it is, this module runs interpreted on lists;
`planner.schedule.running` loads the same source again under another name, and there each kernel is compiled by numba and takes
arrays. So there is one text of every rule, the first answer never waits for a compiler, and both must agree.

Arguments: `t` task rows, `i` and `o` relations at their successor and predecessor, `k` calendars. Kernels that Python calls take
`Columns` whole and unpack it once: a compiled function pays for each array that it takes out of a tuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    DONE,
    DURATION,
    EARLIEST,
    EARLIEST_FINISH,
    EVERY,
    HIGH,
    ID_RANK,
    IN_AT,
    IN_END,
    INTO,
    LAG,
    LATEST_FINISH,
    LATEST_START,
    LOW,
    MOVABLE,
    NEVER,
    OF_FINISH,
    OUT,
    OUT_AT,
    OUT_END,
    SOURCE,
    STATE,
    TARGET,
    TASK,
    TIE,
    TO_FINISH,
    WORKED,
    WORKED_END,
    WORKING,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.schedule.columns import Columns, Ints

Function = TypeVar("Function", bound="Callable[..., object]")


def kernel(function: Function) -> Function:
    """Left as it is, interpreted; compiled in this module's twin."""
    if __name__.endswith("_compiled"):
        import numba

        return cast("Function", numba.njit(cache=True, nogil=True)(function))
    return function


DRIVEN_BY_FLOOR, DRIVEN_BY_START, DRIVEN_BY_FINISH, DRIVEN_BY_FACT, DRIVEN_OTHERWISE = -1, -2, -3, -4, -5
"""Drivers that are no relation: project start or data date, a constraint of the start or of the finish, an actual
start, and none (a crew, a pin …)."""


@kernel
def lagged(k: Ints, calendar: int, boundary: int, days: int) -> int:
    """A working lag from a boundary: `NEVER` where the table ends too early, its lowest boundary for a lead beyond it."""
    row = CALENDAR_ROW * calendar
    if boundary > k[row + HIGH]:
        return NEVER
    index = k[row + WORKED] + k[k[row + COUNT] + boundary] + days
    if days > 0:
        return k[index - 1] + 1 if index <= k[row + WORKED_END] else NEVER
    return k[index] if index >= k[row + WORKED] else k[row + LOW]


@kernel
def before_lag(k: Ints, calendar: int, limit: int, days: int, ceiling: int) -> int:
    """Exact inverse: the latest boundary that `lagged` takes to <= `limit`, or `ceiling` where that is later.

    `-NEVER` where the table starts too late.
    """
    row = CALENDAR_ROW * calendar
    if limit < k[row + LOW]:
        return -NEVER
    limit = min(limit, k[row + HIGH] - 1)
    at = k[row + COUNT]
    # For a lead: the (c - m)th worked day is <= limit while c - m is below the number of worked days up to the limit.
    index = k[at + limit] - days if days > 0 else k[at + limit + 1] - days - 1
    if index < 0:
        return -NEVER
    return k[k[row + WORKED] + index] if index < k[at + ceiling] else ceiling


@kernel
def bounds(t: Ints, i: Ints, k: Ints, task: int, times: Ints) -> tuple[int, int]:
    """What the start and the finish of a task may not precede, its predecessors standing in `times`."""
    row = TASK * task
    start, finish = t[row + EARLIEST], t[row + EARLIEST_FINISH]
    for e in range(INTO * t[row + IN_AT], INTO * t[row + IN_END], INTO):
        boundary = times[i[e + SOURCE]]
        if i[e + WORKING]:
            boundary = lagged(k, t[row + CALENDAR], boundary, i[e + LAG])
        else:
            boundary += i[e + LAG]
        if i[e + TO_FINISH]:
            if boundary > finish:
                finish = boundary
        elif boundary > start:
            start = boundary
    return start, finish


@kernel
def first_fit(t: Ints, k: Ints, task: int, bound: int, finish_bound: int) -> tuple[int, int]:
    """First start and finish within two bounds; both `NEVER` where a calendar's table ends too early."""
    days, row = t[TASK * task + DURATION], CALENDAR_ROW * t[TASK * task + CALENDAR]
    if days == 0 or k[row + EVERY]:
        start = max(bound, finish_bound - days)
        return (start, start + days) if start < NEVER else (NEVER, NEVER)
    if bound > k[row + HIGH] or finish_bound > k[row + HIGH]:
        return NEVER, NEVER
    at = k[row + COUNT]
    index = k[at + bound]
    if finish_bound > 0:
        # The last worked day must be the bound's eve or later.
        index = max(index, k[at + finish_bound - 1] - days + 1)
    index += k[row + WORKED]
    if index + days > k[row + WORKED_END]:
        return NEVER, NEVER
    return k[index], k[index + days - 1] + 1


@kernel
def place(t: Ints, i: Ints, k: Ints, task: int, times: Ints) -> tuple[int, int]:
    """Earliest dates of what is left of a task; both `NEVER` where a calendar's table ends too early."""
    start, finish = bounds(t, i, k, task, times)
    return first_fit(t, k, task, start, finish)


@kernel
def forward(c: Columns, times: Ints, work: Ints) -> bool:
    """Early times; `work` differs in the start of tasks begun: there what is left of them starts.

    False where a calendar's table ends too early.
    """
    t, i, k = c.tasks, c.into, c.calendars
    for task in c.order:
        state = t[TASK * task + STATE]
        if state == DONE:
            start, finish = t[TASK * task + ACTUAL_START], t[TASK * task + ACTUAL_FINISH]
        else:
            start, finish = place(t, i, k, task, times)
            if finish >= NEVER:
                return False
        work[2 * task] = start
        work[2 * task + 1] = times[2 * task + 1] = finish
        times[2 * task] = t[TASK * task + ACTUAL_START] if state == BEGUN else start
    return True


@kernel
def latest(t: Ints, o: Ints, k: Ints, task: int, limits: Ints, finish: int, within: bool) -> tuple[int, int]:
    """Latest dates of what is left of a task whose successors keep the dates in `limits` and that ends by `finish`.

    `within` says whether its own constraints and deadline hold it too. Both `-NEVER` where a calendar's table starts too late.
    """
    row = TASK * task
    last_finish = last_start = finish
    if within:
        last_finish, last_start = min(finish, t[row + LATEST_FINISH]), min(finish, t[row + LATEST_START])
    begun = t[row + STATE] == BEGUN
    for e in range(OUT * t[row + OUT_AT], OUT * t[row + OUT_END], OUT):
        target, of_finish = o[e + TARGET], o[e + OF_FINISH]
        successor = TASK * (target >> 1)
        # What is done asks nothing more, and no relation holds a start that lies behind.
        if t[successor + STATE] == DONE or (begun and not of_finish):
            continue
        if o[e + WORKING]:
            boundary = before_lag(k, t[successor + CALENDAR], limits[target], o[e + LAG], finish)
        else:
            boundary = limits[target] - o[e + LAG]
        if of_finish:
            if boundary < last_finish:
                last_finish = boundary
        elif boundary < last_start:
            last_start = boundary
    days, row = t[row + DURATION], CALENDAR_ROW * t[row + CALENDAR]
    if days == 0 or k[row + EVERY]:
        start = min(last_start, last_finish - days)
        return (start, start + days) if start > k[row + LOW] else (-NEVER, -NEVER)
    if last_start < k[row + LOW] or last_finish < k[row + LOW]:
        return -NEVER, -NEVER
    at = k[row + COUNT]
    index = min(k[at + last_start + 1] - 1, k[at + last_finish] - days)
    if index < 0:
        return -NEVER, -NEVER
    index += k[row + WORKED]
    return k[index], k[index + days - 1] + 1


@kernel
def backward(c: Columns, finish: int, late: Ints) -> bool:
    """Late times of what is left of every task; False where a calendar's table starts too late."""
    order, t, o, k = c.order, c.tasks, c.out, c.calendars
    for position in range(len(order) - 1, -1, -1):
        task = order[position]
        if t[TASK * task + STATE] == DONE:
            start, end = t[TASK * task + ACTUAL_START], t[TASK * task + ACTUAL_FINISH]
        else:
            start, end = latest(t, o, k, task, late, finish, True)
            if start <= -NEVER:
                return False
        late[2 * task], late[2 * task + 1] = start, end
    return True


@kernel
def slip(c: Columns, work: Ints, finish: int, free: Ints) -> bool:
    """Latest times of each task alone that keep every other at `work`, whatever its own limits; False where a table starts too late."""
    t, o, k = c.tasks, c.out, c.calendars
    for task in c.order:
        if t[TASK * task + STATE] == DONE:
            start, end = work[2 * task], work[2 * task + 1]
        else:
            start, end = latest(t, o, k, task, work, finish, False)
            if start <= -NEVER:
                return False
        free[2 * task], free[2 * task + 1] = start, end
    return True


@kernel
def floats(c: Columns, early: Ints, late: Ints, out: Ints) -> None:
    """Days of each task's own calendar between two columns of times, from start to start."""
    t, k = c.tasks, c.calendars
    for task in c.order:
        row = CALENDAR_ROW * t[TASK * task + CALENDAR]
        start, end = early[2 * task], late[2 * task]
        if k[row + EVERY]:
            out[task] = end - start
        else:
            out[task] = k[k[row + COUNT] + end] - k[k[row + COUNT] + start]


@kernel
def driver(
    t: Ints, i: Ints, k: Ints, floor: int, task: int, times: Ints, work: Ints, total_float: Ints
) -> int:
    """What puts a task where it stands in `times`: a relation (its row in `into`), or a `DRIVEN_BY_…`.

    Of several relations that bind alike the one whose predecessor finishes last is told, then the one with the smallest
    float, then by id: never the one that happens to come first in the file.
    """
    row = TASK * task
    if t[row + STATE] == BEGUN or t[row + STATE] == DONE:
        return DRIVEN_BY_FACT
    start, days, calendar = work[2 * task], t[row + DURATION], t[row + CALENDAR]
    at, worked = k[CALENDAR_ROW * calendar + COUNT], k[CALENDAR_ROW * calendar + WORKED]
    if days == 0 or k[CALENDAR_ROW * calendar + EVERY]:
        if start == floor:
            return DRIVEN_BY_FLOOR
        # Least bounds that give this start, for relations to the start and to the finish.
        binds_start, binds_finish = start, start + days
    else:
        index = k[at + start]
        if index == k[at + floor]:
            return DRIVEN_BY_FLOOR
        index += worked
        binds_start = k[index - 1] + 1
        # One day more than the finish of a task that starts on the worked day before.
        binds_finish = k[index + days - 2] + 2
    best = DRIVEN_OTHERWISE
    for n in range(t[row + IN_AT], t[row + IN_END]):
        e = INTO * n
        boundary = times[i[e + SOURCE]]
        if i[e + WORKING]:
            boundary = lagged(k, calendar, boundary, i[e + LAG])
        else:
            boundary += i[e + LAG]
        binds = boundary >= (binds_finish if i[e + TO_FINISH] else binds_start)
        if binds and (best < 0 or drives_rather(t, i, n, best, times, total_float)):
            best = n
    # A predecessor that is as late as possible may stand where it does because of this task's own date.
    if best == DRIVEN_OTHERWISE or t[TASK * (i[INTO * best + SOURCE] >> 1) + MOVABLE]:
        if t[row + EARLIEST] >= binds_start:
            return DRIVEN_BY_START
        if t[row + EARLIEST_FINISH] >= binds_finish:
            return DRIVEN_BY_FINISH
    return best


@kernel
def drives_rather(t: Ints, i: Ints, n: int, best: int, times: Ints, total_float: Ints) -> bool:
    """Whether of two relations that bind alike the one in row `n` of `into` is told rather than that in `best`."""
    one, other = i[INTO * n + SOURCE] >> 1, i[INTO * best + SOURCE] >> 1
    if t[TASK * one + MOVABLE] != t[TASK * other + MOVABLE]:
        # What is as late as possible stands here because of the task, not the other way round.
        return t[TASK * one + MOVABLE] < t[TASK * other + MOVABLE]
    if times[2 * one + 1] != times[2 * other + 1]:
        return times[2 * one + 1] > times[2 * other + 1]
    if total_float[one] != total_float[other]:
        return total_float[one] < total_float[other]
    if one != other:
        return t[TASK * one + ID_RANK] < t[TASK * other + ID_RANK]
    if i[INTO * n + TIE] != i[INTO * best + TIE]:
        return i[INTO * n + TIE] < i[INTO * best + TIE]
    return i[INTO * n + LAG] < i[INTO * best + LAG]


@kernel
def drivers(c: Columns, times: Ints, work: Ints, total_float: Ints, out: Ints) -> None:
    """What puts each task where it stands in `times`."""
    t, i, k = c.tasks, c.into, c.calendars
    for task in c.order:
        out[task] = driver(t, i, k, c.floor, task, times, work, total_float)
