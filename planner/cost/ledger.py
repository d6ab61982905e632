"""The reuse ledger in money and time: what each line spares, what it costs to make serve again, and its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.cost.money import NOTHING, less, priced, total
from planner.graph.block import chain_days
from planner.graph.templates import fill

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from planner.books import Books
    from planner.cost.result import Money
    from planner.graph.result import TaskGraph
    from planner.graph.templates import Catalogue
    from planner.sizing.result import ReuseLine


@dataclass(frozen=True, slots=True)
class ReuseValue:
    """What a line of the ledger is worth, direct cost alone; it stands beside the estimate, never in it."""

    avoided: Money | None
    """Price of what is not bought; None where nothing of the book is avoided."""
    refurbish: Money
    """Price of what makes it serve again; it stands in the estimate too."""
    tasks: tuple[str, ...]
    """Tasks of the graph that inspect, test and refurbish it."""
    time_avoided_days: int
    """Elapsed days of the procurement chain that is not run; 0 where some must still be ordered or nothing is."""

    @property
    def net(self) -> Money | None:
        """Capex avoided: `avoided` less `refurbish`, column by column."""
        return None if self.avoided is None else less(self.avoided, self.refurbish)


def reuse_values(
    lines: Iterable[ReuseLine],
    graph: TaskGraph,
    tasks: Container[str],
    books: Books,
    book: Catalogue,
    platforms: Mapping[str | None, str],
) -> tuple[ReuseValue, ...]:
    """The value of every line of the ledger, in its order. `tasks` are the ids of the graph."""
    run = {(chain.item, chain.hall) for chain in graph.procurement}

    def value(line: ReuseLine) -> ReuseValue:
        placeholders = (("{platform}", platforms.get(line.hall, "")),)

        def price(item: str, quantity: float) -> Money:
            return priced(quantity, books[fill(book.items[item].price, placeholders)])

        prefix = line.hall or "site"
        ids = (f"{prefix}.{name}" for name in line.templates)
        item, days = line.avoids_item, 0
        if item is not None and (item, line.hall) not in run:
            days = chain_days(books, book.items[item], placeholders)
        return ReuseValue(
            None if item is None else price(item, line.avoids_quantity),
            total([price(i, q) for i, q in line.refurbish if q > 0]) if line.refurbish else NOTHING,
            tuple(t for t in ids if t in tasks),
            days,
        )

    return tuple(map(value, lines))
