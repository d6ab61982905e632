"""Amounts of money: three columns, each to the cent, and sums that can be redone by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.cost.result import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.books import Entry

NOTHING = Money(0.0, 0.0, 0.0)


def priced(quantity: float, price: Entry) -> Money:
    """Quantity x price in every column, to the cent."""
    return Money(
        round(quantity * price.low, 2), round(quantity * price.likely, 2), round(quantity * price.high, 2)
    )


def share_of(amount: Money, share: float) -> Money:
    """The same share of every column, to the cent."""
    return Money(round(amount.low * share, 2), round(amount.likely * share, 2), round(amount.high * share, 2))


def percentage(base: Money, rate: Entry) -> Money:
    """Each column's rate of the same column's base, to the cent."""
    return Money(
        round(base.low * rate.low, 2), round(base.likely * rate.likely, 2), round(base.high * rate.high, 2)
    )


def less(amount: Money, other: Money) -> Money:
    """Difference, column by column, to the cent."""
    return Money(
        round(amount.low - other.low, 2),
        round(amount.likely - other.likely, 2),
        round(amount.high - other.high, 2),
    )


def total(amounts: Iterable[Money]) -> Money:
    """Exact sum of the columns, rounded to the cent once."""
    columns = list(zip(*amounts, strict=True))
    if not columns:
        return NOTHING
    low, likely, high = (round(math.fsum(column), 2) for column in columns)
    return Money(low, likely, high)
