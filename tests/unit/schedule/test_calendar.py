"""Compiled calendars: days, holidays, closures, growth both ways. Boundary 0 is Monday 5 January 2026."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from planner.model.problem import InputError
from planner.model.work import CalendarSpec
from planner.schedule import Calendar, compile_calendar, schedule
from tests.unit.schedule.build import MONDAY, rel, task


def test_days_of_the_standard_week() -> None:
    calendar = Calendar(CalendarSpec("c"), MONDAY)
    assert [calendar.works(day) for day in range(-2, 8)] == [False] * 2 + [True] * 5 + [False] * 2 + [True]
    assert calendar.next_working_day(5) == 7
    assert (calendar.working_days(0, 14), calendar.working_days(14, 0), calendar.working_days(5, 7)) == (
        10,
        -10,
        0,
    )


def test_passing_working_days_forward_and_back() -> None:
    """From Saturday 5: one day forward is Monday's end 8; one back is Friday's morning 4; -6 is 3 days before 0."""
    calendar = Calendar(CalendarSpec("c"), MONDAY)
    assert calendar.pass_working_days(5, 1) == 8
    assert calendar.pass_working_days(5, 0) == 5
    assert calendar.pass_working_days(5, -1) == 4
    assert calendar.pass_working_days(5, -6) == -3


def test_tables_grow_both_ways() -> None:
    """5,200 worked days are 1,040 weeks = 7,280 days; forward the last weekend is not waited for."""
    calendar = Calendar(CalendarSpec("c"), MONDAY)
    assert calendar.pass_working_days(0, 5_200) == 7_278
    assert calendar.pass_working_days(0, -5_200) == -7_280
    assert calendar.working_days(-7_280, 7_280) == 10_400


def test_the_elapsed_calendar_counts_boundaries() -> None:
    calendar = Calendar(CalendarSpec("c", tuple(range(7))), MONDAY)
    assert calendar.elapsed
    assert (
        calendar.pass_working_days(3, -5),
        calendar.working_days(2, 40),
        calendar.next_working_day(6),
    ) == (-2, 38, 6)


def test_seven_days_with_a_closure_is_not_the_elapsed_calendar() -> None:
    calendar = Calendar(CalendarSpec("c", tuple(range(7)), closed=((MONDAY, MONDAY),)), MONDAY)
    assert not calendar.elapsed
    assert calendar.next_working_day(0) == 1


def test_texas_holidays_by_default_and_by_name() -> None:
    """Texas keeps Friday 27 November 2026 (after Thanksgiving, the 26th); the short list does not."""
    every = Calendar(CalendarSpec("c", holidays="US-TX"), MONDAY)
    short = Calendar(
        CalendarSpec("c", holidays="US-TX", holiday_names=("Thanksgiving Day", "Independence Day")), MONDAY
    )
    thanksgiving, friday = (date(2026, 11, 26) - MONDAY).days, (date(2026, 11, 27) - MONDAY).days
    assert (every.works(thanksgiving), every.works(friday)) == (False, False)
    assert (short.works(thanksgiving), short.works(friday)) == (False, True)
    # 4 July 2026 is a Saturday, kept on Friday the 3rd under the name with "(observed)".
    assert not short.works((date(2026, 7, 3) - MONDAY).days)


@pytest.mark.parametrize(
    ("region", "part"), [("XX", "no such country"), ("US-ZZ", "no subdivision ZZ"), ("us-TX", "mean US?")]
)
def test_an_unknown_region_is_bad_input(region: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        compile_calendar(CalendarSpec("site", holidays=region), MONDAY)
    [problem] = caught.value.problems
    assert (problem.code, problem.key, problem.value) == (
        "E-CALENDAR-HOLIDAYS",
        "calendar.site.holidays",
        region,
    )
    assert part in problem.message or region == "us-TX"


def test_an_unknown_holiday_name_is_bad_input() -> None:
    with pytest.raises(InputError, match="did you mean Thanksgiving Day"):
        compile_calendar(CalendarSpec("site", holidays="US-TX", holiday_names=("Thanksgivin Day",)), MONDAY)


@pytest.mark.parametrize(
    ("spec", "key"),
    [
        (CalendarSpec("c", ()), "calendar.c.workdays"),
        (CalendarSpec("c", closed=((date(2000, 1, 1), date(9999, 12, 31)),)), "calendar.c.closed"),
    ],
)
def test_a_calendar_without_a_working_day_is_bad_input(spec: CalendarSpec, key: str) -> None:
    with pytest.raises(InputError) as caught:
        compile_calendar(spec, MONDAY)
    assert [(p.code, p.key) for p in caught.value.problems] == [("E-CALENDAR-CLOSED", key)]


def test_a_site_closed_for_ten_years_opens_again() -> None:
    calendar = Calendar(CalendarSpec("c", closed=((MONDAY, date(2035, 12, 31)),)), MONDAY)
    assert calendar.next_working_day(0) == (date(2036, 1, 1) - MONDAY).days


def test_a_calendar_that_ends_before_its_task_does_is_bad_input() -> None:
    """Closed for ever from 1 February: a task of 60 days has no end, one of 5 days is fine."""
    calendars = {"c": CalendarSpec("c", closed=((date(2026, 2, 1), date(9999, 12, 31)),))}
    assert schedule([task("a", 5, "c")], [], calendars, {}, MONDAY).finish == [5]
    with pytest.raises(InputError, match="works on no day after 2026-01-30"):
        schedule([task("a", 60, "c")], [], calendars, {}, MONDAY)


@pytest.mark.parametrize("calendar", ["standard", "elapsed"])
def test_a_plan_of_centuries_is_bad_input(calendar: str) -> None:
    calendars = {"standard": CalendarSpec("standard"), "elapsed": CalendarSpec("elapsed", tuple(range(7)))}
    with pytest.raises(InputError, match="E-HORIZON"):
        schedule([task("a", 10**9, calendar)], [], calendars, {}, MONDAY)
    with pytest.raises(InputError, match="E-HORIZON"):
        schedule(
            [task("a", 1), task("b", 1, calendar)],
            [rel("a", "b", "FS", 10**9, "elapsed")],
            calendars,
            {},
            MONDAY,
        )


def test_huge_leads_bind_nothing() -> None:
    calendars = {"standard": CalendarSpec("standard")}
    for unit in ("working", "elapsed"):
        result = schedule(
            [task("a", 1), task("b", 1)], [rel("a", "b", "FS", -(10**9), unit)], calendars, {}, MONDAY
        )
        assert (result.early_start, result.late_start) == ([0, 0], [0, 0])


def test_calendars_are_kept_from_call_to_call() -> None:
    spec = CalendarSpec("c", (0, 1))
    assert compile_calendar(spec, MONDAY) is compile_calendar(CalendarSpec("c", (0, 1)), MONDAY)


def test_the_holidays_library_is_loaded_only_when_asked_for() -> None:
    code = (
        "import sys; from datetime import date; from planner.model.work import *; from planner.schedule import *;"
        "schedule([Task('a', '', '', Duration(1, 1, 1))], [], {'standard': CalendarSpec('standard')}, {},"
        "date(2026, 1, 5)); assert 'holidays' not in sys.modules and 'networkx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_one_country_is_read_for_one_calendar_and_every_country_can_be() -> None:
    """The library's package of countries reads all two hundred where one is asked for."""
    code = (
        "import sys; from datetime import date; from planner.model.work import CalendarSpec;"
        "from planner.schedule.calendar import Calendar;"
        "made = Calendar(CalendarSpec('c', holidays='US-TX'), date(2026, 1, 5));"
        "read = [m for m in sys.modules if m.startswith('holidays.countries.')]; assert len(read) < 5, read;"
        "import holidays; found = {c: len(holidays.country_holidays(c, years=[2026])) for c in holidays.list_supported_countries()};"
        "assert len(found) > 100; print(found['US'], found['DE'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    plain = "import holidays.countries as c; print(len(c.US(years=[2026])), len(c.DE(years=[2026])))"
    assert (
        done.stdout
        == subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True).stdout
    )
