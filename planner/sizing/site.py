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
from planner.sizing.waterfall import final_capacity_mw, power_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.plant import Grid
    from planner.sizing.hall import HallResult
    from planner.sizing.result import Figure
    from planner.sizing.standing import Lot


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

    The substation must carry the AI halls and the mining that stays, in MVA. Where none is listed
    the existing one is assumed to carry the capacity contracted at the start.

    Source: docs/architecture.md (names); building.toml and electrical.toml.
    """
    sheet = Sheet(books)
    put, likely = sheet.put, books.likely
    grid = facility.grid
    capacity = final_capacity_mw(grid) if grid else 0.0
    factor = power_factor(grid, books) if grid else 1.0
    own_factor = grid is not None and grid.power_factor is not None
    uses = () if own_factor or grid is None else ("electrical.grid.power_factor",)
    own_address = ("grid.power_factor",) if own_factor else ()
    put("grid_mw", capacity, "MW", "contracted capacity, last step included")
    critical = sum(h.sizing["critical_it_kw"] for h in halls) / 1000
    put("critical_it_mw", critical, "MW", "sum over AI halls / 1000")
    mining = math.fsum(h.existing_mw for h in facility.mining_halls)
    ai_mw = sum(h.balance.grid for h in halls) / 1000
    put(
        "grid_draw_kw",
        (ai_mw + mining) * 1000,
        "kW",
        f"AI halls {ai_mw:,.3f} MW + mining that stays {mining:g} MW",
        ("electrical.ups.efficiency", "electrical.transformer.efficiency", "cooling.chiller.cop"),
    )
    put("ai_halls", len(halls), "halls", "halls with [hall.ai]")

    pool = pool_of(substation)
    if any(t.kind == "substation" for t in facility.transformer):
        have = pool.total
        why = " + ".join(f"{count} x {size:g}" for size, count in pool.lots) or "none is kept"
        have_uses: tuple[str, ...] = ()
        have_needs = addresses(substation, "count", "rating_mva")
    else:
        have = pool.total
        shown = f"{grid.capacity_mw if grid else 0:g} MW / {factor:g}"
        why = f"none listed: assumed to carry {shown}" if pool.lots or grid is None else "none is kept"
        have_uses = uses
        have_needs = ("grid.capacity_mw", *own_address, *addresses(substation))
    put("substation_mva", have, "MVA", why, have_uses, have_needs)
    needed = (ai_mw + mining) / factor
    put(
        "substation_mva_needed",
        needed,
        "MVA",
        f"({ai_mw:,.3f} + {mining:g}) MW / {factor:g}",
        (*uses, "electrical.transformer.efficiency", "electrical.ups.efficiency", "cooling.chiller.cop"),
    )
    unit = likely("electrical.substation.unit_mva")
    new = ceil((needed - have) / unit) if halls else 0
    new_uses = ("electrical.substation.unit_mva", *uses)
    put(
        "substation_transformers_new",
        new,
        "transformers",
        f"({needed:,.2f} - {have:,.2f}) / {unit:g}",
        new_uses,
    )
    put("substation_mva_new", new * unit, "MVA", f"{new} x {unit:g}", new_uses)
    put_substation(sheet, facility)

    reused = pool.fill(needed, needed)[0] if halls and needed > 0 else 0
    put(
        "substation_transformers_reused",
        reused,
        "transformers",
        f"largest first of {pool.available}, until {needed:,.2f} MVA are carried",
        have_uses,
        ("substation_mva", "substation_mva_needed", *have_needs),
    )

    wanted, has = likely("building.fibre.routes_needed"), pool_of(fibre).available
    any_hall = 1 if halls else 0
    fibre_uses: tuple[str, ...] = ("building.fibre.routes_needed",)
    if not facility.fibre:
        fibre_uses = (*fibre_uses, "building.fibre.routes_assumed")
    fibre_needs = addresses(fibre, *(("diverse",) if facility.fibre else ()))
    put(
        "fibre_routes_reused",
        any_hall * min(wanted, has),
        "routes",
        f"smaller of {wanted:g} needed and {has} standing",
        fibre_uses,
        fibre_needs,
    )
    put(
        "fibre_routes_new",
        any_hall * max(0.0, wanted - has),
        "routes",
        f"{wanted:g} diverse - {has} standing",
        fibre_uses,
        fibre_needs,
    )
    routes = sheet["fibre_routes_reused"] + sheet["fibre_routes_new"]
    made = ("fibre_routes_reused", "fibre_routes_new")
    why = f"{sheet[made[0]]:g} reused + {sheet[made[1]]:g} new"
    put("fibre_routes", routes, "routes", why, (), made)
    hours = grid.curtailment_hours_per_year if grid else None
    why = "none stated: 0" if hours is None else f"as stated: {hours:g}"
    put("curtailment_hours", hours or 0.0, "h a year", why, (), ("grid.curtailment_hours_per_year",))
    put(
        "meet_me_rooms",
        any_hall * likely("building.fibre.meet_me_rooms"),
        "rooms",
        "one per diverse route",
        ("building.fibre.meet_me_rooms",),
    )
    put(
        "security_sites",
        any_hall * likely("building.security.sites"),
        "sites",
        "one secured perimeter",
        ("building.security.sites",),
    )
    put_noise(sheet, facility, halls)
    put_permits(sheet, halls)
    return sheet.figures
