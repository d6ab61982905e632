"""Laws of the longest path and of floats to a goal over drawn networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.work import Duration, Relation, Task
from planner.schedule.driving import longest_path
from planner.schedule.goals import float_to_goal
from tests.property.test_schedule import Network, networks, plan

if TYPE_CHECKING:
    import random


@settings(max_examples=150, deadline=None)
@given(networks())
def test_the_critical_path_is_a_chain_of_the_longest_path(network: Network) -> None:
    made = plan(network)
    longest = longest_path(made.dated)
    assert {made.index[name] for name in made.critical_path} <= longest
    for i, finish in enumerate(made.early_finish):
        if finish == made.early_project_finish:
            assert i in longest


@settings(max_examples=100, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_changes_the_longest_path(
    network: Network, shuffler: random.Random
) -> None:
    tasks, relations = list(network[0]), list(network[1])
    shuffler.shuffle(tasks)
    shuffler.shuffle(relations)
    one, other = plan(network), plan((tasks, relations))
    assert {one.tasks[i].id for i in longest_path(one.dated)} == {
        other.tasks[i].id for i in longest_path(other.dated)
    }


@settings(max_examples=150, deadline=None)
@given(networks())
def test_float_to_a_goal_that_ends_everything_is_total_float(network: Network) -> None:
    """A milestone after the finish of every task: what keeps it keeps the network, so both floats agree."""
    tasks, relations = network
    goal = Task("goal", "goal", "test", Duration(0, 0, 0), "elapsed")
    ties = [Relation(task.id, "goal", "FS", 0, "elapsed") for task in tasks]
    made = plan(([*tasks, goal], [*relations, *ties]))
    assert float_to_goal(made, "goal") == dict(enumerate(made.total_float))


@settings(max_examples=150, deadline=None)
@given(networks(), st.data())
def test_float_to_a_goal_is_never_negative_and_0_of_the_goal_itself(
    network: Network, data: st.DataObject
) -> None:
    made = plan(network)
    goal = data.draw(st.sampled_from(made.tasks)).id
    found = float_to_goal(made, goal)
    assert found[made.index[goal]] == 0
    assert all(days >= 0 for days in found.values())
