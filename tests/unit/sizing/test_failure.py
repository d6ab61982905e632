"""Plants taken apart by hand: 6,000 kW of load on 1,250 kW modules, 0.9 healthy and 1.0 in failure."""

from __future__ import annotations

import pytest

from planner.model.redundancy import parse_redundancy
from planner.sizing.failure import Plant, arranged, failure_cases, largest_taken_out, worst_failure

LOAD, UNIT = 6000.0, 1250.0


def cases(form: str, units: int, load: float = LOAD) -> dict[str, tuple[int, float, float, bool]]:
    """Units left, loading, load lost and whether it holds, by case."""
    plant = arranged("ups", form, units, UNIT, 2)
    return {
        c.case: (c.remaining_units, round(c.loading, 4), round(c.lost_load_kw, 3), c.holds)
        for c in failure_cases(plant, load, 0.9, 1.0)
    }


def test_n_states_the_load_lost() -> None:
    """6 x 1,250 = 7,500: 0.8 healthy, 6,000 / 6,250 = 0.96 with one out: lucky. At 6,700 kW 450 are lost."""
    assert cases("N", 6) == {"healthy": (6, 0.8, 0, True), "one unit out": (5, 0.96, 0, True)}
    assert cases("N", 6, 6700)["one unit out"] == (5, 1.0, 450, False)
    assert [c.required for c in failure_cases(arranged("ups", "N", 6, UNIT), 6700, 0.9, 1.0)] == [True, False]


def test_one_module_alone_loses_everything() -> None:
    assert cases("N", 1, 1000)["one unit out"] == (0, 0, 1000, False)


def test_n_plus_one_and_two() -> None:
    """7 units: 6,000 / 8,750 = 0.6857; 6: 0.8; 5: 0.96."""
    assert cases("N+1", 6)["one unit out"] == (5, 0.96, 0, True)
    assert cases("N+2", 7) == {
        "healthy": (7, 0.6857, 0, True),
        "one unit out": (6, 0.8, 0, True),
        "2 units out": (5, 0.96, 0, True),
    }


def test_two_sides() -> None:
    """Each side 3,000 of 6,250 kW = 0.48; one unit out: 3,000 / 5,000 = 0.6; a side out: 6,000 / 6,250 = 0.96."""
    assert cases("2N", 10) == {
        "healthy": (10, 0.48, 0, True),
        "one unit out": (9, 0.6, 0, True),
        "one side out": (5, 0.96, 0, True),
    }


def test_swing_unit_stands_in_on_the_side_that_lost() -> None:
    """2N+1: with a unit out the swing unit makes that side whole, 3,000 / 6,250; with a side out 6,000 / 7,500."""
    assert cases("2N+1", 11) == {
        "healthy": (11, 0.48, 0, True),
        "one unit out": (10, 0.48, 0, True),
        "one side out": (6, 0.8, 0, True),
        "one side and one unit out": (5, 0.96, 0, True),
    }


def test_swing_units_carry_a_side_whose_own_units_are_all_out() -> None:
    """A side lost and the only unit of the other out: three swing units of 1,000 feed its board, 2,000 / 3,000.

    With two of them 2,000 kW on 2 x 1,000 at no more than 0.9: 200 kW are lost.
    """
    plant = Plant("pads", parse_redundancy("2N+1"), ((3000.0,), (3000.0,)), swing=(1000.0,) * 3)
    worst = {c.case: c for c in failure_cases(plant, 2000, 0.5, 0.9)}["one side and one unit out"]
    assert (worst.remaining_units, round(worst.loading, 4), worst.holds) == (3, 0.6667, True)
    fewer = Plant("pads", parse_redundancy("2N+1"), ((3000.0,), (3000.0,)), swing=(1000.0,) * 2)
    worst = {c.case: c for c in failure_cases(fewer, 2000, 0.5, 0.9)}["one side and one unit out"]
    assert (worst.remaining_units, round(worst.lost_load_kw, 3), worst.holds) == (2, 200, False)


def test_spare_on_each_side() -> None:
    """Six a side: 3,000 / 7,500 = 0.4; one out 3,000 / 6,250; a side out 6,000 / 7,500; and a unit 6,000 / 6,250."""
    assert cases("2(N+1)", 12) == {
        "healthy": (12, 0.4, 0, True),
        "one unit out": (11, 0.48, 0, True),
        "one side out": (6, 0.8, 0, True),
        "one side and one unit out": (5, 0.96, 0, True),
    }


def test_distributed_blocks_share() -> None:
    """4 blocks of 2,500: 1,500 each = 0.6. One module out: 1,500 > 1,250, so the block gives up: 2,000 / 2,500."""
    assert cases("4N/3", 8) == {
        "healthy": (8, 0.6, 0, True),
        "one unit out": (7, 0.8, 0, True),
        "one block out": (6, 0.8, 0, True),
    }


