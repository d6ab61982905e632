"""Megawatts: which grid step a hall waits for, who must be dark first, and what each task does to the draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.work import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.plant import Hall

ROUNDING = 1e-9
TEST_SHARE = "crews.power.test_share"
KW_PER_MW = 1000.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What a converting hall draws: as a mine, and as an AI hall."""

    hall: Hall
    mining_mw: float
    ai_mw: float


def demands(facility: Facility, grid_draw_kw: Mapping[str, float]) -> list[Demand]:
    """The converting halls in the order in which they are served."""
    return [Demand(h, h.existing_mw, grid_draw_kw[h.id] / KW_PER_MW) for h in facility.ai_halls]


def grid_gates(
    facility: Facility, halls: Sequence[Demand], mining_off: Mapping[str, str]
) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """For each hall that cannot be energised at once: the grid step, and the tasks whose start frees load.

    Counted are the AI halls up to this one, the mining that stays, and halls of a later phase as still
    mining. The hall waits for the first step (by date) that carries this; where none does, for the
    last. Load of other halls that would still be too much must have gone dark first (`mining_off`
    names the task of each hall): later halls of the same phase, then earlier ones, then later phases.
    """
    if facility.grid is None:
        return {}
    capacities: list[tuple[float, str | None]] = [(facility.grid.capacity_mw, None)]
    for step in sorted(facility.grid.step, key=lambda s: (s.energised, s.id)):
        if step.capacity_mw > capacities[-1][0]:
            capacities.append((step.capacity_mw, step.id))
    staying = sum(h.existing_mw for h in facility.mining_halls)
    gates: dict[str, tuple[str | None, tuple[str, ...]]] = {}
    drawn = 0.0
    at_least = 0
    for i, demand in enumerate(halls):
        drawn += demand.ai_mw
        phase = demand.hall.ai.phase if demand.hall.ai else None
        later = halls[i + 1 :]
        same = [(d, d.mining_mw) for d in later if d.hall.ai and d.hall.ai.phase == phase]
        earlier = [(d, max(0.0, d.mining_mw - d.ai_mw)) for d in halls[:i]]
        other = [(d, d.mining_mw) for d in later if not (d.hall.ai and d.hall.ai.phase == phase)]
        fixed = staying + drawn
        carried = fixed + sum(mw for _, mw in other)
        chosen = next(
            (n for n, (mw, _) in enumerate(capacities) if mw >= carried - ROUNDING), len(capacities) - 1
        )
        at_least = chosen = max(chosen, at_least)
        excess = fixed + sum(mw for _, mw in (*same, *earlier, *other)) - capacities[chosen][0]
        waits = []
        for released, mw in (*same, *earlier, *other):
            if excess <= ROUNDING:
                break
            task = mining_off.get(released.hall.id)
            if task is not None and mw > 0:
                waits.append(task)
                excess -= mw
        if capacities[chosen][1] is not None or waits:
            gates[demand.hall.id] = (capacities[chosen][1], tuple(waits))
    return gates


def gate_relations(gate: str, step: str | None, waits: Sequence[str]) -> list[Relation]:
    """Relations that hold an energisation until its step stands and others are dark."""
    found = [Relation(task, gate, "SS") for task in waits]
    if step is not None:
        found.append(Relation(f"site.grid_step.{step}", gate))
    return found


def power_events(
    catalogue: Catalogue, demand: Demand, test_share: float, present: frozenset[str]
) -> list[tuple[str, str, float]]:
    """(task, end, MW): mining leaves, the tests draw their share, and burn-in draws all of it."""
    test = demand.ai_mw * test_share
    change = {
        "mining_off": ("start", -demand.mining_mw),
        "test_on": ("start", test),
        "test_off": ("finish", -test),
        "full_on": ("start", demand.ai_mw),
    }
    return [
        (f"{demand.hall.id}.{t.id}", *change[t.power])
        for t in catalogue.templates["hall"].values()
        if t.power is not None and t.id in present
    ]
