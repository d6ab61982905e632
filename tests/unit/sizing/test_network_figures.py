"""Figures of IT and its networks: where they come from, that a person can redo them, and lengths and spares by hand."""

from __future__ import annotations

import math
import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.model.plant import HallAI
from planner.sizing import size
from planner.sizing.compute import kit_of
from planner.sizing.export import NETWORK, sizing_dict
from planner.sizing.figures import Sheet
from planner.sizing.it import put_it
from planner.sizing.network import cluster_of
from planner.sizing.reach import CLASSES, TOO_LONG, floor_of, is_beyond, runs_of
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.books import Books
    from planner.sizing.result import Figure

BOOKS = load_books()
HALLS: dict[str, dict[str, Any]] = {
    "capacity": {"critical_it_mw": 20},
    "nodes": {"nodes": 127},
    "one node": {"nodes": 1},
    "no node": {"critical_it_mw": 0.001},
    "air": {"critical_it_mw": 20, "cooling": "air"},
    "two sizes of cluster": {"critical_it_mw": 80, "platform": "hgx-b200", "oversubscription": 3},
    "own": {
        "critical_it_mw": 20,
        "nodes_per_rack": 2,
        "storage_tb_per_gpu": 3.3,
        "cluster_units": 5,
        "oversubscription": 2,
    },
    "racks are nodes": {"critical_it_mw": 30, "platform": "gb200-nvl72"},
}


def figures_of(ai: dict[str, Any], books: Books = BOOKS) -> dict[str, Figure]:
    wanted = HallAI.model_validate({"platform": "hgx-h100", "cooling": "liquid", **ai})
    sheet = Sheet(books)
    kit = kit_of(
        wanted.platform, wanted.storage_tb_per_gpu, wanted.cluster_units, books, wanted.oversubscription
    )
    put_it(sheet, wanted, kit)
    return sheet.figures


def leaves(figures: dict[str, Figure], key: str) -> set[str]:
    figure = figures[key]
    found = set(figure.uses) | {n for n in figure.needs if "." in n}
    return found.union(*(leaves(figures, need) for need in figure.needs if "." not in need))


@pytest.mark.parametrize("ai", HALLS.values(), ids=HALLS)
def test_every_figure_leads_to_books_or_file(ai: dict[str, Any]) -> None:
    """And names what it needs after that is published, so that it passes on its confidence."""
    figures = figures_of(ai)
    published: set[str] = set()
    for key, figure in figures.items():
        assert {n for n in figure.needs if "." not in n} <= published, key
        published.add(key)
        found = leaves(figures, key)
        assert found, key
        for leaf in found:
            if leaf.startswith("hall.ai."):
                assert leaf[8:] in HallAI.model_fields
                assert leaf[8:] in {"platform", "cooling", *ai}, f"{key} needs {leaf}, which nobody gave"
            else:
                assert BOOKS.has(leaf), f"{key}: {leaf}"


def _entries() -> list[str]:
    files = ("network", "platforms.hgx-h100", "building.space.white_m2_per_rack")
    return sorted(
        key
        for key in BOOKS.entries
        if key.startswith(files) and isinstance(BOOKS[key].likely, int | float) and BOOKS.likely(key)
    )


@pytest.mark.parametrize("ai", [HALLS["capacity"], HALLS["nodes"], HALLS["air"]], ids=["mw", "nodes", "air"])
def test_what_moves_a_figure_is_named_behind_it(ai: dict[str, Any]) -> None:
    """Every entry of the books is doubled in turn, a share halved; the figures that change must lead to it."""
    before = figures_of(ai)
    moved = set()
    for entry in _entries():
        times = 0.5 if BOOKS[entry].unit.startswith("share") else 2
        site = facility(override=[{"id": entry, "likely": times * BOOKS.likely(entry), "reason": "test"}])
        after = figures_of(ai, BOOKS.overriding(site.override))
        for key, figure in after.items():
            if not math.isclose(figure.value, before[key].value, rel_tol=1e-9):
                moved.add(entry)
                assert entry in leaves(before, key), f"{key} moves with {entry}"
    assert len(moved) > 30


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("critical_it_mw", 25),
        ("cooling", "air"),
        ("nodes_per_rack", 3),
        ("storage_tb_per_gpu", 30),
        ("cluster_units", 10),
        ("oversubscription", 4),
        ("platform", "hgx-b200"),
    ],
)
def test_what_of_the_file_moves_a_figure_is_named_behind_it(field: str, value: object) -> None:
    given = {**HALLS["own"], "platform": "hgx-h100", "cooling": "liquid"}
    before, after = figures_of(given), figures_of({**given, field: value})
    moved = [key for key in before if not math.isclose(before[key].value, after[key].value, rel_tol=1e-9)]
    assert moved
    for key in moved:
        assert f"hall.ai.{field}" in leaves(before, key), key


