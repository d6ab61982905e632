"""Plans side by side: what each says, and how each differs from the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every plan, and each plan's difference from the first (None where there is none)."""

    key: str
    label: str
    unit: str
    values: tuple[Any, ...]
    differences: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class InputDifference:
    """An input that is not the same in every plan."""

    address: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Comparison:
    """Plans side by side."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    inputs: tuple[InputDifference, ...]
    quantities: tuple[Row, ...] = ()
    """Bill-of-quantities totals per item that differ."""


@dataclass(frozen=True)
class Difference:
    """What changed from one plan to the next, and the reason in words: for the strip after an edit."""

    days: int | None
    """RFS days later (project finish where there is no AI hall)."""
    capex_usd: float
    it_capex_usd: float
    critical_it_mw: float
    quantities: tuple[tuple[str, float, str], ...] = ()
    """(item name, change, unit), largest money first."""
    because: str = ""
    """Why the date moved: the critical path's new or longer tasks."""
    first_days: int | None = None
    """The first hall's RFS days later."""
    failures: int = 0
    """Failed checks more."""

    @property
    def nothing(self) -> bool:
        """Whether no headline figure moved."""
        return not (
            self.days
            or self.first_days
            or self.failures
            or round(self.capex_usd)
            or round(self.it_capex_usd)
            or round(self.critical_it_mw, 6)
        )
