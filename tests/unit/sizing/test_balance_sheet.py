"""The balance as figures: every basis redone by hand, and every need led down to the file or the books."""

from __future__ import annotations

import re
from typing import Any

import pytest

from planner.books import load_books
from planner.model.address import get_value
from planner.model.facility import Facility
from planner.sizing import size
from tests.unit.sizing.sites import facility

BOOKS = load_books()
ELSEWHERE = {"ups_load_kw", "hall_load_kw", "grid_draw_kw"}
"""Also published by the electrical sheet, whose words stand."""
KEYS = (
    *("liquid_heat_kw", "cdu_pump_kw", "liquid_rejected_kw", "distribution_loss_kw", "ups_loss_kw"),
    *("room_loss_kw", "air_heat_kw", "mechanical_kw", "mechanical_mean_kw", "house_kw", "hall_load_mean_kw"),
    *(
        "grid_draw_mean_kw",
        "transformer_loss_kw",
        "pue_design",
        "pue_mean",
        "chilled_water_c",
        "tcs_return_c",
    ),
    *("coolant_flow_lpm", "fws_flow_lpm", "fws_return_c", "cooler_water_c", "cooler_water_mean_c"),
    *("liquid_kw_per_kw", "liquid_mean_kw_per_kw", "air_kw_per_kw", "air_mean_kw_per_kw"),
    *("liquid_cop", "liquid_mean_cop", "air_supply_c", "free_supply_c", "loop_fill_l", "cdu_kw"),
    *(
        "dry_cooler_kw",
        "trim_chiller_kw",
        "fan_wall_kw",
        "chiller_kw",
        "inlet_margin_k",
        "water_peak_m3_per_h",
    ),
    *("liquid_water_peak_m3_per_h", "air_water_peak_m3_per_h", "fitout_m2", "plant_m2", "clean_agent_m3"),
    *("clear_height_required_m", "new_building_m2", "liquid_share"),
)


def redone(basis: str) -> float:
    """The value of a basis: its numbers and operators, words and thousands separators left out."""
    text = re.sub(
        r"(?<=\d),(?=\d{3})",
        "",
        re.split(r", within|: coolers|, at least|, outdoors| of pg25|, the coolest", basis)[0],
    )
    text = re.sub(r"\bx\b", "*", text)
    text = re.sub(r"kJ/\(kg K\)|kg/L|kJ/kg|m3/h|m2\b|node's|K of air|°C", " ", text)
    text = re.sub(r"max\(", "M(", text)
    text = re.sub(
        r"[A-LN-Za-z_°'-]*[A-Za-z_°'][A-Za-z_°'-]*(?!\()", lambda m: "M" if m[0] == "M" else " ", text
    )
    return float(eval(text, {"__builtins__": {}}, {"M": max}))  # arithmetic of our own figures


@pytest.mark.parametrize(
    "ai",
    [
        {},
        {"supply_c": 45, "coolant": "water"},
        {"rejection": "adiabatic", "air_rejection": "evaporative"},
        {"rejection": "chilled", "air_rejection": "dx"},
        {"air_rejection": "outside"},
    ],
)
@pytest.mark.parametrize("key", KEYS)
def test_the_basis_redoes_to_the_value(key: str, ai: dict[str, Any]) -> None:
    figure = size(facility(ai=ai), BOOKS).halls[0].figures[key]
    if ":" in figure.basis and figure.value == 0:
        assert figure.basis.endswith(": 0")
    elif "no compressors" in figure.basis:
        assert figure.value == 0
    else:
        assert redone(figure.basis) == pytest.approx(figure.value, rel=2e-4, abs=2e-3), figure.basis


def test_the_balance_closes() -> None:
    """What goes in at low voltage is IT, mechanical load, house load and losses; what comes out is liquid and air heat."""
    for ai in ({}, {"rejection": "adiabatic", "air_rejection": "dx"}):
        hall = size(facility(ai=ai), BOOKS).halls[0]
        parts = ("critical_it_kw", "room_loss_kw", "mechanical_kw", "house_kw", "transformer_loss_kw")
        assert hall["grid_draw_kw"] == pytest.approx(sum(hall[k] for k in parts))
        heat = hall["liquid_rejected_kw"] + hall["air_heat_kw"]
        assert heat == pytest.approx(hall["critical_it_kw"] + hall["cdu_pump_kw"] + hall["room_loss_kw"])


def test_given_inputs_are_named_and_books_are_not() -> None:
    """A supply of the file needs no book supply; the default does."""
    given, default = (
        size(facility(ai=ai), BOOKS).halls[0].figures["tcs_supply_c"] for ai in ({"supply_c": 30}, {})
    )
    assert "hall.ai.supply_c" in given.needs
    assert "cooling.tcs.supply_c" not in given.uses
    assert "cooling.tcs.supply_c" in default.uses


def test_weather_of_the_region_is_named() -> None:
    raw = facility().model_dump(mode="json", exclude_none=True)
    raw["climate"], raw["site"] = {}, {"region": "US-TX"}
    hall = size(Facility.model_validate(raw), BOOKS).halls[0]
    air = hall.figures["design_air_c"]
    assert (air.uses, air.needs) == (("regions.climate.US-TX",), ("site.region",))
    assert get_value(raw, ("site", "region")) == "US-TX"
    assert hall["design_air_c"] == 42
