"""Hand-worked networks. Boundary 0 is Monday 5 January 2026, 5 is Saturday 10, 7 is Monday 12."""

from __future__ import annotations

from datetime import date

from planner.schedule import Driver, date_of, finish_date, schedule, start_date
from tests.unit.schedule.build import CALENDARS, MONDAY, early, late, plan, rel, task


def test_finish_to_start_skips_the_weekend() -> None:
    """A works Mon-Fri, 0 to 5; b is bound to Saturday 5, starts Monday 7, two days to 9."""
    result = plan([task("a", 5), task("b", 2)], [rel("a", "b")])
    assert (early(result, "a"), early(result, "b")) == ((0, 5), (7, 9))
    assert result.early_project_finish == 9
    assert result.critical_path == ("a", "b")


def test_duration_runs_over_a_weekend_and_stays_contiguous() -> None:
    """Seven days: Mon-Fri is 5, then Mon 12 and Tue 13 January: finish boundary 9."""
    assert early(plan([task("a", 7)]), "a") == (0, 9)


def test_duration_runs_over_a_closure() -> None:
    """Closed Wed 7 and Thu 8: three days are Mon, Tue, Fri; finish is Saturday, boundary 5."""
    assert early(plan([task("a", 3, "shut")]), "a") == (0, 5)


def test_start_inside_a_closure_moves_to_the_day_after() -> None:
    """A ends on Tuesday, boundary 2; Wed and Thu are closed for b: Friday 4, one day to 5."""
    result = plan([task("a", 2), task("b", 1, "shut")], [rel("a", "b")])
    assert early(result, "b") == (4, 5)


def test_start_to_start_with_working_lag() -> None:
    """A starts Mon 0; three working days pass to boundary 3: b works Thu, Fri."""
    result = plan([task("a", 10), task("b", 2)], [rel("a", "b", "SS", 3)])
    assert early(result, "b") == (3, 5)


def test_working_lag_that_ends_before_a_weekend() -> None:
    """Five working days from 0 end at Saturday 5, so b starts on Monday 7, not before."""
    result = plan([task("a", 10), task("b", 1)], [rel("a", "b", "SS", 5)])
    assert early(result, "b") == (7, 8)


def test_working_lag_is_of_the_successors_calendar() -> None:
    """A ends Fri, boundary 5. Two days of b's elapsed calendar: 7. Two of c's: Mon, Tue to 9."""
    result = plan(
        [task("a", 5), task("b", 1, "elapsed"), task("c", 1)],
        [rel("a", "b", "FS", 2), rel("a", "c", "FS", 2)],
    )
    assert early(result, "b") == (7, 8)
    assert early(result, "c") == (9, 10)


def test_elapsed_lag_over_a_weekend_costs_no_working_day() -> None:
    """Concrete of Friday (finish 5) cures 2 elapsed days to Monday 7; 3 elapsed days reach Tuesday 8."""
    result = plan(
        [task("a", 5), task("b", 1), task("c", 1)],
        [rel("a", "b", "FS", 2, "elapsed"), rel("a", "c", "FS", 3, "elapsed")],
    )
    assert early(result, "b") == (7, 8)
    assert early(result, "c") == (8, 9)


def test_finish_to_finish_with_lag_forces_a_later_start() -> None:
    """A ends at 5; two working days on is 9 (Mon, Tue). b of 1 day ends at 9 at the earliest: starts 8."""
    result = plan([task("a", 5), task("b", 1)], [rel("a", "b", "FF", 2)])
    assert early(result, "b") == (8, 9)


def test_finish_to_finish_is_met_by_a_long_successor_already() -> None:
    """A ends at 2; b of 4 days from 0 ends at 4: nothing pushes it, the project start drives it."""
    result = plan([task("a", 2), task("b", 4)], [rel("a", "b", "FF")])
    assert early(result, "b") == (0, 4)
    assert result.driver[1] == Driver("project_start")


