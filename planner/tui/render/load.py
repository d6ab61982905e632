"""Crews held against those at hand, and megawatts drawn against the limit, as columns under the Gantt chart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.checks.power import ROUNDING_MW, draw_by_day
from planner.schedule.crew_use import crew_days
from planner.tui.render.numbers import short
from planner.tui.render.text import clip, right

if TYPE_CHECKING:
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line
    from planner.tui.render.timeline import Axis

EIGHTHS = " ▁▂▃▄▅▆▇█"
LIMIT, OVER = "─", "▲"


@dataclass(frozen=True, slots=True)
class Load:
    """What is held or drawn, and the limit, from each boundary on."""

    key: str
    name: str
    unit: str
    rows: tuple[tuple[int, float, float], ...]
    """Boundary, used, limit."""


def loads_of(plan: Plan) -> list[Load]:
    """Crews that tasks hold, then limits of megawatts: the figures of `crews[]` and `power[]`."""
    graph, schedule = plan.graph, plan.schedule
    found = [
        Load(
            f"crew {crew}",
            graph.crews[crew].name or crew,
            "units",
            tuple((d, float(u), float(c)) for d, u, c in rows),
        )
        for crew, rows in crew_days(schedule, graph.calendars, graph.crews).items()
    ]
    return found + [
        Load(f"power {e.id}", e.name, "MW", tuple(draw_by_day(e, schedule))) for e in graph.envelopes
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """What is in a cell of time: the most used, the limit then, and whether it is passed on some day."""

    used: float
    limit: float
    over: bool


def columns(load: Load, axis: Axis) -> list[Column | None]:
    """A column for each cell; None before the project start."""
    found: list[Column | None] = [None] * axis.cells
    ends = [*load.rows, (axis.first + axis.step * axis.cells, 0.0, 0.0)]
    for (start, used, limit), (end, _, _) in pairwise(ends):
        for x in range(max(0, axis.at(start)), min(axis.cells, axis.until(end))):
            held = found[x]
            over = used > limit + ROUNDING_MW
            if held is None or (over, used) > (held.over, held.used):
                found[x] = Column(used, limit, over or (held is not None and held.over))
    return found


def caption(load: Load, plan: Plan) -> Line:
    """What is shown, the most of it and when, and on how many days it is over the limit."""
    day, used, limit = max(load.rows, key=lambda r: (r[1], -r[0]), default=(0, 0.0, 0.0))
    line: Line = [
        (f" {clip(load.name, 46)}", "title"),
        (
            f"  most {short(round(used, 1))} of {short(round(limit, 1))} {load.unit} on {plan.day(day)}",
            "plain",
        ),
    ]
    over = sum(
        end - start
        for (start, used, limit), (end, _, _) in pairwise(
            [*load.rows, (plan.schedule.project_finish, 0.0, 0.0)]
        )
        if used > limit + ROUNDING_MW and end > start
    )
    return [*line, (f"  {OVER} over on {over:,d} days", "bad")] if over else line


def load_lines(load: Load, plan: Plan, axis: Axis, label: int, height: int) -> list[Line]:
    """The caption, and `height` less one lines of columns beside a scale `label` cells wide."""
    found = columns(load, axis)
    rows = max(1, height - 1)
    most = max((max(used, limit) for _, used, limit in load.rows), default=0.0) or 1.0
    lines = [caption(load, plan)]
    for row in range(rows):
        lowest = rows - 1 - row
        scale = most * (lowest + 1) / rows if row == 0 else 0.0 if lowest == 0 else None
        name = "" if scale is None else f"{short(round(scale, 1))} {load.unit if row == 0 else ''}"
        line: Line = [(right(name.rstrip(), label - 1) + " ", "muted")]
        cells = [_cell(c, most, rows, lowest) for c in found]
        begun = 0
        for x in range(1, len(cells) + 1):
            if x == len(cells) or cells[x][1] != cells[begun][1]:
                line.append(("".join(sign for sign, _ in cells[begun:x]), cells[begun][1]))
                begun = x
        lines.append(line)
    return lines


def _cell(column: Column | None, most: float, rows: int, lowest: int) -> tuple[str, str]:
    if column is None:
        return " ", "plain"
    total = round(column.used / most * rows * 8)
    if column.used > 0:
        total = max(1, total)
    filled = max(0, min(8, total - 8 * lowest))
    at_limit = lowest == min(rows - 1, int(column.limit / most * rows - 1e-9))
    if column.over and 0 < total - 8 * lowest <= 8:
        return OVER, "bad"
    if filled:
        return EIGHTHS[filled], "bad" if column.over else "bar"
    return (LIMIT, "rule") if at_limit else (" ", "plain")
