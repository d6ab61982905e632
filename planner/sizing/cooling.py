"""Cooling plant of a hall: liquid loops and their rejection, air units and what feeds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.balance_sheet import air_way_behind, liquid_way_behind
from planner.sizing.plant import ceil, plant_units, thin_air

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Hall, HallAI
    from planner.sizing.balance import Balance
    from planner.sizing.climate import Weather
    from planner.sizing.figures import Sheet

LIMITS = "cooling.rejection"
LOADING = ("cooling.rejection.normal_loading", "cooling.rejection.failure_loading")
THIN = ("cooling.rejection.derate_per_1000m", "cooling.rejection.derate_floor")
SPARE = "hall.redundancy.cooling"
CLASSES = tuple(f"cooling.classes.w{name}_c" for name in (17, 27, 32, 40, 45))


def flow_lpm_per_kw(density: float, heat: float, rise_k: float) -> float:
    """Coolant flow per kW, L/min: 60 / (density kg/L x specific heat kJ/(kg K) x rise K).

    Source: energy balance of a liquid; properties in cooling.tcs.
    """
    return 60 / (density * heat * rise_k)


def coolant_of(ai: HallAI, books: Books) -> str:
    """Coolant of the technology loop: the file's or the book's."""
    return ai.coolant or str(books["cooling.tcs.coolant"].value)


def fluid_keys(coolant: str) -> tuple[str, str]:
    """Book entries of a coolant's density (kg/L) and specific heat (kJ/(kg K))."""
    name = "water" if coolant == "water" else "fluid"
    return f"cooling.tcs.{name}_density", f"cooling.tcs.{name}_heat"


def water_class(supply_c: float, books: Books) -> tuple[float, str]:
    """Limit in °C and name of the ASHRAE class that a facility-water supply in °C falls in.

    The class with the lowest limit that is not below the supply; what is warmer than the last limit is W45+.

    Source: cooling.classes (ASHRAE TC 9.9 facility-water classes).
    """
    for key in CLASSES:
        limit = books.likely(key)
        if supply_c <= limit + 1e-9:
            return limit, f"W{limit:g}"
    return supply_c, f"W{books.likely(CLASSES[-1]):g}+"


def put_cooling(sheet: Sheet, hall: Hall, ai: HallAI, design: Balance, weather: Weather) -> None:
    """Publish the cooling plant of a hall; the balance is on the sheet already.

    Source: the balance of `planner.sizing.balance`; unit sizes in cooling.toml.
    """
    if ai.cooling == "air":
        _zero_liquid(sheet)
    else:
        _put_loop(sheet, hall, ai, design)
        _put_water_class(sheet, design)
        _put_coolers(sheet, hall, ai, design, weather)
        _put_trim(sheet, hall, ai, design)
    _put_air_units(sheet, hall, design, weather)
    _put_air_plant(sheet, hall, ai, design)
    for key, unit in (("chillers", "chillers"), ("chiller_kw", "kW")):
        trim, air = (f"{path}_{key}" for path in ("trim", "air"))
        why = f"{sheet[trim]:,g} on liquid + {sheet[air]:,g} on air"
        sheet.put(key, sheet[trim] + sheet[air], unit, why, (), (trim, air))


def _units(
    sheet: Sheet, hall: Hall, load: float, unit: float, basis: str, redundancy: str | None = None
) -> tuple[int, str]:
    """Units for a load in kW, and the count's formula: `basis` / unit = ratio, redundancy: count."""
    rule = redundancy or hall.redundancy.cooling
    count = plant_units(load, unit, rule, sheet.books, LIMITS)
    ratio = load / unit if unit else 0.0
    return count, f"{basis} / {unit:,.5g} kW = {ratio:,.2f}, {rule}: {count}"


def _thin(sheet: Sheet, unit: float, weather: Weather) -> str:
    """How a unit's rating in kW falls with the height of the site, in words."""
    share, floor = (sheet.books.likely(k) for k in THIN)
    rate = f"1 - {share:g} x {weather.altitude_m:g} m / 1000, at least {floor:g}"
    return f"; a unit is {unit:,g} kW x ({rate}) in thin air"


def _zero_liquid(sheet: Sheet) -> None:
    why, needs = "air hall", ("hall.ai.cooling",)
    sheet.zero("L/min", why, "coolant_flow_lpm", "fws_flow_lpm", needs=needs)
    sheet.zero("units", why, "cdus", "loops", "manifold_rows", "dry_coolers", "trim_chillers", needs=needs)
    sheet.zero("kW", why, "cdu_kw", "dry_cooler_kw", "trim_duty_kw", "trim_chiller_kw", needs=needs)
    sheet.zero("°C", why, "tcs_return_c", "fws_return_c", "fws_class_c", "free_supply_c", needs=needs)
    sheet.zero("L", why, "loop_fill_l", needs=needs)


