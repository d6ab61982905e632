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


def chain_conflict(
    c: Columns,
    times: Sequence[int],
    work: Sequence[int],
    violated: Asked,
    lowers: Mapping[int, Sequence[Asked]],
    cap: int,
) -> Conflict:
    """The conflict behind one violated date: the last tasks of its driving chain that suffice, and what holds the first.

    `times` and `work` are the earliest times with all `lowers`; `cap` is a boundary that nothing reaches.
    """
    chain = driving_chain(c, times, work, violated.task, lowers)
    part = Part(c, chain, [violated._replace(lower=False)])
    late = part.late(cap)
    for at in range(len(chain) - 1, -1, -1):
        root = _root(part, c, chain, at, late[2 * at], lowers, times)
        if root is not None:
            break
    else:
        raise AssertionError("the chain of a violated date holds it")
    tasks = chain[at:]
    if root.fact is not None:
        tasks = [root.fact, *tasks]
    asked = [violated] if root.asked in (None, violated) else [violated, root.asked]
    tasks = _needed(c, tasks, asked, every=root.fact is not None)
    reached = Part(c, tasks, asked).early()[0][2 * (len(tasks) - 1) + violated.of_finish]
    return Conflict(violated, tuple(tasks), tuple(asked), root=root, reached=reached)


def driving_chain(
    c: Columns, times: Sequence[int], work: Sequence[int], task: int, lowers: Mapping[int, Sequence[Asked]]
) -> list[int]:
    """Tasks that put one where it stands, the first one first."""
    chain = [task]
    while c.tasks[TASK * task + STATE] != DONE:
        start = work[2 * task]
        if kernels.first_fit(c.tasks, c.calendars, task, base_of(c, task), 0)[0] >= start:
            break
        if any(fit_of(c, task, a) >= start for a in lowers.get(task, ())):
            break
        e = driving_entry(c, task, times, start)
        if e is None:
            break
        entry = c.into[e + SOURCE]
        task = entry >> 1
        chain.append(task)
        if is_fact(c, entry):
            break
    return chain[::-1]


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


def _needed(c: Columns, tasks: list[int], asked: list[Asked], *, every: bool) -> list[int]:
    """The tasks without those that a relation past them makes needless.

    Where relations lead from each task to the next alone, each is needed: without it those after it would start
    from the floor, and no shorter end of the chain is too late. Only those that a relation passes are tried.
    """
    place = {task: i for i, task in enumerate(tasks)}
    passed = set(tasks) if every else set()
    for i, task in enumerate(tasks):
        row = TASK * task
        for e in range(INTO * c.tasks[row + IN_AT], INTO * c.tasks[row + IN_END], INTO):
            source = place.get(c.into[e + SOURCE] >> 1, NEVER)
            passed.update(tasks[source + 1 : i])
    needs = {a.task for a in asked}
    for task in [t for t in tasks if t in passed and t not in needs]:
        fewer = [t for t in tasks if t != task]
        part = Part(c, fewer, asked)
        if part.misses(part.early()[0]):
            tasks = fewer
    return tasks
