"""Cooling plant of a hall: liquid loops and their rejection, fan walls and their chillers, PUE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.balance import liquid_fraction, supply_c
from planner.sizing.plant import ceil, plant_units, thin_air

if TYPE_CHECKING:
    from planner.model.plant import Hall, HallAI
    from planner.sizing.balance import Balance
    from planner.sizing.climate import Weather
    from planner.sizing.figures import Sheet

LIMITS = "cooling.rejection"
PATHS = (
    "cooling.rejection.margin_k",
    "cooling.rejection.approach_k",
    "cooling.rejection.delta_k",
    "cooling.rejection.fan_share",
    "cooling.chiller.cop",
    "cooling.chiller.gain_per_k",
    "cooling.chiller.loss_per_k",
)
AIR = ("cooling.air.supply_c", "cooling.air.coil_approach_k", "cooling.air.fan_share", *PATHS)
LOSSES = ("electrical.distribution.efficiency", "electrical.ups.efficiency")


def flow_lpm_per_kw(density: float, heat: float, rise_k: float) -> float:
    """Coolant flow per kW, L/min: 60 / (density kg/L x specific heat kJ/(kg K) x rise K).

    Source: energy balance of a liquid; PG25 properties in cooling.tcs.
    """
    return 60 / (density * heat * rise_k)


def put_cooling(
    sheet: Sheet, hall: Hall, ai: HallAI, design: Balance, mean: Balance, weather: Weather
) -> None:
    """Publish the cooling figures of a hall.

    Source: the balance of `planner.sizing.balance`; unit sizes in cooling.toml.
    """
    put, books = sheet.put, sheet.books
    critical = sheet["critical_it_kw"]
    share = liquid_fraction(ai, books)
    own = (f"platforms.{ai.platform}.liquid_share", f"platforms.{ai.platform}.compute_share")
    liquid_uses = own if ai.cooling == "liquid" else ()
    put("liquid_heat_kw", design.liquid, "kW", f"{share:.4g} x {critical:,.0f}", liquid_uses)
    put(
        "air_heat_kw",
        design.air,
        "kW",
        f"{critical:,.0f} - {design.liquid:,.0f} + losses {design.room_losses:,.0f}",
        (*liquid_uses, *LOSSES),
    )
    _put_liquid(sheet, hall, ai, design, weather)
    _put_air(sheet, hall, design, weather)

    chillers = sheet["trim_chillers"] + sheet["air_chillers"]
    put(
        "chillers",
        chillers,
        "chillers",
        f"{sheet['trim_chillers']:g} on liquid + {sheet['air_chillers']:g} on air",
        ("cooling.rejection.chiller_kw", *PATHS),
    )
    chiller_kw = sheet["trim_chiller_kw"] + sheet["air_chiller_kw"]
    put(
        "chiller_kw",
        chiller_kw,
        "kW",
        f"{sheet['trim_chiller_kw']:,.0f} + {sheet['air_chiller_kw']:,.0f}",
        ("cooling.rejection.chiller_kw",),
    )
    uses = (*AIR, *liquid_uses, *LOSSES, "cooling.cdu.pump_share")
    for key, when, b, degrees in (
        ("mechanical_kw", "design", design, weather.design_c),
        ("mechanical_mean_kw", "mean", mean, weather.mean_c),
    ):
        put(
            key,
            b.mechanical,
            "kW",
            f"at {degrees:g} °C ({weather.source}): pumps {b.pumps:,.0f} + air {b.air:,.0f} x ({b.air_path.basis})"
            f" + liquid {b.rejected:,.0f} x ({b.liquid_path.basis})",
            uses,
        )
        pue = b.grid / critical if critical else 0.0
        put(f"pue_{when}", pue, "PUE", f"{b.grid:,.0f} / {critical:,.0f}", uses)


def _put_liquid(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance, weather: Weather) -> None:
    """CDUs, flow, loops and heat rejection of the liquid path."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    if ai.cooling == "air":
        why = "air hall"
        sheet.zero("L/min", why, "coolant_flow_lpm")
        sheet.zero("units", why, "cdus", "loops", "manifold_rows", "dry_coolers", "trim_chillers")
        sheet.zero("kW", why, "cdu_kw", "dry_cooler_kw", "trim_chiller_kw")
        sheet.zero("L", why, "loop_fill_l")
        return
    supply, rise = supply_c(ai, books), likely("cooling.tcs.delta_k")
    density, heat = likely("cooling.tcs.fluid_density"), likely("cooling.tcs.fluid_heat")
    put(
        "coolant_flow_lpm",
        b.liquid * flow_lpm_per_kw(density, heat, rise),
        "L/min",
        f"{b.liquid:,.0f} kW x 60 / ({density:g} x {heat:g} x {rise:g} K), supply {supply:g} °C",
        ("cooling.tcs.delta_k", "cooling.tcs.fluid_density", "cooling.tcs.fluid_heat"),
    )
    factor, unit = likely("cooling.cdu.sizing_factor"), likely("cooling.cdu.unit_kw")
    cdus = plant_units(b.liquid * factor, unit, hall.redundancy.cdu, books, LIMITS)
    uses: tuple[str, ...] = ("cooling.cdu.unit_kw", "cooling.cdu.sizing_factor")
    put("cdus", cdus, "CDUs", f"{b.liquid:,.0f} x {factor:g} on {unit:g} kW, {hall.redundancy.cdu}", uses)
    put("cdu_kw", cdus * unit, "kW", f"{cdus} x {unit:g}", uses)
    loop, row = likely("cooling.tcs.loop_kw"), likely("cooling.tcs.racks_per_row")
    put("loops", ceil(b.liquid / loop), "loops", f"{b.liquid:,.0f} / {loop:g}", ("cooling.tcs.loop_kw",))
    racks = sheet["compute_racks"]
    put("manifold_rows", ceil(racks / row), "rows", f"{racks:g} / {row:g}", ("cooling.tcs.racks_per_row",))
    fill = likely("cooling.tcs.fill_l_per_kw")
    put("loop_fill_l", b.liquid * fill, "L", f"{b.liquid:,.0f} x {fill:g}", ("cooling.tcs.fill_l_per_kw",))

    rejection, path = ai.rejection or "dry", b.liquid_path
    coolers = 0
    cooler = likely("cooling.rejection.dry_cooler_kw")
    if rejection != "chilled":
        kept = thin_air(weather.altitude_m, books, "cooling.rejection.derate_per_1000m")
        coolers = plant_units(b.rejected, cooler * kept, hall.redundancy.cooling, books, LIMITS)
        why = f"{b.rejected:,.0f} kW on {cooler:g} x {kept:.2f} for altitude, {hall.redundancy.cooling}"
    else:
        why = "chillers carry the liquid heat"
    uses = ("cooling.rejection.dry_cooler_kw", "cooling.rejection.derate_per_1000m")
    put("dry_coolers", coolers, f"{rejection} coolers", why, uses)
    put("dry_cooler_kw", coolers * cooler, "kW", f"{coolers} x {cooler:g}", uses)
    share = 1.0 if rejection == "chilled" else path.compressor_share
    chiller = likely("cooling.rejection.chiller_kw")
    trims = plant_units(b.rejected * share, chiller, hall.redundancy.cooling, books, LIMITS)
    uses = ("cooling.rejection.chiller_kw", "cooling.cdu.approach_k", "cooling.tcs.supply_c", *PATHS)
    put(
        "trim_chillers",
        trims,
        "chillers",
        f"{share:.2f} of {b.rejected:,.0f} kW for {path.water_c:g} °C water at {weather.design_c:g} °C air"
        f" on {chiller:g} kW, {hall.redundancy.cooling}",
        uses,
    )
    put("trim_chiller_kw", trims * chiller, "kW", f"{trims} x {chiller:g}", uses)


