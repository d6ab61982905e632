"""How many days each task may slip before a goal, such as a hall's ready for service, leaves its early date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.schedule import kernels
from planner.schedule.columns import (
    BEGUN,
    DONE,
    IN_AT,
    IN_END,
    INTO,
    LATEST_FINISH,
    LATEST_START,
    NEVER,
    OUT,
    OUT_AT,
    OUT_END,
    SOURCE,
    STATE,
    TARGET,
    TASK,
)

if TYPE_CHECKING:
    from planner.schedule.columns import Ints
    from planner.schedule.passes import Dated
    from planner.schedule.result import Schedule


def float_to_goal(schedule: Schedule, goal: str) -> dict[int, int]:
    """Days of each task's own calendar from its early start to the latest that keeps the goal's early finish.

    Only tasks that lead to the goal are in it, by position, the goal among them; neither other paths nor limits of
    other tasks count, so no float is below 0 unless the goal's own deadline or constraint is missed. A goal that is
    done has nothing that leads to it.
    """
    dated, last = schedule.dated, schedule.index[goal]
    leading = _leading_to(dated, last)
    passes = dated.passes
    c = passes.network.columns
    tasks, out = _restricted(c.tasks, c.out, leading)
    for field in (LATEST_START, LATEST_FINISH):
        tasks[TASK * last + field] = c.tasks[TASK * last + field]
    row = TASK * last + LATEST_FINISH
    tasks[row] = min(tasks[row], dated.early[2 * last + 1])
    late = [0] * len(dated.early)
    found: dict[int, int] = {}
    for task in reversed(c.order):
        if task not in leading:
            continue
        start, finish = _latest(dated, tasks, out, task, late)
        late[2 * task], late[2 * task + 1] = start, finish
        found[task] = passes.days_between(task, dated.work[2 * task], start)
    return found


def _leading_to(dated: Dated, goal: int) -> set[int]:
    """The goal and all whose delay could reach it: what is done asks nothing, nor does a start that lies behind."""
    t, i = dated.passes.network.columns.tasks, dated.passes.network.columns.into
    if t[TASK * goal + STATE] == DONE:
        return set()
    found, stack = {goal}, [goal]
    while stack:
        row = TASK * stack.pop()
        for e in range(INTO * t[row + IN_AT], INTO * t[row + IN_END], INTO):
            task, of_finish = i[e + SOURCE] >> 1, i[e + SOURCE] & 1
            state = t[TASK * task + STATE]
            if task not in found and state != DONE and (of_finish or state != BEGUN):
                found.add(task)
                stack.append(task)
    return found


def _restricted(tasks: Ints, out: Ints, kept: set[int]) -> tuple[Ints, Ints]:
    """The columns of tasks and of relations at their predecessors with the relations among `kept` alone, and no limits."""
    tasks = list(tasks)
    fewer: Ints = []
    for task in kept:
        row = TASK * task
        first = len(fewer) // OUT
        for e in range(OUT * tasks[row + OUT_AT], OUT * tasks[row + OUT_END], OUT):
            if out[e + TARGET] >> 1 in kept:
                fewer += out[e : e + OUT]
        tasks[row + OUT_AT], tasks[row + OUT_END] = first, len(fewer) // OUT
        tasks[row + LATEST_START] = tasks[row + LATEST_FINISH] = NEVER
    return tasks, fewer


def _latest(dated: Dated, tasks: Ints, out: Ints, task: int, late: Ints) -> tuple[int, int]:
    """Latest dates of a task whose successors stand in `late`; the calendars grow as far back as it takes."""
    while True:
        calendars = dated.passes.network.columns.calendars
        found: tuple[int, int] = kernels.latest(tasks, out, calendars, task, late, dated.finish, True)
        if found[0] > -NEVER:
            return found
        dated.passes.grow(earlier=True)
