"""Sizing: from what exists and what is wanted to counts, loads and areas. No dates and no money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.climate import climate_problems, weather_of
from planner.sizing.hall import size_hall
from planner.sizing.network import SUMMED
from planner.sizing.quantities import lines_of
from planner.sizing.result import Sizing
from planner.sizing.reuse import miner_lines, pads_of, site_reuse
from planner.sizing.site import diverse_routes, site_figures
from planner.sizing.substation import substation_cases, substation_problems
from planner.sizing.waterfall import waterfall_of

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility


def size(facility: Facility, books: Books) -> Sizing:
    """Size every hall to be converted, and the site.

    Halls are sized apart and remembered, so an edit in one hall sizes only that hall anew. A
    facility without AI halls yields the site's figures and waterfall only; one without halls or
    grid yields nothing.
    """
    wanted = facility.ai_halls
    if not facility.hall and facility.grid is None:
        return Sizing(network=dict.fromkeys(SUMMED, 0))
    weather = weather_of(facility, books)
    halls = [size_hall(hall, weather, pads_of(facility, hall, books), books) for hall in wanted]
    site = site_figures(facility, halls, books)
    steps, grid_problems = waterfall_of(facility, halls, books)
    lines = lines_of("site", None, site, books) if wanted else []
    reuse = []
    if wanted:
        assumed = not any(t.kind == "substation" for t in facility.transformer)
        reuse = site_reuse(facility, site, assumed, diverse_routes(facility, books))
    cases = substation_cases(facility, site, books)
    problems = [*grid_problems, *substation_problems(facility, site, cases)]
    if wanted:
        problems.extend(climate_problems(facility, weather))
    for hall in halls:
        lines.extend(hall.lines)
        reuse.extend(hall.reuse)
        problems.extend(hall.problems)
    return Sizing(
        tuple(h.sizing for h in halls),
        site,
        steps,
        tuple(lines),
        (*reuse, *miner_lines(facility)),
        tuple(problems),
        {key: sum(c[key] for h in halls for c in h.sizing.clusters) for key in SUMMED},
        cases,
    )


__all__ = ["Sizing", "size"]
