"""Generated work that began before the project start, and what must then lie behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.graph.block import within
from planner.graph.templates import MANUFACTURE, WITNESS
from planner.graph.ties import SITE_START
from planner.model.address import format_address, nearest
from planner.model.problem import Problem
from planner.model.work import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.graph.result import Procurement
    from planner.model.facility import Facility
    from planner.model.work import Relation, Task


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a task that lies before the start, wholly or in part."""

    days: int
    basis: str


Begun = dict[str, Remains]


def work_begun(
    facility: Facility, tasks: Sequence[Task], relations: Sequence[Relation]
) -> tuple[Begun, list[Problem]]:
    """The work that `[[begun]]` lists, and all that had to finish before it, which is done.

    A task that has begun had the predecessors of its start behind it: those by FS finished, those by SS
    begun, so that theirs were finished too. One that is done had those of its finish (FF, SF) behind it as
    well. A lead (negative lag) proves nothing. What is listed keeps the days it is given.
    """
    known = {task.id for task in tasks}
    begun: Begun = {}
    problems = []
    for listed in sorted(facility.begun, key=lambda b: b.task):
        days = listed.remaining_days
        if listed.task not in known:
            key = format_address(("begun", listed.task, "task"))
            message = f"no generated task has this id{nearest(listed.task, known)}"
            problems.append(Problem("E-UNKNOWN-ID", key, message, value=listed.task))
        else:
            basis = f"begun before the start: {days} days remain" if days else "done before the start"
            begun[listed.task] = Remains(days, basis)
    behind: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.lag_days >= 0:
            behind.setdefault(relation.successor, []).append(relation)
    done = _done_before(begun, behind)
    for task, cause in done.items():
        if task not in begun and task != SITE_START:
            begun[task] = Remains(0, f"done: {cause} has begun")
    return begun, problems


def _done_before(begun: Begun, behind: Mapping[str, Sequence[Relation]]) -> dict[str, str]:
    """Every task that must be finished, with the listed task that proves it (the first by id)."""
    proved: dict[tuple[str, bool], str] = {}
    for listed in sorted(begun):
        stack = [(listed, False)] if begun[listed].days else [(listed, True)]
        while stack:
            task, finished = stack.pop()
            if (task, finished) in proved:
                continue
            proved[task, finished] = listed
            if finished:
                stack.append((task, False))
            for r in behind.get(task, ()):
                if (r.kind[1] == "F") is finished:
                    stack.append((r.predecessor, r.kind[0] == "F"))
    return {task: listed for (task, finished), listed in proved.items() if finished}


def apply_begun(
    begun: Begun, tasks: Sequence[Task], relations: Sequence[Relation]
) -> tuple[list[Task], list[Relation]]:
    """Put the remaining days of work already begun in place of its duration.

    What has begun waits for no start any more, so generated relations that would bound its start
    fall away; done work (0 days) waits for nothing at all. A factory witness is cut to what is left of
    the making.
    """
    changed = []
    for task in tasks:
        left = begun.get(task.id)
        if left is not None:
            days = left.days
            task = replace(
                task,
                duration=Duration(days, days, days),
                crew=task.crew if days else (),
                basis=left.basis,
            )
        elif task.item is not None and task.id.endswith(f".{WITNESS}"):
            making = begun.get(task.id.removesuffix(WITNESS) + MANUFACTURE)
            if making is not None:
                days = making.days
                task = within(task, Duration(days, days, days))
        changed.append(task)
    kept = [
        r
        for r in relations
        if r.successor not in begun or (begun[r.successor].days > 0 and r.kind in ("FF", "SF"))
    ]
    return changed, kept


def chains_under_way(begun: Begun, tasks: Sequence[Task], chains: Sequence[Procurement]) -> list[Procurement]:
    """Chains of which a part has begun: ordered already, so that what is left of them is all their lead."""
    days = {task.id: task.duration.likely for task in tasks}
    found = []
    for chain in chains:
        last = max((i for i, task in enumerate(chain.tasks) if task in begun), default=None)
        if last is not None:
            left = sum(days[task] for task in chain.tasks[last:])
            chain = replace(chain, order=None, lead_days=left)
        found.append(chain)
    return found
