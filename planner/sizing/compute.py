"""How many nodes a capacity holds, and the pieces of IT that come with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.sizing.network import Fabric, switch_count, uplinks
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
    least_switches: int
    """Switches that a storage or in-band network has at least."""
    oob_ports: float
    oob_switch_ports: float
    servers_per_unit: float
    units_per_cluster: int


SHAPE = ("rails", "unit_nodes", "gpus")
"""Entries of a platform that make the shape of its fabric."""


def radix_key(platform: str, books: Books) -> str:
    """Entry of the switch radix: the platform's own where its book table has one."""
    own = f"platforms.{platform}.radix"
    return own if books.has(own) else "network.switch.radix"


def _whole(key: str, least: int, books: Books) -> int:
    """A count of the books, at least `least`.

    Raises:
        InputError: An override makes it less.
    """
    found = int(books.likely(key))
    if found < least:
        message = f"a fabric needs at least {least}: set likely = {least} or more"
        raise InputError([Problem("E-RANGE", f'override."{key}".likely', message, value=str(found))])
    return found


def fabric_of(platform: str, oversubscription: float | None, books: Books) -> Fabric:
    """The fabric of a platform from the books; with a ratio that no leaf can have, the nearest that one can.

    Raises:
        InputError: An override leaves no fabric to build.
    """
    own = f"platforms.{platform}"
    shape = tuple(f"{own}.{name}" for name in SHAPE)
    ports = radix_key(platform, books)
    rails, unit_nodes, gpus = (_whole(key, 1, books) for key in shape)
    radix = _whole(ports, 2, books)
    ratio = books.likely("network.fabric.oversubscription") if oversubscription is None else oversubscription
    up, _ = uplinks(ratio, radix)
    ufm = int(books.likely("network.fabric.ufm_ports"))
    as_printed = up == radix // 2 and not {*shape, ports, "network.fabric.ufm_ports"} & set(books.overridden)
    printed = tuple(int(n) for n in books[f"{own}.printed_nodes"].value) if as_printed else ()
    return Fabric(gpus, rails, unit_nodes, radix, ufm, printed, up)


@lru_cache(maxsize=256)
def kit_of(
    platform: str,
    tb_per_gpu: float | None,
    cluster_units: int | None,
    books: Books,
    oversubscription: float | None = None,
) -> Kit:
    """The kit of a platform from the books, with the hall's own storage, cluster size and leaf ratio."""
    likely, own = books.likely, f"platforms.{platform}"
    fabric = fabric_of(platform, oversubscription, books)
    return Kit(
        fabric,
        likely(f"{own}.node_kw"),
        likely("network.switch.power_kw"),
        likely("network.other.switch_kw"),
        likely("network.management.server_kw"),
        likely("network.storage.kw_per_pb"),
        likely("network.storage.tb_per_gpu") if tb_per_gpu is None else tb_per_gpu,
        fabric.gpus / likely("network.other.reference_gpus"),
        likely("network.storage.nodes_per_switch"),
        likely("network.inband.nodes_per_switch"),
        int(likely("network.inband.least_switches")),
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

    @property
    def other_switches(self) -> int:
        """Switches of the storage, in-band and out-of-band networks."""
        return self.storage_switches + self.inband_switches + self.oob_switches


def counts_of(nodes: int, kit: Kit) -> Counts:
    """Pieces for a number of nodes; none ever falls as nodes grow."""
    alike = nodes * kit.references
    units = -(-nodes // kit.fabric.unit_nodes)
    least = kit.least_switches if nodes else 0
    return Counts(
        switch_count(nodes, kit.units_per_cluster, kit.fabric),
        max(least, ceil(alike / kit.nodes_per_storage_switch)),
        max(least, ceil(alike / kit.nodes_per_inband_switch)),
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
    return (
        nodes * kit.node_kw
        + c.compute_switches * kit.switch_kw
        + c.other_switches * kit.other_switch_kw
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
