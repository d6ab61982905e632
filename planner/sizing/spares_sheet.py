"""Figures of spare parts, power and rack space of the networks of a hall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.sizing.compute import Kit
    from planner.sizing.figures import Sheet

SPARES = (
    ("spare_transceivers", "transceivers", "modules", "network.spares.optics_share"),
    ("spare_node_transceivers", "node_transceivers", "modules", "network.spares.optics_share"),
    ("spare_cables", "fabric_cables", "cables", "network.spares.cables_share"),
)
OTHERS = ("storage_switches", "inband_switches", "oob_switches")


def put_spares(sheet: Sheet) -> None:
    """Publish spares of the compute fabric, kept on site; the other networks have a second switch for every node.

    Source: network.toml, table spares.
    """
    per_spare = "network.spares.switches_per_spare"
    switches = sheet["compute_switches"]
    sheet.put(
        "spare_switches",
        ceil(switches / sheet.books.likely(per_spare)),
        "switches",
        f"{switches:.12g} / {sheet.books.likely(per_spare):.12g}, rounded up",
        (per_spare,),
        ("compute_switches",),
    )
    for key, of, unit, share in SPARES:
        part = sheet.books.likely(share)
        basis = f"{sheet[of]:.12g} x {part:.12g}, rounded up"
        sheet.put(key, ceil(sheet[of] * part), unit, basis, (share,), (of,))


def put_space_and_power(sheet: Sheet, kit: Kit) -> None:
    """Publish power and rack units of the switches of all networks, and rack units of management servers.

    Source: network.toml, tables switch, other, management.
    """
    likely, compute = sheet.books.likely, sheet["compute_switches"]
    others = [sheet[key] for key in OTHERS]
    shown, needs = " + ".join(f"{count:.12g}" for count in others), ("compute_switches", *OTHERS)
    sheet.put(
        "switch_power_kw",
        compute * kit.switch_kw + sum(others) * kit.other_switch_kw,
        "kW",
        f"{compute:.12g} x {kit.switch_kw:.12g} + ({shown}) x {kit.other_switch_kw:.12g}",
        ("network.switch.power_kw", "network.other.switch_kw"),
        needs,
    )
    own, other = likely("network.switch.rack_units"), likely("network.other.rack_units")
    sheet.put(
        "network_rack_units",
        compute * own + sum(others) * other,
        "U",
        f"{compute:.12g} x {own:.12g} + ({shown}) x {other:.12g}",
        ("network.switch.rack_units", "network.other.rack_units"),
        needs,
    )
    height, servers = likely("network.management.server_rack_units"), sheet["management_servers"]
    sheet.put(
        "management_rack_units",
        servers * height,
        "U",
        f"{servers:.12g} servers x {height:.12g}",
        ("network.management.server_rack_units",),
        ("management_servers",),
    )
