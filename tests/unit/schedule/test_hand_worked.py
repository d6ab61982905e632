"""Cases worked by hand on the calendar, each with its arithmetic; the reference and the engine must both agree.

January 2026: the 5th is a Monday, the weekends are 10-11 and 17-18. November and December 2026: the 16th of
November and the 14th of December are Mondays; Texas keeps 26 and 27 November and 24, 25 and 26 December.
Where no calendar is named it is Monday to Friday without holidays. Dates are written as a planner reads them:
the first and the last day worked, both the same day for a milestone; "before Sat 10" is the morning of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.model.work import CalendarSpec, Crew, Duration, Envelope, Relation, Task, Timing
from planner.schedule import schedule
from tests.reference_rules import broken_rules
from tests.reference_schedule import DAY, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.model.work import LagUnit, RelationKind

MONDAY = date(2026, 1, 5)
CALENDARS = {
    "standard": CalendarSpec("standard"),
    "elapsed": CalendarSpec("elapsed", tuple(range(7))),
    "six": CalendarSpec("six", (0, 1, 2, 3, 4, 5)),
    "texas": CalendarSpec("texas", holidays="US-TX"),
    "outage": CalendarSpec(
        "outage",
        windows=((date(2026, 1, 7), date(2026, 1, 8)), (date(2026, 1, 19), date(2026, 12, 31))),
    ),
}


def jan(day: int) -> date:
    return date(2026, 1, day)


def task(name: str, days: int, calendar: str = "standard", **timing: object) -> Task:
    return Task(name, name, "test", Duration(days, days, days), calendar, timing=Timing(**timing))  # type: ignore[arg-type]


def crewed(name: str, days: int, calendar: str = "standard", **crew: int) -> Task:
    return Task(name, name, "test", Duration(days, days, days), calendar, crew=tuple(crew.items()))


def hammock(name: str, calendar: str = "standard") -> Task:
    return Task(name, name, "test", Duration(0, 0, 0), calendar, hammock=True)


def rel(
    predecessor: str, successor: str, kind: RelationKind = "FS", lag_days: int = 0, lag: LagUnit = "working"
) -> Relation:
    return Relation(predecessor, successor, kind, lag_days, lag)


def shown(start: date, finish: date) -> str:
    """Dates as a planner reads them."""
    last = max(start, finish - DAY)
    return " to ".join(f"{day:%a} {day.day} {day:%b}" for day in (start, last))


@dataclass
class Found:
    """Dates and floats by task, whoever found them."""

    early: dict[str, str]
    late: dict[str, str]
    total: dict[str, int]
    free: dict[str, int]


def by_reference(
    tasks: Sequence[Task],
    relations: Sequence[Relation] = (),
    start: date = MONDAY,
    data_date: date | None = None,
) -> Found:
    found = reference(tasks, relations, CALENDARS, start, data_date)
    return Found(
        {t.id: shown(found.early_start[t.id], found.early_finish[t.id]) for t in tasks},
        {t.id: shown(found.late_start[t.id], found.late_finish[t.id]) for t in tasks},
        found.total_float,
        found.free_float,
    )


def by_engine(
    tasks: Sequence[Task],
    relations: Sequence[Relation] = (),
    start: date = MONDAY,
    data_date: date | None = None,
) -> Found:
    progress = {} if data_date is None else {"data_date": data_date}
    result = schedule(tasks, relations, CALENDARS, {}, start, **progress)
    early = zip(tasks, result.early_start, result.early_finish, strict=True)
    late = zip(tasks, result.late_start, result.late_finish, strict=True)
    return Found(
        {t.id: shown(start + s * DAY, start + f * DAY) for t, s, f in early},
        {t.id: shown(start + s * DAY, start + f * DAY) for t, s, f in late},
        {t.id: value for t, value in zip(tasks, result.total_float, strict=True)},
        {t.id: value for t, value in zip(tasks, result.free_float, strict=True)},
    )


@pytest.fixture(params=[by_reference, by_engine], ids=["reference", "engine"])
def solve(request: pytest.FixtureRequest) -> Callable[..., Found]:
    found: Callable[..., Found] = request.param
    return found


def test_start_to_start_with_lag(solve: Callable[..., Found]) -> None:
    """Six worked days pass from Mon 5: 5, 6, 7, 8, 9 and 12, so b starts on Tue 13 and ends on Thu 15.

    b ends last: late as early. a could start no later than the morning from which six days pass by Tue 13:
    from Tue 6 they are 6, 7, 8, 9, 12, 13, past it. So a has no float although it ends on Fri 9.
    """
    found = solve([task("a", 5), task("b", 3)], [rel("a", "b", "SS", 6)])
    assert found.early == {"a": "Mon 5 Jan to Fri 9 Jan", "b": "Tue 13 Jan to Thu 15 Jan"}
    assert found.late == found.early
    assert found.total == found.free == {"a": 0, "b": 0}


def test_finish_to_finish_with_lag(solve: Callable[..., Found]) -> None:
    """A works 5, 6, 7, 8. Two worked days on are 9 and 12: b ends on Mon 12 or later, its two days are 9 and 12."""
    found = solve([task("a", 4), task("b", 2)], [rel("a", "b", "FF", 2)])
    assert found.early == {"a": "Mon 5 Jan to Thu 8 Jan", "b": "Fri 9 Jan to Mon 12 Jan"}
    assert found.late == found.early
    assert found.total == {"a": 0, "b": 0}


def test_start_to_finish_with_lag(solve: Callable[..., Found]) -> None:
    """The old plant runs until a day after the new one starts.

    prep works 5-9, new starts on Mon 12 (12, 13, 14). One worked day on from the morning of 12: that day is the
    old plant's last or earlier ones are not enough. Four days that end on Mon 12 are 7, 8, 9, 12.
    The network ends with Wed 14: the old plant could work 9, 12, 13, 14; between Wed 7 and Fri 9 lie 2 days.
    new: its start may be as late as Wed 14 for the old plant (13+1 ...), but it ends the network itself: no float.
    """
    found = solve(
        [task("prep", 5), task("new", 3), task("old", 4)], [rel("prep", "new"), rel("new", "old", "SF", 1)]
    )
    assert found.early["new"] == "Mon 12 Jan to Wed 14 Jan"
    assert found.early["old"] == "Wed 7 Jan to Mon 12 Jan"
    assert found.late["old"] == "Fri 9 Jan to Wed 14 Jan"
    assert found.total == found.free == {"prep": 0, "new": 0, "old": 2}


def test_lead_across_christmas(solve: Callable[..., Found]) -> None:
    """From Mon 14 December ten Texas days are 14-18, 21, 22, 23, 28, 29: 24 and 25 are holidays, 26-27 a weekend.

    Back four worked days from the morning of Wed 30: 29, 28, 23, 22. b works Tue 22 and Wed 23.
    The network ends with Tue 29, so b may be 28 and 29: worked days from Tue 22 to Mon 28 are 22 and 23.
    """
    found = solve(
        [task("a", 10, "texas"), task("b", 2, "texas")], [rel("a", "b", "FS", -4)], start=date(2026, 12, 14)
    )
    assert found.early == {"a": "Mon 14 Dec to Tue 29 Dec", "b": "Tue 22 Dec to Wed 23 Dec"}
    assert found.late["b"] == "Mon 28 Dec to Tue 29 Dec"
    assert found.total == found.free == {"a": 0, "b": 2}


def test_lag_and_lead_across_thanksgiving(solve: Callable[..., Found]) -> None:
    """From Mon 16 November eight days are 16-20, 23, 24, 25; Thu 26 and Fri 27 are holidays in Texas.

    b: one worked day on from the morning of Thu 26 is Mon 30, so b works Tue 1 and Wed 2 December.
    c: four elapsed days on from Thu 26 are Mon 30.
    d: back four worked days from the morning of Thu 3 December: 2, 1, 30, 25. d works Wed 25 November.
    """
    names = [task("a", 8, "texas"), task("b", 2, "texas"), task("c", 1, "texas"), task("d", 1, "texas")]
    relations = [rel("a", "b", "FS", 1), rel("a", "c", "FS", 4, "elapsed"), rel("b", "d", "FS", -4)]
    found = solve(names, relations, start=date(2026, 11, 16))
    assert found.early == {
        "a": "Mon 16 Nov to Wed 25 Nov",
        "b": "Tue 1 Dec to Wed 2 Dec",
        "c": "Mon 30 Nov to Mon 30 Nov",
        "d": "Wed 25 Nov to Wed 25 Nov",
    }
    # The network ends with Wed 2: c floats over 30 and 1, d over 25, 30 and 1.
    assert found.total == {"a": 0, "b": 0, "c": 2, "d": 3}


def test_elapsed_lag_over_a_weekend(solve: Callable[..., Found]) -> None:
    """Concrete of Fri 9 ends before Sat 10. One elapsed day on is Sun 11: strip on Mon 12. Three are Tue 13.

    strip may wait to Tue 13, where the network ends: 1 day. The pour may not: Tue 13 less 3 is Sat 10.
    """
    found = solve(
        [task("pour", 5), task("strip", 1), task("load", 1)],
        [rel("pour", "strip", "FS", 1, "elapsed"), rel("pour", "load", "FS", 3, "elapsed")],
    )
    assert found.early["strip"] == "Mon 12 Jan to Mon 12 Jan"
    assert found.early["load"] == "Tue 13 Jan to Tue 13 Jan"
    assert found.total == found.free == {"pour": 0, "strip": 1, "load": 0}


def test_a_working_lag_counts_in_the_calendar_of_the_successor(solve: Callable[..., Found]) -> None:
    """From the morning of Sat 10 two days are: 10 and 12 of a six-day week, 12 and 13 of five, 10 and 11 of seven."""
    found = solve(
        [task("a", 5), task("six", 1, "six"), task("five", 1), task("seven", 1, "elapsed")],
        [rel("a", name, "FS", 2) for name in ("six", "five", "seven")],
    )
    assert found.early["six"] == "Tue 13 Jan to Tue 13 Jan"
    assert found.early["five"] == "Wed 14 Jan to Wed 14 Jan"
    assert found.early["seven"] == "Mon 12 Jan to Mon 12 Jan"


def test_a_milestone_on_friday_evening_may_be_monday_morning_without_float(
    solve: Callable[..., Found],
) -> None:
    """A ends Fri 9: the milestone is before Sat 10, b on Mon 12. Late it may be before Mon 12: no day worked between."""
    found = solve([task("a", 5), task("m", 0), task("b", 1)], [rel("a", "m"), rel("m", "b")])
    assert found.early["m"] == "Sat 10 Jan to Sat 10 Jan"
    assert found.early["b"] == "Mon 12 Jan to Mon 12 Jan"
    assert found.late["m"] == "Mon 12 Jan to Mon 12 Jan"
    assert found.total == found.free == {"a": 0, "m": 0, "b": 0}


def test_a_milestone_that_must_be_on_a_day_off(solve: Callable[..., Found]) -> None:
    """A milestone sits exactly on its bound: Sun 11, early and late. b follows on Mon 12 and Tue 13.

    a works Mon 5 and may work Fri 9, its end before Sat 10; the latest worked day before Sun 11. 5 to 9: 4 days.
    """
    found = solve(
        [task("a", 1), task("m", 0, must_start=jan(11)), task("b", 2)], [rel("a", "m"), rel("m", "b")]
    )
    assert found.early["m"] == found.late["m"] == "Sun 11 Jan to Sun 11 Jan"
    assert found.early["b"] == "Mon 12 Jan to Tue 13 Jan"
    assert found.late["a"] == "Fri 9 Jan to Fri 9 Jan"
    assert found.total == {"a": 4, "m": 0, "b": 0}


def test_a_deadline_that_is_missed_is_negative_float(solve: Callable[..., Found]) -> None:
    """A works 5-9, b 12-15. To end by Tue 13, b's four days would be 8, 9, 12, 13: from Mon 12 back over 9 and 8.

    Then a would have to end on Wed 7: 1, 2, 5, 6, 7 January, from Mon 5 back over 2 and 1.
    """
    found = solve([task("a", 5), task("b", 4, deadline=jan(13))], [rel("a", "b")])
    assert found.early["b"] == "Mon 12 Jan to Thu 15 Jan"
    assert found.late == {"a": "Thu 1 Jan to Wed 7 Jan", "b": "Thu 8 Jan to Tue 13 Jan"}
    assert found.total == {"a": -2, "b": -2}
    assert found.free == {"a": 0, "b": 0}


def test_a_milestone_that_must_finish_no_later_is_bound_to_the_day_itself(
    solve: Callable[..., Found],
) -> None:
    """A works 5, 6, 7 on elapsed days, m is before Thu 8. No later than Tue 6 is before Tue 6: back over 7 and 6.

    a would have to end with Mon 5: 3, 4, 5.
    """
    found = solve([task("a", 3, "elapsed"), task("m", 0, finish_no_later=jan(6))], [rel("a", "m")])
    assert found.early["m"] == "Thu 8 Jan to Thu 8 Jan"
    assert found.late == {"a": "Sat 3 Jan to Mon 5 Jan", "m": "Tue 6 Jan to Tue 6 Jan"}
    assert found.total == {"a": -2, "m": -2}


def test_finish_no_later_on_a_sunday_is_the_friday_before(solve: Callable[..., Found]) -> None:
    """B works Mon 12 after a's 5-9. By Sun 11 it would have to work Fri 9: back over 9. a: 2, 5, 6, 7, 8."""
    found = solve([task("a", 5), task("b", 1, finish_no_later=jan(11))], [rel("a", "b")])
    assert found.late == {"a": "Fri 2 Jan to Thu 8 Jan", "b": "Fri 9 Jan to Fri 9 Jan"}
    assert found.total == {"a": -1, "b": -1}


