"""The substation with one transformer lost, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.sizing import size
from planner.sizing.export import sizing_dict
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.sizing.result import Sizing

BOOKS = load_books()
HALL_KW = 25_860.6
"""What 20 MW of liquid-cooled H100 draw at the connection: see test_hall."""


def site(count: int, mva: float, **tables: Any) -> Sizing:
    listed = {"id": "main", "kind": "substation", "count": count, "rating_mva": mva}
    return size(facility(20, transformer=[listed], **tables), BOOKS)


def codes(found: Sizing) -> set[str]:
    return {p.code for p in found.problems}


def test_two_of_which_one_carries_all() -> None:
    """25,860.6 kW on 2 x 30 MVA x 0.95 = 57,000 kW: 0.4537; one out: 0.9074."""
    found = site(2, 30)
    healthy, out = found.failure_cases
    assert healthy.loading == pytest.approx(HALL_KW / 57_000, abs=1e-4)
    assert out.loading == pytest.approx(HALL_KW / 28_500, abs=1e-4)
    assert out.holds
    assert "W-SUBSTATION" not in codes(found)
    assert found.site["substation_failure_loading"].value == out.loading
    assert found.site["substation_load_lost_kw"].value == 0


def test_two_of_which_one_does_not() -> None:
    """2 x 20 MVA: one carries 19,000 kW, 6,860.6 are lost, 6,860.6 / 0.95 / 1000 = 7.2 MVA more would hold it."""
    found = site(2, 20)
    out = found.failure_cases[1]
    assert not out.holds
    assert out.lost_load_kw == pytest.approx(6860.6, abs=1)
    problem = next(p for p in found.problems if p.code == "W-SUBSTATION")
    assert (problem.key, problem.severity) == ("transformer.main.count", "warning")
    assert "6.9 MW of AI halls" in problem.message
    assert "7.2 MVA" in problem.message


def test_a_single_one_takes_all() -> None:
    found = site(1, 40)
    out = found.failure_cases[1]
    assert (out.remaining_units, out.served_kw) == (0, 0)
    assert out.lost_load_kw == pytest.approx(HALL_KW, abs=1)
    assert "W-SUBSTATION" in codes(found)


def test_mining_is_stopped_first() -> None:
    """25.9 MW of AI and 10 MW of mining on 2 x 30 MVA: one carries 28,500: 7,360 kW lost, none when mining stops."""
    from planner.model.facility import Facility

    raw = facility(20, transformer=[{"id": "main", "kind": "substation", "count": 2, "rating_mva": 30}])
    data = raw.model_dump(by_alias=True, exclude_none=True)
    data["hall"] = [*data["hall"], {"id": "m", "existing_mw": 10}]
    found = size(Facility.model_validate(data), BOOKS)
    by_case = {c.case: c for c in found.failure_cases}
    assert by_case["one unit out"].lost_load_kw == pytest.approx(7360.6, abs=1)
    assert by_case["one unit out, mining stopped"].holds
    assert "W-SUBSTATION" not in codes(found)
    assert found.site["substation_load_lost_kw"].value == pytest.approx(7360.6, abs=1)


def test_unlisted_is_taken_as_one_and_said() -> None:
    found = size(facility(20), BOOKS)
    assert found.failure_cases[1].remaining_units == 0
    assert "taken as one" in found.site["substation_loading"].basis
    assert "W-SUBSTATION" not in codes(found)


def test_new_ones_count() -> None:
    """One of 10 MVA stands, 27.2 are needed: one of 50 is added; without it 9,500 kW are served."""
    found = site(1, 10)
    assert found.site["substation_transformers_new"].value == 1
    healthy, out = found.failure_cases
    assert (healthy.remaining_units, out.remaining_units) == (2, 1)
    assert out.served_kw == pytest.approx(9500)


def test_export_has_the_site() -> None:
    data = sizing_dict(site(2, 30))["electrical"]["site"]
    assert data["substation_mva"] == 60
    assert [c["case"] for c in data["failure_cases"]] == ["healthy", "one unit out"]
    assert data["failure_cases"][0]["plant"] == "substation"
