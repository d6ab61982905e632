"""From the grid connection to critical IT, step by step, and the check that it suffices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.model.problem import Problem
from planner.sizing.result import WaterfallStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Grid
    from planner.sizing.hall import HallResult


def capacities(grid: Grid) -> list[float]:
    """Contracted capacity at the start and after each step, MW."""
    return [grid.capacity_mw, *(s.capacity_mw for s in grid.step)]


def final_capacity_mw(grid: Grid) -> float:
    """Contracted capacity when every step is energised, MW."""
    return max(capacities(grid))


def power_factor(grid: Grid, books: Books) -> float:
    """Power factor at the connection: the file's or the book's."""
    return (
        grid.power_factor if grid.power_factor is not None else books.likely("electrical.grid.power_factor")
    )


class _Steps:
    """Steps in order with their running figure."""

    def __init__(self) -> None:
        self.steps: list[WaterfallStep] = []
        self.running = 0.0

    def add(self, step: str, delta: float, formula: str, source: str, needs: tuple[str, ...]) -> None:
        """One step more."""
        self.running += delta
        self.steps.append(WaterfallStep(step, delta, self.running, formula, source, needs))


def reserve_share(grid: Grid, books: Books) -> float:
    """Share of the capacity kept free: the file's or the book's."""
    own = grid.reserve_fraction
    return own if own is not None else books.likely("electrical.grid.reserve_share")


LOSSES = (
    ("substation and transformer losses", "transformer_loss_kw", "electrical.transformer.efficiency, electrical.substation.efficiency"),
    ("distribution losses", "distribution_loss_kw", "electrical.distribution.efficiency"),
    ("UPS losses", "ups_loss_kw", "electrical.ups.efficiency"),
)  # fmt: skip
"""Step, the figure of each hall that it takes, and where that comes from."""
LOADS = (
    (
        "mechanical load at design weather",
        "mechanical_kw",
        "cooling.rejection, cooling.chiller, cooling.air: balance at design weather",
    ),
    ("house load", "house_kw", "electrical.distribution.house_share"),
)


def waterfall_of(
    facility: Facility, halls: Sequence[HallResult], books: Books
) -> tuple[tuple[WaterfallStep, ...], tuple[Problem, ...]]:
    """Steps from MVA to critical IT and the halls that use it; F-GRID-LIMIT when they want more.

    What is left after reserve and mining, S, carries critical IT of S x (sum of critical IT / sum
    of grid draw) of the halls wanted: their balance is linear, so each loss takes its own share of
    S, and none where mining leaves nothing. Mining is metered at the connection. Deltas sum to the
    running figure, and what is wanted beyond what is left shows as a running figure below zero.

    Source: CONTRACT, Megawatts; `planner.sizing.balance`.
    """
    grid = facility.grid
    if grid is None:
        return (), ()
    steps = _Steps()
    capacity = final_capacity_mw(grid)
    reserve = reserve_share(grid, books) * capacity
    mining = math.fsum(h.existing_mw for h in facility.mining_halls)
    spare = capacity - reserve - mining
    draw = sum(h.balance.grid for h in halls)
    _add_connection(steps, grid, capacity, books)
    left = f"({capacity:g} - {reserve:,.4g} reserve - {mining:g} mining)"
    needs = (
        "grid.capacity_mw",
        _reserve_from(grid),
        *(f"hall.{h.id}.existing_mw" for h in facility.mining_halls),
    )
    _add_parts(steps, LOSSES, halls, left, spare, draw, needs)
    _add_reserve(steps, grid, reserve, books)
    _add_parts(steps, LOADS, halls, left, spare, draw, needs)
    steps.add(
        "residual mining load",
        0.0 - mining,
        f"-sum of existing_mw of {len(facility.mining_halls)} halls",
        "facility file: hall.existing_mw",
        tuple(f"hall.{h.id}.existing_mw" for h in facility.mining_halls),
    )
    if not draw:
        return tuple(steps.steps), ()
    formula = "spare units carry no load; their idle losses are taken as nil: 0"
    steps.add("redundancy", 0.0, formula, "planner.sizing.balance", ())
    available = steps.running
    for hall in halls:
        critical = hall.sizing["critical_it_kw"] / 1000
        name = hall.sizing.hall
        steps.add(
            f"critical IT of {name}",
            -critical,
            f"-{critical:,.3f}",
            f"facility file: hall.{name}.ai",
            (f"sizing.{name}.critical_it_kw",),
        )
    wanted = math.fsum(h.sizing["critical_it_kw"] for h in halls) / 1000
    if wanted <= available + 1e-6:
        return tuple(steps.steps), ()
    return tuple(steps.steps), (_grid_limit(capacity, reserve, mining, wanted, available, draw / 1000),)


def _add_connection(steps: _Steps, grid: Grid, capacity: float, books: Books) -> None:
    """What the connection gives with its last step energised."""
    factor = power_factor(grid, books)
    largest = max(grid.step, key=lambda s: s.capacity_mw, default=None)
    grown = largest is not None and largest.capacity_mw > grid.capacity_mw
    address = f"grid.step.{largest.id}.capacity_mw" if largest is not None and grown else "grid.capacity_mw"
    factor_from = "grid.power_factor" if grid.power_factor is not None else "electrical.grid.power_factor"
    formula = f"{capacity / factor:,.3f} MVA x {factor:g}"
    steps.add(
        "utility MVA x power factor", capacity, formula, f"facility file: {address}", (address, factor_from)
    )


def _reserve_from(grid: Grid) -> str:
    """Where the reserve's share is given."""
    return "grid.reserve_fraction" if grid.reserve_fraction is not None else "electrical.grid.reserve_share"


