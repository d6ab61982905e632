"""Points about constraints, progress and baselines, and what hammocks and finished work are exempt from.

Every test starts on Monday 5 January 2026; the data date, where there is one, is Monday 19 January (boundary 14).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.books import load_books
from planner.health import check_health, health_problems
from planner.health.points import OF_BASELINES, WORDS
from planner.model.facility import Facility
from planner.model.work import Crew, Relation, Task, Timing
from planner.schedule import schedule
from tests.unit.schedule.build import CALENDARS, MONDAY, rel, task

if TYPE_CHECKING:
    from planner.health import HealthPoint

BOOKS = load_books()
DATA_DATE = date(2026, 1, 19)


def said(name: str, days: int, **timing: object) -> Task:
    return replace(task(name, days), timing=Timing(**timing))  # type: ignore[arg-type]


def jan(day: int) -> date:
    return date(2026, 1, day)


def done(name: str, days: int, first: int, last: int) -> Task:
    return said(name, days, actual_start=jan(first), actual_finish=jan(last))


def checked(
    tasks: list[Task],
    relations: list[Relation] | None = None,
    *,
    data_date: date | None = DATA_DATE,
    baseline: dict[str, date] | None = None,
    crews: list[Crew] | None = None,
) -> dict[str, HealthPoint]:
    known = {crew.id: crew for crew in crews or []}
    made = schedule(tasks, relations or [], CALENDARS, known, MONDAY, data_date=data_date)
    return {p.id: p for p in check_health(made, relations or [], CALENDARS, known, BOOKS, baseline)}


def exempt(point: HealthPoint) -> dict[str, str]:
    return {name: e.reason.split(":")[0] for e in point.exemptions for name in e.ids}


# Point 5


def test_hard_constraints_are_what_must_be_or_be_no_later() -> None:
    """Of seven tasks four are held hard; a deadline, a pin and what holds from below alone are not."""
    tasks = [
        said("must_start", 1, must_start=jan(20)),
        said("must_finish", 1, must_finish=jan(20)),
        said("start_no_later", 1, start_no_later=jan(20)),
        said("finish_no_later", 1, finish_no_later=jan(20)),
        said("deadline", 1, deadline=jan(20)),
        said("pin", 1, pinned_start=jan(20)),
        said("from_below", 1, start_no_earlier=jan(20), finish_no_earlier=jan(20)),
    ]
    point = checked(tasks)["hard_constraints"]
    assert point.offenders == ("finish_no_later", "must_finish", "must_start", "start_no_later")
    assert (point.population, point.passed) == (7, False)


def test_one_in_twenty_may_be_held_hard() -> None:
    tasks = [task(f"t{i:02}", 1) for i in range(19)]
    assert checked([*tasks, said("x", 1, must_finish=jan(20))])["hard_constraints"].passed
    assert not checked([*tasks[1:], said("x", 1, must_finish=jan(20))])["hard_constraints"].passed


def test_constraints_of_what_lies_behind_hold_no_more() -> None:
    """A has begun: its must_start is over, C's must_finish is not. B is done."""
    tasks = [
        said("a", 9, must_start=MONDAY, actual_start=MONDAY),
        replace(done("b", 5, 5, 9), timing=replace(done("b", 5, 5, 9).timing, must_finish=jan(9))),
        said("c", 9, must_finish=jan(30), actual_start=MONDAY),
        replace(task("h", 0), hammock=True),
    ]
    point = checked(tasks)["hard_constraints"]
    assert (point.offenders, point.population) == (("c",), 2)
    assert exempt(point) == {"b": "done", "h": "hammock"}


# Point 9


def test_actual_dates_after_the_data_date_are_invalid() -> None:
    """The data date is the morning of the 19th: a start then is just told, a day worked on the 19th is not over."""
    tasks = [
        done("in_time", 5, 12, 18),
        said("that_morning", 5, actual_start=jan(19)),
        said("starts_after", 5, actual_start=jan(20)),
        done("ends_after", 6, 12, 19),
        said("milestone", 0, actual_finish=jan(19)),
        said("late_milestone", 0, actual_finish=jan(20)),
        task("to_do", 3),
    ]
    point = checked(tasks)["invalid_dates"]
    assert point.offenders == ("ends_after", "late_milestone", "starts_after")
    assert (point.population, point.passed) == (6, False)


