"""Conflicts of crews and megawatts: dates that the network could keep, but not with what there is on each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.conflict.cores import Members, Windows, cores
from planner.conflict.exact import MOST_TASKS, searched
from planner.conflict.fitting import can_be_kept
from planner.conflict.part import Part
from planner.conflict.result import Conflict, Proof
from planner.conflict.windows import proof_of
from planner.schedule.columns import IN_AT, IN_END, INTO, SOURCE, TASK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.conflict.asked import Asked
    from planner.conflict.exact import Budget
    from planner.conflict.stock import Stock
    from planner.schedule.columns import Columns

MOST_MEMBERS = 40
"""Sets to begin with that are larger are left alone: each member costs a plan."""
MOST_LIMITED = 5000
"""Networks of which more tasks are limited by dates are left alone."""


class Judge:
    """Whether the members of a set can all stand: by proof, by a plan that is found, or by a search."""

    def __init__(self, c: Columns, stock: Stock, cap: int, budget: Budget) -> None:
        """`cap` is a boundary that nothing reaches."""
        self.c, self.stock, self.cap, self.budget = c, stock, cap, budget
        self.proof: Proof | None = None
        """The last proof that they cannot; None where the network alone cannot."""

    def stands(self, members: Members) -> bool | None:
        """Whether they can; None where it is not known."""
        part = Part(self.c, members.tasks, members.asked)
        times, work = part.early()
        if part.misses(times):
            self.proof = None
            return False
        late = part.late(self.cap)
        question = part, self.stock, members.resources, work, late
        # Most of what is asked can be kept, in the first order tried: that is cheaper to find than to exclude.
        if can_be_kept(*question, most=1):
            return True
        self.proof = proof_of(*question)
        if self.proof is not None:
            return False
        if can_be_kept(*question):
            return True
        found = searched(*question, self.budget)
        if found is False:
            self.proof = Proof()
        return found


def reduced(judge: Judge, members: Members, missed: Collection[Asked]) -> Conflict | None:
    """The members without those that the conflict does not need; None where it is not certain that each of the rest is needed."""
    if judge.stands(members) is not False or judge.proof is None:
        return None
    proof = judge.proof
    for kind, member in members.each():
        left = members.without(kind, member)
        if left == members:
            continue
        stands = judge.stands(left)
        if stands is None:
            return None
        if not stands:
            if judge.proof is None:
                return None
            members, proof = left, judge.proof
    violated = [a for a in members.asked if a in missed]
    if not violated:
        return None
    asked = (violated[0], *(a for a in members.asked if a != violated[0]))
    return Conflict(violated[0], members.tasks, asked, members.resources, proof=proof)


def scarce_conflicts(
    c: Columns,
    stock: Stock,
    asked: Sequence[Asked],
    missed: Sequence[Asked],
    cap: int,
    budget: Budget,
) -> list[Conflict]:
    """Conflicts that explain dates missed for want of crews or megawatts, as far as they can be proven.

    `asked` are the dates that the network alone can keep; `missed` those of them that the plan does not.
    """
    tasks = ancestors(c, {a.task for a in asked if a.upper})
    if len(tasks) > MOST_LIMITED:
        return []
    held = set(tasks)
    windows = Windows(c, Part(c, tasks, [a for a in asked if a.task in held]), cap)
    judge = Judge(c, stock, cap, budget)
    found: list[Conflict] = []
    left = set(missed)

    def look(members: Members) -> None:
        conflict = reduced(judge, members, missed)
        if conflict is not None and left.intersection(conflict.asked):
            found.append(conflict)
            left.difference_update(conflict.asked)

    for resource, core in cores(windows, stock):
        if not left:
            break
        members = windows.members(core, resource)
        if len(members.tasks) <= MOST_MEMBERS:
            look(members)
    for a in missed:
        if a in left and budget.usable:
            near = tasks if len(tasks) <= MOST_TASKS else ancestors(c, {a.task})
            if len(near) <= MOST_TASKS:
                look(_everything(near, asked, stock))
    return found


def _everything(tasks: Sequence[int], asked: Sequence[Asked], stock: Stock) -> Members:
    """A part of the network with all dates and resources of it."""
    held = set(tasks)
    resources = sorted({r for task in tasks for r in stock.of(task)})
    return Members(tuple(tasks), tuple(a for a in asked if a.task in held), tuple(resources))


def ancestors(c: Columns, tasks: Collection[int]) -> list[int]:
    """Tasks and all that come before them, in the order of their relations."""
    found, waiting = set(tasks), list(tasks)
    while waiting:
        row = TASK * waiting.pop()
        for e in range(INTO * c.tasks[row + IN_AT], INTO * c.tasks[row + IN_END], INTO):
            source = c.into[e + SOURCE] >> 1
            if source not in found:
                found.add(source)
                waiting.append(source)
    return [task for task in c.order if task in found]
