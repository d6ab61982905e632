"""Orders of tasks as a population: new ones crossed from two, some neighbours swapped; the better ones stay.

Every order has each predecessor before its successors, and crossing keeps that so. Draws come from a generator of our own in
one cell, so that a seed gives the same orders on every machine and in every thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.endswith("_compiled"):
    from planner.schedule.kernels import kernel
else:
    from planner.schedule.kernels_compiled import kernel

if TYPE_CHECKING:
    from planner.schedule.columns import Ints

MODULUS, MULTIPLIER = (1 << 31) - 1, 48271
"""Lehmer's generator: products stay within 64 bits."""


@kernel
def draw(state: Ints, below: int) -> int:
    """A number from 0 to `below` - 1."""
    state[0] = state[0] * MULTIPLIER % MODULUS
    return (state[0] >> 3) % below


@kernel
def tournament(state: Ints, costs: Ints, size: int) -> int:
    """The better of two members drawn."""
    one, other = draw(state, size), draw(state, size)
    return one if costs[one] <= costs[other] else other


@kernel
def cross(mother: Ints, father: Ints, low: int, high: int, mark: Any, child: Ints) -> None:
    """The mother's order, but what she has from `low` to `high` - 1 comes in the father's order."""
    size = len(mother)
    mark[:] = 0
    for position in range(low):
        child[position] = mother[position]
    for position in range(low, high):
        mark[mother[position]] = 1
    at = low
    for position in range(size):
        if mark[father[position]]:
            child[at] = father[position]
            at += 1
    for position in range(high, size):
        child[position] = mother[position]


@kernel
def shift_some(
    into_at: Ints,
    into_task: Ints,
    out_at: Ints,
    out_task: Ints,
    state: Ints,
    chance: int,
    order: Ints,
    mark: Any,
) -> None:
    """Move some tasks (`chance` in 1,000) to another place between their last predecessor and first successor."""
    size = len(order)
    moves = 0
    for _ in range(size):
        if draw(state, 1000) < chance:
            moves += 1
    if moves == 0:
        return
    for position in range(size):
        mark[order[position]] = position
    for _ in range(moves):
        position = draw(state, size)
        task = order[position]
        low, high = 0, size - 1
        for e in range(into_at[task], into_at[task + 1]):
            low = max(low, mark[into_task[e]] + 1)
        for e in range(out_at[task], out_at[task + 1]):
            high = min(high, mark[out_task[e]] - 1)
        if high <= low:
            continue
        target = low + draw(state, high - low + 1)
        step = 1 if target > position else -1
        while position != target:
            order[position] = order[position + step]
            mark[order[position]] = position
            position += step
        order[position] = task
        mark[task] = position


@kernel
def sample(
    into_at: Ints,
    out_at: Ints,
    out_task: Ints,
    urgency: Ints,
    spread: int,
    state: Ints,
    missing: Ints,
    ready: Ints,
    order: Ints,
) -> None:
    """An order in which of the tasks that are ready the more urgent tend to go first: the best of `spread` drawn."""
    size = len(order)
    count = 0
    for task in range(size):
        missing[task] = into_at[task + 1] - into_at[task]
        if missing[task] == 0:
            ready[count] = task
            count += 1
    for position in range(size):
        best = draw(state, count)
        for _ in range(spread - 1):
            other = draw(state, count)
            if urgency[ready[other]] < urgency[ready[best]]:
                best = other
        task = ready[best]
        count -= 1
        ready[best] = ready[count]
        order[position] = task
        for e in range(out_at[task], out_at[task + 1]):
            successor = out_task[e]
            missing[successor] -= 1
            if missing[successor] == 0:
                ready[count] = successor
                count += 1


@kernel
def breed(
    into_at: Ints,
    into_task: Ints,
    out_at: Ints,
    out_task: Ints,
    orders: Any,
    costs: Ints,
    members: int,
    children: int,
    chance: int,
    state: Ints,
    mark: Any,
) -> None:
    """Children of the first `members` rows in the rows behind them."""
    size = len(mark)
    for child in range(members, members + children):
        mother, father = tournament(state, costs, members), tournament(state, costs, members)
        one, other = draw(state, size + 1), draw(state, size + 1)
        cross(orders[mother], orders[father], min(one, other), max(one, other), mark, orders[child])
        shift_some(into_at, into_task, out_at, out_task, state, chance, orders[child], mark)


@kernel
def survive(orders: Any, schedules: Any, costs: Ints, members: int, children: int) -> int:
    """Keep the best of members and children in the first rows; of equal schedules one. Returns how many children stayed."""
    stayed = 0
    for child in range(members, members + children):
        worst, known = 0, False
        for member in range(members):
            if costs[member] > costs[worst]:
                worst = member
            if costs[member] == costs[child]:
                same = True
                for task in range(len(schedules[child])):
                    if schedules[member][task] != schedules[child][task]:
                        same = False
                        break
                if same:
                    known = True
                    break
        if known or costs[child] > costs[worst]:
            continue
        stayed += 1
        orders[worst, :] = orders[child]
        schedules[worst, :] = schedules[child]
        costs[worst] = costs[child]
    return stayed
