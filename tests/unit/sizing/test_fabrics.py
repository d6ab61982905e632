"""Fabrics against vendor tables, and made-up ones against wiring them port by port."""

from __future__ import annotations

import tomllib
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import pytest

from planner.books import load_books
from planner.sizing import size
from planner.sizing.compute import kit_of
from planner.sizing.network import Cluster, Fabric, cluster_of, split_nodes, uplinks
from tests.unit.sizing.sites import facility

BOOKS = load_books()
VENDOR = tomllib.loads((Path(__file__).parents[2] / "data" / "vendor_fabrics.toml").read_text())
ROWS: list[dict[str, Any]] = VENDOR["row"]

WIDE = Fabric(4, 4, 18, 144, 4, (), 72)
"""One leaf a unit: 4 ports x 18 nodes = 72 = half of 144."""
NARROW = Fabric(2, 2, 18, 32, 2, (), 16)
"""Rails that share leaves: 2 ports x 18 nodes = 36 on 16 a leaf: 3 leaves a unit."""
HGX = kit_of("hgx-h100", None, None, BOOKS).fabric
NVL = kit_of("gb200-nvl72", None, None, BOOKS).fabric


def _row_fabric(row: dict[str, Any]) -> Fabric:
    if "shape" not in row:
        return kit_of(row["platform"], None, None, BOOKS).fabric
    shape = VENDOR["shape"][row["shape"]]
    return Fabric(**shape, printed_nodes=(), up=shape["radix"] // 2)


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{r.get('platform') or r['shape']}-{r['nodes']}-{i}" for i, r in enumerate(ROWS)]
)
def test_vendor_rows_are_reproduced(row: dict[str, Any]) -> None:
    cluster = cluster_of(row["nodes"], _row_fabric(row))
    found = {
        **cluster,
        "compute_ufm_cables": cluster["node_leaf_cables"] + cluster["ufm_cables"],
        "switches": cluster["leaf"] + cluster["spine"] + cluster["core"],
    }
    assert {key: found[key] for key in row["expect"]} == row["expect"]


def test_every_vendor_row_says_where_it_is_from() -> None:
    for row in ROWS:
        assert row["source"].startswith("https://")
        assert row["confidence"] in {"sourced", "derived"}
        assert row["table"]
        assert row["as_of"]


def at_ratio(fabric: Fabric, ratio: float) -> Fabric:
    up, _ = uplinks(ratio, fabric.radix)
    return Fabric(
        fabric.gpus,
        fabric.rails,
        fabric.unit_nodes,
        fabric.radix,
        fabric.ufm_ports,
        (),
        up,
    )


