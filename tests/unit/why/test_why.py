"""Why a task starts when it does: hand-worked. Boundary 0 is Monday 5 January 2026, 5 and 6 the weekend."""

from __future__ import annotations

import time
from datetime import date

import pytest

from planner.model.problem import InputError
from planner.model.work import CalendarSpec, Crew, Relation, Task
from planner.schedule import schedule
from planner.why import CrewHold, Days, Why, why_in
from planner.why.words import why_lines
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, planned, rel, task


def ask(tasks: list[Task], relations: list[Relation], name: str, crews: list[Crew] | None = None) -> Why:
    result = plan(tasks, relations, crews)
    return why_in(result, relations, CALENDARS, {c.id: c for c in crews or []}, name)


def says(why: Why) -> str:
    return " ".join(" ".join(why_lines(why)).split())


def test_a_weekend_between_bound_and_start_is_the_calendars_part() -> None:
    """A: Mon-Fri = 0-5. B may start at 5, a Saturday: Monday 7. 7 = 5 work + 2 days off."""
    tasks, relations = [task("a", 5), task("b", 2)], [rel("a", "b")]
    why = ask(tasks, relations, "b")
    assert [s.task for s in why.steps] == ["b", "a"]
    assert (why.step.bound, why.step.start) == (5, 7)
    assert why.days == Days(work=5, calendar=2)
    assert "calendar standard: 2 days off, 2026-01-10 to 2026-01-11" in says(why)


def test_a_day_sooner_over_a_weekend_is_shown_and_holds_when_planned_again() -> None:
    """B on Friday 9 (4) needs A done by Thursday 8, a day less of it; or work on Saturday or Sunday."""
    tasks, relations = [task("a", 5), task("b", 2)], [rel("a", "b")]
    sooner = ask(tasks, relations, "b").sooner
    (change,) = sooner.relations
    assert (sooner.start, change.predecessor_by, change.days_sooner, change.lag_less) == (4, 4, 1, 1)
    assert sooner.days_off == (5, 6)
    assert planned(plan([task("a", 4), task("b", 2)], relations), "b")[0] == 4
    assert planned(plan(tasks, [rel("a", "b", lag_days=-1)]), "b")[0] == 4
    saturday = {**CALENDARS, "six": CalendarSpec("six", (0, 1, 2, 3, 4, 5))}
    assert schedule([task("a", 5), task("b", 2, "six")], relations, saturday, {}, MONDAY).start[1] == 5


def test_start_to_start_with_lag() -> None:
    """B starts two working days after A starts: 0 + 2 = Wednesday. A cannot start sooner; the lag can be 1."""
    tasks, relations = [task("a", 4), task("b", 1)], [rel("a", "b", "SS", 2)]
    why = ask(tasks, relations, "b")
    assert (why.step.start, why.step.bound, why.days) == (2, 2, Days(lag=2))
    (change,) = why.sooner.relations
    assert (why.sooner.start, change.predecessor_by, change.lag_less) == (1, None, 1)
    assert "starts 2 working days after a starts (SS+2)" in says(why)
    assert "a starts: cannot be sooner; a lag of +1 working days in place of +2" in says(why)
    assert planned(plan(tasks, [rel("a", "b", "SS", 1)]), "b")[0] == 1


def test_a_finish_that_binds() -> None:
    """A 0-5; B of 2 days finishes with it: Thu, Fri = 3-5. 3 = 5 work of A - 2 that B reaches back."""
    tasks, relations = [task("a", 5), task("b", 2)], [rel("a", "b", "FF")]
    why = ask(tasks, relations, "b")
    assert (why.step.bounds, why.step.bound, why.step.start) == ("finish", 5, 3)
    assert why.days == Days(work=3)
    (change,) = why.sooner.relations
    assert (why.sooner.start, change.limit, change.predecessor_by) == (2, 4, 4)
    assert planned(plan([task("a", 4), task("b", 2)], relations), "b")[0] == 2


def test_a_finish_bound_inside_a_weekend() -> None:
    """FF + 1 elapsed: finish at 6 (Sunday morning) or later; Saturday is off, so the last day is Monday 7.

    Finish 8, start Friday 4. 4 = 5 work of A - 4 (Fri to Mon) + 1 lag + 2 days off (Sat, Sun).
    """
    tasks, relations = [task("a", 5), task("b", 2)], [rel("a", "b", "FF", 1, "elapsed")]
    why = ask(tasks, relations, "b")
    assert (why.step.bound, why.step.start, why.step.finish) == (6, 4, 8)
    assert why.days == Days(work=1, lag=1, calendar=2)
    assert "2 days off, 2026-01-10 to 2026-01-11" in says(why)
    assert why.sooner.days_off is None


