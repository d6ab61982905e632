"""Laws of `why`: the chain reaches the project start, its days add up, every bound is what its relation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.why import Step, why_in
from tests.property.test_schedule import CALENDARS, CREWS, START, Network, networks, plan
from tests.reference_rules import broken_rules
from tests.reference_schedule import DAY, Days, bound

DAYS = {name: Days(spec) for name, spec in CALENDARS.items()}


def first_start(step: Step, day: int) -> int:
    """Day by day, without the engine: where a task can start from a boundary on."""
    while step.duration_days and not DAYS[step.calendar].works(START + day * DAY):
        day += 1
    return day


@settings(max_examples=200, deadline=None)
@given(networks(crews=("a", "b")))
def test_every_chain_ends_at_the_project_start_and_adds_up(network: Network) -> None:
    result = plan(network, CREWS)
    for task in network[0]:
        why = why_in(result, network[1], CALENDARS, CREWS, task.id)
        assert why.step.task == task.id
        assert len({s.task for s in why.steps}) == len(why.steps)
        last = why.steps[-1]
        assert last.previous is None
        assert last.relation is None
        assert first_start(last, 0) == last.network_start
        assert last.kind == "crew" or last.start == last.network_start
        assert [s.previous for s in why.steps[:-1]] == [s.task for s in why.steps[1:]]
        at = 0
        for step in reversed(why.steps):
            at += step.days.total
            assert at == step.start
            assert step.days.calendar >= 0
            assert step.days.crew >= 0
        assert why.days.total == result.start[result.index[task.id]]
        assert all(driver.kind in ("project_start", "relation", "crew") for driver in result.driver)


@settings(max_examples=200, deadline=None)
@given(networks(crews=("a", "b")))
def test_each_bound_is_what_its_relation_asks_day_by_day(network: Network) -> None:
    """The bound by the reference's own lag; the first start from it on is the start without crews."""
    result = plan(network, CREWS)
    start = {t.id: START + s * DAY for t, s in zip(result.tasks, result.start, strict=True)}
    finish = {t.id: START + f * DAY for t, f in zip(result.tasks, result.finish, strict=True)}
    for task in network[0]:
        for step in why_in(result, network[1], CALENDARS, CREWS, task.id).steps:
            if step.through or step.relation is None:
                continue
            days = DAYS[step.calendar]
            r = step.relation
            asked = bound(r, days, start[r.predecessor], finish[r.predecessor])
            assert asked == START + step.bound * DAY
            day = 0
            while True:  # the first start that meets it
                begins = START + day * DAY
                ends = days.finish(begins, step.duration_days)
                if first_start(step, day) == day and (ends if step.bounds == "finish" else begins) >= asked:
                    break
                day += 1
            assert day == step.network_start
            assert step.kind == "crew" or step.start == day


@settings(max_examples=200, deadline=None)
@given(networks(crews=("a", "b")))
def test_a_crew_wait_names_a_day_on_which_the_crew_is_really_short(network: Network) -> None:
    result = plan(network, CREWS)
    for task, driver in zip(result.tasks, result.driver, strict=True):
        if driver.kind != "crew":
            continue
        wait = why_in(result, network[1], CALENDARS, CREWS, task.id).step.crew_wait
        assert wait is not None
        assert wait.crew == driver.by
        day = START + wait.day * DAY
        held = sum(
            units
            for other, s, f in zip(result.tasks, result.start, result.finish, strict=True)
            for crew, units in other.crew
            if other.id != task.id
            and crew == wait.crew
            and s <= wait.day < f
            and DAYS[other.calendar].works(day)
        )
        capacity = CREWS[wait.crew].capacity
        for since, changed in CREWS[wait.crew].changes:
            capacity = changed if since <= day else capacity
        assert (wait.held, wait.capacity) == (held, capacity)
        assert held + wait.units > capacity
        assert wait.missing == held + wait.units - capacity


@settings(max_examples=200, deadline=None)
@given(networks(crews=("a", "b")))
def test_the_units_named_on_the_one_day_make_room_for_the_earlier_start(network: Network) -> None:
    """With so many units more on that day, the task alone moved, no relation, calendar or crew is broken."""
    result = plan(network, CREWS)
    for i, task in enumerate(result.tasks):
        if result.driver[i].kind != "crew":
            continue
        sooner = why_in(result, network[1], CALENDARS, CREWS, task.id).sooner
        assert sooner.relations == ()
        assert sooner.crews
        start, finish = list(result.start), list(result.finish)
        start[i] = sooner.start
        finish[i] = (
            DAYS[task.calendar].finish(START + sooner.start * DAY, task.duration.likely) - START
        ).days
        moved = replace(result, start=start, finish=finish)
        wrong = broken_rules(moved, network[1], CALENDARS, CREWS)
        day = START + sooner.start * DAY
        expected = {f"{w.crew} holds {w.capacity + w.missing} of {w.capacity} on {day}" for w in sooner.crews}
        assert set(wrong) == expected


@settings(max_examples=200, deadline=None)
@given(networks(), st.booleans())
def test_the_changes_named_bring_the_start_forward_and_no_fewer_do(network: Network, lags: bool) -> None:
    """All lags cut as told: exactly the day told, or before. One of them left out: no sooner."""
    tasks, relations = network
    result = plan(network)
    for task in tasks:
        sooner = why_in(result, relations, CALENDARS, {}, task.id).sooner
        now = result.start[result.index[task.id]]
        if sooner.project_start:
            assert sooner.start < 0
            assert sooner.relations == ()
            continue
        assert sooner.relations
        cut = {
            c.relation: replace(c.relation, lag_days=c.relation.lag_days - c.lag_less)
            for c in sooner.relations
        }
        changed = plan((tasks, [cut.get(r, r) for r in relations]))
        assert changed.start[result.index[task.id]] <= sooner.start < now
        left = next(iter(cut))
        fewer = plan((tasks, [r if r == left else cut.get(r, r) for r in relations]))
        assert fewer.start[result.index[task.id]] == now
        if lags:
            for change in sooner.relations:
                r = change.relation
                less = replace(r, lag_days=r.lag_days - change.lag_less + 1)
                others = [less if x == r else cut.get(x, x) for x in relations]
                assert plan((tasks, others)).start[result.index[task.id]] == now


@settings(max_examples=100, deadline=None)
@given(networks())
def test_a_predecessor_may_end_as_late_as_told_and_no_later(network: Network) -> None:
    """The reference's lag takes the end told to the limit or before, and the next possible end beyond it."""
    tasks, relations = network
    result = plan(network)
    by_id = {t.id: t for t in tasks}
    for task in tasks:
        for change in why_in(result, relations, CALENDARS, {}, task.id).sooner.relations:
            if change.predecessor_by is None:
                continue
            r, days = change.relation, DAYS[task.calendar]
            limit = START + change.limit * DAY
            end = START + change.predecessor_by * DAY
            assert bound(r, days, end, end) <= limit
            own = DAYS[by_id[r.predecessor].calendar]
            later = end + timedelta(days=1)
            # A working task can end after a worked day only, and start on one.
            while by_id[r.predecessor].duration.likely and not own.works(
                later - DAY if r.kind[0] == "F" else later
            ):
                later += DAY
            assert bound(r, days, later, later) > limit
