"""Generated work: the site's block and every AI hall's, tied to phases, grid and substation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.books import BookError
from planner.graph.block import Block, Crews, Place, build_block, chain_days, chains_of, present_templates
from planner.graph.grid import TEST_SHARE, demands, power_events
from planner.graph.memory import remember
from planner.graph.own import planning_capacity
from planner.graph.pattern import Pattern, Resolver
from planner.graph.stock import deal_stock
from planner.graph.ties import Generated, tie_grid, tie_phases
from planner.model.address import format_address
from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from planner.books import Books
    from planner.graph.stock import Cover, Covers
    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.plant import Hall
    from planner.model.work import Crew
    from planner.sizing.result import HallSizing, Sizing

MINING_DENSITY = "crews.area.mining_m2_per_mw"
OPEN_GROUND = "crews.area.open_ground_m2"
RESERVED = ("site", "phase")
"""What task ids begin with, beside hall ids."""


def generate(
    facility: Facility, sizing: Sizing, books: Books, catalogue: Catalogue, crews: Mapping[str, Crew]
) -> Generated:
    """Build everything that the books' templates and items make of the AI halls.

    `Generated.power` lists changes of the site's draw; what runs before the first change is the mining
    of every hall, converting or not. The result is the same whatever the order of the file.
    """
    found = Generated(problems=_reserved(facility))
    capacity = Crews(
        {trade: planning_capacity(crew) for trade, crew in crews.items()},
        {
            str(row["id"]): books.likely(f"crews.m2_per_front.{row['id']}")
            for row in books.tables.get("crews.trade", ())
        },
    )
    halls = facility.ai_halls
    sized = {hall.id: sizing.hall(hall.id) for hall in halls}
    covers = _covers(facility, sizing, sized, books, catalogue, found)
    site = _site_place(facility, sizing, books, covers)
    site_resolver = _resolver(catalogue, site)
    resolvers: dict[str, Resolver] = {}
    blocks: dict[str, Block] = {}
    for hall in halls:
        place = _hall_place(hall, sized[hall.id], books, covers)
        resolver, block = _remembered(books, catalogue, place, capacity, site_resolver)
        resolvers[hall.id], blocks[hall.id] = resolver, block
    site_pattern = _pattern(
        books,
        Resolver(
            catalogue,
            "site",
            site_resolver.present,
            site_resolver.chains,
            None,
            {h.id: resolvers[h.id] for h in halls},
        ),
        tuple((h.id, resolvers[h.id].present, tuple(resolvers[h.id].chains.items())) for h in halls),
    )
    for block in (build_block(books, catalogue, site, site_pattern, capacity), *blocks.values()):
        found.tasks += block.tasks
        found.relations += block.relations
        found.procurement += block.procurement
    tie_phases(facility, catalogue, found)
    drawing = demands(facility, {h: s["grid_draw_kw"] for h, s in sized.items()})
    tie_grid(facility, sizing, catalogue, drawing, resolvers, site_resolver, found)
    share = books.likely(TEST_SHARE)
    for demand in drawing:
        found.power += power_events(catalogue, demand, share, resolvers[demand.hall.id].present)
        found.rfs[demand.hall.id] = f"{demand.hall.id}.rfs"
    return found


def _reserved(facility: Facility) -> list[Problem]:
    """Halls whose id would make task ids of the site's or the phases' kind."""
    message = "task ids of the site and of phases begin with this: give the hall another id"
    return [
        Problem("E-RESERVED-ID", format_address(("hall", hall.id, "id")), message, value=hall.id)
        for hall in facility.ai_halls
        if hall.id in RESERVED
    ]


def floor_area(hall: Hall, books: Books) -> float:
    """Floor on which crews can work, m²: given, or by mining density, and at least the book's open ground.

    Crews also work on the ground beside a hall. Never from the IT load, so that more megawatts never
    speed work up.
    """
    floor = hall.area_m2 if hall.area_m2 is not None else hall.existing_mw * books.likely(MINING_DENSITY)
    return max(floor, books.likely(OPEN_GROUND))


def _covers(
    facility: Facility,
    sizing: Sizing,
    sized: Mapping[str, HallSizing],
    books: Books,
    catalogue: Catalogue,
    found: Generated,
) -> Covers:
    if not facility.stock:
        return {}
    needed: dict[tuple[str, str | None], float] = {}
    for item in catalogue.items.values():
        if item.scope == "site":
            needed[item.id, None] = sizing.site[item.count].value
        else:
            for hall, figures in sized.items():
                needed[item.id, hall] = figures[item.count]
    released = _released(facility)
    platforms: dict[str | None, str] = {hall: figures.platform for hall, figures in sized.items()}

    def fresh(item: str, hall: str | None) -> int:
        placeholders = (("{platform}", platforms.get(hall, "")),)
        return released.get(hall, 0) + chain_days(books, catalogue.items[item], placeholders)

    covers, problems = deal_stock(facility, catalogue, needed, fresh)
    found.problems += problems
    return covers


def _released(facility: Facility) -> dict[str | None, int]:
    """Earliest boundary at which each hall can be released: its phase's notice, or 0 where work has begun."""
    notices = {p.id: max(0, (p.notice_to_proceed - facility.project.start).days) for p in facility.phase}
    phases = {hall.id: hall.ai.phase for hall in facility.ai_halls if hall.ai is not None}
    begun = {phases.get(begun.task.partition(".")[0]) for begun in facility.begun}
    return {hall: 0 if phase in begun else notices.get(phase or "", 0) for hall, phase in phases.items()}


