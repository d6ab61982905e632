"""Laws of redundancy over forms, loads, ratings, loadings and blocks: every loss that a form promises to stand is taken and stood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from planner.books import load_books
from planner.model.redundancy import parse_redundancy, units_required
from planner.sizing import size
from planner.sizing.failure import FailureCase, arranged, failure_cases
from tests.unit.sizing.sites import facility

PARALLEL = st.integers(1, 9).map(lambda k: f"N+{k}")
SIDES = st.sampled_from(["2N", "2N+1", "2N+2", "2(N+1)", "2(N+3)"])
DISTRIBUTED = (
    st.tuples(st.integers(2, 9), st.integers(1, 8))
    .filter(lambda p: p[0] > p[1])
    .map(lambda p: f"{p[0]}N/{p[1]}")
)
BLOCK = st.integers(1, 4).map(lambda k: f"N+{k}B")
ABOVE_N = st.one_of(PARALLEL, SIDES, DISTRIBUTED, BLOCK)
FORMS = st.one_of(st.just("N"), ABOVE_N)
LOADS = st.floats(0.1, 60_000)
UNITS = st.floats(200, 5_000)
NORMAL, FAILURE = st.floats(0.2, 1), st.floats(0.5, 1.2)
BLOCKS = st.integers(1, 4)
LAW = settings(max_examples=400, deadline=None)


def cases_of(
    form: str, units: int, unit: float, load: float, normal: float, failure: float, block: int
) -> tuple[FailureCase, ...]:
    return failure_cases(arranged("plant", form, units, unit, block), load, normal, failure)


@LAW
@given(ABOVE_N, LOADS, UNITS, NORMAL, FAILURE, BLOCKS)
def test_no_promised_loss_drops_load(
    form: str, load: float, unit: float, normal: float, failure: float, block: int
) -> None:
    units = units_required(load, unit, form, normal, failure, block)
    found = cases_of(form, units, unit, load, normal, failure, block)
    assert {c.case for c in found} >= {"healthy", "one unit out"}
    for case in found:
        assert case.required
        assert case.holds, case
        assert case.lost_load_kw == 0
        assert case.loading <= case.permitted * (1 + 1e-7)
        assert case.remaining_units < units or case.case == "healthy"


@LAW
@given(LOADS, UNITS, NORMAL, FAILURE)
def test_n_serves_healthy_and_accounts_for_what_it_loses(
    load: float, unit: float, normal: float, failure: float
) -> None:
    units = units_required(load, unit, "N", normal, failure)
    healthy, out = cases_of("N", units, unit, load, normal, failure, 1)
    assert healthy.holds
    assert out.lost_load_kw == pytest.approx(max(0.0, load - (units - 1) * unit * failure), abs=load * 1e-7)
    assert out.served_kw + out.lost_load_kw == pytest.approx(load)
    assert not out.required


@LAW
@given(ABOVE_N, LOADS, UNITS, NORMAL, FAILURE, BLOCKS)
def test_counts_below_what_the_load_needs_are_caught(
    form: str, load: float, unit: float, normal: float, failure: float, block: int
) -> None:
    """With one unit less than carry the load alone beside what may fail, some case loses load."""
    alone = units_required(load, unit, "N", failure, failure)
    rule = parse_redundancy(form)
    may_fail = {
        "parallel": rule.spare,
        "sides": rule.spare + alone if rule.swing else alone + 2 * rule.spare,
        "distributed": 1,
        "block": 1,
    }[rule.kind]
    short = alone + may_fail - 1
    found = cases_of(form, short, unit, load, normal, failure, block)
    assert not all(c.holds for c in found)
    assert max(c.lost_load_kw for c in found) > 0


@LAW
@given(st.one_of(PARALLEL, st.sampled_from(["2N", "2N+1", "2N+2"])), LOADS, UNITS, FAILURE)
def test_the_count_is_the_least_that_holds(form: str, load: float, unit: float, failure: float) -> None:
    """Of parallel units and sides not one may be left away."""
    units = units_required(load, unit, form, failure, failure)
    assume(abs(load / (unit * failure) - round(load / (unit * failure))) > 1e-6)
    assert not all(c.holds for c in cases_of(form, units - 1, unit, load, failure, failure, 1))


@LAW
@given(FORMS, LOADS, st.floats(0, 20_000), UNITS, NORMAL, FAILURE, BLOCKS)
def test_more_load_never_needs_fewer_units(
    form: str, load: float, more: float, unit: float, normal: float, failure: float, block: int
) -> None:
    assert units_required(load + more, unit, form, normal, failure, block) >= units_required(
        load, unit, form, normal, failure, block
    )


@pytest.mark.parametrize(
    "ladder",
    [
        ("N", "N+1", "N+2", "2N+1", "2(N+1)"),
        ("N", "N+1", "2N", "2N+1", "2N+2", "2(N+2)"),
        ("N", "N+1", "N+1B", "N+2B"),
        ("N+2", "N+2B"),
        ("N+1", "4N/3"),
        ("N+1", "3N/2"),
    ],
)
@given(LOADS, UNITS, st.floats(0.2, 1), st.floats(0, 0.3), BLOCKS)
@settings(max_examples=100, deadline=None)
def test_more_redundancy_never_needs_fewer_units(
    ladder: tuple[str, ...], load: float, unit: float, normal: float, above: float, block: int
) -> None:
    counts = [units_required(load, unit, form, normal, normal + above, block) for form in ladder]
    for less, more in pairwise(counts):
        assert more >= less


@LAW
@given(LOADS, UNITS, st.floats(0.5, 1.0), st.floats(0, 0.3))
def test_a_pair_is_twice_one_side(load: float, unit: float, normal: float, above: float) -> None:
    """One side is what carries the full load at its permitted failure loading; healthy, half of it is less."""
    failure = min(normal + above, 2 * normal)
    side = units_required(load, unit, "N", failure, failure)
    assert units_required(load, unit, "2N", normal, failure) == 2 * side
    assert cases_of("2N", 2 * side, unit, load, normal, failure, 1)[2].remaining_units == side


@given(
    st.floats(0.1, 60),
    FORMS,
    FORMS,
    FORMS,
    st.lists(st.floats(0.3, 6), max_size=6),
    st.integers(1, 12),
    st.sampled_from([0.5, 0.8, 0.9, 1.0]),
    st.sampled_from([0.8, 1.0, 1.1]),
)
@example(1.0, "N", "N", "2N+1", [1.0, 1.0, 3.0], 2, 0.5, 0.8)
@settings(max_examples=150, deadline=None)
def test_halls_stand_every_loss_that_they_promise_to(
    mw: float,
    ups: str,
    genset: str,
    transformer: str,
    pads: list[float],
    count: int,
    normal: float,
    failure: float,
) -> None:
    """Whatever pads are reused, and whatever loadings the books are given."""
    site = facility(
        mw,
        redundancy={"ups": ups, "genset": genset, "transformer": transformer},
        transformer=[
            {"id": f"p{i}", "kind": "pad", "rating_mva": mva, "count": count, "hall": "h1"}
            for i, mva in enumerate(pads)
        ],
        override=[
            {"id": f"electrical.{plant}.{which}_loading", "likely": share, "reason": "drawn"}
            for plant in ("ups", "genset", "transformer")
            for which, share in (("normal", normal), ("failure", failure))
        ],
    )
    found = size(site, load_books().overriding(site.override))
    assert not [p for p in found.problems if p.code in ("F-REDUNDANCY", "F-BOOK")]
    for case in found.halls[0].failure_cases:
        assert case.holds or not case.required, case