def wire(cluster: Cluster, fabric: Fabric) -> tuple[list[int], list[int], list[int], list[set[int]]]:
    """Ports used on each leaf, spine and core, and the spines that each leaf reaches, cable by cable."""
    leaves, spines, cores = [0] * cluster["leaf"], [0] * cluster["spine"], [0] * cluster["core"]
    a_unit = cluster["leaf"] // cluster["units"]
    for node in range(cluster["nodes"]):
        unit, place = divmod(node, fabric.unit_nodes)
        for rail in range(fabric.rails):
            port = rail * fabric.unit_nodes + place
            leaves[unit * a_unit + port * 2 // fabric.radix] += 1
    for _ in range(cluster["ufm_cables"]):
        leaves[leaves.index(min(leaves))] += 1
    reach: list[set[int]] = [set() for _ in leaves]
    to_spine, to_core = cycle(range(len(spines))), cycle(range(len(cores)))
    for leaf in range(len(leaves) if spines else 0):
        for _ in range(fabric.up):
            spine = next(to_spine)
            leaves[leaf] += 1
            spines[spine] += 1
            reach[leaf].add(spine)
    for spine in range(len(spines) if cores else 0):
        for _ in range(fabric.radix // 2):
            spines[spine] += 1
            cores[next(to_core)] += 1
    return leaves, spines, cores, reach


@pytest.mark.parametrize("ratio", [1, 2, 4, 3])
@pytest.mark.parametrize("fabric", [WIDE, NARROW, HGX, NVL], ids=["wide", "narrow", "hgx", "nvl"])
@pytest.mark.parametrize("units", [1, 2, 3, 5, 8, 16, 31])
def test_every_cable_finds_a_port(fabric: Fabric, ratio: float, units: int) -> None:
    """No switch has more cables than ports, every cable counted ends on two, and the bisection is 1/ratio."""
    fabric = at_ratio(fabric, ratio)
    half = fabric.radix // 2
    for nodes in (units * fabric.unit_nodes, units * fabric.unit_nodes - 1):
        cluster = cluster_of(nodes, fabric)
        leaves, spines, cores, reach = wire(cluster, fabric)
        for ports in (*leaves, *spines, *cores):
            assert ports <= fabric.radix
        down = cluster["node_leaf_cables"] + cluster["ufm_cables"]
        middle, top = cluster["leaf_spine_cables"], cluster["spine_core_cables"]
        assert sum(leaves) == down + middle
        assert sum(spines) == middle + top
        assert sum(cores) == top
        if len(leaves) == 1:
            assert (len(spines), middle) == (0, 0)
            continue
        assert middle / (half * len(leaves)) == fabric.up / half
        if cores:
            assert top >= middle  # what leaves send up, spines can pass on
        else:
            assert all(len(found) == len(spines) for found in reach)  # any leaf is two hops from any other
            evenly = [d for d in range(1, len(spines)) if fabric.up % d == 0]
            assert not [d for d in evenly if d * fabric.radix >= middle]  # and fewer would not do


@pytest.mark.parametrize("fabric", [WIDE, NARROW, HGX, NVL], ids=["wide", "narrow", "hgx", "nvl"])
@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_more_nodes_never_fewer_switches_or_cables(fabric: Fabric, ratio: float) -> None:
    """Through whole units, the step to three tiers and the step to a second cluster."""
    fabric = at_ratio(fabric, ratio)
    keys = ("units", "leaf", "spine", "core", "node_leaf_cables", "leaf_spine_cables", "spine_core_cables")
    counts = []
    for nodes in range(1, 40 * fabric.unit_nodes, max(1, fabric.unit_nodes // 4)):
        clusters = [cluster_of(n, fabric) for n in split_nodes(nodes, 24, fabric)]
        sums = {key: sum(c[key] for c in clusters) for key in keys}  # type: ignore[literal-required]
        sums["down"] = sum(c["node_leaf_cables"] + c["ufm_cables"] for c in clusters)
        counts.append(sums)
    for less, more in pairwise(counts):
        assert all(more[key] >= less[key] for key in less)


def test_made_up_platform_by_hand() -> None:
    """4 units of 18 nodes: 4 leaves x 72 uplinks = 288 = 2 spines x 144; 4 x 72 = 288 node cables fill the leaves."""
    full = cluster_of(72, WIDE)
    assert (full["units"], full["leaf"], full["spine"], full["core"]) == (4, 4, 2, 0)
    assert (full["node_leaf_cables"], full["leaf_spine_cables"], full["ufm_cables"]) == (288, 288, 0)
    # 3 leaves a unit on 32 ports: 10 units are 30 leaves in two tiers, x 16 / 32 = 15, next divisor of 16: 16 spines
    ten = cluster_of(180, NARROW)
    assert (ten["leaf"], ten["spine"], ten["core"]) == (30, 16, 0)
    # 11 units are 33 leaves, more than 32: 33 spines, 17 cores
    eleven = cluster_of(198, NARROW)
    assert (eleven["leaf"], eleven["spine"], eleven["core"]) == (33, 33, 17)


def test_books_alone_make_a_platform() -> None:
    """The same fabric from overrides of the books, through the whole sizing: 72 nodes as above."""
    likely = {
        "platforms.hgx-h100.rails": 4,
        "platforms.hgx-h100.unit_nodes": 18,
        "network.switch.radix": 144,
    }
    override = [{"id": key, "likely": value, "reason": "made up"} for key, value in likely.items()]
    site = facility(nodes=72, override=override)
    hall = size(site, BOOKS.overriding(site.override)).halls[0]
    switches = ("leaf_switches", "spine_switches", "core_switches", "compute_switches", "leaf_uplinks")
    assert [hall[key] for key in switches] == [4, 2, 0, 6, 72]
    assert (hall["fabric_cables"], hall["transceivers"], hall["node_transceivers"]) == (576, 432, 144)


@pytest.mark.parametrize(("ratio", "up", "spines"), [(1, 32, 16), (2, 16, 8), (4, 8, 4)])
def test_oversubscription_by_hand(ratio: float, up: int, spines: int) -> None:
    """4 units: 32 leaves x 32 / ratio uplinks / 64 ports = 16, 8, 4 spines, divisors of 32, 16, 8."""
    found = size(facility(nodes=127, ai={"oversubscription": ratio}), BOOKS)
    hall = found.halls[0]
    assert (hall["leaf_switches"], hall["leaf_uplinks"], hall["spine_switches"]) == (32, up, spines)
    assert hall["leaf_spine_cables"] == 32 * up
    assert hall["bisection_share"] == 1 / ratio
    assert not [p for p in found.problems if p.code == "F-OVERSUBSCRIPTION"]


def test_a_ratio_that_no_leaf_has_is_told_with_the_nearest() -> None:
    """32 / 3 = 10.67 ports: 11 give 2.909, 10 give 3.2; the first is nearer to 3."""
    found = size(facility(nodes=127, ai={"oversubscription": 3}), BOOKS)
    problem = next(p for p in found.problems if p.code == "F-OVERSUBSCRIPTION")
    assert "set oversubscription = 2.909" in problem.message
    assert found.halls[0]["leaf_uplinks"] == 11
    again = size(facility(nodes=127, ai={"oversubscription": 2.909}), BOOKS)
    assert not [p for p in again.problems if p.code == "F-OVERSUBSCRIPTION"]
