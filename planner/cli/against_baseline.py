"""A plan beside a baseline, progress in numbers, and the baselines of a file, as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.table import Column, count, table, usd
from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.baseline import Baseline, Progress, Variance
    from planner.pipeline import Plan

MOST_SLIPS = 12
MOST_NAMED = 5
"""Added and removed tasks named."""


def progress_fact(plan: Plan, progress: Progress) -> str:
    """Data date, tasks by state and the forecast in one line."""
    states = f"{progress.done:,} done, {progress.begun:,} in progress, {progress.to_do:,} to do"
    forecast = (
        f"forecast RFS {plan.rfs_date}"
        if plan.rfs_date is not None
        else f"forecast finish {plan.project_finish}"
    )
    return f"data date {progress.data_date}: {states}; {forecast}"


def variance_title(found: Variance) -> str:
    """Which baseline, from when."""
    kept = found.baseline
    made = f", kept on {kept.made_on}" if kept.made_on is not None else ""
    of = f" of @{literal(kept.scenario)}" if kept.scenario is not None else ""
    return f"Against the baseline {kept.name}{of}{made}"


def variance_lines(found: Variance, plan: Plan) -> list[str]:
    """Forecast against baseline for site and halls, money, and the worst slips."""
    kept = found.baseline
    rows = []
    if plan.rfs_date is not None or kept.rfs_date is not None:
        rows.append(_row("RFS", plan.rfs_date, kept.rfs_date, found.rfs_variance_days))
    if len(found.halls) > 1:
        rows += [
            _row(f"RFS of {hall.id}", hall.rfs_date, hall.baseline_rfs_date, hall.rfs_variance_days)
            for hall in found.halls
        ]
    rows.append(_row("project finish", plan.project_finish, kept.project_finish, found.finish_variance_days))
    if kept.capex_usd is not None and found.capex_variance_usd is not None:
        more = found.capex_variance_usd
        change = "the same" if not more else f"{usd(abs(more))} {'more' if more > 0 else 'less'}"
        rows.append(["facility capex", usd(plan.estimate.capex.likely), usd(kept.capex_usd), change])
    columns = [
        Column("", least=12),
        Column("forecast", right=True),
        Column("baseline", right=True),
        Column("so"),
    ]
    return [*table(columns, rows), *_changed(found), *_slips(found)]


def _row(what: str, now: date | None, then: date | None, days: int | None) -> list[str]:
    return [what, str(now or "none"), str(then or "none"), "" if days is None else _later(days)]


def _later(days: int) -> str:
    return "the same" if not days else f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _changed(found: Variance) -> list[str]:
    lines = []
    for what, ids in (("added since", found.added), ("gone since", found.removed)):
        if ids:
            more = f" and {len(ids) - MOST_NAMED:,} more" if len(ids) > MOST_NAMED else ""
            lines.append(
                f"  {count(len(ids), 'task')} {what}: {', '.join(map(literal, ids[:MOST_NAMED]))}{more}"
            )
    return lines


def _slips(found: Variance) -> list[str]:
    slips = found.slips
    if not slips:
        return [f"  of {count(len(found.tasks), 'task')} in both none finishes later"] if found.tasks else []
    rows = [
        [
            t.id,
            "" if t.name == t.id else t.name,
            str(t.baseline_finish),
            str(t.finish),
            f"{t.finish_variance_days:+,}",
        ]
        for t in slips[:MOST_SLIPS]
    ]
    columns = [
        Column("worst slips", least=20),
        Column("task", least=12),
        Column("baseline"),
        Column("finish"),
        Column("days", right=True),
    ]
    lines = table(columns, rows)
    if len(slips) > MOST_SLIPS:
        lines.append(
            f"  … and {count(len(slips) - MOST_SLIPS, 'task')} more that finish later (--json lists them)"
        )
    return lines


def baselines_text(kept: Sequence[Baseline]) -> str:
    """The baselines of a file, one a line; nothing where there are none."""
    if not kept:
        return ""
    rows = [
        [
            b.name,
            str(b.made_on or ""),
            b.scenario or "",
            str(b.data_date or ""),
            str(b.rfs_date or ""),
            str(b.project_finish),
            "" if b.capex_usd is None else usd(b.capex_usd),
            f"{len(b.task):,}",
        ]
        for b in kept
    ]
    columns = [
        Column("baseline"),
        Column("kept on"),
        Column("scenario", least=8),
        Column("data date"),
        Column("RFS"),
        Column("finish"),
        Column("capex", right=True),
        Column("tasks", right=True),
    ]
    return "\n".join(table(columns, rows, indent="")) + "\n"
