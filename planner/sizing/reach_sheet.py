"""Figures of the length of fabric cables: per tier, in all, and how many are beyond a reach class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sizing.fabric_sheet import PLATFORM, chosen, groups
from planner.sizing.reach import CLASSES, floor_of, is_beyond, runs_of

if TYPE_CHECKING:
    from planner.model.plant import HallAI
    from planner.sizing.compute import Kit
    from planner.sizing.fabric_sheet import Names
    from planner.sizing.figures import Sheet
    from planner.sizing.network import Cluster, Tier
    from planner.sizing.reach import Run

TIERS = ("node_leaf", "leaf_spine", "spine_core")
FLOOR = (
    "network.racks.switches_per_rack",
    "building.space.white_m2_per_rack",
    "network.routing.aspect",
    "network.routing.rise_m",
    "network.routing.slack_share",
)
LIMITS = tuple(f"network.reach.{name}_m" for name in CLASSES)


def tiers_of(cluster: Cluster, runs: tuple[Run | None, ...]) -> tuple[Tier, ...]:
    """Tiers that have cables; the fabric manager's few run to leaves and count with the nodes'."""
    cables = (
        cluster["node_leaf_cables"] + cluster["ufm_cables"],
        cluster["leaf_spine_cables"],
        cluster["spine_core_cables"],
    )
    return tuple(
        {
            "tier": tier,
            "cables": count,
            "mean_m": run.mean_m,
            "longest_m": run.longest_m,
            "reach": run.reach,
        }
        for tier, count, run in zip(TIERS, cables, runs, strict=True)
        if count and run is not None
    )


def put_lengths(
    sheet: Sheet, ai: HallAI, kit: Kit, names: Names, clusters: tuple[Cluster, ...]
) -> tuple[tuple[Tier, ...], ...]:
    """Publish lengths and reach; returns the tiers of each cluster.

    The mean of a tier is that of the largest cluster, the total that of all, so that neither falls
    as a hall grows.

    Source: `planner.sizing.reach.runs_of`.
    """
    per_rack = chosen(ai, "nodes_per_rack", f"{names.own}.nodes_per_rack_{ai.cooling}")
    # with the platform's nodes a rack, what cools the hall decides how many they are
    cooling = ("hall.ai.cooling",) if per_rack.uses else ()
    uses = (*FLOOR, *per_rack.uses, *names.leaf)
    needs = ("clusters", "units", "spine_switches", "core_switches", PLATFORM, *cooling, *per_rack.needs)
    floor = floor_of(ai.nodes_per_rack or int(sheet.books.likely(per_rack.uses[0])), sheet.books)
    sized = [(count, c, runs_of(c, kit, floor)) for count, c in groups(clusters)]
    largest: tuple[Run | None, ...] = sized[0][2] if sized else (None, None, None)
    for tier, run in zip(TIERS, largest, strict=True):
        sheet.put(
            f"{tier}_cable_m",
            run.mean_m if run else 0.0,
            "m",
            f"mean in the largest cluster: {run.formula}; floor {run.floor}; longest "
            f"{run.longest_formula} = {run.longest_m:.2f} m: {run.reach}"
            if run
            else "no such cables: 0",
            (*uses, *LIMITS),
            (*needs, f"{tier}_cables"),
        )
    tiers = {c["nodes"]: tiers_of(c, runs) for _, c, runs in sized}
    _put_totals(sheet, [(count, tiers[c["nodes"]]) for count, c, _ in sized])
    return tuple(tiers[c["nodes"]] for c in clusters)


def _put_totals(sheet: Sheet, sized: list[tuple[int, tuple[Tier, ...]]]) -> None:
    """Length of all cables, and how many of them are longer than a class reaches."""
    rows = [(count, tier) for count, tiers in sized for tier in tiers]
    lengths = tuple(f"{tier}_cable_m" for tier in TIERS)
    cables = ("fabric_cables", *(f"{tier}_cables" for tier in TIERS))
    sheet.put(
        "fabric_cable_m",
        sum(count * tier["cables"] * tier["mean_m"] for count, tier in rows),
        "m",
        " + ".join(f"{count} x {tier['cables']} x {tier['mean_m']:.6g}" for count, tier in rows)
        or "no cables: 0",
        (),
        (*lengths, *cables),
    )
    for reach in ("copper", "multimode"):
        beyond = [(count, tier) for count, tier in rows if is_beyond(tier["reach"], reach)]
        limit = f"network.reach.{reach}_m"
        sheet.put(
            f"cables_beyond_{reach}",
            sum(count * tier["cables"] for count, tier in beyond),
            "cables",
            " + ".join(
                f"{count} x {tier['cables']} {tier['tier'].replace('_', '-')}" for count, tier in beyond
            )
            or f"none is longer than {sheet.books.likely(limit):.12g} m: 0",
            (limit,),
            (*lengths, *cables),
        )
