"""The reuse ledger: what becomes of each existing asset, by a stated rule or a person's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.result import ReuseLine
from planner.sizing.standing import (
    GONE,
    KEPT,
    Lot,
    Verdict,
    by_size,
    dealt,
    decided,
    impossible,
    pool_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Fleet, Hall, HallAI
    from planner.model.problem import Problem
    from planner.sizing.result import Figure
    from planner.sizing.reuse_rules import HallLots
    from planner.sizing.standing import Decision

SUBSTATION, FIBRE = "site.substation", "site.fibre"
"""Ids of what is assumed to stand where the file lists none."""


def hall_reuse(
    hall: Hall, ai: HallAI, lots: HallLots, figures: Mapping[str, Figure], books: Books
) -> list[ReuseLine]:
    """Ledger of one hall: shell, pads, switchboards, feeders, coolers, and the miners' cooling."""

    def value(key: str) -> float:
        return figures[key].value

    lines = _shell(hall, lots, value("envelope_m2"), value("area_m2"), value("slab_m2"))
    unit = books.likely("electrical.transformer.unit_kva")
    reused = int(value("transformers_reused"))
    lines += _spared(
        hall,
        lots.pads,
        reused,
        "pad transformers",
        "transformers",
        ("transformer", _whole(lots.pads, reused, unit)),
        ("transformer_refurbish", float(reused)),
        ("transformer_inspect", "transformer_refurbish"),
    )
    boards = int(value("switchboards_reused"))
    lines += _spared(
        hall,
        lots.switchboards,
        boards,
        "LV switchboards",
        "switchboards",
        ("lv_switchgear", value("lv_mw") - value("lv_mw_new")),
        ("switchboard_recertify", float(boards)),
        ("switchboard_inspect", "switchboard_recertify"),
    )
    lines += _spared(
        hall,
        lots.feeders,
        int(value("feeders_reused")),
        "MV feeders",
        "feeders",
        ("electrical_other", value("critical_it_kw") - value("electrical_other_kw")),
        ("feeder_recertify", value("feeder_mva_reused")),
        ("feeder_recertify",),
        value("feeder_mva_reused"),
    )
    lines += _spared(
        hall,
        lots.coolers,
        int(value("coolers_reused")),
        "coolers",
        "coolers",
        ("dry_cooler", value("dry_cooler_kw") - value("dry_cooler_kw_new")),
        ("cooler_recertify", value("cooler_kw_reused")),
        ("cooler_inspect", "cooler_recertify"),
    )
    if hall.existing_mw > 0 and not (lots.coolers and hall.mining != "air"):
        lines.append(_mining_cooling(hall, lots))
    return lines


def _whole(lots: Sequence[Lot], taken: int, unit: float) -> float:
    """Whole new units that the first `taken` units of the pool spare."""
    made = 0.0
    for lot in by_size(lots):
        n = min(lot.count, taken)
        made, taken = made + n * min(lot.size, unit), taken - n
    return float(int(made / unit + 1e-9)) if unit > 0 else 0.0


def _spared(
    hall: Hall,
    lots: Sequence[Lot],
    taken: int,
    name: str,
    unit: str,
    avoids: tuple[str, float],
    refurbish: tuple[str, float],
    templates: tuple[str, ...],
    most: float | None = None,
) -> list[ReuseLine]:
    """Lines of lots of which `taken` serve again: what is avoided is shared by size, what is over is sold.

    `most` is the whole credit that sizes are cut to, where the last unit is used in part.
    """
    shares = dealt(lots, taken)
    credit, left = {}, most
    for lot in by_size(lots):
        of_lot = shares[lot.asset] * lot.size
        if left is not None:
            of_lot = min(of_lot, left)
            left -= of_lot
        credit[lot.asset] = of_lot
    whole = sum(credit.values())
    lines = []
    for lot in lots:
        used = shares.get(lot.asset, 0)
        if used:
            part = credit[lot.asset] / whole if whole else 0.0
            cost_part = used / taken if refurbish[1] == taken else part
            item = avoids[0] if avoids[1] * part > 0 else None
            lines.append(
                ReuseLine(
                    lot.asset,
                    hall.id,
                    lot.decision,
                    used,
                    unit,
                    lot.rule,
                    item,
                    name,
                    avoids[1] * part,
                    ((refurbish[0], refurbish[1] * cost_part),),
                    templates,
                    lot.by,
                    lot.reason,
                )
            )
        if lot.count > used:
            lines.append(_over(hall, lot, lot.count - used, name, unit))
    return lines


