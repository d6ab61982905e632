"""The reuse ledger by hand: rules, decisions, what is avoided, and what a flip to replace does."""

from __future__ import annotations

from typing import Any

import pytest

from planner.books import load_books
from planner.io.validate import validate_raw
from planner.pipeline import Plan, plan
from planner.sizing import size
from planner.sizing.standing import Pool
from tests.unit.sizing.sites import facility

BOOKS = load_books()
PADS = {"id": "p", "kind": "pad", "rating_mva": 2.5, "secondary_v": 415, "hall": "h1", "count": 14}
OWN = {"reason": "failed its oil test"}


def raw_site(**tables: Any) -> dict[str, Any]:
    return facility(**tables).model_dump(mode="json", exclude_defaults=True, by_alias=True)


def planned(**tables: Any) -> Plan:
    return plan(facility(**tables))


def lines(result: Plan, asset: str) -> list[Any]:
    both = zip(result.sizing.reuse, result.estimate.reuse_values, strict=True)
    return [(line, value) for line, value in both if line.asset == asset]


def early_rfs(result: Plan) -> int:
    assert result.graph.site_rfs is not None
    return result.schedule.early_start[result.schedule.index[result.graph.site_rfs]]


def test_pool_takes_only_what_spares_whole_units() -> None:
    """3 x 1.5 + 1.0 + 2 x 0.4 = 6.3 spare two units of 2.5: 3 x 1.5 + 1.0 = 5.5 suffice, the two of 0.4 stay out."""
    pool = Pool(((1.5, 3), (1.0, 1), (0.4, 2)))
    assert pool.take(10.0, 2.5) == (4, 5.5)
    assert Pool(((1.5, 1),)).take(10.0, 2.5) == (0, 0.0)
    assert Pool(((4.0, 3),)).take(5.0, 2.5) == (2, 5.0)


def test_flipping_the_pads_by_hand() -> None:
    """20 MW need 14 units of 2.5 MVA (35 MVA), and 14 pads of 2.5 cover them.

    Reused: 14 x 20,000 of refurbishing. Replaced: 14 x 260,000. Direct difference 3,360,000 USD,
    capex more by the percentages on it. The chain of 6 + 30 weeks = 252 days is run in its place.
    """
    kept = planned(transformer=[PADS])
    flip = planned(transformer=[PADS], reuse=[{"asset": "transformer.p", "decision": "replace", **OWN}])
    assert (kept.sizing.hall("h1")["transformers_reused"], kept.sizing.hall("h1")["transformers_new"]) == (
        14,
        0,
    )
    assert (flip.sizing.hall("h1")["transformers_reused"], flip.sizing.hall("h1")["transformers_new"]) == (
        0,
        14,
    )
    ((line, value),) = lines(kept, "transformer.p")
    assert (line.decision, line.decided_by, line.avoids_item, line.avoids_quantity) == (
        "reuse", "rule", "transformer", 14,
    )  # fmt: skip
    assert value.avoided.likely == 14 * 260_000
    assert value.refurbish.likely == 14 * 20_000
    assert value.net.likely == 3_360_000
    assert value.time_avoided_days == (6 + 30) * 7 == 252
    assert value.tasks == ("h1.transformer_inspect", "h1.transformer_refurbish")
    bought = {b.item: b.total.likely for b in flip.estimate.boq if b.item.startswith("transformer")}
    assert bought == {"transformer": 14 * 260_000}
    assert flip.estimate.capex.likely - kept.estimate.capex.likely > 3_360_000
    chains = {c.item for c in flip.graph.procurement} - {c.item for c in kept.graph.procurement}
    assert chains == {"transformer"}
    ((line, value),) = lines(flip, "transformer.p")
    assert (line.decision, line.decided_by, line.reason) == ("replace", "person", OWN["reason"])
    assert (value.avoided, value.time_avoided_days, value.tasks) == (None, 0, ())


def test_a_flip_moves_rfs_where_the_chain_is_critical() -> None:
    """A lead of 200 weeks makes any transformer that must be bought the driver."""
    long = [{"id": "lead_times.transformer", "likely": 200, "reason": "quote"}]
    kept = planned(transformer=[PADS], override=long)
    flip = planned(
        transformer=[PADS], override=long, reuse=[{"asset": "transformer.p", "decision": "replace", **OWN}]
    )
    assert early_rfs(flip) > early_rfs(kept)
    assert "h1.buy.transformer.manufacture" in flip.schedule.critical_path


