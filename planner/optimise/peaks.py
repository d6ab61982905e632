"""Crews made smaller on trial: a plan that fits them has lower peaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.schedule.supply import Supply


def capped(supply: Supply, most: Mapping[int, int]) -> Supply:
    """The same crews, none with more units than `most` says by its place."""
    crews = tuple(
        replace(
            crew,
            capacity=min(crew.capacity, most.get(place, crew.capacity)),
            changes=tuple((day, min(units, most.get(place, units))) for day, units in crew.changes),
        )
        for place, crew in enumerate(supply.crews)
    )
    return replace(supply, crews=crews)


def crews_by_peak(peaks: Sequence[int], least: Sequence[int]) -> list[int]:
    """Crews whose peak could be lower, the one furthest above what any task needs first."""
    reducible = [crew for crew, peak in enumerate(peaks) if peak > max(1, least[crew])]
    return sorted(reducible, key=lambda crew: (least[crew] - peaks[crew], crew))
