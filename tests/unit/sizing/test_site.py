"""Waterfall, grid check, reuse, bill of quantities and the exported dict."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from planner.books import BookError, load_books
from planner.model.facility import Facility
from planner.sizing import size
from planner.sizing.export import sizing_dict
from planner.sizing.quantities import lines_of
from tests.unit.sizing.sites import facility

BOOKS = load_books()
BARE: dict[str, Any] = {
    "project": {"start": "2027-01-04"},
    "grid": {"capacity_mw": 60},
    "hall": [
        {
            "id": "a",
            "existing_mw": 25,
            "ai": {"platform": "hgx-h100", "critical_it_mw": 10, "cooling": "liquid"},
        },
        {"id": "b", "existing_mw": 25},
    ],
}


def test_waterfall_deltas_sum_to_running() -> None:
    found = size(Facility.model_validate(BARE), BOOKS)
    assert found.waterfall[0].step == "utility MVA x power factor"
    assert found.waterfall[0].delta_mw == 60
    running = 0.0
    for step in found.waterfall:
        running += step.delta_mw
        assert step.running_mw == pytest.approx(running)
        assert step.formula
        assert step.source


def test_waterfall_by_hand() -> None:
    """60 MW less 2 % reserve less 25 MW mining = 33.8 MW; divided by the hall's design PUE it is critical IT."""
    found = size(Facility.model_validate(BARE), BOOKS)
    available = next(s.running_mw for s in found.waterfall if s.step == "redundancy")
    assert available == pytest.approx(33.8 / found.halls[0]["pue_design"])
    assert found.waterfall[-1].running_mw == pytest.approx(available - 10)


def test_grid_limit_names_the_nearest_capacity() -> None:
    """The figure named fits; 0.02 MW more does not."""
    found = size(facility(60, grid_mw=60), BOOKS)
    problem = next(p for p in found.problems if p.code == "F-GRID-LIMIT")
    assert (problem.key, problem.severity) == ("grid.capacity_mw", "failure")
    assert found.waterfall[-1].running_mw < 0
    nearest = float(problem.message.split("carry ")[1].split(" MW")[0])
    assert not [p for p in size(facility(nearest, grid_mw=60), BOOKS).problems if p.code == "F-GRID-LIMIT"]
    assert [p for p in size(facility(nearest + 0.02, grid_mw=60), BOOKS).problems if p.code == "F-GRID-LIMIT"]


def test_last_grid_step_counts() -> None:
    grid = {"capacity_mw": 20, "step": [{"id": "s1", "capacity_mw": 90, "energised": date(2028, 1, 1)}]}
    found = size(Facility.model_validate({**BARE, "grid": grid}), BOOKS)
    assert found.waterfall[0].delta_mw == 90
    assert found.site["grid_mw"].value == 90


def test_substation_by_hand() -> None:
    """None listed: 20 MW / 0.97 = 20.62 MVA stand; 10 MW x PUE 1.29 + 25 MW need about 39.1: one unit of 50 MVA."""
    grid = {"capacity_mw": 20, "step": [{"id": "s1", "capacity_mw": 90, "energised": date(2028, 1, 1)}]}
    site = size(Facility.model_validate({**BARE, "grid": grid}), BOOKS).site
    assert site["substation_mva"].value == pytest.approx(20 / 0.97)
    assert site["substation_transformers_new"].value == 1
    assert site["substation_mva_new"].value == 50


def test_bare_file_takes_everything_from_the_books() -> None:
    found = size(Facility.model_validate(BARE), BOOKS)
    codes = [p.code for p in found.problems]
    assert "W-CLIMATE" in codes
    assert not [p for p in found.problems if p.severity != "warning"]
    assert found.site["fibre_routes_new"].value == 1


def test_climate_is_vouched_for_by_source_or_assumption() -> None:
    def codes(**climate: Any) -> set[str]:
        return {p.code for p in size(Facility.model_validate({**BARE, "climate": climate}), BOOKS).problems}

    assert "W-CLIMATE" in codes(design_dry_bulb_c=35)
    assert "W-CLIMATE" not in codes(design_dry_bulb_c=35, source="station")
    assert "W-CLIMATE" not in codes(design_dry_bulb_c=35, assumed=True)


def test_region_gives_the_weather() -> None:
    """Texas is hotter than Norway."""
    draw = {
        r: size(Facility.model_validate({**BARE, "site": {"region": r}}), BOOKS).halls[0]["mechanical_kw"]
        for r in ("US-TX", "NO", "US-ZZ", "ZZ")
    }
    assert draw["US-TX"] > draw["US-ZZ"] > draw["NO"]


