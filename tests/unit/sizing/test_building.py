"""Building by hand: height, slab, fire, noise at the boundary, permits."""

from __future__ import annotations

from typing import Any

import pytest

from planner.books import load_books
from planner.sizing import size
from planner.sizing.noise import combined_db, quiet_distance_m, spread_db
from tests.unit.sizing.sites import facility

BOOKS = load_books()
LIQUID = size(facility(), BOOKS).halls[0]


def test_equal_sources_add_ten_log_of_their_number() -> None:
    """85 + 10 log10 20 = 98.01; 98.01, 108.76 and 110.41 together 10 log10(6.32e9 + 7.52e10 + 1.1e11) = 112.82."""
    assert combined_db([(20, 85)]) == pytest.approx(98.0103, abs=1e-4)
    assert combined_db([(1, 60), (1, 60)]) == pytest.approx(63.0103, abs=1e-4)
    assert combined_db([(20, 85), (15, 97), (11, 100)]) == pytest.approx(112.822, abs=1e-3)
    assert combined_db([]) == combined_db([(0, 90)]) == 0


def test_sound_spreads_over_a_hemisphere() -> None:
    """10 log10(2 pi 100²) = 47.98 dB at 100 m, 6.02 dB more at twice the distance; the inverse finds the distance."""
    assert spread_db(100) == pytest.approx(47.982, abs=1e-3)
    assert spread_db(200) - spread_db(100) == pytest.approx(6.0206, abs=1e-4)
    assert quiet_distance_m(100 + spread_db(80), 100) == pytest.approx(80)


def test_noise_of_a_hall_by_hand() -> None:
    """20 dry coolers, 15 chillers and 11 gensets: 112.82 dB; at 250 m less 55.94: 56.88 dB against 65."""
    assert [LIQUID[k] for k in ("dry_coolers", "chillers", "gensets")] == [20, 15, 11]
    found = size(facility(), BOOKS)
    assert LIQUID["sound_power_db"] == pytest.approx(112.822, abs=1e-3)
    assert found.site["sound_power_db"].value == pytest.approx(112.822, abs=1e-3)
    assert found.site["boundary_noise_db"].value == pytest.approx(56.881, abs=1e-3)
    assert "W-NOISE" not in {p.code for p in found.problems}


def test_near_boundary_is_too_loud() -> None:
    """At 50 m 112.82 - 41.96 = 70.86 dB; 65 dB lie at sqrt(10^4.782 / 2 pi) = 98 m."""
    found = size(facility(site={"boundary_m": 50}), BOOKS)
    (problem,) = [p for p in found.problems if p.code == "W-NOISE"]
    assert (problem.key, problem.value, problem.severity) == ("site.boundary_m", "50", "warning")
    assert "70.9 dB(A)" in problem.message
    assert "98 m" in problem.message
    assert found.site["permit_noise"].value == 1
    assert size(facility(site={"boundary_m": 98.2}), BOOKS).site["permit_noise"].value == 0


def test_outside_air_fans_are_heard_and_indoor_fan_walls_are_not() -> None:
    """23 fan walls at 85 dB are 98.6 dB; no chillers are left on the air side."""
    figure = size(facility(ai={"air_rejection": "outside"}), BOOKS).halls[0].figures["sound_power_db"]
    assert "fan_walls" in figure.basis
    assert "fan_walls" not in LIQUID.figures["sound_power_db"].basis


def test_slab_by_hand() -> None:
    """1,390 kg x 9.81 / 1000 / 0.9 = 15.15 kPa: 7.5 and 15.1 fall short, 15.2 suffices."""
    assert LIQUID["slab_required_kpa"] == pytest.approx(15.151, abs=1e-3)

    def of(kpa: float | None) -> Any:
        return size(facility(hall={"slab_kpa": kpa}), BOOKS)

    assert of(15.1).halls[0]["slab_m2"] == pytest.approx(1101.75)
    assert of(15.2).halls[0]["slab_m2"] == 0
    assert of(None).halls[0]["slab_kpa"] == 7.5
    message = next(p.message for p in of(7.5).problems if p.code == "W-SLAB")
    assert "15.2 kPa" in message


def test_clear_height_by_hand() -> None:
    """Liquid 2.4 + 0.4 + 0.4 + 0.6 + 0.6 + 0.6 = 5.0; air 2.4 + 0.4 + 0.4 + 1.2 + 0.6 = 5.0 m."""
    air = size(facility(cooling="air"), BOOKS).halls[0]
    assert LIQUID["clear_height_required_m"] == pytest.approx(5.0)
    assert air["clear_height_required_m"] == pytest.approx(5.0)
    assert "manifolds" in LIQUID.figures["clear_height_required_m"].basis
    assert "manifolds" not in air.figures["clear_height_required_m"].basis


@pytest.mark.parametrize(("height", "warned"), [(None, False), (4.9, True), (5.0, False), (6.0, False)])
def test_low_halls_are_named(height: float | None, warned: bool) -> None:
    found = size(facility(hall={"clear_height_m": height}), BOOKS).problems
    assert ("W-HEIGHT" in {p.code for p in found}) == warned


def test_fire_by_hand() -> None:
    """3,101.75 / 4,831 -> 1 zone; 1,101.75 / 400 -> 3 detectors; 2,000 m² x 0.5 x 4 m = 4,000 m³ of clean agent."""
    assert [LIQUID[k] for k in ("preaction_zones", "smoke_detectors", "clean_agent_m3")] == [1, 3, 4000]


def test_areas_by_hand() -> None:
    """20 MW: 2,000 m² of plant rooms and 2,200 m² of yard."""
    assert (LIQUID["plant_m2"], LIQUID["yard_m2"]) == (2000, 2200)


def test_permits_by_hand() -> None:
    """11 x 2,750 kW x 500 h x 6.4 g = 96.8 t NOx: minor source. Fuel above 5 m³ is registered; no water is used."""
    site = size(facility(), BOOKS).site
    assert site["genset_nox_t_per_year"].value == pytest.approx(96.8)
    assert "minor source" in site["permit_air"].basis
    named = {k: site[f"permit_{k}"].value for k in ("air", "fuel", "water", "noise", "building")}
    assert named == {"air": 1, "fuel": 1, "water": 0, "noise": 0, "building": 1}


def test_larger_sites_are_major_sources_and_draw_water() -> None:
    """30 MW with pads: above 100 t NOx; 25.5 m³/h x 24 = 613 m³ a day is above 378."""
    site = size(facility(30, ai={"rejection": "adiabatic"}), BOOKS).site
    assert "major source" in site["permit_air"].basis
    assert site["permit_water"].value == 1


def test_no_hall_needs_no_permit() -> None:
    raw = facility().model_dump(mode="json", exclude_none=True)
    del raw["hall"][0]["ai"]
    from planner.model.facility import Facility

    site = size(Facility.model_validate(raw), BOOKS).site
    assert not any(site[f"permit_{k}"].value for k in ("air", "fuel", "water", "noise", "building"))
    assert site["boundary_noise_db"].value == 0
