"""The optimiser on small networks whose best plans are worked by hand. Boundary 0 is Monday 5 January 2026."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.model.work import Crew, Duration, Envelope, Task, Timing
from planner.optimise import optimise
from planner.schedule import schedule
from tests.unit.optimise.instances import least_finish
from tests.unit.schedule.build import CALENDARS, MONDAY, plan, rel, task

if TYPE_CHECKING:
    from planner.optimise import Progress
    from planner.schedule import Schedule


def random_network(seed: int, size: int = 6, calendar: str = "elapsed") -> Schedule:
    draw = random.Random(seed)
    tasks = [
        task(f"t{n}", draw.randint(1, 6), calendar, {"a": draw.randint(1, 3), "b": draw.randint(0, 2)})
        for n in range(size)
    ]
    relations = [
        rel(f"t{i}", f"t{j}") for i in range(size) for j in range(i + 1, size) if draw.random() < 0.25
    ]
    return plan(tasks, relations, [Crew("a", "a", 4), Crew("b", "b", 2)])


@pytest.mark.parametrize("calendar", ["elapsed", "standard", "shut"])
@pytest.mark.parametrize("seed", range(6))
def test_tiny_networks_reach_what_brute_force_proves(seed: int, calendar: str) -> None:
    given = random_network(seed, calendar=calendar)
    result = optimise(given, 20, limit=2000, workers=1)
    assert result.makespan_days == least_finish(given)
    assert result.bound_days == result.makespan_days, "CP-SAT closes what is so small"


def test_mixed_calendars_reach_what_brute_force_proves() -> None:
    tasks = [
        task("a", 4, "standard", {"c": 1}),
        task("b", 4, "elapsed", {"c": 1}),
        task("d", 2, "shut", {"c": 1}),
        task("e", 3, "standard", {"c": 1}),
    ]
    given = plan(tasks, [rel("a", "e", "SS", 1), rel("b", "e", "FF", -2)], [Crew("c", "c", 1)])
    result = optimise(given, 20, limit=2000, workers=1)
    assert result.makespan_days == least_finish(given)


def test_what_moved_says_why() -> None:
    given = random_network(1, 7)
    for seed in range(2, 40):
        if given.project_finish > least_finish(given):
            break
        given = random_network(seed, 6)
    result = optimise(given, 20, limit=2000, workers=1)
    assert result.makespan_days < given.project_finish
    assert result.before > result.after
    assert any("crew" in m.because for m in result.moved)


def test_halls_weigh_dates_in_money() -> None:
    """One crew, a of 5 and b of 3 days; RFS of a costs 10 USD a day, of b 1: a first is 5 × 10 + 8, b first 3 + 8 × 10."""
    tasks = [
        task("a", 5, "elapsed", {"c": 1}),
        task("b", 3, "elapsed", {"c": 1}),
        task("rfs.a", 0, "elapsed"),
        task("rfs.b", 0, "elapsed"),
        task("z", 9, "elapsed"),
    ]
    given = plan(tasks, [rel("a", "rfs.a"), rel("b", "rfs.b"), rel("b", "z")], [Crew("c", "c")])
    assert given.finish[given.index["rfs.a"]] == 8, "b is more urgent to the network's finish"
    result = optimise(given, 20, "halls", goals={"rfs.a": 10.0, "rfs.b": 1.0}, limit=400, workers=1)
    assert (result.before, result.after) == (83.0, 58.0)
    assert result.schedule.finish[given.index["rfs.a"]] == 5


def test_site_goal_is_the_makespan() -> None:
    """What ends last is not what matters: 'goal' can be at 3 though the network ends at 8 either way."""
    tasks = [task("a", 5, "elapsed", {"c": 1}), task("b", 3, "elapsed", {"c": 1}), task("goal", 0, "elapsed")]
    given = plan(tasks, [rel("b", "goal")], [Crew("c", "c")])
    result = optimise(given, 20, site_goal="goal", limit=400, workers=1)
    assert (result.makespan_days, result.bound_days, result.gap) == (3, 3, 0.0)


def test_peaks_fall_where_the_finish_stays() -> None:
    """Four one-day tasks beside one of four days: one after another they need one unit, not four."""
    tasks = [task(f"t{n}", 1, "elapsed", {"c": 1}) for n in range(4)] + [task("long", 4, "elapsed", {"d": 2})]
    given = plan(tasks, [], [Crew("c", "c", 4), Crew("d", "d", 2)])
    result = optimise(given, 5, "peaks", limit=300, workers=1)
    assert (result.before, result.after) == (6.0, 3.0)
    assert result.schedule.project_finish == given.project_finish == 4


def mining_site() -> Schedule:
    """Hall m goes dark when 'strip' begins, which waits for the crew; the load test of 2 MW waits for its megawatts."""
    tasks = [
        task("strip", 2, "elapsed", {"c": 1}),
        task("other", 6, "elapsed", {"c": 1}),
        task("tail", 3, "elapsed"),
        task("test", 3, "elapsed"),
    ]
    envelope = Envelope(
        "grid", "grid", 3.0, ((None, 3.0),), (("strip", "start", -3.0), ("test", "start", 2.0))
    )
    return schedule(
        tasks, [rel("other", "tail")], CALENDARS, {"c": Crew("c", "c")}, MONDAY, envelopes=(envelope,)
    )


def test_a_mining_hall_goes_dark_earlier_only_when_asked() -> None:
    """Levelled: other 0-6, strip 6-8, test 6-9, tail 6-9. Strip first would let the test begin at 0."""
    given = mining_site()
    kept = optimise(given, 10, site_goal="test", limit=300, workers=1)
    assert kept.schedule.start[0] >= given.start[0]
    assert kept.makespan_days == given.finish[3]
    asked = optimise(given, 10, site_goal="test", darken_earlier=True, limit=300, workers=1)
    assert (asked.schedule.start[0], asked.makespan_days) == (0, 3)


def test_pins_and_deadlines_are_kept() -> None:
    pinned = Task(
        "p",
        "p",
        "t",
        Duration(2, 2, 2),
        "elapsed",
        crew=(("c", 1),),
        timing=Timing(pinned_start=date(2026, 1, 8)),
    )
    due = Task(
        "d",
        "d",
        "t",
        Duration(3, 3, 3),
        "elapsed",
        crew=(("c", 1),),
        timing=Timing(deadline=date(2026, 1, 7)),
    )
    given = plan([pinned, due, task("a", 4, "elapsed", {"c": 1})], [], [Crew("c", "c")])
    after = optimise(given, 10, limit=400, workers=1).schedule
    assert after.start[after.index["p"]] == 3
    assert after.finish[after.index["d"]] <= max(3, given.finish[given.index["d"]])


def test_nothing_to_level_is_returned_as_it_is() -> None:
    given = plan([task("a", 3), task("b", 2)], [rel("a", "b")])
    result = optimise(given, 5)
    assert result.schedule is given
    assert (result.makespan_days, result.bound_days, result.moved) == (5, 5, ())


def test_a_goal_that_is_done_leaves_nothing_to_gain() -> None:
    done = Task("g", "g", "t", Duration(0, 0, 0), "elapsed", timing=Timing(actual_finish=MONDAY))
    given = plan(
        [done, task("a", 3, "elapsed", {"c": 1}), task("b", 3, "elapsed", {"c": 1})], [], [Crew("c", "c")]
    )
    result = optimise(given, 5, site_goal="g", limit=200, workers=1)
    assert (result.before, result.after) == (0.0, 0.0)
    all_done = plan([done], [], [])
    assert optimise(all_done, 5).schedule is all_done


def large(size: int = 150) -> Schedule:
    draw = random.Random(5)
    tasks = [
        task(f"t{n:03}", draw.randint(1, 9), "standard", {"a": draw.randint(1, 5), "b": draw.randint(0, 4)})
        for n in range(size)
    ]
    relations = [rel(f"t{draw.randrange(n):03}", f"t{n:03}") for n in range(3, size) for _ in range(2)]
    return plan(list(tasks), list(relations), [Crew("a", "a", 9), Crew("b", "b", 8)])


def test_it_ends_when_its_time_is_over() -> None:
    """A second of search, of a network it can't finish; the limit is wide, for the machine may be busy."""
    result = optimise(large(), 1.0)
    assert not result.stopped
    assert result.makespan_days > result.bound_days
    assert 1.0 <= result.search_seconds < 30.0


