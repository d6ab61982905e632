"""Laws of the drawing of a network, whatever its shape."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.tui.diagram.chain import chain_layout
from planner.tui.diagram.layers import layered
from planner.tui.diagram.placing import Measures, layout
from planner.tui.render.graph import cells_of

if TYPE_CHECKING:
    from planner.tui.diagram.shapes import Box, Edge, Layout, Wire

LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
MEASURES = st.sampled_from([Measures(12, 3, 0), Measures(7, 1, 1), Measures(9, 3, 2)])


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[str], frozenset[Edge]]:
    count = draw(st.integers(1, 14))
    names = [f"t{i}" for i in range(count)]
    pairs = list(combinations(names, 2))
    edges = draw(st.lists(st.sampled_from(pairs), max_size=30)) if pairs else []
    order = draw(st.permutations(names))
    return list(order), frozenset(edges)


def drawn(tasks: list[str], edges: frozenset[Edge], measures: Measures) -> Layout:
    return layout(tasks, edges, {t: i for i, t in enumerate(tasks)}, dict.fromkeys(tasks, (0, 0)), measures)


def cells(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}


def path_of(wires: tuple[Wire, ...], edge: Edge) -> set[tuple[int, int]]:
    return {(x, y) for w in wires if edge in w.edges for x, y, _ in cells_of(w)}


@LAW
@given(networks(), MEASURES)
def test_boxes_stand_apart_and_relations_lead_to_the_right(
    network: tuple[list[str], frozenset[Edge]], measures: Measures
) -> None:
    tasks, edges = network
    found = drawn(tasks, edges, measures)
    assert set(found.boxes) == set(tasks)
    for a, b in combinations(found.boxes.values(), 2):
        assert not cells(a) & cells(b)
    for a, b in edges:
        assert found.boxes[a].x + found.boxes[a].width < found.boxes[b].x
    assert all(b.x >= 0 and b.x + b.width <= found.width for b in found.boxes.values())
    assert all(b.y >= 0 and b.y + b.height <= found.height for b in found.boxes.values())


@LAW
@given(networks(), MEASURES)
def test_every_relation_is_one_unbroken_line_that_goes_through_no_box(
    network: tuple[list[str], frozenset[Edge]], measures: Measures
) -> None:
    tasks, edges = network
    found = drawn(tasks, edges, measures)
    inside = set().union(*(cells(b) for b in found.boxes.values()))
    for wire in found.wires:
        assert all(ax == bx or ay == by for (ax, ay), (bx, by) in pairwise(wire.points))
        assert not inside & {(x, y) for x, y, _ in cells_of(wire)}
    for edge in edges:
        a, b = (found.boxes[end] for end in edge)
        line = path_of(found.wires, edge)
        reached, new = set(), {(a.x + a.width, a.row)}
        while new:
            reached |= new
            new = {
                (x + dx, y + dy) for x, y in new for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
            } & line - reached
        assert (b.x - 1, b.row) in reached


@LAW
@given(networks(), MEASURES)
def test_the_same_network_is_drawn_the_same(
    network: tuple[list[str], frozenset[Edge]], measures: Measures
) -> None:
    tasks, edges = network
    again = frozenset(sorted(edges, reverse=True))
    assert drawn(tasks, edges, measures) == drawn(tasks, again, measures)


@LAW
@given(networks())
def test_a_task_stands_right_of_all_that_leads_to_it(network: tuple[list[str], frozenset[Edge]]) -> None:
    tasks, edges = network
    found = layered(tasks, edges, {t: i for i, t in enumerate(tasks)})
    layer = {item.id: item.layer for items in found.items for item in items if not item.waypoint}
    assert all(layer[a] < layer[b] for a, b in edges)
    assert all(piece.start.layer + 1 == piece.end.layer for piece in found.pieces)
    assert {e for piece in found.pieces for e in piece.edges} == edges


@LAW
@given(st.integers(0, 30), st.integers(10, 200), MEASURES)
def test_a_chain_reads_as_lines_of_text(count: int, room: int, measures: Measures) -> None:
    tasks = [f"t{i}" for i in range(count)]
    found = chain_layout(tasks, dict.fromkeys(tasks, (0, 0)), measures, room)
    boxes = [found.boxes[t] for t in tasks]
    assert all((a.y, a.x) < (b.y, b.x) for a, b in pairwise(boxes))
    inside = set().union(*(cells(b) for b in boxes))
    assert not any(inside & {(x, y) for x, y, _ in cells_of(w)} for w in found.wires)
    assert found.width <= max(room, measures.width + 5)
