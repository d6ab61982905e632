"""Sizing as plain dicts, for JSON and TOML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.sizing.failure import case_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.sizing.result import Figure, HallSizing, Sizing, WaterfallStep

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
    "fuel_tank_m3",
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
NETWORK = [
    "clusters",
    "units",
    "leaf_switches",
    "leaf_uplinks",
    "bisection_share",
    "spine_switches",
    "core_switches",
    "compute_switches",
    "node_leaf_cables",
    "leaf_spine_cables",
    "spine_core_cables",
    "fabric_cables",
    "transceivers",
    "node_transceivers",
    "reference_nodes",
    "storage_switches",
    "inband_switches",
    "oob_switches",
    "storage_cables",
    "inband_cables",
    "oob_cables",
    "other_cables",
    "management_servers",
    "storage_pb",
    "node_leaf_cable_m",
    "leaf_spine_cable_m",
    "spine_core_cable_m",
    "fabric_cable_m",
    "cables_beyond_copper",
    "cables_beyond_multimode",
    "spare_switches",
    "spare_transceivers",
    "spare_node_transceivers",
    "spare_cables",
    "switch_power_kw",
    "network_rack_units",
    "management_rack_units",
]
COOLING = [
    "liquid_share",
    "liquid_heat_kw",
    "cdu_pump_kw",
    "liquid_rejected_kw",
    "room_loss_kw",
    "air_heat_kw",
    "tcs_supply_c",
    "tcs_return_c",
    "fws_supply_c",
    "fws_return_c",
    "fws_class_c",
    "fws_flow_lpm",
    "cooler_water_c",
    "free_supply_c",
    "air_supply_c",
    "inlet_limit_c",
    "inlet_margin_k",
    "coolant_flow_lpm",
    "cdus",
    "cdu_kw",
    "loops",
    "manifold_rows",
    "dry_coolers",
    "dry_cooler_kw",
    "trim_duty_kw",
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
    "chilled_air_kw",
    "outside_air_kw",
    "dx_units",
    "dx_kw",
    "mechanical_kw",
    "mechanical_mean_kw",
    "pue_design",
    "pue_mean",
    "loop_fill_l",
    "water_peak_m3_per_h",
    "water_m3_per_year",
]
BUILDING = [
    "area_m2",
    "area_required_m2",
    "plant_m2",
    "yard_m2",
    "slab_kpa",
    "slab_required_kpa",
    "slab_m2",
    "envelope_m2",
    "new_building_m2",
    "fitout_m2",
    "containment_pods",
    "containment_racks",
    "clear_height_m",
    "clear_height_required_m",
    "preaction_zones",
    "smoke_detectors",
    "clean_agent_m3",
    "security_layers",
    "sound_power_db",
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


def _step(step: WaterfallStep) -> dict[str, Any]:
    return {key: getattr(step, key) for key in ("step", "delta_mw", "running_mw", "formula", "source")}


def _network(sizing: Sizing) -> dict[str, Any]:
    """Clusters, their cable tiers, the sums over clusters, and the figures of each hall's networks."""
    clusters = [
        {"hall": h.hall, **{key: value for key, value in c.items() if key != "tiers"}}
        for h in sizing.halls
        for c in h.clusters
    ]
    tiers = [
        {"hall": h.hall, "cluster": number, **tier}
        for h in sizing.halls
        for number, c in enumerate(h.clusters, 1)
        for tier in c["tiers"]
    ]
    return {
        "clusters": clusters,
        "tiers": tiers,
        "compute": dict(sizing.network),
        "halls": {h.hall: _values(h, NETWORK) for h in sizing.halls},
    }


def sizing_dict(sizing: Sizing) -> dict[str, Any]:
    """`sizing` of CONTRACT's outputs."""
    return {
        "waterfall": [_step(step) for step in sizing.waterfall],
        "network": _network(sizing),
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
