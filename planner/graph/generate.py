"""Generated work: the site's block, every AI hall's, and what ties them to phases, grid and substation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.books import BookError
from planner.graph.block import MILESTONE, Block, Crews, Place, build_block, chains_of, present_templates
from planner.graph.grid import TEST_SHARE, demands, gate_relations, grid_gates, power_events
from planner.graph.memory import remember
from planner.graph.own import planning_capacity
from planner.graph.pattern import Pattern, Resolver
from planner.graph.stock import deal_stock
from planner.model.address import format_address, nearest
from planner.model.problem import Problem
from planner.model.work import Relation, Task

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from planner.books import Books
    from planner.graph.grid import Demand
    from planner.graph.result import Procurement
    from planner.graph.stock import Cover, Covers
    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.plant import Hall
    from planner.model.work import Crew
    from planner.sizing.result import HallSizing, Sizing

MINING_DENSITY = "crews.area.mining_m2_per_mw"
OPEN_GROUND = "crews.area.open_ground_m2"
SITE_START = "site.start"
RESERVED = ("site", "phase")
"""What task ids begin with, beside hall ids."""


@dataclass
class Generated:
    """What generation gathers."""

    tasks: list[Task] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    procurement: list[Procurement] = field(default_factory=list)
    rfs: dict[str, str] = field(default_factory=dict)
    power: list[tuple[str, str, float]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
    covers = _covers(facility, sizing, sized, catalogue, found)
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
    _phases(facility, catalogue, found)
    drawing = demands(facility, {h: s["grid_draw_kw"] for h, s in sized.items()})
    _grid(facility, sizing, catalogue, drawing, resolvers, site_resolver, found)
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
    """Floor on which crews can work, m²: given, by mining density, or the book's block.

    Never from the IT load, so that more megawatts never speed work up.
    """
    if hall.area_m2 is not None:
        return hall.area_m2
    if hall.kind == "building" and hall.existing_mw > 0:
        return hall.existing_mw * books.likely(MINING_DENSITY)
    return books.likely(OPEN_GROUND)


def _covers(
    facility: Facility,
    sizing: Sizing,
    sized: Mapping[str, HallSizing],
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
    covers, problems = deal_stock(facility, catalogue, needed)
    found.problems += problems
    return covers


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
    return Resolver(catalogue, place.scope, present_templates(catalogue, place, chains), chains, outer)


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


def _phases(facility: Facility, catalogue: Catalogue, found: Generated) -> None:
    """A milestone per phase that has AI halls, at its notice to proceed; its halls are released after it."""
    known = {phase.id: phase for phase in facility.phase}
    halls: dict[str, list[Hall]] = {}
    for hall in facility.ai_halls:
        if hall.ai is not None and hall.ai.phase is not None:
            halls.setdefault(hall.ai.phase, []).append(hall)
    gates = [t.id for t in catalogue.templates["hall"].values() if t.gate == "phase"]
    template = next(iter(catalogue.templates["phase"].values()))
    for phase_id, members in sorted(halls.items()):
        phase = known.get(phase_id)
        if phase is None:
            for hall in members:
                key = format_address(("hall", hall.id, "ai", "phase"))
                message = f"no phase has this id{nearest(phase_id, known)}"
                found.problems.append(Problem("E-UNKNOWN-ID", key, message, value=phase_id))
            continue
        name = f"{template.name}: {phase.name or phase.id}"
        _dated(
            found,
            f"phase.{phase.id}",
            name,
            template.discipline,
            (phase.notice_to_proceed - facility.project.start).days,
            template.id,
        )
        found.relations += [
            Relation(f"phase.{phase.id}", f"{hall.id}.{gate}") for hall in members for gate in gates
        ]


def _dated(found: Generated, task: str, name: str, discipline: str, days: int, template: str) -> None:
    """A milestone bound to a date by an elapsed lag from the site's start."""
    lag = max(0, days)
    found.tasks.append(
        Task(
            task,
            name,
            discipline,
            MILESTONE,
            basis=f"given date, {lag} days from the start",
            template=template,
        )
    )
    found.relations.append(Relation(SITE_START, task, "FS", lag, "elapsed"))


def _grid(
    facility: Facility,
    sizing: Sizing,
    catalogue: Catalogue,
    drawing: Sequence[Demand],
    resolvers: Mapping[str, Resolver],
    site: Resolver,
    found: Generated,
) -> None:
    """Hold each energisation for its grid step, for load that must go first, and for the substation.

    Steps that no hall waits for make no task: they would bind nothing.
    """
    hall_templates = catalogue.templates["hall"].values()
    gates = [t.id for t in hall_templates if t.gate == "grid"]
    leaving = [t.id for t in hall_templates if t.power == "mining_off"]
    mining_off = {
        hall: f"{hall}.{task}" for hall, r in resolvers.items() for task in leaving if task in r.present
    }
    held = grid_gates(facility, drawing, mining_off)
    template = next(iter(catalogue.templates["step"].values()))
    steps = {step.id: step for step in facility.grid.step} if facility.grid else {}
    for step_id in sorted({step for step, _ in held.values() if step is not None}):
        days = (steps[step_id].energised - facility.project.start).days
        _dated(
            found,
            f"site.{template.id}.{step_id}",
            f"{template.name}: {step_id}",
            template.discipline,
            days,
            template.id,
        )
    substation = [
        t.id for t in catalogue.templates["site"].values() if t.gate == "substation" and t.id in site.present
    ]
    staying = sum(h.existing_mw for h in facility.mining_halls)
    all_mw = staying + sum(d.ai_mw for d in drawing)
    drawn = staying
    for demand in drawing:
        drawn += demand.ai_mw
        hall = demand.hall.id
        needs_works = (
            bool(substation)
            and all_mw > 0
            and (
                drawn / all_mw * sizing.site["substation_mva_needed"].value
                > sizing.site["substation_mva"].value
            )
        )
        for gate in gates:
            if gate not in resolvers[hall].present:
                continue
            if hall in held:
                found.relations += gate_relations(f"{hall}.{gate}", *held[hall])
            if needs_works:
                found.relations += [Relation(f"site.{works}", f"{hall}.{gate}") for works in substation]
