"""A plan as text for a person: the answer first, then why, what to order, what it costs, what is wrong."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

from planner.baseline import progress_of
from planner.cli.against_baseline import progress_fact, variance_lines, variance_title
from planner.cli.summary_money import discipline_lines, money_range, payers, spend_lines
from planner.cli.summary_path import Chains, critical_path_lines, order_lines, path_title
from planner.cli.summary_site import check_lines, reuse_lines, tenant_lines, waterfall_lines
from planner.cli.table import PAGE, Column, count, cut, table, usd
from planner.model.problem import literal

if TYPE_CHECKING:
    from planner.baseline import Variance
    from planner.pipeline import Plan


def plan_summary(plan: Plan, *, bold: bool | None = None, against: Variance | None = None) -> str:
    """The whole summary, at most 100 columns wide; headings bold on a terminal that has it."""
    if bold is None:
        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    lines = _headline(plan)
    for title, rows in (
        *([] if against is None else [(variance_title(against), variance_lines(against, plan))]),
        ("Search for better dates", _search(plan)),
        ("Halls", _halls(plan)),
        (path_title(plan), critical_path_lines(plan)),
        ("Order by", order_lines(plan)),
        ("Facility capex by discipline", discipline_lines(plan.estimate)),
        ("Spend by year, from the planned dates", spend_lines(plan)),
        ("Megawatts, from the grid connection to the halls", waterfall_lines(plan)),
        ("Reuse of what exists", reuse_lines(plan)),
        ("Tenant requirements", tenant_lines(plan)),
        ("Checks", check_lines(plan.problems)),
    ):
        if rows:
            lines += ["", f"\x1b[1m{title}\x1b[0m" if bold else title, *rows]
    return "\n".join(lines) + "\n"


def _search(plan: Plan) -> list[str]:
    if plan.optimisation is None:
        return []
    from planner.optimise.words import search_lines

    lines = search_lines(plan.optimisation)
    return [part for line in lines for part in textwrap.wrap(line, PAGE, subsequent_indent="    ")]


def _headline(plan: Plan) -> list[str]:
    name = plan.facility.site.name or "Unnamed site"
    title = literal(name) + (f" @ {literal(plan.scenario)}" if plan.scenario else "")
    estimate = plan.estimate
    facts: list[tuple[str, str]] = []
    if plan.rfs_date is not None and plan.months_to_rfs is not None:
        first = ""
        if plan.first_rfs_date != plan.rfs_date:
            first = f"; first hall {plan.first_rfs_date}"
        facts.append(
            (
                "Ready for service",
                f"{plan.rfs_date}, {plan.months_to_rfs:.1f} months from {plan.project_start}{first}",
            )
        )
        facts.append(
            ("Critical IT", f"{plan.critical_it_mw or 0:.2f} MW in {count(len(plan.sizing.halls), 'hall')}")
        )
    else:
        days = (plan.project_finish - plan.project_start).days + 1
        span = f"{count(days, 'calendar day')} from {plan.project_start}"
        facts.append(
            (
                "Finish",
                f"{plan.project_finish}, {span}"
                if plan.schedule.tasks
                else f"no tasks from {plan.project_start}",
            )
        )
        facts.append(
            (
                "Work",
                f"{count(len(plan.schedule.tasks), 'task')}, {count(len(plan.graph.relations), 'relation')}",
            )
        )
    per_mw = f"; {usd(plan.capex_usd_per_mw)} per MW" if plan.capex_usd_per_mw is not None else ""
    facts.append(
        ("Facility capex", f"{money_range(estimate.capex)}{per_mw}; class {estimate.estimate_class}")
    )
    if any(estimate.it_capex):
        facts.append(
            (
                "IT capex, apart",
                f"{money_range(estimate.it_capex)}; class {estimate.estimate_class}{payers(estimate.it_lines)}",
            )
        )
    if plan.sizing.halls:
        facts.append(("Project finish", f"{plan.project_finish}, {count(len(plan.schedule.tasks), 'task')}"))
    progress = progress_of(plan)
    if progress.reported:
        facts.append(("Progress", progress_fact(plan, progress)))
    failed = sum(p.severity == "failure" for p in plan.problems)
    warned = sum(p.severity == "warning" for p in plan.problems)
    told = [count(failed, "failure")] if failed else []
    told += [count(warned, "warning")] if warned else []
    facts.append(("Checks", ", ".join(told) or "all passed"))
    width = max(len(label) for label, _ in facts)
    return [cut(title, PAGE), *(cut(f"  {label:<{width}}  {text}", PAGE) for label, text in facts)]


def _halls(plan: Plan) -> list[str]:
    if not plan.sizing.halls:
        return []
    chains = Chains(plan)
    rows = []
    for hall in plan.sizing.halls:
        day = plan.hall_rfs_day.get(hall.hall)
        task = plan.graph.rfs.get(hall.hall)
        rows.append(
            [
                hall.hall,
                "" if hall.name == hall.hall else hall.name,
                f"{hall.platform}, {hall.cooling}",
                f"{hall['critical_it_kw'] / 1000:.2f}",
                f"{hall['nodes']:,.0f}",
                "" if day is None else str(plan.day(day)),
                "" if task is None else chains.longest(task),
            ]
        )
    rows += [
        [h.id, h.name if h.name != h.id else "", "goes on mining", f"({h.existing_mw:g})", "", "", ""]
        for h in sorted(plan.facility.mining_halls, key=lambda h: h.id)
        if h.existing_mw
    ]
    columns = [
        Column("hall", least=6),
        Column("name", least=8),
        Column("platform", least=12),
        Column("MW", right=True),
        Column("nodes", right=True),
        Column("RFS"),
        Column("longest step to it", least=18),
    ]
    return table(columns, rows)
