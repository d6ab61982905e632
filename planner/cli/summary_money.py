"""The summary's money: ranges, who pays, disciplines, years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.table import Column, table, usd
from planner.cost.spend import spend_by_month

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.cost.result import CapexLine, Estimate, Money
    from planner.pipeline import Plan


MOST_YEARS = 24
"""Rows of years shown; what is beyond is summed."""


def money_range(money: Money) -> str:
    """The likely figure, with low and high where they differ."""
    if money.low == money.likely == money.high:
        return usd(money.likely)
    return f"{usd(money.likely)} likely ({usd(money.low)} low, {usd(money.high)} high)"


def payers(lines: Iterable[CapexLine]) -> str:
    """Who pays how much, as the end of a sentence."""
    sums: dict[str, float] = {}
    for line in lines:
        sums[line.payer] = sums.get(line.payer, 0.0) + line.amount.likely
    paying = {payer: amount for payer, amount in sorted(sums.items()) if round(amount)}
    if len(paying) == 1:
        return f"; paid by the {next(iter(paying))}"
    return "".join(f"; {payer} {usd(amount)}" for payer, amount in paying.items())


def discipline_lines(estimate: Estimate) -> list[str]:
    """A row for each discipline: what is bought, what is built, what is kept."""
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


def spend_lines(plan: Plan) -> list[str]:
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
    if len(rows) > MOST_YEARS:
        left = len(rows) - MOST_YEARS + 1
        rows = [*rows[: MOST_YEARS - 1], [f"… and {left} more", "", rows[-1][2], "", rows[-1][4]]]
    names = ("facility", "to date", "IT, apart", "to date")
    return table([Column("year"), *(Column(name, right=True) for name in names)], rows)
