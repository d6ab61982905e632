"""Design weather that contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.problem import Problem
from planner.sizing.climate import weather_of

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility


def weather_contradictions(facility: Facility, books: Books) -> list[Problem]:
    """F-CLIMATE: a wet bulb, or a mean, above the dry bulb that the plant is designed for."""
    own = facility.climate
    if own.design_wet_bulb_c is None and own.mean_dry_bulb_c is None:
        return []
    weather = weather_of(facility, books)
    dry = weather.design_c
    if own.design_dry_bulb_c is None:
        of, remedy = (
            f"the default for this region, {dry:g} °C",
            "give climate.design_dry_bulb_c too, or lower it",
        )
    else:
        of, remedy = f"climate.design_dry_bulb_c, {dry:g} °C", "lower it"
    return [
        Problem(
            "F-CLIMATE",
            f"climate.{name}",
            f"cannot exceed the design dry bulb, {of}: {remedy}",
            value=f"{value:g}",
            severity="failure",
        )
        for name, value in (
            ("design_wet_bulb_c", own.design_wet_bulb_c),
            ("mean_dry_bulb_c", own.mean_dry_bulb_c),
        )
        if value is not None and value > dry
    ]
