"""What stops a network: ids, crews, loops."""

from __future__ import annotations

import random

import pytest

from planner.model.problem import InputError
from planner.model.work import CalendarSpec, Crew
from planner.schedule import check_network, schedule
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, rel, task


def test_all_problems_are_reported_at_once_with_the_nearest_name() -> None:
    tasks = [task("dig", 1), task("dig", 2), task("pour", 1, "standrad"), task("x", -1, crew={"crane": 1})]
    relations = [rel("dig", "puor"), rel("digg", "pour")]
    problems = check_network(tasks, relations, CALENDARS, {"cranes": Crew("cranes", "")})
    assert [(p.code, p.key, p.value) for p in problems] == [
        ("E-DUPLICATE-ID", "task.dig.id", "dig"),
        ("E-UNKNOWN-ID", "task.pour.calendar", "standrad"),
        ("E-DURATION", "task.x.duration_days", "-1"),
        ("E-UNKNOWN-ID", "task.x.crew", "crane"),
        ("E-UNKNOWN-ID", "relation.successor", "puor"),
        ("E-UNKNOWN-ID", "relation.predecessor", "digg"),
    ]
    assert "did you mean standard?" in problems[1].message
    assert "did you mean cranes?" in problems[3].message
    assert "did you mean pour?" in problems[4].message


def test_schedule_raises_ids_calendars_and_a_loop_together() -> None:
    calendars = {"standard": CalendarSpec("standard"), "never": CalendarSpec("never", ())}
    relations = [rel("a", "b"), rel("b", "a"), rel("a", "nowhere")]
    with pytest.raises(InputError) as caught:
        schedule([task("a", 1), task("b", 1, "never")], relations, calendars, {}, MONDAY)
    assert [p.code for p in caught.value.problems] == ["E-UNKNOWN-ID", "E-CALENDAR-CLOSED", "E-LOOP"]


def test_crew_units_are_held_against_the_greatest_capacity() -> None:
    crew = Crew("c", "c", 1, ((MONDAY, 3),))
    fine, too_many = task("fine", 1, crew={"c": 3}), task("many", 1, crew={"c": 4})
    [problem] = check_network([fine, too_many], [], CALENDARS, {"c": crew})
    assert (problem.code, problem.key, problem.value) == ("E-CREW-CAPACITY", "task.many.crew", "c = 4")


def test_an_exact_duplicate_relation_is_a_warning_and_changes_nothing() -> None:
    tasks = [task("a", 1), task("b", 1)]
    [problem] = check_network(tasks, [rel("a", "b"), rel("a", "b")], CALENDARS, {})
    assert (problem.code, problem.severity, problem.value) == ("E-DUPLICATE-RELATION", "warning", "a -> b")
    assert check_network(tasks, [rel("a", "b"), rel("a", "b", "SS")], CALENDARS, {}) == []
    assert plan(tasks, [rel("a", "b"), rel("a", "b")]) == plan(tasks, [rel("a", "b")])


def test_a_loop_is_named_in_order_whatever_the_order_of_the_input() -> None:
    """A -> b -> c -> a is the loop; s before and t after it are not part of it."""
    tasks = [task(name, 1) for name in "sabct"]
    relations = [rel("s", "a"), rel("a", "b"), rel("b", "c"), rel("c", "a", "SS"), rel("c", "t")]
    for seed in range(4):
        random.Random(seed).shuffle(tasks)
        random.Random(seed).shuffle(relations)
        with pytest.raises(InputError) as caught:
            plan(tasks, relations)
        [problem] = caught.value.problems
        assert (problem.code, problem.key) == ("E-LOOP", "relation")
        assert "'a -> b -> c -> a'" in problem.message
        assert "3 tasks are" in problem.message


def test_a_relation_of_a_task_to_itself_is_a_loop() -> None:
    with pytest.raises(InputError, match="'a -> a'; 1 task is"):
        plan([task("a", 1)], [rel("a", "a", "SS", 1)])


def test_two_loops_name_one_and_count_both() -> None:
    tasks = [task(name, 1) for name in "abcd"]
    with pytest.raises(InputError, match="'a -> b -> a'; 4 tasks are"):
        plan(tasks, [rel("d", "c"), rel("c", "d"), rel("a", "b"), rel("b", "a")])
