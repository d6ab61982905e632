"""Limits of megawatts: the contract, a project's own limit, the substation and single groups of transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.graph.grid import KW_PER_MW
from planner.model.work import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from planner.model.facility import Facility
    from planner.model.plant import Grid, Transformer
    from planner.model.work import Task
    from planner.sizing.result import Sizing

Event = tuple[str, str, float]
SUBSTATION_WORKS = "site.substation_works"


def envelopes_of(
    facility: Facility, sizing: Sizing, tasks: Sequence[Task], power: Sequence[Event]
) -> tuple[Envelope, ...]:
    """Every limit that the file gives, with the draw of mining halls and all that tasks change of it.

    `power` are the events of generated tasks; own tasks draw from their start to their finish.
    """
    own = [event for task in tasks if task.power_mw for event in _own(task)]
    events = tuple(sorted((*power, *own)))
    base = sum(hall.existing_mw for hall in facility.hall)
    found = []
    if facility.grid is not None:
        steps = _contract(facility.grid)
        found.append(Envelope("grid", "the grid contract", base, steps, events))
    if facility.project.power_limit_mw is not None:
        limit = ((None, facility.project.power_limit_mw),)
        found.append(Envelope("power_limit", "the project's power limit", base, limit, events))
    per_mva = _mw_per_mva(facility, sizing)
    standing = [t for t in facility.transformer if t.kind == "substation"]
    if standing and per_mva:
        added = _added(sizing, tasks, per_mva)
        limit = ((None, sum(t.count * t.rating_mva for t in standing) * per_mva),)
        found.append(Envelope("substation", "the substation's transformers", base, limit, (*events, *added)))
    for transformer in facility.transformer:
        fed = [event for task in tasks if task.transformer == transformer.id for event in _own(task)]
        if fed:
            found.append(_group(facility, transformer, tasks, power, fed))
    return tuple(found)


def _own(task: Task) -> Iterable[Event]:
    return (task.id, "start", task.power_mw), (task.id, "finish", -task.power_mw)


def _contract(grid: Grid) -> tuple[tuple[date | None, float], ...]:
    """The contract by day: a step never takes away what stands."""
    steps: list[tuple[date | None, float]] = [(None, grid.capacity_mw)]
    for step in sorted(grid.step, key=lambda s: (s.energised, s.id)):
        if step.capacity_mw > steps[-1][1]:
            steps.append((step.energised, step.capacity_mw))
    return tuple(steps)


def _mw_per_mva(facility: Facility, sizing: Sizing) -> float:
    """Power factor at the grid: as sized, or as the file gives it; 0 where neither says."""
    needed = sizing.site.get("substation_mva_needed")
    if needed is not None and needed.value > 0:
        return sizing.site["grid_draw_kw"].value / KW_PER_MW / needed.value
    given = facility.grid.power_factor if facility.grid is not None else None
    return given or 0.0


def _added(sizing: Sizing, tasks: Sequence[Task], per_mva: float) -> tuple[Event, ...]:
    """New substation transformers carry their part once the works are done: as if so much less were drawn."""
    new = sizing.site.get("substation_mva_new")
    if new is None or new.value <= 0 or all(task.id != SUBSTATION_WORKS for task in tasks):
        return ()
    return ((SUBSTATION_WORKS, "finish", -new.value * per_mva),)


def _group(
    facility: Facility,
    transformer: Transformer,
    tasks: Sequence[Task],
    power: Sequence[Event],
    fed: Sequence[Event],
) -> Envelope:
    """One group of transformers: its hall's mining until it goes dark, and the own tasks that name it."""
    factor = (facility.grid.power_factor if facility.grid is not None else None) or 1.0
    hall = next((h for h in facility.hall if h.id == transformer.hall), None)
    base = hall.existing_mw if hall is not None else 0.0
    inside = {task.id for task in tasks if hall is not None and task.hall == hall.id}
    dark = [event for event in power if event[0] in inside and event[2] < 0 and event[1] == "start"]
    limit = ((None, transformer.count * transformer.rating_mva * factor),)
    name = f"transformers {transformer.id}"
    return Envelope(f"transformer.{transformer.id}", name, base, limit, tuple(sorted((*dark, *fed))))
