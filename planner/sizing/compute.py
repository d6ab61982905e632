"""How many nodes a capacity holds, and the pieces of IT that come with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.sizing.network import Fabric, switch_count
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.books import Books


@dataclass(frozen=True, slots=True)
class Kit:
    """What the IT of one hall is made of; kW per piece and pieces per node."""

    fabric: Fabric
    node_kw: float
    switch_kw: float
    other_switch_kw: float
    server_kw: float
    kw_per_pb: float
    tb_per_gpu: float
    references: float
    """8-GPU nodes that one node stands for in storage, in-band and out-of-band ports."""
    nodes_per_storage_switch: float
    nodes_per_inband_switch: float
    oob_ports: float
    oob_switch_ports: float
    servers_per_unit: float
    units_per_cluster: int


@lru_cache(maxsize=256)
def kit_of(platform: str, tb_per_gpu: float | None, cluster_units: int | None, books: Books) -> Kit:
    """The kit of a platform from the books, with the hall's own storage and cluster size."""
    likely, own = books.likely, f"platforms.{platform}"
    gpus = int(likely(f"{own}.gpus"))
    fabric = Fabric(
        gpus,
        int(likely(f"{own}.rails")),
        int(likely(f"{own}.unit_nodes")),
        int(likely("network.switch.radix")),
        int(likely("network.fabric.ufm_ports")),
        tuple(int(n) for n in books[f"{own}.printed_nodes"].value),
    )
    return Kit(
        fabric,
        likely(f"{own}.node_kw"),
        likely("network.switch.power_kw"),
        likely("network.other.switch_kw"),
        likely("network.management.server_kw"),
        likely("network.storage.kw_per_pb"),
        likely("network.storage.tb_per_gpu") if tb_per_gpu is None else tb_per_gpu,
        gpus / likely("network.other.reference_gpus"),
        likely("network.storage.nodes_per_switch"),
        likely("network.inband.nodes_per_switch"),
        likely("network.oob.ports_per_node"),
        likely("network.oob.ports_per_switch"),
        likely("network.management.servers_per_unit"),
        min(int(cluster_units or likely(f"{own}.cluster_units")), fabric.greatest_units),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Pieces of IT beside the nodes."""

    compute_switches: int
    storage_switches: int
    inband_switches: int
    oob_switches: int
    management_servers: int
    storage_pb: float


def counts_of(nodes: int, kit: Kit) -> Counts:
    """Pieces for a number of nodes; none ever falls as nodes grow."""
    alike = nodes * kit.references
    units = -(-nodes // kit.fabric.unit_nodes)
    return Counts(
        switch_count(nodes, kit.units_per_cluster, kit.fabric),
        ceil(alike / kit.nodes_per_storage_switch),
        ceil(alike / kit.nodes_per_inband_switch),
        ceil(alike * kit.oob_ports / kit.oob_switch_ports),
        ceil(units * kit.servers_per_unit),
        nodes * kit.fabric.gpus * kit.tb_per_gpu / 1000,
    )


def nameplate_kw(nodes: int, kit: Kit) -> float:
    """Nameplate of compute, network, storage and management, kW at rack inputs.

    nodes x node kW + compute switches x kW + other switches x kW + storage PB x kW/PB + servers x kW.
    It never falls as nodes grow.

    Source: CONTRACT, Megawatts (what critical IT counts); unit powers in platforms.toml and network.toml.
    """
    c = counts_of(nodes, kit)
    others = c.storage_switches + c.inband_switches + c.oob_switches
    return (
        nodes * kit.node_kw
        + c.compute_switches * kit.switch_kw
        + others * kit.other_switch_kw
        + c.storage_pb * kit.kw_per_pb
        + c.management_servers * kit.server_kw
    )


def most_nodes(critical_kw: float, kit: Kit) -> int:
    """Largest node count whose nameplate is within `critical_kw`.

    A guess from the mean slope, then galloping bisection on a rising function.

    Source: CONTRACT, Megawatts: nameplate installed is at most critical IT.
    """
    limit = critical_kw + 1e-9
    low, high = 0, int(critical_kw / kit.node_kw) + 1
    slope = nameplate_kw(high, kit) / high
    step = 1
    guess = min(high - 1, int(critical_kw / slope))
    while low < guess and nameplate_kw(guess, kit) > limit:
        high, guess, step = guess, max(0, guess - step), 2 * step
    low, step = guess, 1
    while high - low > 1:
        middle = min(low + step, (low + high) // 2)
        if nameplate_kw(middle, kit) <= limit:
            low, step = middle, 2 * step
        else:
            high, step = middle, 1
    return low