def _over(hall: Hall, lot: Lot, count: int, name: str, unit: str) -> ReuseLine:
    """What does not serve: as decided, or beyond the hall's need."""
    if not lot.kept:
        return _line(lot, hall.id, count, unit, name)
    decision: Decision = lot.decision if lot.person else "sell"
    rule = "beyond what spares a purchase here: " + (
        "kept as spares, no credit" if lot.person else "sold or kept as spares"
    )
    return ReuseLine(
        lot.asset,
        hall.id,
        decision,
        count,
        unit,
        rule,
        None,
        f"spare {name}",
        decided_by=lot.by,
        reason=lot.reason,
    )


def _line(lot: Lot, hall: str | None, quantity: float, unit: str, name: str) -> ReuseLine:
    """A line that avoids nothing."""
    return ReuseLine(
        lot.asset,
        hall,
        lot.decision,
        quantity,
        unit,
        lot.rule,
        None,
        name,
        decided_by=lot.by,
        reason=lot.reason,
    )


def _shell(hall: Hall, lots: HallLots, used: float, standing: float, slab: float) -> list[ReuseLine]:
    """The shed, or the containers. A shed that is kept must be enclosed, and strengthened where its slab is weak."""
    lot = lots.shell
    if lot is not None and lot.kept and used > 0:
        return [
            ReuseLine(
                lot.asset,
                hall.id,
                lot.decision,
                used,
                "m2",
                f"{lot.rule}: {used:,.0f} of {standing:,.0f} m2",
                "new_building",
                "building shell",
                used,
                (("envelope", used), ("slab", slab)),
                ("structural_check", "slab", "envelope"),
                lot.by,
                lot.reason,
            )
        ]
    if lot is not None and not lot.kept:
        return [_line(lot, hall.id, 1, "sheds", "building shell")]
    if hall.kind == "container":
        rule = "containers are too low and narrow for AI racks: cleared for a building on their pad"
        verdict = Verdict("sell", rule, GONE)
        own = decided(f"hall.{hall.id}.containers", 1, 0.0, verdict, lots.decisions, lots.problems)
        return [_line(own, hall.id, hall.existing_mw, "MW", "mining containers")]
    return []


def _mining_cooling(hall: Hall, lots: HallLots) -> ReuseLine:
    name = "mining fans and evaporative walls"
    rule = "fans and evaporative walls blow outside air through the hall, which an AI hall may not"
    if hall.mining == "hydro":
        name = "hydro dry coolers"
        rule = "no credit without their number, capacity and supply temperature: list them as [[cooler]]"
    elif hall.mining == "immersion":
        name, rule = "immersion tanks and coolers", "oil circuits cannot serve a water-glycol loop"
    asset = f"hall.{hall.id}.mining-cooling"
    verdict = Verdict("replace", rule, GONE)
    lot = decided(asset, 1, 0.0, verdict, lots.decisions, lots.problems)
    return _line(lot, hall.id, hall.existing_mw, "MW", name)


def miner_lines(facility: Facility, problems: list[Problem]) -> list[ReuseLine]:
    """Miners of the halls to be converted are sold: by fleet where listed, else by MW.

    A person may keep them (`reuse`) where a hall goes on mining.
    """
    rule = "miners have no use in an AI hall: sold, or moved to a hall that goes on mining"
    possible: tuple[Decision, ...] = ("reuse", "sell") if facility.mining_halls else ("sell",)
    verdict = Verdict("sell", rule, possible)
    fleets: dict[str, list[Fleet]] = {}
    for fleet in sorted(facility.fleet, key=lambda f: f.id):
        fleets.setdefault(fleet.hall, []).append(fleet)
    lines = []
    for hall in facility.ai_halls:
        listed = fleets.get(hall.id, [])
        for fleet in listed:
            lot = decided(f"fleet.{fleet.id}", 1, 0.0, verdict, facility.reuse, problems)
            lines.append(_line(lot, hall.id, fleet.count, "miners", fleet.model))
        if not listed and hall.existing_mw > 0:
            lot = decided(f"hall.{hall.id}.miners", 1, 0.0, verdict, facility.reuse, problems)
            lines.append(_line(lot, hall.id, hall.existing_mw, "MW", "miners"))
    return lines


