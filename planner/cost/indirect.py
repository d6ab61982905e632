"""Percentage lines of one place: indirects, escalation and contingency, each column on its own base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cost.bill import ESTIMATE_CLASS
from planner.cost.money import NOTHING, percentage, total
from planner.cost.result import CapexLine, Money

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from planner.books import Books, Entry
    from planner.cost.bill import DatedLine
    from planner.cost.result import LineKind

ESCALATION = "prices.percent.escalation"
CONTINGENCY = "prices.percent.contingency"
INDIRECTS: tuple[tuple[str, str, str, str | None, str | None], ...] = (
    ("design", "Design and engineering", "direct cost", "hall_design", "permit_set"),
    ("permitting", "Permits and inspections", "direct cost", "site.building_permit", "building_permit"),
    ("owner", "Owner's costs", "direct cost", None, None),
    ("general_conditions", "General conditions and fee", "direct cost", None, None),
    ("commissioning", "Commissioning agent and testing", "direct cost", "l4", None),
    ("sales_tax", "Sales tax and duties", "equipment", None, None),
)
"""Entry of `prices.percent`, name, base, and the task that spends it in a hall and at the site."""


def indirect_lines(
    books: Books, place: str | None, direct: Sequence[DatedLine], tasks: Container[str]
) -> list[CapexLine]:
    """Indirects of one hall, or of the site, on its own direct cost or equipment."""
    bases = {
        "direct cost": total(d.line.amount for d in direct),
        "equipment": total(d.line.amount for d in direct if d.line.kind == "equipment"),
    }
    prefix = place or "site"
    lines = []
    for key, name, base, hall_task, site_task in INDIRECTS:
        task = hall_task if place is not None else site_task
        if task is not None:
            task = task if "." in task else f"{prefix}.{task}"
            task = task if task in tasks else None
        rate = books[f"prices.percent.{key}"]
        line = _percent_line(f"{prefix}.{key}", name, "indirect", place, task, rate, bases[base], base)
        if line is not None:
            lines.append(line)
    return lines


def contingency_line(books: Books, place: str | None, direct: Sequence[DatedLine]) -> CapexLine | None:
    """Contingency at concept class on direct cost; indirects, escalation and own tasks carry none."""
    base = total(d.line.amount for d in direct)
    rate = books[CONTINGENCY]
    return _percent_line(
        f"{place or 'site'}.contingency", "Contingency", "contingency", place, None, rate, base, "direct cost"
    )


Growth = tuple[float, float, float]


def escalation_line(
    books: Books,
    place: str | None,
    direct: Sequence[DatedLine],
    growth: Callable[[DatedLine], Growth],
) -> CapexLine | None:
    """Escalation of one place: each direct line from the day of its price to the start of its task.

    `growth` gives (1 + rate)^years - 1 of a line for each column, never negative.
    """
    low = likely = high = base = 0.0
    for dated in direct:
        grown, amount = growth(dated), dated.line.amount
        low += amount.low * grown[0]
        likely += amount.likely * grown[1]
        high += amount.high * grown[2]
        base += amount.likely
    amount = Money(round(low, 2), round(likely, 2), round(high, 2))
    if amount == NOTHING:
        return None
    rate = books[ESCALATION]
    basis = (
        f"{base:,.2f} USD of direct cost, each line x ((1 + {rate.likely:g})^years - 1) from its price date to the "
        f"early start of its task: {likely / base:.4%} on average"
    )
    return _line(
        f"{place or 'site'}.escalation", "Escalation", "escalation", place, None, basis, rate, amount
    )


def _percent_line(
    line_id: str,
    name: str,
    kind: LineKind,
    place: str | None,
    task: str | None,
    rate: Entry,
    base: Money,
    what: str,
) -> CapexLine | None:
    amount = percentage(base, rate)
    if amount == NOTHING:
        return None
    basis = f"{rate.likely:.4g} x {base.likely:,.2f} USD of {what}"
    return _line(line_id, name, kind, place, task, basis, rate, amount)


def _line(
    line_id: str,
    name: str,
    kind: LineKind,
    place: str | None,
    task: str | None,
    basis: str,
    rate: Entry,
    amount: Money,
) -> CapexLine:
    return CapexLine(
        line_id,
        name,
        kind,
        kind,
        place,
        task,
        "landlord",
        "facility",
        ESTIMATE_CLASS,
        basis,
        rate.source,
        amount,
        rate.confidence,
        rate.as_of,
    )