def test_start_no_later_on_a_sunday_is_the_friday_before(solve: Callable[..., Found]) -> None:
    """B (3 days) starts on Mon 12 and would have to start by Sun 11: on Fri 9, and end on Tue 13. x ends on Fri 16."""
    found = solve([task("a", 5), task("b", 3, start_no_later=jan(11)), task("x", 10)], [rel("a", "b")])
    assert found.early["b"] == "Mon 12 Jan to Wed 14 Jan"
    assert found.late["b"] == "Fri 9 Jan to Tue 13 Jan"
    assert found.total == {"a": -1, "b": -1, "x": 0}
    # b could slip to 14, 15, 16 without moving anything else; a could not: b is next.
    assert found.free == {"a": 0, "b": 2, "x": 0}


def test_must_start_later_than_the_logic(solve: Callable[..., Found]) -> None:
    """B could start on Wed 7 and must on Mon 12: 12, 13, 14. a (5, 6) may work 8 and 9: over 5, 6, 7."""
    found = solve([task("a", 2), task("b", 3, must_start=jan(12))], [rel("a", "b")])
    assert found.early["b"] == found.late["b"] == "Mon 12 Jan to Wed 14 Jan"
    assert found.late["a"] == "Thu 8 Jan to Fri 9 Jan"
    assert found.total == found.free == {"a": 3, "b": 0}


