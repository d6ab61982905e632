"""How many units of a size a plant needs: the redundancy rule with the book's loading limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from planner.model.redundancy import parse_redundancy, units_required

if TYPE_CHECKING:
    from planner.books import Books

BLOCK_UNITS = "electrical.block.units"


class Limits(NamedTuple):
    """Share of its rating that a unit carries with all in service, and with something lost."""

    normal: float
    failure: float


def limits_of(books: Books, table: str) -> Limits:
    """`normal_loading` and `failure_loading` of a book table."""
    return Limits(books.likely(f"{table}.normal_loading"), books.likely(f"{table}.failure_loading"))


def block_units_of(books: Books) -> int:
    """Units in one block of a block-redundant plant; a part of a unit counts as a whole one.

    Source: electrical.block.units.
    """
    return max(1, ceil(books.likely(BLOCK_UNITS)))


def plant_uses(table: str, redundancy: str) -> tuple[str, ...]:
    """Book entries that `plant_units` reads, but for the unit's rating."""
    blocks = (BLOCK_UNITS,) if parse_redundancy(redundancy).kind == "block" else ()
    return (f"{table}.normal_loading", f"{table}.failure_loading", *blocks)


def plant_units(load: float, unit: float, redundancy: str, books: Books, table: str) -> int:
    """Units of rating `unit` for `load` (same measure), with `normal_loading` and `failure_loading` of a book table.

    0 where a rating or loading of 0 carries nothing: `planner.sizing.electrical` and its like tell it.

    Source: `planner.model.redundancy.units_required`.
    """
    limits = limits_of(books, table)
    if load <= 0 or unit <= 0 or min(limits) <= 0:
        return 0
    return units_required(load, unit, redundancy, *limits, block_units_of(books))


def ceil(ratio: float) -> int:
    """Ceiling that forgives the last bits of a float: 3.0000000001 is 3, and nothing needs 0."""
    return max(0, math.ceil(ratio - 1e-9))


def shown(value: float) -> str:
    """A number in a formula, with enough digits that the formula can be redone: 20,482.8 and 0.9723."""
    if abs(value) < 100:
        return f"{value:.5g}"
    return f"{value:,.1f}".removesuffix(".0")


def thin_air(altitude_m: float, books: Books, key: str, above_m: float = 0.0) -> float:
    """Share of its sea-level capacity that air-breathing plant keeps at an altitude in m, at least the book's floor.

    1 - share per 1000 m x height above the threshold / 1000.

    Source: cooling.rejection.derate_floor and the entry at `key`.
    """
    return max(
        books.likely("cooling.rejection.derate_floor"),
        1 - books.likely(key) * max(0.0, altitude_m - above_m) / 1000,
    )
