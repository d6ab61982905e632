"""Figures, money and days as exports hold them."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

CURRENCY = "USD"
"""Of every price of the books and every amount of a plan."""


class Days(dict[int, str]):
    """ISO dates by boundary, each made once: a plan shows the same few hundred days thousands of times."""

    def __init__(self, start: date) -> None:
        super().__init__()
        self._first = start.toordinal()

    def __missing__(self, boundary: int) -> str:
        text = self[boundary] = date.fromordinal(self._first + boundary).isoformat()
        return text


def dollars(amounts: Sequence[float]) -> dict[str, float | None]:
    """Low, likely and high, to the cent."""
    low, likely, high = amounts
    return {"low": number(low, 2), "likely": number(likely, 2), "high": number(high, 2)}


def number(value: float | None, digits: int) -> float | None:
    """A finite float, rounded past what it can mean; None for none, and for what no format can hold."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0


def plain(value: Any) -> Any:
    """An input or a figure as JSON has it."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return number(value, 6)
    return value


def finite(value: Any) -> Any:
    """The same without NaN, infinities, or types that JSON lacks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _plain_below(value)


def _plain_below(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
