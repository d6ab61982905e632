"""Laws of the interconnect: more nodes or capacity never need less, more blocking never more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.books import load_books
from planner.model.plant import HallAI
from planner.sizing.compute import kit_of
from planner.sizing.figures import Sheet
from planner.sizing.it import put_it

BOOKS = load_books()
PLATFORMS = st.sampled_from(["hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"])
UNITS = st.none() | st.integers(1, 128)
RATIOS = st.sampled_from([None, 1, 1.5, 2, 3, 4, 8, 32])
PER_HALL = {"unused_it_kw", "rack_kw", "rack_weight_kg", "leaf_uplinks", "bisection_share"}
"""Of one rack or leaf, or what is left over."""


def sized(platform: str, units: int | None, ratio: float | None, **size: float) -> dict[str, float]:
    ai = HallAI.model_validate(
        {"platform": platform, "cooling": "liquid", "cluster_units": units, "oversubscription": ratio, **size}
    )
    sheet = Sheet(BOOKS)
    put_it(sheet, ai, kit_of(platform, None, units, BOOKS, ratio))
    return {key: figure.value for key, figure in sheet.figures.items()}


@given(PLATFORMS, UNITS, RATIOS, st.integers(1, 6000), st.integers(1, 3000))
@settings(max_examples=300, deadline=None)
def test_more_nodes_never_need_fewer_of_anything(
    platform: str, units: int | None, ratio: float | None, nodes: int, more: int
) -> None:
    less, grown = (sized(platform, units, ratio, nodes=n) for n in (nodes, nodes + more))
    for key, value in less.items():
        if key not in PER_HALL:
            assert grown[key] >= value - 1e-9, key


@given(PLATFORMS, UNITS, RATIOS, st.floats(0.05, 200), st.floats(0.01, 50))
@settings(max_examples=200, deadline=None)
def test_more_capacity_never_needs_fewer_of_anything(
    platform: str, units: int | None, ratio: float | None, mw: float, more: float
) -> None:
    less, grown = (sized(platform, units, ratio, critical_it_mw=m) for m in (mw, mw + more))
    for key, value in less.items():
        if key not in PER_HALL:
            assert grown[key] >= value - 1e-9, key


@given(PLATFORMS, UNITS, st.integers(1, 6000), st.sampled_from([(1, 2), (2, 4), (4, 8), (1, 32)]))
@settings(max_examples=200, deadline=None)
def test_more_blocking_never_needs_more(
    platform: str, units: int | None, nodes: int, ratios: tuple[float, float]
) -> None:
    """The fabric manager's ports are free sooner, so that its four cables a cluster are left out of the comparison."""
    open_, blocked = (sized(platform, units, ratio, nodes=nodes) for ratio in ratios)
    for key in ("spine_switches", "core_switches", "leaf_spine_cables", "spine_core_cables"):
        assert blocked[key] <= open_[key], key
    assert blocked["leaf_switches"] == open_["leaf_switches"]
    assert blocked["bisection_share"] == pytest.approx(ratios[0] / ratios[1] * open_["bisection_share"])


@given(st.integers(1, 6000), UNITS)
@settings(max_examples=100, deadline=None)
def test_cables_end_on_modules(nodes: int, units: int | None) -> None:
    """Twin ports: two modules hold the ends of two cables between switches; nodes' ends are on their own modules."""
    found = sized("hgx-h100", units, None, nodes=nodes)
    between = found["leaf_spine_cables"] + found["spine_core_cables"]
    ends = found["fabric_cables"] + between
    assert ends <= 2 * found["transceivers"] <= ends + 1
    assert 2 * found["node_transceivers"] == found["node_leaf_cables"]
    assert found["cables_beyond_multimode"] <= found["cables_beyond_copper"] <= found["fabric_cables"]
    parts = ("storage_cables", "inband_cables", "oob_cables")
    assert found["other_cables"] == sum(found[key] for key in parts)
