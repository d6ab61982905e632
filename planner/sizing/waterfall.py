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


def final_capacity_mw(grid: Grid) -> float:
    """Contracted capacity when every step is energised, MW."""
    return max([grid.capacity_mw, *(s.capacity_mw for s in grid.step)])


def power_factor(grid: Grid, books: Books) -> float:
    """Power factor at the connection: the file's or the book's."""
    return (
        grid.power_factor if grid.power_factor is not None else books.likely("electrical.grid.power_factor")
    )


def waterfall_of(
    facility: Facility, halls: Sequence[HallResult], books: Books
) -> tuple[tuple[WaterfallStep, ...], tuple[Problem, ...]]:
    """Steps from MVA to critical IT and the halls that use it; F-GRID-LIMIT when they want more.

    What is left after reserve and mining, S, carries critical IT of S x (sum of critical IT / sum
    of grid draw) of the halls wanted: their balance is linear, so each loss takes its own share of
    S. Mining is metered at the connection. Deltas sum to the running figure; nothing is clipped.

    Source: CONTRACT, Megawatts; `planner.sizing.balance`.
    """
    grid = facility.grid
    if grid is None:
        return (), ()
    capacity, factor = final_capacity_mw(grid), power_factor(grid, books)
    steps: list[WaterfallStep] = []
    running = 0.0

    def add(step: str, delta: float, formula: str, source: str) -> None:
        nonlocal running
        running += delta
        steps.append(WaterfallStep(step, delta, running, formula, source))

    contract = "facility file: grid.capacity_mw" + (", last grid.step" if grid.step else "")
    add("utility MVA x power factor", capacity, f"{capacity / factor:,.3f} MVA x {factor:g}", contract)
    share = (
        grid.reserve_fraction
        if grid.reserve_fraction is not None
        else books.likely("electrical.grid.reserve_share")
    )
    own = grid.reserve_fraction is not None
    reserve = 0.0 - share * capacity
    mining = 0.0 - math.fsum(h.existing_mw for h in facility.mining_halls)
    spare = capacity + reserve + mining
    draw = sum(h.balance.grid for h in halls)
    chain = "electrical.transformer.efficiency, electrical.substation.efficiency"
    b = [h.balance for h in halls]

    def part(amount: float) -> float:
        return -spare * amount / draw if draw else 0.0

    losses = sum(x.transformer_loss for x in b)
    if draw:
        add(
            "substation and transformer losses",
            part(losses),
            f"-{spare:,.3f} x {losses:,.0f} / {draw:,.0f} kW",
            chain,
        )
    add(
        "site reserve",
        reserve,
        f"-{share:g} x {capacity:g}",
        "facility file: grid.reserve_fraction" if own else "electrical.grid.reserve_share",
    )
    add(
        "residual mining load",
        mining,
        f"-sum of existing_mw of {len(facility.mining_halls)} halls",
        "facility file: hall.existing_mw",
    )
    if not draw:
        return tuple(steps), ()
    for step, amount, source in (
        ("mechanical load", sum(x.mechanical for x in b), "balance of planner.sizing.balance"),
        ("house load", sum(x.house for x in b), "electrical.distribution.house_share"),
        ("UPS losses", sum(x.ups_loss for x in b), "electrical.ups.efficiency"),
        ("distribution losses", sum(x.distribution_loss for x in b), "electrical.distribution.efficiency"),
    ):
        add(step, part(amount), f"-{spare:,.3f} x {amount:,.0f} / {draw:,.0f} kW", source)
    add(
        "redundancy",
        0.0,
        "spare units carry no load; their idle losses are taken as nil",
        "planner.sizing.balance",
    )
    available = running
    wanted = 0.0
    for hall in halls:
        critical = hall.sizing["critical_it_kw"] / 1000
        wanted += critical
        add(
            f"critical IT of {hall.sizing.hall}",
            -critical,
            f"-{critical:,.3f}",
            f"facility file: hall.{hall.sizing.hall}.ai",
        )
    if wanted <= available + 1e-6:
        return tuple(steps), ()
    nearest = max(0.0, math.floor(available * 100) / 100)
    mined = f" and {-mining:,.1f} MW of mining" if mining else ""
    message = (
        f"{wanted:,.2f} MW of critical IT draw {draw / 1000:,.2f} MW; {capacity:g} MW less {-reserve:,.2f} MW reserve"
        f"{mined} carry {nearest:,.2f} MW: lower critical IT to that, stop more mining or add a grid step"
    )
    problem = Problem("F-GRID-LIMIT", "grid.capacity_mw", message, value=f"{capacity:g}", severity="failure")
    return tuple(steps), (problem,)
