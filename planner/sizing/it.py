"""Figures of the IT of a hall: its capacity and nodes, then its networks and storage, then its racks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.compute import counts_of, most_nodes, nameplate_kw
from planner.sizing.fabric_sheet import PLATFORM, chosen, names_of, put_fabric
from planner.sizing.network import cluster_of, split_nodes
from planner.sizing.plant import ceil
from planner.sizing.reach_sheet import put_lengths
from planner.sizing.service_sheet import LEAST, put_services
from planner.sizing.spares_sheet import put_space_and_power, put_spares

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.compute import Kit
    from planner.sizing.fabric_sheet import Names
    from planner.sizing.figures import Sheet
    from planner.sizing.network import PlacedCluster

POWER = (
    "network.switch.power_kw",
    "network.other.switch_kw",
    "network.storage.kw_per_pb",
    "network.management.server_kw",
)
COUNTED = (
    "network.other.reference_gpus",
    "network.storage.nodes_per_switch",
    "network.inband.nodes_per_switch",
    LEAST,
    "network.oob.ports_per_node",
    "network.oob.ports_per_switch",
    "network.management.servers_per_unit",
)
"""Entries that decide how many pieces come with a number of nodes, beside the fabric's."""
SWITCHES = ("compute_switches", "storage_switches", "inband_switches", "oob_switches")


def put_it(sheet: Sheet, ai: HallAI, kit: Kit) -> tuple[PlacedCluster, ...]:
    """Publish the compute and network figures of a hall; returns its clusters."""
    names = names_of(ai, sheet.books)
    nodes = _put_nodes(sheet, ai, kit, names)
    gpus = f"{names.own}.gpus"
    sheet.put(
        "gpus", nodes * kit.fabric.gpus, "GPUs", f"{nodes} x {kit.fabric.gpus}", (gpus,), ("nodes", PLATFORM)
    )
    clusters = tuple(cluster_of(n, kit.fabric) for n in split_nodes(nodes, kit.units_per_cluster, kit.fabric))
    pieces = counts_of(nodes, kit)
    put_fabric(sheet, ai, kit, names, clusters, pieces)
    put_services(sheet, ai, kit, pieces)
    _put_capacity(sheet, ai, kit, names)
    _put_racks(sheet, ai, names)
    _put_rack(sheet, ai, kit, names)
    tiers = put_lengths(sheet, ai, kit, names, clusters)
    put_spares(sheet)
    put_space_and_power(sheet, kit)
    return tuple({**c, "tiers": t} for c, t in zip(clusters, tiers, strict=True))


def _put_nodes(sheet: Sheet, ai: HallAI, kit: Kit, names: Names) -> int:
    """Nodes as asked, or the most that a capacity holds with what comes with them."""
    if ai.nodes is not None:
        sheet.put("nodes", ai.nodes, "nodes", f"{ai.nodes} as asked", (), ("hall.ai.nodes",))
        return ai.nodes
    mw = ai.critical_it_mw or 0.0
    critical = sheet.put(
        "critical_it_kw", mw * 1000, "kW", f"{mw:.12g} MW x 1000", (), ("hall.ai.critical_it_mw",)
    )
    nodes = most_nodes(critical, kit)
    storage = chosen(ai, "storage_tb_per_gpu", "network.storage.tb_per_gpu")
    own = (f"{names.own}.node_kw", f"{names.own}.gpus")
    sheet.put(
        "nodes",
        nodes,
        "nodes",
        f"most whose nameplate is within {critical:,.2f} kW: {nodes} come to {nameplate_kw(nodes, kit):,.2f} kW, "
        f"{nodes + 1} to {nameplate_kw(nodes + 1, kit):,.2f} kW",
        (*own, *names.cluster.uses, *names.ratio.uses, *storage.uses, *POWER, *COUNTED),
        ("critical_it_kw", *names.cluster.needs, *names.ratio.needs, *storage.needs),
    )
    return nodes


