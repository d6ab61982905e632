"""The longest path with its ties, and floats to a goal; every test starts on Monday 5 January 2026 (boundary 0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.model.work import Crew, Timing
from planner.schedule import Schedule, schedule
from planner.schedule.driving import longest_path
from planner.schedule.goals import float_to_goal
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, rel, task


def longest(made: Schedule) -> set[str]:
    return {made.tasks[i].id for i in longest_path(made.dated)}


def to_goal(made: Schedule, goal: str) -> dict[str, int]:
    return {made.tasks[i].id: days for i, days in float_to_goal(made, goal).items()}


def test_both_of_two_equal_chains_are_on_the_longest_path() -> None:
    """A(5) and B(5) both end on Friday and both drive C(2); D(3) ends on Wednesday and does not."""
    tasks = [task("a", 5), task("b", 5), task("c", 2), task("d", 3)]
    made = plan(tasks, [rel("a", "c"), rel("b", "c"), rel("d", "c")])
    assert longest(made) == {"a", "b", "c"}
    assert set(made.critical_path) == {"a", "c"}  # one chain of the two


def test_a_task_with_float_may_be_on_the_longest_path_and_a_critical_one_off_it() -> None:
    """A(2) leads to B on the elapsed calendar, which starts Wednesday morning; X(5) has its float eaten by a deadline.

    A ends on Tuesday, B(10) runs from Wednesday 7 to Friday 16, boundary 12: the finish. A can slip no day: float 0.
    X with a deadline on Thursday 8 is a day late: float -1, yet it drives nothing.
    """
    late = replace(task("x", 5), timing=Timing(deadline=date(2026, 1, 8)))
    made = plan([task("a", 2), task("b", 10, "elapsed"), late], [rel("a", "b")])
    assert made.total_float[2] == -1
    assert longest(made) == {"a", "b"}


def test_a_start_milestone_ties_with_the_project_start() -> None:
    tasks = [task("go", 0), task("a", 5)]
    made = plan(tasks, [rel("go", "a")])
    assert longest(made) == {"go", "a"}


def test_all_that_finishes_last_is_an_end() -> None:
    made = plan([task("a", 5), task("b", 5), task("end", 0)], [rel("a", "end")])
    assert longest(made) == {"a", "b", "end"}


def test_a_constraint_begins_the_path() -> None:
    """A(5) ends on Friday 9; B may not start before the 19th: nothing before B drives the finish."""
    held = replace(task("b", 5), timing=Timing(start_no_earlier=date(2026, 1, 19)))
    made = plan([task("a", 5), held], [rel("a", "b")])
    assert longest(made) == {"b"}


def test_finish_relations_bind_finishes() -> None:
    """A(10) FF B(2): B ends with A on Friday 16. C(3) FF B ends earlier and binds nothing."""
    made = plan([task("a", 10), task("b", 2), task("c", 3)], [rel("a", "b", "FF"), rel("c", "b", "FF")])
    assert longest(made) == {"a", "b"}


def test_what_remains_of_begun_work_goes_on_after_its_predecessor() -> None:
    """B began out of sequence; its remaining 3 days wait for A, which has 5 to go from the data date: A drives the end."""
    begun = replace(task("b", 8), timing=Timing(actual_start=date(2026, 1, 6), remaining_days=3))
    made = schedule(
        [task("a", 5), begun], [rel("a", "b")], CALENDARS, {}, MONDAY, data_date=date(2026, 1, 12)
    )
    assert longest(made) == {"a", "b"}


def test_done_work_before_the_data_date_is_off_the_path() -> None:
    """A ended on Friday 9, the data date is Monday 12, and B starts then: the data date puts it there."""
    done = replace(task("a", 5), timing=Timing(actual_start=MONDAY, actual_finish=date(2026, 1, 9)))
    made = schedule([done, task("b", 5)], [rel("a", "b")], CALENDARS, {}, MONDAY, data_date=date(2026, 1, 12))
    assert longest(made) == {"b"}


def test_float_to_a_goal_is_not_float_to_the_finish() -> None:
    """A(5) leads to goal G by B(2) and, alone, by nothing else; C(3) leads to G, and D(20) is the project's end.

    G's early date is boundary 9 (Tuesday 13's evening): A and B can slip no day, C from Monday to a finish on the
    13th: 7 - 3 = 4 days. Against the end, 20 days off, A has 13 days of total float.
    """
    tasks = [task("a", 5), task("b", 2), task("c", 3), task("d", 20), task("g", 0)]
    made = plan(tasks, [rel("a", "b"), rel("b", "g"), rel("c", "g")])
    assert to_goal(made, "g") == {"a": 0, "b": 0, "c": 4, "g": 0}
    assert made.total_float[0] == 13


def test_other_paths_and_other_limits_do_not_count() -> None:
    """A(5) also drives X(20), the end, and X has a deadline that it misses; to G, two weeks after A, A has 5 days.

    B(10) -> G sets G's early date at the evening of Friday 16; A -> G needs 5 days: float 10 - 5 = 5.
    """
    late = replace(task("x", 20), timing=Timing(deadline=date(2026, 1, 9)))
    made = plan(
        [task("a", 5), task("b", 10), late, task("g", 0)], [rel("a", "g"), rel("a", "x"), rel("b", "g")]
    )
    assert made.total_float[0] < 0
    assert to_goal(made, "g") == {"a": 5, "b": 0, "g": 0}


def test_a_goal_with_a_deadline_of_its_own_gives_negative_float() -> None:
    """G lies at boundary 5 (Saturday 10), its deadline is Thursday 8 (boundary 3): A may start no later than 3 - 5."""
    goal = replace(task("g", 0), timing=Timing(deadline=date(2026, 1, 8)))
    made = plan([task("a", 5), goal], [rel("a", "g")])
    assert to_goal(made, "g")["a"] == -2


def test_done_work_and_past_starts_lead_nowhere() -> None:
    """A is done; B has begun and bounds G by its start alone: neither can delay G any more, C still can."""
    done = replace(task("a", 2), timing=Timing(actual_start=MONDAY, actual_finish=date(2026, 1, 6)))
    begun = replace(task("b", 5), timing=Timing(actual_start=date(2026, 1, 6)))
    made = schedule(
        [done, begun, task("c", 1), task("g", 0)],
        [rel("a", "g"), rel("b", "g", "SS", 1), rel("c", "g")],
        CALENDARS, {}, MONDAY, data_date=date(2026, 1, 7),
    )  # fmt: skip
    assert to_goal(made, "g") == {"c": 0, "g": 0}
    reached = replace(task("g", 0), timing=Timing(actual_finish=date(2026, 1, 7)))
    made = schedule([done, reached], [rel("a", "g")], CALENDARS, {}, MONDAY)
    assert to_goal(made, "g") == {}


def test_a_hammock_is_never_driven_by_a_crew() -> None:
    """Its dates are its anchors' dates, whatever crews others wait for."""
    work = [task("a", 2, crew={"x": 1}), task("b", 2, crew={"x": 1}), replace(task("h", 0), hammock=True)]
    made = plan(work, [rel("a", "h", "SS"), rel("b", "h", "FF")], [Crew("x", "X")])
    assert [(d.kind, d.by) for d in made.driver] == [
        ("project_start", None),
        ("crew", "x"),
        ("hammock", "a"),
    ]


def test_a_hammock_that_nothing_is_tied_to_drives_nothing() -> None:
    """It runs from the project start to the network's finish, and is on no path, even where there is nothing else."""
    hammock = replace(task("h", 0), hammock=True)
    made = plan([hammock])
    assert (made.critical_path, longest(made)) == ((), set())
    made = plan([hammock, task("a", 5), task("m", 0)])
    assert (made.critical_path, longest(made)) == (("a",), {"a"})
    assert (made.start[0], made.finish[0], made.duration[0]) == (0, 5, 5)
