"""Sizing of one AI hall: a pure function of the hall, its weather, what stands there and the books, remembered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.balance import Balance, design_balance, mean_balance
from planner.sizing.balance_sheet import put_balance
from planner.sizing.building import put_building
from planner.sizing.climate import put_weather
from planner.sizing.compute import kit_of, nameplate_kw
from planner.sizing.cooling import put_cooling
from planner.sizing.electrical import put_electrical
from planner.sizing.figures import Sheet
from planner.sizing.heat_paths import supply_c
from planner.sizing.inlet import put_inlet
from planner.sizing.it import put_it
from planner.sizing.noise import put_sound_power
from planner.sizing.quantities import lines_of
from planner.sizing.reach import CLASSES, TOO_LONG
from planner.sizing.result import HallSizing, QuantityLine, ReuseLine
from planner.sizing.reuse import hall_reuse
from planner.sizing.reuse_rules import HallLots
from planner.sizing.reused import put_reused
from planner.sizing.standing import pool_of
from planner.sizing.topology import put_topology
from planner.sizing.water import put_water

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Hall, HallAI
    from planner.sizing.climate import Weather
    from planner.sizing.compute import Kit
    from planner.sizing.network import PlacedCluster
    from planner.sizing.standing import Standing


class HallResult(NamedTuple):
    """All that sizing finds about one hall."""

    sizing: HallSizing
    balance: Balance
    lines: tuple[QuantityLine, ...]
    reuse: tuple[ReuseLine, ...]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=512)
def size_hall(hall: Hall, weather: Weather, standing: Standing, books: Books) -> HallResult:
    """Size one hall that has `[hall.ai]`."""
    ai = hall.ai
    if ai is None:
        raise ValueError(f"hall {hall.id} is not to be converted")
    sheet = Sheet(books)
    kit = kit_of(ai.platform, ai.storage_tb_per_gpu, ai.cluster_units, books, ai.oversubscription)
    clusters = put_it(sheet, ai, kit)
    critical = sheet["critical_it_kw"]
    design = design_balance(critical, ai, weather, books)
    mean = mean_balance(critical, ai, weather, books)
    lots = HallLots(standing, hall, ai, weather, books)
    put_weather(sheet, weather)
    put_balance(sheet, ai, design, mean)
    chain = put_electrical(sheet, hall, weather, pool_of(lots.pads))
    put_cooling(sheet, hall, ai, design, weather)
    put_water(sheet, ai, design)
    hot = put_inlet(sheet, hall, ai, design)
    warnings = _put_shell(sheet, hall, lots)
    put_reused(sheet, lots)
    put_topology(sheet, hall)
    put_sound_power(sheet)
    _put_mining(sheet, hall)
    figures = sheet.figures
    problems = [
        *_failures(hall, ai, kit, sheet),
        *hot,
        *chain.problems,
        *_notes(hall, ai, clusters, books),
        *_notes_of_limits(hall, ai, sheet),
        *warnings,
    ]
    reuse = tuple(hall_reuse(hall, ai, lots, figures, books))
    return HallResult(
        HallSizing(hall.id, hall.name or hall.id, ai.platform, ai.cooling, figures, clusters, chain.cases),
        design,
        tuple(lines_of("hall", hall.id, figures, books)),
        reuse,
        (*problems, *lots.problems),
    )


def _put_shell(sheet: Sheet, hall: Hall, lots: HallLots) -> list[Problem]:
    """The building figures; on cleared ground where a person decided that the shed goes."""
    lot = lots.shell
    if lot is None or lot.kept:
        return put_building(sheet, hall)
    warnings = put_building(sheet, hall.model_copy(update={"kind": "new-build"}))
    decision = format_address(("reuse", lot.asset, "decision"))
    sheet.put("area_m2", 0.0, "m2", f"the standing shed goes, decision {lot.decision}", (), (decision,))
    return warnings


def _put_mining(sheet: Sheet, hall: Hall) -> None:
    mw, air = hall.existing_mw, hall.mining == "air"
    why, needs = f"{mw:g} MW mined, {hall.mining}-cooled", ("hall.existing_mw", "hall.mining")
    sheet.put("mining_mw", mw, "MW", why, (), needs[:1])
    sheet.put("mining_air_mw", mw if air else 0.0, "MW", why, (), needs)
    sheet.put("mining_liquid_mw", 0.0 if air else mw, "MW", why, (), needs)


def _problem(hall: Hall, field: str, code: str, message: str, value: object) -> Problem:
    severity = "failure" if code.startswith("F-") else "warning"
    key = format_address(("hall", hall.id, "ai", field))
    return Problem(code, key, message, value=str(value), severity=severity)  # type: ignore[arg-type]


def _failures(hall: Hall, ai: HallAI, kit: Kit, sheet: Sheet) -> list[Problem]:
    """Sizes that cannot be built, each with the nearest that can."""
    found = []
    likely, own = sheet.books.likely, f"platforms.{ai.platform}"
    if sheet["nodes"] < 1:
        least = nameplate_kw(1, kit) / 1000
        message = f"not even one node fits with its switches and storage: at least {least:.3f} MW are needed"
        found.append(_problem(hall, "critical_it_mw", "F-IT-TOO-SMALL", message, ai.critical_it_mw))
    per_rack = ai.nodes_per_rack or int(likely(f"{own}.nodes_per_rack_{ai.cooling}"))
    space = int(likely("platforms.rack.units") // likely(f"{own}.rack_units_{ai.cooling}"))
    limit = space
    why = f"{likely('platforms.rack.units'):g} U hold {space} nodes"
    if ai.cooling == "air":
        air_limit = likely("platforms.rack.air_limit_kw")
        by_air = max(1, int(air_limit // kit.node_kw))
        if by_air < limit:
            limit, why = by_air, f"air carries at most {air_limit:g} kW a rack, {by_air} nodes"
    if per_rack > limit:
        found.append(
            _problem(hall, "nodes_per_rack", "F-RACK", f"{why}: set nodes_per_rack = {limit}", per_rack)
        )
    if ai.cluster_units is not None and ai.cluster_units > kit.fabric.greatest_units:
        most = kit.fabric.greatest_units
        message = (
            f"three tiers of {kit.fabric.radix}-port switches hold {most} units: set cluster_units = {most}"
        )
        found.append(_problem(hall, "cluster_units", "F-CLUSTER", message, ai.cluster_units))
    given, half = ai.oversubscription, kit.fabric.half
    possible = half / kit.fabric.up
    if given is not None and abs(given - possible) > 0.005:  # people write ratios with two decimals
        message = (
            f"a leaf has {half} ports to nodes and needs a whole number to spines: the nearest is "
            f"{half}:{kit.fabric.up}, with which this is planned; set oversubscription = {possible:.4g}"
        )
        found.append(_problem(hall, "oversubscription", "F-OVERSUBSCRIPTION", message, given))
    return found


def _notes(hall: Hall, ai: HallAI, clusters: tuple[PlacedCluster, ...], books: Books) -> list[Problem]:
    """Warnings of network and cooling."""
    found = []
    full = [c for c in clusters if not c["ufm_cables"]]
    if full:
        sizes = ", ".join(str(n) for n in sorted({c["nodes"] for c in full}))
        message = (
            f"{len(full)} of {len(clusters)} clusters ({sizes} nodes) have no free leaf ports for the fabric manager: "
            "leave out a node per cluster or give UFM its own switch"
        )
        found.append(
            _problem(
                hall,
                "nodes" if ai.nodes is not None else "critical_it_mw",
                "W-UFM",
                message,
                ai.nodes if ai.nodes is not None else f"{ai.critical_it_mw:g}",
            )
        )
    longest = max(
        (t["longest_m"] for c in clusters for t in c["tiers"] if t["reach"] == TOO_LONG), default=0.0
    )
    if longest:
        most = books.likely(f"network.reach.{CLASSES[-1]}_m")
        message = f"fabric cables of up to {longest:,.0f} m are beyond every module's reach of {most:g} m: fewer units in a cluster stand closer"
        found.append(_problem(hall, "cluster_units", "W-REACH", message, ai.cluster_units or "the book's"))
    if ai.cooling == "liquid" and ai.supply_c is not None:
        planned = supply_c(ai, books)
        if planned > ai.supply_c:
            message = (
                f"colder than the hall's chilled water can serve: planned at {planned:g} °C, "
                f"which cold plates accept; set supply_c = {planned:g}"
            )
            found.append(_problem(hall, "supply_c", "F-SUPPLY", message, f"{ai.supply_c:g}"))
    return found


def _notes_of_limits(hall: Hall, ai: HallAI, sheet: Sheet) -> list[Problem]:
    """Warnings where what the file asks for is planned, but not by the means or the sizes that a person would expect."""
    found = []
    likely = sheet.books.likely
    coolers_only = ai.rejection in ("dry", "adiabatic") and ai.supply_c is not None
    if coolers_only and ai.cooling == "liquid" and sheet["trim_duty_kw"] > 0:
        message = (
            f"{ai.rejection} coolers cannot hold it at {sheet['design_air_c']:g} °C outside: trim chillers for "
            f"{sheet['trim_duty_kw']:,.0f} kW are counted; without them the coolest supply is {sheet['free_supply_c']:.1f} °C"
        )
        found.append(_problem(hall, "supply_c", "W-TRIM", message, f"{ai.supply_c:g}"))
    if ai.fuel_hours == 0:
        message = (
            "generators without fuel on site carry no load: planned with none; "
            f"the book's stock is {likely('electrical.genset.fuel_hours'):g} h"
        )
        found.append(_problem(hall, "fuel_hours", "W-FUEL", message, "0"))
    most, critical = likely("building.hall.published_mw"), sheet["critical_it_kw"] / 1000
    if critical > most:
        message = (
            f"{critical:,.0f} MW in one hall is beyond the {most:g} MW of the greatest published contract, all its "
            "buildings together: dates and prices of the books do not reach so far; plan several halls or sites"
        )
        field, value = (
            ("nodes", ai.nodes) if ai.nodes is not None else ("critical_it_mw", f"{ai.critical_it_mw:g}")
        )
        found.append(_problem(hall, field, "W-HALL-SIZE", message, value))
    return found