def test_without_a_data_date_the_latest_actual_date_is_taken_and_none_is_after_it() -> None:
    point = checked([done("a", 5, 5, 9), said("b", 5, actual_start=jan(28))], data_date=None)["invalid_dates"]
    assert (point.population, point.passed) == (2, True)


# Points 11 and 14


def test_missed_tasks_and_execution_need_a_baseline() -> None:
    assert set(WORDS) - set(checked([task("a", 1)])) == set(OF_BASELINES)
    assert set(checked([task("a", 1)], baseline={})) == set(WORDS)


def test_what_was_due_and_is_not_finished_is_missed() -> None:
    """Due before the 19th were a, b and c (the 9th, 16th and 18th), not d (the 19th itself). A is finished: BEI 1 / 3."""
    tasks = [done("a", 5, 5, 9), said("b", 9, actual_start=jan(12)), task("c", 2), task("d", 2)]
    finishes = {"a": jan(9), "b": jan(16), "c": jan(18), "d": jan(19)}
    points = checked(tasks, baseline=finishes)
    missed, index = points["missed_tasks"], points["bei"]
    assert (missed.offenders, missed.population, missed.passed) == (("b", "c"), 3, False)
    assert (index.offenders, index.passed) == (("b", "c"), False)
    assert index.index == pytest.approx(1 / 3)
    assert "1 finished / 3 due by 2026-01-19 = 0.333 < 0.95" in index.basis


def test_work_finished_ahead_of_its_time_makes_up_in_the_index_alone() -> None:
    """Due: a, done, and b, not; c was due in February and is done: 2 / 2 = 1, yet b is missed."""
    tasks = [done("a", 5, 5, 9), task("b", 2), done("c", 5, 12, 16)]
    points = checked(tasks, baseline={"a": jan(9), "b": jan(9), "c": date(2026, 2, 6)})
    assert (points["bei"].index, points["bei"].passed) == (1.0, True)
    assert points["missed_tasks"].offenders == ("b",)


def test_nineteen_of_twenty_execute_well_enough() -> None:
    tasks = [done(f"t{i:02}", 5, 5, 9) for i in range(19)] + [task("x", 1)]
    points = checked(tasks, baseline={t.id: jan(9) for t in tasks})
    assert (points["bei"].index, points["bei"].passed) == (0.95, True)
    assert (points["missed_tasks"].share, points["missed_tasks"].passed) == (0.05, True)


def test_milestones_hammocks_and_what_was_added_are_not_judged() -> None:
    tasks = [task("m", 0), replace(task("h", 0), hammock=True), task("new", 2), task("due", 2)]
    points = checked(tasks, baseline={"m": jan(9), "h": jan(9), "due": jan(9), "gone": jan(9)})
    for name in OF_BASELINES:
        assert exempt(points[name]) == {"m": "milestone", "h": "hammock", "new": "not in the baseline"}
        assert points[name].offenders == ("due",)


def test_a_finish_reported_for_a_day_to_come_is_no_finish_by_then() -> None:
    points = checked([done("a", 9, 5, 20)], baseline={"a": jan(9)})
    assert points["missed_tasks"].offenders == ("a",)


def test_where_nothing_was_due_both_pass() -> None:
    points = checked([task("a", 2)], baseline={"a": jan(30)})
    assert points["bei"].index is None
    assert points["bei"].passed
    assert points["missed_tasks"].passed


# Point 13


@pytest.mark.parametrize(("deadline", "slack", "index", "passed"), [(30, 0, 1.0, True), (29, -1, 0.9, False)])
def test_the_index_of_the_critical_path(deadline: int, slack: int, index: float, passed: bool) -> None:
    """A(10) from the data date, Monday 19, ends on Friday 30: 10 working days. A deadline a day sooner: (10 - 1) / 10."""
    point = checked([said("a", 10, deadline=jan(deadline))])["cpli"]
    assert (point.index, point.passed) == (index, passed)
    assert point.offenders == (() if passed else ("a",))
    assert f"(10 working days to a {'-' if slack < 0 else '+'} {abs(slack)} of float) / 10" in point.basis
    assert point.least is not None
    assert point.least.confidence == "judgement"


def test_one_day_in_twenty_is_room_enough() -> None:
    """A(20) ends on Friday 13 February; its deadline is Thursday: (20 - 1) / 20 = 0.95."""
    assert checked([said("a", 20, deadline=date(2026, 2, 12))])["cpli"].passed


