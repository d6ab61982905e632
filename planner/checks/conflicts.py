"""Dates that no plan could keep, named with what they conflict with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.conflict import conflict_problems, find_conflicts
from planner.conflict.asked import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.problem import Problem
    from planner.schedule.result import Schedule

MISSED = ("F-CONSTRAINT", "F-DEADLINE", "F-PIN")
ANOTHER_ORDER = "crews or megawatts make it wait, and another order of the work might keep it (`planner plan --optimise SECONDS`)"


def infeasible(schedule: Schedule, dates: Sequence[Problem], exact_seconds: float = 0.0) -> list[Problem]:
    """The missed dates again, and F-INFEASIBLE for those that no plan could keep.

    Of a date that crews or megawatts alone keep from being met, without proof that they must, the words say so.
    """
    if not any(p.code in MISSED for p in dates):
        return list(dates)
    conflicts = find_conflicts(schedule, exact_seconds)
    may = {address(schedule.tasks[a.task], a.key) for a in conflicts.open}
    told = [
        replace(p, message=f"{p.message.partition(':')[0]}: {ANOTHER_ORDER}")
        if p.code in MISSED and p.key in may
        else p
        for p in dates
    ]
    return told + conflict_problems(schedule, conflicts)
