"""Design weather: the file's figures, or the region's from the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.problem import Problem

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility
    from planner.sizing.figures import Sheet

DRY, WET, MEAN, ALTITUDE = "design_dry_bulb_c", "design_wet_bulb_c", "mean_dry_bulb_c", "altitude_m"


@dataclass(frozen=True, slots=True)
class Weather:
    """Weather the plant is sized for: °C, and metres above sea level."""

    design_c: float
    wet_bulb_c: float
    mean_c: float
    altitude_m: float
    source: str
    row: str = "regions.climate.default"
    """Book entry that what the file leaves out comes from."""
    given: tuple[str, ...] = ()
    """Keys of `[climate]` that the file gives."""
    region: bool = False
    """Whether the file names the region that led to the row."""

    def behind(self, *keys: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Book entries and file addresses behind weather keys of `[climate]`.

        A wet bulb or mean from the row is held to the dry bulb, so the dry bulb is behind it too.
        """
        wanted = dict.fromkeys(keys)
        if any(k in (WET, MEAN) and k not in self.given for k in keys):
            wanted[DRY] = None
        uses = (self.row,) if any(k not in self.given for k in wanted) else ()
        needs = [f"climate.{k}" for k in wanted if k in self.given]
        if uses and self.region:
            needs.append("site.region")
        return uses, tuple(needs)


def weather_of(facility: Facility, books: Books) -> Weather:
    """Design weather of a site.

    What the file leaves out comes from the region's row (subdivision, then country, then default).
    A wet bulb or mean taken from the row never exceeds the file's dry bulb.
    """
    region = facility.site.region or "default"
    row = next(k for k in (region, region.split("-")[0], "default") if books.has(f"regions.climate.{k}"))
    entry = books[f"regions.climate.{row}"]
    dry, wet, mean, altitude = (float(v) for v in entry.value)
    own = facility.climate
    keys = tuple(k for k in (DRY, WET, MEAN, ALTITUDE) if getattr(own, k) is not None)
    design = own.design_dry_bulb_c if own.design_dry_bulb_c is not None else dry
    source = own.source or (f"assumed: {own.assumed}" if own.assumed else "facility file")
    if DRY not in keys and MEAN not in keys:
        source = f"{entry.key}: {entry.source}"
    return Weather(
        design,
        own.design_wet_bulb_c if own.design_wet_bulb_c is not None else min(wet, design),
        own.mean_dry_bulb_c if own.mean_dry_bulb_c is not None else min(mean, design),
        own.altitude_m if own.altitude_m is not None else altitude,
        source,
        entry.key,
        keys,
        facility.site.region is not None,
    )


def put_weather(sheet: Sheet, weather: Weather) -> None:
    """Publish the weather that the balance is solved at, °C.

    Source: `[climate]` of the file, or the region's row of the climate book.
    """
    for key, value, name in (
        ("design_air_c", weather.design_c, DRY),
        ("design_wet_bulb_c", weather.wet_bulb_c, WET),
        ("mean_air_c", weather.mean_c, MEAN),
    ):
        uses, needs = weather.behind(name)
        where = "the file" if name in weather.given else weather.row
        sheet.put(key, value, "°C", f"{value:g} °C, {name} of {where} ({weather.source})", uses, needs)


def climate_problems(facility: Facility, weather: Weather) -> list[Problem]:
    """W-CLIMATE: design weather that nobody vouches for, taken from the file or from the region's row."""
    own = facility.climate
    noted = any(k.split(".")[0] == "climate" for k in (*facility.source, *facility.assumed))
    if own.source or own.assumed or noted:
        return []
    if own.design_dry_bulb_c is None:
        what = f"design weather is not given; {weather.design_c:g} °C of {weather.source} is used"
    else:
        what = "design weather has no source"
    message = f"{what}: add climate.source, or climate.assumed with the reason"
    return [
        Problem(
            "W-CLIMATE",
            "climate.design_dry_bulb_c",
            message,
            value=f"{weather.design_c:g}",
            severity="warning",
        )
    ]
