"""What the estimate returns: priced lines and their totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.cost.ledger import ReuseValue

LineKind = Literal["equipment", "labour", "indirect", "contingency", "escalation", "own"]


class Money(NamedTuple):
    """Low, likely and high USD, each to the cent."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of the bill of quantities with its price; `low`, `likely`, `high` are extended."""

    id: str
    item: str
    name: str
    hall: str | None
    discipline: str
    side: Literal["facility", "it"]
    payer: Literal["landlord", "tenant"]
    quantity: float
    unit: str
    basis: str
    source: str
    confidence: str
    estimate_class: int
    unit_price: Money
    price_source: str
    price_date: str
    total: Money
    price_confidence: str
    """How well the price is known; `confidence` is the quantity's."""


@dataclass(frozen=True, slots=True)
class CapexLine:
    """A line of the estimate. `task` is the task that spends it, None for what no task does."""

    id: str
    name: str
    kind: LineKind
    discipline: str
    hall: str | None
    task: str | None
    payer: Literal["landlord", "tenant"]
    side: Literal["facility", "it"]
    estimate_class: int
    basis: str
    source: str
    amount: Money
    confidence: str
    """How well the price, or the rate of a percentage, is known; `given` for a person's own cost."""
    price_date: str | None
    """As of when the price or the rate is; None for a person's own cost."""


@dataclass(frozen=True)
class Estimate:
    """Facility and IT apart; every total is the sum of its lines."""

    boq: tuple[PricedLine, ...]
    lines: tuple[CapexLine, ...]
    it_lines: tuple[CapexLine, ...]
    capex: Money
    it_capex: Money
    task_cost: Mapping[str, float]
    """Likely USD of the facility lines of each task."""
    estimate_class: int
    """The weakest, so the greatest, class of its lines."""
    reuse_avoided: Mapping[str, Money]
    """Capex that each reused asset avoids, by asset id; shown beside, never subtracted."""
    avoided_by_line: tuple[Money | None, ...] = ()
    """The same for each line of the reuse ledger, in its order; None where nothing of the book is avoided."""
    reuse_values: tuple[ReuseValue, ...] = ()
    """Refurbishing cost, tasks and time avoided of each line of the reuse ledger, in its order."""
