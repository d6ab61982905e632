"""Schedule generation for every network: the generator that levels, its work moved late in between.

Orders that come out are decoded by `planner.schedule.serial.level` itself, so that calendars, lags, pins, progress and megawatts
mean exactly what they mean to it. Like the kernels of `planner.schedule`, one text, interpreted or compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import kernel, latest
    from planner.schedule.seizing import FITS, short_of_crew, take
    from planner.schedule.serial import level
else:
    from planner.schedule.kernels_compiled import kernel, latest
    from planner.schedule.seizing_compiled import FITS, short_of_crew, take
    from planner.schedule.serial_compiled import level

from planner.schedule.columns import (
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    DURATION,
    HOLDING,
    NEED_AT,
    NEED_END,
    PIN,
    STATE,
    STEP_AT,
    STEP_END,
    TASK,
    TO_DO,
    WORKED,
)

if TYPE_CHECKING:
    from planner.optimise.aims import Aims
    from planner.schedule.columns import Columns, Ints, Resources

FAILED = 1 << 61
"""The cost of a schedule that leaves the days held or loses a task."""


@kernel
def overdrawn(watts: Ints) -> int:
    """Watts over the limits, summed over envelopes and days."""
    total = 0
    for day in range(len(watts)):
        if watts[day] < 0:
            total -= watts[day]
    return total


@kernel
def cost_of(order: Ints, times: Ints, kept: Ints, watts: Ints, aims: Aims, horizon: int) -> int:
    """Weighted dates of the goals, and penalties for what must not get worse."""
    finish = 0
    for task in order:
        if kept[task] < 0:
            return FAILED
        finish = max(finish, times[2 * task + 1])
    if finish >= horizon:
        return FAILED
    cost = aims.span_weight * finish
    goal, weight = aims.goal, aims.goal_weight
    for e in range(len(goal)):
        cost += weight[e] * times[2 * goal[e] + 1]
    broken = 0
    late_task, late_start, pinned = aims.late_task, aims.late_start, aims.pinned
    for e in range(len(late_task)):
        broken += max(0, times[2 * late_task[e]] - late_start[e])
    broken = max(0, broken - aims.late_allowed)
    for task in pinned:
        if kept[task] != 1:
            broken += 1
    if overdrawn(watts) > aims.overdraw_allowed:
        broken += 1
    return cost + aims.penalty * broken


@kernel
def sort_by(topological: Ints, column: Ints, end: int, bucket: Ints, order: Ints) -> None:
    """Tasks by their start (`end` 0) or finish (1), among equal ones by the network's own order."""
    low, high = column[2 * topological[0] + end], 0
    for task in topological:
        low, high = min(low, column[2 * task + end]), max(high, column[2 * task + end])
    for time in range(high - low + 2):
        bucket[time] = 0
    for task in topological:
        bucket[column[2 * task + end] - low + 1] += 1
    for time in range(high - low + 1):
        bucket[time + 1] += bucket[time]
    for task in topological:
        time = column[2 * task + end] - low
        order[bucket[time]] = task
        bucket[time] += 1


@kernel
def move_late(
    c: Columns, r: Resources, aims: Aims, skip: Ints, moved: Ints, times: Ints, work: Ints, left: Ints
) -> None:
    """Move the tasks in `moved`, from the last, as late as successors, goals and crews allow, never earlier.

    Tasks that are pinned, in progress or change the draw stay. `left` are the units before anything was placed.
    """
    t, o, k = c.tasks, c.out, c.calendars
    rows, h, n, crew_left = r.days, r.holding, r.needs, r.crew_left
    finish = 0
    for task in moved:
        finish = max(finish, times[2 * task + 1])
    goal, limit = aims.goal, aims.limit
    for task in moved:
        # What holds a crew stays within the days that the crews' rows have.
        holds = h[HOLDING * task + NEED_AT] < h[HOLDING * task + NEED_END]
        limit[task] = min(finish, rows) if holds else finish
    for task in goal:
        limit[task] = min(limit[task], times[2 * task + 1])
    crew_left[:] = left
    # What stays holds its crews first.
    for task in moved:
        stays = h[HOLDING * task + PIN] >= 0 or h[HOLDING * task + STEP_AT] < h[HOLDING * task + STEP_END]
        if t[TASK * task + STATE] == TO_DO and not stays:
            continue
        limit[task] = -1
        if t[TASK * task + STATE] < 2:
            take(t, k, h, n, crew_left, rows, skip, task, work[2 * task], 1)
    for position in range(len(moved) - 1, -1, -1):
        task = moved[position]
        if limit[task] < 0:
            continue
        start, end = latest(t, o, k, task, times, limit[task], True)
        lowest, days = work[2 * task], t[TASK * task + DURATION]
        if start < lowest:
            start, end = lowest, work[2 * task + 1]
        if days > 0:
            at = k[CALENDAR_ROW * t[TASK * task + CALENDAR] + WORKED]
            count = k[CALENDAR_ROW * t[TASK * task + CALENDAR] + COUNT]
            index, least = at + k[count + start], at + k[count + lowest]
            while index > least and short_of_crew(t, k, h, n, crew_left, rows, task, index)[0] >= 0:
                index -= 1
            start, end = k[index], k[index + days - 1] + 1
            take(t, k, h, n, crew_left, rows, skip, task, start, 1)
        work[2 * task] = times[2 * task] = start
        work[2 * task + 1] = times[2 * task + 1] = end


@kernel
def evaluate(
    c: Columns,
    r: Resources,
    aims: Aims,
    left: Ints,
    watts: Ints,
    open_days: Ints,
    orders: Any,
    schedules: Any,
    costs: Ints,
    first: int,
    last: int,
    rounds: int,
    scratch: Any,
    bucket: Ints,
    skip: Ints,
) -> int:
    """Schedules of the orders in rows `first` to `last`; as `planner.optimise.even_kernels.evaluate`.

    `left`, `watts` and `open_days` are the resources before anything is placed.
    """
    topological, tasks, row_of = c.order, aims.tasks, aims.row_of
    crew_left, watts_left = r.crew_left, r.watts_left
    by_rank, rank, waited, kept = scratch[0], scratch[1], scratch[2], scratch[3]
    size = len(rank)
    times, work = scratch[4:6].reshape(2 * size), scratch[6:8].reshape(2 * size)
    rows, others = len(tasks), aims.others
    sorted_tasks = scratch[8][:rows]
    for place in range(len(others)):
        by_rank[rows + place] = others[place]
    made = 0
    for row in range(first, last):
        order = orders[row]
        best = FAILED
        for turn in range(rounds + 1):
            if turn == 0:
                for place in range(rows):
                    by_rank[place] = tasks[order[place]]
            else:
                sort_by(topological, work, 1, bucket, sorted_tasks)
                move_late(c, r, aims, skip, sorted_tasks, times, work, left)
                made += 1
                sort_by(topological, work, 0, bucket, by_rank)
            for place in range(size):
                rank[by_rank[place]] = place
            crew_left[:] = left
            watts_left[:] = watts
            skip[:] = open_days
            made += 1
            if level(c, r, skip, by_rank, rank, times, work, waited, kept) != FITS:
                break
            cost = cost_of(topological, times, kept, watts_left, aims, len(bucket) - 2)
            if cost >= best:
                break
            best = cost
            for place in range(rows):
                schedules[row, place] = work[2 * tasks[place]]
            sort_by(topological, work, 0, bucket, sorted_tasks)
            for place in range(rows):
                order[place] = row_of[sorted_tasks[place]]
        costs[row] = best
    return made
