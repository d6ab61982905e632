"""Laws of `why` where tasks have constraints, progress, pins, hammocks and megawatts: the chain ends, its days add up."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings

from planner.io.export import json_text
from planner.why import why_in
from planner.why.export import why_dict
from planner.why.words import why_lines
from tests.property.network_strategies import CALENDARS, CREWS, START, Network, networks
from tests.property.test_schedule_terms import plan

GIVEN = {"project_start", "data_date", "constraint", "pinned", "actual"}


@settings(max_examples=200, deadline=None)
@given(networks(pins=True, resources=True))
def test_every_chain_ends_at_the_start_or_at_a_given_date_and_adds_up(network: Network) -> None:
    result = plan(network)
    crews = CREWS if network.crews else {}
    for task in network.tasks:
        why = why_in(result, network.relations, CALENDARS, crews, task.id)
        assert why.step.task == task.id
        assert len({s.task for s in why.steps}) == len(why.steps)
        assert [s.previous for s in why.steps[:-1]] == [s.task for s in why.steps[1:]]
        last = why.steps[-1]
        assert last.previous is None
        at = 0
        for step in reversed(why.steps):
            at += step.days.total
            assert at == step.start
        assert why.days.total == result.start[result.index[task.id]]
        # What is told can be told in words and as data, whatever it is.
        assert why_lines(why)
        assert json_text(why_dict(why))


@settings(max_examples=200, deadline=None)
@given(networks(pins=True, resources=True))
def test_a_given_date_is_the_one_that_the_file_gives(network: Network) -> None:
    """The bound of a constraint, pin or actual start is the date of that key, day for day."""
    result = plan(network)
    crews = CREWS if network.crews else {}
    for i, task in enumerate(network.tasks):
        driver = result.driver[i]
        said = task.timing
        step = why_in(result, network.relations, CALENDARS, crews, task.id).step
        begins = START + timedelta(days=step.start)
        if driver.kind == "actual":
            assert begins == (said.actual_start or said.actual_finish)
        elif driver.kind == "pinned" and task.duration.likely == 0:
            assert begins == said.pinned_start
        elif driver.kind == "constraint" and driver.by in ("start_no_earlier", "must_start"):
            assert START + timedelta(days=step.bound) == getattr(said, driver.by)
        elif driver.kind == "data_date":
            assert step.bound == result.data_date


@settings(max_examples=150, deadline=None)
@given(networks(pins=True, resources=True, hammocks=False))
def test_megawatts_that_are_said_to_be_missing_are_missing(network: Network) -> None:
    """Day by day from the events: what is drawn without the task, and the limit, on the day that is named."""
    result = plan(network)
    crews = CREWS if network.crews else {}
    limits = {e.id: e for e in network.envelopes}
    for task in network.tasks:
        why = why_in(result, network.relations, CALENDARS, crews, task.id)
        for wait in (*why.sooner.power, *([why.step.power_wait] if why.step.power_wait else [])):
            envelope = limits[wait.limit]
            drawn = envelope.base_mw
            for name, end, mw in envelope.events:
                at = result.index[name]
                if (result.start if end == "start" else result.finish)[at] <= wait.day:
                    drawn += mw
            limit = [mw for day, mw in envelope.capacity if day is None or (day - START).days <= wait.day][-1]
            assert (wait.drawn_mw, wait.limit_mw) == (drawn, limit)
            assert wait.missing_mw > 0
            assert wait.day < why.step.start
