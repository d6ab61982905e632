"""Each point on a network small enough to count by hand; every test starts on Monday 5 January 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.books import BookError, load_books
from planner.health import check_health, health_problems
from planner.health.points import OF_BASELINES, WORDS, Finding
from planner.model.facility import Facility
from planner.model.work import CalendarSpec, Crew, Relation, Task
from planner.schedule import Schedule, schedule
from tests.unit.schedule.build import CALENDARS, MONDAY, rel, task

if TYPE_CHECKING:
    from planner.health import HealthPoint

BOOKS = load_books()


def checked(
    tasks: list[Task],
    relations: list[Relation],
    crews: list[Crew] | None = None,
    made: Schedule | None = None,
    calendars: dict[str, CalendarSpec] | None = None,
) -> dict[str, HealthPoint]:
    known = {crew.id: crew for crew in crews or []}
    dates = made or schedule(tasks, relations, calendars or CALENDARS, known, MONDAY)
    points = check_health(dates, relations, calendars or CALENDARS, known, BOOKS)
    return {point.id: point for point in points}


def exempt(point: HealthPoint) -> dict[str, str]:
    return {name: e.reason for e in point.exemptions for name in e.ids}


CHAIN = [task("a", 5), task("b", 5), task("c", 5)]
LINKS = [rel("a", "b"), rel("b", "c")]


def test_a_plain_chain_passes_every_point_of_logic() -> None:
    points = checked(CHAIN, LINKS)
    assert tuple(points) == tuple(name for name in WORDS if name not in OF_BASELINES)
    failing = {name for name, point in points.items() if not point.passed}
    assert failing == {"missing_resources", "missing_cost"}  # nobody does it and it costs nothing


def test_an_open_end_beside_the_true_ones() -> None:
    """A -> B -> C is whole; D starts with A and leads nowhere: ends C and D, start A. 2 of 3 counted offend."""
    point = checked([*CHAIN, task("d", 1)], [*LINKS, rel("a", "d")])["missing_logic"]
    assert point.offenders == ("c", "d")
    assert (point.population, round(point.share, 4), point.status) == (3, 0.6667, "fail")
    assert exempt(point) == {"a": "the network's one start"}
    assert "2 / 3 = 66.67% > 5.00%" in point.basis


def test_milestones_are_true_ends_only_at_the_start_and_at_the_finish() -> None:
    """Start and finish milestones are exempt; milestone x in the middle leads nowhere and offends."""
    tasks = [*CHAIN, task("start", 0), task("end", 0), task("x", 0)]
    point = checked(tasks, [*LINKS, rel("start", "a"), rel("c", "end"), rel("a", "x")])["missing_logic"]
    assert point.offenders == ("x",)
    assert set(exempt(point)) == {"start", "end"}


def test_a_task_that_nothing_is_tied_to_is_no_end_of_the_project() -> None:
    """Milestone m stands alone: a start by its form, but no end, for it lies at day 0 and the finish at day 19."""
    point = checked([*CHAIN, task("m", 0)], LINKS)["missing_logic"]
    assert "m" in point.offenders


@pytest.mark.parametrize(
    ("kind", "start", "finish"),
    [("FS", (), ()), ("SS", (), ("a",)), ("FF", ("b",), ()), ("SF", ("b",), ("a",))],
)
def test_dangling_ends_by_the_kind_of_the_relation(
    kind: str, start: tuple[str, ...], finish: tuple[str, ...]
) -> None:
    """A SS B: A's finish bounds nothing. A FF B: nothing bounds B's start. SF: both."""
    points = checked([task("a", 5), task("b", 5)], [rel("a", "b", kind)])  # type: ignore[arg-type]
    assert points["dangling_start"].offenders == start
    assert points["dangling_finish"].offenders == finish
    assert points["dangling_start"].passed == (not start)


def test_a_milestone_cannot_dangle() -> None:
    points = checked([task("a", 5), task("m", 0)], [rel("a", "m", "FF")])
    assert points["dangling_start"].offenders == ()
    assert exempt(points["dangling_start"]) == {"m": "milestone: nothing is worked"}


def test_leads_lags_and_kinds() -> None:
    """Of four relations one leads, two lag, one of those by 21 > 20 days, and one is not FS: 25 % > 10 %."""
    tasks = [*CHAIN, task("d", 5), task("e", 5)]
    links = [rel("a", "b", "FS", -1), rel("b", "c", "FS", 20), rel("c", "d", "FS", 21), rel("d", "e", "SS")]
    points = checked(tasks, links)
    assert points["leads"].offenders == ("a -> b FS-1",)
    assert points["lags"].offenders == ("b -> c FS+20", "c -> d FS+21")
    assert points["long_lags"].offenders == ("c -> d FS+21",)
    assert points["relation_kinds"].offenders == ("d -> e SS",)
    assert points["relation_kinds"].share == 0.25
    assert not any(points[p].passed for p in ("leads", "lags", "long_lags", "relation_kinds"))


def test_one_in_ten_may_be_of_another_kind() -> None:
    tasks = [task(f"t{i:02}", 1) for i in range(11)]
    links = [rel(f"t{i:02}", f"t{i + 1:02}", "SS" if i == 4 else "FS") for i in range(10)]
    point = checked(tasks, links)["relation_kinds"]
    assert (point.share, point.passed) == (0.1, True)


def test_a_given_date_is_no_lag() -> None:
    """Generation holds a notice to proceed by an elapsed lag between two milestones."""
    start, gate = (replace(task(n, 0), template=n) for n in ("start", "gate"))
    points = checked(
        [start, gate, *CHAIN], [rel("start", "gate", "FS", 90, "elapsed"), rel("gate", "a"), *LINKS]
    )
    assert points["lags"].passed
    assert points["long_lags"].population == 3
    assert exempt(points["long_lags"]) == {
        "start -> gate FS+90e": "a given date, held by an elapsed lag from the start of the project"
    }


@pytest.mark.parametrize(("days", "offends"), [(49, False), (50, True)])
def test_high_float_begins_above_44_working_days(days: int, offends: bool) -> None:
    """A(5) and B(days) start together and end in C: A's float is days - 5, 44 or 45."""
    point = checked([task("a", 5), task("b", days), task("c", 1)], [rel("a", "c"), rel("b", "c")])[
        "high_float"
    ]
    assert point.offenders == (("a",) if offends else ())
    assert point.passed is not offends