def _add_reserve(steps: _Steps, grid: Grid, reserve: float, books: Books) -> None:
    """What is kept free."""
    own = grid.reserve_fraction is not None
    source = _reserve_from(grid)
    formula = f"-{reserve_share(grid, books):g} x {final_capacity_mw(grid):g}"
    steps.add(
        "site reserve", 0.0 - reserve, formula, f"facility file: {source}" if own else source, (source,)
    )


def _add_parts(
    steps: _Steps,
    parts: tuple[tuple[str, str, str], ...],
    halls: Sequence[HallResult],
    left: str,
    spare: float,
    draw: float,
    given: tuple[str, ...],
) -> None:
    """Each part's share of what is left for the halls: spare x part / draw; nothing where nothing is left."""
    if not draw:
        return
    for step, figure, source in parts:
        amount = math.fsum(h.sizing[figure] for h in halls)
        formula = (
            f"-{left} x {amount:,.1f} / {draw:,.1f} kW" if spare > 0 else f"0: nothing is left of {left}"
        )
        needs = tuple(f"sizing.{h.sizing.hall}.{key}" for h in halls for key in (figure, "grid_draw_kw"))
        steps.add(step, -spare * amount / draw if spare > 0 else 0.0, formula, source, (*given, *needs))


def _grid_limit(
    capacity: float, reserve: float, mining: float, wanted: float, available: float, draw: float
) -> Problem:
    """F-GRID-LIMIT: the halls want more than is left, with what the connection does carry (all MW)."""
    nearest = max(0.0, math.floor(available * 100) / 100)
    mined = f" and {mining:,.1f} MW of mining" if mining else ""
    message = (
        f"{wanted:,.2f} MW of critical IT draw {draw:,.2f} MW; {capacity:g} MW less {reserve:,.2f} MW reserve"
        f"{mined} carry {nearest:,.2f} MW: lower critical IT to that, stop more mining or add a grid step"
    )
    return Problem("F-GRID-LIMIT", "grid.capacity_mw", message, value=f"{capacity:g}", severity="failure")
