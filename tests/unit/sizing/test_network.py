"""Interconnect against the printed SuperPOD tables and by hand."""

from __future__ import annotations

import pytest

from planner.books import load_books
from planner.sizing.compute import counts_of, kit_of, most_nodes, nameplate_kw
from planner.sizing.network import cluster_of, split_nodes, switch_count, two_tier_spines

BOOKS = load_books()
HGX = kit_of("hgx-b200", None, None, BOOKS)
NVL = kit_of("gb200-nvl72", None, None, BOOKS)


@pytest.mark.parametrize("platform", ["hgx-h100", "hgx-h200", "hgx-b200"])
@pytest.mark.parametrize(
    ("nodes", "gpus", "leaf", "spine", "compute_ufm", "spine_leaf"),
    [
        (31, 248, 8, 4, 252, 256),
        (63, 504, 16, 8, 508, 512),
        (95, 760, 24, 16, 764, 768),
        (127, 1016, 32, 16, 1020, 1024),
    ],
)
def test_superpod_rows(
    platform: str, nodes: int, gpus: int, leaf: int, spine: int, compute_ufm: int, spine_leaf: int
) -> None:
    """NVIDIA's Table 4 of 1 to 4 scalable units; its cable column is node-leaf plus UFM."""
    found = cluster_of(nodes, kit_of(platform, None, None, BOOKS).fabric)
    assert (found["gpus"], found["leaf"], found["spine"], found["core"]) == (gpus, leaf, spine, 0)
    assert found["node_leaf_cables"] + found["ufm_cables"] == compute_ufm
    assert (found["leaf_spine_cables"], found["spine_core_cables"]) == (spine_leaf, 0)
    assert not found["derived"]


def test_sixteen_units_have_a_core() -> None:
    """Printed: 512 nodes, 128 leaf, 128 spine, 64 core, 4,096 cables in each tier; no port is free for UFM."""
    found = cluster_of(512, HGX.fabric)
    assert (found["units"], found["leaf"], found["spine"], found["core"]) == (16, 128, 128, 64)
    assert found["node_leaf_cables"] == found["leaf_spine_cables"] == found["spine_core_cables"] == 4096
    assert found["ufm_cables"] == 0
    assert not found["derived"]


def test_eight_units_are_the_last_of_two_tiers() -> None:
    """8 units: 64 leaf x 32 uplinks = 2,048 = 32 spines x 64 ports. 9 units: 72 leaf > 64, so 72 spines, 36 cores."""
    eight, nine = cluster_of(256, HGX.fabric), cluster_of(257, HGX.fabric)
    assert (eight["leaf"], eight["spine"], eight["core"]) == (64, 32, 0)
    assert (nine["leaf"], nine["spine"], nine["core"]) == (72, 72, 36)


def test_nvl72_unit() -> None:
    """8 racks x 72 ports = 576 = 18 leaf x 32; 18 x 32 / 64 = 9 spines, next divisor of 32 is 16."""
    found = cluster_of(8, NVL.fabric)
    assert (found["units"], found["leaf"], found["spine"], found["core"]) == (1, 18, 16, 0)
    assert (found["gpus"], found["node_leaf_cables"], found["ufm_cables"]) == (576, 576, 0)
    assert found["derived"]


def test_partial_unit_is_built_whole() -> None:
    """One node: the whole unit's 8 leaf and 4 spine, 256 leaf-spine cables, but 8 node cables and 4 for UFM."""
    found = cluster_of(1, HGX.fabric)
    assert (found["leaf"], found["spine"], found["leaf_spine_cables"]) == (8, 4, 256)
    assert (found["node_leaf_cables"], found["ufm_cables"]) == (8, 4)


@pytest.mark.parametrize(("leaf", "spines"), [(1, 1), (2, 1), (3, 2), (8, 4), (24, 16), (32, 16), (33, 32)])
def test_two_tier_spines(leaf: int, spines: int) -> None:
    """Smallest of 1, 2, 4, 8, 16, 32 that is at least half the leaves of a 64-port switch."""
    assert two_tier_spines(leaf, 64) == spines


def test_clusters_are_filled_one_after_the_other() -> None:
    """64 units x 32 = 2,048 nodes a cluster; NVL72 16 units x 8 = 128 racks."""
    assert split_nodes(5000, HGX.units_per_cluster, HGX.fabric) == [2048, 2048, 904]
    assert split_nodes(128, NVL.units_per_cluster, NVL.fabric) == [128]
    assert split_nodes(129, NVL.units_per_cluster, NVL.fabric) == [128, 1]


def test_radix_bounds_a_cluster() -> None:
    """64³ / 4 = 65,536 ports: / 256 a unit = 256 HGX units; / 576 = 113 NVL72 units."""
    assert HGX.fabric.greatest_units == 256
    assert NVL.fabric.greatest_units == 113
    assert kit_of("gb200-nvl72", None, 200, BOOKS).units_per_cluster == 113


def test_switch_count_is_that_of_the_clusters() -> None:
    for nodes in (0, 1, 32, 257, 2048, 2049, 5000):
        clusters = [cluster_of(n, HGX.fabric) for n in split_nodes(nodes, 64, HGX.fabric)]
        assert switch_count(nodes, 64, HGX.fabric) == sum(
            c["leaf"] + c["spine"] + c["core"] for c in clusters
        )


def test_nameplate_by_hand() -> None:
    """31 H100 nodes come to 345.48 kW.

    31 x 10.2 = 316.2; 12 switches x 1.294 = 15.528; storage 31 / 8 -> 4, in-band 31 / 16 -> 2,
    out-of-band 31 x 4 / 48 -> 3: 9 x 0.6 = 5.4; 248 GPUs x 12 TB = 2.976 PB x 2 = 5.952; 2.25 -> 3 servers x 0.8 = 2.4.
    """
    kit = kit_of("hgx-h100", None, None, BOOKS)
    pieces = counts_of(31, kit)
    assert (pieces.compute_switches, pieces.management_servers) == (12, 3)
    assert (pieces.storage_switches, pieces.inband_switches, pieces.oob_switches) == (4, 2, 3)
    assert nameplate_kw(31, kit) == pytest.approx(345.48)


@pytest.mark.parametrize("platform", ["hgx-h100", "hgx-b200", "gb200-nvl72"])
@pytest.mark.parametrize("mw", [0.0001, 0.02, 0.3, 1, 2.9, 3, 20, 23.2, 150])
def test_most_nodes_is_the_largest_that_fits(platform: str, mw: float) -> None:
    kit = kit_of(platform, None, None, BOOKS)
    nodes = most_nodes(mw * 1000, kit)
    assert nodes == 0 or nameplate_kw(nodes, kit) <= mw * 1000
    assert nameplate_kw(nodes + 1, kit) > mw * 1000
