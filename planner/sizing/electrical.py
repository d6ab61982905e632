"""Electrical plant of a hall: UPS and batteries, gensets and fuel, transformers, medium voltage, busway.

Each plant is counted by its redundancy, then wired and taken apart again: see `planner.sizing.failure`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.model.problem import Problem
from planner.sizing.distribution import put_busway, put_panels, put_rack_feeds, units_for
from planner.sizing.failure import arranged
from planner.sizing.loading import OF_ITS_RATING, Loaded, put_loading, redundancy_problems
from planner.sizing.plant import (
    BLOCK_UNITS,
    block_units_of,
    ceil,
    limits_of,
    plant_units,
    plant_uses,
    shown,
    thin_air,
)
from planner.sizing.transformers import put_transformers

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Hall
    from planner.sizing.climate import Weather
    from planner.sizing.failure import FailureCase
    from planner.sizing.figures import Sheet
    from planner.sizing.standing import Pool

UPS, GENSET = "electrical.ups", "electrical.genset"
SECTION = "electrical.mv.section_mw"
THIN_AIR = (f"{GENSET}.derate_per_1000m", f"{GENSET}.derate_above_m", "cooling.rejection.derate_floor")
CARRIES = (
    f"{UPS}.module_kw",
    f"{UPS}.normal_loading",
    f"{UPS}.failure_loading",
    f"{UPS}.cabinet_kw_min",
    f"{GENSET}.unit_kw",
    f"{GENSET}.normal_loading",
    f"{GENSET}.failure_loading",
    "electrical.transformer.unit_kva",
    "electrical.transformer.power_factor",
    "electrical.transformer.normal_loading",
    "electrical.transformer.failure_loading",
    "electrical.distribution.lv_feed_v",
    "electrical.busway.rating_a",
    "electrical.busway.continuous_factor",
    "electrical.rpp.kw_per_panel",
    SECTION,
    "cooling.cdu.unit_kw",
    "cooling.rejection.dry_cooler_kw",
    "cooling.rejection.chiller_kw",
    "cooling.air.fan_wall_kw",
    "cooling.rejection.normal_loading",
    "cooling.rejection.failure_loading",
)
"""Book figures of what a unit carries: at 0 no number of units would do."""
WHOLE = (BLOCK_UNITS, "electrical.busway.feeds")


class Chain(NamedTuple):
    """What the electrical chain of a hall found beside its figures."""

    cases: tuple[FailureCase, ...]
    problems: tuple[Problem, ...]


def put_electrical(sheet: Sheet, hall: Hall, weather: Weather, pads: Pool) -> Chain:
    """Publish the electrical figures of a hall; returns the failure cases of its plants and what is wrong.

    UPS carry IT and CDU pumps; gensets all that the hall draws at low voltage; unit transformers
    its kVA; each side of the medium voltage and of the busway all of it.

    Source: CONTRACT, Megawatts; electrical.toml.
    """
    plants = [_put_ups(sheet, hall), _put_gensets(sheet, hall, weather)]
    _put_fuel(sheet, hall)
    plants += [put_transformers(sheet, hall, pads), _put_medium_voltage(sheet), put_busway(sheet)]
    warnings = put_rack_feeds(sheet, hall)
    put_panels(sheet)
    cases = tuple(case for plant in plants for case in put_loading(sheet, plant))
    return Chain(cases, (*book_problems(sheet.books), *redundancy_problems(hall.id, cases), *warnings))


@lru_cache(maxsize=16)
def book_problems(books: Books) -> tuple[Problem, ...]:
    """F-BOOK: book figures of the chain that nothing can be built with, each with the nearest that will do."""
    found = []
    for key in CARRIES:
        if books.likely(key) <= 0:
            message = f"{books[key].unit}: with 0 no number of units carries a load; give a figure above 0"
            found.append(_book_problem(key, message, books))
    for key in WHOLE:
        given = books.likely(key)
        if given < 1 or given != int(given):
            message = f"{books[key].unit} come whole: {max(1, ceil(given))} is planned with, set it to that"
            found.append(_book_problem(key, message, books))
    return tuple(found)


def _book_problem(key: str, message: str, books: Books) -> Problem:
    address = f'override."{key}".likely'
    return Problem("F-BOOK", address, message, value=f"{books.likely(key):g}", severity="failure")


def _put_ups(sheet: Sheet, hall: Hall) -> Loaded:
    """UPS modules and their batteries."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    load, form, module = sheet["ups_load_kw"], hall.redundancy.ups, likely(f"{UPS}.module_kw")
    modules = plant_units(load, module, form, books, UPS)
    uses, asked = (f"{UPS}.module_kw", *plant_uses(UPS, form)), ("ups_load_kw", "hall.redundancy.ups")
    put("ups_modules", modules, "modules", f"{shown(load)} kW on {module:g} kW, {form}", uses, asked)
    rating = put(
        "ups_kw", modules * module, "kW", f"{modules} x {module:g}", (f"{UPS}.module_kw",), ("ups_modules",)
    )
    minutes, cabinet = likely(f"{UPS}.autonomy_min"), likely(f"{UPS}.cabinet_kw_min")
    put(
        "battery_cabinets",
        units_for(rating * minutes, cabinet),
        "cabinets",
        f"{shown(rating)} kW x {minutes:g} min / {cabinet:g} kW min",
        (f"{UPS}.autonomy_min", f"{UPS}.cabinet_kw_min"),
        ("ups_kw",),
    )
    plant = arranged("ups", form, modules, module, block_units_of(books))
    return Loaded(plant, load, limits_of(books, UPS), uses, (*asked, "ups_modules"))


