"""Longest-path tests that cannot be made are no offence."""

from __future__ import annotations

from datetime import date

from planner.books import load_books
from planner.health.path import longest_path
from planner.model.work import CalendarSpec, Duration, Task, Timing
from planner.schedule import schedule

MONDAY = date(2027, 1, 4)


def one(spec: CalendarSpec, timing: Timing) -> str:
    task = Task("a", "a", "test", Duration(10, 10, 10), spec.id, timing=timing)
    point = longest_path(schedule([task], [], {spec.id: spec}, {}, MONDAY), load_books())
    assert point.offenders == ()
    return point.basis


def test_a_finish_that_a_far_date_holds() -> None:
    """600 days more still end on the last day of 2029: nothing moves."""
    told = one(CalendarSpec("standard"), Timing(finish_no_earlier=date(2029, 12, 31)))
    assert "cannot be tested: a + 600 days still ends where a date or a relation holds it" in told


def test_a_calendar_of_windows_that_ends() -> None:
    windows = ((date(2029, 12, 3), date(2031, 1, 1)),)
    told = one(CalendarSpec("outage", windows=windows), Timing())
    assert "cannot be tested: a + 600 days runs past the end of its calendar" in told
