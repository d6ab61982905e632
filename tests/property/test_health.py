"""Laws of the health check over drawn networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.books import load_books
from planner.health import check_health
from tests.property.test_schedule import CALENDARS, CREWS, Network, networks, plan

if TYPE_CHECKING:
    import random

    from planner.health import HealthPoint

BOOKS = load_books()


def health(network: Network) -> dict[str, HealthPoint]:
    made = plan(network, CREWS)
    return {p.id: p for p in check_health(made, network[1], CALENDARS, CREWS, BOOKS)}


@settings(max_examples=80, deadline=None)
@given(networks(("a", "b")), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_changes_the_result(network: Network, shuffler: random.Random) -> None:
    tasks, relations = list(network[0]), list(network[1])
    shuffler.shuffle(tasks)
    shuffler.shuffle(relations)
    assert health((tasks, relations)) == health(network)


@settings(max_examples=80, deadline=None)
@given(networks(("a", "b")))
def test_points_add_up_and_levelled_plans_keep_every_crew_within_its_capacity(network: Network) -> None:
    tasks, relations = network
    points = health(network)
    for point in points.values():
        assert len(point.offenders) <= point.population
        if point.allowed is not None:
            assert point.passed == (point.share <= point.allowed.likely)
        else:
            assert point.least is not None
            assert point.passed == (point.index is None or point.index >= point.least.likely)
        exempt = [name for e in point.exemptions for name in e.ids]
        assert not set(exempt) & set(point.offenders) or point.subject == "relation"
    for name in (
        "missing_logic",
        "hard_constraints",
        "high_float",
        "long_durations",
        "missing_resources",
        "missing_cost",
    ):
        counted = points[name].population + sum(len(e.ids) for e in points[name].exemptions)
        assert counted == len(tasks), name
    assert points["relation_kinds"].population == len(relations)
    assert points["over_allocation"].passed
    assert points["negative_float"].passed  # without constraints nothing can be late
    assert points["cpli"].index in (None, 1.0)


@settings(max_examples=80, deadline=None)
@given(networks(), st.data())
def test_a_further_relation_never_opens_an_end(network: Network, data: st.DataObject) -> None:
    """Missing logic only shrinks in what offends, but for tasks that were the one start or end."""
    tasks, relations = network
    if not relations:
        return
    without = list(relations)
    without.pop(data.draw(st.integers(0, len(without) - 1)))
    before, after = health((tasks, without))["missing_logic"], health(network)["missing_logic"]
    assert set(after.offenders) <= set(before.offenders) | {n for e in before.exemptions for n in e.ids}
