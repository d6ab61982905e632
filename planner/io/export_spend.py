"""When and on what the money goes, as data: `spend[]` and `capex_by_discipline[]` of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cost.breakdown import breakdown
from planner.cost.spend import spend_by_month

if TYPE_CHECKING:
    from planner.cost.result import Money
    from planner.pipeline import Plan


def spend(plan: Plan) -> list[dict[str, Any]]:
    """A member for each month from the project start to the last that spends something."""
    return [
        {
            "month": f"{month.month.year:04d}-{month.month.month:02d}",
            "capex_usd": _dollars(month.capex),
            "it_capex_usd": _dollars(month.it_capex),
            "capex_to_date_usd": _dollars(month.capex_to_date),
            "it_capex_to_date_usd": _dollars(month.it_capex_to_date),
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
            **_dollars(share.amount),
        }
        for share in breakdown(plan.estimate)
    ]


def _dollars(money: Money) -> dict[str, float]:
    return {"low": round(money.low, 2), "likely": round(money.likely, 2), "high": round(money.high, 2)}
