"""Figures of what serves the nodes: storage, in-band and out-of-band networks, storage and management."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.fabric_sheet import chosen
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.compute import Counts, Kit
    from planner.sizing.figures import Sheet

LEAST = "network.inband.least_switches"
CABLES = {
    "storage_cables": "network.storage.cables_per_node",
    "inband_cables": "network.inband.cables_per_node",
    "oob_cables": "network.oob.ports_per_node",
}


def put_services(sheet: Sheet, ai: HallAI, kit: Kit, pieces: Counts) -> None:
    """Publish what serves the nodes; ports are per node of as many GPUs as the books' reference node.

    Source: network.toml, tables storage, inband, oob, management.
    """
    key = "network.other.reference_gpus"
    sheet.put(
        "reference_nodes",
        sheet["nodes"] * kit.references,
        "8-GPU nodes",
        f"{sheet['gpus']:.12g} GPUs / {sheet.books.likely(key):.12g}",
        (key,),
        ("gpus",),
    )
    _put_switches(sheet, kit, pieces)
    _put_cables(sheet)
    _put_storage(sheet, ai, kit, pieces)


def _put_switches(sheet: Sheet, kit: Kit, pieces: Counts) -> None:
    put, alike = sheet.put, f"{sheet['reference_nodes']:.12g}"
    least = kit.least_switches if sheet["nodes"] else 0
    for name, count, per in (
        ("storage", pieces.storage_switches, kit.nodes_per_storage_switch),
        ("inband", pieces.inband_switches, kit.nodes_per_inband_switch),
    ):
        put(
            f"{name}_switches",
            count,
            "switches",
            f"larger of {least} and {alike} / {per:.12g}, rounded up",
            (f"network.{name}.nodes_per_switch", LEAST),
            ("reference_nodes",),
        )
    put(
        "oob_switches",
        pieces.oob_switches,
        "switches",
        f"{alike} x {kit.oob_ports:.12g} / {kit.oob_switch_ports:.12g}, rounded up",
        ("network.oob.ports_per_node", "network.oob.ports_per_switch"),
        ("reference_nodes",),
    )


def _put_cables(sheet: Sheet) -> None:
    alike = sheet["reference_nodes"]
    counts = [
        sheet.put(
            name,
            ceil(alike * sheet.books.likely(key)),
            "cables",
            f"{alike:.12g} x {sheet.books.likely(key):.12g}, rounded up",
            (key,),
            ("reference_nodes",),
        )
        for name, key in CABLES.items()
    ]
    sheet.put(
        "other_cables", sum(counts), "cables", " + ".join(f"{c:.12g}" for c in counts), (), tuple(CABLES)
    )


def _put_storage(sheet: Sheet, ai: HallAI, kit: Kit, pieces: Counts) -> None:
    sheet.put(
        "management_servers",
        pieces.management_servers,
        "servers",
        f"{sheet['units']:.12g} units x {kit.servers_per_unit:.12g}, rounded up",
        ("network.management.servers_per_unit",),
        ("units",),
    )
    source = chosen(ai, "storage_tb_per_gpu", "network.storage.tb_per_gpu")
    sheet.put(
        "storage_pb",
        pieces.storage_pb,
        "PB",
        f"{sheet['gpus']:.12g} GPUs x {kit.tb_per_gpu:.12g} TB / 1000",
        source.uses,
        ("gpus", *source.needs),
    )
