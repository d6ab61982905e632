"""Crews that are too few: hand-worked waits. Boundary 0 is Monday 5 January 2026."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.problem import InputError
from planner.model.work import Crew
from planner.schedule import Driver
from tests.unit.schedule.build import early, plan, planned, rel, task


def test_two_tasks_of_one_crew_follow_each_other() -> None:
    """Both float alike, so 'a' goes first: 0-3; b waits for the crew: Thu, Fri, Mon = 3-8."""
    result = plan([task("b", 3, crew={"c": 1}), task("a", 3, crew={"c": 1})], [], [Crew("c", "c")])
    assert planned(result, "a") == (0, 3)
    assert planned(result, "b") == (3, 8)
    assert early(result, "b") == (0, 3)
    assert [d[:2] for d in result.driver] == [("crew", "c"), ("project_start", None)]
    assert (result.project_finish, result.early_project_finish) == (8, 3)


def test_the_task_with_the_earlier_late_start_goes_first() -> None:
    """Z leads to a long successor (late start 0), a does not (late start 8): z goes first, a waits."""
    tasks = [task("a", 2, crew={"c": 1}), task("z", 2, crew={"c": 1}), task("long", 6)]
    result = plan(tasks, [rel("z", "long")], [Crew("c", "c")])
    assert planned(result, "z") == (0, 2)
    assert planned(result, "a") == (2, 4)


def test_a_successor_of_a_delayed_task_moves_along_and_is_driven_by_it() -> None:
    """B waits to 3-8, so the milestone after it is at 8, driven by b and not by the crew."""
    after = rel("b", "done")
    tasks = [task("a", 3, crew={"c": 1}), task("b", 3, crew={"c": 1}), task("done", 0), task("x", 5)]
    result = plan(tasks, [after, rel("a", "x")], [Crew("c", "c")])
    assert planned(result, "b") == (3, 8)
    assert planned(result, "done") == (8, 8)
    assert result.driver[2] == Driver("relation", "b", after)


def test_a_crew_is_free_on_days_that_its_task_does_not_work() -> None:
    """A holds the crew Mon-Fri and Monday 12 (6 days); the elapsed b has it on Saturday 5 and Sunday 6."""
    tasks = [task("a", 6, crew={"c": 1}), task("b", 2, "elapsed", crew={"c": 1}), task("x", 4)]
    result = plan(tasks, [rel("a", "x")], [Crew("c", "c")])
    assert planned(result, "a") == (0, 8)
    assert planned(result, "b") == (5, 7)


def test_capacity_rises_on_a_date() -> None:
    """One unit until Thursday 8 January (day 3), two from then on: b of two units starts at 3."""
    crew = Crew("c", "c", 1, ((date(2026, 1, 8), 2),))
    result = plan([task("b", 1, crew={"c": 2})], [], [crew])
    assert planned(result, "b") == (3, 4)
    assert [d[:2] for d in result.driver] == [("crew", "c")]


def test_a_change_before_the_project_start_counts_from_the_start() -> None:
    crew = Crew("c", "c", 1, ((date(2025, 6, 1), 2),))
    result = plan([task("a", 2, crew={"c": 1}), task("b", 2, crew={"c": 1})], [], [crew])
    assert result.start == [0, 0]


def test_capacity_that_drops_in_between_pushes_the_whole_task() -> None:
    """No crew on Wednesday 7 (day 2) alone: three days in one piece fit from Thursday 3 on: 3-8."""
    crew = Crew("c", "c", 1, ((date(2026, 1, 7), 0), (date(2026, 1, 8), 1)))
    result = plan([task("a", 3, crew={"c": 1})], [], [crew])
    assert planned(result, "a") == (3, 8)


def test_a_task_of_two_crews_waits_for_the_one_that_is_short_last() -> None:
    """A holds c to 2, b holds d to 4; both needs c and d: from Friday 4, for d."""
    tasks = [task("a", 2, crew={"c": 1}), task("b", 4, crew={"d": 1}), task("both", 1, crew={"c": 1, "d": 1})]
    result = plan([*tasks, task("x", 9)], [rel("a", "x"), rel("b", "x")], [Crew("c", "c"), Crew("d", "d")])
    assert planned(result, "both") == (4, 5)
    assert result.driver[2][:2] == ("crew", "d")


def test_a_finish_bound_holds_for_a_levelled_predecessor() -> None:
    """A waits for the crew to 3-8, so FF puts b (1 day) on the same Monday: 7-8."""
    tasks = [task("z", 3, crew={"c": 1}), task("a", 3, crew={"c": 1}), task("b", 1), task("x", 9)]
    result = plan(tasks, [rel("a", "b", "FF"), rel("z", "x")], [Crew("c", "c")])
    assert planned(result, "a") == (3, 8)
    assert planned(result, "b") == (7, 8)


def test_enough_crews_leave_the_early_dates() -> None:
    tasks = [task("a", 3, crew={"c": 1}), task("b", 3, crew={"c": 1})]
    result = plan(tasks, [], [Crew("c", "c", 2)])
    assert result.start == result.early_start == [0, 0]
    assert result.driver == [Driver("project_start")] * 2


def test_a_task_that_a_falling_capacity_shuts_out_is_named_with_its_crew() -> None:
    """Two units on Monday and Tuesday only; three days of two units never fit."""
    crew = Crew("c", "c", 2, ((date(2026, 1, 7), 1),))
    with pytest.raises(InputError) as caught:
        plan([task("a", 3, crew={"c": 2}), task("b", 9, "elapsed", crew={"c": 2})], [], [crew])
    assert [(p.code, p.key, p.value) for p in caught.value.problems] == [
        ("E-CREW-CAPACITY", "task.a.crew", "c = 2"),
        ("E-CREW-CAPACITY", "task.b.crew", "c = 2"),
    ]


def test_a_crew_that_leaves_for_good_does_not_loop_for_ever() -> None:
    crew = Crew("c", "c", 1, ((date(2026, 1, 7), 0),))
    with pytest.raises(InputError, match="E-CREW-CAPACITY"):
        plan([task("a", 3, crew={"c": 1})], [], [crew])


def test_a_milestone_holds_no_crew() -> None:
    result = plan([task("m", 0, crew={"c": 1}), task("a", 2, crew={"c": 1})], [], [Crew("c", "c")])
    assert result.start == [0, 0]


def test_the_task_that_leads_to_the_earlier_goal_goes_first() -> None:
    """One crew, two halls: hall a is ready at 2 (a1) by the network, hall b at 2 + 9 (b1, then b2).

    Without goals b1 has no float and goes first: a waits to 4. With each hall's RFS as a goal, a1 and
    b1 are both without float to their own goal; a1 comes first by its smaller id, a is ready at 2.
    """
    tasks = [
        task("a1", 2, crew={"c": 1}),
        task("a.rfs", 0),
        task("b1", 2, crew={"c": 1}),
        task("b2", 9),
        task("b.rfs", 0),
    ]
    relations = [rel("a1", "a.rfs"), rel("b1", "b2"), rel("b2", "b.rfs")]
    crews = [Crew("c", "c")]
    assert planned(plan(tasks, relations, crews), "a.rfs")[0] > 2
    assert planned(plan(tasks, relations, crews, goals={"a.rfs", "b.rfs"}), "a.rfs") == (2, 2)


def test_thousands_who_want_one_crew_queue_day_by_day() -> None:
    """Days that are taken are passed in one step: 4,000 tasks would else look at 8 million days."""
    tasks = [task(f"t{i:04}", 1, crew={"c": 1}) for i in range(4000)]
    made = plan(tasks, [], [Crew("c", "c")])
    assert made.start == [7 * (i // 5) + i % 5 for i in range(4000)]
    assert {d.by for d in made.driver[1:]} == {"c"}
