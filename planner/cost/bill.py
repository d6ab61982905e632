"""The priced bill of quantities of one place, and the equipment and labour lines it splits into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.books import BookError
from planner.cost.money import NOTHING, less, priced, share_of
from planner.cost.result import CapexLine, Money, PricedLine
from planner.graph.templates import fill

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from planner.books import Books, Entry
    from planner.cost.result import LineKind
    from planner.graph.result import Procurement
    from planner.graph.templates import Catalogue, Item
    from planner.sizing.result import QuantityLine

ESTIMATE_CLASS = 5
"""AACE class of every generated line: capacity-factored quantities and book prices."""
QUANTITY_DECIMALS = 6
"""Decimals of a quantity, as every output shows it: money is the quantity shown times the unit price."""


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line with what escalates it: the day of its price, and the task whose start fixes it (None: none does)."""

    line: CapexLine
    priced_on: date
    fixed_by: str | None


@dataclass(frozen=True)
class Bill:
    """Bill of quantities and direct lines of one place."""

    boq: tuple[PricedLine, ...]
    facility: tuple[DatedLine, ...]
    it: tuple[CapexLine, ...]


@lru_cache(maxsize=256)
def price_day(as_of: str) -> date:
    """First day of the month, quarter or year that a price is of: `2026-11`, `2025-Q2`, `2026`.

    Raises:
        BookError: the text is none of these.
    """
    try:
        if len(as_of) > 10:
            raise ValueError
        if len(as_of) == 10:
            return date.fromisoformat(as_of)
        year, _, part = as_of.partition("-")
        month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
        return date(int(year), month, 1)
    except ValueError:
        raise BookError(f'cannot read the price date "{as_of}": write 2026, 2026-11 or 2025-Q2') from None


def bill_of(
    books: Books,
    catalogue: Catalogue,
    place: str | None,
    placeholders: Sequence[tuple[str, str]],
    lines: Sequence[QuantityLine],
    chains: Mapping[str, Procurement],
    tasks: Container[str],
) -> Bill:
    """Price the quantities of one hall, or of the site (`place` None).

    What was paid for before the plan is no new equipment: only its installation is priced, on a line
    of its own. Labour is spent by the task that installs; equipment by its order, or its delivery
    when stock covers it all (its price was fixed when it was ordered, so nothing escalates it), or the
    installing task when nothing is ordered.
    """
    prefix = place or "site"
    boq: list[PricedLine] = []
    facility: list[DatedLine] = []
    it: list[CapexLine] = []
    for quantity in lines:
        item = catalogue.items[quantity.item]
        price = books[fill(item.price, placeholders)]
        share = books.likely(item.labour_share) if item.labour_share is not None else 0.0
        install = f"{prefix}.{item.task}" if f"{prefix}.{item.task}" in tasks else None
        chain = chains.get(item.id)
        spends, fixed_by = install, install
        if chain is not None:
            spends = chain.order or chain.tasks[-1]
            fixed_by = chain.order
        paid = chain.paid / chain.count if chain is not None and chain.count > 0 else 0.0
        whole_quantity = round(quantity.quantity, QUANTITY_DECIMALS)
        new = round(whole_quantity * (1 - paid), QUANTITY_DECIMALS)
        basis = quantity.basis if paid == 0 else f"({quantity.basis}) less {paid:.4g} of it paid before"
        priced_on = price_day(price.as_of)
        if new > 0:
            whole = _priced(item, place, f"{prefix}.{item.id}", item.name, new, price, 1.0, quantity, basis)
            boq.append(whole)
            labour = share_of(whole.total, share)
            equipment = less(whole.total, labour)
            if item.side == "it":
                it.append(_line(whole, "equipment", spends, whole.total, "", item))
                continue
            if equipment != NOTHING:
                says = f" x {1 - share:.4g} equipment" if share else ""
                line = _line(whole, "equipment", spends, equipment, says, item)
                facility.append(DatedLine(line, priced_on, fixed_by))
            if labour != NOTHING:
                says = f" x {share:.4g} labour" if share < 1 else ""
                facility.append(
                    DatedLine(_line(whole, "labour", install, labour, says, item), priced_on, install)
                )
        if paid > 0 and share > 0:
            of_it = round(whole_quantity - new, QUANTITY_DECIMALS)
            said = f"({quantity.basis}) x {paid:.4g} paid before, installation alone"
            name = f"{item.name}: installation of what is paid"
            part = _priced(item, place, f"{prefix}.{item.id}.paid", name, of_it, price, share, quantity, said)
            boq.append(part)
            facility.append(
                DatedLine(_line(part, "labour", install, part.total, "", item), priced_on, install)
            )
    return Bill(tuple(boq), tuple(facility), tuple(it))


def _priced(
    item: Item,
    place: str | None,
    line_id: str,
    name: str,
    amount: float,
    price: Entry,
    share: float,
    quantity: QuantityLine,
    basis: str,
) -> PricedLine:
    unit = priced(share, price) if share < 1 else Money(price.low, price.likely, price.high)
    return PricedLine(
        line_id,
        item.id,
        name,
        place,
        item.discipline,
        item.side,
        item.payer,
        amount,
        item.unit,
        basis,
        quantity.source,
        quantity.confidence,
        ESTIMATE_CLASS,
        unit,
        price.source,
        price.as_of,
        Money(*(round(amount * column, 2) for column in unit)),
        price.confidence,
    )


def _line(
    of: PricedLine, kind: LineKind, task: str | None, amount: Money, says: str, item: Item
) -> CapexLine:
    return CapexLine(
        f"{of.id}.{kind}",
        of.name,
        kind,
        of.discipline,
        of.hall,
        task,
        of.payer,
        of.side,
        ESTIMATE_CLASS,
        f"{of.quantity:,.6g} {of.unit} x {of.unit_price.likely:,.6g} USD{says}",
        of.price_source,
        amount,
        of.price_confidence,
        of.price_date,
    )
