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
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import HallAI
    from planner.sizing.climate import Weather


@dataclass(frozen=True, slots=True)
class Path:
    """One way for heat to leave, at one weather."""

    water_c: float
    """Water that cools the load, °C."""
    compressor_share: float
    """Share of the duty that compressors carry."""
    cop: float
    kw_per_kw: float
    """Power of fans, pumps and compressors per kW of heat; CDU pumps apart."""
    basis: str


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


def cop_at(air_c: float, water_c: float, books: Books) -> float:
    """Coefficient of performance of an air-cooled chiller: cop x (1 + gain x warmer water) x (1 - loss x hotter air).

    Temperatures in °C; held between the book's floor and ceiling, so it never rises as air gets hotter.

    Source: cooling.chiller (gain per K from Datacenter Dynamics, the rest engineering practice).
    """
    likely = books.likely
    warmer = water_c - likely("cooling.chiller.cop_water_c")
    hotter = air_c - likely("cooling.chiller.cop_air_c")
    cop = (
        likely("cooling.chiller.cop")
        * (1 + likely("cooling.chiller.gain_per_k") * warmer)
        * max(0.0, 1 - likely("cooling.chiller.loss_per_k") * hotter)
    )
    return min(max(cop, likely("cooling.chiller.cop_min")), likely("cooling.chiller.cop_max"))


def compressor_share(air_c: float, water_c: float, books: Books) -> float:
    """Share of a duty that free cooling cannot carry: (air + margin + approach - water) / loop rise, within 0 and 1.

    Source: heat exchanger arithmetic; cooling.rejection.
    """
    likely = books.likely
    reach = air_c + likely("cooling.rejection.margin_k") + likely("cooling.rejection.approach_k")
    return min(1.0, max(0.0, (reach - water_c) / likely("cooling.rejection.delta_k")))


def air_water_c(books: Books) -> float:
    """Chilled water of the air path, °C: supply air less the coil's approach."""
    return books.likely("cooling.air.supply_c") - books.likely("cooling.air.coil_approach_k")


def supply_c(ai: HallAI, books: Books) -> float:
    """Technology-loop supply planned with, °C.

    Never colder than the air path's chilled water can serve through a CDU: one chilled-water
    plant serves the hall, and a cold plate at that temperature already cools better than the
    supply air does. So liquid never needs compressors in weather in which air does not.
    """
    asked = ai.supply_c if ai.supply_c is not None else books.likely("cooling.tcs.supply_c")
    return max(asked, air_water_c(books) + books.likely("cooling.cdu.approach_k"))


@lru_cache(maxsize=1024)
def air_path(air_c: float, books: Books) -> Path:
    """Fan walls fed by air-cooled free-cooling chillers, or by outside air alone where it is cold enough."""
    likely = books.likely
    water = air_water_c(books)
    share, cop = compressor_share(air_c, water, books), cop_at(air_c, water, books)
    fans = likely("cooling.air.fan_share") + likely("cooling.air.pump_share")
    outside = likely("cooling.rejection.fan_share")
    kw = fans + (1 - share) * outside + share / cop
    return Path(
        water,
        share,
        cop,
        kw,
        f"{fans:g} fans and pumps + {1 - share:.2f} x {outside:g} + {share:.2f} / COP {cop:.2f}",
    )


@lru_cache(maxsize=1024)
def liquid_path(air_c: float, wet_bulb_c: float | None, supply: float, rejection: str, books: Books) -> Path:
    """Dry or adiabatic coolers with trim chillers, or chillers alone, for the facility water.

    Facility water is technology supply less the CDU's approach. Adiabatic pads cool the entering
    air by the effectiveness times the wet-bulb depression (none when `wet_bulb_c` is None). With
    `chilled` the same free-cooling chillers as on the air path make the same water.

    A kW of heat never takes more power here than on the air path: same coolers, loop rise and
    chillers, water no colder (so no more compressor and no lower COP), and CDU pumps below fan
    walls and their pumps in the books. Source: this module's formulas.
    """
    likely = books.likely
    water = max(supply - likely("cooling.cdu.approach_k"), air_water_c(books))
    entering = air_c
    if rejection == "adiabatic" and wet_bulb_c is not None:
        entering -= likely("cooling.rejection.wet_bulb_effectiveness") * max(0.0, air_c - wet_bulb_c)
    if rejection == "chilled":
        water = air_water_c(books)
    share, cop = compressor_share(entering, water, books), cop_at(air_c, water, books)
    outside = likely("cooling.rejection.fan_share")
    kw = (1 - share) * outside + share / cop
    return Path(water, share, cop, kw, f"{1 - share:.2f} x {outside:g} + {share:.2f} / COP {cop:.2f}")


def liquid_fraction(ai: HallAI, books: Books) -> float:
    """Share of critical IT that leaves by liquid; 0 in an air hall."""
    if ai.cooling == "air":
        return 0.0
    own = f"platforms.{ai.platform}"
    return books.likely(f"{own}.liquid_share") * books.likely(f"{own}.compute_share")


def solve(critical_kw: float, ai: HallAI, air_c: float, wet_bulb_c: float | None, books: Books) -> Balance:
    """The closed form of this module at one weather (°C); kW."""
    likely = books.likely
    rejection = ai.rejection or "dry"
    by_air = air_path(air_c, books)
    by_liquid = liquid_path(air_c, wet_bulb_c, supply_c(ai, books), rejection, books)
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
    """Balance at the mean dry bulb, IT at nameplate, adiabatic pads dry."""
    return solve(critical_kw, ai, weather.mean_c, None, books)
