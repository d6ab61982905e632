"""The same order gives the same dates, whichever generator of schedules makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.model.work import Timing
from planner.optimise import even_kernels
from planner.optimise.decoders import GeneralDecoder
from planner.optimise.even import even_network
from planner.optimise.problem import Problem
from planner.schedule import schedule
from planner.schedule.columns import DURATION, TASK
from planner.schedule.levelling import level_in_order
from planner.schedule.running import compiled_module, load_compiled
from tests.property.test_optimise_laws import levelled, sites
from tests.property.test_schedule import CALENDARS, CREWS, START, networks

if TYPE_CHECKING:
    from planner.schedule import Schedule
    from tests.property.test_optimise_laws import Site
    from tests.property.test_schedule import Network


def problem_of(given_: Schedule) -> Problem:
    assert given_.supply is not None
    return Problem(given_, given_.supply, load_compiled(), "rfs", {}, None, False)


def ready_order(problem: Problem, urgency: list[int]) -> list[int]:
    """Every task after its predecessors, the more urgent ones first."""
    network = problem.given.dated.passes.network
    index = {task: i for i, task in enumerate(network.ids)}
    before: dict[int, set[int]] = {i: set() for i in range(len(index))}
    for relation in network.relations:
        before[index[relation.successor]].add(index[relation.predecessor])
    order: list[int] = []
    while len(order) < len(index):
        ready = [i for i in before if i not in order and before[i] <= set(order)]
        order.append(min(ready, key=lambda i: urgency[i]))
    return order


def on_one_calendar(network: Network, calendar: str) -> Network:
    return [replace(t, calendar=calendar) for t in network[0]], network[1]


@settings(max_examples=150, deadline=None)
@given(networks(("a", "b")), st.sampled_from(("standard", "elapsed", "shut")), st.data())
def test_worked_days_agree_with_levelling(network: Network, calendar: str, data: st.DataObject) -> None:
    tasks, relations = on_one_calendar(network, calendar)
    given_ = schedule(tasks, relations, CALENDARS, CREWS, START)
    assume(given_.supply is not None)
    problem = problem_of(given_)
    even = even_network(problem.columns, problem.resources(), problem.goals(), problem.state.start)
    assume(even is not None)
    assert even is not None
    order = ready_order(problem, data.draw(st.permutations(range(len(tasks)))))
    expected = level_in_order(problem.dated, problem.supply, order)
    row_of = {task: row for row, task in enumerate(even.tasks)}
    starts = np.zeros(len(order), dtype=np.int64)
    fits = compiled_module(even_kernels).place_forward(
        even.model,
        np.asarray([row_of[i] for i in order], dtype=np.int64),
        np.zeros(len(even.model.capacity), dtype=np.int64),
        starts,
    )
    if not fits:
        # Beyond the days that a search holds: of no use to it.
        assert max(expected.times[1::2]) > problem.days - 9
        return
    t = problem.columns.tasks
    for row, task in enumerate(even.tasks):
        assert even.index(expected.work[2 * task]) == starts[row]
        if t[TASK * task + DURATION]:
            assert (
                even.boundary_of_finish(int(starts[row]) + t[TASK * task + DURATION])
                == expected.times[2 * task + 1]
            )


@settings(max_examples=100, deadline=None)
@given(sites(), st.data())
def test_the_general_decoder_never_gets_worse_than_levelling(site: Site, data: st.DataObject) -> None:
    given_ = levelled(site)
    assume(given_.supply is not None)
    problem = problem_of(given_)
    decoder = GeneralDecoder(problem.columns, problem.resources(), problem.goals(), problem.state)
    order = ready_order(problem, data.draw(st.permutations(range(len(site[0])))))
    row_of = {task: row for row, task in enumerate(decoder.tasks)}
    orders = np.asarray([[row_of[i] for i in order]], dtype=np.int64)
    schedules, costs = np.zeros_like(orders), np.zeros(1, dtype=np.int64)
    decoder.evaluate(orders, schedules, costs, 0, 1)
    if costs[0] >= problem.goals().penalty:
        return
    again = problem.realise([decoder.tasks[row] for row in orders[0]])
    assert again is not None
    plain = [t.timing for t in site[0]]
    if all(t == Timing() or t.start_no_earlier for t in plain) and not site[2]:
        assert problem.makespan(again) <= costs[0]