def test_switchboards_replace_line_ups_one_for_one() -> None:
    """2,500 kVA at 480 V are 2,500,000 / (1.732 x 480) = 3,007 A: 3,200 A suits, 3,000 A does not; 14 line-ups needed."""
    board = {"id": "b", "hall": "h1", "count": 4, "rating_a": 3200, "voltage_v": 480}
    bare, hall = (size(facility(switchboard=b), BOOKS).halls[0] for b in ([], [board]))
    assert (hall["lv_lineups"], hall["switchboards_reused"], hall["lv_lineups_new"]) == (14, 4, 10)
    assert hall["lv_mw_new"] == pytest.approx(bare["lv_mw_new"] * 10 / 14)
    small = size(facility(switchboard=[{**board, "rating_a": 3000}]), BOOKS)
    assert small.halls[0]["switchboards_reused"] == 0
    assert next(r for r in small.reuse if r.asset == "switchboard.b").decision == "sell"


def test_all_switchboards_spare_the_chain_and_part_of_them_does_not() -> None:
    board = {"id": "b", "hall": "h1", "rating_a": 4000, "voltage_v": 415}
    some, all_ = (planned(switchboard=[{**board, "count": n}]) for n in (4, 14))
    assert [v.time_avoided_days for _, v in lines(some, "switchboard.b")] == [0]
    assert [v.time_avoided_days for _, v in lines(all_, "switchboard.b")] == [(6 + 40) * 7]


def test_feeders_spare_duct_for_what_they_carry() -> None:
    """One feeder of half the hall's MVA halves the duct, and a quarter of half of the bulk electrical work."""
    bare = size(facility(), BOOKS).halls[0]
    half = bare["mv_mw"] / BOOKS.likely("electrical.transformer.power_factor") / 2
    hall = size(facility(feeder=[{"id": "f", "rating_mva": half, "voltage_kv": 34.5}]), BOOKS).halls[0]
    assert hall["feeders_reused"] == 1
    assert hall["duct_bank_m_new"] == pytest.approx(bare["duct_bank_m_new"] / 2)
    assert hall["electrical_other_kw"] == pytest.approx(20_000 * (1 - 0.25 / 2))
    assert hall["mv_sections"] == bare["mv_sections"]
    high = size(facility(feeder=[{"id": "f", "rating_mva": half, "voltage_kv": 138}]), BOOKS).halls[0]
    assert high["feeders_reused"] == 0


def test_coolers_are_derated_by_their_approach() -> None:
    """Rated to give 42 °C from 24 + 3 = 27 °C air: 15 K, where new units are counted at 10 K: 10 / 15 of 4 x 1,000 kW.

    2,666.7 kW spare three units of 800. On a day of 40 °C, when only trim chillers reach the water, old and new coolers
    alike stand by: from 43 °C air no cooler gives 42 °C, and one that names no supply serves as a new one does, each for one of 800 kW.
    """
    cooler = {"id": "c", "hall": "h1", "kind": "hydro", "count": 4, "capacity_kw": 1000, "supply_c": 42}
    bare, hall = (size(facility(design_c=24, cooler=c), BOOKS).halls[0] for c in ([], [cooler]))
    assert hall["coolers_reused"] == 4
    assert hall["cooler_kw_reused"] == pytest.approx(4000 * 10 / 15)
    assert hall["dry_coolers_new"] == bare["dry_coolers_new"] - 3
    hot = size(facility(design_c=40, cooler=[cooler]), BOOKS)
    assert hot.halls[0]["coolers_reused"] == 0
    assert "cannot be had" in next(r for r in hot.reuse if r.asset == "cooler.c").rule
    plain = {k: v for k, v in cooler.items() if k != "supply_c"}
    assert size(facility(design_c=40, cooler=[plain]), BOOKS).halls[0]["cooler_kw_reused"] == pytest.approx(
        3200
    )