def test_it_ends_when_told_to_with_the_best_found() -> None:
    """Asked to end at its first word, long before its hour is over; nothing here depends on how fast a machine is."""
    given = large()
    told: list[Progress] = []
    stopped = optimise(given, 3600, stop=lambda: bool(told), progress=told.append)
    assert stopped.stopped
    assert stopped.search_seconds < 60
    assert stopped.after <= stopped.before
    first = told[0]
    assert (first.makespan_days, first.schedules) == (given.project_finish, 0)
    assert first.bound_days == given.early_project_finish


def test_what_is_told_only_gets_better() -> None:
    told: list[Progress] = []
    result = optimise(large(), 60, limit=400, workers=1, progress=told.append)
    assert [p.makespan_days for p in told] == sorted((p.makespan_days for p in told), reverse=True)
    assert [p.bound_days for p in told] == sorted(p.bound_days for p in told)
    assert (told[-1].makespan_days, told[-1].bound_days) == (result.makespan_days, result.bound_days)
    assert len(told) > 1


def test_a_bound_that_rises_to_the_plan_is_told_and_ends_the_search(monkeypatch) -> None:
    given = large()
    monkeypatch.setattr("planner.optimise.improve.energy_bound", lambda *_: given.project_finish)
    told: list[Progress] = []
    result = optimise(given, 3600, progress=told.append)
    assert [p.bound_days for p in told] == [given.early_project_finish, given.project_finish]
    assert (result.bound_days, result.schedules) == (given.project_finish, 0)


def test_a_bound_that_is_looked_for_ends_when_told_to() -> None:
    """The days of crews are summed for each finish tried: none is tried once it is told to end."""
    given = large()
    assert given.supply is not None
    told: list[Progress] = []
    result = optimise(given, 3600, "peaks", stop=lambda: bool(told), progress=told.append)
    assert result.bound_days == told[0].bound_days == given.early_project_finish
    assert result.schedules == 0


def test_no_time_at_all_is_enough_for_the_schedule_given() -> None:
    given = large(30)
    result = optimise(given, 0.0)
    assert result.schedule is given or result.after <= result.before
    stopped = optimise(given, 5, "peaks", stop=lambda: True)
    assert stopped.schedule is given
    assert stopped.before == stopped.after > 0