def _put_air(sheet: Sheet, hall: Hall, b: Balance, weather: Weather) -> None:
    """Fan walls, and the chillers that feed them unless outside air does at design weather."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    factor, unit = likely("cooling.air.sizing_factor"), likely("cooling.air.fan_wall_kw")
    kept = thin_air(weather.altitude_m, books, "cooling.rejection.derate_per_1000m")
    walls = plant_units(b.air * factor, unit * kept, hall.redundancy.cooling, books, LIMITS)
    uses: tuple[str, ...] = (
        "cooling.air.fan_wall_kw",
        "cooling.air.sizing_factor",
        "cooling.rejection.derate_per_1000m",
    )
    put(
        "fan_walls",
        walls,
        "fan walls",
        f"{b.air:,.0f} x {factor:g} on {unit:g} kW x {kept:.2f} for altitude, {hall.redundancy.cooling}",
        uses,
    )
    put("fan_wall_kw", walls * unit, "kW", f"{walls} x {unit:g}", uses)
    chiller = likely("cooling.rejection.chiller_kw")
    needed = b.air_path.compressor_share > 0
    chillers = plant_units(b.air if needed else 0.0, chiller, hall.redundancy.cooling, books, LIMITS)
    why = (
        f"{b.air:,.0f} kW on {chiller:g} kW, {hall.redundancy.cooling}"
        if needed
        else f"outside air makes {b.air_path.water_c:g} °C water at {weather.design_c:g} °C"
    )
    uses = ("cooling.rejection.chiller_kw", *AIR)
    put("air_chillers", chillers, "chillers", why, uses)
    put("air_chiller_kw", chillers * chiller, "kW", f"{chillers} x {chiller:g}", uses)
