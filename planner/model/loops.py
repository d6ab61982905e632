"""The order of a network, and the loop that stops it from having one, told in the words of its ids."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


MOST_LOOPS = 20
"""Loops named at once."""
MOST_TRIED = 100
"""Tasks from which a further loop is looked for, once one is found: each search may walk the whole network."""


def topological_order(
    ids: Sequence[str], successors: Sequence[Sequence[int]], predecessor_count: Sequence[int]
) -> list[int]:
    """Positions of tasks so that every predecessor comes before its successors.

    `successors` lists one entry per relation, `predecessor_count` counts them at the other end.

    Raises:
        InputError: the relations form a loop.
    """
    waiting = list(predecessor_count)
    order = [task for task, count in enumerate(waiting) if count == 0]
    # The list is its own queue: it grows while it is read.
    for task in order:
        for successor in successors[task]:
            waiting[successor] -= 1
            if waiting[successor] == 0:
                order.append(successor)
    if len(order) < len(ids):
        raise InputError(_loop_problems(ids, successors, set(range(len(ids))) - set(order)))
    return order


def _loop_problems(ids: Sequence[str], successors: Sequence[Sequence[int]], stuck: set[int]) -> list[Problem]:
    """Name loops that share no task, among the tasks that no order reaches; these include all that follow a loop."""
    inner = {task: sorted(stuck.intersection(successors[task]), key=lambda s: ids[s]) for task in stuck}
    # Peel from the far end too: what is left lies on a loop or between two.
    predecessors: dict[int, list[int]] = {task: [] for task in stuck}
    for task, following in inner.items():
        for successor in following:
            predecessors[successor].append(task)
    out_count = {task: len(following) for task, following in inner.items()}
    ends = [task for task, count in out_count.items() if count == 0]
    for task in ends:
        for predecessor in predecessors[task]:
            out_count[predecessor] -= 1
            if out_count[predecessor] == 0:
                ends.append(predecessor)
    caught = sorted(stuck - set(ends), key=lambda task: ids[task])
    tasks = "1 task is" if len(caught) == 1 else f"{len(caught)} tasks are"
    problems: list[Problem] = []
    left, tried = inner, 0
    for task in caught:
        if task not in left or len(problems) == MOST_LOOPS or (problems and tried == MOST_TRIED):
            continue
        tried += 1
        loop = _shortest_loop(task, left)
        if not loop:
            continue
        names = " -> ".join(ids[task] for task in [*loop, loop[0]])
        message = f"remove one relation of the loop '{names}'; {tasks} caught in loops"
        problems.append(Problem("E-LOOP", "relation", message))
        gone = set(loop)
        left = {t: [s for s in after if s not in gone] for t, after in left.items() if t not in gone}
    return problems


def _shortest_loop(start: int, successors: Mapping[int, Sequence[int]]) -> list[int]:
    """Tasks of a shortest way from `start` back to itself, or nothing when there is none."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        task = queue.popleft()
        for successor in successors[task]:
            if successor == start:
                path = [task]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if successor not in came_from:
                came_from[successor] = task
                queue.append(successor)
    return []