def redo(basis: str) -> float:
    """What a person with a calculator gets: the formula up to a semicolon, without words and asides."""
    rounded = "rounded up" in basis
    text = re.sub(r"(?<=\d),(?=\d{3})", "", basis.split(";")[0].split(": ")[-1])
    text = re.sub(r"(?<! x)(?<=\w) \([^()]*\)", "", text)
    larger = re.match(r"larger of (\d+) and (.*)", text)
    least, text = (int(larger[1]), larger[2]) if larger else (0, text)
    text = re.sub(r"(?<!\w)x(?!\w)", "*", text)
    text = re.sub(r"(?!sqrt)\b[a-zA-Z][\w-]*", "", text).replace(",", " ")
    terms = text.split(" + ") if "each rounded up" in basis else [text]
    values = [float(eval(term, {"sqrt": math.sqrt})) for term in terms]
    return max(least, sum(math.ceil(v - 1e-9) if rounded else v for v in values))


@pytest.mark.parametrize("ai", HALLS.values(), ids=HALLS)
def test_a_person_can_redo_every_figure(ai: dict[str, Any]) -> None:
    for key, figure in figures_of(ai).items():
        if key == "nodes" and "nodes" not in ai:
            continue  # a search: its basis shows that one more is too many
        if key == "leaf_uplinks":
            assert abs(redo(figure.basis) - figure.value) <= 0.5
        else:
            assert redo(figure.basis) == pytest.approx(figure.value, rel=1e-5, abs=0.011), key


def test_nodes_show_that_one_more_is_too_many() -> None:
    for ai in HALLS.values():
        if "nodes" not in ai:
            basis = figures_of(ai)["nodes"].basis
            limit, installed, more = (
                float(n.replace(",", "")) for n in re.findall(r"([\d,]+\.\d+) kW", basis)
            )
            assert installed <= limit < more


def test_lengths_by_hand() -> None:
    """31 H100 nodes, 8 a rack, 20 switches a rack, 3.25 m2 a rack, floor twice as long as wide.

    Node-leaf: 4 racks of nodes + 1 of 8 leaves = 5 x 3.25 = 16.25 m2 = 5.701 x 2.850 m; to its middle
    (5.701 + 2.850) / 4 = 2.138 m in the mean; + 2 x 2.5 m; x 1.1 = 7.852 m; longest 4.276 + 5 = 9.276 x 1.1 = 10.203 m.
    Leaf-spine: 5 + 1 rack of 4 spines = 19.5 m2 = 6.245 x 3.122 m: 2.342 + 5 = 7.342 x 1.1 = 8.076 m; longest 10.652 m.
    248 node and 4 UFM cables x 7.8516 + 256 x 8.0761 = 4,046.1 m.
    """
    found = size(facility(nodes=31), BOOKS)
    hall = found.halls[0]
    assert hall["node_leaf_cable_m"] == pytest.approx(7.8516, abs=1e-4)
    assert hall["leaf_spine_cable_m"] == pytest.approx(8.0761, abs=1e-4)
    assert hall["spine_core_cable_m"] == 0
    assert hall["fabric_cable_m"] == pytest.approx(4046.1, abs=0.1)
    first, second = sizing_dict(found)["network"]["tiers"]
    assert (first["hall"], first["cluster"], first["tier"], first["cables"]) == ("h1", 1, "node_leaf", 252)
    assert first["longest_m"] == pytest.approx(10.203, abs=1e-3)
    assert (second["tier"], second["cables"]) == ("leaf_spine", 256)
    assert second["longest_m"] == pytest.approx(10.652, abs=1e-3)
    # 2 m of copper reach neither, 50 m of multimode reach both
    assert first["reach"] == second["reach"] == "multimode"
    assert (hall["cables_beyond_copper"], hall["cables_beyond_multimode"]) == (508, 0)


def test_mean_distances_of_a_rectangle_point_by_point() -> None:
    """To the middle (length + width) / 4, between any two points / 3: a grid of midpoints finds the same."""
    side, length, width = 60, 4.0, 2.0
    grid = [(i + 0.5) / side for i in range(side)]
    to_middle = [abs(p - 0.5) for p in grid]
    between = [abs(p - q) for p, q in product(grid, grid)]
    assert (length + width) * sum(to_middle) / side == pytest.approx((length + width) / 4, rel=1e-3)
    assert (length + width) * sum(between) / side**2 == pytest.approx((length + width) / 3, rel=1e-3)
    # the same rectangle through the planner: 8 m2 of racks without rise and slack
    likely = {
        "network.routing.rise_m": 0,
        "network.routing.slack_share": 0,
        "building.space.white_m2_per_rack": 8 / 5,
    }
    site = facility(override=[{"id": k, "likely": v, "reason": "test"} for k, v in likely.items()])
    books = BOOKS.overriding(site.override)
    kit = kit_of("hgx-h100", None, None, books)
    run = runs_of(cluster_of(31, kit.fabric), kit, floor_of(8, books))[0]
    assert run.mean_m == pytest.approx((length + width) / 4)
    assert run.longest_m == pytest.approx((length + width) / 2)