def test_start_to_finish() -> None:
    """B (1 day) finishes when A starts or later; A starts at 2 after p: finish 2, start 1 = 2 - 1."""
    tasks = [task("p", 2), task("a", 3), task("b", 1)]
    why = ask(tasks, [rel("p", "a"), rel("a", "b", "SF")], "b")
    assert [s.task for s in why.steps] == ["b", "a", "p"]
    assert [s.days for s in why.steps] == [Days(work=-1), Days(work=2), Days()]


def test_a_lead_across_a_weekend() -> None:
    """FS - 1 working: back from Monday 12's evening (8) to the morning of Monday 12, boundary 7."""
    why = ask([task("a", 6), task("b", 1)], [rel("a", "b", "FS", -1)], "b")
    assert (why.step.bound, why.step.start, why.days) == (7, 7, Days(work=8, lag=-1))
    assert "starts 1 working day before a finishes (FS-1)" in says(why)


def test_a_milestone_sits_on_its_bound_and_waits_for_no_calendar() -> None:
    """A 0-5, the milestone on Saturday 5; a day sooner is Friday 4, A done on Thursday."""
    tasks, relations = [task("a", 5), task("m", 0)], [rel("a", "m")]
    why = ask(tasks, relations, "m")
    assert (why.step.start, why.step.days) == (5, Days(work=5))
    assert (why.sooner.start, why.sooner.relations[0].predecessor_by, why.sooner.days_off) == (4, 4, None)


def test_a_milestone_before_counts_in_elapsed_days() -> None:
    """A of 5 days, m on Saturday 5, B on Monday 7. B on Friday 4 needs m at 4, one elapsed day sooner."""
    why = ask([task("a", 5), task("m", 0), task("b", 1)], [rel("a", "m"), rel("m", "b")], "b")
    (change,) = why.sooner.relations
    assert (change.predecessor_by, change.days_sooner, change.milestone) == (4, 1, True)
    assert "m finishes by 2026-01-09, 1 day sooner" in says(why)


def test_all_relations_that_bind_alike_are_named() -> None:
    """A and c both end at 3 and bind b; d ends at 2 and does not. One of a and c alone moves nothing."""
    tasks = [task("a", 3), task("c", 3), task("d", 2), task("b", 1)]
    relations = [rel("a", "b"), rel("c", "b"), rel("d", "b")]
    sooner = ask(tasks, relations, "b").sooner
    assert [c.relation.predecessor for c in sooner.relations] == ["a", "c"]
    assert planned(plan([task("a", 2), *tasks[1:]], relations), "b")[0] == 3
    assert planned(plan([task("a", 2), task("c", 2), *tasks[2:]], relations), "b")[0] == 2


def test_a_crew_wait_names_the_holder_and_the_chain_goes_on_through_it() -> None:
    """A has c on 0-3, so b waits from 0 to 3: A works Mon, Tue, Wed. One unit more on Wednesday 2 moves b to 2."""
    tasks = [task("a", 3, crew={"c": 1}), task("b", 3, crew={"c": 1})]
    why = ask(tasks, [], "b", [Crew("c", "c")])
    wait = why.step.crew_wait
    assert wait is not None
    assert (wait.day, wait.capacity, wait.held, wait.missing) == (2, 1, 1, 1)
    assert wait.holders == (CrewHold("a", 1, released=True),)
    assert [s.task for s in why.steps] == ["b", "a"]
    assert (why.days, why.crew_wait_days) == (Days(work=3), 3)
    assert [c.crew for c in why.sooner.crews] == ["c"]
    assert "on 2026-01-07 a (1) holds 1 of 1, it needs 1" in says(why)
    more = Crew("c", "c", 1, ((date(2026, 1, 7), 2), (date(2026, 1, 8), 1)))
    assert planned(plan(tasks, [], [more]), "b")[0] <= 3
    assert planned(plan(tasks, [], [Crew("c", "c", 2)]), "b")[0] == 0
    assert planned(plan([task("a", 2, crew={"c": 1}), tasks[1]], [], [Crew("c", "c")]), "b")[0] != 3


