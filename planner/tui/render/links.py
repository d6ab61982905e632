"""A task between its predecessors and successors: the rows, and the lines from bar to bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.work import Relation
    from planner.pipeline import Plan
    from planner.tui.render.timeline import Axis


@dataclass(frozen=True, slots=True)
class Linked:
    """A chosen task with the relations that lead to it and from it, in the order in which they are listed."""

    task: int
    before: tuple[tuple[int, Relation], ...]
    after: tuple[tuple[int, Relation], ...]


def linked(plan: Plan, task: int) -> Linked:
    """The relations of a task; other ends in order of their planned starts."""
    schedule = plan.schedule
    own = schedule.tasks[task].id
    before, after = [], []
    for relation in plan.graph.relations:
        if relation.successor == own:
            before.append((schedule.index[relation.predecessor], relation))
        if relation.predecessor == own:
            after.append((schedule.index[relation.successor], relation))

    def order(found: tuple[int, Relation]) -> tuple[int, str]:
        return schedule.start[found[0]], schedule.tasks[found[0]].id

    return Linked(task, tuple(sorted(before, key=order)), tuple(sorted(after, key=order)))


def link_signs(plan: Plan, found: Linked, axis: Axis) -> list[dict[int, str]]:
    """Signs by cell for each row: those before the task, the task itself, those after it."""
    schedule = plan.schedule

    def end(task: int, kind: str, out: bool) -> int:
        left, until = axis.span(schedule.start[task], schedule.finish[task])
        return left if kind == "S" else until if out else until - 1

    above = [(end(t, r.kind[0], out=True), end(found.task, r.kind[1], out=False)) for t, r in found.before]
    below = [(end(found.task, r.kind[0], out=False), end(t, r.kind[1], out=False)) for t, r in found.after]
    rows = [_row(above, i, range(i), "┐┤") for i in range(len(above))]
    rows.append({})
    rows += [_row([(b, a) for a, b in below], i, range(i + 1, len(below)), "└├") for i in range(len(below))]
    return rows


def _row(ends: Sequence[tuple[int, int]], i: int, passing: range, corners: str) -> dict[int, str]:
    """A line from one end of row `i` to the column of the task, and the columns of other rows that pass."""
    here, column = ends[i]
    signs = {ends[j][1]: "│" for j in passing}
    joined = column in signs
    for x in range(min(here, column), max(here, column)):
        signs[x] = "─" if signs.get(x) != "│" else "┼"
    signs[column] = corners[1] if joined else corners[0]
    return signs
