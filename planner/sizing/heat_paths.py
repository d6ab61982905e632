"""How heat leaves a hall: the air path and the liquid path, each at one weather."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import HallAI


@dataclass(frozen=True, slots=True)
class Path:
    """One way for heat to leave, at one weather."""

    way: str
    """`dry`, `adiabatic` or `chilled` of liquid; `chilled`, `dx`, `evaporative` or `outside` of air."""
    air_c: float
    """Outside air, °C."""
    wet_bulb_c: float | None
    """Its wet bulb, °C; None where pads are taken as dry."""
    entering_c: float
    """Air that enters the coolers, or the hall, °C: after pads and fans."""
    free_c: float
    """Water that the coolers make without compressors, °C."""
    water_c: float
    """Water that cools the load, °C."""
    compressor_share: float
    """Share of the duty that compressors carry."""
    cop: float
    kw_per_kw: float
    """Power of fans, pumps and compressors per kW of heat; CDU pumps apart."""
    supply_air_c: float = 0.0
    """Air supplied to the racks, °C; air path only."""


def cop_at(air_c: float, water_c: float, books: Books) -> float:
    """Coefficient of performance of an air-cooled chiller: cop x (1 + gain x warmer water) x (1 - loss x hotter air).

    Temperatures in °C; held between the book's floor and ceiling, so it never rises as air gets hotter.

    Source: cooling.chiller (gain per K from Datacenter Dynamics, the rest engineering practice).
    """
    likely = books.likely
    warmer = water_c - likely("cooling.chiller.cop_water_c")
    cop = likely("cooling.chiller.cop") * (1 + likely("cooling.chiller.gain_per_k") * warmer)
    return _held(cop * _hot_air(air_c, books), books)


def dx_cop_at(air_c: float, books: Books) -> float:
    """Coefficient of performance of a direct-expansion unit at outside air of °C: cop x (1 - loss x hotter air), held.

    Source: cooling.dx.cop, and the chiller's loss and limits.
    """
    return _held(books.likely("cooling.dx.cop") * _hot_air(air_c, books), books)


def _hot_air(air_c: float, books: Books) -> float:
    hotter = air_c - books.likely("cooling.chiller.cop_air_c")
    return max(0.0, 1 - books.likely("cooling.chiller.loss_per_k") * hotter)


def _held(cop: float, books: Books) -> float:
    return min(max(cop, books.likely("cooling.chiller.cop_min")), books.likely("cooling.chiller.cop_max"))


def free_water_c(entering_c: float, books: Books) -> float:
    """Water that coolers make of entering air, °C: air + recirculation margin + approach.

    Source: cooling.rejection.
    """
    likely = books.likely
    return entering_c + likely("cooling.rejection.margin_k") + likely("cooling.rejection.approach_k")


def compressor_share(entering_c: float, water_c: float, books: Books) -> float:
    """Share of a duty that free cooling cannot carry: (free water - water wanted) / loop rise, within 0 and 1.

    Source: heat exchanger arithmetic; cooling.rejection.
    """
    short = free_water_c(entering_c, books) - water_c
    return min(1.0, max(0.0, short / books.likely("cooling.rejection.delta_k")))


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


def air_way(ai: HallAI, books: Books) -> str:
    """How the hall's air heat leaves: the file's way or the book's."""
    return ai.air_rejection or str(books["cooling.air.rejection"].value)


def liquid_way(ai: HallAI, books: Books) -> str:
    """How the hall's liquid heat leaves: the file's way or the book's."""
    return ai.rejection or str(books["cooling.rejection.way"].value)


def pads_c(air_c: float, wet_bulb_c: float | None, effectiveness: float) -> float:
    """Air behind wetted pads, °C: dry bulb - effectiveness x (dry bulb - wet bulb); as it was where pads are dry.

    Source: definition of the effectiveness of an evaporative pad.
    """
    return air_c if wet_bulb_c is None else air_c - effectiveness * max(0.0, air_c - wet_bulb_c)


@lru_cache(maxsize=1024)
def air_path(air_c: float, wet_bulb_c: float | None, way: str, books: Books) -> Path:
    """Fan walls fed by free-cooling chillers or direct expansion, or outside air with or without pads.

    Source: this module's formulas; cooling.air, cooling.dx, cooling.chiller.
    """
    likely = books.likely
    water, set_point = air_water_c(books), likely("cooling.air.supply_c")
    free = free_water_c(air_c, books)
    if way == "dx":
        cop = dx_cop_at(air_c, books)
        kw = likely("cooling.air.fan_share") + 1 / cop
        return Path(way, air_c, wet_bulb_c, air_c, free, water, 1.0, cop, kw, set_point)
    if way in ("evaporative", "outside"):
        entering = air_c + likely("cooling.air.fan_rise_k")
        if way == "evaporative":
            entering = pads_c(air_c, wet_bulb_c, likely("cooling.air.pad_effectiveness"))
        kw = likely("cooling.air.outside_fan_share")
        return Path(way, air_c, wet_bulb_c, entering, free, water, 0.0, 0.0, kw, entering)
    share, cop = compressor_share(air_c, water, books), cop_at(air_c, water, books)
    fans = likely("cooling.air.fan_share") + likely("cooling.air.pump_share")
    kw = fans + (1 - share) * likely("cooling.rejection.fan_share") + share / cop
    return Path(way, air_c, wet_bulb_c, air_c, free, water, share, cop, kw, set_point)


@lru_cache(maxsize=1024)
def liquid_path(air_c: float, wet_bulb_c: float | None, supply: float, rejection: str, books: Books) -> Path:
    """Dry or adiabatic coolers with trim chillers, or chillers alone, for the facility water.

    Facility water is technology supply less the CDU's approach. Adiabatic pads cool the entering
    air by the effectiveness times the wet-bulb depression (none when `wet_bulb_c` is None). With
    `chilled` the same free-cooling chillers as on the air path make the same water.

    A kW of heat never takes more power here than on a chilled or direct-expansion air path: same
    coolers, loop rise and chillers, water no colder (so no more compressor and no lower COP), and
    CDU pumps below fan walls and their pumps in the books. Outside air alone needs no compressor in
    any weather it can serve, so against it warm-weather trim may take more. Source: this module's formulas.
    """
    likely = books.likely
    water = max(supply - likely("cooling.cdu.approach_k"), air_water_c(books))
    entering = air_c
    if rejection == "adiabatic":
        entering = pads_c(air_c, wet_bulb_c, likely("cooling.rejection.wet_bulb_effectiveness"))
    if rejection == "chilled":
        water = air_water_c(books)
    share, cop = compressor_share(entering, water, books), cop_at(air_c, water, books)
    kw = (1 - share) * likely("cooling.rejection.fan_share") + share / cop
    free = free_water_c(entering, books)
    return Path(rejection, air_c, wet_bulb_c, entering, free, water, share, cop, kw)
