"""Interconnect of one cluster and of a hall: CONTRACT's rules, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict


class Cluster(TypedDict):
    """CONTRACT's dict of one cluster."""

    nodes: int
    gpus: int
    units: int
    leaf: int
    spine: int
    core: int
    node_leaf_cables: int
    ufm_cables: int
    leaf_spine_cables: int
    spine_core_cables: int
    derived: bool
    """Whether no reference table prints this size."""


class Tier(TypedDict):
    """Cables of one tier of a cluster, for `sizing.network.tiers[]`; lengths in m."""

    tier: str
    cables: int
    mean_m: float
    longest_m: float
    reach: str
    """Class of network.reach that the longest needs."""


class PlacedCluster(Cluster):
    """A cluster whose racks stand on a floor."""

    tiers: tuple[Tier, ...]


SUMMED = (
    "nodes",
    "gpus",
    "units",
    "leaf",
    "spine",
    "core",
    "node_leaf_cables",
    "ufm_cables",
    "leaf_spine_cables",
    "spine_core_cables",
)
"""Keys of `sizing.network.compute`."""


@dataclass(frozen=True, slots=True)
class Fabric:
    """What the fabric of a platform is built from."""

    gpus: int
    rails: int
    """Compute ports of a node."""
    unit_nodes: int
    radix: int
    """Ports of a switch."""
    ufm_ports: int
    printed_nodes: tuple[int, ...]
    """Sizes that a reference table prints."""
    up: int
    """Ports of a leaf that face the spines; `half` where nothing is oversubscribed."""

    @property
    def half(self) -> int:
        """Ports of a leaf that face nodes, and of a spine that face leaves below a core tier."""
        return self.radix // 2

    @property
    def leaf_per_unit(self) -> int:
        """Leaf switches of a whole unit: half the ports face nodes, whole rails of the unit on each."""
        return -(-self.rails * self.unit_nodes // self.half)

    @property
    def greatest_units(self) -> int:
        """Units that three tiers can hold: radix³ / 4 ports, by whole leaves.

        Source: fat-tree arithmetic; 64-port switches give 65,536 ports.
        """
        return max(1, self.radix**3 // 4 // (self.leaf_per_unit * self.half))


@lru_cache(maxsize=256)
def uplinks(oversubscription: float, radix: int) -> tuple[int, float]:
    """Spine-facing ports of a leaf and the ratio that they give, the nearest to the one asked.

    Half the ports stay with the nodes, so that a leaf holds whole rails of a unit at any ratio;
    `half / oversubscription` face spines and must be whole. The rest of the leaf stays free.
    """
    half = radix // 2
    up = min(range(1, half + 1), key=lambda ports: (abs(half / ports - oversubscription), -ports))
    return up, half / up


@lru_cache(maxsize=64)
def two_tier_spines(leaf: int, radix: int, up: int | None = None) -> int:
    """Smallest divisor of a leaf's uplinks that carries them all (leaf x uplinks into spines x radix ports).

    Divisors, so that every leaf has as many cables to one spine as to the next. `up` is half the
    radix when absent.
    """
    up = up or radix // 2
    return next(d for d in range(1, up + 1) if up % d == 0 and d * radix >= leaf * up)


@lru_cache(maxsize=1024)
def switches_of(units: int, leaf_per_unit: int, radix: int, up: int | None = None) -> tuple[int, int, int]:
    """Leaf, spine and core switches of a cluster of whole units; `up` is half the radix when absent.

    Above two tiers half of a spine's ports face leaves, so there is one spine per leaf where
    nothing is oversubscribed, and half a core per spine.

    Source: CONTRACT, Interconnect; reproduces NVIDIA's SuperPOD tables (H100, B200: 1-4 and 16 SU).
    """
    leaf, half = leaf_per_unit * units, radix // 2
    up = up or half
    if leaf == 1:
        return 1, 0, 0  # all meet in the one leaf
    if leaf > radix:
        spine = -(-leaf * up // half)
        return leaf, spine, -(-spine // 2)
    return leaf, two_tier_spines(leaf, radix, up), 0


def cluster_of(nodes: int, fabric: Fabric) -> Cluster:
    """One cluster for `nodes`, built for whole units; the request is never reduced.

    Source: CONTRACT, Interconnect.
    """
    units = -(-nodes // fabric.unit_nodes)
    leaf, spine, core = switches_of(units, fabric.leaf_per_unit, fabric.radix, fabric.up)
    ports = fabric.rails * nodes
    free = leaf * (fabric.radix - fabric.up) - ports
    return {
        "nodes": nodes,
        "gpus": nodes * fabric.gpus,
        "units": units,
        "leaf": leaf,
        "spine": spine,
        "core": core,
        "node_leaf_cables": ports,
        "ufm_cables": fabric.ufm_ports if free >= fabric.ufm_ports else 0,
        "leaf_spine_cables": leaf * fabric.up if spine else 0,
        "spine_core_cables": spine * fabric.half if core else 0,
        "derived": nodes not in fabric.printed_nodes,
    }


def split_nodes(nodes: int, units_per_cluster: int, fabric: Fabric) -> list[int]:
    """Nodes of each cluster, filled one after the other."""
    full, rest = divmod(nodes, units_per_cluster * fabric.unit_nodes)
    return [units_per_cluster * fabric.unit_nodes] * full + ([rest] if rest else [])


def switch_count(nodes: int, units_per_cluster: int, fabric: Fabric) -> int:
    """All compute switches for `nodes`, without building the clusters; never falls as nodes grow."""
    full, rest = divmod(nodes, units_per_cluster * fabric.unit_nodes)
    count = 0
    if full:
        count += full * sum(switches_of(units_per_cluster, fabric.leaf_per_unit, fabric.radix, fabric.up))
    if rest:
        units = -(-rest // fabric.unit_nodes)
        count += sum(switches_of(units, fabric.leaf_per_unit, fabric.radix, fabric.up))
    return count
