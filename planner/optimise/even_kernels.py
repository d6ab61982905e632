"""Schedule generation where all work is on one calendar: times are numbers of worked days, and no calendar is looked up.

Crews are packed, `FIELDS` to a word, each with a guard bit above its units: one subtraction tells whether a day has enough of
all of them. Arguments: `days` worked, `release` the earliest start, relations as starts that lie at least `lag` apart in rows
by task (`into_at`, `into_task`, `into_lag` and `out_…`), needs as words (`need_at`, `need_row`, `need_word`) and `free` the units
left with their guards, row of words by row, `reach` worked days each. Like `planner.schedule.kernels`, one text, interpreted or compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import kernel
else:
    from planner.schedule.kernels_compiled import kernel

if TYPE_CHECKING:
    from planner.optimise.even import Even
    from planner.schedule.columns import Ints

FIELDS = 4
FIELD_BITS = 15
MOST_UNITS = (1 << (FIELD_BITS - 1)) - 1
"""The most units that a field holds below its guard."""
GUARD = sum(1 << (FIELD_BITS * field + FIELD_BITS - 1) for field in range(FIELDS))
FAILED = 1 << 61
"""The cost of a schedule that leaves the days held."""


@kernel
def earliest_days(
    free: Ints, reach: int, need_row: Ints, need_word: Ints, first: int, last: int, days: int, start: int
) -> int:
    """The first start from `start` on with enough of every crew on `days` days in a row; `reach` where there is none."""
    end = start + days
    checked = start
    while end <= reach:
        conflict = -1
        for day in range(end - 1, checked - 1, -1):
            for e in range(first, last):
                if (free[need_row[e] + day] - need_word[e]) & GUARD != GUARD:
                    conflict = day
                    break
            if conflict >= 0:
                break
        if conflict < 0:
            return end - days
        # What lies after the conflict has been seen to be free.
        checked = end
        end = conflict + 1 + days
    return reach


@kernel
def latest_days(
    free: Ints, need_row: Ints, need_word: Ints, first: int, last: int, days: int, start: int
) -> int:
    """The last start up to `start` with enough of every crew; -1 where there is none."""
    checked = start + days
    while start >= 0:
        conflict = -1
        for day in range(start, checked):
            for e in range(first, last):
                if (free[need_row[e] + day] - need_word[e]) & GUARD != GUARD:
                    conflict = day
                    break
            if conflict >= 0:
                break
        if conflict < 0:
            return start
        checked = start
        start = conflict - days
    return -1


@kernel
def place_forward(model: Even, order: Ints, free: Ints, starts: Ints) -> bool:
    """Put each task, in order, at the earliest days with crews enough. A predecessor yet to be placed counts as it stands in `starts`."""
    days, release, reach = model.days, model.release, model.reach
    into_at, into_task, into_lag = model.into_at, model.into_task, model.into_lag
    need_at, need_row, need_word = model.need_at, model.need_row, model.need_word
    free[:] = model.capacity
    for task in order:
        start = release[task]
        for e in range(into_at[task], into_at[task + 1]):
            bound = starts[into_task[e]] + into_lag[e]
            if bound > start:
                start = bound
        first, last, worked = need_at[task], need_at[task + 1], days[task]
        if first < last:
            start = earliest_days(free, reach, need_row, need_word, first, last, worked, start)
            if start + worked > reach:
                return False
            for e in range(first, last):
                row, word = need_row[e], need_word[e]
                for day in range(row + start, row + start + worked):
                    free[day] -= word
        starts[task] = start
    return True


@kernel
def place_backward(model: Even, order: Ints, free: Ints, starts: Ints, limit: Ints) -> bool:
    """Put each task, from the last in `order`, as late as its successors, its limit and the crews allow."""
    days = model.days
    out_at, out_task, out_lag = model.out_at, model.out_task, model.out_lag
    need_at, need_row, need_word = model.need_at, model.need_row, model.need_word
    free[:] = model.capacity
    for position in range(len(order) - 1, -1, -1):
        task = order[position]
        worked = days[task]
        start = limit[task] - worked
        for e in range(out_at[task], out_at[task + 1]):
            bound = starts[out_task[e]] - out_lag[e]
            if bound < start:
                start = bound
        first, last = need_at[task], need_at[task + 1]
        if first < last:
            start = latest_days(free, need_row, need_word, first, last, worked, start)
            if start < 0:
                return False
            for e in range(first, last):
                row, word = need_row[e], need_word[e]
                for day in range(row + start, row + start + worked):
                    free[day] -= word
        starts[task] = start
    return True


@kernel
def put_in_order(model: Even, starts: Ints, by_finish: bool, bucket: Ints, order: Ints) -> None:
    """Tasks by their start (or finish), among equal ones by the network's own order."""
    topological, days = model.topological, model.days
    latest = 0
    for task in topological:
        latest = max(latest, starts[task] + days[task])
    for time in range(latest + 2):
        bucket[time] = 0
    for task in topological:
        bucket[starts[task] + (days[task] if by_finish else 0) + 1] += 1
    for time in range(latest + 1):
        bucket[time + 1] += bucket[time]
    for task in topological:
        time = starts[task] + (days[task] if by_finish else 0)
        order[bucket[time]] = task
        bucket[time] += 1