def _put_gensets(sheet: Sheet, hall: Hall, weather: Weather) -> Loaded:
    """Standby generators, for all that the hall draws at low voltage, less what thin air takes."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    form, unit = hall.redundancy.genset, likely(f"{GENSET}.unit_kw")
    hall_load = sheet["hall_load_kw"]
    load = put(
        "genset_load_kw",
        hall_load,
        "kW",
        f"all that the hall draws: {shown(hall_load)}",
        (),
        ("hall_load_kw",),
    )
    above = likely(f"{GENSET}.derate_above_m")
    kept = thin_air(weather.altitude_m, books, f"{GENSET}.derate_per_1000m", above)
    carries = put(
        "genset_unit_kw",
        unit * kept,
        "kW",
        f"{unit:g} x max({likely(THIN_AIR[2]):g}, 1 - {likely(THIN_AIR[0]):g} x "
        f"max(0, {weather.altitude_m:g} - {above:g}) m / 1000)",
        (f"{GENSET}.unit_kw", *THIN_AIR),
        ("climate.altitude_m",),
    )
    gensets = plant_units(load, carries, form, books, GENSET)
    uses = plant_uses(GENSET, form)
    asked = ("genset_load_kw", "genset_unit_kw", "hall.redundancy.genset")
    put("gensets", gensets, "gensets", f"{shown(load)} kW on {shown(carries)} kW, {form}", uses, asked)
    put("genset_kw", gensets * unit, "kW", f"{gensets} x {unit:g}", (f"{GENSET}.unit_kw",), ("gensets",))
    plant = arranged("genset", form, gensets, carries, block_units_of(books))
    return Loaded(plant, load, limits_of(books, GENSET), uses, (*asked, "gensets"))


def _put_fuel(sheet: Sheet, hall: Hall) -> None:
    """Fuel for the hours asked for, at the hall's full load: spare sets burn nothing.

    Source: electrical.genset.fuel_l_per_kwh.
    """
    put, likely, load = sheet.put, sheet.books.likely, sheet["genset_load_kw"]
    given = hall.ai.fuel_hours if hall.ai is not None else None
    if given is not None:
        hours = put("fuel_hours", given, "h", f"hall.ai.fuel_hours = {given:g}", (), ("hall.ai.fuel_hours",))
    else:
        key = f"{GENSET}.fuel_hours"
        hours = put("fuel_hours", likely(key), "h", f"none given: the book's {likely(key):g}", (key,))
    burn = likely(f"{GENSET}.fuel_l_per_kwh")
    put(
        "fuel_m3",
        load * hours * burn / 1000,
        "m3",
        f"{shown(load)} kW x {hours:g} h x {burn:g} L/kWh / 1000",
        (f"{GENSET}.fuel_l_per_kwh",),
        ("genset_load_kw", "fuel_hours"),
    )
    tank = likely(f"{GENSET}.tank_hours")
    beyond = max(0.0, hours - tank)
    put(
        "fuel_tank_m3",
        load * beyond * burn / 1000,
        "m3",
        f"{shown(load)} kW x ({hours:g} h - {tank:g} h under the sets, at least 0) x {burn:g} L/kWh / 1000",
        (f"{GENSET}.fuel_l_per_kwh", f"{GENSET}.tank_hours"),
        ("genset_load_kw", "fuel_hours"),
    )


def _put_medium_voltage(sheet: Sheet) -> Loaded:
    """Switchgear of a main-tie-main line-up, each side of which can carry the hall (MW of both), and the duct bank.

    Source: two-ended medium-voltage line-ups, usual where a hall must be concurrently maintainable.
    """
    put, likely, needs = sheet.put, sheet.books.likely, ("mv_mw",)
    draw_kw = sheet["grid_draw_kw"]
    draw = put("mv_mw", draw_kw / 1000, "MW", f"{shown(draw_kw)} kW / 1000", (), ("grid_draw_kw",))
    section = likely(SECTION)
    sections = 2 * units_for(draw, section)
    why = f"2 sides x ceil({shown(draw)} MW / {section:g} MW)"
    put("mv_sections", sections, "sections", why, (SECTION,), needs)
    base, per_mw = likely("electrical.mv.duct_base_m"), likely("electrical.mv.duct_m_per_mw")
    put(
        "duct_bank_m",
        base + per_mw * draw,
        "m",
        f"{base:g} + {per_mw:g} x {shown(draw)} MW",
        ("electrical.mv.duct_base_m", "electrical.mv.duct_m_per_mw"),
        needs,
    )
    plant = arranged("mv", "2N", sections, section * 1000)
    return Loaded(plant, draw_kw, OF_ITS_RATING, (SECTION,), ("grid_draw_kw", "mv_sections"))
