"""Conflicts of the network alone: a date from above that relations and durations push an end past.

Exact: every rule moves dates later, so a part of a network can keep its dates if and only if its earliest times do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.conflict.part import FLOOR, Part, Root, base_of, driving_entry, fit_of, is_fact, relation_fit
from planner.conflict.result import Conflict
from planner.schedule import kernels
from planner.schedule.columns import (
    DONE,
    IN_AT,
    IN_END,
    INTO,
    NEVER,
    SOURCE,
    STATE,
    TASK,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.conflict.asked import Asked
    from planner.schedule.columns import Columns


def alone(c: Columns, asked: Asked) -> bool:
    """Whether a task can keep a date that bounds from both sides when nothing else is asked of it.

    It cannot where its calendar does not work on that day, or where the day has passed.
    """
    return _end(c, asked, fit_of(c, asked.task, asked)) <= asked.boundary


def by_itself(c: Columns, asked: Asked) -> Conflict:
    """The conflict of a date that its task alone cannot keep."""
    first = _end(c, asked, base_of(c, asked.task))
    root = FLOOR if first > asked.boundary else Root(asked)
    reached = _end(c, asked, fit_of(c, asked.task, asked))
    return Conflict(asked, (asked.task,), (asked,), root=root, reached=reached)


def _end(c: Columns, asked: Asked, bound: int) -> int:
    """Where the end that a date is about stands at the earliest for a bound of the start."""
    return kernels.first_fit(c.tasks, c.calendars, asked.task, bound, 0)[asked.of_finish]


class Chains:
    """What puts each task where it stands at the earliest, remembered: many dates hang on the same chain."""

    def __init__(
        self, c: Columns, times: Sequence[int], work: Sequence[int], lowers: Mapping[int, Sequence[Asked]]
    ) -> None:
        """`times` and `work` are the earliest times with all dates from below, `lowers` those by task."""
        self.c, self.times, self.work, self.lowers = c, times, work, lowers
        self._before: dict[int, tuple[int, bool]] = {}

    def to(self, task: int) -> list[int]:
        """The driving chain to a task, the first one first. It begins at the floor, at a date from below, or at a fact."""
        chain = [task]
        fact = False
        while not fact:
            if task not in self._before:
                self._before[task] = self._driver(task)
            task, fact = self._before[task]
            if task < 0:
                break
            chain.append(task)
        return chain[::-1]

    def _driver(self, task: int) -> tuple[int, bool]:
        """The task that drives one, and whether by a fact; -1 where it is first."""
        c, start = self.c, self.work[2 * task]
        if (
            c.tasks[TASK * task + STATE] == DONE
            or kernels.first_fit(c.tasks, c.calendars, task, base_of(c, task), 0)[0] >= start
            or any(fit_of(c, task, a) >= start for a in self.lowers.get(task, ()))
        ):
            return -1, False
        e = driving_entry(c, task, self.times, start)
        return (-1, False) if e is None else (c.into[e + SOURCE] >> 1, is_fact(c, c.into[e + SOURCE]))


def chain_conflict(chains: Chains, violated: Asked, cap: int) -> Conflict:
    """The conflict behind one violated date: the last tasks of its driving chain that suffice, and what holds the first.

    `cap` is a boundary that nothing reaches.
    """
    c, chain = chains.c, chains.to(violated.task)
    part = Part(c, chain, [violated._replace(lower=False)])
    late = part.late(cap)
    for at in range(len(chain) - 1, -1, -1):
        root = _root(part, c, chain, at, late[2 * at], chains.lowers, chains.times)
        if root is not None:
            break
    else:
        raise AssertionError("the chain of a violated date holds it")
    tasks = chain[at:]
    if root.fact is not None:
        tasks = [root.fact, *tasks]
    asked = [violated] if root.asked in (None, violated) else [violated, root.asked]
    tasks, times = _needed(c, tasks, asked, cap)
    reached = times[2 * (len(tasks) - 1) + violated.of_finish]
    return Conflict(violated, tuple(tasks), tuple(asked), root=root, reached=reached)


def _root(
    part: Part,
    c: Columns,
    chain: Sequence[int],
    at: int,
    limit: int,
    lowers: Mapping[int, Sequence[Asked]],
    times: Sequence[int],
) -> Root | None:
    """What alone starts the task at a place of the chain too late; None where nothing does."""
    task = chain[at]
    if c.tasks[TASK * task + STATE] == DONE:
        return None
    if kernels.first_fit(c.tasks, c.calendars, task, base_of(c, task), 0)[0] > limit:
        return FLOOR
    late = [(fit, a) for a in lowers.get(task, ()) if (fit := fit_of(c, task, a)) > limit]
    if late:
        return Root(max(late)[1])
    row = TASK * task
    for e in range(INTO * c.tasks[row + IN_AT], INTO * c.tasks[row + IN_END], INTO):
        entry = c.into[e + SOURCE]
        if entry >> 1 in part.place and is_fact(c, entry) and relation_fit(c, task, e, times) > limit:
            return Root(fact=entry >> 1)
    return None


def _needed(c: Columns, tasks: list[int], asked: list[Asked], cap: int) -> tuple[list[int], list[int]]:
    """The tasks without those that a relation past them makes needless.

    A chain that is too late stays so without one of its tasks just when some relation passes that task and, from the
    earliest times of those before, pushes the one after beyond its latest: what lies between can be left out. When no such
    relation is left, each task is needed: without it those after it start from the floor, which no end of the chain does too late.

    Returns:
        The tasks, and their earliest times.
    """
    while True:
        part = Part(c, tasks, asked)
        times, late = part.early()[0], part.late(cap)
        passing = _passing(part, times, late)
        if not passing:
            return tasks, times
        left = _leapt(part, times, late, passing)
        if len(left) == len(tasks):
            first, last = max(((i, j) for i in passing for j, _ in passing[i]), key=lambda s: s[1] - s[0])
            left = [i for i in range(len(tasks)) if not first < i < last]
        tasks = [tasks[i] for i in left]


def _passing(part: Part, times: Sequence[int], late: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Relations that push a task too far past others of the chain: per first task, the place of the second and the row of `into`."""
    c, found = part.columns, dict[int, list[tuple[int, int]]]()
    for j in range(2, len(part.tasks)):
        for e in range(INTO * c.tasks[TASK * j + IN_AT], INTO * c.tasks[TASK * j + IN_END], INTO):
            i = c.into[e + SOURCE] >> 1
            if j > i + 1 and relation_fit(c, j, e, times) > late[2 * j]:
                found.setdefault(i, []).append((j, e))
    return found


def _leapt(
    part: Part, times: Sequence[int], late: Sequence[int], passing: Mapping[int, list[tuple[int, int]]]
) -> list[int]:
    """Places of a chain from the first task to the last that leaves out as many as it can at each step, and is too late still."""
    c, size = part.columns, len(part.tasks)
    here, at = list(times), 0
    left = [0]
    while at < size - 1:
        for j, e in sorted(passing.get(at, ()), reverse=True):
            start = relation_fit(c, j, e, here)
            if start > late[2 * j]:
                break
        else:
            j = at + 1
            rows = range(INTO * c.tasks[TASK * j + IN_AT], INTO * c.tasks[TASK * j + IN_END], INTO)
            start = max(
                (relation_fit(c, j, e, here) for e in rows if c.into[e + SOURCE] >> 1 == at), default=-NEVER
            )
            if start <= late[2 * j]:
                # What makes the next one late comes from further back.
                return list(range(size))
        here[2 * j + 1] = kernels.first_fit(c.tasks, c.calendars, j, start, 0)[1]
        if not is_fact(c, 2 * j):
            here[2 * j] = start
        at = j
        left.append(at)
    return left