@kernel
def mend_order(model: Even, order: Ints, mark: Any, stack: Ints, mended: Ints) -> None:
    """The same order but for tasks that stand before a predecessor (leads let them): those come right after it."""
    into_at, into_task = model.into_at, model.into_task
    mark[:] = 0
    count = 0
    for wanted in order:
        depth = 0
        stack[0] = wanted
        while depth >= 0:
            task = stack[depth]
            if mark[task]:
                depth -= 1
                continue
            waits = -1
            for e in range(into_at[task], into_at[task + 1]):
                if not mark[into_task[e]]:
                    waits = into_task[e]
                    break
            if waits >= 0:
                depth += 1
                stack[depth] = waits
            else:
                mark[task] = 1
                mended[count] = task
                count += 1
                depth -= 1
    order[:] = mended


@kernel
def cost_of(model: Even, starts: Ints) -> int:
    """Weighted dates of the goals, and what is later than its limit."""
    goal, weight, days = model.goal, model.goal_weight, model.days
    finishes, latest = model.finishes, 0
    for task in finishes:
        latest = max(latest, starts[task] + days[task])
    cost = model.span_weight * latest
    for e in range(len(goal)):
        cost += weight[e] * (starts[goal[e]] + days[goal[e]])
    late_task, late_start, penalty = model.late_task, model.late_start, model.late_penalty
    lateness = 0
    for e in range(len(late_task)):
        lateness += max(0, starts[late_task[e]] - late_start[e])
    if lateness > model.late_allowed:
        cost += penalty * (lateness - model.late_allowed)
    return cost


@kernel
def evaluate(
    model: Even,
    orders: Any,
    schedules: Any,
    costs: Ints,
    first: int,
    last: int,
    rounds: int,
    free: Ints,
    bucket: Ints,
    scratch: Any,
) -> int:
    """Schedules of the orders in rows `first` to `last`, improved by moving all work late and early again.

    The orders become those of the schedules found. Returns how many schedules were made.
    """
    goal, days, finish_task = model.goal, model.days, model.finishes
    size = len(days)
    made = 0
    starts, best, limit, moved = scratch[0], scratch[1], scratch[2], scratch[3]
    for row in range(first, last):
        order = orders[row]
        made += 1
        if not place_forward(model, order, free, starts):
            costs[row] = FAILED
            continue
        cost = cost_of(model, starts)
        best[:] = starts
        for _ in range(rounds):
            finish = 0
            for task in finish_task:
                finish = max(finish, starts[task] + days[task])
            limit[:] = finish
            for task in goal:
                limit[task] = min(limit[task], starts[task] + days[task])
            put_in_order(model, starts, True, bucket, moved)
            made += 2
            if not place_backward(model, moved, free, starts, limit):
                break
            put_in_order(model, starts, False, bucket, moved)
            if not place_forward(model, moved, free, starts):
                break
            again = cost_of(model, starts)
            if again > cost:
                break
            best[:] = starts
            if again == cost:
                break
            cost = again
        costs[row] = cost
        schedules[row, :] = best
        put_in_order(model, best, False, bucket, order)
        if model.leads:
            for task in range(size):
                limit[task] = 0
            mend_order(model, order, limit, starts, moved)
    return made
