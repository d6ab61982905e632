"""A chain of tasks in lines, as text is: the critical path is long, and a screen is only so wide."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from planner.tui.diagram.shapes import Box, Layout, Wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.tui.diagram.placing import Measures

LEFT = 3
"""Cells left of the first box of a line, for the arrow that comes from the line above."""
BETWEEN = 4


def chain_layout(
    tasks: Sequence[str], unseen: Mapping[str, tuple[int, int]], measures: Measures, room: int
) -> Layout:
    """Boxes from left to right and top to bottom, each joined to the next."""
    a_line = max(1, (room - LEFT - 2 + BETWEEN) // (measures.width + BETWEEN))
    down = measures.height + 1
    boxes: dict[str, Box] = {}
    for i, task in enumerate(tasks):
        x = LEFT + (i % a_line) * (measures.width + BETWEEN)
        boxes[task] = Box(task, x, (i // a_line) * down, measures.width, measures.height, *unseen[task])
    wires = []
    for i in range(len(tasks) - 1):
        here, after = boxes[tasks[i]], boxes[tasks[i + 1]]
        edge = frozenset({(here.id, after.id)})
        right = here.x + here.width
        if after.y == here.y:
            points: tuple[tuple[int, int], ...] = ((right, here.row), (after.x - 1, after.row))
        else:
            turn = here.y + measures.height
            points = (
                (right, here.row), (right + 1, here.row), (right + 1, turn), (0, turn), (0, after.row), (after.x - 1, after.row),
            )  # fmt: skip
        wires.append(Wire(here.id, edge, points, True))
    width = max((b.x + b.width + 2 for b in boxes.values()), default=0)
    height = max((b.y + b.height for b in boxes.values()), default=0)
    return Layout(boxes, tuple(wires), frozenset(pairwise(tasks)), width, height)
