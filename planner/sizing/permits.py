"""Permits that the plant implies: 1 where needed, with the reason as the figure's basis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.sizing.figures import Sheet
    from planner.sizing.hall import HallResult

OWN = "building.permits"
G_PER_TONNE = 1_000_000
HOURS_PER_DAY = 24


def put_permits(sheet: Sheet, halls: Sequence[HallResult]) -> None:
    """Publish emissions, fuel and water of the site, and which permits follow.

    Source: building.permits (thresholds of US practice, recalled; to be confirmed by the authority).
    """
    _put_air(sheet)
    sheet.sum_of_halls("fuel_stored_m3", "fuel_m3", "m3")
    _put_threshold(sheet, "fuel", "fuel_stored_m3", "m3", f"{OWN}.fuel_m3")
    peak = sheet.sum_of_halls("water_peak_m3_per_h", "water_peak_m3_per_h", "m3/h")
    why = f"{peak:,.2f} x {HOURS_PER_DAY}"
    read = ("water_peak_m3_per_h",)
    sheet.put("water_peak_m3_per_day", peak * HOURS_PER_DAY, "m3 a day", why, (), read)
    _put_threshold(sheet, "water", "water_peak_m3_per_day", "m3 a day", f"{OWN}.water_m3_per_day")
    level, limit = sheet["boundary_noise_db"], sheet["noise_limit_db"]
    why = f"{level:.1f} dB(A) at the boundary against {limit:g}"
    needs = ("boundary_noise_db", "noise_limit_db")
    sheet.put("permit_noise", float(level > limit + 1e-9), "permit", why, (), needs)
    any_hall = 1.0 if halls else 0.0
    area = math.fsum(h.sizing["area_required_m2"] for h in halls)
    why = f"change of use and works on {area:,.0f} m2: always" if halls else "no AI hall: 0"
    areas = tuple(f"sizing.{h.sizing.hall}.area_required_m2" for h in halls)
    sheet.put("permit_building", any_hall, "permit", why, (), ("ai_halls", *areas))


def _put_air(sheet: Sheet) -> None:
    """Potential to emit of the generators: MW x hours of the rule x g per kWh."""
    put, likely = sheet.put, sheet.books.likely
    hours, rate, major = (f"{OWN}.{k}" for k in ("genset_hours", "nox_g_per_kwh", "major_t_per_year"))
    power = sheet.sum_of_halls("genset_kw", "genset_kw", "kW")
    tonnes = put(
        "genset_nox_t_per_year",
        power * likely(hours) * likely(rate) / G_PER_TONNE,
        "t a year",
        f"{power:,.0f} kW of gensets x {likely(hours):g} h x {likely(rate):g} g/kWh / {G_PER_TONNE}",
        (hours, rate),
        ("genset_kw",),
    )
    if not power:
        why = "no gensets: 0"
    elif tonnes > likely(major):
        why = (
            f"{tonnes:,.1f} t NOx is above {likely(major):g}: major source, or a limit on hours to stay minor"
        )
    else:
        why = f"{tonnes:,.1f} t NOx is within {likely(major):g}: minor source"
    put("permit_air", float(power > 0), "permit", why, (major,), ("genset_nox_t_per_year",))


def _put_threshold(sheet: Sheet, name: str, key: str, unit: str, entry: str) -> None:
    threshold, amount = sheet.books.likely(entry), sheet[key]
    why = f"{amount:,.1f} {unit} against {threshold:g}"
    sheet.put(f"permit_{name}", float(amount > threshold), "permit", why, (entry,), (key,))
