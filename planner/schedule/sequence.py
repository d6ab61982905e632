"""Progress out of sequence: work reported before what its relations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.schedule import kernels
from planner.schedule.columns import (
    BEGUN,
    CALENDAR,
    DONE,
    IN_AT,
    IN_END,
    INTO,
    LAG,
    RELATION,
    SOURCE,
    STATE,
    TASK,
    TO_FINISH,
    WORKING,
)

if TYPE_CHECKING:
    from planner.model.work import Relation
    from planner.schedule.result import Schedule


def out_of_sequence(schedule: Schedule) -> list[tuple[Relation, int]]:
    """Relations that an actual date contradicts, with the boundary that each asks for, in order of their ends.

    A start is looked at where the task has begun, a finish where it is done; what is still to come obeys.
    """
    network = schedule.dated.passes.network
    t, i, k = network.columns.tasks, network.columns.into, network.columns.calendars
    times = schedule.levelled.times
    found = []
    for task in network.columns.order:
        state = t[TASK * task + STATE]
        if state not in (BEGUN, DONE):
            continue
        for e in range(INTO * t[TASK * task + IN_AT], INTO * t[TASK * task + IN_END], INTO):
            of_finish = i[e + TO_FINISH]
            if of_finish and state != DONE:
                continue
            bound = times[i[e + SOURCE]]
            if i[e + WORKING]:
                bound = kernels.lagged(k, t[TASK * task + CALENDAR], bound, i[e + LAG])
            else:
                bound += i[e + LAG]
            if bound > times[2 * task + of_finish]:
                found.append((network.relations[i[e + RELATION]], bound))
    found.sort(key=lambda f: (f[0].successor, f[0].predecessor, f[0].kind, f[0].lag_days))
    return found
