"""Space and floor of a hall: what the racks and plant need against what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Hall
    from planner.sizing.figures import Sheet


def standing_m2(hall: Hall, books: Books) -> float:
    """Floor that can be reused, m²: 0 for containers and new ground, else the file's or the mining load's area.

    Source: building.space.mining_m2_per_mw (Sabre56, 1,000 ft² per MW mined).
    """
    if hall.kind != "building":
        return 0.0
    if hall.area_m2 is not None:
        return hall.area_m2
    return hall.existing_mw * books.likely("building.space.mining_m2_per_mw")


def put_building(sheet: Sheet, hall: Hall) -> list[Problem]:
    """Publish the building figures of a hall; returns warnings.

    Required area = racks x white space + critical MW x plant rooms. Required floor load = weight of
    the heaviest rack over the floor that bears it, at least the book's minimum. Mining sheds are
    open-sided, so what is used of one is enclosed.

    Source: building.toml.
    """
    put, likely, books = sheet.put, sheet.books.likely, sheet.books
    space = ("building.space.white_m2_per_rack", "building.space.plant_m2_per_mw")
    racks, critical_mw = sheet["racks"], sheet["critical_it_kw"] / 1000
    per_rack, plant = likely(space[0]), likely(space[1])
    standing = standing_m2(hall, books)
    area_uses = () if hall.area_m2 is not None else ("building.space.mining_m2_per_mw",)
    put(
        "area_m2",
        standing,
        "m2",
        f"standing floor of a {hall.kind}"
        + ("" if hall.area_m2 is not None else f", {hall.existing_mw:g} MW mined"),
        area_uses,
    )
    white = racks * per_rack
    required = put(
        "area_required_m2",
        white + critical_mw * plant,
        "m2",
        f"{racks:g} racks x {per_rack:g} + {critical_mw:g} MW x {plant:g}",
        space,
    )
    used, new = min(required, standing), max(0.0, required - standing)
    weight, bears = sheet["rack_weight_kg"], likely("building.slab.tributary_m2")
    least, gravity = likely("building.slab.minimum_kpa"), likely("building.slab.gravity")
    slab_uses = ("building.slab.tributary_m2", "building.slab.minimum_kpa")
    wanted = put(
        "slab_required_kpa",
        max(least, weight * gravity / 1000 / bears),
        "kPa",
        f"larger of {least:g} and {weight:,.0f} kg x {gravity:g} / 1000 / {bears:g} m2",
        slab_uses,
    )
    has = hall.slab_kpa if hall.slab_kpa is not None else likely("building.slab.mining_kpa")
    weak = used > 0 and has < wanted
    slab = min(white, used) if weak else 0.0
    put(
        "slab_m2",
        slab,
        "m2",
        f"white space on a slab of {has:g} kPa against {wanted:.1f}"
        if weak
        else f"{has:g} kPa suffices or the building is new",
        (*slab_uses, *space)
        if hall.slab_kpa is not None
        else (*slab_uses, *space, "building.slab.mining_kpa"),
    )
    put("envelope_m2", used, "m2", f"used part of {standing:,.0f} m2 standing", (*space, *area_uses))
    put("new_building_m2", new, "m2", f"{required:,.0f} - {standing:,.0f}", (*space, *area_uses))
    put("fitout_m2", white, "m2", f"{racks:g} racks x {per_rack:g}", space[:1])
    pods = likely("cooling.air.pods_racks")
    put(
        "containment_pods",
        ceil(racks / pods),
        "pods",
        f"{racks:g} / {pods:g}",
        ("cooling.air.pods_racks",),
    )
    put("containment_racks", racks, "racks", "every rack gives heat to air", ("cooling.air.pods_racks",))
    return _warnings(hall, books, standing, required, has, wanted, weak)


def _warnings(
    hall: Hall, books: Books, standing: float, required: float, has: float, wanted: float, weak: bool
) -> list[Problem]:
    found = []

    def warn(code: str, field: str, message: str, value: str) -> None:
        key = format_address(("hall", hall.id, field))
        found.append(Problem(code, key, message, value=value, severity="warning"))

    if hall.kind == "building" and required > standing + 1e-6:
        warn(
            "W-AREA",
            "area_m2",
            f"{required:,.0f} m² are needed: an extension of {required - standing:,.0f} m² is counted as new building",
            f"{standing:,.0f}",
        )
    if weak:
        warn(
            "W-SLAB",
            "slab_kpa",
            f"racks need {wanted:.1f} kPa: reinforcement of the slab is counted",
            f"{has:g}",
        )
    least = books["building.space.clear_height_m"].low
    if hall.kind == "building" and hall.clear_height_m is not None and hall.clear_height_m < least:
        warn(
            "W-HEIGHT",
            "clear_height_m",
            f"at least {least:g} m are needed above the racks: raise the roof or put up a new building",
            f"{hall.clear_height_m:g}",
        )
    return found
