"""Rules by which existing plant serves again, from the limits of reuse.toml and electrical.toml."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.sizing.standing import GONE, Lot, Standing, Verdict, decided

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Cooler, Feeder, Hall, HallAI, ReuseDecision, Switchboard, Transformer
    from planner.model.problem import Problem
    from planner.sizing.climate import Weather

UNKNOWN_AGE = "electrical.transformer.age_unknown_years"
SECONDARY = "electrical.transformer.secondary_v"
PAD_RULE = (
    "electrical.transformer.age_limit_years",
    UNKNOWN_AGE,
    SECONDARY,
    "electrical.transformer.unit_kva",
    "reuse.transformer.least_share",
)
SWITCHBOARD_RULE = (
    "reuse.switchboard.age_limit_years",
    UNKNOWN_AGE,
    SECONDARY,
    "electrical.transformer.unit_kva",
)
FEEDER_RULE = (
    "reuse.feeder.age_limit_years",
    UNKNOWN_AGE,
    "reuse.feeder.least_kv",
    "reuse.feeder.greatest_kv",
)
COOLER_RULE = (
    "reuse.cooler.age_limit_years",
    UNKNOWN_AGE,
    "reuse.cooler.approach_k",
    "reuse.cooler.least_approach_k",
    "reuse.cooler.least_share",
    "cooling.rejection.dry_cooler_kw",
    "cooling.rejection.margin_k",
)
OTHER_COOLING = {
    "evaporative": "it blows wetted outside air, which a water-glycol loop has no use for",
    "fan-wall": "it blows outside air through the hall, which an AI hall may not",
    "immersion": "an oil circuit cannot serve a water-glycol loop",
}


class HallLots:
    """Existing plant of one hall with what was decided about each."""

    def __init__(self, standing: Standing, hall: Hall, ai: HallAI, weather: Weather, books: Books) -> None:
        self.problems: list[Problem] = []
        self.decisions = standing.decisions
        year, own, wrong = standing.start_year, standing.decisions, self.problems
        self.pads = [
            decided(f"transformer.{p.id}", n, p.rating_mva * 1000, judge_pad(p, year, books), own, wrong)
            for p, n in standing.pads
        ]
        self.switchboards = [
            decided(f"switchboard.{b.id}", n, 1.0, judge_switchboard(b, year, books), own, wrong)
            for b, n in standing.switchboards
        ]
        self.feeders = [
            decided(f"feeder.{f.id}", n, f.rating_mva, judge_feeder(f, year, books), own, wrong)
            for f, n in standing.feeders
        ]
        self.coolers: list[Lot] = []
        for cooler, n in standing.coolers:
            kept, verdict = judge_cooler(cooler, ai, weather, year, books)
            size = cooler.capacity_kw * kept
            self.coolers.append(decided(f"cooler.{cooler.id}", n, size, verdict, own, wrong))
        self.shell = shell_lot(hall, self.decisions, self.problems)


def age(year: int | None, start_year: int, books: Books) -> float:
    """Years at the project start; the book's where the year is not known."""
    return start_year - year if year is not None else books.likely(UNKNOWN_AGE)


def _volts(books: Books) -> tuple[float, ...]:
    return tuple(float(v) for v in books[SECONDARY].value)


def _too_old(year: int | None, start_year: int, limit_key: str, books: Books) -> str | None:
    years, limit = age(year, start_year, books), books.likely(limit_key)
    return f"{years:g} years old at the start, above the limit of {limit:g}" if years > limit else None


def judge_pad(pad: Transformer, start_year: int, books: Books) -> Verdict:
    """A pad serves when its secondary suits, it is not too old, and not too small to be worth its tests.

    Source: electrical.transformer (voltages, age); reuse.transformer.
    """
    volts = _volts(books)
    suits = " or ".join(f"{v:g}" for v in volts)
    if pad.secondary_v is not None and pad.secondary_v not in volts:
        return Verdict("replace", f"its secondary of {pad.secondary_v:g} V is not {suits} V", GONE)
    old = _too_old(pad.year, start_year, PAD_RULE[0], books)
    if old is not None:
        return Verdict("replace", old)
    unit, share = books.likely("electrical.transformer.unit_kva"), books.likely(PAD_RULE[-1])
    if pad.rating_mva * 1000 < share * unit:
        least = f"{share:g} x {unit:g} kVA"
        return Verdict(
            "sell", f"{pad.rating_mva * 1000:g} kVA is less than {least}: not worth its pad and tests"
        )
    known = f"{pad.secondary_v:g} V" if pad.secondary_v is not None else f"taken as {suits} V"
    years, limit = age(pad.year, start_year, books), books.likely(PAD_RULE[0])
    rule = f"secondary {known}, {years:g} of at most {limit:g} years old: kept for whole new units that it spares"
    return Verdict("reuse", rule)


