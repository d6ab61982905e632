"""Space, floor, height, fire and security of a hall: what racks and plant need against what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.plant import Hall
    from planner.sizing.figures import Sheet

WHITE, PLANT, YARD = (
    f"building.space.{k}" for k in ("white_m2_per_rack", "plant_m2_per_mw", "yard_m2_per_mw")
)
DENSITY = "building.space.mining_m2_per_mw"
MINING_SLAB = "building.slab.mining_kpa"
PODS = "cooling.air.pods_racks"


def standing_m2(hall: Hall, books: Books) -> float:
    """Floor that can be reused, m²: 0 for containers and new ground, else the file's or the mining load's area.

    Source: building.space.mining_m2_per_mw (Sabre56, 1,000 ft² per MW mined).
    """
    if hall.kind != "building":
        return 0.0
    if hall.area_m2 is not None:
        return hall.area_m2
    return hall.existing_mw * books.likely(DENSITY)


def put_building(sheet: Sheet, hall: Hall) -> list[Problem]:
    """Publish the building figures of a hall; returns warnings.

    Required area = racks x white space + critical MW x plant rooms. Required floor load = weight of
    the heaviest rack over the floor that bears it, at least the book's minimum. Mining sheds are
    open-sided, so what is used of one is enclosed.

    Source: building.toml.
    """
    _put_standing(sheet, hall)
    _put_required(sheet)
    _put_slab(sheet, hall)
    _put_height(sheet, hall)
    _put_fire(sheet)
    _put_security(sheet)
    return [*_area_warning(sheet, hall), *_slab_warning(sheet, hall), *_height_warning(sheet, hall)]


def _put_standing(sheet: Sheet, hall: Hall) -> None:
    standing, density = standing_m2(hall, sheet.books), sheet.books.likely(DENSITY)
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("hall.kind",)
    if hall.kind != "building":
        why = f"nothing of a {hall.kind} is reused: 0"
    elif hall.area_m2 is not None:
        why, needs = f"{hall.area_m2:g} m2 of the file", ("hall.kind", "hall.area_m2")
    else:
        why = f"{hall.existing_mw:g} MW mined x {density:g} m2 per MW"
        uses, needs = (DENSITY,), ("hall.kind", "hall.existing_mw")
    sheet.put("area_m2", standing, "m2", why, uses, needs)


def _put_required(sheet: Sheet) -> None:
    """White space, plant rooms and yard; what is used of the standing floor and what is built new."""
    put, likely = sheet.put, sheet.books.likely
    racks, critical_mw = sheet["racks"], sheet["critical_it_kw"] / 1000
    by_power = f"{critical_mw:.6g} MW"
    why = f"{racks:g} racks x {likely(WHITE):g}"
    white = put("fitout_m2", racks * likely(WHITE), "m2", why, (WHITE,), ("racks",))
    why = f"{by_power} x {likely(PLANT):g}"
    plant = put("plant_m2", critical_mw * likely(PLANT), "m2", why, (PLANT,), ("critical_it_kw",))
    why = f"{by_power} x {likely(YARD):g}, outdoors"
    put("yard_m2", critical_mw * likely(YARD), "m2", why, (YARD,), ("critical_it_kw",))
    why = f"{racks:g} racks x {likely(WHITE):g} = {white:,.2f}, + plant {by_power} x {likely(PLANT):g} = {plant:,.2f}"
    required = put("area_required_m2", white + plant, "m2", why, (), ("fitout_m2", "plant_m2"))
    standing = sheet["area_m2"]
    used, new = min(required, standing), max(0.0, required - standing)
    needs = ("area_required_m2", "area_m2")
    why = f"smaller of {required:,.2f} needed and {standing:,.2f} standing"
    put("envelope_m2", used, "m2", why, (), needs)
    why = f"{required:,.2f} - {standing:,.2f}, at least 0"
    put("new_building_m2", new, "m2", why, (), needs)
    pods = likely(PODS)
    why = f"{racks:g} / {pods:g}, rounded up"
    put("containment_pods", ceil(racks / pods), "pods", why, (PODS,), ("racks",))
    put("containment_racks", racks, "racks", f"every rack gives heat to air: {racks:g}", (), ("racks",))


def _put_slab(sheet: Sheet, hall: Hall) -> None:
    put, likely = sheet.put, sheet.books.likely
    keys = ("building.slab.minimum_kpa", "building.slab.gravity", "building.slab.tributary_m2")
    least, gravity, bears = (likely(k) for k in keys)
    weight = sheet["rack_weight_kg"]
    wanted = put(
        "slab_required_kpa",
        max(least, weight * gravity / 1000 / bears),
        "kPa",
        f"larger of {least:g} and {weight:,.2f} kg x {gravity:g} / 1000 / {bears:g} m2",
        keys,
        ("rack_weight_kg",),
    )
    given = hall.slab_kpa is not None
    has = put(
        "slab_kpa",
        hall.slab_kpa if hall.slab_kpa is not None else likely(MINING_SLAB),
        "kPa",
        f"the file's {hall.slab_kpa:g}" if given else f"slab of a mining shed {likely(MINING_SLAB):g}",
        () if given else (MINING_SLAB,),
        ("hall.slab_kpa",) if given else (),
    )
    used, white = sheet["envelope_m2"], sheet["fitout_m2"]
    weak = used > 0 and has < wanted
    why = (
        f"smaller of white space {white:,.2f} and standing floor used {used:,.2f}: {has:g} kPa against {wanted:.2f}"
        if weak
        else f"{has:g} kPa suffices or the building is new: 0"
    )
    needs = ("slab_kpa", "slab_required_kpa", "fitout_m2", "envelope_m2")
    put("slab_m2", min(white, used) if weak else 0.0, "m2", why, (), needs)
    kept = used > 0 and not weak
    why = f"kept as it is: {has:g}" if kept else f"reinforced or new, for what the racks need: {wanted:,.2f}"
    put("slab_finished_kpa", has if kept else wanted, "kPa", why, (), needs[:2])


def _put_height(sheet: Sheet, hall: Hall) -> None:
    """Clear height: rack, busway, trays, liquid headers, hot-aisle return and smoke layer on a slab or raised floor."""
    liquid = sheet["liquid_heat_kw"] > 0
    parts = {
        "raised floor": "raised_floor_m",
        "rack": "rack_m",
        "busway": "busway_m",
        "trays": "trays_m",
        **({"liquid manifolds": "manifolds_m"} if liquid else {}),
        "hot-aisle return": "return_air_m" if liquid else "return_all_air_m",
        "smoke layer": "smoke_m",
    }
    keys = tuple(f"building.height.{k}" for k in parts.values())
    metres = [sheet.books.likely(k) for k in keys]
    why = " + ".join(f"{name} {m:g}" for name, m in zip(parts, metres, strict=True))
    sheet.put("clear_height_required_m", sum(metres), "m", why, keys, ("hall.ai.cooling",))
    has = hall.clear_height_m
    if has is None:
        sheet.zero("m", "not given: 0", "clear_height_m", needs=("hall.clear_height_m",))
    else:
        sheet.put("clear_height_m", has, "m", f"the file's {has:g}", (), ("hall.clear_height_m",))


def _put_fire(sheet: Sheet) -> None:
    """Pre-action zones over all floor, aspirating detectors over white space, clean agent in electrical rooms."""
    put, likely = sheet.put, sheet.books.likely
    zone, detector, share, height = (
        f"building.fire.{k}" for k in ("preaction_zone_m2", "detector_m2", "agent_share", "agent_room_m")
    )
    required, white, plant = (sheet[k] for k in ("area_required_m2", "fitout_m2", "plant_m2"))
    why = f"{required:,.2f} / {likely(zone):g}, rounded up"
    put("preaction_zones", ceil(required / likely(zone)), "zones", why, (zone,), ("area_required_m2",))
    why = f"{white:,.2f} / {likely(detector):g}, rounded up"
    put("smoke_detectors", ceil(white / likely(detector)), "detectors", why, (detector,), ("fitout_m2",))
    why = f"{plant:,.2f} m2 x {likely(share):g} x {likely(height):g} m"
    volume = plant * likely(share) * likely(height)
    put("clean_agent_m3", volume, "m3", why, (share, height), ("plant_m2",))


def _put_security(sheet: Sheet) -> None:
    key = "building.security.layers"
    layers = sheet.books[key].value
    why = f"{len(layers)}: {', '.join(layers)}"
    sheet.put("security_layers", len(layers), "layers", why, (key,))


def _warning(hall: Hall, code: str, field: str, message: str, value: str) -> Problem:
    key = format_address(("hall", hall.id, field))
    return Problem(code, key, message, value=value, severity="warning")


def _area_warning(sheet: Sheet, hall: Hall) -> list[Problem]:
    required, standing = sheet["area_required_m2"], sheet["area_m2"]
    if hall.kind != "building" or required <= standing + 1e-6:
        return []
    message = f"{required:,.0f} m² are needed: an extension of {required - standing:,.0f} m² is counted as new building"
    return [_warning(hall, "W-AREA", "area_m2", message, f"{standing:,.0f}")]


def _slab_warning(sheet: Sheet, hall: Hall) -> list[Problem]:
    if hall.kind != "building" and hall.slab_kpa is not None and hall.slab_kpa < sheet["slab_required_kpa"]:
        message = f"racks need {sheet['slab_required_kpa']:.1f} kPa: the floor is new and laid for that, not for the file's"
        return [_warning(hall, "W-SLAB", "slab_kpa", message, f"{hall.slab_kpa:g}")]
    if not sheet["slab_m2"]:
        return []
    likely = sheet.books.likely
    bears = sheet["slab_kpa"] * 1000 * likely("building.slab.tributary_m2") / likely("building.slab.gravity")
    message = (
        f"racks need {sheet['slab_required_kpa']:.1f} kPa, and the slab bears racks of {bears:,.0f} kg, not {sheet['rack_weight_kg']:,.0f}: "
        "its reinforcement is counted"
    )
    return [_warning(hall, "W-SLAB", "slab_kpa", message, f"{sheet['slab_kpa']:g}")]


def _height_warning(sheet: Sheet, hall: Hall) -> list[Problem]:
    needed, has = sheet["clear_height_required_m"], hall.clear_height_m
    if hall.kind != "building" or has is None or has >= needed - 1e-9:
        return []
    message = (
        f"{needed:g} m are needed: raise the roof, run services beside the racks or put up a new building"
    )
    return [_warning(hall, "W-HEIGHT", "clear_height_m", message, f"{has:g}")]
