"""Conflicts of crews and megawatts, worked by hand. Boundary 0 is Monday 5 January 2026."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest

from planner.conflict import conflict_problems, find_conflicts
from planner.model.work import Crew, Envelope, Task
from planner.schedule import Schedule, schedule
from tests.unit.conflict.test_chains import january, timed, words
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, rel, task

CREW = [Crew("c", "c", 2)]


def named(result: Schedule, exact_seconds: float = 0.0) -> list[set[str]]:
    """Tasks, dates and resources of each set."""
    assert result.supply is not None
    resources = [*result.supply.crew_ids, *result.supply.envelope_ids]
    return [
        {result.tasks[i].id for i in f.tasks}
        | {f"{a.task_id}.{a.key}" for a in f.asked}
        | {resources[r] for r in f.resources}
        for f in find_conflicts(result, exact_seconds).found
    ]


def test_pins_that_overlap_on_a_day_beyond_the_crew() -> None:
    """A holds 2 of 2 from the 12th to the 14th; b, pinned to the 13th, asks for a third."""
    tasks = [
        timed(task("a", 3, crew={"c": 2}), pinned_start=january(12)),
        timed(task("b", 3, crew={"c": 1}), pinned_start=january(13)),
        task("other", 9, crew={"c": 1}),
    ]
    result = plan(tasks, [], CREW)
    assert named(result) == [{"a", "b", "a.pinned_start", "b.pinned_start", "c"}]
    assert words(result) == [
        "conflict of 5: task.b.pinned_start 2026-01-13, task.a.pinned_start 2026-01-12, "
        "tasks a (3 d, 2 of c), b (3 d, 1 of c) and crew 'c': on 2026-01-13 they must hold 3 together and there are 2; "
        "drop or change any one of them"
    ]


def test_more_days_of_a_crew_than_a_window_has() -> None:
    """Five days from the 5th to the 9th, one crew: a 2 + b 2 + d 2 = 6 crew days of 5. No two of them are too many."""
    tasks = [timed(task(name, 2, crew={"c": 1}), finish_no_later=january(9)) for name in "abd"]
    result = plan(tasks, [], [Crew("c", "c")])
    assert len(named(result)) == 1
    assert named(result)[0] == {*"abdc", *(f"{n}.finish_no_later" for n in "abd")}
    assert "from 2026-01-05 to 2026-01-09 they need 6 crew days and can have 5" in words(result)[0]


def test_days_off_and_changes_of_capacity_are_counted() -> None:
    """From the 8th on there are no crews: of the 5th to the 12th only Monday to Wednesday count, 3 days for a 2 + b 2."""
    tasks = [timed(task(n, 2, crew={"c": 1}), finish_no_later=january(12)) for n in "ab"]
    crew = Crew("c", "c", 1, ((january(8), 0), (january(19), 1)))
    result = plan(tasks, [], [crew])
    assert named(result) == [{*"abc", "a.finish_no_later", "b.finish_no_later"}]
    assert "need 4 crew days and can have 3" in words(result)[0]


def test_chains_before_and_behind_make_the_window() -> None:
    """Last, 1 day, is on the 12th at the latest, so a is done by the 9th; b too: 4 + 3 crew days of 5.

    First holds b to the 7th to 9th, but the sum is too much without it; without last, a has all the time there is.
    """
    tasks = [
        task("first", 2),
        timed(task("b", 3, crew={"c": 1}), finish_no_later=january(9)),
        task("a", 4, crew={"c": 1}),
        timed(task("last", 1), finish_no_later=january(12)),
    ]
    result = plan(tasks, [rel("first", "b"), rel("a", "last")], [Crew("c", "c")])
    assert named(result) == [{"b", "a", "last", "c", "b.finish_no_later", "last.finish_no_later"}]


def test_megawatts_that_two_tasks_must_draw_on_one_day() -> None:
    """A is on the 5th to 8th or 6th to 9th, so on the 6th to 8th for certain; b likewise: 6 + 5 of 10 MW."""
    tasks = [
        replace(timed(task("a", 4), finish_no_later=january(9)), power_mw=6.0),
        replace(timed(task("b", 4), deadline=january(9)), power_mw=5.0),
    ]
    result = drawing(tasks, 10.0)
    assert named(result) == [{"a", "b", "a.finish_no_later", "b.deadline", "limit"}]
    assert "the limit: on 2026-01-06 they must draw 11 MW together and 10 MW are left" in words(result)[0]
    assert named(drawing(tasks, 11.0)) == []


def drawing(tasks: list[Task], limit: float) -> Schedule:
    events = tuple((t.id, end, s * t.power_mw) for t in tasks for end, s in (("start", 1), ("finish", -1)))
    envelope = Envelope("limit", "the limit", 0.0, ((None, limit),), events)
    return schedule(tasks, [], CALENDARS, {}, MONDAY, envelopes=[envelope])


def test_what_another_order_would_keep_is_not_called_infeasible() -> None:
    """One crew: a 3 days, to start by the 7th; b 2 days, done by the 8th. Both float alike, so a goes first and b ends on the 9th.

    B on the 5th and 6th and a on the 7th to 9th would keep both.
    """
    tasks = [
        timed(task("a", 3, crew={"c": 1}), start_no_later=january(7)),
        timed(task("b", 2, crew={"c": 1}), finish_no_later=january(8)),
    ]
    for exact_seconds in (0.0, 1.0):
        conflicts = find_conflicts(plan(tasks, [], [Crew("c", "c")]), exact_seconds)
        assert conflicts.found == ()
        assert [(a.task_id, a.key) for a in conflicts.open] == [("b", "finish_no_later")]


@pytest.mark.skipif(find_spec("ortools") is None, reason="OR-Tools is optional")
def test_a_complete_search_proves_what_sums_do_not() -> None:
    """One crew, 9 days from the 5th to the 15th: a must be on the 7th and 8th, long takes 4 and mid 3.

    In all 2 + 4 + 3 of 9 days, so no sum is exceeded. But before a are 2 days and after it 5: long leaves 1 of those 5, and
    mid fits nowhere.
    """
    tasks = [
        timed(task("a", 2, crew={"c": 1}), must_start=january(7)),
        timed(task("long", 4, crew={"c": 1}), finish_no_later=january(15)),
        timed(task("mid", 3, crew={"c": 1}), finish_no_later=january(15)),
    ]
    result = plan(tasks, [], [Crew("c", "c")])
    assert named(result) == []
    assert len(find_conflicts(result).open) == 1
    whole = {"a", "long", "mid", "a.must_start", "long.finish_no_later", "mid.finish_no_later", "c"}
    assert named(result, 2.0) == [whole]
    told = conflict_problems(result, find_conflicts(result, 2.0))
    assert "no order of the work keeps all, every one was tried" in told[0].message
