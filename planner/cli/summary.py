"""A plan as text for a person: the answer first, then why, what to order, what it costs, what is wrong."""

from __future__ import annotations

import os
import sys
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.baseline import progress_of
from planner.checks import order_by_day
from planner.cli.against_baseline import progress_fact, variance_lines, variance_title
from planner.cli.table import PAGE, Column, count, cut, table, usd
from planner.cost.spend import spend_by_month
from planner.model.problem import literal
from planner.schedule.dates import finish_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.baseline import Variance
    from planner.cost.result import CapexLine, Estimate, Money
    from planner.model.problem import Problem
    from planner.model.work import Task
    from planner.pipeline import Plan

MOST_ROWS = 24
"""Rows of the critical path shown; the shortest tasks are left out beyond it, and counted."""
MOST_ITEMS = 12
MOST_REUSED = 12
MOST_CHECKS = 40
MOST_GAPS = 12


def plan_summary(plan: Plan, *, bold: bool | None = None, against: Variance | None = None) -> str:
    """The whole summary, at most 100 columns wide; headings bold on a terminal that has it."""
    if bold is None:
        bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    lines = _headline(plan)
    for title, rows in (
        *([] if against is None else [(variance_title(against), variance_lines(against, plan))]),
        ("Search for better dates", _search(plan)),
        ("Halls", _halls(plan)),
        (_path_title(plan), _critical_path(plan)),
        ("Order by", _long_lead(plan)),
        ("Facility capex by discipline", _by_discipline(plan.estimate)),
        ("Spend by year, from the planned dates", _spend(plan)),
        ("Megawatts, from the grid connection to the halls", _waterfall(plan)),
        ("Reuse of what exists", _reuse(plan)),
        ("Tenant requirements", _tenants(plan)),
        ("Checks", _checks(plan.problems)),
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
    facts.append(("Facility capex", f"{_range(estimate.capex)}{per_mw}; class {estimate.estimate_class}"))
    if any(estimate.it_capex):
        facts.append(
            (
                "IT capex, apart",
                f"{_range(estimate.it_capex)}; class {estimate.estimate_class}{_payers(estimate.it_lines)}",
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


def _range(money: Money) -> str:
    if money.low == money.likely == money.high:
        return usd(money.likely)
    return f"{usd(money.likely)} likely ({usd(money.low)} low, {usd(money.high)} high)"


def _payers(lines: Iterable[CapexLine]) -> str:
    sums: dict[str, float] = {}
    for line in lines:
        sums[line.payer] = sums.get(line.payer, 0.0) + line.amount.likely
    paying = {payer: amount for payer, amount in sorted(sums.items()) if round(amount)}
    if len(paying) == 1:
        return f"; paid by the {next(iter(paying))}"
    return "".join(f"; {payer} {usd(amount)}" for payer, amount in paying.items())


def _halls(plan: Plan) -> list[str]:
    if not plan.sizing.halls:
        return []
    chains = _Chains(plan)
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


class _Chains:
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
        return f"{_own_name(task)}, {_span(best[0])}"


def _own_name(task: Task) -> str:
    return task.name or task.id


def _span(days: int) -> str:
    return f"{days / 7:.0f} weeks" if days >= 28 else count(days, "day")


def _path_title(plan: Plan) -> str:
    s = plan.schedule
    title = f"Why: the critical path, {count(len(s.critical_path), 'task')}"
    late = s.project_finish - s.early_project_finish
    if late > 0:
        title += f" (crews, megawatts and pins add {count(late, 'day')} at the end)"
    return title


def _critical_path(plan: Plan) -> list[str]:
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
    left_out = max(0, len(groups) - MOST_ROWS)
    if left_out:
        by_length = sorted(
            range(len(groups) - 1),
            key=lambda g: s.finish[groups[g][-1]] - s.start[groups[g][0]],
            reverse=True,
        )
        kept = {*by_length[: MOST_ROWS - 1], len(groups) - 1}
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


def _long_lead(plan: Plan) -> list[str]:
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


def _by_discipline(estimate: Estimate) -> list[str]:
    lines, total = estimate.lines, estimate.capex
    sums: dict[tuple[int, str], list[float]] = {}
    for line in lines:
        kept = line.kind in ("equipment", "labour", "own")
        key = (0, line.discipline.replace("_", " ")) if kept else (1, line.kind)
        held = sums.setdefault(key, [0.0, 0.0, 0.0])
        for i, amount in enumerate(line.amount):
            held[i] += amount
    if not sums:
        return []
    ordered = sorted(sums.items(), key=lambda entry: (entry[0][0], -entry[1][1], entry[0][1]))
    rows = [
        [name, usd(likely), usd(low), usd(high), f"{likely / total.likely:.0%}" if total.likely else ""]
        for (_, name), (low, likely, high) in ordered
    ]
    rows.append(
        [f"total, class {estimate.estimate_class}", usd(total.likely), usd(total.low), usd(total.high), ""]
    )
    columns = [
        Column("discipline", least=20),
        Column("likely", right=True),
        Column("low", right=True),
        Column("high", right=True),
        Column("share", right=True),
    ]
    return table(columns, rows)


def _spend(plan: Plan) -> list[str]:
    """Likely spend of each calendar year and up to its end; by month with --json."""
    months = spend_by_month(plan.estimate, plan.schedule)
    if not months or not any((*months[-1].capex_to_date, *months[-1].it_capex_to_date)):
        return []
    last = {month.month.year: month for month in months}
    rows, before, it_before = [], 0.0, 0.0
    for year, month in last.items():
        facility, it = month.capex_to_date.likely, month.it_capex_to_date.likely
        rows.append([str(year), usd(facility - before), usd(facility), usd(it - it_before), usd(it)])
        before, it_before = facility, it
    if len(rows) > MOST_ROWS:
        left = len(rows) - MOST_ROWS + 1
        rows = [*rows[: MOST_ROWS - 1], [f"… and {left} more", "", rows[-1][2], "", rows[-1][4]]]
    names = ("facility", "to date", "IT, apart", "to date")
    return table([Column("year"), *(Column(name, right=True) for name in names)], rows)


def _reuse(plan: Plan) -> list[str]:
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


def _waterfall(plan: Plan) -> list[str]:
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


def _tenants(plan: Plan) -> list[str]:
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


def _checks(problems: Sequence[Problem]) -> list[str]:
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