def test_must_start_earlier_than_the_logic_breaks_no_relation(solve: Callable[..., Found]) -> None:
    """A works 5-9, so b starts on Mon 12 although it must on Thu 8: back over 9 and 8. a: 1, 2, 5, 6, 7."""
    found = solve([task("a", 5), task("b", 2, must_start=jan(8))], [rel("a", "b")])
    assert found.early["b"] == "Mon 12 Jan to Tue 13 Jan"
    assert found.late == {"a": "Thu 1 Jan to Wed 7 Jan", "b": "Thu 8 Jan to Fri 9 Jan"}
    assert found.total == {"a": -2, "b": -2}


def test_must_finish_later_than_the_logic(solve: Callable[..., Found]) -> None:
    """Three days that end with Fri 9: 7, 8, 9, early and late. x goes on to Fri 16; it is free to, a isn't."""
    found = solve([task("a", 3, must_finish=jan(9)), task("x", 10)])
    assert found.early["a"] == found.late["a"] == "Wed 7 Jan to Fri 9 Jan"
    assert found.total == {"a": 0, "x": 0}
    # Free float asks its successors and the network's finish alone: 14, 15, 16 is over 7, 8, 9, 12, 13.
    assert found.free == {"a": 5, "x": 0}


def test_start_no_earlier_than_a_saturday(solve: Callable[..., Found]) -> None:
    """Sat 10 is off, so Mon 12 and Tue 13. x ends on Fri 16: a may work 15 and 16, over 12, 13, 14."""
    found = solve([task("a", 2, start_no_earlier=jan(10)), task("x", 10)])
    assert found.early["a"] == "Mon 12 Jan to Tue 13 Jan"
    assert found.late["a"] == "Thu 15 Jan to Fri 16 Jan"
    assert found.total == found.free == {"a": 3, "x": 0}


