"""The facility: what exists, what is wanted, and the person's own work, as one frozen model of one file."""

from __future__ import annotations

from typing import Literal

from planner.model.own_work import AdjustModel, CalendarModel, CrewModel, RelationModel, Scenario, TaskModel
from planner.model.plant import (
    Begun,
    Climate,
    Cooler,
    Feeder,
    FibreRoute,
    Fleet,
    Grid,
    Hall,
    Override,
    Phase,
    Project,
    ReuseDecision,
    Site,
    Stock,
    Switchboard,
    Transformer,
)
from planner.model.types import Model, Text


class Facility(Model):
    """One site: one file."""

    schema_version: Literal[1] = 1
    """Version of this file format."""
    site: Site = Site()
    """Where and whose."""
    project: Project
    """The programme's frame."""
    grid: Grid | None = None
    """The grid connection; needed as soon as there is a hall."""
    climate: Climate = Climate()
    """Design weather."""
    phase: tuple[Phase, ...] = ()
    """Stages of the programme."""
    hall: tuple[Hall, ...] = ()
    """Halls, mining and to be converted."""
    transformer: tuple[Transformer, ...] = ()
    """Existing transformers."""
    switchboard: tuple[Switchboard, ...] = ()
    """Existing low-voltage switchboards."""
    feeder: tuple[Feeder, ...] = ()
    """Existing medium-voltage feeders."""
    cooler: tuple[Cooler, ...] = ()
    """Existing heat rejection."""
    fleet: tuple[Fleet, ...] = ()
    """Miners."""
    fibre: tuple[FibreRoute, ...] = ()
    """Fibre entrances."""
    reuse: tuple[ReuseDecision, ...] = ()
    """Own decisions on existing plant, in place of the rules of the reuse ledger."""
    stock: tuple[Stock, ...] = ()
    """Equipment in stock or on order."""
    begun: tuple[Begun, ...] = ()
    """Generated work already begun or done."""
    override: tuple[Override, ...] = ()
    """Own figures in place of book entries."""
    calendar: tuple[CalendarModel, ...] = ()
    """Own calendars."""
    crew: tuple[CrewModel, ...] = ()
    """Crews that can be had."""
    task: tuple[TaskModel, ...] = ()
    """Own tasks."""
    adjust: tuple[AdjustModel, ...] = ()
    """Constraints, pins and progress of generated tasks."""
    relation: tuple[RelationModel, ...] = ()
    """Own relations."""
    scenario: tuple[Scenario, ...] = ()
    """What-ifs."""
    source: dict[str, Text] = {}
    """Where published inputs come from: address = source; `*` stands for any id."""
    assumed: dict[str, Text] = {}
    """Which inputs are assumed and why: address = reason; `*` stands for any id."""

    @property
    def ai_halls(self) -> tuple[Hall, ...]:
        """Halls to be converted, in phase and id order (the order in the file never matters)."""
        order = {p.id: (p.notice_to_proceed, p.id) for p in self.phase}
        wanted = [h for h in self.hall if h.ai is not None]
        return tuple(
            sorted(
                wanted,
                key=lambda h: (order.get(h.ai.phase or "", (self.project.start, "")), h.id) if h.ai else (),
            )
        )

    @property
    def mining_halls(self) -> tuple[Hall, ...]:
        """Halls that go on mining."""
        return tuple(h for h in self.hall if h.ai is None)


ID_KEY: dict[str, str] = {"adjust": "task", "begun": "task", "reuse": "asset"}
"""Key that identifies a member of each list of tables, where it is not `id`. Relations have none."""
POSITIONAL = frozenset({"relation"})
"""Lists of tables whose members are addressed by position, from 0."""
