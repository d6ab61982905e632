"""Megawatts in levelling, worked by hand: what waits, what never fits, what gives back."""

from __future__ import annotations

from datetime import date

import pytest

from planner.model.problem import InputError
from planner.model.work import CalendarSpec, Crew, Duration, Envelope, Relation, Task, Timing
from planner.schedule import schedule

MONDAY = date(2027, 1, 4)
CALENDARS = {"standard": CalendarSpec("standard"), "elapsed": CalendarSpec("elapsed", tuple(range(7)))}


def task(name: str, days: int, calendar: str = "elapsed", **more: object) -> Task:
    return Task(name, name, "test", Duration(days, days, days), calendar, **more)  # type: ignore[arg-type]


def limit(mw: float, *events: tuple[str, str, float], base: float = 0.0) -> Envelope:
    return Envelope("limit", "the limit", base, ((None, mw),), events)


def own(name: str, mw: float) -> tuple[tuple[str, str, float], tuple[str, str, float]]:
    return (name, "start", mw), (name, "finish", -mw)


def starts(tasks: list[Task], *envelopes: Envelope, relations: tuple[Relation, ...] = ()) -> dict[str, int]:
    made = schedule(tasks, relations, CALENDARS, {}, MONDAY, envelopes=envelopes)
    return {t.id: s for t, s in zip(made.tasks, made.start, strict=True)}


def test_two_draws_that_do_not_fit_together_follow_each_other() -> None:
    """6 + 6 > 10: a on days 0 to 4, b from 5 on."""
    found = schedule(
        [task("a", 5), task("b", 5)],
        [],
        CALENDARS,
        {},
        MONDAY,
        envelopes=[limit(10, *own("a", 6), *own("b", 6))],
    )
    assert found.start == [0, 5]
    assert found.driver[1].kind == "power"
    assert found.driver[1].by == "limit"


def test_a_draw_for_good_waits_until_there_is_room_for_good() -> None:
    """A holds 6 of 10 for days 0 to 4; what then draws 6 for ever begins on day 5, milestone or not."""
    events = (*own("a", 6), ("m", "start", 6.0))
    assert starts([task("a", 5), task("m", 0)], limit(10, *events)) == {"a": 0, "m": 5}
    assert starts([task("a", 5), task("m", 3)], limit(10, *events)) == {"a": 0, "m": 5}


@pytest.mark.parametrize("days", [0, 3])
def test_what_never_fits_is_not_put_off_for_ever(days: int) -> None:
    """2 are drawn, 3 are allowed, m would draw 2 more for good: no delay helps, so it stands where its relations put it."""
    relations = (Relation("before", "m"),)
    found = starts(
        [task("before", 4), task("m", days)], limit(3, ("m", "start", 2.0), base=2), relations=relations
    )
    assert found == {"before": 0, "m": 4}


def test_what_leaves_makes_room_for_what_was_looked_at_before() -> None:
    """Mining draws 8 of 10. The load of 5 comes first by its float, but must wait for the mine to go dark on day 20."""
    tasks = [task("permit", 20), task("dark", 3), task("load", 30), task("short", 1)]
    events = (("dark", "start", -8.0), ("load", "start", 5.0))
    found = starts(tasks, limit(10, *events, base=8), relations=(Relation("permit", "dark"),))
    assert found == {"permit": 0, "dark": 20, "load": 20, "short": 0}


def test_a_limit_that_grows_lets_a_task_begin_on_that_day() -> None:
    """4 allowed until Sunday 10 January, 8 from Monday 11, day 7."""
    grown = Envelope("limit", "the limit", 0.0, ((None, 4.0), (date(2027, 1, 11), 8.0)), own("a", 6))
    assert starts([task("a", 2, "standard")], grown) == {"a": 7}


def test_a_draw_holds_on_days_off_too() -> None:
    """A works Thursday 7, Friday 8, Monday 11 and draws over the weekend; b, which works every day, waits for Tuesday 12."""
    a = task("a", 3, "standard", timing=Timing(start_no_earlier=date(2027, 1, 7)))
    b = task("b", 2, timing=Timing(start_no_earlier=date(2027, 1, 8)))
    assert starts([a, b], limit(10, *own("a", 6), *own("b", 6))) == {"a": 3, "b": 8}


def test_more_than_a_limit_ever_allows_is_refused() -> None:
    tasks = [task("a", 1, power_mw=6.0), task("b", 1, power_mw=1.0)]
    with pytest.raises(InputError) as caught:
        schedule(tasks, [], CALENDARS, {}, MONDAY, envelopes=[limit(5, *own("a", 6), *own("b", 1))])
    assert [(p.code, p.key) for p in caught.value.problems] == [("E-POWER-CAPACITY", "task.a.power_mw")]


def test_crews_and_megawatts_are_both_kept() -> None:
    """One crew: a, then b by their ids; the megawatts of c (all 10 on days 0 to 2) put both behind it."""
    tasks = [task("a", 2, crew=(("x", 1),)), task("b", 2, crew=(("x", 1),)), task("c", 3)]
    events = (*own("a", 1), *own("b", 1), *own("c", 10))
    made = schedule(tasks, [], CALENDARS, {"x": Crew("x", "x")}, MONDAY, envelopes=[limit(10, *events)])
    by_id = {t.id: s for t, s in zip(made.tasks, made.start, strict=True)}
    assert by_id["c"] == 0
    assert sorted((by_id["a"], by_id["b"])) == [3, 5]