@pytest.mark.parametrize("day", [11, 12])
def test_finish_no_earlier_moves_the_start(solve: Callable[..., Found], day: int) -> None:
    """To end with Mon 12, or after Sun 11 which is off, three days are 8, 9, 12; the start alone could be Mon 5."""
    found = solve([task("a", 3, finish_no_earlier=jan(day))])
    assert found.early["a"] == "Thu 8 Jan to Mon 12 Jan"
    assert found.total == {"a": 0}


def test_as_late_as_possible_before_a_fixed_successor(solve: Callable[..., Found]) -> None:
    """S must start on Wed 14, a worked day after a: Tue 13 passes, so a ends with Mon 12: 8, 9, 12.

    p before it is not late by choice: it stays on Mon 5 and floats to Wed 7 over 5 and 6, all free.
    """
    found = solve(
        [task("p", 1), task("a", 3, as_late_as_possible=True), task("s", 2, must_start=jan(14))],
        [rel("p", "a"), rel("a", "s", "FS", 1)],
    )
    assert found.early == {
        "p": "Mon 5 Jan to Mon 5 Jan",
        "a": "Thu 8 Jan to Mon 12 Jan",
        "s": "Wed 14 Jan to Thu 15 Jan",
    }
    assert found.total == found.free == {"p": 2, "a": 0, "s": 0}


