"""Conflicts of the network, worked by hand. Boundary 0 is Monday 5 January 2026; weeks have five days but where said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.conflict import MOST_SETS, conflict_problems, find_conflicts
from planner.model.work import Task, Timing
from planner.schedule import schedule
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, rel, task

if TYPE_CHECKING:
    from planner.model.work import RelationKind
    from planner.schedule import Schedule


def timed(made: Task, **said: object) -> Task:
    return replace(made, timing=Timing(**said))  # type: ignore[arg-type]


def january(day: int) -> date:
    return date(2026, 1, day)


def sets(result: Schedule) -> list[tuple[str, set[str], set[str]]]:
    """Violated date, tasks, other dates."""
    return [
        (
            f"{f.violated.task_id}.{f.violated.key}",
            {result.tasks[i].id for i in f.tasks},
            {f"{a.task_id}.{a.key}" for a in f.asked[1:]},
        )
        for f in find_conflicts(result).found
    ]


def words(result: Schedule) -> list[str]:
    return [p.message for p in conflict_problems(result, find_conflicts(result))]


def test_nothing_missed_nothing_named() -> None:
    """Three days from Monday end Wednesday 7 January."""
    assert sets(plan([timed(task("a", 3), finish_no_later=january(7))])) == []


def test_a_row_of_tasks_from_a_start_to_a_finish() -> None:
    """A from the 12th, 5 days to the 16th; b 3 days, 19th to 21st: two days after the 19th.

    From Monday the 5th alone b would end on the 14th, so the start is needed.
    """
    tasks = [
        timed(task("a", 5), start_no_earlier=january(12)),
        timed(task("b", 3), finish_no_later=january(19)),
    ]
    result = plan(tasks, [rel("a", "b")])
    assert sets(result) == [("b.finish_no_later", {"a", "b"}, {"a.start_no_earlier"})]
    assert words(result) == [
        "conflict of 4: task.b.finish_no_later 2026-01-19, tasks a (5 d), b (3 d) in a row "
        "from task.a.start_no_earlier 2026-01-12 finish 2026-01-21, 2 days late; drop or change any one of them"
    ]


def test_what_comes_before_a_row_that_is_too_long_itself_is_not_named() -> None:
    """B and c take 8 days, 5 to 14 January, whatever holds a: a and its date can go and nothing is won."""
    tasks = [
        timed(task("a", 5), start_no_earlier=january(12)),
        task("b", 5),
        timed(task("c", 3), deadline=january(9)),
    ]
    result = plan(tasks, [rel("a", "b"), rel("b", "c")])
    assert sets(result) == [("c.deadline", {"b", "c"}, set())]
    assert words(result)[0].startswith(
        "conflict of 3: task.c.deadline 2026-01-09, tasks b (5 d), c (3 d) in a row "
        "from the project start 2026-01-05 finish 2026-01-14, 5 days late"
    )


def test_a_task_that_a_relation_passes_is_not_named() -> None:
    """A 5 days; b 2 days after it drives c to 14-16; but a -> c with 1 day of lag alone has c 13-15, after the 14th."""
    tasks = [task("a", 5), task("b", 2), timed(task("c", 3), finish_no_later=january(14))]
    relations = [rel("a", "b"), rel("b", "c"), rel("a", "c", lag_days=1)]
    assert sets(plan(tasks, relations)) == [("c.finish_no_later", {"a", "c"}, set())]


def test_of_two_dates_that_hold_a_start_the_nearest_that_suffices_is_named() -> None:
    """A from the 12th, one day; b from the 13th, 3 days to the 15th: without a it is late for the 14th as well."""
    tasks = [
        timed(task("a", 1), start_no_earlier=january(12)),
        timed(task("b", 3), start_no_earlier=january(13), must_finish=january(14)),
    ]
    assert sets(plan(tasks, [rel("a", "b")])) == [("b.must_finish", {"b"}, {"b.start_no_earlier"})]


def test_a_day_off_that_a_task_must_start_on_is_a_conflict_of_its_own() -> None:
    """Saturday 10 January: it starts on Monday the 12th. The date then explains nothing else: b ends on the 7th by itself."""
    tasks = [timed(task("a", 1), must_start=january(10)), timed(task("b", 3), finish_no_later=january(12))]
    result = plan(tasks, [rel("a", "b")])
    assert sets(result) == [("a.must_start", {"a"}, set())]
    assert words(result) == [
        "conflict of 2: task.a.must_start 2026-01-10 is a day off of calendar 'standard', "
        "task a (1 d) can start 2026-01-12; drop or change any one of them"
    ]


@pytest.mark.parametrize(
    ("kind", "lag", "last"),
    [
        ("SS", 3, 9),  # a starts on Monday the 5th, 3 days on is Thursday the 8th: 8 and 9
        ("FF", 2, 13),  # a ends on Friday the 9th, 2 days on is Tuesday the 13th
        ("SF", 9, 15),  # 9 days from Monday the 5th end on Thursday the 15th
    ],
)
def test_kinds_and_lags_are_told(kind: RelationKind, lag: int, last: int) -> None:
    tasks = [task("a", 5), timed(task("b", 2), finish_no_later=january(6))]
    result = plan(tasks, [rel("a", "b", kind, lag)])
    assert sets(result) == [("b.finish_no_later", {"a", "b"}, set())]
    told = f"b (2 d, {kind} {lag:+d} d) in turn from the project start 2026-01-05 finish {january(last)}"
    assert told in words(result)[0]


def test_a_pin_holds_what_comes_after_it() -> None:
    """Pinned to the 12th, a ends on the 13th; b, 2 days, on the 15th, which is after the 14th. Early dates know no pin."""
    tasks = [timed(task("a", 2), pinned_start=january(12)), timed(task("b", 2), finish_no_later=january(14))]
    result = plan(tasks, [rel("a", "b")])
    assert result.early_finish == [2, 4]
    assert sets(result) == [("b.finish_no_later", {"a", "b"}, {"a.pinned_start"})]


def test_a_pin_before_its_predecessor_ends() -> None:
    """A ends on Friday the 9th; b is pinned to the 8th."""
    result = plan([task("a", 5), timed(task("b", 1), pinned_start=january(8))], [rel("a", "b")])
    assert sets(result) == [("b.pinned_start", {"a", "b"}, set())]


def test_progress_is_a_fact_that_conflicts() -> None:
    """Data date Monday the 12th: of a 4 days are left, 12-15; b, 1 day, is on the 16th, asked for by the 14th.

    A alone is late then. The data date is a fact and no member; without a, b ends on the 12th.
    """
    tasks = [
        timed(task("a", 5), actual_start=january(8), remaining_days=4),
        timed(task("b", 1), finish_no_later=january(14)),
    ]
    result = schedule(tasks, [rel("a", "b")], CALENDARS, {}, MONDAY, data_date=january(12))
    assert sets(result) == [("b.finish_no_later", {"a", "b"}, set())]
    assert (
        "tasks a (4 d left), b (1 d) in a row from the data date 2026-01-12 finish 2026-01-16"
        in words(result)[0]
    )


def test_what_is_done_can_hold_a_start() -> None:
    """A was done on Friday the 9th; with 5 days of lag b waits to the 19th and is on that day, asked for by the 16th."""
    tasks = [
        timed(task("a", 5), actual_start=january(5), actual_finish=january(9)),
        timed(task("b", 1), finish_no_later=january(16)),
    ]
    result = plan(tasks, [rel("a", "b", lag_days=5)])
    assert sets(result) == [("b.finish_no_later", {"a", "b"}, set())]
    assert (
        "tasks a (done), b (1 d, FS +5 d) in a row after what is reported of 'a' (2026-01-09)"
        in words(result)[0]
    )


def test_dates_of_what_is_done_or_has_begun_no_longer_conflict() -> None:
    """Started on the 8th, not by the 6th as asked: facts. What is left, 1 day, may still miss a finish."""
    said = {"actual_start": january(8), "start_no_later": january(6), "remaining_days": 1}
    assert sets(plan([timed(task("a", 5), **said)])) == []
    late = timed(task("a", 5), **said, finish_no_later=january(7))
    assert sets(plan([late])) == [("a.finish_no_later", {"a"}, set())]


def test_one_set_per_date_and_the_rest_is_counted() -> None:
    tasks = [timed(task(f"t{i:02}", 2), deadline=january(5)) for i in range(MOST_SETS + 3)]
    result = plan(tasks)
    assert len(sets(result)) == MOST_SETS
    told = words(result)
    assert len(told) == MOST_SETS + 1
    assert told[-1] == "3 more dates conflict too: those of the first 20 are named; mend these first"
