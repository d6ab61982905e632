"""What a search makes small, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goals:
    """Weighted finishes of tasks plus the latest finish of all, and limits that must not be missed by more than before."""

    weights: dict[int, int]
    """Task to the cost of each day of its finish."""
    span_weight: int
    """Cost of each day of the network's finish."""
    penalty: int = 1 << 40
    """Cost of each day that limits are missed by."""
    late_allowed: bool = False
    """Whether only what the schedule given does not miss costs: else what it misses is what is mended first."""
    latest_start: dict[int, int] = field(default_factory=dict)
    """Task to the latest start that its limits from above allow."""


@dataclass(frozen=True)
class Given:
    """What the schedule given keeps, and no other may lose."""

    start: list[int]
    pinned: list[int]
    """Tasks at their pins."""
    overdraw: int
    """Watts over the limits, summed over envelopes and days."""
