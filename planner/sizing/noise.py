"""Noise of the outdoor plant: its sound power, and the level at the boundary."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.model.facility import Facility
    from planner.sizing.figures import Sheet
    from planner.sizing.hall import HallResult
    from planner.sizing.result import Figure

SOURCES = (
    ("dry_coolers", "building.noise.dry_cooler_lw_db"),
    ("chillers", "building.noise.chiller_lw_db"),
    ("dx_units", "building.noise.dx_lw_db"),
    ("gensets", "building.noise.genset_lw_db"),
)
"""Figures that count units outdoors, with the sound power of one."""
OUTSIDE = ("fan_walls", "building.noise.outside_fan_lw_db")
"""Fan walls are heard where they blow outside air through the hall."""
BOUNDARY, LIMIT = "building.noise.boundary_m", "building.noise.limit_db"


def combined_db(levels: Sequence[tuple[float, float]]) -> float:
    """Level of several groups of equal sources, dB: 10 log10 of the sum of n x 10^(L/10), at least 0.

    `levels` are pairs of count and level of one. For one group it is L + 10 log10 n.

    Source: addition of incoherent sound powers.
    """
    power = math.fsum(count * 10 ** (level / 10) for count, level in levels)
    return max(0.0, 10 * math.log10(power)) if power > 0 else 0.0


def spread_db(distance_m: float) -> float:
    """What a level falls by over hard ground at a distance in m, dB: 10 log10(2 pi r²), a hemisphere.

    Source: free field over a reflecting plane; no screening, no absorption by air.
    """
    return 10 * math.log10(2 * math.pi * distance_m**2)


def _sources(figures: Mapping[str, float], books: Books) -> list[tuple[str, float, float]]:
    named = [*SOURCES, *([OUTSIDE] if figures["outside_air_kw"] > 0 else [])]
    return [(key, figures[key], books.likely(entry)) for key, entry in named if figures[key] > 0]


def put_sound_power(sheet: Sheet) -> None:
    """Publish the sound power of a hall's plant, all of it running, gensets too: the night of an outage.

    Source: building.noise, sound power of one unit of each kind.
    """
    keys = [key for key, _ in (*SOURCES, OUTSIDE)]
    found = _sources({k: sheet[k] for k in (*keys, "outside_air_kw")}, sheet.books)
    why = " + ".join(f"{n:g} {key} x 10^({level:g}/10)" for key, n, level in found)
    sheet.put(
        "sound_power_db",
        combined_db([(n, level) for _, n, level in found]),
        "dB(A)",
        f"10 log10({why})" if why else "nothing outdoors: 0",
        tuple(entry for _, entry in (*SOURCES, OUTSIDE)),
        (*keys, "outside_air_kw"),
    )


def put_noise(sheet: Sheet, facility: Facility, halls: Sequence[HallResult]) -> None:
    """Publish the site's sound power and the level at its boundary.

    Every hall's plant is taken to stand at the one distance, which is on the safe side for the far ones.

    Source: addition of sound powers; `spread_db`.
    """
    likely = sheet.books.likely
    parts = [h.sizing["sound_power_db"] for h in halls]
    uses = tuple(entry for _, entry in (*SOURCES, OUTSIDE))
    total = sheet.put(
        "sound_power_db",
        combined_db([(1, p) for p in parts]),
        "dB(A)",
        f"10 log10({' + '.join(f'10^({p:.2f}/10)' for p in parts)})" if parts else "no AI hall: 0",
        uses,
        tuple(f"sizing.{h.sizing.hall}.sound_power_db" for h in halls),
    )
    given = facility.site.boundary_m
    distance = given if given is not None else likely(BOUNDARY)
    sheet.put(
        "boundary_m",
        distance,
        "m",
        f"{distance:g} m of the file" if given is not None else f"{distance:g} m of the book",
        () if given is not None else (BOUNDARY,),
        ("site.boundary_m",) if given is not None else (),
    )
    sheet.put(
        "boundary_noise_db",
        max(0.0, total - spread_db(distance)) if parts else 0.0,
        "dB(A)",
        f"{total:.2f} - 10 log10(2 x pi x {distance:g}^2), at least 0",
        (),
        ("sound_power_db", "boundary_m"),
    )
    limit = likely(LIMIT)
    sheet.put("noise_limit_db", limit, "dB(A)", f"{limit:g} at the boundary", (LIMIT,))


def quiet_distance_m(sound_power_db: float, limit_db: float) -> float:
    """Distance in m at which a sound power has fallen to a limit: sqrt(10^((Lw - limit)/10) / (2 pi)).

    Source: `spread_db` solved for the distance.
    """
    return math.sqrt(10 ** ((sound_power_db - limit_db) / 10) / (2 * math.pi))


def noise_problems(site: Mapping[str, Figure]) -> list[Problem]:
    """W-NOISE: the plant is louder at the boundary than the limit."""
    level, limit = site["boundary_noise_db"].value, site["noise_limit_db"].value
    if level <= limit + 1e-9:
        return []
    total, distance = site["sound_power_db"].value, site["boundary_m"].value
    message = (
        f"{level:.1f} dB(A) at the boundary with all plant running, limit {limit:g}: "
        f"plant that is {level - limit:.1f} dB quieter, screens, or {quiet_distance_m(total, limit):,.0f} m"
    )
    return [Problem("W-NOISE", "site.boundary_m", message, value=f"{distance:g}", severity="warning")]
