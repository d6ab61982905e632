"""A layout as lines of styled cells: boxes, light lines, and heavy lines for the relations of the chosen task."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.tui.render.text import fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.pipeline import Plan
    from planner.tui.diagram.shapes import Box, Layout, Point, Wire
    from planner.tui.render.strip import Line

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8
UPRIGHT, LEVEL = UP | DOWN, LEFT | RIGHT
LIGHT = " ───│┘└┴│┐┌┬│┤├┼"
"""Glyphs by the sides that they reach: `LIGHT[LEFT | DOWN]` is a corner."""
HEAVY = " ━━━┃┛┗┻┃┓┏┳┃┫┣╋"
ARROW = "▶"
CRITICAL, MILESTONE = "!", "◆"


@dataclass
class Picture:
    """Draws a layout of a plan's tasks."""

    plan: Plan
    layout: Layout
    centre: str = ""
    _cells: dict[int, dict[int, dict[str, int]]] = field(default_factory=dict)
    """Sides that the lines of each bundle reach, by row and column."""
    _arrows: set[Point] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Draw the lines once; a choice only makes some of them heavy."""
        for wire in self.layout.wires:
            for x, y, sides in cells_of(wire):
                held = self._cells.setdefault(y, {}).setdefault(x, {})
                held[wire.bundle] = held.get(wire.bundle, 0) | sides
            if wire.arrow:
                self._arrows.add(wire.points[-1])

    @cached_property
    def _by_row(self) -> dict[int, list[Box]]:
        rows: dict[int, list[Box]] = {}
        for box in sorted(self.layout.boxes.values(), key=lambda b: b.x):
            for y in range(box.y, box.y + box.height):
                rows.setdefault(y, []).append(box)
        return rows

    def heavy(self, chosen: str) -> dict[Point, int]:
        """Cells of the relations of a task, with the sides that they reach."""
        found: dict[Point, int] = {}
        for wire in self.layout.wires:
            if any(chosen in edge for edge in wire.edges):
                for x, y, sides in cells_of(wire):
                    found[x, y] = found.get((x, y), 0) | sides
        return found

    def lines(self, chosen: str) -> list[Line]:
        """The whole picture."""
        heavy = self.heavy(chosen)
        return [self.line(y, chosen, heavy) for y in range(self.layout.height)]

    def line(self, y: int, chosen: str, heavy: dict[Point, int]) -> Line:
        """One line of the picture, without what is right of its last box or line."""
        line: Line = []
        at = 0
        cells = self._cells.get(y, {})
        for box in self._by_row.get(y, ()):
            line += self._between(at, box.x, y, cells, heavy)
            line += self._box(box, y - box.y, box.id == chosen)
            at = box.x + box.width
        line += self._between(at, max((*cells, at - 1)) + 1, y, cells, heavy)
        return line

    def _between(
        self, start: int, end: int, y: int, cells: dict[int, dict[str, int]], heavy: dict[Point, int]
    ) -> Line:
        line: Line = []
        for x in range(start, end):
            marked = (x, y) in heavy
            if (x, y) in self._arrows:
                text = ARROW
            elif marked:
                text = HEAVY[heavy[x, y]]
            else:
                text = LIGHT[_sides(cells[x])] if x in cells else " "
            style = "mark" if marked else "rule"
            if line and line[-1][1] == style:
                line[-1] = (line[-1][0] + text, style)
            else:
                line.append((text, style))
        return line

    def _box(self, box: Box, y: int, chosen: bool) -> Line:
        """A line of a box: critical tasks have a sign, the chosen one a heavy frame."""
        schedule = self.plan.schedule
        i = schedule.index[box.id]
        task, critical = schedule.tasks[i], schedule.critical(i)
        frame = "┏━┓┃┗┛" if chosen else "╭─╮│╰╯"
        edge = "mark" if chosen else "critical" if critical else "frame"
        inner = box.width - 2
        if box.height == 1 or y == box.height // 2:
            sign = (CRITICAL if critical else "") + (MILESTONE if not task.duration.likely else "")
            name = fit(f"{sign} {task.name}" if sign else task.name, inner)
            style = "title" if box.id == self.centre else "strong" if critical or chosen else "plain"
            return [(frame[3], edge), (name, f"chosen-{style}" if chosen else style), (frame[3], edge)]
        if y == 0:
            return [(frame[0] + frame[1] * inner + frame[2], edge)]
        before = f"◂{box.unseen_before}" if box.unseen_before else ""
        after = f"{box.unseen_after}▸" if box.unseen_after else ""
        rest = frame[1] * (inner - len(before) - len(after) - 2)
        return [
            (frame[4] + frame[1], edge), (before, "muted"), (rest, edge), (after, "muted"), (frame[1] + frame[5], edge),
        ]  # fmt: skip


def cells_of(wire: Wire) -> Iterator[tuple[int, int, int]]:
    """Cells of a line with the sides that it reaches in each."""
    points = [p for i, p in enumerate(wire.points) if not i or p != wire.points[i - 1]]
    for (ax, ay), (bx, by) in pairwise(points):
        forth, back = (
            ((RIGHT, LEFT) if bx > ax else (LEFT, RIGHT))
            if ay == by
            else ((DOWN, UP) if by > ay else (UP, DOWN))
        )
        x, y = ax, ay
        while (x, y) != (bx, by):
            yield x, y, forth
            x, y = x + (bx > x) - (bx < x), y + (by > y) - (by < y)
            yield x, y, back
    (x, y), last = points[0], points[-1]
    yield x, y, LEFT
    yield last[0], last[1], RIGHT


def _sides(lines: dict[str, int]) -> int:
    """Sides of a cell in which lines meet; where two only cross, the level one passes beneath."""
    kinds = set(lines.values())
    if kinds == {UPRIGHT, LEVEL}:
        return UPRIGHT
    found = 0
    for sides in kinds:
        found |= sides
    return found