def _put_loop(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance) -> None:
    """Technology loop: flow, CDUs, loops, manifolds and fill."""
    put, likely = sheet.put, sheet.books.likely
    coolant, chosen = coolant_of(ai, sheet.books), ("hall.ai.coolant",) if ai.coolant is not None else ()
    density, heat = fluid_keys(coolant)
    rise, supply = likely("cooling.tcs.delta_k"), sheet["tcs_supply_c"]
    why = f"{supply:g} + rise {rise:g} K"
    put("tcs_return_c", supply + rise, "°C", why, ("cooling.tcs.delta_k",), ("tcs_supply_c",))
    put(
        "coolant_flow_lpm",
        b.liquid * flow_lpm_per_kw(likely(density), likely(heat), rise),
        "L/min",
        f"{b.liquid:,.2f} kW x 60 / ({likely(density):g} kg/L x {likely(heat):g} kJ/(kg K) x {rise:g} K) of {coolant}",
        (density, heat, "cooling.tcs.delta_k", *(() if chosen else ("cooling.tcs.coolant",))),
        ("liquid_heat_kw", *chosen),
    )
    factor, unit = likely("cooling.cdu.sizing_factor"), likely("cooling.cdu.unit_kw")
    basis = f"{b.liquid:,.2f} kW x {factor:g}"
    cdus, why = _units(sheet, hall, b.liquid * factor, unit, basis, hall.redundancy.cdu)
    uses = ("cooling.cdu.unit_kw", "cooling.cdu.sizing_factor", *LOADING)
    put("cdus", cdus, "CDUs", why, uses, ("liquid_heat_kw", "hall.redundancy.cdu"))
    put("cdu_kw", cdus * unit, "kW", f"{cdus} x {unit:g}", uses[:1], ("cdus",))
    loop, row, fill = "cooling.tcs.loop_kw", "cooling.tcs.racks_per_row", "cooling.tcs.fill_l_per_kw"
    why = f"{b.liquid:,.2f} / {likely(loop):g}, rounded up"
    put("loops", ceil(b.liquid / likely(loop)), "loops", why, (loop,), ("liquid_heat_kw",))
    racks = sheet["compute_racks"]
    why = f"{racks:g} / {likely(row):g}, rounded up"
    put("manifold_rows", ceil(racks / likely(row)), "rows", why, (row,), ("compute_racks",))
    why = f"{b.liquid:,.2f} x {likely(fill):g}"
    put("loop_fill_l", b.liquid * likely(fill), "L", why, (fill,), ("liquid_heat_kw",))


def _put_water_class(sheet: Sheet, b: Balance) -> None:
    """Facility water: class, return and flow, with the glycol that outdoor coolers need against frost."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    supply, rise = sheet["fws_supply_c"], likely("cooling.rejection.delta_k")
    limit, name = water_class(supply, books)
    why = f"{supply:g} °C is class {name} of {', '.join(f'{likely(k):g}' for k in CLASSES)}"
    put("fws_class_c", limit, "°C, class limit", why, CLASSES, ("fws_supply_c",))
    why = f"{supply:g} + rise {rise:g} K"
    put("fws_return_c", supply + rise, "°C", why, ("cooling.rejection.delta_k",), ("fws_supply_c",))
    density, heat = fluid_keys("pg25")
    put(
        "fws_flow_lpm",
        b.rejected * flow_lpm_per_kw(likely(density), likely(heat), rise),
        "L/min",
        f"{b.rejected:,.2f} kW x 60 / ({likely(density):g} x {likely(heat):g} x {rise:g} K) of pg25",
        (density, heat, "cooling.rejection.delta_k"),
        ("liquid_rejected_kw",),
    )


def _put_coolers(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance, weather: Weather) -> None:
    """Dry or adiabatic coolers for all the liquid heat: they carry it whenever the weather lets them."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    rejection = b.liquid_path.way
    way, chosen = liquid_way_behind(ai)
    cooler = "cooling.rejection.dry_cooler_kw"
    coolers, why = 0, "chillers carry the liquid heat: 0"
    uses, needs = (cooler, *THIN, *LOADING, *way), ("liquid_rejected_kw", SPARE, *chosen)
    if rejection != "chilled":
        kept = thin_air(weather.altitude_m, books, THIN[0])
        coolers, why = _units(sheet, hall, b.rejected, likely(cooler) * kept, f"{b.rejected:,.2f} kW")
        why += _thin(sheet, likely(cooler), weather)
    rows, given = weather.behind("altitude_m")
    put("dry_coolers", coolers, f"{rejection} coolers", why, (*uses, *rows), (*needs, *given))
    why = f"{coolers} x {likely(cooler):g}"
    put("dry_cooler_kw", coolers * likely(cooler), "kW", why, (cooler,), ("dry_coolers",))
    approach = "cooling.cdu.approach_k"
    made = sheet["cooler_water_c"]
    put(
        "free_supply_c",
        made + likely(approach),
        "°C",
        f"{made:g} + CDU approach {likely(approach):g}, the coolest supply without trim at design weather",
        (approach,),
        ("cooler_water_c",),
    )