def test_the_chain_goes_through_relation_calendar_and_crew_to_the_project_start() -> None:
    """P 0-2, a 2-5 (no float, so it goes first); b of 3 days does not fit before it and starts on Monday 7.

    7 = 2 work of p + 3 of a + the weekend; relations alone would have b at 0.
    """
    tasks = [task("p", 2), task("a", 3, crew={"c": 1}), task("b", 3, crew={"c": 1})]
    why = ask(tasks, [rel("p", "a")], "b", [Crew("c", "c")])
    assert [(s.task, s.kind) for s in why.steps] == [("b", "crew"), ("a", "relation"), ("p", "project_start")]
    assert why.days == Days(work=5, calendar=2)
    assert (why.step.network_start, why.step.crew_wait_days) == (0, 7)
    assert why.sooner.start == 4


def test_a_holder_that_pauses_lets_go_of_the_crew() -> None:
    """A holds c Mon-Fri and again on Monday; the elapsed b has it on Saturday 5: chain through a, 5 = 5 work."""
    tasks = [task("a", 6, crew={"c": 1}), task("b", 2, "elapsed", crew={"c": 1}), task("x", 4)]
    why = ask(tasks, [rel("a", "x")], "b", [Crew("c", "c")])
    assert [s.task for s in why.steps] == ["b", "a"]
    assert why.days == Days(work=5)
    assert why.step.through


def test_a_crew_that_grows_is_the_reason_itself() -> None:
    """One unit until Thursday 8 (3), then two: b needs two, nobody holds any: 3 = 3 days of crew."""
    why = ask([task("b", 1, crew={"c": 2})], [], "b", [Crew("c", "c", 1, ((date(2026, 1, 8), 2),))])
    assert why.days == Days(crew=3)
    assert why.step.previous is None
    assert "on 2026-01-07 there are 1 of the 2 that it needs, from 2026-01-08 there are 2" in says(why)


def test_a_relation_that_binds_while_the_crew_is_full_too_names_both() -> None:
    """A holds c on 0-3 and b follows it (FS), as x (3 days) does: on Wednesday 2 c is full by a itself."""
    tasks = [task("a", 3, crew={"c": 1}), task("b", 1, crew={"c": 1})]
    why = ask(tasks, [rel("a", "b")], "b", [Crew("c", "c")])
    assert why.step.kind == "relation"
    assert [c.relation.predecessor for c in why.sooner.relations] == ["a"]
    assert [c.crew for c in why.sooner.crews] == ["c"]


def test_nothing_before_the_project_start() -> None:
    why = ask([task("a", 3)], [], "a")
    assert why.days == Days()
    assert why.sooner.project_start
    assert why.sooner.start == -3  # Friday 2 January
    assert "the project start on 2026-01-02 or before" in says(why)


def test_an_unknown_task_names_the_nearest() -> None:
    with pytest.raises(InputError) as error:
        ask([task("h1.ups_install", 1), task("h2.ups_install", 1), task("x", 1)], [], "ups_install")
    (problem,) = error.value.problems
    assert problem.code == "E-UNKNOWN-ID"
    assert "h1.ups_install, h2.ups_install" in problem.message


@pytest.mark.parametrize("crews", [0, 4])
def test_ten_thousand_tasks_in_a_tenth_of_a_second(crews: int) -> None:
    """A chain of all of 10,000 tasks, and one of thousands through crews; issue 4 asks for 100 ms."""
    size, lanes = 10_000, 7 if crews else 1
    tasks = [task(f"t{i}", 1 + i % 3, crew={f"c{i % crews}": 1} if crews else None) for i in range(size)]
    relations = [rel(f"t{i}", f"t{i + lanes}") for i in range(size - lanes)]
    known = {f"c{i}": Crew(f"c{i}", "c") for i in range(crews)}
    result = plan(tasks, relations, list(known.values()))
    last = max(range(size), key=lambda i: result.start[i])
    taken = []
    for _ in range(5):
        begun = time.process_time()
        why = why_in(result, relations, CALENDARS, known, result.tasks[last].id)
        taken.append(time.process_time() - begun)
    assert len(why.steps) > 1000
    assert why.days.total == result.start[last]
    assert min(taken) < 0.1, taken
