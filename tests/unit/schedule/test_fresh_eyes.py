"""Faults that a stranger found in the finished engine, each as small as it was found."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.problem import InputError
from planner.model.work import CalendarSpec, Crew, Duration, Relation, Task, Timing
from planner.schedule import schedule
from planner.why import why_in

MONDAY = date(2027, 1, 4)
CALENDARS = {"standard": CalendarSpec("standard"), "elapsed": CalendarSpec("elapsed", tuple(range(7)))}


def task(name: str, days: int, **more: object) -> Task:
    return Task(name, name, "test", Duration(days, days, days), **more)  # type: ignore[arg-type]


def test_where_capacity_ends_another_order_is_tried() -> None:
    """One crew, two in the week of 11 January: a 4-8, d with both 11-12, b from 13. By id a and b would leave d no days."""
    crew = Crew("x", "x", 1, ((date(2027, 1, 11), 2), (date(2027, 1, 18), 1)))
    tasks = [task("a", 5, crew=(("x", 1),)), task("b", 5, crew=(("x", 1),)), task("d", 2, crew=(("x", 2),))]
    made = schedule(tasks, [], CALENDARS, {"x": crew}, MONDAY)
    assert made.start == [0, 9, 7]


def test_a_pin_gives_way_where_it_would_leave_no_days() -> None:
    """A takes eight of the ten days that there is a crew; b, pinned to the third, has the last two."""
    crew = Crew("x", "x", 1, ((date(2027, 1, 18), 0),))
    tasks = [
        task("a", 8, crew=(("x", 1),)),
        task("b", 2, crew=(("x", 1),), timing=Timing(pinned_start=date(2027, 1, 6))),
    ]
    made = schedule(tasks, [], CALENDARS, {"x": crew}, MONDAY)
    assert sorted(made.finish) in ([2, 12], [10, 12], [11, 12])


def test_eleven_days_of_work_in_ten_are_refused() -> None:
    crew = Crew("x", "x", 1, ((date(2027, 1, 18), 0),))
    tasks = [task("a", 7, crew=(("x", 1),)), task("b", 4, crew=(("x", 1),))]
    with pytest.raises(InputError) as caught:
        schedule(tasks, [], CALENDARS, {"x": crew}, MONDAY)
    assert {p.code for p in caught.value.problems} == {"E-CREW-CAPACITY"}


def test_what_is_put_late_up_to_a_pin_does_not_drive_it() -> None:
    late = task("a", 2, timing=Timing(as_late_as_possible=True))
    pinned = task("b", 3, timing=Timing(pinned_start=date(2027, 1, 18)))
    relations = [Relation("a", "b")]
    made = schedule([late, pinned], relations, CALENDARS, {}, MONDAY)
    assert [d.kind for d in made.driver] == ["as_late_as_possible", "pinned"]
    sooner = why_in(made, relations, CALENDARS, {}, "b").sooner
    assert sooner.relations == ()
    assert [d.key for d in sooner.dates] == ["pinned_start"]


def test_of_two_put_late_neither_drives_the_other() -> None:
    """Both end against b's deadline: b because it is as late as possible, not because of a."""
    late = Timing(as_late_as_possible=True)
    tasks = [
        task("a", 5, timing=late),
        task("b", 3, timing=Timing(as_late_as_possible=True, deadline=date(2027, 1, 14))),
        task("x", 20),
    ]
    relations = [Relation("a", "b")]
    made = schedule(tasks, relations, CALENDARS, {}, MONDAY)
    assert made.driver[1].kind == "as_late_as_possible"
    why = why_in(made, relations, CALENDARS, {}, "b")
    assert why.sooner.as_late_as_possible
    assert why.sooner.relations == ()


def test_a_hammock_moves_no_finish() -> None:
    """Level of effort with a lag of 3 days behind its last anchor: the project ends with the work all the same."""
    tasks = [task("a", 5), task("h", 0, hammock=True)]
    relations = [Relation("a", "h", "SS"), Relation("a", "h", "FF", 3)]
    made = schedule(tasks, relations, CALENDARS, {}, MONDAY)
    assert made.finish == [5, 10]
    assert (made.project_finish, made.early_project_finish) == (5, 5)


def test_crews_of_what_is_done_are_facts() -> None:
    """It used two where there is one now."""
    done = Timing(actual_start=MONDAY, actual_finish=date(2027, 1, 8))
    made = schedule(
        [task("a", 5, crew=(("x", 2),), timing=done)], [], CALENDARS, {"x": Crew("x", "x", 1)}, MONDAY
    )
    assert made.finish == [5]