def test_as_late_as_possible_at_the_end_of_the_network(solve: Callable[..., Found]) -> None:
    """X ends with Wed 14 after eight days. a (2 days, nothing after it): 13 and 14; p before it, late too: 12.

    q has a deadline on Fri 9, which comes first: 8 and 9.
    """
    found = solve(
        [
            task("x", 8),
            task("p", 1, as_late_as_possible=True),
            task("a", 2, as_late_as_possible=True),
            task("q", 2, as_late_as_possible=True, deadline=jan(9)),
        ],
        [rel("p", "a")],
    )
    assert found.early == {
        "x": "Mon 5 Jan to Wed 14 Jan",
        "p": "Mon 12 Jan to Mon 12 Jan",
        "a": "Tue 13 Jan to Wed 14 Jan",
        "q": "Thu 8 Jan to Fri 9 Jan",
    }
    assert found.total == {"x": 0, "p": 0, "a": 0, "q": 0}


def test_as_late_as_possible_never_comes_before_the_forward_pass(solve: Callable[..., Found]) -> None:
    """A follows p (5-9) on Mon 12 and should end by Wed 7: it stays on Mon 12, 3 days late (9, 8, 7)."""
    found = solve(
        [task("p", 5), task("a", 1, as_late_as_possible=True, deadline=jan(7)), task("x", 8)], [rel("p", "a")]
    )
    assert found.early["a"] == "Mon 12 Jan to Mon 12 Jan"
    assert found.late["a"] == "Wed 7 Jan to Wed 7 Jan"
    assert found.total["a"] == -3


def test_a_hammock_over_two_tasks(solve: Callable[..., Found]) -> None:
    """A works 5, 6, 7, b 8, 9, 12, 13; the hammock from a's start to b's finish: Mon 5 to Tue 13.

    x ends with Fri 16. Late, b works 13-16 and a 8, 9, 12: the hammock Thu 8 to Fri 16, over 5, 6, 7.
    """
    found = solve(
        [task("a", 3), task("b", 4), hammock("h"), task("x", 10)],
        [rel("a", "b"), rel("a", "h", "SS"), rel("b", "h", "FF")],
    )
    assert found.early["h"] == "Mon 5 Jan to Tue 13 Jan"
    assert found.late["h"] == "Thu 8 Jan to Fri 16 Jan"
    assert found.total == {"a": 3, "b": 3, "h": 3, "x": 0}


def test_a_hammock_ends_where_its_successor_would_stay(solve: Callable[..., Found]) -> None:
    """A works 5-8; five days pass (9, 12, 13, 14, 15), t works 16 and 19.

    The hammock asks two worked days before t: from Wed 14 they are 14 and 15, from Thu 15 they would be 15 and
    16. So its end is before Wed 14 at the latest, its last day Tue 13. It drives nothing, and nothing is late.
    """
    found = solve(
        [task("a", 4), hammock("h"), task("t", 2)],
        [rel("a", "t", "FS", 5), rel("a", "h", "SS"), rel("h", "t", "FS", 2)],
    )
    assert found.early["t"] == "Fri 16 Jan to Mon 19 Jan"
    assert found.early["h"] == found.late["h"] == "Mon 5 Jan to Tue 13 Jan"
    assert found.total == {"a": 0, "h": 0, "t": 0}