def _put_trim(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance) -> None:
    """Trim chillers for what coolers cannot carry at design weather; all of it where heat leaves by chillers."""
    put, likely = sheet.put, sheet.books.likely
    path = b.liquid_path
    chilled = path.way == "chilled"
    share = 1.0 if chilled else path.compressor_share
    short = max(0.0, path.free_c - path.water_c)
    why = f"{share:.5g} x {b.rejected:,.2f} kW"
    if chilled:
        why += ", chillers carry the liquid heat"
    elif short:
        why += (
            f": coolers make {path.free_c:g} °C, {short:g} K short of {path.water_c:g}; "
            f"without trim they hold a supply of {sheet['free_supply_c']:g} °C"
        )
    way, chosen = liquid_way_behind(ai)
    needs = () if chilled else ("liquid_trim_share", "free_supply_c")
    needs = ("liquid_rejected_kw", *chosen, *needs)
    duty = put("trim_duty_kw", b.rejected * share, "kW", why, way, needs)
    chiller = "cooling.rejection.chiller_kw"
    trims, why = _units(sheet, hall, duty, likely(chiller), f"{duty:,.2f} kW")
    put("trim_chillers", trims, "chillers", why, (chiller, *LOADING), ("trim_duty_kw", SPARE))
    why = f"{trims} x {likely(chiller):g}"
    put("trim_chiller_kw", trims * likely(chiller), "kW", why, (chiller,), ("trim_chillers",))


def _put_air_units(sheet: Sheet, hall: Hall, b: Balance, weather: Weather) -> None:
    """Fan walls, whatever feeds them: coils, evaporators or filtered outside air."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    factor, unit = likely("cooling.air.sizing_factor"), likely("cooling.air.fan_wall_kw")
    kept = thin_air(weather.altitude_m, books, THIN[0])
    walls, why = _units(sheet, hall, b.air * factor, unit * kept, f"{b.air:,.2f} kW x {factor:g}")
    why += _thin(sheet, unit, weather)
    rows, given = weather.behind("altitude_m")
    uses = ("cooling.air.fan_wall_kw", "cooling.air.sizing_factor", *THIN, *LOADING, *rows)
    put("fan_walls", walls, "fan walls", why, uses, ("air_heat_kw", SPARE, *given))
    put("fan_wall_kw", walls * unit, "kW", f"{walls} x {unit:g}", uses[:1], ("fan_walls",))


def _put_air_plant(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance) -> None:
    """What stands behind the fan walls: chillers, direct-expansion condensers, or intakes of outside air."""
    put, likely = sheet.put, sheet.books.likely
    path = b.air_path
    entries, chosen = air_way_behind(ai)
    for key, ways in (
        ("chilled_air_kw", ("chilled",)),
        ("dx_air_kw", ("dx",)),
        ("outside_air_kw", ("evaporative", "outside")),
    ):
        served = path.way in ways
        why = f"all {b.air:,.2f} kW of air heat" if served else f"air heat leaves by {path.way}: 0"
        put(key, b.air if served else 0.0, "kW", why, entries, ("air_heat_kw", *chosen))
    chiller = "cooling.rejection.chiller_kw"
    duty = sheet["chilled_air_kw"] if path.compressor_share > 0 else 0.0
    count, why = _units(sheet, hall, duty, likely(chiller), f"{duty:,.2f} kW")
    if path.way == "chilled" and not duty:
        why = f"outside air makes {path.water_c:g} °C water at {path.air_c:g} °C: 0"
    needs = ("chilled_air_kw", "air_trim_share", SPARE)
    put("air_chillers", count, "chillers", why, (chiller, *LOADING), needs)
    why = f"{count} x {likely(chiller):g}"
    put("air_chiller_kw", count * likely(chiller), "kW", why, (chiller,), ("air_chillers",))
    unit = "cooling.dx.unit_kw"
    units, why = _units(sheet, hall, sheet["dx_air_kw"], likely(unit), f"{sheet['dx_air_kw']:,.2f} kW")
    put("dx_units", units, "DX units", why, (unit, *LOADING), ("dx_air_kw", SPARE))
    put("dx_kw", units * likely(unit), "kW", f"{units} x {likely(unit):g}", (unit,), ("dx_units",))