def test_two_distributed_blocks_out() -> None:
    """6N/4: four blocks of 2,500 are left, 1,500 on each."""
    assert cases("6N/4", 12)["2 blocks out"] == (8, 0.6, 0, True)


def test_block_redundant_moves_the_load_of_a_block() -> None:
    """3 active blocks of 2,500 carry 2,000 each = 0.8; a module out leaves 1,250 < 2,000: the reserve carries it, 0.8."""
    assert cases("N+1B", 8) == {
        "healthy": (8, 0.8, 0, True),
        "one unit out": (7, 0.8, 0, True),
        "one block out": (6, 0.8, 0, True),
    }
    assert cases("N+2B", 10)["2 blocks out"] == (6, 0.8, 0, True)


@pytest.mark.parametrize(
    ("form", "units", "case", "lost"),
    [
        # one unit too few each: what is left carries 4 x 1,250 = 5,000 of 6,000
        ("N+1", 5, "one unit out", 1000),
        ("N+2", 6, "2 units out", 1000),
        ("2N", 9, "one side out", 1000),  # sides of 5 and 4
        ("2N+1", 10, "one side and one unit out", 1000),  # sides of 5 and 4 and a swing unit
        ("2(N+1)", 10, "one side and one unit out", 1000),  # sides of 5
        # blocks of one: three carry 3,750 of 6,000
        ("4N/3", 4, "one block out", 2250),
        # no reserve left over: 4 units are one active block and the reserve; 2,500 of 6,000 at 1.0
        ("N+1B", 4, "one block out", 3500),
        # a load block without a reserve at all
        ("N+1B", 2, "one block out", 6000),
        ("2N", 1, "one side out", 6000),
        ("N+1", 0, "healthy", 6000),
    ],
)
def test_wrong_counts_are_caught(form: str, units: int, case: str, lost: float) -> None:
    found = cases(form, units)[case]
    assert found[2] == pytest.approx(lost)
    assert not found[3]


def test_healthy_overload_is_caught_though_failure_would_hold() -> None:
    """5 units healthy: 6,000 / 6,250 = 0.96 > 0.9."""
    plant = arranged("ups", "N+1", 5, UNIT)
    healthy = failure_cases(plant, LOAD, 0.9, 1.0)[0]
    assert not healthy.holds
    assert healthy.lost_load_kw == pytest.approx(6000 - 5625)  # 5 x 1,250 x 0.9 may be carried


def test_n_has_no_margin_to_keep_and_loses_load_with_any_unit() -> None:
    """5 units: healthy 6,000 / 6,250 = 0.96 may be carried; one out, 4 x 1,250 = 5,000 of 6,000 are."""
    healthy, lost = failure_cases(arranged("ups", "N", 5, UNIT), LOAD, 0.9, 1.0)
    assert healthy.holds
    assert (lost.lost_load_kw, lost.holds, lost.required) == (1000, False, False)


def test_each_unit_is_taken_out_not_just_the_first() -> None:
    """Units of 1,000, 1,000 and 4,000: without the large one 2,000 of 3,000 are left."""
    plant = Plant("t", parse_redundancy("N+1"), ((1000.0, 1000.0, 4000.0),))
    case = failure_cases(plant, 3000, 0.9, 1.0)[1]
    assert (case.remaining_units, case.lost_load_kw) == (2, 1000)
    assert largest_taken_out(plant, 2).groups == ((1000.0,),)


def test_each_side_is_taken_out() -> None:
    """Sides of 3,000 and 2,000: 2,500 kW outlive the loss of the small side, not of the large."""
    plant = Plant("t", parse_redundancy("2N"), ((2000.0,), (3000.0,)))
    case = failure_cases(plant, 2500, 0.9, 1.0)[2]
    assert case.case == "one side out"
    assert case.lost_load_kw == 500


def test_weak_reserve_block_is_caught() -> None:
    """Two blocks of 2,000 carry 1,800 each; a reserve of 1,500 carries 1,500 of a lost block's 1,800."""
    plant = Plant("t", parse_redundancy("N+1B"), ((2000.0,), (2000.0,)), reserve=((1500.0,),))
    healthy, *_, block = failure_cases(plant, 3600, 0.9, 1.0)
    assert healthy.holds
    assert block.lost_load_kw == pytest.approx(300)


def test_basis_can_be_redone() -> None:
    case = failure_cases(arranged("ups", "2N", 10, UNIT), LOAD, 0.9, 1.0)[1]
    assert case.basis == "6,000 kW / 2 groups / (4 x 1,250 kW)"
    assert case.loading == pytest.approx(6000 / 2 / (4 * 1250))


def test_worst_is_the_one_that_loses_most() -> None:
    found = failure_cases(arranged("ups", "2N", 9, UNIT), LOAD, 0.9, 1.0)
    worst = worst_failure(found)
    assert worst is not None
    assert worst.case == "one side out"
    assert worst_failure(failure_cases(arranged("ups", "N", 0, UNIT), 0, 0.9, 1.0)) is None
