"""Laws of the schedule, and the engine against the day-by-day reference."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.work import CalendarSpec, Crew, Duration, Relation, Task
from planner.schedule import schedule
from tests.reference_rules import broken_rules
from tests.reference_schedule import reference

if TYPE_CHECKING:
    import random

    from planner.schedule import Schedule

START = date(2026, 12, 17)
"""A Thursday with a weekend, Christmas and New Year within reach."""

CALENDARS = {
    "standard": CalendarSpec("standard"),
    "elapsed": CalendarSpec("elapsed", tuple(range(7))),
    "short": CalendarSpec("short", (0, 2, 5)),
    "holidays": CalendarSpec("holidays", holidays="US-TX"),
    "shut": CalendarSpec(
        "shut",
        (0, 1, 2, 3, 4, 5),
        closed=((date(2026, 12, 24), date(2027, 1, 2)), (date(2027, 1, 11), date(2027, 1, 11))),
    ),
    "all_but": CalendarSpec("all_but", tuple(range(7)), closed=((date(2026, 12, 15), date(2026, 12, 20)),)),
}
Network = tuple[list[Task], list[Relation]]


@st.composite
def networks(draw: st.DrawFn, crews: tuple[str, ...] = ()) -> Network:
    """Small networks of every kind of relation, lag and calendar; never a loop."""
    size = draw(st.integers(1, 9))
    names = draw(st.permutations([f"t{i}" for i in range(size)]))
    held = (
        st.lists(st.tuples(st.sampled_from(crews), st.integers(1, 2)), max_size=2) if crews else st.just([])
    )
    tasks = [
        Task(
            name,
            name,
            "test",
            Duration(0, draw(st.integers(0, 8)), 20),
            draw(st.sampled_from(sorted(CALENDARS))),
            crew=tuple(dict(draw(held)).items()),
        )
        for name in names
    ]
    relations: list[Relation] = []
    if size > 1:
        for _ in range(draw(st.integers(0, 2 * size))):
            later = draw(st.integers(1, size - 1))
            relations.append(
                Relation(
                    names[draw(st.integers(0, later - 1))],
                    names[later],
                    draw(st.sampled_from(("FS", "SS", "FF", "SF"))),
                    draw(st.integers(-7, 9)),
                    draw(st.sampled_from(("working", "elapsed"))),
                )
            )
    return tasks, relations


CREWS = {
    "a": Crew("a", "a", 2),
    "b": Crew("b", "b", 3, ((date(2026, 12, 1), 0), (date(2026, 12, 28), 3), (date(2027, 1, 13), 2))),
}


def plan(network: Network, crews: dict[str, Crew] | None = None) -> Schedule:
    return schedule(network[0], network[1], CALENDARS, crews or {}, START)


def by_id(result: Schedule, column: list[int]) -> dict[str, int]:
    return {task.id: value for task, value in zip(result.tasks, column, strict=True)}


def boundaries(dates: dict[str, date]) -> dict[str, int]:
    return {task: (day - START).days for task, day in dates.items()}


@settings(max_examples=250, deadline=None)
@given(networks())
def test_the_engine_agrees_with_the_reference(network: Network) -> None:
    result = plan(network)
    expected = reference(network[0], network[1], CALENDARS, START)
    assert by_id(result, result.early_start) == boundaries(expected.early_start)
    assert by_id(result, result.early_finish) == boundaries(expected.early_finish)
    assert by_id(result, result.late_start) == boundaries(expected.late_start)
    assert by_id(result, result.late_finish) == boundaries(expected.late_finish)
    assert by_id(result, result.total_float) == expected.total_float
    assert by_id(result, result.free_float) == expected.free_float


@settings(max_examples=150, deadline=None)
@given(networks())
def test_early_is_never_after_late_and_total_float_never_below_free_float(network: Network) -> None:
    result = plan(network)
    for i in range(len(result.tasks)):
        assert 0 <= result.early_start[i] <= result.late_start[i]
        assert result.early_finish[i] <= result.late_finish[i] <= result.early_project_finish
        assert result.total_float[i] >= result.free_float[i] >= 0


@settings(max_examples=150, deadline=None)
@given(networks(), st.data())
def test_a_further_relation_never_makes_an_early_date_earlier(network: Network, data: st.DataObject) -> None:
    tasks, relations = network
    if not relations:
        return
    dropped = data.draw(st.sampled_from(relations))
    fewer = list(relations)
    fewer.remove(dropped)
    with_it, without = plan(network), plan((tasks, fewer))
    assert all(a >= b for a, b in zip(with_it.early_start, without.early_start, strict=True))
    assert all(a >= b for a, b in zip(with_it.early_finish, without.early_finish, strict=True))


@settings(max_examples=150, deadline=None)
@given(networks(crews=("a", "b")), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(network: Network, shuffler: random.Random) -> None:
    tasks, relations = list(network[0]), list(network[1])
    shuffler.shuffle(tasks)
    shuffler.shuffle(relations)
    one, other = plan(network, CREWS), plan((tasks, relations), CREWS)
    for column in ("start", "finish", "late_start", "total_float", "free_float", "driver"):
        assert by_id(one, getattr(one, column)) == by_id(other, getattr(other, column)), column
    assert one.critical_path == other.critical_path
    assert one.project_finish == other.project_finish


@settings(max_examples=200, deadline=None)
@given(networks(crews=("a", "b")))
def test_levelled_dates_break_no_relation_calendar_or_capacity(network: Network) -> None:
    result = plan(network, CREWS)
    assert broken_rules(result, network[1], CALENDARS, CREWS) == []
    assert all(start >= early for start, early in zip(result.start, result.early_start, strict=True))


@settings(max_examples=100, deadline=None)
@given(networks(crews=("a", "b")))
def test_crews_that_suffice_leave_the_early_dates(network: Network) -> None:
    plenty = {name: Crew(name, name, 99) for name in CREWS}
    result = plan(network, plenty)
    assert result.start == result.early_start
    assert result.finish == result.early_finish
    assert all(driver.kind != "crew" for driver in result.driver)


@settings(max_examples=150, deadline=None)
@given(networks())
def test_a_driver_is_what_holds_its_task(network: Network) -> None:
    """Without its driving relations (all that bind alike) a task would start earlier or another would do."""
    tasks, relations = network
    result = plan(network)
    for i, task in enumerate(tasks):
        driver = result.driver[i]
        if driver.kind == "project_start":
            alone = plan(([task], []))
            assert result.early_start[i] == alone.early_start[0]
        else:
            assert driver.relation in relations
            assert driver.relation is not None
            assert (driver.by, task.id) == (driver.relation.predecessor, driver.relation.successor)
            only_it = plan((tasks, [r for r in relations if r.successor != task.id] + [driver.relation]))
            assert only_it.early_start[i] == result.early_start[i]


@settings(max_examples=150, deadline=None)
@given(networks())
def test_the_critical_path_is_a_driving_chain_from_the_start_to_the_finish(network: Network) -> None:
    result = plan(network)
    path = result.critical_path
    assert result.early_finish[result.index[path[-1]]] == result.early_project_finish
    assert result.driver[result.index[path[0]]].kind == "project_start"
    for before, after in itertools.pairwise(path):
        assert result.driver[result.index[after]].by == before


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5)), min_size=1, max_size=8))
def test_durations_and_lags_of_a_chain_add_up_in_working_days(links: list[tuple[int, int]]) -> None:
    """FS only, one calendar, working lags, a start on a working day: the sum is the length."""
    tasks = [Task(f"t{i}", "", "", Duration(0, d, 0)) for i, (d, _) in enumerate(links)]
    relations = [Relation(f"t{i}", f"t{i + 1}", "FS", lag) for i, (_, lag) in enumerate(links[:-1])]
    monday = date(2026, 1, 5)
    result = schedule(tasks, relations, CALENDARS, {}, monday)
    expected = sum(d for d, _ in links) + sum(lag for _, lag in links[:-1])
    worked = sum((monday + timedelta(days=b)).weekday() < 5 for b in range(result.project_finish))
    assert worked == expected
    assert result.critical_path == tuple(t.id for t in tasks)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_a_later_start_by_whole_weeks_moves_every_date_alike(network: Network) -> None:
    """Without closures or holidays a week later is the same plan."""
    tasks = [
        replace(t, calendar=t.calendar if t.calendar in ("elapsed", "short") else "standard")
        for t in network[0]
    ]
    one = schedule(tasks, network[1], CALENDARS, {}, START)
    other = schedule(tasks, network[1], CALENDARS, {}, START + timedelta(weeks=9))
    assert one.start == other.start
    assert one.late_finish == other.late_finish
    assert one.driver == other.driver
