"""Figures of the IT of a hall: nodes, power and racks, then switches, cables and storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.compute import counts_of, most_nodes, nameplate_kw
from planner.sizing.network import cluster_of, split_nodes, total
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.compute import Counts, Kit
    from planner.sizing.figures import Sheet
    from planner.sizing.network import Cluster

POWER = (
    "network.switch.power_kw",
    "network.other.switch_kw",
    "network.storage.kw_per_pb",
    "network.management.server_kw",
)


def put_it(sheet: Sheet, ai: HallAI, kit: Kit) -> tuple[Cluster, ...]:
    """Publish the compute and network figures of a hall; returns its clusters."""
    own, likely, put = f"platforms.{ai.platform}", sheet.books.likely, sheet.put
    power = (f"{own}.node_kw", *POWER)
    if ai.nodes is not None:
        nodes, asked = ai.nodes, f"nodes = {ai.nodes} as asked"
        installed = critical = nameplate_kw(nodes, kit)
        critical_basis = "nameplate of the nodes asked for"
    else:
        critical = (ai.critical_it_mw or 0.0) * 1000
        nodes = most_nodes(critical, kit)
        installed = nameplate_kw(nodes, kit)
        critical_basis = f"{ai.critical_it_mw:g} MW x 1000"
        asked = f"most nodes whose nameplate of {installed:,.1f} kW is within {critical:,.1f} kW"
    pieces = counts_of(nodes, kit)
    clusters = tuple(cluster_of(n, kit.fabric) for n in split_nodes(nodes, kit.units_per_cluster, kit.fabric))
    sums = total(clusters)

    put("nodes", nodes, "nodes", asked, () if ai.nodes is not None else power)
    put("gpus", sums["gpus"], "GPUs", f"{nodes} x {kit.fabric.gpus}", (f"{own}.gpus",))
    others = pieces.storage_switches + pieces.inband_switches + pieces.oob_switches
    put(
        "it_nameplate_kw",
        installed,
        "kW",
        f"{nodes} x {kit.node_kw:g} + {pieces.compute_switches} x {kit.switch_kw:g} + {others} x {kit.other_switch_kw:g}"
        f" + {pieces.storage_pb:,.1f} x {kit.kw_per_pb:g} + {pieces.management_servers} x {kit.server_kw:g}",
        power,
    )
    put("critical_it_kw", critical, "kW", critical_basis, () if ai.nodes is None else power)
    put("unused_it_kw", critical - installed, "kW", f"{critical:,.1f} - {installed:,.1f}", power)

    # racks
    key = f"{own}.nodes_per_rack_{ai.cooling}"
    per_rack = ai.nodes_per_rack or int(likely(key))
    rack_uses = () if ai.nodes_per_rack else (key,)
    switches = pieces.compute_switches + others
    per_network, per_server = (
        likely("network.racks.switches_per_rack"),
        likely("network.racks.servers_per_rack"),
    )
    pb_per_rack = likely("network.storage.pb_per_rack")
    compute_racks = put("compute_racks", ceil(nodes / per_rack), "racks", f"{nodes} / {per_rack}", rack_uses)
    network_racks = put(
        "network_racks",
        ceil(switches / per_network),
        "racks",
        f"{switches} / {per_network:g}",
        ("network.racks.switches_per_rack",),
    )
    storage_racks = put(
        "storage_racks",
        ceil(pieces.storage_pb / pb_per_rack) + ceil(pieces.management_servers / per_server),
        "racks",
        f"{pieces.storage_pb:,.1f} PB / {pb_per_rack:g} + {pieces.management_servers} servers / {per_server:g}",
        ("network.storage.pb_per_rack", "network.racks.servers_per_rack"),
    )
    put(
        "racks",
        compute_racks + network_racks + storage_racks,
        "racks",
        f"{compute_racks:g} + {network_racks:g} + {storage_racks:g}",
        (*rack_uses, "network.racks.switches_per_rack", "network.storage.pb_per_rack"),
    )
    put(
        "rack_kw",
        per_rack * kit.node_kw,
        "kW",
        f"{per_rack} x {kit.node_kw:g}",
        (f"{own}.node_kw", *rack_uses),
    )
    weight, frame = likely(f"{own}.weight_kg"), likely(f"{own}.frame_kg_{ai.cooling}")
    put(
        "rack_weight_kg",
        per_rack * weight + frame,
        "kg",
        f"{per_rack} x {weight:g} + {frame:g}",
        (f"{own}.weight_kg", f"{own}.frame_kg_{ai.cooling}", *rack_uses),
    )
    put_network(sheet, ai, kit, pieces, sums, clusters)
    return clusters


def put_network(
    sheet: Sheet,
    ai: HallAI,
    kit: Kit,
    pieces: Counts,
    sums: dict[str, int],
    clusters: tuple[Cluster, ...],
) -> None:
    """Switches, cables, optics and storage.

    Every fabric cable end takes one port of a switch module, which has two; the node end takes a
    port of the node's own module.

    Source: CONTRACT, Interconnect; NVIDIA twin-port module counts (network.toml).
    """
    own, put, likely = f"platforms.{ai.platform}", sheet.put, sheet.books.likely
    tree = (f"{own}.unit_nodes", f"{own}.rails", "network.switch.radix", f"{own}.cluster_units")
    nodes = sums["nodes"]
    put(
        "clusters",
        len(clusters),
        "clusters",
        f"{nodes} / ({kit.units_per_cluster} units x {kit.fabric.unit_nodes} nodes)",
        tree,
    )
    put("units", sums["units"], "units", f"{nodes} / {kit.fabric.unit_nodes}, whole per cluster", tree)
    put(
        "leaf_switches",
        sums["leaf"],
        "switches",
        f"{sums['units']} units x {kit.fabric.leaf_per_unit}",
        tree,
    )
    put(
        "spine_switches",
        sums["spine"],
        "switches",
        "smallest divisor of half the radix per two-tier cluster, else one per leaf",
        tree,
    )
    put("core_switches", sums["core"], "switches", "half the spines of clusters above two tiers", tree)
    put(
        "compute_switches",
        pieces.compute_switches,
        "switches",
        f"{sums['leaf']} + {sums['spine']} + {sums['core']}",
        tree,
    )
    down = sums["node_leaf_cables"] + sums["ufm_cables"]
    up = sums["leaf_spine_cables"] + sums["spine_core_cables"]
    put(
        "fabric_cables",
        down + up,
        "cables",
        f"{sums['node_leaf_cables']} node-leaf + {sums['ufm_cables']} UFM + {sums['leaf_spine_cables']} leaf-spine"
        f" + {sums['spine_core_cables']} spine-core",
        (*tree, "network.fabric.ufm_ports"),
    )
    ports = likely("network.switch.ports_per_module")
    put(
        "transceivers",
        ceil((down + 2 * up) / ports),
        "modules",
        f"({down} + 2 x {up}) / {ports:g}",
        (*tree, "network.switch.ports_per_module"),
    )
    ports = likely(f"{own}.ports_per_node_transceiver")
    put(
        "node_transceivers",
        ceil(sums["node_leaf_cables"] / ports),
        "modules",
        f"{sums['node_leaf_cables']} / {ports:g}",
        (f"{own}.rails", f"{own}.ports_per_node_transceiver"),
    )
    alike = nodes * kit.references
    put(
        "storage_switches",
        pieces.storage_switches,
        "switches",
        f"{alike:g} / {kit.nodes_per_storage_switch:g}",
        ("network.storage.nodes_per_switch",),
    )
    put(
        "inband_switches",
        pieces.inband_switches,
        "switches",
        f"{alike:g} / {kit.nodes_per_inband_switch:g}",
        ("network.inband.nodes_per_switch",),
    )
    put(
        "oob_switches",
        pieces.oob_switches,
        "switches",
        f"{alike:g} x {kit.oob_ports:g} / {kit.oob_switch_ports:g}",
        ("network.oob.ports_per_node", "network.oob.ports_per_switch"),
    )
    parts = (
        "network.storage.cables_per_node",
        "network.inband.cables_per_node",
        "network.oob.ports_per_node",
    )
    cables = sum(likely(key) for key in parts)
    put(
        "other_cables",
        ceil(alike * cables),
        "cables",
        f"{alike:g} x {cables:g}",
        parts,
    )
    put(
        "management_servers",
        pieces.management_servers,
        "servers",
        f"{sums['units']} units x {kit.servers_per_unit:g}",
        ("network.management.servers_per_unit",),
    )
    put(
        "storage_pb",
        pieces.storage_pb,
        "PB",
        f"{sums['gpus']} GPUs x {kit.tb_per_gpu:g} TB / 1000",
        () if ai.storage_tb_per_gpu is not None else ("network.storage.tb_per_gpu",),
    )
