"""Megawatts by day: no day may draw more than a limit, and none is clipped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.problem import Problem

if TYPE_CHECKING:
    from planner.graph.result import TaskGraph
    from planner.model.work import Envelope
    from planner.schedule.result import Schedule

ROUNDING_MW = 1e-6
KEYS = {"grid": "grid.capacity_mw", "power_limit": "project.power_limit_mw", "substation": "transformer"}


def draw_by_day(envelope: Envelope, schedule: Schedule) -> list[tuple[int, float, float]]:
    """Boundaries at which draw or limit change, with the draw and the limit from then on, MW."""
    index = schedule.index
    changes: dict[int, float] = {0: 0.0}
    for task, end, mw in envelope.events:
        at = schedule.start[index[task]] if end == "start" else schedule.finish[index[task]]
        changes[at] = changes.get(at, 0.0) + mw
    limits = [
        (0 if day is None else max(0, (day - schedule.project_start).days), mw)
        for day, mw in envelope.capacity
    ]
    for day, _ in limits:
        changes.setdefault(day, 0.0)
    draw, rows = envelope.base_mw, []
    for at in sorted(changes):
        draw += changes[at]
        rows.append((at, draw, [mw for day, mw in limits if day <= at][-1]))
    return rows


def power_by_day(graph: TaskGraph, schedule: Schedule) -> list[Problem]:
    """F-GRID-DAY and F-POWER-DAY: on some day more would be drawn than the contract, or another limit, allows."""
    problems = []
    for envelope in graph.envelopes:
        over, at, draw, limit = max(
            ((draw - limit, -at, draw, limit) for at, draw, limit in draw_by_day(envelope, schedule)),
            default=(0.0, 0, 0.0, 0.0),
        )
        if over <= ROUNDING_MW:
            continue
        day = schedule.project_start + timedelta(days=-at)
        message = (
            f"{draw:,.1f} MW are drawn, {over:,.1f} MW over {envelope.name}, {limit:g} MW, at worst, on {day}: "
            "convert fewer halls at once, stop more mining, or energise more grid first"
        )
        code = "F-GRID-DAY" if envelope.id == "grid" else "F-POWER-DAY"
        key = KEYS.get(envelope.id, envelope.id)
        problems.append(Problem(code, key, message, value=f"{limit:g}", severity="failure"))
    return problems