def substation_lots(facility: Facility, assumed_mva: float, problems: list[Problem]) -> list[Lot]:
    """Substation transformers, or the one assumed where none is listed."""
    rule = "an energised substation is kept and extended only for what it cannot carry"
    listed = sorted((t for t in facility.transformer if t.kind == "substation"), key=lambda t: t.id)
    if not listed:
        if facility.grid is None:
            return []
        rule += "; none is listed, so it is assumed to carry the whole contracted capacity"
        return [decided(SUBSTATION, 1, assumed_mva, Verdict("reuse", rule), facility.reuse, problems)]
    verdict = Verdict("reuse", rule)
    return [
        decided(f"transformer.{t.id}", t.count, t.rating_mva, verdict, facility.reuse, problems)
        for t in listed
    ]


def fibre_lots(facility: Facility, books: Books, problems: list[Problem]) -> list[Lot]:
    """Fibre entrances; size 1 is one that counts as diverse, 0 one that shares its way with another."""
    rule = "fibre entrances are kept; two that share no duct or pole are needed"
    if not facility.fibre:
        number = int(books.likely("building.fibre.routes_assumed"))
        verdict = Verdict("reuse", f"{rule}; none is listed, so {number} is assumed")
        return [decided(FIBRE, number, 1.0, verdict, facility.reuse, problems)] if number else []
    own = sorted(facility.fibre, key=lambda r: (not r.diverse, r.id))
    shared = "shares a duct or pole with another: kept, but no second way in"
    lots: list[Lot] = []
    for route in own:
        counts = route.diverse or not any(lot.kept and lot.size for lot in lots)
        verdict = Verdict("reuse", rule if counts else shared)
        lots.append(
            decided(f"fibre.{route.id}", 1, 1.0 if counts else 0.0, verdict, facility.reuse, problems)
        )
    return lots


def fibre_kept(lots: Iterable[Lot]) -> int:
    """How many entrances count as diverse."""
    return pool_of(lots).available


def site_reuse(
    substation: Sequence[Lot], fibre: Sequence[Lot], site: Mapping[str, Figure], books: Books
) -> list[ReuseLine]:
    """Ledger of the site: substation and fibre.

    Capacity avoided is whole units that would stand in its place, shared by rating; fibre routes up to those needed.
    """
    lines: list[ReuseLine] = []
    unit, needed = books.likely("electrical.substation.unit_mva"), site["substation_mva_needed"].value
    spared = -(-needed // unit) * unit - site["substation_mva_new"].value
    kept = dealt(substation, int(site["substation_transformers_reused"].value))
    whole = sum(kept.get(lot.asset, 0) * lot.size for lot in substation)
    for lot in substation:
        part = kept.get(lot.asset, 0) * lot.size
        if part and spared > 0:
            lines.append(
                _kept(lot, min(part, needed), "MVA", "substation transformers", "substation", spared * part / whole,
                      (), ("substation_test",))
            )  # fmt: skip
        else:
            lines.append(_line(lot, None, lot.count * lot.size, "MVA", "substation transformers"))
    left = int(site["fibre_routes_reused"].value)
    taken = dealt(fibre, left)
    for lot in fibre:
        used = taken.get(lot.asset, 0)
        if used:
            tests = (("fibre_recertify", float(used)),)
            lines.append(
                _kept(lot, used, "routes", "fibre routes", "fibre_route", used, tests, ("fibre_recertify",))
            )
        else:
            lines.append(_line(lot, None, lot.count, "routes", "fibre routes"))
    return lines


def _kept(
    lot: Lot,
    quantity: float,
    unit: str,
    name: str,
    item: str,
    avoids: float,
    refurbish: tuple[tuple[str, float], ...],
    templates: tuple[str, ...],
) -> ReuseLine:
    return ReuseLine(
        lot.asset,
        None,
        lot.decision,
        quantity,
        unit,
        lot.rule,
        item,
        name,
        avoids,
        refurbish,
        templates,
        lot.by,
        lot.reason,
    )


def idle_decisions(facility: Facility, lines: Iterable[ReuseLine]) -> list[Problem]:
    """F-REUSE for decisions on assets about which the plan has nothing to decide."""
    told = {line.asset for line in lines}
    why = "it stands where nothing is converted, or is not there"
    return [impossible(d, why, ()) for d in facility.reuse if d.asset not in told]


__all__ = ["KEPT", "fibre_lots", "hall_reuse", "miner_lines", "site_reuse", "substation_lots"]