def test_a_hammock_with_no_day_between_is_a_milestone(solve: Callable[..., Found]) -> None:
    """Its start is anchored after Fri 9, before Sat 10, its finish after Sun 11: no day of its week between."""
    found = solve(
        [task("a", 5), task("b", 7, "elapsed"), hammock("h")], [rel("a", "h", "FS"), rel("b", "h", "FF")]
    )
    assert found.early["h"] == "Sat 10 Jan to Sat 10 Jan"


def test_a_hammock_without_anchors_spans_the_network(solve: Callable[..., Found]) -> None:
    """X works 5-9, 12, 13: the hammock with it. With a data date of Thu 8 x is 8-16 and so is the hammock."""
    tasks = [task("x", 7), hammock("h")]
    assert solve(tasks).early["h"] == "Mon 5 Jan to Tue 13 Jan"
    assert solve(tasks, data_date=jan(8)).early["h"] == "Thu 8 Jan to Fri 16 Jan"


def test_begun_work_resumes_at_the_data_date(solve: Callable[..., Found]) -> None:
    """Of ten days 4 remain on Wed 14: 14, 15, 16, 19, then b on Tue 20. It began on Tue 6, which is a fact.

    y has begun too and has 2 of 3 days left: 14, 15. b is the last: y may work 19 and 20, over 14, 15, 16.
    """
    found = solve(
        [
            task("a", 10, actual_start=jan(6), remaining_days=4),
            task("b", 1),
            task("y", 3, actual_start=jan(7), remaining_days=2),
        ],
        [rel("a", "b")],
        data_date=jan(14),
    )
    assert found.early["a"] == "Tue 6 Jan to Mon 19 Jan"
    assert found.early["b"] == "Tue 20 Jan to Tue 20 Jan"
    assert found.late["a"] == "Wed 14 Jan to Mon 19 Jan"
    assert found.early["y"] == "Wed 7 Jan to Thu 15 Jan"
    assert found.late["y"] == "Mon 19 Jan to Tue 20 Jan"
    assert found.total == found.free == {"a": 0, "b": 0, "y": 3}


def test_percent_leaves_whole_days_rounded_up(solve: Callable[..., Found]) -> None:
    """Of 10 days at 33 % 6.7 remain, 7 days: 12-16, 19, 20. Of 100 days at 71 % exactly 29, not 30.

    29 days from Mon 12 January are five weeks, to Sun 15 February, and 16, 17, 18, 19 February.
    """
    found = solve(
        [task("a", 10, actual_start=jan(5), percent=33.0), task("b", 100, actual_start=jan(5), percent=71.0)],
        data_date=jan(12),
    )
    assert found.early == {"a": "Mon 5 Jan to Tue 20 Jan", "b": "Mon 5 Jan to Thu 19 Feb"}


def test_with_nothing_remaining_begun_work_ends_at_its_bound(solve: Callable[..., Found]) -> None:
    """At 100 % without an actual finish it ends at the data date, before Sat 10: last day Fri 9. b: Mon 12."""
    found = solve(
        [task("a", 4, actual_start=jan(6), percent=100.0), task("b", 1)], [rel("a", "b")], data_date=jan(10)
    )
    assert found.early == {"a": "Tue 6 Jan to Fri 9 Jan", "b": "Mon 12 Jan to Mon 12 Jan"}


def test_work_done_early_lets_its_successor_start_at_the_data_date(solve: Callable[..., Found]) -> None:
    """A took two days, 5 and 6. b could start on Wed 7, but the report is of Fri 9: 9 and 12.

    Without a data date it is the latest boundary that an actual date names, before Wed 7: 7 and 8.
    """
    tasks = [task("a", 5, actual_start=jan(5), actual_finish=jan(6)), task("b", 2)]
    found = solve(tasks, [rel("a", "b")], data_date=jan(9))
    assert found.early == {"a": "Mon 5 Jan to Tue 6 Jan", "b": "Fri 9 Jan to Mon 12 Jan"}
    assert found.late["a"] == "Mon 5 Jan to Tue 6 Jan"
    assert solve(tasks, [rel("a", "b")]).early["b"] == "Wed 7 Jan to Thu 8 Jan"


