"""What sizing returns: named figures, the megawatt waterfall, the bill of quantities and the reuse ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.problem import Problem
    from planner.sizing.failure import FailureCase


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that explains itself: `basis` is its formula with the numbers put in."""

    key: str
    value: float
    unit: str
    basis: str
    source: str
    confidence: str
    uses: tuple[str, ...] = ()
    """Book entries in the formula."""
    needs: tuple[str, ...] = ()
    """Figures of the same sheet in the formula, and addresses of the facility file (they have dots; `hall.` is its own hall)."""


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One step from the grid connection to critical IT; the steps' deltas sum to the running figure."""

    step: str
    delta_mw: float
    running_mw: float
    formula: str
    source: str
    needs: tuple[str, ...] = ()
    """Names of the facts in the formula, as `planner explain` knows them."""


@dataclass(frozen=True, slots=True)
class QuantityLine:
    """A line of the bill of quantities, not yet priced. `quantity` is what must be bought new."""

    item: str
    hall: str | None
    quantity: float
    count: float
    """Quantity in the units that stock is counted in (4 modules for 5,000 kW of UPS)."""
    basis: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """What becomes of an existing asset, by which rule, and what that avoids."""

    asset: str
    """Stable id: `transformer.ID`, `hall.ID.shell`, `fibre.ID` …; the lines of one asset are of its halls and decisions."""
    hall: str | None
    decision: Literal["reuse", "refurbish", "replace", "sell"]
    quantity: float
    unit: str
    rule: str
    avoids_item: str | None
    """Item of the book whose purchase it avoids, priced beside the estimate."""
    name: str = ""
    """What people call the asset."""
    avoids_quantity: float = 0.0
    """How much of that item is not bought, in the item's unit."""
    refurbish: tuple[tuple[str, float], ...] = ()
    """Items bought and how much of each, to make it serve again."""
    templates: tuple[str, ...] = ()
    """Task templates, of its hall or the site, that inspect, test and refurbish it."""
    decided_by: Literal["rule", "person"] = "rule"
    reason: str | None = None
    """A person's reason."""


@dataclass(frozen=True)
class HallSizing:
    """Figures of one AI hall by key."""

    hall: str
    name: str
    platform: str
    cooling: str
    figures: Mapping[str, Figure]
    clusters: tuple[Mapping[str, Any], ...] = ()
    """CONTRACT's network dict of each cluster."""
    failure_cases: tuple[FailureCase, ...] = ()
    """Every plant of the electrical chain healthy and with each part lost."""

    def __getitem__(self, key: str) -> float:
        """Value of a figure."""
        return self.figures[key].value


@dataclass(frozen=True)
class Sizing:
    """Everything counted: no dates and no money."""

    halls: tuple[HallSizing, ...] = ()
    site: Mapping[str, Figure] = field(default_factory=dict)
    waterfall: tuple[WaterfallStep, ...] = ()
    lines: tuple[QuantityLine, ...] = ()
    reuse: tuple[ReuseLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Failures and warnings: grid exceeded, racks too heavy for the slab …; never clipped."""
    network: Mapping[str, int] = field(default_factory=dict)
    """`sizing.network.compute` of CONTRACT: sums over clusters."""
    failure_cases: tuple[FailureCase, ...] = ()
    """The site's substation healthy and with each transformer lost."""

    def hall(self, hall_id: str) -> HallSizing:
        """Sizing of one hall."""
        return next(h for h in self.halls if h.hall == hall_id)
