"""How long the cables of a cluster are, from the floor its racks stand on, and which reach class that takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.books import Books
    from planner.sizing.compute import Kit
    from planner.sizing.network import Cluster

CLASSES = ("copper", "multimode", "single_mode", "long_reach")
"""Reach classes of network.reach, shortest first."""
TOO_LONG = "beyond_reach"
"""What no class reaches."""


class Run(NamedTuple):
    """Cables of one tier: mean and longest in m, and their reach class."""

    mean_m: float
    longest_m: float
    reach: str
    formula: str
    """The mean with its numbers put in."""
    longest_formula: str
    floor: str
    """The floor that the cables lie over, with its numbers put in."""


@dataclass(frozen=True, slots=True)
class Floor:
    """How racks stand and cables run."""

    per_rack: int
    """Nodes in a rack."""
    switches_per_rack: float
    m2_per_rack: float
    aspect: float
    """Length over width of the floor that a group of racks stands on."""
    rise_m: float
    slack_share: float
    limits_m: tuple[float, ...]
    """Reach of each of CLASSES."""


@lru_cache(maxsize=64)
def floor_of(per_rack: int, books: Books) -> Floor:
    """The floor of a hall with `per_rack` nodes in a rack."""
    likely = books.likely
    return Floor(
        per_rack,
        likely("network.racks.switches_per_rack"),
        likely("building.space.white_m2_per_rack"),
        likely("network.routing.aspect"),
        likely("network.routing.rise_m"),
        likely("network.routing.slack_share"),
        tuple(likely(f"network.reach.{name}_m") for name in CLASSES),
    )


def _run(racks: int, why: str, mean_over: int, longest_over: int, floor: Floor) -> Run:
    """A tier whose cables lie over the floor of `racks`: its half perimeter over a divisor, rises and slack."""
    area = racks * floor.m2_per_rack
    half_perimeter = sqrt(area * floor.aspect) + sqrt(area / floor.aspect)
    rises, slack = 2 * floor.rise_m, 1 + floor.slack_share
    mean, longest = ((half_perimeter / over + rises) * slack for over in (mean_over, longest_over))
    reach = next((c for c, m in zip(CLASSES, floor.limits_m, strict=True) if longest <= m), TOO_LONG)
    sides = f"(sqrt({area:.9g} x {floor.aspect:g}) + sqrt({area:.9g} / {floor.aspect:g}))"
    end = f"+ 2 x {floor.rise_m:g}) x (1 + {floor.slack_share:g})"
    ground = f"{racks} racks ({why}) x {floor.m2_per_rack:g} m2 = {area:.9g} m2"
    return Run(
        mean, longest, reach, f"({sides} / {mean_over} {end}", f"({sides} / {longest_over} {end}", ground
    )


@lru_cache(maxsize=1024)
def _runs(
    hold: tuple[int, int], units: int, spines: int, cores: int, floor: Floor
) -> tuple[Run, Run, Run | None]:
    """Runs of a cluster of units with racks of nodes and of leaves each."""
    unit, middle = sum(hold), ceil((spines + cores) / floor.switches_per_rack)
    own = f"{hold[0]} of nodes + {hold[1]} of leaves a unit"
    centre = f"{spines} spines + {cores} cores, {floor.switches_per_rack:g} a rack"
    return (
        _run(unit, own, 4, 2, floor),
        _run(units * unit + middle, f"{units} units x {unit} + {middle} of {centre}", 4, 2, floor),
        _run(middle, centre, 3, 1, floor) if cores else None,
    )


def runs_of(cluster: Cluster, kit: Kit, floor: Floor) -> tuple[Run, Run, Run | None]:
    """Node-leaf, leaf-spine and spine-core runs of a cluster.

    Racks stand on a rectangle of length:width = aspect; cables run along and across it in trays
    (rectilinear). Leaves stand in the middle of their unit's racks, spines and cores in the middle
    of the cluster's. From a rectangle's points to its middle it is (length + width) / 4 in the mean and
    / 2 at most; between two points of it, / 3 and / 1. Each end rises to the tray; slack is added. A
    tier takes one reach class, that of its longest cable.

    Source: mean rectilinear distance in a rectangle; network.routing; building.space.white_m2_per_rack.
    """
    fabric = kit.fabric
    racks = ceil(fabric.unit_nodes / floor.per_rack), ceil(fabric.leaf_per_unit / floor.switches_per_rack)
    return _runs(racks, cluster["units"], cluster["spine"], cluster["core"], floor)


def is_beyond(found: str, reach: str) -> bool:
    """Whether a run's class is a longer one than `reach`."""
    order = (*CLASSES, TOO_LONG)
    return order.index(found) > order.index(reach)
