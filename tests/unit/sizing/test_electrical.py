"""The electrical chain of a hall by hand, its failure cases, and book figures that nothing can be built with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.sizing import size
from planner.sizing.export import sizing_dict
from planner.sizing.failure import FailureCase, arranged, failure_cases
from planner.sizing.loading import redundancy_problems
from planner.sizing.transformers import fill
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.sizing.result import HallSizing, Sizing

BOOKS = load_books()
PLANTS = ("ups", "genset", "transformer", "mv", "busway")


def hall_of(mw: float = 6, books: Any = BOOKS, **given: Any) -> HallSizing:
    return size(facility(mw, **given), books).halls[0]


def cases(hall: HallSizing, plant: str) -> dict[str, FailureCase]:
    return {c.case: c for c in hall.failure_cases if c.plant == plant}


def with_override(key: str, likely: float) -> Sizing:
    site = facility(6, override=[{"id": key, "likely": likely, "reason": "test"}])
    return size(site, BOOKS.overriding(site.override))


HALL = hall_of(20)


def test_loadings_by_hand() -> None:
    """UPS 20,482.8 / (19 x 1,250) = 0.8625, one out / (18 x 1,250) = 0.9103.

    Gensets 25,474 / (11 x 2,750) = 0.8421, / 10 = 0.9263. Transformers 25,474 / (14 x 2,500 x 0.97) = 0.7503, / 13 = 0.8080.
    """
    assert HALL["ups_loading"] == pytest.approx(0.8625, abs=1e-4)
    assert HALL["ups_failure_loading"] == pytest.approx(0.9103, abs=1e-4)
    assert HALL["genset_loading"] == pytest.approx(0.8421, abs=1e-4)
    assert HALL["genset_failure_loading"] == pytest.approx(0.9263, abs=1e-4)
    assert HALL["transformer_loading"] == pytest.approx(0.7503, abs=1e-4)
    assert HALL["transformer_failure_loading"] == pytest.approx(0.8080, abs=1e-4)
    assert {HALL[f"{p}_load_lost_kw"] for p in PLANTS} == {0}


def test_every_plant_has_its_cases_in_the_export() -> None:
    found = sizing_dict(size(facility(20), BOOKS))["electrical"]["h1"]["failure_cases"]
    assert {c["plant"] for c in found} == set(PLANTS)
    assert all(c["holds"] for c in found)
    keys = {"plant", "case", "units", "loading", "permitted", "load_lost_kw", "holds", "basis"}
    assert all(set(c) == keys for c in found)


def test_n_states_the_load_that_one_genset_costs() -> None:
    """25,474 kW on 2,750: 9.26, so 10 sets are just enough; 9 of them carry 24,750, and 724 are lost."""
    found = size(facility(20, redundancy={"genset": "N"}), BOOKS)
    hall = found.halls[0]
    assert hall["gensets"] == 10
    assert hall["genset_load_lost_kw"] == pytest.approx(hall["hall_load_kw"] - 24_750)
    assert hall["genset_load_lost_kw"] == pytest.approx(724, abs=1)
    assert not [p for p in found.problems if p.code == "F-REDUNDANCY"]


def test_plants_have_redundancies_of_their_own() -> None:
    forms = {"ups": "2N", "genset": "N+2", "transformer": "3N/2"}
    hall = hall_of(20, redundancy=forms)
    assert "one side out" in cases(hall, "ups")
    assert "2 units out" in cases(hall, "genset")
    assert "one block out" in cases(hall, "transformer")
    assert hall["ups_modules"] == 34  # 20,482.8 / 1,250 = 16.4 -> 17 a side
    assert hall["gensets"] == 12  # 25,474 / 2,750 = 9.3 -> 10, + 2
    assert hall["transformers"] == 18  # 26,262 kVA / 2 / 2,500 = 5.3 -> 6 a block, three blocks


def test_rack_feeds_carry_the_whole_rack_and_the_load_is_counted_once() -> None:
    """339 racks have 678 feeds; each is sized for 81.6 kW and carries 40.8: 678 x 40.8 = 339 x 81.6.

    81.6 kW x 1.25 / (√3 x 415 V x 0.97 / 1000) = 146.3 A.
    """
    assert HALL["rack_feeds"] == 678
    assert HALL["rack_feed_kw"] == HALL["rack_kw"] == pytest.approx(81.6)
    assert HALL["rack_feed_load_kw"] == pytest.approx(40.8)
    assert HALL["rack_feeds"] * HALL["rack_feed_load_kw"] == pytest.approx(HALL["racks"] * HALL["rack_kw"])
    assert HALL["rack_feed_a"] == pytest.approx(146.3, abs=0.05)


def test_busway_by_hand() -> None:
    """A run carries √3 x 415 x 800 / 1.25 x 0.97 / 1000 = 446.2 kW: 20,000 / 446.2 = 44.8 -> 45 a side, 90 runs, 1,800 m.

    Healthy 20,000 / 2 / (45 x 446.2) = 0.498; one side out 0.996.
    """
    assert HALL["busway_run_kw"] == pytest.approx(446.23, abs=0.01)
    assert (HALL["busway_runs_per_side"], HALL["busway_runs"], HALL["busway_m"]) == (45, 90, 1800)
    assert cases(HALL, "busway")["healthy"].loading == pytest.approx(0.498, abs=1e-3)
    assert cases(HALL, "busway")["one side out"].loading == pytest.approx(0.996, abs=1e-3)


def test_feeds_from_one_system_without_a_spare_are_told() -> None:
    found = size(facility(6, redundancy={"ups": "N"}), BOOKS)
    problem = next(p for p in found.problems if p.code == "W-FEEDS")
    assert (problem.key, problem.severity) == ("hall.h1.redundancy.ups", "warning")
    assert "one UPS system" in found.halls[0].figures["rack_feeds"].basis
    for form in ("N+1", "2N", "4N/3", "N+1B"):
        assert "W-FEEDS" not in {p.code for p in size(facility(6, redundancy={"ups": form}), BOOKS).problems}


def test_fuel_hours() -> None:
    """8,000-odd kW x 48 h x 0.27 L/kWh; spare sets burn nothing, so redundancy does not move it."""
    one, more = (hall_of(6, ai={"fuel_hours": 48}, redundancy={"genset": form}) for form in ("N+1", "2N"))
    assert one["fuel_hours"] == 48
    assert one["fuel_m3"] == pytest.approx(one["genset_load_kw"] * 48 * 0.27 / 1000)
    assert more["fuel_m3"] == one["fuel_m3"]
    assert one.figures["fuel_hours"].needs == ("hall.ai.fuel_hours",)
    assert hall_of(6).figures["fuel_hours"].uses == ("electrical.genset.fuel_hours",)


def test_thin_air_takes_from_gensets() -> None:
    """At 3,000 m: 1 - 0.05 x 2,000 / 1000 = 0.9; 2,750 x 0.9 = 2,475 kW a set."""
    site = facility(20)
    high = site.model_copy(update={"climate": site.climate.model_copy(update={"altitude_m": 3000})})
    hall = size(high, BOOKS).halls[0]
    assert hall["genset_unit_kw"] == pytest.approx(2475)
    assert hall["gensets"] > HALL["gensets"]
    assert hall["genset_loading"] <= 0.9


def test_each_side_of_transformers_is_filled_for_itself() -> None:
    """Two units of 2,500 kVA a side from five pads of 2,400: three pads make the first side.

    Of the two left, 4,800 of 5,000, both would still need a new one, which alone spares what one pad cannot: one
    new unit is needed either way, so that as many pads are taken as cover the other 2,500: two.
    """
    pads = [2400.0] * 5
    first, second = fill(2, 2500, pads), fill(2, 2500, pads)
    assert (first.reused, first.new, first.covered_kva) == (3, 0, 5000)
    assert (second.reused, second.new, second.covered_kva) == (2, 1, 4800)
    assert pads == []


@pytest.mark.parametrize("form", ["N+1", "N+2", "2N", "2N+1", "2(N+1)", "4N/3", "3N/2", "N+1B"])
@pytest.mark.parametrize("mva", [1.0, 1.5, 2.4, 5.0])
def test_transformers_outlive_a_loss_with_any_pads(form: str, mva: float) -> None:
    pads = [{"id": "p", "kind": "pad", "rating_mva": mva, "secondary_v": 415, "hall": "h1", "count": 9}]
    found = size(facility(9, redundancy={"transformer": form}, transformer=pads), BOOKS)
    hall = found.halls[0]
    assert hall["transformers_reused"] > 0
    assert all(c.holds for c in hall.failure_cases if c.plant == "transformer")
    assert not [p for p in found.problems if p.severity == "failure"]


@pytest.mark.parametrize(
    "key",
    [
        "electrical.ups.module_kw",
        "electrical.ups.normal_loading",
        "electrical.genset.unit_kw",
        "electrical.genset.failure_loading",
        "electrical.transformer.unit_kva",
        "electrical.busway.rating_a",
        "electrical.busway.continuous_factor",
        "electrical.mv.section_mw",
        "electrical.rpp.kw_per_panel",
        "electrical.ups.cabinet_kw_min",
    ],
)
def test_units_that_carry_nothing_are_told_and_never_break_the_plan(key: str) -> None:
    problem = next(p for p in with_override(key, 0).problems if p.code == "F-BOOK")
    assert problem.key == f'override."{key}".likely'
    assert problem.severity == "failure"
    assert "above 0" in problem.message


def test_plants_without_units_fail_their_redundancy() -> None:
    found = with_override("electrical.ups.module_kw", 0)
    assert found.halls[0]["ups_modules"] == 0
    problem = next(p for p in found.problems if p.code == "F-REDUNDANCY")
    assert problem.key == "hall.h1.redundancy.ups"


def test_parts_of_units_are_told_with_what_is_planned() -> None:
    for key, likely, planned in (
        ("electrical.block.units", 2.5, "3 is planned"),
        ("electrical.block.units", 0, "1 is planned"),
        ("electrical.busway.feeds", 1.2, "2 is planned"),
    ):
        problem = next(p for p in with_override(key, likely).problems if p.code == "F-BOOK")
        assert planned in problem.message


def test_a_case_that_does_not_hold_is_a_failure_with_the_nearest_load() -> None:
    """6,144.8 kW on N+1 of 1,250 kW modules: six; of five, with one out, 4 x 1,250 = 5,000 are left."""
    hall = hall_of(6)
    assert hall["ups_modules"] == 6
    short = failure_cases(arranged("ups", "N+1", 5, 1250), hall["ups_load_kw"], 1.0, 1.0)
    (problem,) = redundancy_problems("h1", short)
    assert (problem.code, problem.severity, problem.key) == (
        "F-REDUNDANCY",
        "failure",
        "hall.h1.redundancy.ups",
    )
    assert "5,000 of 6,145 kW" in problem.message
    assert redundancy_problems("h1", [replace(c, required=False) for c in short]) == []


def test_every_figure_names_what_it_is_made_of() -> None:
    own = {
        k: f
        for k, f in HALL.figures.items()
        if k.startswith((*PLANTS, "rack_feed", "fuel", "lv_", "battery"))
    }
    for key, figure in own.items():
        assert figure.uses or figure.needs, key
        for need in figure.needs:
            assert "." in need or need in HALL.figures, (key, need)
