"""Sizing as plain dicts, for JSON and TOML."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.sizing.result import Figure, HallSizing, Sizing

ELECTRICAL = [
    "ups_load_kw",
    "ups_modules",
    "ups_kw",
    "battery_cabinets",
    "genset_load_kw",
    "gensets",
    "genset_kw",
    "fuel_m3",
    "hall_load_kw",
    "grid_draw_kw",
    "transformers",
    "transformers_reused",
    "transformers_new",
    "switchboards_reused",
    "lv_lineups_new",
    "lv_mw_new",
    "feeders_reused",
    "feeder_mva_reused",
    "duct_bank_m_new",
    "electrical_other_kw",
    "lv_lineups",
    "lv_mw",
    "mv_mw",
    "mv_sections",
    "duct_bank_m",
    "busway_runs",
    "busway_m",
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
    "coolers_reused",
    "cooler_kw_reused",
    "dry_coolers_new",
    "dry_cooler_kw_new",
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
        "electrical": {h.hall: _values(h, ELECTRICAL) for h in sizing.halls},
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
