"""What a layout is made of: boxes of tasks and the lines between them, in terminal cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Edge = tuple[str, str]
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A task: its top left cell, its size, and how many relations lead out of the picture."""

    id: str
    x: int
    y: int
    width: int
    height: int
    unseen_before: int = 0
    unseen_after: int = 0

    @property
    def row(self) -> int:
        """The row at which lines meet it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Wire:
    """A line of level and upright pieces; several edges may share it."""

    bundle: str
    """Lines of one bundle join where they meet; those of different bundles only cross."""
    edges: frozenset[Edge]
    points: tuple[Point, ...]
    arrow: bool
    """Whether it ends at a box."""


@dataclass(frozen=True)
class Layout:
    """Where everything is."""

    boxes: Mapping[str, Box]
    wires: tuple[Wire, ...]
    edges: frozenset[Edge]
    width: int
    height: int

    def beside(self, box_id: str, direction: str, preferred: str | None = None) -> str | None:
        """The box that a key leads to: left and right along an edge, up and down to the nearest.

        `preferred` is taken where an edge leads to it, as to the predecessor that drives the task.
        """
        here = self.boxes.get(box_id)
        if here is None:
            return None
        if direction in ("left", "right"):
            met = [a if direction == "left" else b for a, b in self.edges if box_id in (a, b)]
            met = [m for m in met if m != box_id]
            if preferred in met:
                return preferred
            return min(met, key=lambda m: (abs(self.boxes[m].row - here.row), m), default=None)
        sign = -1 if direction == "up" else 1
        beyond = [b for b in self.boxes.values() if (b.row - here.row) * sign > 0]
        # A box in the same column is nearer than one beside it, however far down.
        near = min(beyond, key=lambda b: (2 * abs(b.x - here.x) + abs(b.row - here.row), b.id), default=None)
        return near.id if near is not None else None
