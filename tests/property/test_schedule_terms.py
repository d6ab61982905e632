"""Constraints, progress, hammocks, crews and megawatts: laws, and the engine against the reference.

`EXAMPLES=5000 pytest tests/property/test_schedule_terms.py` looks at as many networks for each law.
"""

from __future__ import annotations

import os
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from planner.schedule import schedule
from tests.property.network_strategies import (
    CALENDARS,
    CREWS,
    NO_EARLIER,
    START,
    Network,
    networks,
)
from tests.reference_rules import broken_rules
from tests.reference_schedule import is_done, reference

if TYPE_CHECKING:
    import random

    from planner.schedule import Schedule

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))
COLUMNS = ("early_start", "early_finish", "late_start", "late_finish")


def plan(network: Network) -> Schedule:
    crews = CREWS if network.crews else {}
    terms: dict[str, object] = {}
    if network.data_date is not None:
        terms["data_date"] = network.data_date
    if network.envelopes:
        terms["envelopes"] = network.envelopes
    return schedule(network.tasks, network.relations, CALENDARS, crews, START, **terms)


def by_id(result: Schedule, column: str) -> dict[str, object]:
    return {task.id: value for task, value in zip(result.tasks, getattr(result, column), strict=True)}


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks())
def test_the_engine_agrees_with_the_reference(network: Network) -> None:
    result = plan(network)
    expected = reference(network.tasks, network.relations, CALENDARS, START, network.data_date)
    for column in COLUMNS:
        found = {t: (day - START).days for t, day in getattr(expected, column).items()}
        assert by_id(result, column) == found, column
    done = {task.id for task in network.tasks if is_done(task)}
    for column in ("total_float", "free_float"):
        found = {t: value for t, value in getattr(expected, column).items() if t not in done}
        assert {t: value for t, value in by_id(result, column).items() if t not in done} == found, column
    event(f"negative float: {any(f < 0 for f in expected.total_float.values())}")


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks(pins=True, resources=True))
def test_planned_dates_break_no_rule(network: Network) -> None:
    result = plan(network)
    crews = CREWS if network.crews else {}
    wrong = broken_rules(
        result,
        network.relations,
        CALENDARS,
        crews,
        data_date=network.data_date,
        envelopes=network.envelopes,
    )
    assert wrong == []
    for i, task in enumerate(network.tasks):
        # What is as late as possible may be planned earlier than unlevelled, and a hammock goes with others.
        if not task.hammock and not task.timing.as_late_as_possible:
            assert result.start[i] >= result.early_start[i]
            assert result.finish[i] >= result.early_finish[i]


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks())
def test_planned_dates_are_the_early_ones_where_nothing_is_short(network: Network) -> None:
    result = plan(network)
    assert result.start == result.early_start
    assert result.finish == result.early_finish


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks(pins=True, resources=True), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(network: Network, shuffler: random.Random) -> None:
    tasks, relations = list(network.tasks), list(network.relations)
    envelopes = [
        replace(e, events=tuple(shuffler.sample(e.events, len(e.events)))) for e in network.envelopes
    ]
    for items in (tasks, relations, envelopes):
        shuffler.shuffle(items)
    one, other = (
        plan(network),
        plan(network.but(tasks=tasks, relations=relations, envelopes=tuple(envelopes))),
    )
    for column in (*COLUMNS, "start", "finish", "total_float", "free_float", "driver"):
        assert by_id(one, column) == by_id(other, column), column
    assert one.critical_path == other.critical_path
    assert one.project_finish == other.project_finish


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks(late=False, hammocks=False), st.data())
def test_a_further_relation_never_makes_an_early_date_earlier(network: Network, data: st.DataObject) -> None:
    """The network without one of its relations is one to which that relation is then added."""
    assume(network.relations)
    dropped = data.draw(st.integers(0, len(network.relations) - 1))
    fewer = network.but(relations=[r for i, r in enumerate(network.relations) if i != dropped])
    with_it, without = plan(network), plan(fewer)
    assert all(a >= b for a, b in zip(with_it.early_start, without.early_start, strict=True))
    assert all(a >= b for a, b in zip(with_it.early_finish, without.early_finish, strict=True))


STARTS_ONLY = networks(
    kinds=("FS", "SS"),
    constraints=("start_no_earlier", "must_start", "start_no_later"),
    late=False,
    hammocks=False,
    progress=False,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(STARTS_ONLY, st.data())
def test_a_longer_duration_never_makes_an_early_date_earlier(network: Network, data: st.DataObject) -> None:
    """FS and SS alone: a longer task that must end by a bound of its finish could start earlier."""
    chosen = data.draw(st.integers(0, len(network.tasks) - 1))
    task = network.tasks[chosen]
    longer = replace(
        task, duration=replace(task.duration, likely=task.duration.likely + data.draw(st.integers(1, 9)))
    )
    tasks = [longer if t.id == task.id else t for t in network.tasks]
    now, then = plan(network), plan(network.but(tasks=tasks))
    assert all(a >= b for a, b in zip(then.early_start, now.early_start, strict=True))
    assert all(a >= b for a, b in zip(then.early_finish, now.early_finish, strict=True))


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks(constraints=NO_EARLIER))
def test_without_late_limits_early_is_never_after_late_and_no_float_is_negative(network: Network) -> None:
    result = plan(network)
    for i, task in enumerate(network.tasks):
        if task.hammock or is_done(task):
            continue
        assert result.early_start[i] <= result.late_start[i]
        assert result.early_finish[i] <= result.late_finish[i]
        assert result.total_float[i] >= result.free_float[i] >= 0


@settings(max_examples=EXAMPLES, deadline=None)
@given(networks())
def test_the_reference_and_the_checker_agree_with_each_other(network: Network) -> None:
    """Early dates of the reference, taken as a plan, break none of the checker's rules."""
    found = reference(network.tasks, network.relations, CALENDARS, START, network.data_date)
    early = SimpleNamespace(
        project_start=START,
        tasks=network.tasks,
        start=[(found.early_start[t.id] - START).days for t in network.tasks],
        finish=[(found.early_finish[t.id] - START).days for t in network.tasks],
        driver=[SimpleNamespace(kind="relation")] * len(network.tasks),
    )
    assert broken_rules(early, network.relations, CALENDARS, {}, data_date=network.data_date) == []
