"""Where a plan stands among published projects: frozen results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.benchmark.deals import Deal


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A published project near the plan."""

    deal: Deal
    value: float
    """The project's figure, in the measure's unit."""
    status: str
    """actual, planned or stated."""
    distance: float
    """Relative distance in MW plus relative distance in the figure: 0 the same, 2 as far as can be."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the plan among the published ones."""

    key: str
    label: str
    unit: str
    value: float | None
    """The plan's figure; None where the plan has none."""
    count: int
    """Published projects that state the figure."""
    low: float | None
    """The least published; None where nothing is."""
    median: float | None
    high: float | None
    """The greatest published."""
    percentile: float | None
    """Mid-rank: projects below, and half of those equal, in percent of all."""
    basis: str
    """The percentile with its numbers put in, or why there is none."""
    nearest: tuple[Neighbour, ...]
    warning: str
    """Empty where the figure lies within the published range."""
    note: str
    """What the published figures are."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A plan's figures among the published conversions."""

    name: str
    critical_it_mw: float | None
    deals: int
    """Entries of the deals book."""
    latest: str
    """Day of the latest source of the deals book."""
    measures: tuple[Measure, ...]
    estimate_class: int
    """AACE class of the plan's capex."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What lies outside the published range, in words."""
        return tuple(m.warning for m in self.measures if m.warning)
