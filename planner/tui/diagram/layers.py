"""Layers from left to right and the order within each: what leads to a task stands left of it, with few crossings.

A relation over several layers runs through a waypoint in each layer between. Relations of one
predecessor share their waypoints, so that a task with twenty successors makes one line, not twenty.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.tui.diagram.shapes import Edge

SWEEPS = 6


class Item(NamedTuple):
    """A task in its layer, or the waypoint of the task whose relations pass through a layer."""

    id: str
    layer: int
    waypoint: bool


class Piece(NamedTuple):
    """A line between neighbouring layers, and the edges that it is part of."""

    start: Item
    end: Item
    edges: frozenset[Edge]


class Layers(NamedTuple):
    """Items of each layer from top to bottom, and the lines between them."""

    items: list[list[Item]]
    pieces: list[Piece]


def layered(tasks: Sequence[str], edges: frozenset[Edge], rank: Mapping[str, int]) -> Layers:
    """Layers of an acyclic graph; `rank` orders what nothing else does."""
    layer = _layer_of(tasks, edges)
    items: list[list[Item]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for task in sorted(tasks, key=lambda t: (rank[t], t)):
        items[layer[task]].append(Item(task, layer[task], False))
    through: dict[tuple[Item, Item], set[Edge]] = {}
    for edge in sorted(edges):
        source, target = edge
        at = Item(source, layer[source], False)
        for between in range(layer[source] + 1, layer[target]):
            after = Item(source, between, True)
            through.setdefault((at, after), set()).add(edge)
            if after not in items[between]:
                items[between].append(after)
            at = after
        through.setdefault((at, Item(target, layer[target], False)), set()).add(edge)
    pieces = [Piece(a, b, frozenset(found)) for (a, b), found in through.items()]
    return Layers(_ordered(items, pieces), pieces)


def _layer_of(tasks: Sequence[str], edges: frozenset[Edge]) -> dict[str, int]:
    """Longest way from the left; then what has more after it than before it moves right, next to that."""
    before: dict[str, list[str]] = {t: [] for t in tasks}
    after: dict[str, list[str]] = {t: [] for t in tasks}
    for source, target in sorted(edges):
        before[target].append(source)
        after[source].append(target)
    waiting = {t: len(found) for t, found in before.items()}
    order = [t for t in tasks if not waiting[t]]
    layer = dict.fromkeys(order, 0)
    for task in order:  # grows while it is read
        for target in after[task]:
            waiting[target] -= 1
            layer[target] = max(layer.get(target, 0), layer[task] + 1)
            if not waiting[target]:
                order.append(target)
    for task in reversed(order):
        if after[task] and len(after[task]) >= len(before[task]):
            layer[task] = min(layer[t] for t in after[task]) - 1
    first = min(layer.values(), default=0)
    return {t: n - first for t, n in layer.items()}


def _ordered(items: list[list[Item]], pieces: list[Piece]) -> list[list[Item]]:
    """Sweeps to and fro by the mean place of neighbours; the order with the fewest crossings is kept."""
    left: dict[Item, list[Item]] = {}
    right: dict[Item, list[Item]] = {}
    for piece in pieces:
        right.setdefault(piece.start, []).append(piece.end)
        left.setdefault(piece.end, []).append(piece.start)
    best, fewest = [list(layer) for layer in items], crossings(items, right)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        numbers = range(1, len(items)) if forward else range(len(items) - 2, -1, -1)
        for number in numbers:
            beside = items[number - 1 if forward else number + 1]
            items[number].sort(
                key=_mean(
                    {item: i for i, item in enumerate(beside)}, left if forward else right, items[number]
                )
            )
        found = crossings(items, right)
        if found < fewest:
            best, fewest = [list(layer) for layer in items], found
    return best


def _mean(
    place: dict[Item, int], neighbours: dict[Item, list[Item]], layer: list[Item]
) -> Callable[[Item], float]:
    """Mean place of an item's neighbours; its own share of the layer where it has none."""
    own = {item: i * max(1, len(place)) / max(1, len(layer)) for i, item in enumerate(layer)}

    def key(item: Item) -> float:
        found = [place[n] for n in neighbours.get(item, ()) if n in place]
        return sum(found) / len(found) if found else own[item]

    return key


def crossings(items: list[list[Item]], right: dict[Item, list[Item]]) -> int:
    """How many lines cross each other."""
    total = 0
    for number in range(len(items) - 1):
        place = {item: i for i, item in enumerate(items[number + 1])}
        seen: list[int] = []
        for item in items[number]:
            ends = sorted(place[n] for n in right.get(item, ()))
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total