@pytest.mark.parametrize(("days", "offends"), [(44, False), (45, True)])
def test_long_durations_begin_above_44_working_days(days: int, offends: bool) -> None:
    point = checked([task("a", days), task("b", 1)], [rel("a", "b")])["long_durations"]
    assert point.offenders == (("a",) if offends else ())
    assert point.status == ("fail" if offends else "pass")


def test_negative_float_offends_whatever_it_is() -> None:
    made = schedule(CHAIN, LINKS, CALENDARS, {}, MONDAY)
    late = replace(made, total_float=[0, -1, 3])
    point = checked(CHAIN, LINKS, made=late)["negative_float"]
    assert (point.offenders, point.population, point.passed) == (("b",), 3, False)
    (problem,) = [p for p in health_problems([point], OWN)]
    assert (problem.code, problem.severity) == ("F-HEALTH-NEGATIVE-FLOAT", "failure")
    assert checked(CHAIN, LINKS, made=made)["negative_float"].passed


def test_missing_resources_and_what_needs_none() -> None:
    """A works without a crew; buying, curing and a milestone need none, and say why."""
    bought = replace(task("buy", 60), item="ups")
    tasks = [task("a", 5), task("b", 5, crew={"x": 1}), bought, task("cure", 50, "elapsed"), task("m", 0)]
    points = checked(tasks, [rel(t.id, "m") for t in tasks[:-1]], [Crew("x", "X")])
    assert points["missing_resources"].offenders == ("a",)
    reasons = {n: r.split(" ")[0] for n, r in exempt(points["missing_resources"]).items()}
    assert reasons == {"buy": "procurement", "cure": "waiting", "m": "milestone:"}
    assert points["long_durations"].offenders == ()  # 60 and 50 days, both exempt


def test_missing_cost_is_of_own_work() -> None:
    tasks = [task("a", 5), replace(task("b", 5), cost_usd=1.0), replace(task("g", 5), template="g")]
    point = checked(tasks, [rel("a", "b"), rel("b", "g")])["missing_cost"]
    assert (point.offenders, point.population) == (("a",), 2)
    assert set(exempt(point)) == {"g"}


