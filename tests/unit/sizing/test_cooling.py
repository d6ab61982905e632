"""Cooling by hand: flow, water class, trim duty, air paths, water use, PUE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.sizing import size
from planner.sizing.cooling import water_class
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.sizing.result import HallSizing

BOOKS = load_books()


def hall(cooling: str = "liquid", design_c: float = 35.0, **ai: Any) -> HallSizing:
    return size(facility(cooling=cooling, design_c=design_c, ai=ai), BOOKS).halls[0]


def failures(cooling: str = "liquid", design_c: float = 35.0, **ai: Any) -> list[Any]:
    found = size(facility(cooling=cooling, design_c=design_c, ai=ai), BOOKS).problems
    return [p for p in found if p.code == "F-AIR-INLET"]


def test_flow_of_pg25_and_of_water() -> None:
    """14,040 kW: PG25 60 / (1.012 x 3.94 x 10) = 1.50479 -> 21,127.2; water 60 / (0.992 x 4.18 x 10) = 1.44698 -> 20,315.6 L/min."""
    assert hall()["coolant_flow_lpm"] == pytest.approx(21_127.2, abs=0.1)
    assert hall(coolant="pg25")["coolant_flow_lpm"] == hall()["coolant_flow_lpm"]
    assert hall(coolant="water")["coolant_flow_lpm"] == pytest.approx(20_315.6, abs=0.1)


@pytest.mark.parametrize(
    ("supply", "limit", "name"),
    [
        *((16.0, 17, "W17"), (17.0, 17, "W17"), (17.5, 27, "W27"), (27.0, 27, "W27"), (28.0, 32, "W32")),
        *((36.0, 40, "W40"), (40.1, 45, "W45"), (45.0, 45, "W45"), (46.0, 46, "W45+")),
    ],
)
def test_water_class(supply: float, limit: float, name: str) -> None:
    assert water_class(supply, BOOKS) == (limit, name)


def test_supplies_by_hand() -> None:
    """Supply 40 - CDU approach 4 = 36 °C of facility water, class W40; both loops rise 10 K."""
    found = hall()
    assert [found[k] for k in ("tcs_supply_c", "tcs_return_c", "fws_supply_c", "fws_return_c")] == [
        40,
        50,
        36,
        46,
    ]
    assert found["fws_class_c"] == 40
    assert "W40" in found.figures["fws_class_c"].basis


def test_share_of_air_in_a_liquid_hall() -> None:
    """1 - 0.78 x 0.90 = 29.8 % of IT goes to air, with all room losses."""
    found = hall()
    assert found["liquid_share"] == pytest.approx(0.702)
    assert found["air_heat_kw"] - found["room_loss_kw"] == pytest.approx(0.298 * 20_000)


def test_dry_cooler_shortfall_is_trim_duty() -> None:
    """At 35 °C coolers make 35 + 3 + 6 = 44 °C against 36: 8 of 10 K short, 0.8 x 14,320.8 = 11,456.6 kW: 7.6 -> 8, N+1 9.

    Without trim they hold a supply of 44 + 4 = 48 °C.
    """
    found = hall()
    assert found["cooler_water_c"] == 44
    assert found["trim_duty_kw"] == pytest.approx(11_456.64)
    assert found["trim_chillers"] == 9
    assert found["free_supply_c"] == 48
    assert "hold a supply of 48 °C" in found.figures["trim_duty_kw"].basis


def test_coolest_free_supply_needs_no_trim() -> None:
    """27 °C: 27 + 9 + 4 = 40 °C, the supply asked for; a tenth of a degree hotter needs 1 % trim."""
    assert hall(design_c=27)["trim_duty_kw"] == 0
    assert hall(design_c=27.1)["trim_duty_kw"] == pytest.approx(143.208, abs=1e-3)


def test_evaporative_supply_by_hand() -> None:
    """35 - 0.85 x (35 - 24) = 25.65 °C, 4.35 K below the 30 °C that H100 takes; no chillers and no chilled water."""
    found = hall("air", air_rejection="evaporative")
    assert found["air_supply_c"] == pytest.approx(25.65)
    assert found["inlet_margin_k"] == pytest.approx(4.35)
    assert found["air_chillers"] == found["chilled_air_kw"] == found["dx_units"] == 0
    assert found["outside_air_kw"] == found["air_heat_kw"]
    assert not failures("air", air_rejection="evaporative")


def test_evaporative_that_is_too_warm_fails_with_the_nearest() -> None:
    """45 - 0.85 x (45 - 24) = 27.15 serves; 48 °C at 27 °C wet bulb leaves 48 - 0.85 x 21 = 30.15: limit 26.8 °C wet bulb."""
    assert not failures("air", 45, air_rejection="evaporative")
    raw = facility(cooling="air", ai={"air_rejection": "evaporative"}).model_dump(
        mode="json", exclude_none=True
    )
    raw["climate"] |= {"design_dry_bulb_c": 48, "design_wet_bulb_c": 27}
    from planner.model.facility import Facility

    (problem,) = [p for p in size(Facility.model_validate(raw), BOOKS).problems if p.code == "F-AIR-INLET"]
    assert (problem.key, problem.severity) == ("hall.h1.ai.air_rejection", "failure")
    assert "30.1 °C" in problem.message or "30.2 °C" in problem.message
    assert 'air_rejection = "chilled"' in problem.message
    assert "up to 26.8 °C wet bulb" in problem.message


def test_outside_air_fails_where_pads_would_serve() -> None:
    """35 + 1 of fans = 36 °C against 30; outside air serves up to 29 °C, pads hold 25.65."""
    (problem,) = failures(air_rejection="outside")
    assert 'air_rejection = "evaporative"' in problem.message
    assert "up to 29 °C dry bulb" in problem.message
    assert not failures(design_c=29, air_rejection="outside")
    assert failures(design_c=29.1, air_rejection="outside")


def test_b200_takes_warmer_air() -> None:
    """35 °C limit: 34 °C outside + 1 serves."""
    found = size(facility(platform="hgx-b200", design_c=34, ai={"air_rejection": "outside"}), BOOKS)
    assert not [p for p in found.problems if p.code == "F-AIR-INLET"]


def test_direct_expansion_by_hand() -> None:
    """COP 3.5 at 35 °C: 0.045 + 1 / 3.5 = 0.330714 kW per kW; 6,904.92 / 120 = 57.5 -> 58, N+1: 59."""
    found = hall(air_rejection="dx")
    assert found["air_kw_per_kw"] == pytest.approx(0.330714, abs=1e-6)
    assert found["dx_units"] == 59
    assert found["air_chillers"] == 0
    assert found["mechanical_kw"] > hall()["mechanical_kw"]


def test_air_heat_without_chillers_by_hand() -> None:
    """Outside air at 25 °C: fans 0.06 x 6,904.92 = 414.3; pumps 280.8; liquid: 34 < 36, 0.02 x 14,320.8 = 286.4: 981.5 kW."""
    found = hall(design_c=25, air_rejection="outside")
    assert found["mechanical_kw"] == pytest.approx(981.51, abs=0.01)


def test_pue_by_hand() -> None:
    """981.51 mechanical - 280.8 pumps + 21,225.72 UPS + 200 house = 22,126.43; / (0.99 x 0.995) = 22,462.24; / 20,000 = 1.12311."""
    found = hall(design_c=25, air_rejection="outside")
    assert found["grid_draw_kw"] == pytest.approx(22_462.24, abs=0.05)
    assert found["pue_design"] == pytest.approx(1.12311, abs=1e-5)
    assert found["pue_mean"] == pytest.approx(1.12311, abs=1e-5)


def test_water_of_adiabatic_coolers_by_hand() -> None:
    """14,320.8 / 12 K = 1,193.4 kW/K x 0.7 x 11 K = 9,189.2 kW x 3600 / 2430 / 1000 = 13.614 x 5/4 = 17.017 m3/h.

    A year: 14,320.8 x 8760 x 0.3 / 1000 = 37,635.1 m3, below 17.017 x 8760 = 149,069.
    """
    found = hall(rejection="adiabatic")
    assert found["water_peak_m3_per_h"] == pytest.approx(17.017, abs=1e-3)
    assert found["water_m3_per_year"] == pytest.approx(37_635.06, abs=0.1)


def test_water_of_evaporative_air_by_hand() -> None:
    """6,904.92 / 13 K x 0.85 x 11 K x 3600 / 2430 / 1000 x 5/4 = 9.197 m3/h; 6,904.92 x 8760 x 0.5 / 1000 = 30,243.5 m3."""
    found = hall(air_rejection="evaporative")
    assert found["water_peak_m3_per_h"] == pytest.approx(9.197, abs=1e-3)
    assert found["water_m3_per_year"] == pytest.approx(30_243.5, abs=0.1)


def test_dry_plant_uses_no_water() -> None:
    for found in (hall(), hall("air"), hall(rejection="chilled", air_rejection="dx")):
        assert found["water_peak_m3_per_h"] == found["water_m3_per_year"] == 0


def test_saturated_air_wets_no_pads() -> None:
    """Wet bulb 24 at 24 °C dry bulb: no depression, so neither peak nor a year's water."""
    found = hall(design_c=24, rejection="adiabatic")
    assert found["water_peak_m3_per_h"] == found["water_m3_per_year"] == 0