def test_finish_to_finish_bound_on_a_weekend() -> None:
    """An elapsed task ends at Sunday 6; b's finish must be 6 or later, Friday's is 5, so Monday's: 8."""
    result = plan([task("a", 6, "elapsed"), task("b", 1)], [rel("a", "b", "FF")])
    assert early(result, "b") == (7, 8)


def test_start_to_finish() -> None:
    """The old plant (b, 3 days) runs until the new one (a) starts at 7: it ends at 8 = Monday, from 3.

    a follows m, which ends at 5, so a starts Monday 7. b's finish >= 7: days Thu, Fri, Mon end at 8.
    """
    result = plan([task("m", 5), task("a", 4), task("b", 3)], [rel("m", "a"), rel("a", "b", "SF")])
    assert early(result, "b") == (3, 8)


def test_start_to_finish_with_elapsed_lag() -> None:
    """A starts at 7; its start + 2 elapsed = 9; b of 2 days ends at 9: Mon 7 and Tue 8."""
    result = plan(
        [task("m", 5), task("a", 4), task("b", 2)], [rel("m", "a"), rel("a", "b", "SF", 2, "elapsed")]
    )
    assert early(result, "b") == (7, 9)


def test_lead_goes_back_working_days() -> None:
    """A ends at Tuesday 9 after 7 days; back 3 working days (Tue, Mon, Fri): boundary 4, Friday."""
    result = plan([task("a", 7), task("b", 1)], [rel("a", "b", "FS", -3)])
    assert early(result, "b") == (4, 5)


def test_lead_across_a_holiday() -> None:
    """Martin Luther King day is Monday 19 January, boundary 14. a ends Tuesday 16 (11 worked days).

    Worked: 0-4, 7-11, 15: eleven days end at 16. Back two of the Texas days: Tue 15, then Fri 11
    (Mon 14 is a holiday), so b may start at 11 and ends at 12.
    """
    result = plan([task("a", 11, "texas"), task("b", 1, "texas")], [rel("a", "b", "FS", -2)])
    assert early(result, "a") == (0, 16)
    assert early(result, "b") == (11, 12)


def test_lead_stops_at_the_project_start() -> None:
    """A ends at 2; a lead of 5 would be the Monday before the project: clipped to boundary 0."""
    result = plan([task("a", 2), task("b", 1)], [rel("a", "b", "FS", -5), rel("a", "b", "SS", -9, "elapsed")])
    assert early(result, "b") == (0, 1)
    assert result.driver[1] == Driver("project_start")


def test_lead_of_a_finish_to_finish_with_a_successor_longer_than_the_plan() -> None:
    """A ends at 5, lead 2: bound 3. b of 20 days would start before the project: clipped to 0."""
    result = plan([task("a", 5), task("b", 20)], [rel("a", "b", "FF", -2)])
    assert early(result, "b") == (0, 26)


def test_milestone_sits_on_a_saturday() -> None:
    """A ends Friday, boundary 5: the milestone is Saturday itself; b after it starts Monday 7."""
    result = plan([task("a", 5), task("done", 0), task("b", 1)], [rel("a", "done"), rel("done", "b")])
    assert early(result, "done") == (5, 5)
    assert early(result, "b") == (7, 8)
    assert finish_date(MONDAY, 5, 5) == date(2026, 1, 10)


def test_milestone_with_a_working_lag_counts_its_calendar() -> None:
    """Two working days from Saturday 5 are Mon and Tue: the milestone is at 9; elapsed it is at 7."""
    result = plan(
        [task("a", 5), task("m", 0), task("n", 0)],
        [rel("a", "m", "FS", 2), rel("a", "n", "FS", 2, "elapsed")],
    )
    assert early(result, "m") == (9, 9)
    assert early(result, "n") == (7, 7)


