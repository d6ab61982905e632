"""Laws of whole plans, on unlevelled dates, over drawn facilities: what no change of input may do."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from planner.io.validate import validate_raw
from planner.pipeline import Plan, plan
from tests.property.strategies import sites

if TYPE_CHECKING:
    from collections.abc import Mapping

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def planned(raw: dict[str, Any]) -> Plan:
    facility, problems = validate_raw(raw)
    assert facility is not None, problems
    return plan(facility)


def changed(raw: dict[str, Any], hall: int = 0, **values: Any) -> dict[str, Any]:
    """A copy with `ai__x` or `redundancy__x` of a hall replaced."""
    other = copy.deepcopy(raw)
    for key, value in values.items():
        table, name = key.split("__")
        other["hall"][hall][table][name] = value
    return other


def early_rfs(result: Plan) -> int:
    """The site's RFS from the network without resource limits."""
    assert result.graph.site_rfs is not None
    return result.schedule.early_start[result.schedule.index[result.graph.site_rfs]]


def quantities(result: Plan) -> Mapping[tuple[str, str | None], float]:
    totals: dict[tuple[str, str | None], float] = {}
    for line in result.estimate.boq:
        totals[line.item, line.hall] = totals.get((line.item, line.hall), 0.0) + line.quantity
    return totals


def assert_never_less(before: Plan, after: Plan) -> None:
    """No quantity, no capex column and no early RFS goes down."""
    more = quantities(after)
    for key, quantity in quantities(before).items():
        assert more.get(key, 0.0) >= quantity - 1e-6, f"{key}: {quantity} -> {more.get(key, 0.0)}"
    for column in ("low", "likely", "high"):
        assert getattr(after.estimate.capex, column) >= getattr(before.estimate.capex, column) - 0.005
    assert early_rfs(after) >= early_rfs(before)


@LAW
@given(sites())
def test_ten_more_megawatts_never_reduce_anything_nor_come_earlier(raw: dict[str, Any]) -> None:
    more = changed(raw, ai__critical_it_mw=raw["hall"][0]["ai"]["critical_it_mw"] + 10)
    assert_never_less(planned(raw), planned(more))


@LAW
@given(sites())
def test_n_plus_one_to_two_n_never_reduces_anything_nor_comes_earlier(raw: dict[str, Any]) -> None:
    for part in ("ups", "genset", "transformer", "cdu"):
        before = planned(changed(raw, **{f"redundancy__{part}": "N+1"}))
        after = planned(changed(raw, **{f"redundancy__{part}": "2N"}))
        assert_never_less(before, after)


@LAW
@given(sites())
def test_h100_to_h200_moves_it_capex_alone(raw: dict[str, Any]) -> None:
    for hall in raw["hall"]:
        if "ai" in hall and hall["ai"]["platform"] == "gb200-nvl72":
            hall["ai"]["platform"] = "hgx-h100"
    before = planned(changed(raw, ai__platform="hgx-h100"))
    after = planned(changed(raw, ai__platform="hgx-h200"))
    assert after.estimate.capex == before.estimate.capex
    assert after.estimate.it_capex.likely > before.estimate.it_capex.likely
    assert after.schedule.start == before.schedule.start
    assert after.critical_it_mw == before.critical_it_mw


@LAW
@given(sites(halls=1, cooling="air"))
def test_air_to_liquid_adds_the_loop_and_never_air_units_or_mechanical_power(raw: dict[str, Any]) -> None:
    assume(raw["hall"][0]["ai"]["platform"] != "gb200-nvl72")
    air = planned(raw).sizing.hall("h1")
    liquid = planned(changed(raw, ai__cooling="liquid")).sizing.hall("h1")
    assert liquid["cdus"] > air["cdus"] == 0
    assert liquid["coolant_flow_lpm"] > air["coolant_flow_lpm"] == 0
    for key in ("fan_walls", "air_chillers", "mechanical_kw"):
        assert liquid[key] <= air[key] + 1e-9, key


def test_gb200_with_air_is_refused_with_the_reason() -> None:
    raw = {
        "project": {"start": "2026-01-05"},
        "grid": {"capacity_mw": 50},
        "hall": [{"id": "h1", "ai": {"platform": "gb200-nvl72", "nodes": 8, "cooling": "air"}}],
    }
    facility, problems = validate_raw(raw)
    assert facility is None
    assert [p.key for p in problems] == ["hall.h1.ai.cooling"]
    assert "cannot be cooled by air" in problems[0].message


@LAW
@given(sites())
def test_a_hall_that_goes_on_mining_adds_no_tasks(raw: dict[str, Any]) -> None:
    more = copy.deepcopy(raw)
    more["hall"].append({"id": "mine9", "existing_mw": 10.0})
    before, after = planned(raw), planned(more)
    assert [t.id for t in before.graph.tasks] == [t.id for t in after.graph.tasks]


@LAW
@given(sites())
def test_order_in_the_file_never_matters(raw: dict[str, Any]) -> None:
    other = copy.deepcopy(raw)
    other["hall"].reverse()
    first, second = planned(raw), planned(other)
    assert first.rfs_date == second.rfs_date
    assert first.estimate.capex == second.estimate.capex
    dates = {
        t.id: (first.schedule.start[i], first.schedule.finish[i]) for i, t in enumerate(first.schedule.tasks)
    }
    assert dates == {
        t.id: (second.schedule.start[i], second.schedule.finish[i])
        for i, t in enumerate(second.schedule.tasks)
    }


@LAW
@given(sites())
def test_sums_redo_to_the_cent_and_every_task_reaches_rfs(raw: dict[str, Any]) -> None:
    import networkx as nx

    result = planned(raw)
    for column in ("low", "likely", "high"):
        total = round(
            sum(round(getattr(line.amount, column) * 100) for line in result.estimate.lines) / 100, 2
        )
        assert total == pytest.approx(getattr(result.estimate.capex, column), abs=0.005)
    assert result.graph.site_rfs is not None
    reached = nx.ancestors(result.graph.digraph, result.graph.site_rfs)
    stray = [t.id for t in result.graph.tasks if t.template and t.id not in reached | {result.graph.site_rfs}]
    assert stray == []


@LAW
@given(sites())
def test_installed_it_is_never_above_what_is_let_and_the_waterfall_sums(raw: dict[str, Any]) -> None:
    result = planned(raw)
    for hall in result.sizing.halls:
        assert hall["it_nameplate_kw"] <= hall["critical_it_kw"] + 1e-6
        assert hall["it_nameplate_kw"] + hall["unused_it_kw"] == pytest.approx(hall["critical_it_kw"])
    running = 0.0
    for step in result.sizing.waterfall:
        running += step.delta_mw
        assert step.running_mw == pytest.approx(running, abs=1e-6)
