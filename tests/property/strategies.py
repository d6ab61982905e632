"""Hypothesis strategies of facilities, in one place. They draw raw tables, as a file holds them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

PLATFORMS = ("hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72")
REDUNDANCIES = ("N", "N+1", "N+2", "2N")


@st.composite
def climates(draw: st.DrawFn) -> dict[str, Any]:
    dry = draw(st.floats(-10, 48).map(lambda v: round(v, 1)))
    return {
        "design_dry_bulb_c": dry,
        "design_wet_bulb_c": round(dry - draw(st.floats(0, 20)), 1),
        "mean_dry_bulb_c": round(min(dry, draw(st.floats(-5, 25))), 1),
        "altitude_m": draw(st.sampled_from([0.0, 180.0, 1500.0])),
        "source": "drawn",
    }


@st.composite
def ai_halls(draw: st.DrawFn, hall_id: str = "h1", cooling: str | None = None) -> dict[str, Any]:
    platform = draw(st.sampled_from(PLATFORMS))
    kind = cooling or draw(st.sampled_from(["air", "liquid"]))
    if platform == "gb200-nvl72":
        kind = "liquid" if cooling is None else cooling
        if kind == "air":
            platform = "hgx-h100"
    ai: dict[str, Any] = {"platform": platform, "cooling": kind}
    ai["critical_it_mw"] = round(draw(st.floats(1, 60)), 2)
    return {
        "id": hall_id,
        "name": draw(st.sampled_from(["", "Hall", "[/x]", "厅"])),
        "existing_mw": round(draw(st.floats(1, 80)), 1),
        "area_m2": draw(st.sampled_from([2000.0, 6000.0, 15000.0])),
        "slab_kpa": draw(st.sampled_from([5.0, 12.0, 24.0])),
        "ai": ai,
        "redundancy": {
            k: draw(st.sampled_from(REDUNDANCIES)) for k in ("ups", "genset", "transformer", "cdu")
        },
    }


@st.composite
def sites(draw: st.DrawFn, halls: int = 2, cooling: str | None = None) -> dict[str, Any]:
    """A site of converted halls and perhaps a mining one, on a grid that is always large enough."""
    members = [draw(ai_halls(f"h{i + 1}", cooling)) for i in range(draw(st.integers(1, halls)))]
    if draw(st.booleans()):
        members.append({"id": "m1", "existing_mw": 30.0})
    return {
        "project": {"start": dt.date(2026, 1, 5)},
        "grid": {"capacity_mw": 1000.0, "power_factor": 0.97},
        "climate": draw(climates()),
        "hall": members,
    }