@pytest.mark.parametrize(
    ("m2_per_rack", "reach"),
    [
        (3.25, "multimode"),
        (40, "single_mode"),
        (100, "long_reach"),
        (4000, TOO_LONG),
    ],
)
def test_the_longest_cable_decides_the_class(m2_per_rack: float, reach: str) -> None:
    """512 nodes: 16 x 5 + 10 racks of 128 spines and 64 cores = 90 racks.

    Half perimeter sqrt(90 x m2) x 2.1213 = 36.3, 127.3, 201.2, 1,272.8 m; / 2 + 5 m = 23.1, 68.6, 105.6, 641.4 m;
    x 1.1 = 25.5, 75.5, 116.2, 705.5 m, within 50, 100, 500 m and none.
    """
    override = [{"id": "building.space.white_m2_per_rack", "likely": m2_per_rack, "reason": "test"}]
    books = BOOKS.overriding(facility(override=override).override)
    kit = kit_of("hgx-h100", None, None, books)
    run = runs_of(cluster_of(512, kit.fabric), kit, floor_of(8, books))[1]
    half_perimeter = math.sqrt(90 * m2_per_rack) * (math.sqrt(2) + math.sqrt(0.5))
    assert run.longest_m == pytest.approx((half_perimeter / 2 + 5) * 1.1)
    assert run.reach == reach


def test_cables_that_nothing_reaches_are_told() -> None:
    """512 nodes on 4,000 m2 a rack, as above: 705.5 m from leaf to spine."""
    override = [{"id": "building.space.white_m2_per_rack", "likely": 4000, "reason": "test"}]
    site = facility(nodes=512, override=override)
    told = [p for p in size(site, BOOKS.overriding(site.override)).problems if p.code == "W-REACH"]
    assert [p.key for p in told] == ["hall.h1.ai.cluster_units"]
    assert "705 m" in told[0].message or "706 m" in told[0].message
    assert not [p for p in size(facility(nodes=512), BOOKS).problems if p.code == "W-REACH"]


def test_classes_are_in_order() -> None:
    order = (*CLASSES, TOO_LONG)
    for found, reach in product(order, CLASSES):
        assert is_beyond(found, reach) == (order.index(found) > order.index(reach))


def test_spares_by_hand() -> None:
    """31 nodes: 12 switches / 24 -> 1; (508 + 256) / 2 = 382 modules x 3 % = 11.46 -> 12; 124 x 3 % -> 4; 508 x 4 % = 20.32 -> 21."""
    found = size(facility(nodes=31), BOOKS)
    spares = ("spare_switches", "spare_transceivers", "spare_node_transceivers", "spare_cables")
    assert [found.halls[0][key] for key in spares] == [1, 12, 4, 21]
    lines = {line.item: line.quantity for line in found.lines}
    bought = ("spare_switch", "spare_transceiver", "spare_node_transceiver", "spare_cable")
    assert [lines[item] for item in bought] == [1, 12, 4, 21]
    assert (lines["transceiver"], lines["node_transceiver"], lines["fabric_cable"]) == (382, 124, 508)


def test_spares_cost_and_are_paid_as_the_thing_itself() -> None:
    items = {item["id"]: item for item in BOOKS.items}
    for spare, thing in (
        ("spare_switch", "compute_switch"),
        ("spare_transceiver", "transceiver"),
        ("spare_node_transceiver", "node_transceiver"),
        ("spare_cable", "fabric_cable"),
    ):
        for key in ("price", "side", "payer", "unit"):
            assert items[spare][key] == items[thing][key]
        assert "lead" not in items[spare]  # they come with the thing itself


def test_power_space_and_cables_by_hand() -> None:
    """31 nodes: 12 x 1.294 + (4 + 2 + 3) x 0.6 = 20.928 kW; 21 U; 62 + 62 + 124 = 248 cables; 3 servers x 2 U."""
    hall = size(facility(nodes=31), BOOKS).halls[0]
    assert hall["switch_power_kw"] == pytest.approx(20.928)
    assert (hall["network_rack_units"], hall["management_rack_units"]) == (21, 6)
    assert [hall[f"{name}_cables"] for name in ("storage", "inband", "oob", "other")] == [62, 62, 124, 248]


@pytest.mark.parametrize("ai", HALLS.values(), ids=HALLS)
def test_tiers_hold_every_fabric_cable(ai: dict[str, Any]) -> None:
    wanted = {k: v for k, v in ai.items() if k not in {"critical_it_mw", "platform", "cooling", "nodes"}}
    found = size(
        facility(
            ai.get("critical_it_mw"),
            ai.get("platform", "hgx-h100"),
            ai.get("cooling", "liquid"),
            nodes=ai.get("nodes"),
            ai=wanted,
        ),
        BOOKS,
    )
    network = sizing_dict(found)["network"]
    hall = found.halls[0]
    assert sum(tier["cables"] for tier in network["tiers"]) == hall["fabric_cables"]
    assert sum(t["cables"] * t["mean_m"] for t in network["tiers"]) == pytest.approx(hall["fabric_cable_m"])
    assert network["halls"]["h1"] == {key: hall[key] for key in NETWORK}
    assert all("tiers" not in cluster for cluster in network["clusters"])
    for key in ("node_leaf", "leaf_spine", "spine_core"):
        assert network["compute"][f"{key}_cables"] == hall[f"{key}_cables"]
