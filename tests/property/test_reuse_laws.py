"""Laws of the reuse ledger over drawn sites with existing plant, on unlevelled dates."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.strategies import sites
from tests.property.test_laws import assert_never_less, changed, early_rfs, planned

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@st.composite
def mines(draw: st.DrawFn) -> dict[str, Any]:
    """A drawn site with pads, switchboards, feeders, coolers and fibre, suitable and not, at a hall or shared."""
    raw = draw(sites())
    hall = st.sampled_from([{}, {"hall": "h1"}])
    year = st.sampled_from([{}, {"year": 2021}, {"year": 1998}])

    def some(table: str, most: int, **fields: Any) -> None:
        raw[table] = [
            {
                "id": f"{table[0]}{i}",
                "count": draw(st.integers(1, 40)),
                **draw(hall),
                **draw(year),
                **{k: draw(v) for k, v in fields.items()},
            }
            for i in range(draw(st.integers(0, most)))
        ]

    some(
        "transformer",
        3,
        kind=st.just("pad"),
        rating_mva=st.sampled_from([0.5, 1.0, 1.5, 2.5, 4.0]),
        secondary_v=st.sampled_from([415, 480, 690]),
    )
    if draw(st.booleans()):
        raw["transformer"].append({"id": "sub", "kind": "substation", "count": 2, "rating_mva": 40})
    some(
        "switchboard", 2, rating_a=st.sampled_from([2000, 4000, 5000]), voltage_v=st.sampled_from([415, 480])
    )
    some("feeder", 2, rating_mva=st.sampled_from([2, 10, 25]), voltage_kv=st.sampled_from([13.8, 34.5, 69]))
    some(
        "cooler",
        2,
        kind=st.sampled_from(["dry", "hydro", "immersion"]),
        capacity_kw=st.sampled_from([150, 500, 1200]),
        supply_c=st.sampled_from([38, 45, 55]),
    )
    raw["fibre"] = [{"id": f"r{i}", "diverse": draw(st.booleans())} for i in range(draw(st.integers(0, 3)))]
    return {k: v for k, v in raw.items() if v}


@LAW
@given(mines(), st.data())
def test_replacing_what_was_reused_is_never_cheaper_nor_earlier(
    raw: dict[str, Any], data: st.DataObject
) -> None:
    before = planned(raw)
    kept = sorted({r.asset for r in before.sizing.reuse if r.decision in ("reuse", "refurbish")})
    asset = data.draw(st.sampled_from(kept))
    flipped = copy.deepcopy(raw)
    flipped["reuse"] = [{"asset": asset, "decision": "replace", "reason": "drawn"}]
    after = planned(flipped)
    assert not [p for p in after.problems if p.code == "F-REUSE"]
    for column in ("low", "likely", "high"):
        assert getattr(after.estimate.capex, column) >= getattr(before.estimate.capex, column) - 0.005, asset
    assert early_rfs(after) >= early_rfs(before), asset
    lines = [r for r in after.sizing.reuse if r.asset == asset]
    assert {(r.decision, r.decided_by, r.reason) for r in lines} == {("replace", "person", "drawn")}


@LAW
@given(mines())
def test_more_megawatts_and_redundancy_never_buy_less_beside_existing_plant(raw: dict[str, Any]) -> None:
    before = planned(raw)
    more = changed(raw, ai__critical_it_mw=raw["hall"][0]["ai"]["critical_it_mw"] + 10)
    assert_never_less(before, planned(more))
    n, twice = (planned(changed(raw, redundancy__transformer=r)) for r in ("N", "2N"))
    assert_never_less(n, twice)


@LAW
@given(mines())
def test_every_line_has_a_rule_and_what_serves_again_is_tested_before_its_hall_is_let(
    raw: dict[str, Any],
) -> None:
    import networkx as nx

    result = planned(raw)
    graph = result.graph
    for line, value in zip(result.sizing.reuse, result.estimate.reuse_values, strict=True):
        assert line.rule
        assert line.quantity > 0
        if line.avoids_item is not None:
            assert value.tasks, line.asset
            assert value.net is not None
            assert value.net.likely > 0, line.asset
        goal = (
            f"{line.hall}.energise"
            if line.asset.startswith(("transformer", "switchboard", "feeder"))
            else None
        )
        for task in value.tasks:
            ends = [goal] if goal and line.hall else [graph.site_rfs]
            assert all(nx.has_path(graph.digraph, task, end) for end in ends)
