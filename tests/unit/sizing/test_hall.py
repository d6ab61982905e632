"""One hall by hand: 20 MW of liquid-cooled H100 at 35 °C, and what changes when an input does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.books import load_books
from planner.model.redundancy import units_required
from planner.sizing import size
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.sizing.result import HallSizing

BOOKS = load_books()
LIQUID = size(facility(), BOOKS).halls[0]
AIR = size(facility(cooling="air"), BOOKS).halls[0]


def test_every_figure_of_the_architecture_is_published() -> None:
    text = (Path(__file__).parents[3] / "docs" / "architecture.md").read_text()
    block = text[text.index("Hall figures") : text.index("## Items")]
    names: set[str] = set()
    for quoted in re.findall(r"`([^`]+)`", block):
        names.update(quoted.split())
    names -= {"[hall.ai]"}
    site = size(facility(), BOOKS).site
    assert {n for n in names if n not in LIQUID.figures and n not in site} == set()
    hall_part = block[: block.index("Site figures")]
    for quoted in re.findall(r"`([^`]+)`", hall_part):
        assert quoted == "[hall.ai]" or set(quoted.split()) <= set(AIR.figures)


def test_every_figure_explains_itself() -> None:
    for hall in (LIQUID, AIR):
        for figure in hall.figures.values():
            assert figure.basis
            assert figure.source
            assert figure.confidence in {"sourced", "derived", "judgement", "override"}


def test_nodes_of_twenty_megawatts() -> None:
    """1,750 x 10.2 + 1,100 switches x 1.294 + 475 x 0.6 + 168 PB x 2 + 124 x 0.8 = 19,993.6 kW; one more is above 20 MW.

    17,850 + 1,423.4 + 285 + 336 + 99.2 = 19,993.6.
    """
    assert LIQUID["nodes"] == 1750
    assert LIQUID["it_nameplate_kw"] == pytest.approx(19_993.6)
    assert LIQUID["unused_it_kw"] == pytest.approx(6.4)
    assert LIQUID["critical_it_kw"] == 20_000


def test_racks() -> None:
    """1,750 / 8 = 218.75 -> 219 liquid racks of 8 x 10.2 = 81.6 kW and 8 x 130 + 350 = 1,390 kg."""
    assert LIQUID["compute_racks"] == 219
    assert LIQUID["rack_kw"] == pytest.approx(81.6)
    assert LIQUID["rack_weight_kg"] == 1390
    assert AIR["compute_racks"] == 584


def test_heat_flow_and_cdus() -> None:
    """0.78 x 0.90 x 20,000 = 14,040 kW; 60 / (1.012 x 3.94 x 10) = 1.5048 L/min per kW: 21,127 L/min.

    CDUs: 14,040 x 1.1 / 1,300 = 11.88 -> 12, N+1: 13.
    """
    assert LIQUID["liquid_heat_kw"] == pytest.approx(14_040)
    assert LIQUID["coolant_flow_lpm"] == pytest.approx(21_127, rel=1e-4)
    assert 1.3 <= LIQUID["coolant_flow_lpm"] / LIQUID["liquid_heat_kw"] <= 1.6
    assert LIQUID["cdus"] == 13


def test_power_balance_by_hand() -> None:
    """At 35 °C, 20 MW liquid.

    Pumps 0.02 x 14,040 = 280.8. UPS 20,000 / 0.99 + 280.8 = 20,482.82; input / 0.965 = 21,225.72, loss 742.90.
    Distribution loss 202.02. Air heat 20,000 - 14,040 + 944.92 = 6,904.92.
    COP for 16 °C water at 35 °C: 3.4 x 1.225 = 4.165; air path 0.055 + 1 / 4.165 = 0.29510.
    Facility water 36 °C: reach 35 + 3 + 6 = 44, short 8 of 10 K: 0.8; COP 3.4 x 1.725 = 5.865;
    liquid path 0.2 x 0.02 + 0.8 / 5.865 = 0.14040.
    Mechanical 280.8 + 6,904.92 x 0.29510 + 14,320.8 x 0.14040 = 4,329.1.
    Low voltage 21,225.72 + 4,048.3 + 200 = 25,474.0; grid / (0.99 x 0.995) = 25,860.6; PUE 1.293.
    """
    assert LIQUID["ups_load_kw"] == pytest.approx(20_482.82, abs=0.01)
    assert LIQUID["air_heat_kw"] == pytest.approx(6_904.92, abs=0.01)
    assert LIQUID["mechanical_kw"] == pytest.approx(4_329.1, abs=0.5)
    assert LIQUID["hall_load_kw"] == pytest.approx(25_474.0, abs=0.5)
    assert LIQUID["pue_design"] == pytest.approx(1.293, abs=0.001)
    assert 1.2 <= LIQUID["pue_design"] <= 1.3
    assert LIQUID["pue_mean"] < LIQUID["pue_design"]


def test_plant_counts_by_hand() -> None:
    """UPS: 20,482.8 / (1,250 x 0.9) = 18.2 -> 19 healthy, 17 + 1 in failure: 19.

    Gensets: 25,474 / (2,750 x 0.9) = 10.3 -> 11. Transformers: 25,474 / 0.97 = 26,262 kVA / 2,000 = 13.1 -> 14.
    """
    assert LIQUID["ups_modules"] == 19
    assert LIQUID["gensets"] == 11
    assert LIQUID["transformers"] == LIQUID["lv_lineups"] == 14
    assert units_required(20_482.82, 1250, "N+1", 0.9, 1.0) == 19


def test_air_hall_has_no_liquid_plant() -> None:
    for key in (
        "liquid_heat_kw",
        "coolant_flow_lpm",
        "cdus",
        "loops",
        "manifold_rows",
        "dry_coolers",
        "trim_chillers",
    ):
        assert AIR[key] == 0
    assert AIR["fan_walls"] > LIQUID["fan_walls"] > 0


def test_cold_air_hall_needs_no_chillers() -> None:
    """Water of 16 °C is made by air of up to 16 - 3 - 6 = 7 °C."""
    assert size(facility(cooling="air", design_c=7), BOOKS).halls[0]["air_chillers"] == 0
    assert size(facility(cooling="air", design_c=8), BOOKS).halls[0]["air_chillers"] > 0


def test_dry_coolers_hold_warm_water_without_trim() -> None:
    """Supply 45 °C: facility water 41 °C holds to 41 - 9 = 32 °C of air."""
    ai = {"supply_c": 45}
    assert size(facility(design_c=32, ai=ai), BOOKS).halls[0]["trim_chillers"] == 0
    assert size(facility(design_c=34, ai=ai), BOOKS).halls[0]["trim_chillers"] > 0


def test_adiabatic_trims_less_than_dry() -> None:
    dry, wet = (size(facility(ai={"rejection": r}), BOOKS).halls[0] for r in ("dry", "adiabatic"))
    assert wet["trim_chillers"] < dry["trim_chillers"]
    assert wet["mechanical_kw"] < dry["mechanical_kw"]


def test_chilled_hall_has_no_dry_coolers() -> None:
    """14,320.8 kW / 1,500 = 9.5 -> 10, N+1: 11."""
    hall = size(facility(ai={"rejection": "chilled"}), BOOKS).halls[0]
    assert hall["dry_coolers"] == 0
    assert hall["trim_chillers"] == 11


def test_nodes_given_set_the_capacity() -> None:
    """127 H100 nodes are 4 units: 32 leaf and 16 spine; nothing is unused."""
    found = size(facility(nodes=127), BOOKS)
    hall = found.halls[0]
    assert hall["unused_it_kw"] == 0
    assert hall["critical_it_kw"] == hall["it_nameplate_kw"]
    assert found.network == {
        "nodes": 127,
        "gpus": 1016,
        "units": 4,
        "leaf": 32,
        "spine": 16,
        "core": 0,
        "node_leaf_cables": 1016,
        "ufm_cables": 4,
        "leaf_spine_cables": 1024,
        "spine_core_cables": 0,
    }


@pytest.mark.parametrize("cooling", ["air", "liquid"])
def test_h200_is_h100_but_for_price(cooling: str) -> None:
    h100, h200 = (
        size(facility(platform=p, cooling=cooling), BOOKS).halls[0] for p in ("hgx-h100", "hgx-h200")
    )
    assert {k: f.value for k, f in h100.figures.items()} == {k: f.value for k, f in h200.figures.items()}
    assert h100.clusters == h200.clusters


@pytest.mark.parametrize("platform", ["hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"])
@pytest.mark.parametrize("mw", [1, 5, 20, 60, 150])
def test_every_size_works(platform: str, mw: float) -> None:
    found = size(facility(mw, platform), BOOKS)
    hall = found.halls[0]
    assert hall["nodes"] >= 1
    assert 0 <= hall["unused_it_kw"] < 300
    assert 1.1 < hall["pue_design"] < 1.35
    assert not [p for p in found.problems if p.severity == "failure"]


def _codes(hall: dict[str, object] | None = None, **kw: object) -> set[str]:
    return {p.code for p in size(facility(hall=hall, **kw), BOOKS).problems}  # type: ignore[arg-type]


def test_impossible_sizes_name_the_nearest() -> None:
    small = size(facility(0.005), BOOKS).problems
    assert any(p.code == "F-IT-TOO-SMALL" and p.key == "hall.h1.ai.critical_it_mw" for p in small)
    dense = size(facility(cooling="air", ai={"nodes_per_rack": 8}), BOOKS).problems
    assert any(p.code == "F-RACK" and "nodes_per_rack = 4" in p.message for p in dense)
    wide = size(facility(platform="gb200-nvl72", ai={"cluster_units": 200}), BOOKS).problems
    assert any(p.code == "F-CLUSTER" and "113" in p.message for p in wide)


def test_warnings() -> None:
    assert "W-UFM" in _codes(nodes=32)
    assert "W-UFM" not in _codes(nodes=31)
    assert "W-SLAB" in _codes()
    assert "W-SLAB" not in _codes(hall={"slab_kpa": 24})
    assert "W-SLAB" in _codes(hall={"slab_kpa": 2, "kind": "new-build", "existing_mw": 0})
    assert "W-SLAB" not in _codes(hall={"slab_kpa": 24, "kind": "new-build", "existing_mw": 0})
    assert "W-AREA" in _codes()
    assert "W-AREA" not in _codes(hall={"area_m2": 9000})
    assert "W-HEIGHT" in _codes(hall={"clear_height_m": 3.0})
    assert "F-SUPPLY" in _codes(ai={"supply_c": 15})


def test_what_is_asked_beyond_the_usual_is_named_with_what_would_do() -> None:
    """35 °C outside: 35 + recirculation 3 + approach 6 + CDU 4 = 48 °C; 18 °C outside make 31."""
    dry = {"rejection": "dry", "supply_c": 32}
    found = next(p for p in size(facility(ai=dry), BOOKS).problems if p.code == "W-TRIM")
    assert (found.severity, found.key, found.value) == ("warning", "hall.h1.ai.supply_c", "32")
    assert "at 35 °C outside" in found.message
    assert "coolest supply is 48.0 °C" in found.message
    assert "W-TRIM" not in _codes(ai=dry, design_c=18.0)
    assert "W-TRIM" not in _codes(ai={"rejection": "chilled", "supply_c": 32})
    assert "W-TRIM" not in _codes(), "trim is the book's own choice where the file does not choose"
    assert "W-FUEL" in _codes(ai={"fuel_hours": 0})
    assert "W-FUEL" not in _codes(ai={"fuel_hours": 1})
    assert "W-HALL-SIZE" in _codes(mw=394, grid_mw=1000.0)
    assert "W-HALL-SIZE" not in _codes(mw=393, grid_mw=1000.0)


def _hall(**hall: object) -> HallSizing:
    return size(facility(hall=hall), BOOKS).halls[0]


def test_building_by_hand() -> None:
    """339 racks x 3.25 + 20 x 100 = 3,101.75 m²; 2,300 stand: 801.75 m² are new.

    1,390 kg x 9.81 / 1000 / 0.9 m² = 15.15 kPa against 7.5: the 1,101.75 m² of white space are reinforced.
    """
    assert LIQUID["area_required_m2"] == pytest.approx(3101.75)
    assert LIQUID["new_building_m2"] == pytest.approx(801.75)
    assert LIQUID["envelope_m2"] == 2300
    assert LIQUID["slab_required_kpa"] == pytest.approx(15.151, abs=0.001)
    assert LIQUID["slab_m2"] == pytest.approx(1101.75)


def test_area_defaults_to_the_mining_density() -> None:
    """25 MW x 92.9 m² = 2,322.5 m²."""
    assert _hall(area_m2=None)["area_m2"] == pytest.approx(2322.5)


@pytest.mark.parametrize("kind", ["new-build", "container"])
def test_new_buildings_have_no_slab_to_mend(kind: str) -> None:
    hall = _hall(kind=kind)
    assert hall["new_building_m2"] == hall["area_required_m2"]
    assert hall["slab_m2"] == hall["envelope_m2"] == 0


def test_same_hall_is_sized_once() -> None:
    first, again = size(facility(7), BOOKS), size(facility(7), BOOKS)
    assert first.halls[0] is again.halls[0]