def test_levelled_dates_ask_for_no_more_than_there_is_and_early_dates_do() -> None:
    """A and B, a week each, share one crew: levelled one after the other, at their early dates both in week one."""
    tasks = [task("a", 5, crew={"x": 1}), task("b", 5, crew={"x": 1})]
    made = schedule(tasks, [], CALENDARS, {"x": Crew("x", "X")}, MONDAY)
    assert checked(tasks, [], [Crew("x", "X")], made)["over_allocation"].passed
    unlevelled = replace(made, start=made.early_start, finish=made.early_finish)
    point = checked(tasks, [], [Crew("x", "X")], unlevelled)["over_allocation"]
    assert (point.offenders, point.population, point.subject) == (("x",), 1, "crew")


def test_a_crew_is_free_on_days_off_and_follows_its_changes() -> None:
    """Week two has one crew of two: A(10) holds one; B on Saturday alone takes it on a day that A is off."""
    calendars = {**CALENDARS, "saturday": CalendarSpec("saturday", (5,))}
    tasks = [task("a", 10, crew={"x": 1}), task("b", 1, "saturday", crew={"x": 1})]
    one = [Crew("x", "X", 1)]
    assert checked(tasks, [], one, calendars=calendars)["over_allocation"].passed
    made = schedule(tasks, [], calendars, {"x": one[0]}, MONDAY)
    fewer = [Crew("x", "X", 1, ((date(2026, 1, 12), 0),))]
    assert not checked(tasks, [], fewer, made, calendars)["over_allocation"].passed


def test_longest_path_moves_the_end_by_as_many_days() -> None:
    """600 working days are 120 weeks: A ends on Friday 9 January, then 840 days later; so does C, a week on."""
    point = checked(CHAIN, LINKS)["longest_path"]
    assert point.passed
    assert (
        "a + 600 days of its calendar: its finish moves 840 calendar days, c 840, off by 0.0%" in point.basis
    )


def test_a_path_through_starts_alone_fails_the_test() -> None:
    """A(5) SS+1 B(10): B ends the path and hangs on A's start, so 600 days more of A leave B's finish where it is."""
    point = checked([task("a", 5), task("b", 10)], [rel("a", "b", "SS", 1)])["longest_path"]
    assert (point.offenders, point.passed) == (("a",), False)
    assert "its finish moves 840 calendar days, b 0, off by 100.0% > 5%" in point.basis


def test_a_task_critical_by_its_start_alone_is_passed_over() -> None:
    """A SS+1 B, B -> C: the path waits for B's finish, so B is lengthened."""
    links = [rel("a", "b", "SS", 1), rel("a", "c"), rel("b", "c")]
    point = checked(CHAIN, links)["longest_path"]
    assert point.passed
    assert point.basis.startswith("b + 600 days")


def test_a_closure_that_takes_up_the_delay_fails_the_test() -> None:
    """A and B work daily; B is shut until 2030, so 600 days more of A move it by less than 5 % of them."""
    shut = CalendarSpec("late", tuple(range(7)), closed=((date(2026, 1, 8), date(2030, 1, 1)),))
    calendars = {**CALENDARS, "late": shut}
    point = checked([task("a", 5, "elapsed"), task("b", 5, "late")], [rel("a", "b")], calendars=calendars)[
        "longest_path"
    ]
    assert not point.passed
    assert "moves 600 calendar days, b 0" in point.basis


def test_nothing_at_all_passes() -> None:
    points = checked([], [])
    assert all(point.passed and point.share == 0 and point.population == 0 for point in points.values())


def test_a_point_that_the_book_lacks_is_named() -> None:
    with pytest.raises(BookError, match="no point nonsense"):
        Finding("nonsense", BOOKS)


OWN = Facility.model_validate(
    {
        "project": {"start": MONDAY},
        "task": [{"id": "z", "duration_days": 5}, {"id": "b", "duration_days": 5}],
        "relation": [{"predecessor": "z", "successor": "b", "lag_days": -2}],
    }
)


def test_a_problem_stands_at_the_first_offender_that_is_the_files() -> None:
    tasks = [task("a", 5), task("b", 5), task("z", 5)]
    points = checked(tasks, [rel("z", "b", "FS", -2)])
    places = {p.code: p.location for p in health_problems(points.values(), OWN)}
    assert places["W-HEALTH-MISSING-LOGIC"] == ("task", 1)  # a is not of the file, b its second
    assert places["W-HEALTH-LEADS"] == ("relation", 0)
    elsewhere = replace(points["missing_logic"], offenders=("a",))
    (problem,) = health_problems([elsewhere], OWN)
    assert problem.location == ()
    assert problem.value == "1 of 3 tasks"