def test_out_of_sequence_work_waits_for_its_predecessor(solve: Callable[..., Found]) -> None:
    """A has 3 days left on Thu 8: 8, 9, 12. b began on Wed 7 all the same and has 3 left: 13, 14, 15.

    a has no float: what remains of b waits for it.
    """
    found = solve(
        [
            task("a", 5, actual_start=jan(5), remaining_days=3),
            task("b", 4, actual_start=jan(7), remaining_days=3),
        ],
        [rel("a", "b")],
        data_date=jan(8),
    )
    assert found.early == {"a": "Mon 5 Jan to Mon 12 Jan", "b": "Wed 7 Jan to Thu 15 Jan"}
    assert found.late == {"a": "Thu 8 Jan to Mon 12 Jan", "b": "Tue 13 Jan to Thu 15 Jan"}
    assert found.total == found.free == {"a": 0, "b": 0}


def test_a_lag_from_the_actual_start_of_begun_work(solve: Callable[..., Found]) -> None:
    """A began on Tue 6; four worked days on (6, 7, 8, 9) b may start, Sat 10, so Mon 12. The data date is Thu 8.

    a has 5 days left: 8, 9, 12, 13, 14. b (1 day) may wait to 14: 2 days. b asks nothing of what remains of a.
    """
    found = solve(
        [task("a", 7, actual_start=jan(6), remaining_days=5), task("b", 1)],
        [rel("a", "b", "SS", 4)],
        data_date=jan(8),
    )
    assert found.early == {"a": "Tue 6 Jan to Wed 14 Jan", "b": "Mon 12 Jan to Mon 12 Jan"}
    assert found.total == {"a": 0, "b": 2}


def test_outage_windows(solve: Callable[..., Found]) -> None:
    """The utility grants 7-8 and from 19 on: three days are 7, 8, 19; b, one outage day later (20), is 21.

    A deadline of Thu 8 wants three days by then: 8, 7, and none of 5 and 6, but before the project starts the
    plain week holds: Fri 2. From Wed 7 back to Fri 2 one worked day lies between, Fri 2 itself.
    """
    relations = [rel("a", "b", "FS", 1)]
    found = solve([task("a", 3, "outage"), task("b", 1, "outage")], relations)
    assert found.early == {"a": "Wed 7 Jan to Mon 19 Jan", "b": "Wed 21 Jan to Wed 21 Jan"}
    late = solve([task("a", 3, "outage", deadline=jan(8)), task("b", 1, "outage")], relations)
    assert late.late["a"] == "Fri 2 Jan to Thu 8 Jan"
    assert late.total == {"a": -1, "b": 0}


