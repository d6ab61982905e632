"""Sizing: from what exists and what is wanted to counts, loads and areas. No dates and no money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.climate import climate_problems, weather_of
from planner.sizing.hall import size_hall
from planner.sizing.network import SUMMED
from planner.sizing.noise import noise_problems
from planner.sizing.quantities import lines_of
from planner.sizing.result import Sizing
from planner.sizing.reuse import fibre_lots, idle_decisions, miner_lines, site_reuse, substation_lots
from planner.sizing.site import assumed_substation_mva, site_figures
from planner.sizing.standing import standing_of
from planner.sizing.substation import substation_cases, substation_problems
from planner.sizing.waterfall import waterfall_of

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility
    from planner.model.problem import Problem


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
    halls = [size_hall(hall, weather, standing_of(facility, hall), books) for hall in wanted]
    problems: list[Problem] = []
    substation = substation_lots(facility, assumed_substation_mva(facility.grid, books), problems)
    fibre = fibre_lots(facility, books, problems)
    site = site_figures(facility, halls, books, substation, fibre)
    steps, grid_problems = waterfall_of(facility, halls, books)
    lines = lines_of("site", None, site, books) if wanted else []
    reuse = site_reuse(substation, fibre, site, books) if wanted else []
    problems.extend(grid_problems)
    cases = substation_cases(facility, site, books)
    problems.extend(substation_problems(facility, site, cases))
    if wanted:
        problems.extend(climate_problems(facility, weather))
        problems.extend(noise_problems(site))
    for hall in halls:
        lines.extend(hall.lines)
        reuse.extend(hall.reuse)
        problems.extend(hall.problems)
    reuse.extend(miner_lines(facility, problems))
    if facility.reuse:
        problems.extend(idle_decisions(facility, reuse))
    return Sizing(
        tuple(h.sizing for h in halls),
        site,
        steps,
        tuple(lines),
        tuple(reuse),
        tuple(problems),
        {key: sum(c[key] for h in halls for c in h.sizing.clusters) for key in SUMMED},
        cases,
    )


__all__ = ["Sizing", "size"]
