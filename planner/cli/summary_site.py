"""What the summary says of the site: megawatts to the halls, reuse, tenants' requirements, checks."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.table import PAGE, Column, count, table, usd
from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.problem import Problem
    from planner.pipeline import Plan

MOST_REUSED = 12
MOST_CHECKS = 40
MOST_GAPS = 12


def reuse_lines(plan: Plan) -> list[str]:
    """What becomes of each existing asset, and what that avoids."""
    rows = []
    for line, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True):
        money, days = value.net, value.time_avoided_days
        saved = usd(money.likely) if money is not None and round(money.likely) else ""
        rows.append(
            [
                line.decision,
                line.asset,
                line.name,
                f"{line.quantity:,.4g} {line.unit}".strip(),
                saved,
                f"{days:,} days" if days else "",
                line.rule if line.reason is None else f"own decision: {literal(line.reason)}",
            ]
        )
    columns = [
        Column("decision"),
        Column("asset", least=22),
        Column("what", least=8),
        Column("quantity", right=True),
        Column("avoids", right=True),
        Column("and", right=True),
        Column("rule", least=12),
    ]
    lines = table(columns, rows[:MOST_REUSED]) if rows else []
    if len(rows) > MOST_REUSED:
        lines.append(f"  … and {len(rows) - MOST_REUSED} more (--json lists them)")
    return lines


def waterfall_lines(plan: Plan) -> list[str]:
    """Each step from the grid connection to the halls."""
    rows = [
        [step.step, f"{step.delta_mw:+,.2f}", f"{step.running_mw:,.2f}", step.formula]
        for step in plan.sizing.waterfall
    ]
    columns = [
        Column("step"),
        Column("MW", right=True),
        Column("leaves", right=True),
        Column("formula", least=20),
    ]
    return table(columns, rows) if rows else []


def tenant_lines(plan: Plan) -> list[str]:
    """How many requirements are met, and every gap with what closing it costs and takes."""
    if not plan.tenant_checks:
        return []
    met: dict[tuple[str, bool], list[bool]] = {}
    for check in plan.tenant_checks:
        met.setdefault((check.pack, check.chosen), []).append(check.passed)
    lines = [
        f"  {pack}{'' if chosen else ' (no pack named: the default, which fails nothing)'}: "
        f"{sum(passed):,} of {len(passed):,} met"
        for (pack, chosen), passed in met.items()
    ]
    gaps = [check for check in plan.tenant_checks if not check.passed]
    if not gaps:
        return lines
    from planner.compare.cure import cures

    closing = cures(plan)
    rows = []
    for check in gaps[:MOST_GAPS]:
        cure = closing[check.hall, check.requirement.id]
        cost, days = cure.cost_usd, cure.days
        rows.append(
            [
                check.hall,
                "must" if check.requirement.must else "wish",
                check.requirement.name,
                "" if cost is None else f"{usd(cost.likely)}{' for the site' if cure.with_site else ''}",
                "" if days is None else f"{days:+,} days",
                cure.how,
            ]
        )
    columns = [
        Column("gap of"),
        Column(""),
        Column("asks", least=24),
        Column("closing it costs", right=True),
        Column("and", right=True),
        Column("how", least=20),
    ]
    lines += table(columns, rows)
    if len(gaps) > MOST_GAPS:
        lines.append(f"  … and {len(gaps) - MOST_GAPS} more (--json lists them)")
    return lines


def check_lines(problems: Sequence[Problem]) -> list[str]:
    """Problems, alike ones together."""
    lines: list[str] = []
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        group = problem.code if problem.severity == "warning" else str(problem)
        alike.setdefault(group, []).append(problem)
    for problem, *others in list(alike.values())[:MOST_CHECKS]:
        mark = "FAILED " if problem.severity == "failure" else "warning"
        more = f" (and {count(len(others), 'more like it', 'more like it')})" if others else ""
        lines += textwrap.wrap(
            f"{mark} {replace(problem, file='')}{more}",
            PAGE,
            initial_indent="  ",
            subsequent_indent=" " * 10,
            break_on_hyphens=False,
        )
    if len(alike) > MOST_CHECKS:
        lines.append(f"  … and {len(alike) - MOST_CHECKS} more (planner check lists them)")
    return lines
