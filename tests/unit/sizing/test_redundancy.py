"""Forms of redundancy: counts by hand, and what is refused."""

from __future__ import annotations

import pytest

from planner.model.redundancy import parse_redundancy, units_required

COUNTS = [
    # 6,000 kW on 1,250 kW modules, 0.9 healthy, 1.0 in failure, blocks of two.
    # Healthy: 6,000 / (1,250 x 0.9) = 5.33 -> 6. In failure: 6,000 / 1,250 = 4.8 -> 5.
    ("N", 5),  # just enough: 6,000 / 1,250 = 4.8
    ("N+1", 6),  # 5 + 1 = 6, healthy 6
    ("N+2", 7),  # 5 + 2
    ("N+3", 8),  # 5 + 3
    ("2N", 10),  # a side carries all: 5; half of healthy 6 is 3; 2 x 5
    ("2N+1", 11),  # 2 x 5 and one swing unit
    ("2(N+1)", 12),  # 2 x (5 + 1)
    ("4N/3", 8),  # a block carries a third: 2,000 / 1,250 = 1.6 -> 2; 4 x 2
    ("3N/2", 9),  # a half: 3,000 / 1,250 = 2.4 -> 3; 3 x 3
    ("6N/4", 12),  # a quarter: 1,500 / 1,250 = 1.2 -> 2; 6 x 2
    ("N+1B", 8),  # a block carries 2 x 1,250 x 0.9 = 2,250: 2.67 -> 3 active + 1 idle = 4 blocks of 2
    ("N+2B", 10),  # 3 + 2 = 5 blocks of 2
]


@pytest.mark.parametrize(("form", "units"), COUNTS)
def test_counts_by_hand(form: str, units: int) -> None:
    assert units_required(6000, 1250, form, 0.9, 1.0, 2) == units


def test_gensets_and_transformers_by_hand() -> None:
    """8,083 kW on 2,750 kW sets: 8,083 / 2,475 = 3.27 -> 4 healthy, 8,083 / 2,750 = 2.94 -> 3 in failure.

    8,333 kVA on 2,500 kVA at 0.8: 4.17 -> 5 healthy, 3.33 -> 4 in failure.
    """
    assert [units_required(8083, 2750, f, 0.9, 1.0) for f in ("N", "N+1", "2N")] == [3, 4, 6]
    assert [units_required(8333, 2500, f, 0.8, 1.0) for f in ("N", "N+1", "N+2", "2N")] == [4, 5, 6, 8]


def test_a_pair_is_twice_one_side_also_where_one_unit_carries_all() -> None:
    """1,000 kW on 1,250: one module a side. N+2 is three modules: no step below 2N, for it outlives two losses."""
    assert units_required(1000, 1250, "2N", 0.9, 1.0) == 2
    assert units_required(1000, 1250, "N+2", 0.9, 1.0) == 3
    assert units_required(1000, 1250, "2N+1", 0.9, 1.0) == 3


def test_low_healthy_loading_decides() -> None:
    """At 0.3 healthy 6,000 / 375 = 16 units share; a side then has 8, though 5 would carry all."""
    assert units_required(6000, 1250, "N+1", 0.3, 1.0) == 16
    assert units_required(6000, 1250, "2N", 0.3, 1.0) == 16


def test_blocks_carry_their_load_within_both_loadings() -> None:
    """The reserve carries a whole block in failure: 0.8 < 0.9 decides; 6,000 / (2 x 1,250 x 0.8) = 3, + 1."""
    assert units_required(6000, 1250, "N+1B", 0.9, 0.8, 2) == 8
    assert units_required(6001, 1250, "N+1B", 0.9, 0.8, 2) == 10


def test_nothing_needs_nothing() -> None:
    assert units_required(0, 1250, "2N", 0.9, 1.0) == 0


@pytest.mark.parametrize(
    ("form", "kind", "swing", "tolerated"),
    [
        ("N", "parallel", 0, False),
        ("N+9", "parallel", 0, True),
        ("2N", "sides", 0, True),
        ("2N+1", "sides", 1, True),
        ("2(N+1)", "sides", 0, True),
        ("4N/3", "distributed", 0, True),
        ("N+1B", "block", 0, True),
    ],
)
def test_kinds(form: str, kind: str, swing: int, tolerated: bool) -> None:
    rule = parse_redundancy(form)
    assert (rule.kind, rule.swing, rule.loss_tolerated) == (kind, swing, tolerated)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("3N", 'at most two full systems: write "2N"'),
        ("12N", "at most two full systems"),
        ("N+0", 'write "N"'),
        ("1N", 'write "N"'),
        ("1N+1", 'write "N+1"'),
        ("n+1", 'write "N+1"'),
        (" N + 2 ", 'write "N+2"'),
        ("2*N", 'write "2N"'),
        ("2N+0", 'write "2N"'),
        ("3+1", 'write "N+1"'),
        ("3+1B", 'write "N+1B"'),
        ("3/4N", 'write "4N/3"'),
        ("n+1b", 'write "N+1B"'),
        ("3N/4", "needs more blocks than carry the load"),
        ("3N/3", "needs more blocks than carry the load"),
        ("4N/0", "needs more blocks than carry the load"),
        ("", "write a redundancy as"),
        ("N+10", "write a redundancy as"),
        ("N-1", "write a redundancy as"),
        ("full", '"4N/3" or "N+1B"'),
    ],
)
def test_refused_with_the_nearest(text: str, advice: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        parse_redundancy(text)
    assert advice in str(refused.value)
