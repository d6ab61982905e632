"""Bill of quantities: every item of the item book, looked up in the figures."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.books import BookError
from planner.sizing.result import QuantityLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books
    from planner.sizing.result import Figure


@lru_cache(maxsize=16)
def _wanted(scope: str, books: Books) -> tuple[tuple[str, str, str], ...]:
    """Item, quantity and count keys of a scope's items."""
    return tuple(
        (i["id"], i["quantity"], i.get("count", i["quantity"])) for i in books.items if i["scope"] == scope
    )


def lines_of(scope: str, hall: str | None, figures: Mapping[str, Figure], books: Books) -> list[QuantityLine]:
    """Lines of the items of a scope (`hall` or `site`) whose quantity is not zero.

    Raises:
        BookError: An item names a figure that sizing does not publish.
    """
    lines = []
    for item, quantity, count in _wanted(scope, books):
        try:
            figure, counted = figures[quantity], figures[count]
        except KeyError as missing:
            raise BookError(f"item {item} names {missing}, which is no figure of its {scope}") from None
        if figure.value:
            lines.append(
                QuantityLine(
                    item,
                    hall,
                    figure.value,
                    counted.value,
                    figure.basis,
                    figure.source,
                    figure.confidence,
                )
            )
    return lines
