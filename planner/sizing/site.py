"""Figures of the site: grid, substation, fibre, security."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.sizing.figures import Sheet
from planner.sizing.plant import ceil
from planner.sizing.substation import put_substation
from planner.sizing.waterfall import final_capacity_mw, power_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.sizing.hall import HallResult
    from planner.sizing.result import Figure


def diverse_routes(facility: Facility, books: Books) -> int:
    """Fibre entrances that share nothing: each diverse one; the others together count as one where none is.

    A mine that lists none is taken to have the book's number.
    """
    if not facility.fibre:
        return int(books.likely("building.fibre.routes_assumed"))
    return max(sum(1 for r in facility.fibre if r.diverse), 1)


def site_figures(facility: Facility, halls: Sequence[HallResult], books: Books) -> Mapping[str, Figure]:
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

    listed = sorted((t for t in facility.transformer if t.kind == "substation"), key=lambda t: t.id)
    if listed:
        have = sum(t.count * t.rating_mva for t in listed)
        why = " + ".join(f"{t.count} x {t.rating_mva:g}" for t in listed)
        have_uses: tuple[str, ...] = ()
    else:
        have = grid.capacity_mw / factor if grid else 0.0
        why = f"none listed: assumed to carry {grid.capacity_mw if grid else 0:g} MW / {factor:g}"
        have_uses = uses
    put("substation_mva", have, "MVA", why, have_uses)
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

    wanted, has = likely("building.fibre.routes_needed"), diverse_routes(facility, books)
    any_hall = 1 if halls else 0
    put(
        "fibre_routes_new",
        any_hall * max(0.0, wanted - has),
        "routes",
        f"{wanted:g} diverse - {has} standing",
        ("building.fibre.routes_needed",)
        if facility.fibre
        else ("building.fibre.routes_needed", "building.fibre.routes_assumed"),
    )
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
    return sheet.figures
