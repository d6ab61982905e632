"""What each screen shows, as a table of plain values: all rows of its filter, in its order, with all columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.io.export_table import Table
from planner.tui.render.tasks import crew_words, driver_words, last_day, relation_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.baseline import Baseline
    from planner.explain import Fact
    from planner.io.export_table import Cell
    from planner.model.problem import Problem
    from planner.pipeline import Plan
    from planner.tui.render.compare import CompareRows
    from planner.tui.render.gantt import GanttRow
    from planner.tui.render.graph import Picture
    from planner.tui.render.money import MoneyRow, SpendRows
    from planner.tui.render.tasks import Links

TASK_COLUMNS = (
    "id", "name", "discipline", "hall", "start", "finish", "duration_days", "total_float_days", "free_float_days", "critical", "crew",
    "starts_when", "cost_usd",
)  # fmt: skip


def task_table(plan: Plan, order: Iterable[int]) -> Table:
    """Tasks with the columns of the plan's own names."""
    return Table(TASK_COLUMNS, tuple(_task(plan, i) for i in order))


def _task(plan: Plan, i: int) -> tuple[Cell, ...]:
    schedule, task = plan.schedule, plan.schedule.tasks[i]
    return (
        task.id, task.name, task.discipline, task.hall, plan.day(schedule.start[i]), last_day(plan, i), task.duration.likely,
        schedule.total_float[i], schedule.free_float[i], schedule.critical(i), crew_words(task), driver_words(plan, i),
        plan.estimate.task_cost.get(task.id),
    )  # fmt: skip


def gantt_table(plan: Plan, rows: Sequence[GanttRow], baseline: Baseline | None = None) -> Table:
    """Tasks with the group that each stands in, and with the dates of a baseline where one is chosen."""
    found: list[tuple[Cell, ...]] = []
    then = {t.id: t for t in baseline.task} if baseline is not None else {}
    group = ""
    for row in rows:
        if row.task is None:
            group = row.label
        else:
            start, finish = plan.schedule.late_start[row.task], plan.schedule.late_finish[row.task]
            late = plan.day(finish - 1 if finish > start else finish)
            was: tuple[Cell, ...] = ()
            if baseline is not None:
                kept = then.get(plan.schedule.tasks[row.task].id)
                last = last_day(plan, row.task)
                was = (
                    (None, None, None)
                    if kept is None
                    else (kept.start, kept.finish, (last - kept.finish).days)
                )
            found.append((group, *_task(plan, row.task), late, *was))
    more = ("baseline_start", "baseline_finish", "finish_variance_days") if baseline is not None else ()
    return Table(("group", *TASK_COLUMNS, "late_finish", *more), tuple(found))


def graph_table(picture: Picture, links: Links) -> Table:
    """Tasks of a picture from left to right with their relations, those that lead out of it too."""
    plan = picture.plan
    boxes = sorted(picture.layout.boxes.values(), key=lambda b: (b.x, b.y))
    rows = []
    for box in boxes:
        before, after = (
            "; ".join(f"{getattr(r, other)} {relation_words(r)}" for r in held.get(box.id, ()))
            for held, other in ((links.before, "predecessor"), (links.after, "successor"))
        )
        rows.append((*_task(plan, plan.schedule.index[box.id]), before, after))
    return Table((*TASK_COLUMNS, "predecessors", "successors"), tuple(rows))


def money_table(rows: Iterable[MoneyRow]) -> Table:
    """Sums as they are folded; `level` 0 is a side's total, 1 a part of it, 2 a part of that."""
    header = (
        "side",
        "level",
        "name",
        "likely_usd",
        "low_usd",
        "high_usd",
        "share",
        "landlord_usd",
        "tenant_usd",
    )
    return Table(
        header,
        tuple(
            (r.side, r.depth, r.label, r.amount.likely, r.amount.low, r.amount.high, r.share, r.landlord, r.tenant) for r in rows
        ),
    )  # fmt: skip


def spend_table(spend: SpendRows) -> Table:
    """Months, facility and IT."""
    names = [
        f"{key}_{column}_usd"
        for key in ("capex", "it_capex", "capex_to_date", "it_capex_to_date")
        for column in ("low", "likely", "high")
    ]
    return Table(
        ("month", *names),
        tuple(
            (f"{m.month:%Y-%m}", *m.capex, *m.it_capex, *m.capex_to_date, *m.it_capex_to_date)
            for m in spend.months
        ),
    )


def compare_table(rows: CompareRows) -> Table:
    """Figures, quantities and inputs of every plan, and the differences of each from the first."""
    labels = rows.labels
    header = ("section", "name", "unit", *labels, *(f"{label} less {labels[0]}" for label in labels[1:]))
    found: list[tuple[Cell, ...]] = []
    section = ""
    for row in rows.lines:
        if isinstance(row, str):
            section = row or section
            continue
        name = getattr(row, "label", None) or getattr(row, "address", "")
        gaps: tuple[float | None, ...] = getattr(row, "differences", ())
        values = tuple(v if v is None or isinstance(v, (str, int, float, bool)) or hasattr(v, "isoformat") else str(v) for v in row.values)  # fmt: skip
        beside = tuple(gaps[1:]) if gaps else (None,) * (len(labels) - 1)
        found.append((section, name, getattr(row, "unit", "") or "", *values, *beside))
    return Table(header, tuple(found))


def check_table(problems: Iterable[Problem]) -> Table:
    """Problems in the order of the screen."""
    return Table(
        ("severity", "code", "key", "value", "what_to_do"),
        tuple((p.severity, p.code, p.key, p.value, p.message) for p in problems),
    )


def fact_table(facts: Iterable[tuple[str, Fact]]) -> Table:
    """Facts with what they are made of."""
    header = ("stands_as", "name", "title", "value", "unit", "low", "high", "formula", "source", "confidence")
    return Table(
        header,
        tuple(
            (side, f.name, f.title, _value(f.value), f.unit, f.low, f.high, f.formula, f.source, f.confidence) for side, f in facts
        ),
    )  # fmt: skip


def _value(value: object) -> Cell:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
