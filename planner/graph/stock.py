"""Equipment in stock or on order, dealt out to the halls that need it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.address import format_address, nearest
from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.plant import Stock

ROUNDING = 1e-9
LEAST_TOLD = 1
"""Less than one unit left over is rounding, not surplus."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stock gives one item of one hall (None: the site)."""

    needed: float
    covered: float
    paid: float
    delivered_days: int
    """Elapsed days from the project start to the last delivery used."""
    stock: tuple[str, ...]
    """Ids of the stock entries used."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to order."""
        return self.covered >= self.needed - ROUNDING


Covers = dict[tuple[str, str | None], Cover]


def deal_stock(
    facility: Facility,
    catalogue: Catalogue,
    needed: Mapping[tuple[str, str | None], float],
    fresh: Callable[[str, str | None], int],
) -> tuple[Covers, list[Problem]]:
    """Deal stock to halls in phase order: entries of a hall first, then the others, earliest delivery first.

    `needed` is the count of each item and hall, in the order in which halls are served; `fresh` the first
    day on which an order placed for them could be on site. An entry of a hall is used whatever its day; the
    others only where they come no later than a fresh order could, so that taking stock away never helps.
    What names nothing is a problem; what comes too late, or is left over, a warning.
    """
    if not facility.stock:
        return {}, []
    problems: list[Problem] = []
    left: dict[str, float] = {}
    halls = {hall.id for hall in facility.hall}
    entries = sorted(facility.stock, key=lambda s: (s.delivered, s.id))
    for entry in entries:
        key = format_address(("stock", entry.id))
        if entry.item not in catalogue.items:
            message = f"no item has this id{nearest(entry.item, catalogue.items)}"
            problems.append(Problem("E-UNKNOWN-ID", f"{key}.item", message, value=entry.item))
        elif entry.hall is not None and entry.hall not in halls:
            message = f"no hall has this id{nearest(entry.hall, sorted(halls))}"
            problems.append(Problem("E-UNKNOWN-ID", f"{key}.hall", message, value=entry.hall))
        else:
            left[entry.id] = math.inf if entry.quantity is None else entry.quantity
    covers: Covers = {}
    late: dict[str, list[str]] = {}
    for own in (True, False):
        for (item, hall), count in needed.items():
            for entry in entries:
                if entry.item != item or entry.hall != (hall if own else None) or (own and hall is None):
                    continue
                days = max(0, (entry.delivered - facility.project.start).days)
                if own or days <= fresh(item, hall):
                    _take(covers, (item, hall), count, entry.id, left, entry.paid, days)
                elif _missing(covers, (item, hall), count) > ROUNDING and left.get(entry.id, 0.0) > ROUNDING:
                    late.setdefault(entry.id, []).append(hall or "the site")
    problems += (_late(entry, late[entry.id]) for entry in entries if entry.id in late)
    for entry in entries:
        over = left.get(entry.id, 0.0)
        if entry.quantity is not None and over >= LEAST_TOLD and entry.id not in late:
            message = f"{over:g} of {entry.quantity:g} {entry.item} are not needed"
            key = format_address(("stock", entry.id, "quantity"))
            problems.append(
                Problem("W-STOCK-LEFT", key, message, value=f"{entry.quantity:g}", severity="warning")
            )
    return covers, problems


def _late(entry: Stock, halls: list[str]) -> Problem:
    message = (
        f"a fresh order of {entry.item} could come earlier for {', '.join(halls)}: not used there; "
        "name a hall to use it all the same"
    )
    key = format_address(("stock", entry.id, "delivered"))
    return Problem("W-STOCK-LATE", key, message, value=str(entry.delivered), severity="warning")


def _missing(covers: Covers, key: tuple[str, str | None], needed: float) -> float:
    return needed - covers[key].covered if key in covers else needed


def _take(
    covers: Covers,
    key: tuple[str, str | None],
    needed: float,
    stock: str,
    left: dict[str, float],
    paid: bool,
    delivered_days: int,
) -> None:
    before = covers.get(key, Cover(needed, 0.0, 0.0, 0, ()))
    take = min(left.get(stock, 0.0), needed - before.covered)
    if take <= ROUNDING:
        return
    left[stock] -= take
    covers[key] = Cover(
        needed,
        before.covered + take,
        before.paid + (take if paid else 0.0),
        max(before.delivered_days, delivered_days),
        (*before.stock, stock),
    )
