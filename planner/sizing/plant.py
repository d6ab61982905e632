"""How many units of a size a plant needs: the redundancy rule with the book's loading limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.model.redundancy import parse_redundancy, units_required

if TYPE_CHECKING:
    from planner.books import Books


def plant_units(load: float, unit: float, redundancy: str, books: Books, table: str) -> int:
    """Units of rating `unit` for `load` (same measure), with `normal_loading` and `failure_loading` of a book table.

    Where one unit would carry all, a 2N pair has fewer units than N+2; a plant is then given the
    N+2 count, so that asking for more redundancy never buys less.

    Source: `planner.model.redundancy.units_required`.
    """
    if load <= 0 or unit <= 0:
        return 0
    normal, failure = books.likely(f"{table}.normal_loading"), books.likely(f"{table}.failure_loading")
    count = units_required(load, unit, redundancy, normal, failure)
    rule = parse_redundancy(redundancy)
    if rule.systems == 2 and count < 4:
        count = max(count, units_required(load, unit, "N+2", normal, failure))
    return count


def ceil(ratio: float) -> int:
    """Ceiling that forgives the last bits of a float: 3.0000000001 is 3, and nothing needs 0."""
    return max(0, math.ceil(ratio - 1e-9))


def thin_air(altitude_m: float, books: Books, key: str, above_m: float = 0.0) -> float:
    """Share of its sea-level capacity that air-breathing plant keeps at an altitude in m, at least the book's floor.

    1 - share per 1000 m x height above the threshold / 1000.

    Source: cooling.rejection.derate_floor and the entry at `key`.
    """
    return max(
        books.likely("cooling.rejection.derate_floor"),
        1 - books.likely(key) * max(0.0, altitude_m - above_m) / 1000,
    )
