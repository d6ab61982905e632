"""Columns of a task that are asked for one by one: made when asked, for a plan has thousands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.explain.result import Fact

if TYPE_CHECKING:
    from planner.explain.result import Value
    from planner.model.work import Relation
    from planner.pipeline import Plan

COLUMNS = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float_days", "free_float_days", "cost_usd",
)  # fmt: skip
TASKS = "tasks."


class Links(NamedTuple):
    """Relations of each task."""

    into: dict[str, list[Relation]]
    out: dict[str, list[Relation]]


@lru_cache(maxsize=2)
def _links(plan: int, relations: tuple[Relation, ...]) -> Links:
    into: dict[str, list[Relation]] = {}
    out: dict[str, list[Relation]] = {}
    for relation in relations:
        into.setdefault(relation.successor, []).append(relation)
        out.setdefault(relation.predecessor, []).append(relation)
    return Links(into, out)


def task_column(plan: Plan, name: str) -> Fact | None:
    """The fact of `tasks.ID.COLUMN`; None where there is no such task or column."""
    task, _, column = name.removeprefix(TASKS).rpartition(".")
    if not name.startswith(TASKS) or column not in COLUMNS or task not in plan.schedule.index:
        return None
    value, unit, formula, needs = _made(plan, task, column)
    title = f"{column.replace('_', ' ').removesuffix(' days').removesuffix(' usd')} of {task}"
    kind = "money" if column == "cost_usd" else "time"
    return Fact(name, title, value, unit, formula, needs, kind)  # type: ignore[arg-type]


def _made(plan: Plan, task: str, column: str) -> tuple[Value, str, str, tuple[str, ...]]:
    schedule, at = plan.schedule, plan.schedule.index[task]
    own = f"{TASKS}{task}"
    if column == "cost_usd":
        lines = [line for line in plan.estimate.lines if line.task == task]
        needs = tuple(f"capex.{line.id}" for line in lines)
        return (
            plan.estimate.task_cost.get(task, 0.0),
            "USD",
            f"sum of the likely column of {len(lines)} lines: 0 where none",
            needs,
        )
    if column == "start":
        return plan.day(schedule.start[at]).isoformat(), "", "planned start", (own,)
    if column == "total_float_days":
        formula = "working days of its calendar between early and late start"
        return schedule.total_float[at], "working days", formula, (f"{own}.early_start", f"{own}.late_start")
    links = _links(id(plan.schedule), plan.graph.relations)
    if column == "free_float_days":
        after = tuple(f"{TASKS}{r.successor}.early_start" for r in links.out.get(task, ()))
        formula = f"working days to the nearest of {len(after)} successors"
        return schedule.free_float[at], "working days", formula, (f"{own}.early_finish", *after)
    days = {
        "finish": schedule.finish, "early_start": schedule.early_start, "early_finish": schedule.early_finish,
        "late_start": schedule.late_start, "late_finish": schedule.late_finish,
    }[column]  # fmt: skip
    shown = plan.day(days[at]).isoformat()
    if column in ("finish", "early_finish"):
        start = own if column == "finish" else f"{own}.early_start"
        return (
            shown,
            "",
            "morning after the last day worked: start and duration in its calendar",
            (start, f"{own}.duration"),
        )
    if column == "early_start":
        before = [
            f"{TASKS}{r.predecessor}.{'early_finish' if r.kind in ('FS', 'FF') else 'early_start'}"
            for r in links.into.get(task, ())
        ]
        return (
            shown,
            "",
            f"latest bound of {len(before)} relations, without crews",
            tuple(before) or ("project.start",),
        )
    if column == "late_start":
        return (
            shown,
            "",
            "late finish less duration in its calendar",
            (f"{own}.late_finish", f"{own}.duration"),
        )
    later = [
        f"{TASKS}{r.successor}.{'late_start' if r.kind in ('FS', 'SS') else 'late_finish'}"
        for r in links.out.get(task, ())
    ]
    return (
        shown,
        "",
        f"earliest bound of {len(later)} relations, else the network's end",
        tuple(later) or ("project_finish",),
    )
