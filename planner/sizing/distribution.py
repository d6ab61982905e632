"""From the UPS to the racks: busway of both sides, rack feeds, power panels, load banks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.model.redundancy import RedundancyRule, parse_redundancy
from planner.sizing.failure import Plant
from planner.sizing.loading import OF_ITS_RATING, Loaded
from planner.sizing.plant import ceil, shown

if TYPE_CHECKING:
    from planner.model.plant import Hall
    from planner.sizing.figures import Sheet

VOLTS, AMPERES = "electrical.distribution.lv_feed_v", "electrical.busway.rating_a"
CONTINUOUS, FEEDS = "electrical.busway.continuous_factor", "electrical.busway.feeds"
FACTOR = "electrical.transformer.power_factor"


def per_ampere_kw(volts: float, factor: float) -> float:
    """Three-phase power of one ampere, kW: √3 x V line to line x power factor / 1000."""
    return math.sqrt(3) * volts * factor / 1000


def units_for(load: float, unit: float) -> int:
    """Whole units of a size for a load; 0 where a unit carries nothing (which `book_problems` tells)."""
    return ceil(load / unit) if unit > 0 else 0


def put_busway(sheet: Sheet) -> Loaded:
    """Publish busway: as many runs on each side as carry all racks, for either side may be lost.

    The load is counted once: healthy, the sides share it. A run carries √3 x volts x amperes /
    continuous-load factor x power factor.

    Source: electrical.busway (continuous-load rule of the National Electrical Code).
    """
    put, likely = sheet.put, sheet.books.likely
    critical, sides = sheet["critical_it_kw"], max(1, ceil(likely(FEEDS)))
    volts, amperes, continuous, factor = (likely(k) for k in (VOLTS, AMPERES, CONTINUOUS, FACTOR))
    run = put(
        "busway_run_kw",
        amperes * per_ampere_kw(volts, factor) / continuous if continuous > 0 else 0.0,
        "kW",
        f"√3 x {volts:g} V x {amperes:g} A / {continuous:g} x {factor:g} / 1000",
        (VOLTS, AMPERES, CONTINUOUS, FACTOR),
    )
    each = put(
        "busway_runs_per_side",
        units_for(critical, run),
        "runs",
        f"{shown(critical)} kW / {shown(run)} kW a run, all racks on one side",
        (),
        ("critical_it_kw", "busway_run_kw"),
    )
    runs = put(
        "busway_runs",
        sides * each,
        "runs",
        f"{sides} sides x {each:g}",
        (FEEDS,),
        ("busway_runs_per_side",),
    )
    length = likely("electrical.busway.run_m")
    put(
        "busway_m",
        runs * length,
        "m",
        f"{runs:g} x {length:g} m",
        ("electrical.busway.run_m",),
        ("busway_runs",),
    )
    rule = RedundancyRule(systems=sides) if sides > 1 else RedundancyRule()
    plant = Plant("busway", rule, ((run,) * int(each),) * sides)
    return Loaded(
        plant, critical, OF_ITS_RATING, (FEEDS,), ("critical_it_kw", "busway_run_kw", "busway_runs")
    )


def put_rack_feeds(sheet: Sheet, hall: Hall) -> list[Problem]:
    """Publish the feeds of racks: each is sized for its whole rack, and carries its part while all are live.

    W-FEEDS where the UPS is N: the feeds are then two paths to one system, without a spare module.

    Source: electrical.busway.feeds; √3 V I for amperes.
    """
    put, likely = sheet.put, sheet.books.likely
    feeds, racks, rack = max(1, ceil(likely(FEEDS))), sheet["racks"], sheet["rack_kw"]
    form = hall.redundancy.ups
    put(
        "rack_feeds",
        feeds * racks,
        "feeds",
        f"{racks:g} racks x {feeds}; {feed_origin(form)}",
        (FEEDS,),
        ("racks", "hall.redundancy.ups"),
    )
    put("rack_feed_kw", rack, "kW", f"each feed carries its whole rack: {shown(rack)}", (), ("rack_kw",))
    put(
        "rack_feed_load_kw",
        rack / feeds,
        "kW",
        f"{shown(rack)} / {feeds}, all feeds live",
        (FEEDS,),
        ("rack_kw",),
    )
    volts, factor, continuous = likely(VOLTS), likely(FACTOR), likely(CONTINUOUS)
    one = per_ampere_kw(volts, factor)
    put(
        "rack_feed_a",
        rack / one * continuous if one > 0 else 0.0,
        "A",
        f"{shown(rack)} kW x {continuous:g} x 1000 / (√3 x {volts:g} V x {factor:g}), breaker of each feed",
        (VOLTS, FACTOR, CONTINUOUS),
        ("rack_feed_kw",),
    )
    if parse_redundancy(form).loss_tolerated or feeds < 2:
        return []
    message = (
        "the A and B feeds of every rack come from one UPS system without a spare module: set ups to N+1 to keep "
        "the load when a module fails, or to 2N for feeds from two systems"
    )
    key = format_address(("hall", hall.id, "redundancy", "ups"))
    return [Problem("W-FEEDS", key, message, value=form, severity="warning")]


def feed_origin(form: str) -> str:
    """Where the feeds of a rack come from under a UPS redundancy."""
    return {
        "parallel": "A and B from one UPS system by two paths",
        "sides": "A from one UPS side, B from the other",
        "distributed": "A and B from two UPS blocks",
        "block": "A and B from one UPS block, moved to the reserve by static transfer",
    }[parse_redundancy(form).kind]


def put_panels(sheet: Sheet) -> None:
    """Publish power panels of small loads and the load banks of commissioning, by book ratios."""
    put, likely, critical = sheet.put, sheet.books.likely, sheet["critical_it_kw"]
    panel, share = likely("electrical.rpp.kw_per_panel"), likely("electrical.load_bank.share")
    put(
        "rpps",
        units_for(critical, panel),
        "panels",
        f"{shown(critical)} kW / {panel:g}",
        ("electrical.rpp.kw_per_panel",),
        ("critical_it_kw",),
    )
    put(
        "load_bank_mw",
        critical * share / 1000,
        "MW",
        f"{share:g} x {shown(critical)} kW / 1000",
        ("electrical.load_bank.share",),
        ("critical_it_kw",),
    )
