"""A person's own figure in place of a book's must be one that can be."""

from __future__ import annotations

import pytest

from planner.books import load_books
from planner.model.problem import InputError
from planner.pipeline import Plan, plan
from tests.unit.sizing.sites import facility

BOOKS = load_books()


def override(key: str, likely: float) -> Plan:
    return plan(facility(6, override=[{"id": key, "likely": likely, "reason": "test"}]), BOOKS)


@pytest.mark.parametrize(
    ("key", "likely", "says"),
    [
        ("electrical.ups.efficiency", 0, "above 0 and at most at 1"),
        ("electrical.ups.efficiency", 1.5, "above 0 and at most at 1"),
        ("cooling.cdu.pump_share", 1.01, "between 0 and 1"),
        ("electrical.ups.normal_loading", 5, "between 0 and 2"),
        ("platforms.hgx-h100.unit_nodes", 1.5, "come whole: give 2"),
        ("cooling.tcs.delta_k", 0, "above 0"),
        ("network.racks.switches_per_rack", 0, "above 0"),
        ("platforms.hgx-h100.node_kw", 0, "above 0"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(key: str, likely: float, says: str) -> None:
    with pytest.raises(InputError, match=says) as found:
        override(key, likely)
    assert [(p.code, p.key) for p in found.value.problems] == [("E-RANGE", f'override."{key}".likely')]


@pytest.mark.parametrize(
    ("key", "likely"), [("electrical.ups.failure_loading", 1.1), ("cooling.cdu.pump_share", 0)]
)
def test_what_can_be_is_taken(key: str, likely: float) -> None:
    assert override(key, likely).books.likely(key) == likely
