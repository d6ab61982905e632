"""The substation of a site with one of its transformers lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.model.redundancy import parse_redundancy
from planner.sizing.failure import HEALTHY, Plant, failure_cases, worst_failure
from planner.sizing.plant import limits_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.sizing.failure import FailureCase
    from planner.sizing.figures import Sheet
    from planner.sizing.result import Figure

TABLE = "electrical.substation"
LIMITS = (f"{TABLE}.normal_loading", f"{TABLE}.failure_loading")
NEEDS = (
    "grid_draw_kw",
    "substation_mva",
    "substation_mva_needed",
    "substation_mva_new",
    "transformer.*.count",
    "transformer.*.rating_mva",
)


def _listed(facility: Facility) -> list[float]:
    """MVA of each substation transformer that the file lists."""
    return [t.rating_mva for t in facility.transformer if t.kind == "substation" for _ in range(t.count)]


def substation_plant(facility: Facility, site: Mapping[str, Figure]) -> Plant:
    """Substation transformers in kW at the site's power factor: those that stand and those that are added.

    Where none is listed, what stands is taken as one, for nobody says that there are more. No
    redundancy is asked of a site: the plant is N, and each loss is stated.

    Source: figures of `planner.sizing.site`; kW per MVA = draw / MVA needed.
    """
    needed, draw = site["substation_mva_needed"].value, site["grid_draw_kw"].value
    per_mva = draw / needed if needed else 0.0
    new = int(site["substation_transformers_new"].value)
    standing = _listed(facility) or [site["substation_mva"].value]
    added = [site["substation_mva_new"].value / new] * new if new else []
    ratings = sorted((mva * per_mva for mva in (*standing, *added) if mva > 0), reverse=True)
    return Plant("substation", parse_redundancy("N"), (tuple(ratings),))


def substation_cases(facility: Facility, site: Mapping[str, Figure], books: Books) -> tuple[FailureCase, ...]:
    """The site healthy, with each transformer out, and with one out when the mining that stays is stopped.

    Source: `planner.sizing.failure`.
    """
    plant, draw = substation_plant(facility, site), site["grid_draw_kw"].value
    limits = limits_of(books, TABLE)
    if draw <= 0 or min(limits) <= 0 or not facility.ai_halls:
        return ()
    cases = failure_cases(plant, draw, *limits)
    mining_kw = sum(h.existing_mw for h in facility.mining_halls) * 1000
    if mining_kw <= 0:
        return cases
    stopped = failure_cases(plant, draw - mining_kw, *limits)
    return (*cases, *(replace(c, case=f"{c.case}, mining stopped") for c in stopped if c.case != HEALTHY))


def put_substation(sheet: Sheet, facility: Facility) -> None:
    """Publish `substation_loading`, and of its worst loss `substation_failure_loading` and `substation_load_lost_kw`.

    Source: `substation_cases`.
    """
    cases = substation_cases(facility, sheet.figures, sheet.books)
    every = [c for c in cases if "mining stopped" not in c.case]
    worst = worst_failure(every)
    if worst is None:
        why = "no AI hall draws on it"
        sheet.zero("share", why, "substation_loading", "substation_failure_loading", needs=NEEDS)
        sheet.zero("kW", why, "substation_load_lost_kw", needs=NEEDS)
        return
    assumed = "" if _listed(facility) else "; none listed, taken as one transformer"
    unit = "share of rating"
    sheet.put("substation_loading", every[0].loading, unit, every[0].basis + assumed, LIMITS, NEEDS)
    why = f"{worst.case}: {worst.basis}{assumed}"
    sheet.put("substation_failure_loading", worst.loading, unit, why, LIMITS, NEEDS)
    draw = sheet["grid_draw_kw"]
    why = f"{worst.case}: {shown(draw)} - {shown(worst.served_kw)} served at {worst.permitted:g} of rating{assumed}"
    sheet.put("substation_load_lost_kw", worst.lost_load_kw, "kW", why, LIMITS, NEEDS)


def substation_problems(
    facility: Facility, site: Mapping[str, Figure], cases: tuple[FailureCase, ...]
) -> list[Problem]:
    """W-SUBSTATION: the loss of one listed transformer takes AI load, also when all mining stops at once.

    Not told where the file lists no substation: the case is stated, but on an assumption.
    """
    listed = [t for t in facility.transformer if t.kind == "substation"]
    losses = [c for c in cases if c.case != HEALTHY]
    if not listed or not losses:
        return []
    last = losses[-1]
    if last.holds:
        return []
    largest = max(listed, key=lambda t: (t.rating_mva, t.id))
    load = last.served_kw + last.lost_load_kw
    mva = (
        last.lost_load_kw / last.permitted * site["substation_mva_needed"].value / site["grid_draw_kw"].value
    )
    stopped = ", all mining stopped," if "mining" in last.case else ""
    message = (
        f"with one substation transformer lost{stopped} the other {last.remaining_units} carry "
        f"{last.served_kw / 1000:,.1f} of {load / 1000:,.1f} MW: {last.lost_load_kw / 1000:,.1f} MW of AI halls "
        f"lose utility power; one more of at least {mva:,.1f} MVA would hold it"
    )
    key = format_address(("transformer", largest.id, "count"))
    return [Problem("W-SUBSTATION", key, message, value=str(largest.count), severity="warning")]