def test_several_relations_of_one_pair_all_bind() -> None:
    """SS+2 asks b to start at 2, FF+1 to end at 6+ (a ends 5, one worked day on is 8): b of 3 ends at 8.

    Three days ending Monday 8 are Thu 3, Fri 4, Mon 7: the FF relation drives the start at 3.
    """
    both = [rel("a", "b", "SS", 2), rel("a", "b", "FF", 1)]
    result = plan([task("a", 5), task("b", 3)], both)
    assert early(result, "b") == (3, 8)
    assert result.driver[1] == Driver("relation", "a", both[1])
    assert early(plan([task("a", 5), task("b", 3)], both[:1]), "b") == (2, 5)


def test_late_dates_and_floats_of_two_branches() -> None:
    """a(2) then b(5) and c(1), both before d(1).

    Early: a 0-2, b 2-9 (Wed, Thu, Fri, Mon, Tue), c 2-3, d 9-10. Late: d 9-10, c 8-9 (Tuesday),
    b 2-9, a 0-2. c floats from Wed 2 to Tue 8: worked days 2, 3, 4, 7 = 4, all of it free.
    """
    result = plan(
        [task("a", 2), task("b", 5), task("c", 1), task("d", 1)],
        [rel("a", "b"), rel("a", "c"), rel("b", "d"), rel("c", "d")],
    )
    assert late(result, "c") == (8, 9)
    assert late(result, "a") == (0, 2)
    assert result.total_float == [0, 0, 4, 0]
    assert result.free_float == [0, 0, 4, 0]
    assert result.critical_path == ("a", "b", "d")


def test_free_float_is_to_the_nearest_successor_only() -> None:
    """a(5) beside b(1) then c(1): b and c float 3 together; b's is none of its own, c's all free.

    Finish 5. c may start at 4 (early 1): 3 days; b at 3 (early 0): 3 days, but c follows at once.
    """
    result = plan([task("a", 5), task("b", 1), task("c", 1)], [rel("b", "c")])
    assert result.total_float == [0, 3, 3]
    assert result.free_float == [0, 0, 3]


def test_float_is_counted_in_the_tasks_own_calendar() -> None:
    """A ends at 9 (7 days). b elapsed of 1 day: late start 8, 8 elapsed days. c standard: 8, 6 days."""
    result = plan([task("a", 7), task("b", 1, "elapsed"), task("c", 1)])
    assert result.total_float == [0, 8, 6]


def test_late_date_inverts_a_working_lag_exactly() -> None:
    """a(1) FS+5 b(1): a ends 1, five worked days pass to 8 (Tue, Wed, Thu, Fri, Mon), b is Tue 8-9.

    x(10) ends at 12, so b may be Friday 11-12. Its limit 11 less five worked days: a's finish may be
    as late as the latest boundary from which five days end by 11: Friday 4. a late 3-4, float 3.
    """
    result = plan([task("a", 1), task("b", 1), task("x", 10)], [rel("a", "b", "FS", 5)])
    assert early(result, "b") == (8, 9)
    assert late(result, "b") == (11, 12)
    assert late(result, "a") == (3, 4)
    assert result.total_float == [3, 3, 0]


def test_late_date_of_a_predecessor_whose_lag_starts_on_a_weekend() -> None:
    """An elapsed a(1) FS+1 working b(1), x(6) to 8: b late Monday 7; one worked day back is Friday.

    The latest boundary from which one worked day ends by 7 is Friday's morning, 4: a late 3-4.
    """
    result = plan([task("a", 1, "elapsed"), task("b", 1), task("x", 6)], [rel("a", "b", "FS", 1)])
    assert late(result, "b") == (7, 8)
    assert late(result, "a") == (3, 4)


def test_late_date_of_a_lead() -> None:
    """a(3) FS-1 b(4): a ends 3, b starts 2 and ends at 8 (Wed, Thu, Fri, Mon); both critical.

    b's late start 2: the latest finish of a from which one worked day back is <= 2 is 3.
    """
    result = plan([task("a", 3), task("b", 4)], [rel("a", "b", "FS", -1)])
    assert early(result, "b") == (2, 8)
    assert late(result, "a") == (0, 3)
    assert result.total_float == [0, 0]


