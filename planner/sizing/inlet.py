"""Whether the air path can hold the platform's inlet limit at design weather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.heat_paths import air_path

if TYPE_CHECKING:
    from planner.model.plant import Hall, HallAI
    from planner.sizing.balance import Balance
    from planner.sizing.figures import Sheet


def put_inlet(sheet: Sheet, hall: Hall, ai: HallAI, b: Balance) -> list[Problem]:
    """Publish limit and margin of the racks' inlet air; F-AIR-INLET when the chosen way cannot hold it.

    Source: platforms.*.inlet_max_c; supply air of `planner.sizing.heat_paths`.
    """
    key = f"platforms.{ai.platform}.inlet_max_c"
    limit = sheet.books.likely(key)
    supply = b.air_path.supply_air_c
    sheet.put("inlet_limit_c", limit, "°C", f"{ai.platform}: {limit:g}", (key,), ("hall.ai.platform",))
    needs = ("inlet_limit_c", "air_supply_c")
    sheet.put("inlet_margin_k", limit - supply, "K", f"{limit:g} - {supply:g}", (), needs)
    if supply <= limit + 1e-9:
        return []
    way = b.air_path.way
    message = (
        f"{way} air reaches the racks at {supply:.1f} °C at design weather, {ai.platform} takes {limit:g} °C: "
        f'set air_rejection = "{_nearest(sheet, b, limit)}"{_reach(sheet, b, limit)}'
    )
    address = format_address(("hall", hall.id, "ai", "air_rejection"))
    return [Problem("F-AIR-INLET", address, message, value=way, severity="failure")]


def _nearest(sheet: Sheet, b: Balance, limit: float) -> str:
    """The way with the least plant that holds the limit at this weather."""
    path = b.air_path
    for way in ("outside", "evaporative"):
        if air_path(path.air_c, path.wet_bulb_c, way, sheet.books).supply_air_c <= limit + 1e-9:
            return way
    return "chilled"


def _reach(sheet: Sheet, b: Balance, limit: float) -> str:
    """Weather up to which the chosen way would hold the limit, in words."""
    path, likely = b.air_path, sheet.books.likely
    if path.way == "outside":
        return f"; outside air serves up to {limit - likely('cooling.air.fan_rise_k'):g} °C dry bulb"
    if path.way == "evaporative":
        wet = path.air_c - (path.air_c - limit) / likely("cooling.air.pad_effectiveness")
        return f"; pads serve {path.air_c:g} °C dry bulb up to {wet:.1f} °C wet bulb"
    return ""
