"""Figures of the compute fabric of a hall: units, switches, cables and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.sizing.compute import radix_key
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import HallAI
    from planner.sizing.compute import Counts, Kit
    from planner.sizing.figures import Sheet
    from planner.sizing.network import Cluster

PLATFORM = "hall.ai.platform"
UFM = "network.fabric.ufm_ports"


class Source(NamedTuple):
    """Book entries and addresses of the facility file that something is read from."""

    uses: tuple[str, ...]
    needs: tuple[str, ...]


class Names(NamedTuple):
    """Where what shapes a hall's fabric is read from."""

    own: str
    """The platform's table."""
    unit: str
    rails: str
    radix: str
    ratio: Source
    """Leaf ports to nodes per port to spines."""
    cluster: Source
    """Units of a cluster, with what bounds them."""

    @property
    def leaf(self) -> tuple[str, ...]:
        """Entries that make the leaves of a unit."""
        return self.rails, self.unit, self.radix


def chosen(ai: HallAI, field: str, entry: str) -> Source:
    """The file's field where it is given, else the book entry."""
    return Source((entry,), ()) if getattr(ai, field) is None else Source((), (f"hall.ai.{field}",))


def names_of(ai: HallAI, books: Books) -> Names:
    """Where a hall's fabric is read from."""
    own = f"platforms.{ai.platform}"
    leaf = (f"{own}.rails", f"{own}.unit_nodes", radix_key(ai.platform, books))
    units = chosen(ai, "cluster_units", f"{own}.cluster_units")
    return Names(
        own,
        leaf[1],
        leaf[0],
        leaf[2],
        chosen(ai, "oversubscription", "network.fabric.oversubscription"),
        Source((*units.uses, *leaf), (PLATFORM, *units.needs)),
    )


def groups(clusters: tuple[Cluster, ...]) -> list[tuple[int, Cluster]]:
    """Clusters of one size with their number, in order of appearance."""
    found: dict[int, tuple[int, Cluster]] = {}
    for cluster in clusters:
        count = found.get(cluster["nodes"], (0, cluster))[0]
        found[cluster["nodes"]] = count + 1, cluster
    return list(found.values())


def put_fabric(
    sheet: Sheet, ai: HallAI, kit: Kit, names: Names, clusters: tuple[Cluster, ...], pieces: Counts
) -> None:
    """Publish units, switches, cables and modules of the compute fabric.

    Source: CONTRACT, Interconnect; NVIDIA twin-port module counts (network.toml).
    """
    _put_units(sheet, kit, names, clusters)
    _put_leaves(sheet, ai, kit, names)
    _put_spines(sheet, kit, names, clusters)
    total = sheet.put(
        "compute_switches",
        pieces.compute_switches,
        "switches",
        f"{sheet['leaf_switches']:.12g} + {sheet['spine_switches']:.12g} + {sheet['core_switches']:.12g}",
        (),
        ("leaf_switches", "spine_switches", "core_switches"),
    )
    if total != sum(sheet[key] for key in ("leaf_switches", "spine_switches", "core_switches")):
        raise AssertionError(f"{total:.12g} switches counted for power, others for the bill")
    _put_cables(sheet, kit, names, clusters)
    _put_modules(sheet, names)


def _put_units(sheet: Sheet, kit: Kit, names: Names, clusters: tuple[Cluster, ...]) -> None:
    nodes, size = f"{sheet['nodes']:.12g}", kit.fabric.unit_nodes
    sheet.put(
        "clusters",
        len(clusters),
        "clusters",
        f"{nodes} / ({kit.units_per_cluster} units x {size} nodes), rounded up; "
        f"three tiers hold {kit.fabric.greatest_units} units",
        names.cluster.uses,
        ("nodes", *names.cluster.needs),
    )
    sheet.put(
        "units",
        sum(c["units"] for c in clusters),
        "units",
        f"{nodes} / {size}, rounded up",
        (names.unit,),
        ("nodes", PLATFORM),
    )


def _put_leaves(sheet: Sheet, ai: HallAI, kit: Kit, names: Names) -> None:
    """Leaves of whole units, and how many of their ports face spines."""
    fabric, put = kit.fabric, sheet.put
    put(
        "leaf_switches",
        sheet["units"] * fabric.leaf_per_unit,
        "switches",
        f"{sheet['units']:.12g} units x {fabric.leaf_per_unit} ({fabric.rails} ports x {fabric.unit_nodes} nodes / "
        f"{fabric.half} node ports of a leaf, rounded up)",
        names.leaf,
        ("units", PLATFORM),
    )
    ratio = ai.oversubscription
    if ratio is None:
        ratio = sheet.books.likely("network.fabric.oversubscription")
    needs = (PLATFORM, *names.ratio.needs)
    put(
        "leaf_uplinks",
        fabric.up,
        "ports",
        f"whole number whose ratio is nearest: {fabric.radix} / 2 / {ratio:.12g}",
        (names.radix, *names.ratio.uses),
        needs,
    )
    put(
        "bisection_share",
        fabric.up / fabric.half,
        "fraction",
        f"{fabric.up} / {fabric.half} node ports of a leaf",
        (names.radix,),
        ("leaf_uplinks", PLATFORM),
    )


