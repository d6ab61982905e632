"""The money of a plan as data: bill of quantities, capex lines, reuse, shares by discipline and the spend by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cost.breakdown import breakdown
from planner.cost.money import total
from planner.cost.spend import spend_by_month
from planner.io.export_values import CURRENCY, dollars, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.cost.result import CapexLine, Money, PricedLine
    from planner.pipeline import Plan


def boq(plan: Plan) -> list[dict[str, Any]]:
    """Priced lines, each with what reuse spares of its item and place.

    The credit stands at the first line of an item and place, so that the lines' credits add up to the ledger's;
    what is spared entirely has no line and stands in the ledger alone.
    """
    credits: dict[tuple[str, str | None], list[Money]] = {}
    for spared, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True):
        if spared.avoids_item is not None and value.avoided is not None:
            credits.setdefault((spared.avoids_item, spared.hall), []).append(value.avoided)
    return [_boq_line(b, credits.pop((b.item, b.hall), [])) for b in plan.estimate.boq]


def _boq_line(line: PricedLine, spared: Sequence[Money]) -> dict[str, Any]:
    return {
        "id": line.id,
        "item": line.item,
        "name": line.name,
        "hall": line.hall,
        "discipline": line.discipline,
        "side": line.side,
        "payer": line.payer,
        "quantity": number(line.quantity, 6),
        "unit": line.unit,
        "unit_price": dollars(line.unit_price),
        "low": number(line.total.low, 2),
        "likely": number(line.total.likely, 2),
        "high": number(line.total.high, 2),
        "class": line.estimate_class,
        "basis": line.basis,
        "source": line.source,
        "confidence": line.confidence,
        "price_source": line.price_source,
        "price_date": str(line.price_date),
        "price_confidence": line.price_confidence,
        "currency": CURRENCY,
        "reuse_credit_usd": dollars(total(spared)),
    }


def capex_line(line: CapexLine) -> dict[str, Any]:
    """One line of the estimate."""
    return {
        "id": line.id,
        "name": line.name,
        "kind": line.kind,
        "discipline": line.discipline,
        "task": line.task,
        "hall": line.hall,
        "payer": line.payer,
        "class": line.estimate_class,
        "low": number(line.amount.low, 2),
        "likely": number(line.amount.likely, 2),
        "high": number(line.amount.high, 2),
        "basis": line.basis,
        "source": line.source,
        "confidence": line.confidence,
        "price_date": line.price_date,
        "currency": CURRENCY,
    }


def reuse(plan: Plan) -> list[dict[str, Any]]:
    """What becomes of each existing asset, and what that avoids."""
    return [
        {
            "asset": r.asset,
            "hall": r.hall,
            "decision": r.decision,
            "quantity": number(r.quantity, 6),
            "unit": r.unit,
            "rule": r.rule,
            "avoids_item": r.avoids_item,
            "avoided_usd": None if value.avoided is None else dollars(value.avoided),
            "name": r.name or None,
            "refurbish_usd": dollars(value.refurbish),
            "capex_avoided": None if value.net is None else dollars(value.net),
            "time_avoided_days": value.time_avoided_days,
            "tasks": list(value.tasks),
            "decision_by": r.decided_by,
            "reason": r.reason,
        }
        for r, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True)
    ]


def by_payer(lines: Iterable[CapexLine]) -> dict[str, Any]:
    """The sum of lines, split by who pays."""
    sums = {"landlord": [0.0, 0.0, 0.0], "tenant": [0.0, 0.0, 0.0]}
    for line in lines:
        held = sums[line.payer]
        for i, amount in enumerate(line.amount):
            held[i] += amount
    return {payer: dollars(amounts) for payer, amounts in sums.items()}


def spend(plan: Plan) -> list[dict[str, Any]]:
    """A member for each month from the project start to the last that spends something."""
    return [
        {
            "month": f"{month.month.year:04d}-{month.month.month:02d}",
            "capex_usd": dollars(month.capex),
            "it_capex_usd": dollars(month.it_capex),
            "capex_to_date_usd": dollars(month.capex_to_date),
            "it_capex_to_date_usd": dollars(month.it_capex_to_date),
        }
        for month in spend_by_month(plan.estimate, plan.schedule)
    ]


def capex_by_discipline(plan: Plan) -> list[dict[str, Any]]:
    """A member for each side, place, discipline and payer."""
    return [
        {
            "side": share.side,
            "hall": share.hall,
            "discipline": share.discipline,
            "payer": share.payer,
            **dollars(share.amount),
        }
        for share in breakdown(plan.estimate)
    ]
