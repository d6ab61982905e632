"""What ties halls to given dates and to each other: phases, grid steps, the substation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.graph.block import MILESTONE
from planner.graph.grid import gate_relations, grid_gates
from planner.model.address import format_address, nearest
from planner.model.problem import Problem
from planner.model.work import Relation, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.graph.grid import Demand
    from planner.graph.pattern import Resolver
    from planner.graph.result import Procurement
    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.plant import Hall
    from planner.sizing.result import Sizing

SITE_START = "site.start"


@dataclass
class Generated:
    """What generation gathers."""

    tasks: list[Task] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    procurement: list[Procurement] = field(default_factory=list)
    rfs: dict[str, str] = field(default_factory=dict)
    power: list[tuple[str, str, float]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def tie_phases(facility: Facility, catalogue: Catalogue, found: Generated) -> None:
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


def tie_grid(
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
