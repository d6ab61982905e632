"""The summary's reasons: the critical path with what each of its tasks waits for, and what to order by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checks import order_by_day
from planner.cli.table import Column, count, table
from planner.schedule.dates import finish_date

if TYPE_CHECKING:
    from planner.model.work import Task
    from planner.pipeline import Plan

MOST_TASKS = 24
"""Rows of the critical path shown; the shortest tasks are left out beyond it, and counted."""
MOST_ITEMS = 12


class Chains:
    """The driving chain back from a task, through what drove each planned start."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.schedule = plan.schedule
        self.predecessors: dict[str, list[int]] = {}
        for relation in plan.graph.relations:
            held = self.predecessors.setdefault(relation.successor, [])
            held.append(self.schedule.index[relation.predecessor])

    def longest(self, task_id: str) -> str:
        """The longest step on the way to a task: what to shorten first."""
        s = self.schedule
        at: int | None = s.index[task_id]
        best: tuple[int, int] | None = None
        seen: set[int] = set()
        while at is not None and at not in seen:
            seen.add(at)
            length = s.finish[at] - s.start[at]
            if best is None or length >= best[0]:
                best = (length, at)
            relation = s.driver[at].relation
            if relation is not None:
                at = s.index[relation.predecessor]
            else:
                before = self.predecessors.get(s.tasks[at].id, ()) if s.driver[at].kind == "crew" else ()
                at = max(before, key=lambda i: (s.finish[i], s.tasks[i].id), default=None)
        if best is None or best[0] == 0:
            return ""
        task = s.tasks[best[1]]
        return f"{_own_name(task)}, {span(best[0])}"


def _own_name(task: Task) -> str:
    return task.name or task.id


def span(days: int) -> str:
    """Weeks of what is long, days of what is not."""
    return f"{days / 7:.0f} weeks" if days >= 28 else count(days, "day")


def path_title(plan: Plan) -> str:
    """How many tasks, and what crews, megawatts and pins add."""
    s = plan.schedule
    title = f"Why: the critical path, {count(len(s.critical_path), 'task')}"
    late = s.project_finish - s.early_project_finish
    if late > 0:
        title += f" (crews, megawatts and pins add {count(late, 'day')} at the end)"
    return title


def critical_path_lines(plan: Plan) -> list[str]:
    """Its tasks in order, alike ones together."""
    s = plan.schedule
    groups: list[list[int]] = []
    for task_id in s.critical_path:
        i = s.index[task_id]
        if s.finish[i] == s.start[i] and s.tasks[i].item is None and task_id != s.critical_path[-1]:
            continue
        last = s.tasks[groups[-1][-1]] if groups else None
        task = s.tasks[i]
        if last is not None and task.item is not None and (task.item, task.hall) == (last.item, last.hall):
            groups[-1].append(i)
        else:
            groups.append([i])
    left_out = max(0, len(groups) - MOST_TASKS)
    if left_out:
        by_length = sorted(
            range(len(groups) - 1),
            key=lambda g: s.finish[groups[g][-1]] - s.start[groups[g][0]],
            reverse=True,
        )
        kept = {*by_length[: MOST_TASKS - 1], len(groups) - 1}
        groups = [group for g, group in enumerate(groups) if g in kept]
    names = {line.item: line.name for line in plan.estimate.boq}
    rows = []
    for group in groups:
        first, end = group[0], group[-1]
        task = s.tasks[first]
        name = _own_name(task)
        if len(group) > 1:
            name = f"{names.get(task.item or '', task.item or '')}: order to site"
        start, finish = s.start[first], s.finish[end]
        days = sum(s.tasks[i].duration.likely for i in group)
        rows.append(
            [
                str(plan.day(start)),
                str(finish_date(plan.project_start, start, finish)),
                f"{days:,}",
                "elapsed" if task.calendar == "elapsed" else task.calendar,
                task.hall or "",
                name,
            ]
        )
    columns = [
        Column("start"),
        Column("finish"),
        Column("days", right=True),
        Column("calendar", least=8),
        Column("hall", least=5),
        Column("task", least=20),
    ]
    lines = table(columns, rows) if rows else []
    if left_out:
        lines.append(f"  … and {count(left_out, 'shorter task')}")
    return lines


def order_lines(plan: Plan) -> list[str]:
    """What to order by when, the most urgent first."""
    names = {line.item: line.name for line in plan.estimate.boq}
    orders: dict[tuple[int, str, int, int], list[str]] = {}
    for i, needed, order_by in order_by_day(plan.graph, plan.schedule):
        chain = plan.graph.procurement[i]
        if chain.order is not None:
            orders.setdefault((order_by, chain.item, needed, chain.lead_days), []).append(
                chain.hall or "site"
            )
    rows = [
        [
            _day(plan, order_by),
            str(plan.day(needed)),
            f"{lead / 7:.0f}",
            names.get(item, item),
            ", ".join(halls),
            f"{-order_by:,} days LATE" if order_by < 0 else "",
        ]
        for (order_by, item, needed, lead), halls in sorted(orders.items())
    ]
    columns = [
        Column("order by"),
        Column("on site by"),
        Column("weeks", right=True),
        Column("item", least=20),
        Column("for", least=10),
        Column("late"),
    ]
    lines = table(columns, rows[:MOST_ITEMS]) if rows else []
    if len(rows) > MOST_ITEMS:
        lines.append(f"  … and {len(rows) - MOST_ITEMS} more, all later (--json lists them)")
    return lines


def _day(plan: Plan, boundary: int) -> str:
    try:
        return str(plan.day(boundary))
    except OverflowError:
        return "never"