def _put_capacity(sheet: Sheet, ai: HallAI, kit: Kit, names: Names) -> None:
    """Nameplate installed, the capacity let, and what of it is unused."""
    put, value = sheet.put, sheet.figures
    nodes, compute, storage, inband, oob = (f"{value[k].value:.12g}" for k in ("nodes", *SWITCHES))
    installed = put(
        "it_nameplate_kw",
        nameplate_kw(int(sheet["nodes"]), kit),
        "kW",
        f"{nodes} x {kit.node_kw:.12g} + {compute} x {kit.switch_kw:.12g} + ({storage} + {inband} + {oob}) x "
        f"{kit.other_switch_kw:.12g} + {sheet['storage_pb']:.12g} x {kit.kw_per_pb:.12g} + "
        f"{sheet['management_servers']:.12g} x {kit.server_kw:.12g}",
        (f"{names.own}.node_kw", *POWER),
        ("nodes", *SWITCHES, "storage_pb", "management_servers", PLATFORM),
    )
    if ai.nodes is not None:
        why = f"nameplate of the nodes asked for: {installed:,.2f}"
        put("critical_it_kw", installed, "kW", why, (), ("it_nameplate_kw",))
    critical = sheet["critical_it_kw"]
    put(
        "unused_it_kw",
        critical - installed,
        "kW",
        f"{critical:,.2f} - {installed:,.2f}",
        (),
        ("critical_it_kw", "it_nameplate_kw"),
    )


def _put_racks(sheet: Sheet, ai: HallAI, names: Names) -> None:
    """Racks of nodes, of switches, and of storage with management servers."""
    put, likely = sheet.put, sheet.books.likely
    uses, needs, per_rack = _per_rack(sheet, ai, names)
    nodes = sheet["nodes"]
    compute = put(
        "compute_racks",
        ceil(nodes / per_rack),
        "racks",
        f"{nodes:.12g} / {per_rack}, rounded up",
        uses,
        ("nodes", *needs),
    )
    key = "network.racks.switches_per_rack"
    counts = [sheet[name] for name in SWITCHES]
    network = put(
        "network_racks",
        ceil(sum(counts) / likely(key)),
        "racks",
        f"({' + '.join(f'{count:.12g}' for count in counts)}) / {likely(key):.12g}, rounded up",
        (key,),
        SWITCHES,
    )
    per_pb, per_server = "network.storage.pb_per_rack", "network.racks.servers_per_rack"
    petabytes, servers = sheet["storage_pb"], sheet["management_servers"]
    storage = put(
        "storage_racks",
        ceil(petabytes / likely(per_pb)) + ceil(servers / likely(per_server)),
        "racks",
        f"{petabytes:.12g} PB / {likely(per_pb):.12g} + {servers:.12g} servers / {likely(per_server):.12g}, each rounded up",
        (per_pb, per_server),
        ("storage_pb", "management_servers"),
    )
    put(
        "racks",
        compute + network + storage,
        "racks",
        f"{compute:.12g} + {network:.12g} + {storage:.12g}",
        (),
        ("compute_racks", "network_racks", "storage_racks"),
    )


def _per_rack(sheet: Sheet, ai: HallAI, names: Names) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Book entry, addresses and number of the nodes in a rack."""
    if ai.nodes_per_rack:
        return (), ("hall.ai.nodes_per_rack",), ai.nodes_per_rack
    key = f"{names.own}.nodes_per_rack_{ai.cooling}"
    return (key,), (PLATFORM, "hall.ai.cooling"), int(sheet.books.likely(key))


def _put_rack(sheet: Sheet, ai: HallAI, kit: Kit, names: Names) -> None:
    """Power and weight of a full compute rack."""
    put, likely, own = sheet.put, sheet.books.likely, names.own
    uses, needs, per_rack = _per_rack(sheet, ai, names)
    put(
        "rack_kw",
        per_rack * kit.node_kw,
        "kW",
        f"{per_rack} x {kit.node_kw:.12g}",
        (f"{own}.node_kw", *uses),
        tuple(dict.fromkeys((PLATFORM, *needs))),
    )
    weight, frame = f"{own}.weight_kg", f"{own}.frame_kg_{ai.cooling}"
    put(
        "rack_weight_kg",
        per_rack * likely(weight) + likely(frame),
        "kg",
        f"{per_rack} x {likely(weight):.12g} + {likely(frame):.12g}",
        (weight, frame, *uses),
        tuple(dict.fromkeys((PLATFORM, "hall.ai.cooling", *needs))),
    )