@dataclass
class Hand:
    """A plan made by hand: start and finish boundary by task, as many mornings after Mon 5."""

    tasks: list[Task]
    dates: Mapping[str, tuple[int, int]]
    relations: list[Relation] = field(default_factory=list)
    crews: tuple[Crew, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    pinned: str | None = None
    project_start: date = MONDAY

    @property
    def start(self) -> list[int]:
        return [self.dates[t.id][0] for t in self.tasks]

    @property
    def finish(self) -> list[int]:
        return [self.dates[t.id][1] for t in self.tasks]

    @property
    def driver(self) -> list[Kind]:
        return [Kind("pinned" if t.id == self.pinned else "relation") for t in self.tasks]

    def with_dates(self, **dates: tuple[int, int]) -> Hand:
        return Hand(
            self.tasks, {**self.dates, **dates}, self.relations, self.crews, self.envelopes, self.pinned
        )

    def wrong(self) -> list[str]:
        crews = {crew.id: crew for crew in self.crews}
        return broken_rules(self, self.relations, CALENDARS, crews, envelopes=self.envelopes)

    def by_engine(self) -> dict[str, tuple[int, int]]:
        crews = {crew.id: crew for crew in self.crews}
        power = {"envelopes": self.envelopes} if self.envelopes else {}
        result = schedule(self.tasks, self.relations, CALENDARS, crews, MONDAY, **power)
        return {t.id: (result.start[i], result.finish[i]) for i, t in enumerate(self.tasks)}


@dataclass
class Kind:
    """As much of a driver as the checker looks at."""

    kind: str


def test_crew_capacity_by_date() -> None:
    """One crew until Wed 7, two from Thu 8. a (4 days, no float) goes first: 5-8, boundaries 0 to 4.

    b (2 days) finds the second crew on Thu 8: 8 and 9, boundaries 3 to 5. On Wed 7 it would be the second of one.
    """
    crew = Crew("fitters", "Fitters", 1, ((jan(8), 2),))
    plan = Hand(
        [crewed("a", 4, fitters=1), crewed("b", 2, fitters=1)], {"a": (0, 4), "b": (3, 5)}, crews=(crew,)
    )
    assert plan.by_engine() == plan.dates
    assert plan.wrong() == []
    assert plan.with_dates(b=(2, 4)).wrong() == ["fitters holds 2 of 1 on 2026-01-07"]


def test_a_crew_is_held_only_on_days_worked() -> None:
    """A works 5-9 and Mon 12 (boundaries 0 to 8); b works on any day and has the crew on Sat 10 and Sun 11."""
    plan = Hand(
        [crewed("a", 6, fitters=1), crewed("b", 2, "elapsed", fitters=1)],
        {"a": (0, 8), "b": (5, 7)},
        crews=(Crew("fitters", "Fitters"),),
    )
    assert plan.by_engine() == plan.dates
    assert plan.wrong() == []
    assert plan.with_dates(b=(6, 8)).wrong() == ["fitters holds 2 of 1 on 2026-01-12"]


def test_two_tasks_under_a_power_limit() -> None:
    """The site draws 1 MW, each task 3 MW from its start to its finish, the limit is 5: one after the other.

    b (4 days, no float) goes first: 5-8. a (3 days) starts on Fri 9: 9, 12, 13, boundaries 4 to 9.
    """
    draws = [("a", "start", 3.0), ("a", "finish", -3.0), ("b", "start", 3.0), ("b", "finish", -3.0)]
    limit = Envelope("grid", "Contract", 1.0, ((None, 5.0),), tuple(draws))
    plan = Hand([task("a", 3), task("b", 4)], {"a": (4, 9), "b": (0, 4)}, envelopes=(limit,))
    assert plan.wrong() == []
    assert plan.with_dates(a=(3, 8)).wrong() == ["grid draws 7 of 5 MW on 2026-01-08"]
    assert plan.by_engine() == plan.dates


def test_a_load_waits_for_the_megawatts_that_mining_leaves() -> None:
    """Mining draws 9 of 10 MW. The hall goes dark when `dark` starts, after prep's 5-9, on Mon 12: 4 MW leave.

    The test load of 3 MW would make 12 before; from Mon 12 on it makes 9 - 4 + 3 = 8: boundary 7.
    """
    limit = Envelope(
        "grid", "Contract", 9.0, ((None, 10.0),), (("dark", "start", -4.0), ("test", "start", 3.0))
    )
    plan = Hand(
        [task("prep", 5), task("dark", 2), task("test", 1)],
        {"prep": (0, 5), "dark": (7, 9), "test": (7, 8)},
        [rel("prep", "dark")],
        envelopes=(limit,),
    )
    assert plan.wrong() == []
    assert plan.with_dates(test=(4, 5)).wrong() == [
        f"grid draws 12 of 10 MW on 2026-01-{day:02}" for day in (9, 10, 11)
    ]
    assert plan.by_engine() == plan.dates


def test_a_pin_moves_the_planned_start_alone() -> None:
    """Pinned to Sat 10, which is off: Mon 12 and Tue 13, boundaries 7 to 9; early it stays on 5 and 6."""
    pinned = task("a", 2, pinned_start=jan(10))
    plan = Hand([pinned, task("x", 10)], {"a": (7, 9), "x": (0, 12)}, pinned="a")
    assert plan.wrong() == []
    assert plan.with_dates(a=(8, 10)).wrong() == ["a is not at its pin"]
    assert by_reference(plan.tasks).early["a"] == "Mon 5 Jan to Tue 6 Jan"
    assert plan.by_engine() == plan.dates
    assert by_engine(plan.tasks).early["a"] == "Mon 5 Jan to Tue 6 Jan"
