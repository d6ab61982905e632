"""Rows and columns of a layered graph, and the lines between its boxes, in terminal cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.tui.diagram.layers import Item, Layers, layered
from planner.tui.diagram.shapes import Box, Layout, Wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.tui.diagram.shapes import Edge

ALIGNMENTS = 4


class Measures(NamedTuple):
    """Sizes in cells: of a box, and of the room between boxes of a layer."""

    width: int
    height: int
    gap: int


def layout(
    tasks: Sequence[str],
    edges: frozenset[Edge],
    rank: Mapping[str, int],
    unseen: Mapping[str, tuple[int, int]],
    measures: Measures,
) -> Layout:
    """Boxes and lines; `unseen` is how many relations of a task lead out of the picture, before and after."""
    found = layered(tasks, edges, rank)
    rows = _rows(found, measures)
    boxes: dict[str, Box] = {}
    wires: list[Wire] = []
    x = 0
    by_layer: dict[int, list[int]] = {}
    for n, piece in enumerate(found.pieces):
        by_layer.setdefault(piece.start.layer, []).append(n)
    for number, layer in enumerate(found.items):
        for item in layer:
            if item.waypoint:
                whole = frozenset(e for p in found.pieces if p.start == item for e in p.edges)
                level = ((x, rows[item]), (x + measures.width - 1, rows[item]))
                wires.append(Wire(f"{number} through {item.id}", whole, level, False))
            else:
                top = rows[item] - measures.height // 2
                boxes[item.id] = Box(item.id, x, top, measures.width, measures.height, *unseen[item.id])
        pieces = [found.pieces[n] for n in by_layer.get(number, ())]
        ends: dict[Item, list[int]] = {item: [] for item in layer}
        for piece in pieces:
            ends[piece.start].append(rows[piece.end])
        bars = _bars(ends, rows)
        tracks, count = _tracks(bars)
        bar_of = {item: i for i, bar in enumerate(bars) for item in bar.items}
        right = x + measures.width
        x = right + count + 3  # the bars, and an arrow with a cell before and after the bars
        for piece in pieces:
            start, end = rows[piece.start], rows[piece.end]
            bar = bar_of[piece.start]
            at = right + 1 + tracks[bar]
            points = ((right, start), (at, start), (at, end), (x - 1, end))
            wires.append(Wire(f"{number} {bar}", piece.edges, points, not piece.end.waypoint))
    height = max((b.y + b.height for b in boxes.values()), default=0)
    height = max(height, max((r + 1 for r in rows.values()), default=0))
    width = max((b.x + b.width for b in boxes.values()), default=0)
    return Layout(boxes, tuple(wires), edges, width, height)


def _rows(found: Layers, measures: Measures) -> dict[Item, int]:
    """The middle row of every item: as level with its neighbours as the order of its layer allows."""
    left: dict[Item, list[Item]] = {}
    right: dict[Item, list[Item]] = {}
    for piece in found.pieces:
        right.setdefault(piece.start, []).append(piece.end)
        left.setdefault(piece.end, []).append(piece.start)
    half = {item: (0 if item.waypoint else measures.height // 2) for layer in found.items for item in layer}
    at: dict[Item, float] = {}
    for layer in found.items:
        at.update(_apart(layer, dict.fromkeys(layer, 0.0), half, measures.gap))
    for sweep in range(ALIGNMENTS):
        forward = sweep % 2 == 0
        neighbours = left if forward else right
        for layer in found.items if forward else reversed(found.items):
            wanted = {}
            for item in layer:
                near = neighbours.get(item) or (right if forward else left).get(item)
                wanted[item] = sum(at[n] for n in near) / len(near) if near else at[item]
            at.update(_apart(layer, wanted, half, measures.gap))
    rows: dict[Item, int] = {}
    for layer in found.items:
        below = None
        for item in layer:
            row = round(at[item])
            if below is not None:
                row = max(row, below + half[item])
            rows[item] = row
            below = row + half[item] + 1 + measures.gap
    top = min((rows[i] - half[i] for i in rows), default=0)
    return {item: row - top for item, row in rows.items()}


def _apart(
    layer: list[Item], wanted: Mapping[Item, float], half: Mapping[Item, int], gap: int
) -> dict[Item, float]:
    """Places nearest to those wanted at which nothing overlaps: items that would are moved as one block."""
    offsets: list[float] = []
    down = 0.0
    for i, item in enumerate(layer):
        if i:
            down += half[layer[i - 1]] + 1 + gap + half[item]
        offsets.append(down)
    blocks: list[tuple[float, int]] = []  # sum of what its members want of its head, and how many
    for item, offset in zip(layer, offsets, strict=True):
        blocks.append((wanted[item] - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            (a, n), (b, m) = blocks[-2], blocks[-1]
            blocks[-2:] = [(a + b, n + m)]
    heads = [total / size for total, size in blocks for _ in range(size)]
    return {item: head + offset for item, head, offset in zip(layer, heads, offsets, strict=True)}


class _Bar(NamedTuple):
    """An upright line beside a layer, shared by items that lead to the very same rows."""

    items: tuple[Item, ...]
    leaving: frozenset[int]
    """Rows of the items."""
    arriving: frozenset[int]

    @property
    def span(self) -> tuple[int, int]:
        """First and last row."""
        rows = self.leaving | self.arriving
        return min(rows), max(rows)


def _bars(ends: Mapping[Item, list[int]], rows: Mapping[Item, int]) -> list[_Bar]:
    """Bars of a layer from top to bottom: what leads to the same rows is one bar, and as true as many."""
    groups: dict[frozenset[int], list[Item]] = {}
    for item, found in ends.items():
        if found:
            groups.setdefault(frozenset(found), []).append(item)
    bars = [_Bar(tuple(items), frozenset(rows[i] for i in items), to) for to, items in groups.items()]
    return sorted(bars, key=lambda b: (b.span, b.items[0].id))


def _tracks(bars: Sequence[_Bar]) -> tuple[list[int], int]:
    """Which of the tracks side by side each bar takes, and how many there are.

    No two bars overlap. Where a line leaves at a row at which another bar's arrives, it turns off first, so that
    the two are not read as one; where two bars ask that of each other one of them gives way.
    """
    first = [
        {j for j, other in enumerate(bars) if j != i and other.leaving & bar.arriving}
        for i, bar in enumerate(bars)
    ]
    tracks: dict[int, int] = {}
    taken: list[list[tuple[int, int]]] = []
    waiting = list(range(len(bars)))
    while waiting:
        i = next((i for i in waiting if first[i] <= tracks.keys()), waiting[0])
        waiting.remove(i)
        top, bottom = bars[i].span
        if top == bottom:  # level: needs no track of its own
            tracks[i] = 0
            continue
        track = max((tracks[j] + 1 for j in first[i] if j in tracks), default=0)
        while track < len(taken) and any(a <= bottom and top <= b for a, b in taken[track]):
            track += 1
        while len(taken) <= track:
            taken.append([])
        taken[track].append((top, bottom))
        tracks[i] = track
    return [tracks[i] for i in range(len(bars))], len(taken)
