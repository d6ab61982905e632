"""Figures of existing plant that serves again in a hall, and of what is left to buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.sizing.plant import ceil
from planner.sizing.reuse_rules import COOLER_RULE, FEEDER_RULE, SWITCHBOARD_RULE
from planner.sizing.standing import by_size, pool_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.sizing.figures import Sheet
    from planner.sizing.reuse_rules import HallLots
    from planner.sizing.standing import Lot

FACTOR = "electrical.transformer.power_factor"


def addresses(lots: Sequence[Lot], *fields: str) -> tuple[str, ...]:
    """Addresses of the file that a rule reads of the lots: the fields of each, and a person's decision."""
    found = []
    for lot in lots:
        found += [f"{lot.asset}.{field}" for field in fields]
        if lot.person:
            found.append(format_address(("reuse", lot.asset, "decision")))
    return tuple(found)


def put_reused(sheet: Sheet, lots: HallLots) -> None:
    """Publish what of a hall's switchboards, feeders and coolers serves again, and what must be bought new.

    Pads are dealt with where unit transformers are. Every count rises, or stays, with the hall's load.

    Source: the rules of `planner.sizing.reuse_rules`.
    """
    _put_switchboards(sheet, lots.switchboards)
    _put_feeders(sheet, lots.feeders)
    _put_coolers(sheet, lots.coolers)


def _put_switchboards(sheet: Sheet, lots: Sequence[Lot]) -> None:
    """Line-ups less the switchboards that replace them one for one."""
    put, lineups = sheet.put, sheet["lv_lineups"]
    available = pool_of(lots).available
    reused = put(
        "switchboards_reused",
        min(available, lineups),
        "switchboards",
        f"{available} that suit, for {lineups:g} line-ups",
        SWITCHBOARD_RULE if lots else (),
        ("lv_lineups", *addresses(lots, "count", "rating_a", "voltage_v", "year")),
    )
    new = put(
        "lv_lineups_new",
        lineups - reused,
        "line-ups",
        f"{lineups:g} - {reused:g}",
        (),
        ("lv_lineups", "switchboards_reused"),
    )
    mw = sheet["lv_mw"]
    put(
        "lv_mw_new",
        mw * new / lineups if lineups else 0.0,
        "MW",
        f"{mw:,.6g} MW x {new:g} / {lineups:g} line-ups" if lineups else "no line-ups",
        (),
        ("lv_mw", "lv_lineups_new", "lv_lineups"),
    )


def _put_feeders(sheet: Sheet, lots: Sequence[Lot]) -> None:
    """Duct and cable less the share of the hall's draw that existing feeders carry."""
    put, likely = sheet.put, sheet.books.likely
    factor, draw = likely(FACTOR), sheet["mv_mw"]
    needed, pool = draw / factor if factor else 0.0, pool_of(lots)
    rule = (*FEEDER_RULE, FACTOR) if lots else (FACTOR,)
    read = ("mv_mw", *addresses(lots, "count", "rating_mva", "voltage_kv", "year"))
    count, _ = pool.fill(needed, needed) if needed > 0 else (0, 0.0)
    why = f"largest first of {pool.available} that suit, until {draw:,.6g} MW / {factor:g} are carried"
    put("feeders_reused", count, "feeders", why, rule, read)
    carried = put(
        "feeder_mva_reused",
        min(pool.total, needed),
        "MVA",
        f"smaller of {pool.total:,.6g} MVA that suit and {draw:,.6g} MW / {factor:g}",
        rule,
        read,
    )
    left = 1 - carried / needed if needed > 0 else 1.0
    metres, critical = sheet["duct_bank_m"], sheet["critical_it_kw"]
    shown = f"(1 - {carried:,.6g} MVA x {factor:g} / {draw:,.6g} MW)"
    put(
        "duct_bank_m_new",
        max(0.0, metres * left),
        "m",
        f"{metres:,.6g} m x {shown}",
        (FACTOR,),
        ("duct_bank_m", "feeder_mva_reused", "mv_mw"),
    )
    share = likely("reuse.feeder.bulk_share")
    put(
        "electrical_other_kw",
        critical * (1 - share * (1 - left)),
        "kW",
        f"{critical:,.6g} kW x (1 - {share:g} x (1 - {shown}))",
        ("reuse.feeder.bulk_share", FACTOR),
        ("critical_it_kw", "feeder_mva_reused", "mv_mw"),
    )


def _put_coolers(sheet: Sheet, lots: Sequence[Lot]) -> None:
    """Dry coolers less the whole new units that existing coolers spare; none counts for more than a new one."""
    put, coolers, total = sheet.put, sheet["dry_coolers"], sheet["dry_cooler_kw"]
    unit, pool = (total / coolers if coolers else 0.0), pool_of(lots)
    taken, covered = pool.take(total, unit)
    credited = pool.fill(covered, unit)[1] if taken else 0.0
    rule = COOLER_RULE if lots else ()
    read = (
        "dry_coolers",
        "dry_cooler_kw",
        *addresses(lots, "kind", "count", "capacity_kw", "supply_c", "year"),
        *(("climate.design_dry_bulb_c", "hall.ai.supply_c", "hall.ai.rejection") if lots else ()),
    )
    why = f"largest first of {pool.available} that suit, each at most {unit:g} kW, for whole new units spared"
    put("coolers_reused", taken, "coolers", why, rule, read)
    sizes = " + ".join(f"{lot.count} x {min(lot.size, unit):,.6g}" for lot in by_size(lots)) or "none"
    put(
        "cooler_kw_reused",
        credited,
        "kW",
        f"the first {taken} of {sizes} kW",
        rule,
        ("coolers_reused", *read),
    )
    new = put(
        "dry_coolers_new",
        ceil((total - covered) / unit) if unit else 0.0,
        "coolers",
        f"({total:,.6g} - {covered:,.6g}) / {unit:g} kW, whole units" if unit else "no dry coolers",
        (),
        ("dry_cooler_kw", "dry_coolers", "cooler_kw_reused"),
    )
    put(
        "dry_cooler_kw_new",
        new * unit,
        "kW",
        f"{new:g} x {unit:g}",
        (),
        ("dry_coolers_new", "dry_cooler_kw", "dry_coolers"),
    )
