"""The parts of the optimiser alone: bounds by hand, orders that keep predecessors first, smaller crews, words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.model.work import Crew, Duration, Relation, Task
from planner.optimise import breeding, optimise
from planner.optimise.decoders import EvenDecoder
from planner.optimise.even import even_network
from planner.optimise.improve import Improvement
from planner.optimise.moved import moved_tasks
from planner.optimise.peaks import capped, crews_by_peak
from planner.optimise.problem import Problem
from planner.schedule.running import compiled_module, load_compiled
from tests.unit.schedule.build import plan, rel, task

if TYPE_CHECKING:
    from planner.schedule import Schedule


def improvement(given: Schedule) -> Improvement:
    assert given.supply is not None
    return Improvement(given, given.supply, "rfs", {}, None, False, 0, 1, 100, lambda: False, None)


@pytest.mark.parametrize(("calendar", "bound"), [("elapsed", 12), ("standard", 16)])
def test_the_bound_by_crews_counts_their_days(calendar: str, bound: int) -> None:
    """Four tasks of three days for one crew: 12 days, which from a Monday on end on the Tuesday two weeks later (boundary 16)."""
    given = plan([task(f"t{n}", 3, calendar, {"c": 1}) for n in range(4)], [], [Crew("c", "c")])
    found = improvement(given)._bounds(10.0)
    assert found == (bound, "the days that crews have for the work before it")


def test_the_bound_by_crews_sees_heads_and_tails() -> None:
    """After a head of 2 days two tasks of 4 days each need one crew, then a tail of 3 follows each: 2 + 8 + 3."""
    tasks = [
        task("head", 2, "elapsed"),
        task("a", 4, "elapsed", {"c": 1}),
        task("b", 4, "elapsed", {"c": 1}),
        task("ta", 3, "elapsed"),
        task("tb", 3, "elapsed"),
    ]
    relations = [rel("head", "a"), rel("head", "b"), rel("a", "ta"), rel("b", "tb")]
    assert improvement(plan(tasks, relations, [Crew("c", "c")]))._bounds(10.0)[0] == 13


def test_capacity_by_date_counts_in_the_bound() -> None:
    """Eight unit-days: one unit on days 0 to 3, two from day 4 on (9 January): 4 + 2 × 2, so 6 days."""
    given = plan(
        [task(f"t{n}", 2, "elapsed", {"c": 1}) for n in range(4)],
        [],
        [Crew("c", "c", 1, ((date(2026, 1, 9), 2),))],
    )
    assert improvement(given)._bounds(10.0)[0] == 6


def test_tasks_that_need_more_than_half_of_a_crew_follow_each_other() -> None:
    """Of three units, three tasks of four days hold two each: 24 unit-days in 12 days, not in 8."""
    given = plan([task(f"t{n}", 4, "elapsed", {"c": 2}) for n in range(3)], [], [Crew("c", "c", 3)])
    assert improvement(given)._bounds(10.0)[0] == 12


def chain_network() -> EvenDecoder:
    tasks = [task(f"t{n}", 1 + n % 3, "elapsed", {"c": 1}) for n in range(12)]
    relations = [rel(f"t{n}", f"t{n + 4}") for n in range(8)]
    given = plan(tasks, relations, [Crew("c", "c", 2)])
    assert given.supply is not None
    problem = Problem(given, given.supply, load_compiled(), "rfs", {}, None, False)
    even = even_network(problem.columns, problem.resources(), problem.goals(), problem.state.start)
    assert even is not None
    return EvenDecoder(even)


def test_children_keep_every_predecessor_first() -> None:
    decoder = chain_network()
    kernels = compiled_module(breeding)
    size, members = len(decoder.tasks), 10
    state, mark, ready = np.array([7]), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    orders = np.zeros((2 * members, size), dtype=np.int64)
    costs = np.arange(2 * members, dtype=np.int64)
    urgency = np.arange(size, dtype=np.int64)
    relations = decoder.into_at, decoder.into_task, decoder.out_at, decoder.out_task
    for member in range(members):
        kernels.sample(
            decoder.into_at, decoder.out_at, decoder.out_task, urgency, 2, state, mark, ready, orders[member]
        )
    kernels.breed(*relations, orders, costs, members, members, 200, state, mark)
    for order in orders.tolist():
        assert sorted(order) == list(range(size))
        place = {row: n for n, row in enumerate(order)}
        for row in range(size):
            for e in range(decoder.into_at[row], decoder.into_at[row + 1]):
                assert place[int(decoder.into_task[e])] < place[row]


def test_of_equal_schedules_one_survives() -> None:
    kernels = compiled_module(breeding)
    orders = np.array([[0, 1], [1, 0], [0, 1], [1, 0]], dtype=np.int64)
    schedules = np.array([[0, 2], [2, 0], [0, 2], [0, 1]], dtype=np.int64)
    costs = np.array([5, 6, 5, 4], dtype=np.int64)
    assert kernels.survive(orders, schedules, costs, 2, 2) == 1
    assert sorted(costs[:2].tolist()) == [4, 5]


@pytest.mark.parametrize(
    "tasks",
    [
        [task("a", 2, "standard", {"c": 1}), task("b", 2, "elapsed", {"c": 1})],
        [
            Task("a", "a", "", Duration(2, 2, 2), crew=(("c", 20_000),)),
            task("b", 2, "standard", {"c": 20_000}),
        ],
    ],
)
def test_what_worked_days_cannot_tell_has_no_even_model(tasks: list[Task]) -> None:
    given = plan(tasks, [], [Crew("c", "c", 20_000)])
    assert given.supply is not None
    problem = Problem(given, given.supply, load_compiled(), "rfs", {}, None, False)
    assert even_network(problem.columns, problem.resources(), problem.goals(), problem.state.start) is None


@pytest.mark.parametrize(
    ("relation", "even"),
    [
        (rel("a", "b", "FS", 2), True),
        (rel("a", "b", "SS", -1), True),
        (rel("a", "b", "FF", 1), True),
        (rel("a", "b", "SF", 1), False),
        (rel("a", "b", "FS", 3, "elapsed"), False),
    ],
)
def test_relations_that_worked_days_can_tell(relation: Relation, even: bool) -> None:
    tasks = [task("a", 2, crew={"c": 1}), task("b", 3, crew={"c": 1})]
    given = plan(tasks, [relation], [Crew("c", "c")])
    assert given.supply is not None
    problem = Problem(given, given.supply, load_compiled(), "rfs", {}, None, False)
    model = even_network(problem.columns, problem.resources(), problem.goals(), problem.state.start)
    assert (model is not None) is even


def test_smaller_crews_keep_their_changes() -> None:
    given = plan(
        [task("a", 1, crew={"c": 1, "d": 1})],
        [],
        [Crew("c", "c", 5, ((date(2026, 2, 1), 2), (date(2026, 3, 1), 9))), Crew("d", "d", 4)],
    )
    assert given.supply is not None
    crews = capped(given.supply, {0: 3}).crews
    assert (crews[0].capacity, [n for _, n in crews[0].changes], crews[1].capacity) == (3, [2, 3], 4)
    assert crews_by_peak([5, 2, 9], [1, 2, 3]) == [2, 0]


def test_moves_are_told_in_words() -> None:
    """B waited for a's crew before; now a waits for b's."""
    one = plan(
        [task("a", 3, "elapsed", {"c": 1}), task("b", 4, "elapsed", {"c": 1}), task("x", 9, "elapsed")],
        [rel("a", "x")],
        [Crew("c", "c")],
    )
    other = plan(
        [task("a", 3, "elapsed", {"c": 1}), task("b", 4, "elapsed", {"c": 1}), task("x", 9, "elapsed")],
        [rel("b", "x")],
        [Crew("c", "c")],
    )
    told = {m.task: (m.days, m.because) for m in moved_tasks(one, other)}
    assert told["a"] == (4, "waits for crew 'c' now")
    assert told["b"] == (-3, "waited for crew 'c' before")
    assert told["x"] == (1, "follows 'b' now")


def test_a_counted_search_finds_the_optimum_of_a_small_network() -> None:
    """Two units: four tasks of two units take 12 days, five of one unit three pairs of days: 9 more."""
    given = plan([task(f"t{n}", 3, "elapsed", {"c": 1 + n % 2}) for n in range(9)], [], [Crew("c", "c", 2)])
    result = optimise(given, 20, limit=500, workers=2, seed=3)
    assert result.schedules < 5000
    assert result.makespan_days == 21
    assert 20 <= result.bound_days <= 21