def _site_place(facility: Facility, sizing: Sizing, books: Books, covers: Covers) -> Place:
    site = sizing.site

    def figure(key: str) -> float:
        if key in site:
            return site[key].value
        try:
            return sum(hall[key] for hall in sizing.halls)
        except KeyError:
            raise BookError(f"the books name {key}, which is no figure of the site or its halls") from None

    area = sum(floor_area(hall, books) for hall in facility.ai_halls)
    return Place(None, area, figure, (), {item: c for (item, hall), c in covers.items() if hall is None})


def _hall_place(hall: Hall, sized: HallSizing, books: Books, covers: Covers) -> Place:
    figures = sized.figures

    def figure(key: str) -> float:
        try:
            return figures[key].value
        except KeyError:
            raise BookError(f"the books name {key}, which is no figure of a hall") from None

    mining = "air" if hall.mining == "air" else "liquid"
    own: dict[str, Cover] = (
        {item: cover for (item, h), cover in covers.items() if h == hall.id} if covers else {}
    )
    return Place(
        hall.id,
        floor_area(hall, books),
        figure,
        (("{platform}", sized.platform), ("{mining}", mining)),
        own,
    )


def _resolver(catalogue: Catalogue, place: Place, outer: Resolver | None = None) -> Resolver:
    chains = chains_of(catalogue, place)
    return Resolver(catalogue, place.scope, present_templates(catalogue, place), chains, outer)


def _pattern(books: Books, resolver: Resolver, outside: Hashable) -> Pattern:
    """The relations of what stands; the same for every hall of the same kind, so worked out once."""
    key = (resolver.scope, resolver.present, tuple(resolver.chains.items()), outside)
    return remember(books, "graph.patterns", key, resolver.pattern)


def _remembered(
    books: Books, catalogue: Catalogue, place: Place, crews: Crews, site: Resolver
) -> tuple[Resolver, Block]:
    def build() -> tuple[Resolver, Block]:
        resolver = _resolver(catalogue, place, site)
        pattern = _pattern(books, resolver, outside)
        return resolver, build_block(books, catalogue, place, pattern, crews)

    outside = (site.present, tuple(site.chains.items()))
    key = (
        place.hall,
        place.area_m2,
        place.placeholders,
        tuple(map(place.figure, catalogue.hall_figures)),
        tuple(place.covers.items()),
        tuple(crews.site.items()),
        outside,
    )
    return remember(books, "graph.blocks", key, build)