def test_a_milestone_on_friday_night_may_slip_over_the_weekend_at_no_float() -> None:
    """M at 5 (Saturday) before b at 7: late 7, no worked day between, so it is critical."""
    result = plan([task("a", 5), task("m", 0), task("b", 1)], [rel("a", "m"), rel("m", "b")])
    assert late(result, "m") == (7, 7)
    assert result.total_float == [0, 0, 0]


def test_a_task_that_only_drives_a_start_still_ends_with_the_network() -> None:
    """a(6) SS b(1): b could be late, but a ends last at 8, so neither float of a may exceed 0."""
    result = plan([task("a", 6), task("b", 1)], [rel("a", "b", "SS")])
    assert result.total_float == [0, 5]
    assert result.free_float == [0, 5]


def test_driver_ties_prefer_the_later_finish_then_the_smaller_float_then_the_id() -> None:
    """P ends Friday 5, q (elapsed) Sunday 6: both start s on Monday 7, q finishes later: q drives.

    With two that end alike and float alike, 'a' is named before 'b', whatever the order.
    """
    tasks = [task("p", 5), task("q", 6, "elapsed"), task("s", 1)]
    assert plan(tasks, [rel("p", "s"), rel("q", "s")]).driver[2].by == "q"
    twins = [task("b", 2), task("a", 2), task("s", 1)]
    assert plan(twins, [rel("b", "s"), rel("a", "s")]).driver[2].by == "a"


def test_driver_tie_prefers_the_smaller_float() -> None:
    """A and b both end at 2 and start s; b also starts the long t, so a floats and b does not."""
    tasks = [task("a", 2), task("b", 2), task("s", 1), task("t", 9)]
    assert plan(tasks, [rel("a", "s"), rel("b", "s"), rel("b", "t")]).driver[2].by == "b"


def test_the_critical_path_ends_with_the_milestone_that_closes_the_work() -> None:
    """'rfs' and 'hand_over' both end at 3; hand_over drives rfs, so the chain goes on to rfs."""
    result = plan([task("rfs", 0), task("hand_over", 3)], [rel("hand_over", "rfs")])
    assert result.critical_path == ("hand_over", "rfs")


def test_the_critical_path_of_parallel_ends_takes_the_smaller_id() -> None:
    result = plan([task("z", 3), task("y", 3)])
    assert result.critical_path == ("y",)


def test_project_start_on_a_sunday() -> None:
    """Boundary 0 is Sunday 4 January: a standard task starts at 1, a milestone sits on 0."""
    result = schedule([task("a", 1), task("m", 0)], [], CALENDARS, {}, date(2026, 1, 4))
    assert (result.early_start, result.early_finish) == ([1, 0], [2, 0])
    assert [d.kind for d in result.driver] == ["project_start", "project_start"]


def test_an_empty_network_is_an_empty_schedule() -> None:
    result = plan([])
    assert (result.start, result.critical_path, result.project_finish) == ([], (), 0)


def test_shown_dates() -> None:
    """Mon 5 to Fri 9 January is 0 to 5: the finish shown is the last day worked."""
    assert start_date(MONDAY, 0) == MONDAY
    assert finish_date(MONDAY, 0, 5) == date(2026, 1, 9)
    assert date_of(MONDAY, -1) == date(2026, 1, 4)


def test_a_plan_of_forty_years_outgrows_the_first_tables() -> None:
    """10,400 worked days at 5 a week are 2,080 weeks less the last weekend: 14,560 - 2 = 14,558."""
    result = plan([task("a", 10_400), task("b", 10_400, "elapsed")], [rel("a", "b", "SS", -3)])
    assert early(result, "a") == (0, 14_558)
    assert late(result, "b") == (4_158, 14_558)
