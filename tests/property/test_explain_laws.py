"""On drawn sites too, every figure explains itself down to the file or the books."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.explain import Web, unresolved
from planner.model.facility import Facility
from planner.pipeline import plan
from tests.property.strategies import sites


@settings(max_examples=25, deadline=None)
@given(sites(), st.sampled_from(["", "outside", "evaporative", "dx"]), st.booleans())
def test_every_figure_of_a_drawn_site_ends_in_the_file_or_the_books(
    raw: dict[str, Any], air: str, pads: bool
) -> None:
    if air:
        raw["hall"][0]["ai"]["air_rejection"] = air
    if pads:
        raw["transformer"] = [{"id": "p", "kind": "pad", "rating_mva": 2.0, "count": 5}]
        raw["cooler"] = [{"id": "c", "kind": "dry", "count": 4, "capacity_kw": 800.0}]
    web = Web(plan(Facility.model_validate(raw)))
    assert unresolved(web, web.computed) == []
    for name in web.computed:
        fact = web.fact(name)
        assert fact is not None
        assert fact.formula, name
        assert fact.needs or fact.value == 0 or fact.kind == "time", f"{name}: {fact.formula}"
    assert web.worth("capex_usd")[0] == "judgement"
