"""Sizing as plain dicts, for JSON and TOML."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.sizing.failure import case_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.sizing.result import Figure, HallSizing, Sizing

ELECTRICAL = [
    "ups_load_kw",
    "ups_modules",
    "ups_kw",
    "ups_loading",
    "ups_failure_loading",
    "ups_load_lost_kw",
    "battery_cabinets",
    "genset_load_kw",
    "gensets",
    "genset_unit_kw",
    "genset_kw",
    "genset_loading",
    "genset_failure_loading",
    "genset_load_lost_kw",
    "fuel_hours",
    "fuel_m3",
    "hall_load_kw",
    "grid_draw_kw",
    "transformers",
    "transformers_reused",
    "transformers_new",
    "transformer_loading",
    "transformer_failure_loading",
    "transformer_load_lost_kw",
    "lv_lineups",
    "lv_mw",
    "mv_mw",
    "mv_sections",
    "mv_loading",
    "mv_failure_loading",
    "mv_load_lost_kw",
    "duct_bank_m",
    "busway_run_kw",
    "busway_runs_per_side",
    "busway_runs",
    "busway_m",
    "busway_loading",
    "busway_failure_loading",
    "busway_load_lost_kw",
    "rack_feeds",
    "rack_feed_kw",
    "rack_feed_load_kw",
    "rack_feed_a",
    "rpps",
    "load_bank_mw",
]
COOLING = [
    "liquid_heat_kw",
    "air_heat_kw",
    "coolant_flow_lpm",
    "cdus",
    "cdu_kw",
    "loops",
    "manifold_rows",
    "dry_coolers",
    "dry_cooler_kw",
    "trim_chillers",
    "trim_chiller_kw",
    "air_chillers",
    "air_chiller_kw",
    "chillers",
    "chiller_kw",
    "fan_walls",
    "fan_wall_kw",
    "mechanical_kw",
    "mechanical_mean_kw",
    "pue_design",
    "pue_mean",
    "loop_fill_l",
]
BUILDING = [
    "area_m2",
    "area_required_m2",
    "slab_required_kpa",
    "slab_m2",
    "envelope_m2",
    "new_building_m2",
    "fitout_m2",
    "containment_pods",
    "containment_racks",
]


SITE_ELECTRICAL = [
    "substation_mva",
    "substation_mva_needed",
    "substation_transformers_new",
    "substation_mva_new",
    "substation_loading",
    "substation_failure_loading",
    "substation_load_lost_kw",
]


def figure_dict(figure: Figure) -> dict[str, Any]:
    """A figure without its key."""
    return {
        "value": figure.value,
        "unit": figure.unit,
        "basis": figure.basis,
        "source": figure.source,
        "confidence": figure.confidence,
    }


def _values(hall: HallSizing, keys: list[str]) -> dict[str, float]:
    return {key: hall[key] for key in keys}


def _electrical(sizing: Sizing) -> dict[str, Any]:
    """Values and failure cases of each hall, and under `site` those of the substation."""
    found: dict[str, Any] = {
        h.hall: {**_values(h, ELECTRICAL), "failure_cases": [case_dict(c) for c in h.failure_cases]}
        for h in sizing.halls
    }
    if sizing.site:
        values = {key: sizing.site[key].value for key in SITE_ELECTRICAL}
        found["site"] = {**values, "failure_cases": [case_dict(c) for c in sizing.failure_cases]}
    return found


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {key: figure_dict(figure) for key, figure in figures.items()}


def sizing_dict(sizing: Sizing) -> dict[str, Any]:
    """`sizing` of CONTRACT's outputs."""
    return {
        "waterfall": [asdict(step) for step in sizing.waterfall],
        "network": {
            "clusters": [{"hall": h.hall, **c} for h in sizing.halls for c in h.clusters],
            "compute": dict(sizing.network),
        },
        "electrical": _electrical(sizing),
        "cooling": {h.hall: _values(h, COOLING) for h in sizing.halls},
        "building": {h.hall: _values(h, BUILDING) for h in sizing.halls},
        "site": _figures(sizing.site),
        "halls": [
            {
                "hall": h.hall,
                "name": h.name,
                "platform": h.platform,
                "cooling": h.cooling,
                "figures": _figures(h.figures),
            }
            for h in sizing.halls
        ],
    }