def test_a_path_that_lies_behind_has_no_length() -> None:
    point = checked([done("a", 5, 5, 9)])["cpli"]
    assert (point.index, point.passed, point.population) == (None, True, 0)


# What is exempt from the older points


def test_hammocks_are_no_work_and_their_relations_no_logic() -> None:
    """Of a -> b each end is open, and so is c, which leads to the hammock alone. Lags and kinds of anchors do not count."""
    care = replace(task("care", 0), hammock=True)
    links = [rel("a", "b"), rel("a", "care", "SS", -2), rel("care", "b", "FF", 30), rel("c", "care", "FF")]
    points = checked([task("a", 5), task("b", 5), task("c", 5), care], links, data_date=None)
    assert points["missing_logic"].offenders == ("a", "b", "c")
    assert exempt(points["missing_logic"])["care"] == "hammock"
    for name in ("leads", "lags", "long_lags", "relation_kinds"):
        assert (points[name].population, points[name].offenders) == (1, ())
        assert set(exempt(points[name]).values()) == {"relation of a hammock"}
    for name in ("high_float", "long_durations", "missing_resources", "missing_cost"):
        assert exempt(points[name])["care"] == "hammock", name


def test_finished_work_is_exempt_and_a_relation_to_it_too() -> None:
    """A(60) is done, and so was its lead to B; C to come still counts."""
    tasks = [done("a", 60, 5, 9), done("b", 5, 9, 15), task("c", 5)]
    points = checked(tasks, [rel("a", "b", "FS", -1), rel("b", "c", "FS", 25)])
    for name in ("missing_logic", "high_float", "negative_float", "long_durations", "missing_resources"):
        assert exempt(points[name])["a"] == "done", name
    assert points["leads"].population == 1
    assert points["leads"].passed
    assert points["long_lags"].offenders == ("b -> c FS+25",)  # to come: it holds C


def test_of_what_has_begun_the_days_that_remain_count() -> None:
    """A(60) has 44 to go, B(60) 45."""
    tasks = [
        said("a", 60, actual_start=MONDAY, remaining_days=44),
        said("b", 60, actual_start=MONDAY, remaining_days=45),
    ]
    assert checked(tasks)["long_durations"].offenders == ("b",)


def test_begun_work_cannot_dangle_at_its_start() -> None:
    begun = said("b", 9, actual_start=MONDAY)
    points = checked([task("a", 5), begun], [rel("a", "b", "FF")])
    assert exempt(points["dangling_start"]) == {"b": "begun"}


def test_crews_are_counted_for_what_remains() -> None:
    """A began on the 5th with the one crew that B then took over until the 9th; what remains of A works on from the 19th."""
    begun = replace(said("a", 9, actual_start=MONDAY, remaining_days=2), crew=(("x", 1),))
    behind = replace(done("b", 5, 5, 9), crew=(("x", 1),))
    third = replace(task("c", 2), crew=(("x", 1),))
    assert checked([begun, behind, third], crews=[Crew("x", "X")])["over_allocation"].passed


def test_negative_float_of_what_is_to_come_is_a_failure() -> None:
    point = checked([said("a", 10, deadline=jan(20))])["negative_float"]
    (problem,) = health_problems([point], Facility.model_validate({"project": {"start": MONDAY}}))
    assert (problem.code, problem.severity) == ("F-HEALTH-NEGATIVE-FLOAT", "failure")


def test_a_generated_task_stands_where_it_is_adjusted() -> None:
    file = Facility.model_validate(
        {
            "project": {"start": MONDAY},
            "task": [{"id": "z", "duration_days": 5}],
            "adjust": [{"task": "site.y"}, {"task": "site.x", "must_finish": jan(20)}],
        }
    )
    held = replace(said("site.x", 5, must_finish=jan(20)), template="x")
    point = checked([held])["hard_constraints"]
    (problem,) = health_problems([point], file)
    assert (problem.location, problem.value) == (("adjust", 1), "1 of 1 tasks")
    index = checked([said("z", 10, deadline=jan(20))])["cpli"]
    (problem,) = health_problems([index], file)
    assert (problem.code, problem.value, problem.location) == ("W-HEALTH-CPLI", "0.200", ("task", 0))
