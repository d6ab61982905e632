"""What the data books put in where a field is left empty, as words for the empty field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.tui.render.numbers import short

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility
    from planner.tui.fields import FieldSpec

ENTRIES = {
    ("site", "boundary_m"): "building.noise.boundary_m",
    ("grid", "power_factor"): "electrical.grid.power_factor",
    ("grid", "reserve_fraction"): "electrical.grid.reserve_share",
    ("hall", "slab_kpa"): "building.slab.mining_kpa",
    ("hall", "clear_height_m"): "building.space.clear_height_m",
    ("ai", "supply_c"): "cooling.tcs.supply_c",
    ("ai", "storage_tb_per_gpu"): "network.storage.tb_per_gpu",
    ("ai", "nodes_per_rack"): "platforms.{platform}.nodes_per_rack_{cooling}",
    ("ai", "fuel_hours"): "electrical.genset.fuel_hours",
    ("ai", "oversubscription"): "network.fabric.oversubscription",
    ("ai", "tenant_pack"): "packs.default.pack",
    ("ai", "cluster_units"): "platforms.{platform}.cluster_units",
}
"""Book entry that each field stands before, by its table and key."""
CLIMATE = ("design_dry_bulb_c", "design_wet_bulb_c", "mean_dry_bulb_c", "altitude_m")
"""Order of the figures in a region's row of the climate book."""


def with_book(spec: FieldSpec, facility: Facility, books: Books) -> FieldSpec:
    """The field, its default the book's own figure where a book has one."""
    found = _figure(spec, facility, books)
    if found is None:
        return spec
    worth = "" if spec.kind == "choice" else f" [{_confidence(spec, facility, books)}]"
    return replace(spec, default=f"{found}{worth}")


def _figure(spec: FieldSpec, facility: Facility, books: Books) -> str | None:
    unit = f" {spec.unit}" if spec.unit else ""
    if spec.address[0] == "climate":
        row = _row(facility, books)
        if row is None or spec.name not in CLIMATE:
            return None
        value = float(books[row].value[CLIMATE.index(spec.name)])
        return f"{short(value)}{unit}, {row.rpartition('.')[2]}"
    if _area(spec):
        hall = next((h for h in facility.hall if h.id == spec.address[1]), None)
        if hall is None or hall.kind != "building" or not hall.existing_mw or not books.has(AREA):
            return None
        return f"{short(hall.existing_mw * books.likely(AREA))}{unit}"
    key = _entry(spec, facility)
    if key is not None and books.has(key) and books[key].value is not None:
        return str(books[key].value)
    return f"{short(books.likely(key))}{unit}" if key is not None and books.has(key) else None


AREA = "building.space.mining_m2_per_mw"


def _area(spec: FieldSpec) -> bool:
    return spec.address[0] == "hall" and spec.address[2:] == ("area_m2",)


def _entry(spec: FieldSpec, facility: Facility) -> str | None:
    table = "ai" if spec.address[-2:-1] == ("ai",) else spec.address[0]
    key = ENTRIES.get((table, spec.name))
    if key is None or "{" not in key:
        return key
    hall = next((h for h in facility.hall if h.id == spec.address[1]), None)
    if hall is None or hall.ai is None:
        return None
    return key.format(platform=hall.ai.platform, cooling=hall.ai.cooling)


def _row(facility: Facility, books: Books) -> str | None:
    region = facility.site.region or "default"
    rows = (f"regions.climate.{r}" for r in (region, region.split("-")[0], "default"))
    return next((r for r in rows if books.has(r)), None)


def _confidence(spec: FieldSpec, facility: Facility, books: Books) -> str:
    key = (
        _row(facility, books)
        if spec.address[0] == "climate"
        else AREA
        if _area(spec)
        else _entry(spec, facility)
    )
    return books[key].confidence if key is not None else ""