@pytest.mark.parametrize(
    ("tables", "asset", "decision", "says"),
    [
        (
            {"transformer": [{**PADS, "secondary_v": 690}]},
            "transformer.p",
            "reuse",
            "690 V is not 415 or 480 V",
        ),
        (
            {"cooler": [{"id": "c", "hall": "h1", "kind": "immersion", "capacity_kw": 900}]},
            "cooler.c",
            "refurbish",
            "oil circuit",
        ),
        ({}, "hall.h1.mining-cooling", "reuse", "outside air"),
        ({}, "hall.h1.miners", "replace", "miners have no use"),
    ],
)
def test_impossible_decisions_fail_with_what_is_possible(
    tables: dict[str, Any], asset: str, decision: str, says: str
) -> None:
    result = planned(**tables, reuse=[{"asset": asset, "decision": decision, **OWN}])
    (problem,) = [p for p in result.problems if p.code == "F-REUSE"]
    assert result.failed
    assert problem.key == f'reuse."{asset}".decision'
    assert says in problem.message
    assert "possible: " in problem.message
    assert all(line.decided_by == "rule" for line, _ in lines(result, asset))


def test_a_person_may_keep_what_the_rule_would_replace_for_its_age() -> None:
    old = {**PADS, "year": 1999}
    own = [{"asset": "transformer.p", "decision": "refurbish", "reason": "rewound in 2025"}]
    assert planned(transformer=[old]).sizing.hall("h1")["transformers_reused"] == 0
    assert planned(transformer=[old], reuse=own).sizing.hall("h1")["transformers_reused"] == 14


def test_replacing_the_shell_builds_all_anew() -> None:
    own = [{"asset": "hall.h1.shell", "decision": "replace", "reason": "asbestos"}]
    hall = size(facility(reuse=own), BOOKS).halls[0]
    assert (hall["area_m2"], hall["envelope_m2"], hall["slab_m2"]) == (0, 0, 0)
    assert hall["new_building_m2"] == hall["area_required_m2"]


def test_unknown_assets_reasonless_and_double_decisions_are_refused() -> None:
    raw = raw_site(transformer=[PADS])
    given = {"asset": "transformer.q", "decision": "sell", "reason": "x"}
    for reuse, code, key in (
        ([given], "E-UNKNOWN-ID", 'reuse."transformer.q".asset'),
        ([{**given, "asset": "transformer.p"}] * 2, "E-DUPLICATE-ID", 'reuse."transformer.p".asset'),
        ([{**given, "asset": "transformer.p", "reason": " "}], "E-VALUE", 'reuse."transformer.p".reason'),
        ([{"asset": "transformer.p", "decision": "sell"}], "E-MISSING", 'reuse."transformer.p".reason'),
    ):
        found, problems = validate_raw({**raw, "reuse": reuse})
        assert found is None
        assert [(p.code, p.key) for p in problems] == [(code, key)]


def test_plant_at_an_unknown_hall_is_refused() -> None:
    raw = raw_site(switchboard=[{"id": "b", "hall": "nowhere", "rating_a": 4000}])
    found, problems = validate_raw(raw)
    assert found is None
    assert [(p.code, p.key) for p in problems] == [("E-UNKNOWN-ID", "switchboard.b.hall")]


def test_a_decision_flips_in_a_scenario() -> None:
    raw = raw_site(
        transformer=[PADS],
        reuse=[{"asset": "transformer.p", "decision": "reuse", "reason": "tested"}],
        scenario=[{"id": "new", "set": {'reuse."transformer.p".decision': "replace"}}],
    )
    found, problems = validate_raw(raw)
    assert problems == []
    assert found is not None


def test_own_figures_name_known_figures_and_entries() -> None:
    """What `needs` names without a dot stands on the sheet; what `uses` names stands in the books."""
    tables: dict[str, Any] = {
        "switchboard": [{"id": "b", "rating_a": 4000}],
        "feeder": [{"id": "f", "rating_mva": 5}],
        "cooler": [{"id": "c", "kind": "dry", "capacity_kw": 900}],
    }
    found = size(facility(design_c=20, **tables), BOOKS)
    keys = ("switchboards_reused lv_lineups_new lv_mw_new feeders_reused feeder_mva_reused duct_bank_m_new "
            "electrical_other_kw coolers_reused cooler_kw_reused dry_coolers_new dry_cooler_kw_new")  # fmt: skip
    for key in keys.split():
        figure = found.halls[0].figures[key]
        assert figure.needs
        assert all("." in n or n in found.halls[0].figures for n in figure.needs), key
        assert all(BOOKS[u] for u in figure.uses)
