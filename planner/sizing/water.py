"""Water that pads of coolers and of evaporative air use: a year's and the peak hour's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.balance import Balance
    from planner.sizing.figures import Sheet
    from planner.sizing.heat_paths import Path

SECONDS_PER_HOUR = 3600
HOURS_PER_YEAR = 8760
LITRES_PER_M3 = 1000
LATENT, CYCLES = "cooling.water.latent_kj_per_kg", "cooling.water.cycles"


class Pads(NamedTuple):
    """Pads of one path: its figures' prefix, heat figure, and the book entries of their formula."""

    name: str
    way: str
    heat: str
    effectiveness: str
    air_rise: str
    year_rate: str
    chosen: str
    book: str


LIQUID = Pads(
    "liquid",
    "adiabatic",
    "liquid_rejected_kw",
    "cooling.rejection.wet_bulb_effectiveness",
    "cooling.water.cooler_air_rise_k",
    "cooling.water.adiabatic_l_per_kwh",
    "hall.ai.rejection",
    "cooling.rejection.way",
)
AIR = Pads(
    "air",
    "evaporative",
    "air_heat_kw",
    "cooling.air.pad_effectiveness",
    "cooling.air.rack_rise_k",
    "cooling.water.evaporative_l_per_kwh",
    "hall.ai.air_rejection",
    "cooling.air.rejection",
)


def put_water(sheet: Sheet, ai: HallAI, b: Balance) -> None:
    """Publish water use: dry coolers, chillers and outside air without pads use none.

    Source: energy balance of the air through the pads; yearly rates in cooling.water.
    """
    liquid = (LIQUID.chosen,) if ai.rejection is not None else ()
    air = (AIR.chosen,) if ai.air_rejection is not None else ()
    _put_pads(sheet, LIQUID, b.liquid_path, b.rejected, liquid, there=ai.cooling == "liquid")
    _put_pads(sheet, AIR, b.air_path, b.air, air)
    for key, unit in (("water_peak_m3_per_h", "m3/h"), ("water_m3_per_year", "m3 a year")):
        parts = (f"liquid_{key}", f"air_{key}")
        coolers, fresh = (sheet[k] for k in parts)
        sheet.put(key, coolers + fresh, unit, f"{coolers:,.3f} of coolers + {fresh:,.3f} of air", (), parts)


def _put_pads(
    sheet: Sheet, pads: Pads, path: Path, heat: float, chosen: tuple[str, ...], *, there: bool = True
) -> None:
    """Peak: heat / air rise is the air's heat per K; times the pads' cooling in K over the latent heat it is water.

    Blowdown adds 1 / (cycles - 1). A year's water is the book's rate on the heat, never more than the peak all year.
    """
    put, likely = sheet.put, sheet.books.likely
    peak_key, year_key = f"{pads.name}_water_peak_m3_per_h", f"{pads.name}_water_m3_per_year"
    if not there or path.way != pads.way or path.wet_bulb_c is None:
        why = "no pads: 0" if there else "air hall: 0"
        needs = chosen if there else ("hall.ai.cooling",)
        uses = (pads.book,) if there and not chosen else ()
        put(peak_key, 0.0, "m3/h", why, uses, needs)
        put(year_key, 0.0, "m3 a year", why, uses, needs)
        return
    way = () if chosen else (pads.book,)
    effect, rise, latent = likely(pads.effectiveness), likely(pads.air_rise), likely(LATENT)
    cycles, fall = likely(CYCLES), max(0.0, path.air_c - path.wet_bulb_c)
    peak = put(
        peak_key,
        heat / rise * effect * fall * SECONDS_PER_HOUR / latent / LITRES_PER_M3 * cycles / (cycles - 1),
        "m3/h",
        f"{heat:,.2f} kW / {rise:g} K of air x {effect:g} x ({path.air_c:g} - {path.wet_bulb_c:g}) K"
        f" x {SECONDS_PER_HOUR} s / {latent:g} kJ/kg / {LITRES_PER_M3} x {cycles:g} / ({cycles:g} - 1) with blowdown",
        (pads.effectiveness, pads.air_rise, LATENT, CYCLES, *way),
        (pads.heat, "design_air_c", "design_wet_bulb_c", *chosen),
    )
    rate = likely(pads.year_rate)
    put(
        year_key,
        min(heat * HOURS_PER_YEAR * rate / LITRES_PER_M3, peak * HOURS_PER_YEAR),
        "m3 a year",
        f"smaller of {heat:,.2f} kW x {HOURS_PER_YEAR} h x {rate:g} L/kWh / {LITRES_PER_M3}"
        f" and {peak:,.3f} m3/h x {HOURS_PER_YEAR} h",
        (pads.year_rate,),
        (pads.heat, peak_key),
    )