def _spines_formula(cluster: Cluster, kit: Kit) -> str:
    fabric, leaf = kit.fabric, cluster["leaf"]
    if not cluster["spine"]:
        return "one leaf needs none"
    if cluster["core"]:
        return f"{leaf} leaves x {fabric.up} uplinks / {fabric.half} ports to leaves, rounded up"
    return (
        f"{leaf} leaves x {fabric.up} uplinks / {fabric.radix} ports, up to the next divisor of {fabric.up}"
    )


def _put_spines(sheet: Sheet, kit: Kit, names: Names, clusters: tuple[Cluster, ...]) -> None:
    """Spines and cores, by size of cluster."""
    sized = groups(clusters)
    needs = ("clusters", "leaf_switches", "leaf_uplinks", PLATFORM)
    spines = [f"{count} x {c['spine']} ({_spines_formula(c, kit)})" for count, c in sized]
    sheet.put(
        "spine_switches",
        sum(c["spine"] for c in clusters),
        "switches",
        " + ".join(spines) or "no clusters: 0",
        names.cluster.uses,
        (*needs, *names.cluster.needs),
    )
    cores = [f"{count} x {c['core']} ({c['spine']} / 2, rounded up)" for count, c in sized if c["core"]]
    sheet.put(
        "core_switches",
        sum(c["core"] for c in clusters),
        "switches",
        " + ".join(cores) or f"no cluster has more than {kit.fabric.radix} leaves: 0",
        names.cluster.uses,
        ("clusters", "spine_switches", *names.cluster.needs),
    )


def _put_cables(sheet: Sheet, kit: Kit, names: Names, clusters: tuple[Cluster, ...]) -> None:
    fabric, put = kit.fabric, sheet.put
    joined = sum(c["leaf"] for c in clusters if c["spine"])
    below = sum(c["spine"] for c in clusters if c["core"])
    down = put(
        "node_leaf_cables",
        sum(c["node_leaf_cables"] for c in clusters),
        "cables",
        f"{fabric.rails} ports x {sheet['nodes']:.12g} nodes",
        (names.rails,),
        ("nodes", PLATFORM),
    )
    middle = put(
        "leaf_spine_cables",
        sum(c["leaf_spine_cables"] for c in clusters),
        "cables",
        f"{joined} leaves below spines x {fabric.up} uplinks",
        (),
        ("leaf_switches", "leaf_uplinks", "spine_switches"),
    )
    top = put(
        "spine_core_cables",
        sum(c["spine_core_cables"] for c in clusters),
        "cables",
        f"{below} spines below cores x {fabric.radix} / 2, whole ports",
        (names.radix,),
        ("spine_switches", "core_switches", PLATFORM),
    )
    managed = sum(1 for c in clusters if c["ufm_cables"])
    put(
        "fabric_cables",
        down + middle + top + sum(c["ufm_cables"] for c in clusters),
        "cables",
        f"{down:.12g} node-leaf + {middle:.12g} leaf-spine + {top:.12g} spine-core + "
        f"{fabric.ufm_ports} UFM x {managed} clusters with free leaf ports",
        (UFM,),
        ("node_leaf_cables", "leaf_spine_cables", "spine_core_cables", "clusters"),
    )


def _put_modules(sheet: Sheet, names: Names) -> None:
    """Every cable end on a switch takes one port of a module; the node end a port of the node's own module."""
    put, likely = sheet.put, sheet.books.likely
    cables, down = sheet["fabric_cables"], sheet["node_leaf_cables"]
    between = sheet["leaf_spine_cables"] + sheet["spine_core_cables"]
    key = "network.switch.ports_per_module"
    put(
        "transceivers",
        ceil((cables + between) / likely(key)),
        "modules",
        f"({cables:.12g} fabric cables + {between:.12g} other ends of those between switches) / {likely(key):.12g}, rounded up",
        (key,),
        ("fabric_cables", "leaf_spine_cables", "spine_core_cables"),
    )
    key = f"{names.own}.ports_per_node_transceiver"
    put(
        "node_transceivers",
        ceil(down / likely(key)),
        "modules",
        f"{down:.12g} / {likely(key):.12g}, rounded up",
        (key,),
        ("node_leaf_cables", PLATFORM),
    )
