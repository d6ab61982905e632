"""Electrical plant of a hall: UPS, gensets, transformers, switchgear, busway."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.sizing.plant import ceil, plant_units, thin_air

if TYPE_CHECKING:
    from planner.model.plant import Hall
    from planner.sizing.balance import Balance
    from planner.sizing.climate import Weather
    from planner.sizing.figures import Sheet
    from planner.sizing.reuse import Pads

LOSSES = (
    "electrical.distribution.efficiency",
    "electrical.ups.efficiency",
    "cooling.cdu.pump_share",
)
DRAW = (
    *LOSSES,
    "electrical.distribution.house_share",
    "cooling.rejection.fan_share",
    "cooling.chiller.cop",
    "cooling.air.fan_share",
)


def put_electrical(sheet: Sheet, hall: Hall, balance: Balance, weather: Weather, pads: Pads) -> None:
    """Publish the electrical figures of a hall.

    UPS carry IT and CDU pumps; gensets all that the hall draws at low voltage; unit transformers
    its kVA. Counts follow `plant_units` with the books' sizes and loading limits.

    Source: CONTRACT, Megawatts; electrical.toml.
    """
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    redundancy, critical = hall.redundancy, sheet["critical_it_kw"]
    b = balance

    ups_load = put(
        "ups_load_kw",
        b.ups,
        "kW",
        f"{critical:,.0f} / {likely('electrical.distribution.efficiency'):g} + pumps {b.pumps:,.0f}",
        LOSSES,
    )
    module = likely("electrical.ups.module_kw")
    modules = plant_units(ups_load, module, redundancy.ups, books, "electrical.ups")
    rule = ("electrical.ups.module_kw", "electrical.ups.normal_loading", "electrical.ups.failure_loading")
    put(
        "ups_modules",
        modules,
        "modules",
        f"{ups_load:,.0f} kW on {module:g} kW, {redundancy.ups}",
        (*rule, *LOSSES),
    )
    put("ups_kw", modules * module, "kW", f"{modules} x {module:g}", rule)
    minutes, cabinet = likely("electrical.ups.autonomy_min"), likely("electrical.ups.cabinet_kw_min")
    put(
        "battery_cabinets",
        ceil(modules * module * minutes / cabinet),
        "cabinets",
        f"{modules} x {module:g} kW x {minutes:g} min / {cabinet:g} kW min",
        ("electrical.ups.autonomy_min", "electrical.ups.cabinet_kw_min", "electrical.ups.module_kw"),
    )

    load = put(
        "hall_load_kw",
        b.low_voltage,
        "kW",
        f"UPS input {b.ups + b.ups_loss:,.0f} + mechanical {b.mechanical - b.pumps:,.0f} + house {b.house:,.0f}",
        DRAW,
    )
    put("genset_load_kw", load, "kW", f"all the hall draws: {load:,.0f}", DRAW)
    unit = likely("electrical.genset.unit_kw")
    kept = thin_air(
        weather.altitude_m,
        books,
        "electrical.genset.derate_per_1000m",
        likely("electrical.genset.derate_above_m"),
    )
    gensets = plant_units(load, unit * kept, redundancy.genset, books, "electrical.genset")
    rule = (
        "electrical.genset.unit_kw",
        "electrical.genset.normal_loading",
        "electrical.genset.derate_per_1000m",
    )
    put(
        "gensets",
        gensets,
        "gensets",
        f"{load:,.0f} kW on {unit:g} kW x {kept:.2f} for altitude, {redundancy.genset}",
        (*rule, *DRAW),
    )
    put("genset_kw", gensets * unit, "kW", f"{gensets} x {unit:g}", rule)
    given = hall.ai.fuel_hours if hall.ai is not None else None
    hours = given if given is not None else likely("electrical.genset.fuel_hours")
    burn = likely("electrical.genset.fuel_l_per_kwh")
    own = () if given is not None else ("electrical.genset.fuel_hours",)
    put(
        "fuel_m3",
        load * hours * burn / 1000,
        "m3",
        f"{load:,.0f} kW x {hours:g} h x {burn:g} L/kWh / 1000",
        ("electrical.genset.fuel_l_per_kwh", *own, *DRAW),
    )

    chain = ("electrical.transformer.efficiency", "electrical.substation.efficiency")
    draw = put(
        "grid_draw_kw",
        b.grid,
        "kW",
        f"{load:,.0f} / ({likely(chain[0]):g} x {likely(chain[1]):g})",
        (*DRAW, *chain),
    )
    _put_transformers(sheet, hall, load, pads)
    put("mv_mw", draw / 1000, "MW", f"{draw:,.0f} kW at medium voltage", (*DRAW, *chain))
    section = likely("electrical.mv.section_mw")
    sections = _sections(draw / 1000, section)
    put(
        "mv_sections",
        sections,
        "sections",
        f"ceil({draw / 1000:.1f} MW / {section:g} MW) a side, two sides",
        ("electrical.mv.section_mw",),
    )
    base, per_mw = likely("electrical.mv.duct_base_m"), likely("electrical.mv.duct_m_per_mw")
    put(
        "duct_bank_m",
        base + per_mw * draw / 1000,
        "m",
        f"{base:g} + {per_mw:g} x {draw / 1000:.1f} MW",
        ("electrical.mv.duct_base_m", "electrical.mv.duct_m_per_mw"),
    )
    _put_white_space(sheet, critical)


def _put_transformers(sheet: Sheet, hall: Hall, load: float, pads: Pads) -> None:
    """Unit transformers, of which usable pads replace new ones MVA for MVA, and a line-up for each book unit needed."""
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    factor, unit = likely("electrical.transformer.power_factor"), likely("electrical.transformer.unit_kva")
    needed = plant_units(load / factor, unit, hall.redundancy.transformer, books, "electrical.transformer")
    rule = (
        "electrical.transformer.unit_kva",
        "electrical.transformer.normal_loading",
        "electrical.transformer.power_factor",
    )
    reused, covered = pads.take(needed * unit, unit)
    new = ceil((needed * unit - covered) / unit)
    why = f"{load:,.0f} kW / {factor:g} on {unit:g} kVA, {hall.redundancy.transformer}: {needed} units"
    put("transformers", reused + new, "transformers", f"{why}; {reused} reused + {new} new", (*rule, *DRAW))
    put(
        "transformers_reused",
        reused,
        "transformers",
        f"{covered:,.0f} of {needed * unit:,.0f} kVA from pads of {pads.available} that suit",
        (*rule, "electrical.transformer.secondary_v", "electrical.transformer.age_limit_years"),
    )
    put("transformers_new", new, "transformers", f"({needed * unit:,.0f} - {covered:,.0f}) / {unit:g}", rule)
    put("lv_lineups", needed, "line-ups", f"one per {unit:g} kVA unit: {needed}", rule)
    normal = likely("electrical.transformer.normal_loading")
    put(
        "lv_mw",
        needed * unit * factor * normal / 1000,
        "MW",
        f"{needed} x {unit:g} kVA x {factor:g} x {normal:g} / 1000, what line-ups carry in normal operation",
        rule,
    )


def _sections(draw_mw: float, section_mw: float) -> int:
    """Switchgear sections of a main-tie-main line-up: each of its two sides can carry the hall (MW both).

    Source: two-ended medium-voltage line-ups, usual where a hall must be concurrently maintainable.
    """
    return 2 * math.ceil(draw_mw / section_mw - 1e-9)


def _put_white_space(sheet: Sheet, critical: float) -> None:
    """Busway, panels and load banks by book ratios.

    A run carries √3 x volts x amperes / continuous-load factor x power factor; every rack has two feeds.
    """
    put, likely = sheet.put, sheet.books.likely
    volts, amperes = likely("electrical.distribution.lv_feed_v"), likely("electrical.busway.rating_a")
    run_kw = (
        math.sqrt(3)
        * volts
        * amperes
        / likely("electrical.busway.continuous_factor")
        * likely("electrical.transformer.power_factor")
        / 1000
    )
    feeds, length = likely("electrical.busway.feeds"), likely("electrical.busway.run_m")
    runs = feeds * ceil(critical / run_kw)
    uses = ("electrical.busway.rating_a", "electrical.busway.continuous_factor", "electrical.busway.feeds")
    put("busway_runs", runs, "runs", f"{feeds:g} feeds x {critical:,.0f} kW / {run_kw:,.0f} kW a run", uses)
    put("busway_m", runs * length, "m", f"{runs:g} x {length:g} m", (*uses, "electrical.busway.run_m"))
    panel = likely("electrical.rpp.kw_per_panel")
    put(
        "rpps",
        ceil(critical / panel),
        "panels",
        f"{critical:,.0f} / {panel:g}",
        ("electrical.rpp.kw_per_panel",),
    )
    share = likely("electrical.load_bank.share")
    put(
        "load_bank_mw",
        critical * share / 1000,
        "MW",
        f"{share:g} x {critical:,.0f} kW / 1000",
        ("electrical.load_bank.share",),
    )
