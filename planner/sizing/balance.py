"""Power and heat of a hall in balance: mechanical load, losses and IT solved together.

Everything is linear in critical IT c (kW) for given weather, so the balance is a closed form:

    L = s c                       heat to liquid; s = liquid share of the platform x share of IT in GPU nodes
    P = p L                       CDU and facility-water pumps
    U = c / ηd + P                UPS output: IT through distribution, and the pumps
    E = c (1/ηd - 1) + U (1/ηu - 1)      losses that stay in the electrical rooms
    A = c - L + E                 heat to air
    M = P + A ma + (L + P) ml     mechanical load; ma, ml = kW per kW of heat at the weather
    H = U / ηu + (M - P) + h c    what the hall draws at low voltage
    G = H / (ηt ηs)               what it draws at the grid connection

with ηd, ηu, ηt, ηs the efficiencies of distribution, UPS, unit transformer and substation, and h the
house load. Redundancy changes none of them: idle units are taken as lossless.

Source: energy balance; CONTRACT, Megawatts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.sizing.heat_paths import air_path, air_way, liquid_path, liquid_way, supply_c

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import HallAI
    from planner.sizing.climate import Weather
    from planner.sizing.heat_paths import Path


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of a hall, kW."""

    liquid: float
    pumps: float
    rejected: float
    """Liquid heat with the pumps' own."""
    ups: float
    room_losses: float
    air: float
    mechanical: float
    house: float
    low_voltage: float
    grid: float
    distribution_loss: float
    ups_loss: float
    transformer_loss: float
    air_path: Path
    liquid_path: Path


def liquid_fraction(ai: HallAI, books: Books) -> float:
    """Share of critical IT that leaves by liquid; 0 in an air hall."""
    if ai.cooling == "air":
        return 0.0
    own = f"platforms.{ai.platform}"
    return books.likely(f"{own}.liquid_share") * books.likely(f"{own}.compute_share")


def solve(critical_kw: float, ai: HallAI, air_c: float, wet_bulb_c: float | None, books: Books) -> Balance:
    """The closed form of this module at one weather (°C); kW."""
    likely = books.likely
    by_air = air_path(air_c, wet_bulb_c, air_way(ai, books), books)
    by_liquid = liquid_path(air_c, wet_bulb_c, supply_c(ai, books), liquid_way(ai, books), books)
    liquid = liquid_fraction(ai, books) * critical_kw
    pumps = likely("cooling.cdu.pump_share") * liquid
    distribution = likely("electrical.distribution.efficiency")
    ups_efficiency = likely("electrical.ups.efficiency")
    ups = critical_kw / distribution + pumps
    distribution_loss = critical_kw * (1 / distribution - 1)
    ups_loss = ups * (1 / ups_efficiency - 1)
    losses = distribution_loss + ups_loss
    air = critical_kw - liquid + losses
    mechanical = pumps + air * by_air.kw_per_kw + (liquid + pumps) * by_liquid.kw_per_kw
    house = likely("electrical.distribution.house_share") * critical_kw
    low_voltage = ups / ups_efficiency + mechanical - pumps + house
    chain = likely("electrical.transformer.efficiency") * likely("electrical.substation.efficiency")
    grid = low_voltage / chain
    return Balance(
        liquid,
        pumps,
        liquid + pumps,
        ups,
        losses,
        air,
        mechanical,
        house,
        low_voltage,
        grid,
        distribution_loss,
        ups_loss,
        grid - low_voltage,
        by_air,
        by_liquid,
    )


def design_balance(critical_kw: float, ai: HallAI, weather: Weather, books: Books) -> Balance:
    """Balance at design weather."""
    return solve(critical_kw, ai, weather.design_c, weather.wet_bulb_c, books)


def mean_balance(critical_kw: float, ai: HallAI, weather: Weather, books: Books) -> Balance:
    """Balance at the mean dry bulb, IT at nameplate, pads of coolers and of outside air dry."""
    return solve(critical_kw, ai, weather.mean_c, None, books)