def test_pads_are_reused_up_to_the_need() -> None:
    """14 units of 2.5 MVA needed for 20 MW = 35 MVA: 10 pads of 1.5 MVA cover 15, 8 new ones the other 20."""
    pad = {"id": "p", "kind": "pad", "rating_mva": 1.5, "secondary_v": 415, "hall": "h1"}
    hall = size(facility(transformer=[{**pad, "count": 10}]), BOOKS).halls[0]
    assert (hall["transformers_reused"], hall["transformers_new"]) == (10, 8)
    plenty = size(facility(transformer=[{**pad, "count": 100}]), BOOKS).halls[0]
    assert (plenty["transformers_reused"], plenty["transformers_new"]) == (24, 0)


@pytest.mark.parametrize("change", [{"secondary_v": 690}, {"year": 1999}, {"hall": "other"}])
def test_unsuitable_pads_are_not_reused(change: dict[str, Any]) -> None:
    pad = {
        "id": "p",
        "kind": "pad",
        "rating_mva": 2.5,
        "secondary_v": 480,
        "count": 4,
        "hall": "h1",
        **change,
    }
    assert size(facility(transformer=[pad]), BOOKS).halls[0]["transformers_reused"] == 0


def test_reuse_ledger_states_its_rules() -> None:
    found = size(Facility.model_validate(BARE), BOOKS)
    assert all(line.rule for line in found.reuse)
    by_asset = {line.asset: line for line in found.reuse}
    assert "assumed" in by_asset["site.substation"].rule
    assert by_asset["hall.a.mining-cooling"].decision == "replace"
    assert by_asset["hall.a.miners"].decision == "sell"
    assert by_asset["hall.a.shell"].avoids_item == "new_building"


def test_lines_follow_the_item_book() -> None:
    found = size(Facility.model_validate(BARE), BOOKS)
    scopes = {i["id"]: i["scope"] for i in BOOKS.items}
    assert found.lines
    for line in found.lines:
        assert line.quantity > 0
        assert (line.hall is None) == (scopes[line.item] == "site")


def test_item_of_an_unknown_figure_is_a_book_error() -> None:
    from dataclasses import replace

    items = ({"id": "x", "scope": "site", "quantity": "no_such_figure"},)
    broken = replace(BOOKS, tables={**BOOKS.tables, "items.item": items}, _cache={})
    with pytest.raises(BookError, match="no_such_figure"):
        lines_of("site", None, {}, broken)


def test_no_halls_no_grid() -> None:
    found = size(Facility.model_validate({"project": {"start": "2027-01-04"}}), BOOKS)
    assert not found.halls
    assert not found.lines
    assert not found.problems


def test_only_mining_has_a_waterfall_and_buys_nothing() -> None:
    found = size(Facility.model_validate({**BARE, "hall": [BARE["hall"][1]]}), BOOKS)
    assert found.waterfall[-1].running_mw == pytest.approx(60 - 1.2 - 25)
    assert not found.lines
    assert not found.problems


def test_order_of_halls_never_matters() -> None:
    ai = {"platform": "hgx-b200", "critical_it_mw": 5, "cooling": "liquid"}
    halls = [{"id": i, "existing_mw": 10, "ai": ai} for i in "abc"]
    pads = [{"id": "p", "kind": "pad", "rating_mva": 2.0, "count": 4}]
    one, other = (
        size(Facility.model_validate({**BARE, "hall": h, "transformer": pads}), BOOKS)
        for h in (halls, halls[::-1])
    )
    assert one == other


def test_exported_dict_is_json() -> None:
    found = size(Facility.model_validate(BARE), BOOKS)
    data = json.loads(json.dumps(sizing_dict(found), allow_nan=False))
    assert set(data["waterfall"][0]) == {"step", "delta_mw", "running_mw", "formula", "source"}
    assert data["network"]["compute"]["nodes"] == found.halls[0]["nodes"]
    assert sum(c["leaf"] for c in data["network"]["clusters"]) == data["network"]["compute"]["leaf"]
    assert data["electrical"]["a"]["ups_modules"] == found.halls[0]["ups_modules"]
    assert set(data["halls"][0]["figures"]["cdus"]) == {"value", "unit", "basis", "source", "confidence"}


def test_overrides_reach_the_figures() -> None:
    override = [{"id": "electrical.ups.module_kw", "likely": 1000, "reason": "quote 17"}]
    own = BOOKS.overriding(facility(override=override).override)
    hall = size(facility(), own).halls[0]
    assert hall["ups_kw"] == hall["ups_modules"] * 1000
    assert "quote 17" in hall.figures["ups_kw"].source


def test_losses_take_nothing_where_mining_leaves_nothing() -> None:
    """60 MW less 2 % reserve less 70 MW mining is below zero: no loss may give megawatts back."""
    halls = [{**BARE["hall"][0], "existing_mw": 0}, {"id": "b", "existing_mw": 70}]
    found = size(Facility.model_validate({**BARE, "hall": halls}), BOOKS)
    assert all(s.delta_mw <= 0 for s in found.waterfall[1:])
    assert next(s.running_mw for s in found.waterfall if s.step == "redundancy") == pytest.approx(
        60 - 1.2 - 70
    )