def judge_switchboard(board: Switchboard, start_year: int, books: Books) -> Verdict:
    """A switchboard replaces a line-up one for one when its bus carries a whole unit transformer: kVA x 1000 / (√3 V).

    Source: three-phase current; electrical.transformer.unit_kva, reuse.switchboard.
    """
    volts, unit = _volts(books), books.likely("electrical.transformer.unit_kva")
    suits = " or ".join(f"{v:g}" for v in volts)
    if board.voltage_v is not None and board.voltage_v not in volts:
        return Verdict("sell", f"its {board.voltage_v:g} V is not {suits} V", GONE)
    at = board.voltage_v if board.voltage_v is not None else min(volts)
    needed = unit * 1000 / (math.sqrt(3) * at)
    carries = f"{board.rating_a:,.0f} A against {unit:g} kVA x 1000 / (1.732 x {at:g} V) = {needed:,.0f} A"
    if board.rating_a < needed:
        return Verdict("sell", f"too small for a unit transformer: {carries}", GONE)
    old = _too_old(board.year, start_year, SWITCHBOARD_RULE[0], books)
    if old is not None:
        return Verdict("replace", old)
    return Verdict("reuse", f"one for one in place of a new line-up: {carries}")


def judge_feeder(feeder: Feeder, start_year: int, books: Books) -> Verdict:
    """A feeder of medium voltage spares the cable and duct of the load that it carries; never switchgear sections.

    A mine's feeder has one source and no tie, so it cannot stand for half of a main-tie-main line-up.

    Source: reuse.feeder.
    """
    least, greatest = books.likely("reuse.feeder.least_kv"), books.likely("reuse.feeder.greatest_kv")
    if feeder.voltage_kv is not None and not least <= feeder.voltage_kv <= greatest:
        return Verdict("sell", f"{feeder.voltage_kv:g} kV is not between {least:g} and {greatest:g} kV", GONE)
    old = _too_old(feeder.year, start_year, FEEDER_RULE[0], books)
    if old is not None:
        return Verdict("replace", old)
    rule = f"spares duct and cable for {feeder.rating_mva:g} MVA each, up to the hall's draw; no switchgear"
    return Verdict("reuse", rule)


def judge_cooler(
    cooler: Cooler, ai: HallAI, weather: Weather, start_year: int, books: Books
) -> tuple[float, Verdict]:
    """Share of its capacity that a cooler keeps in the hall's facility-water loop, and the verdict.

    Judged as the new dry coolers are counted that it would spare: at their rated approach of water to
    air, whatever the weather (the shortfall of a hot day is the trim chillers', with old coolers as with
    new). Capacity of a dry coil goes with the approach: the new units' over its own, which is its supply
    less (design air + margin); never above 1.

    Source: heat exchanger arithmetic; reuse.cooler, cooling.rejection.margin_k.
    """
    likely = books.likely
    if cooler.kind in OTHER_COOLING:
        return 0.0, Verdict("sell", OTHER_COOLING[cooler.kind], GONE)
    if ai.cooling != "liquid" or ai.rejection == "chilled":
        return 0.0, Verdict("sell", "the AI hall has no dry-cooler loop that could use it", GONE)
    air = weather.design_c + likely("cooling.rejection.margin_k")
    rated, least = likely("reuse.cooler.approach_k"), likely("reuse.cooler.least_approach_k")
    design = cooler.supply_c - air if cooler.supply_c is not None else rated
    if design < least:
        told = f"its supply of {cooler.supply_c:g} °C cannot be had from {air:g} °C air"
        return 0.0, Verdict("sell", told, GONE)
    kept = min(1.0, rated / design)
    credit = (
        f"{rated:g} K of new units over its own {design:.1f} K: {kept:.2f} x {cooler.capacity_kw:g} kW each"
    )
    old = _too_old(cooler.year, start_year, COOLER_RULE[0], books)
    if old is not None:
        return kept, Verdict("replace", old)
    unit, share = likely("cooling.rejection.dry_cooler_kw"), likely("reuse.cooler.least_share")
    if cooler.capacity_kw * kept < share * unit:
        told = f"{credit}, less than {share:g} x {unit:g} kW: not worth its valves and tests"
        return kept, Verdict("sell", told)
    return kept, Verdict("refurbish", f"{credit} in place of new dry coolers")


def shell_lot(hall: Hall, decisions: tuple[ReuseDecision, ...], problems: list[Problem]) -> Lot | None:
    """The standing shed; None where there is none."""
    if hall.kind != "building" or not (hall.area_m2 or hall.existing_mw):
        return None
    verdict = Verdict("reuse", "a standing shed is kept where the AI hall needs its floor")
    return decided(f"hall.{hall.id}.shell", 1, 0.0, verdict, decisions, problems)
