"""Facilities that the sizing tests build from the fixed keys of CONTRACT."""

from __future__ import annotations

from typing import Any

from planner.model.facility import Facility


def facility(
    mw: float | None = 20,
    platform: str = "hgx-h100",
    cooling: str = "liquid",
    *,
    nodes: int | None = None,
    grid_mw: float = 400.0,
    design_c: float = 35.0,
    redundancy: dict[str, str] | None = None,
    hall: dict[str, Any] | None = None,
    ai: dict[str, Any] | None = None,
    **tables: Any,
) -> Facility:
    """One hall of one platform on a grid that is large enough, with sourced weather."""
    wanted: dict[str, Any] = {"platform": platform, "cooling": cooling, **(ai or {})}
    if nodes is not None:
        wanted["nodes"] = nodes
    else:
        wanted["critical_it_mw"] = mw
    return Facility.model_validate(
        {
            "project": {"start": "2027-01-04"},
            "grid": {"capacity_mw": grid_mw, "power_factor": 0.95},
            "climate": {
                "design_dry_bulb_c": design_c,
                "design_wet_bulb_c": min(24.0, design_c),
                "mean_dry_bulb_c": min(14.0, design_c),
                "altitude_m": 100,
                "source": "test",
            },
            "hall": [
                {
                    "id": "h1",
                    "name": "Hall 1",
                    "existing_mw": 25,
                    "area_m2": 2300,
                    "slab_kpa": 7.5,
                    "redundancy": redundancy or {},
                    "ai": wanted,
                    **(hall or {}),
                }
            ],
            **tables,
        }
    )
