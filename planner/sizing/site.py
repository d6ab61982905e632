"""Figures of the site: grid, substation, fibre, security."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.sizing.figures import Sheet
from planner.sizing.noise import put_noise
from planner.sizing.permits import put_permits
from planner.sizing.plant import ceil
from planner.sizing.reused import addresses
from planner.sizing.standing import pool_of
from planner.sizing.substation import put_substation
from planner.sizing.waterfall import capacities, final_capacity_mw, power_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Grid
    from planner.sizing.hall import HallResult
    from planner.sizing.result import Figure
    from planner.sizing.standing import Lot


KW_PER_MW = 1000


def assumed_substation_mva(grid: Grid | None, books: Books) -> float:
    """Capacity of a substation that the file does not list, MVA: what is contracted at the start."""
    return grid.capacity_mw / power_factor(grid, books) if grid else 0.0


def site_figures(
    facility: Facility,
    halls: Sequence[HallResult],
    books: Books,
    substation: Sequence[Lot],
    fibre: Sequence[Lot],
) -> Mapping[str, Figure]:
    """Publish the site's figures.

    Source: docs/architecture.md (names); building.toml and electrical.toml.
    """
    sheet = Sheet(books, {h.sizing.hall: h.sizing.figures for h in halls})
    _put_grid(sheet, facility)
    _put_substation_need(sheet, facility, substation)
    put_substation(sheet, facility)
    _put_fibre(sheet, facility, fibre)
    _put_curtailment(sheet, facility.grid)
    any_hall = 1 if halls else 0
    for key, unit, entry in (
        ("meet_me_rooms", "rooms", "building.fibre.meet_me_rooms"),
        ("security_sites", "sites", "building.security.sites"),
    ):
        each = books.likely(entry)
        why = f"{each:g} a site with AI halls" if halls else "no AI hall: 0"
        sheet.put(key, any_hall * each, unit, why, (entry,), ("ai_halls",))
    put_noise(sheet, facility, halls)
    put_permits(sheet, halls)
    return sheet.figures


def _put_grid(sheet: Sheet, facility: Facility) -> None:
    """What is contracted, what is let, and what halls and mining draw."""
    put, grid = sheet.put, facility.grid
    capacity = final_capacity_mw(grid) if grid else 0.0
    needs = ("grid.capacity_mw", *(f"grid.step.{s.id}.capacity_mw" for s in grid.step)) if grid else ()
    why = "the largest of " + ", ".join(f"{mw:g}" for mw in capacities(grid)) if grid else "no grid: 0"
    put("grid_mw", capacity, "MW", why, (), needs)
    sheet.sum_of_halls("critical_it_mw", "critical_it_kw", "MW", KW_PER_MW)
    number = len(facility.ai_halls)
    asked = tuple(f"hall.{h.id}.ai.platform" for h in facility.ai_halls)
    put("ai_halls", number, "halls", f"halls with [hall.ai]: {number}", (), asked)
    staying = facility.mining_halls
    mining = math.fsum(h.existing_mw for h in staying)
    why = " + ".join(f"{h.existing_mw:g}" for h in staying) or "no hall goes on mining: 0"
    put("mining_mw", mining, "MW", why, (), tuple(f"hall.{h.id}.existing_mw" for h in staying))
    halls = sheet.sum_of_halls("ai_draw_kw", "grid_draw_kw", "kW")
    why = f"AI halls {halls:,.2f} + mining that stays {mining:g} MW x {KW_PER_MW}"
    put("grid_draw_kw", halls + mining * KW_PER_MW, "kW", why, (), ("ai_draw_kw", "mining_mw"))


def _put_substation_need(sheet: Sheet, facility: Facility, lots: Sequence[Lot]) -> None:
    """Substation that stands, what it must carry, and what is new.

    It must carry the AI halls and the mining that stays, in MVA. Where none is listed the existing
    one is assumed to carry the capacity contracted at the start.
    """
    put, grid, pool = sheet.put, facility.grid, pool_of(lots)
    factor = power_factor(grid, sheet.books) if grid else 1.0
    own_factor = grid is not None and grid.power_factor is not None
    uses = () if own_factor or grid is None else ("electrical.grid.power_factor",)
    own = ("grid.power_factor",) if own_factor else ()
    have_uses: tuple[str, ...] = ()
    if any(t.kind == "substation" for t in facility.transformer):
        why = " + ".join(f"{count} x {size:g}" for size, count in pool.lots) or "none is kept: 0"
        have_needs = addresses(lots, "count", "rating_mva")
    else:
        shown = f"{grid.capacity_mw if grid else 0:g} MW / {factor:g}"
        why = f"none listed: assumed to carry {shown}" if pool.lots or grid is None else "none is kept: 0"
        have_uses, have_needs = uses, ("grid.capacity_mw", *own, *addresses(lots))
    have = put("substation_mva", pool.total, "MVA", why, have_uses, have_needs)
    draw = sheet["grid_draw_kw"]
    why = f"{draw:,.2f} kW / {KW_PER_MW} / {factor:g}"
    needed = put("substation_mva_needed", draw / KW_PER_MW / factor, "MVA", why, uses, ("grid_draw_kw", *own))
    key = "electrical.substation.unit_mva"
    unit, any_hall = sheet.books.likely(key), bool(facility.ai_halls)
    new = ceil((needed - have) / unit) if any_hall else 0
    why = f"({needed:,.2f} - {have:,.2f}) / {unit:g}, whole" if any_hall else "no AI hall: 0"
    two = ("substation_mva_needed", "substation_mva")
    put("substation_transformers_new", new, "transformers", why, (key,), two)
    put(
        "substation_mva_new", new * unit, "MVA", f"{new} x {unit:g}", (key,), ("substation_transformers_new",)
    )
    reused = pool.fill(needed, needed)[0] if any_hall and needed > 0 else 0
    why = f"largest first of {pool.available}, until {needed:,.2f} MVA are carried: {reused}"
    put("substation_transformers_reused", reused, "transformers", why, have_uses, (*two, *have_needs))


def _put_fibre(sheet: Sheet, facility: Facility, lots: Sequence[Lot]) -> None:
    """Routes that are kept, and those that must be built."""
    put, key = sheet.put, "building.fibre.routes_needed"
    wanted, has = sheet.books.likely(key), pool_of(lots).available
    any_hall = 1 if facility.ai_halls else 0
    uses = (key,) if facility.fibre else (key, "building.fibre.routes_assumed")
    needs = (*addresses(lots, *(("diverse",) if facility.fibre else ())), "ai_halls")
    why = f"smaller of {wanted:g} needed and {has} standing"
    kept = put("fibre_routes_reused", any_hall * min(wanted, has), "routes", why, uses, needs)
    why = f"{wanted:g} diverse - {has} standing, at least 0"
    new = put("fibre_routes_new", any_hall * max(0.0, wanted - has), "routes", why, uses, needs)
    both = ("fibre_routes_reused", "fibre_routes_new")
    put("fibre_routes", kept + new, "routes", f"{kept:g} reused + {new:g} new", (), both)


def _put_curtailment(sheet: Sheet, grid: Grid | None) -> None:
    hours = grid.curtailment_hours_per_year if grid else None
    why = "none stated: 0" if hours is None else f"as stated: {hours:g}"
    needs = ("grid.curtailment_hours_per_year",) if grid else ()
    sheet.put("curtailment_hours", hours or 0.0, "h a year", why, (), needs)
