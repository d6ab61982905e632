"""What a plan varies from a baseline, counted by hand; every plan starts on Monday 4 January 2027."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import planner
from planner.baseline import HallVariance, baseline_of, variance
from planner.io.read import facility_of, parse_text, read_facility, with_settings
from planner.pipeline import Plan, plan

ROOT = Path(planner.__file__).parents[1]


def planned(*tasks: tuple[str, int, float], start: str = "2027-01-04") -> Plan:
    """Tasks one after the other."""
    text = f"[project]\nstart = {start}\n"
    for name, days, cost in tasks:
        text += f"[[task]]\nid = '{name}'\nduration_days = {days}\ncost_usd = {cost}\n"
    for (before, *_), (after, *_) in pairwise(tasks):
        text += f"[[relation]]\npredecessor = '{before}'\nsuccessor = '{after}'\n"
    return plan(facility_of(parse_text(text, "t"), text, "t"))


def test_slips_are_calendar_days_between_the_dates_as_shown() -> None:
    """A(5) ends on Friday 8, B(3) on Wednesday 13. With A(6), A ends on Monday 11, three days later; B on Thursday 14."""
    then = baseline_of(planned(("a", 5, 10.0), ("b", 3, 0.0)), "x")
    found = variance(planned(("a", 6, 12.5), ("b", 3, 0.0)), then)
    a, b = found.tasks
    assert (a.start_variance_days, a.finish_variance_days, a.duration_variance_days) == (0, 3, 1)
    assert (b.start_variance_days, b.finish_variance_days, b.duration_variance_days) == (1, 1, 0)
    assert (a.baseline_finish, a.finish) == (date(2027, 1, 8), date(2027, 1, 11))
    assert (a.cost_variance_usd, b.cost_variance_usd, found.capex_variance_usd) == (2.5, 0.0, 2.5)
    assert (found.finish_variance_days, found.rfs_variance_days) == (1, None)
    assert [t.id for t in found.slips] == ["a", "b"]


def test_earlier_is_negative_and_no_slip() -> None:
    then = baseline_of(planned(("a", 6, 0.0)), "x")
    found = variance(planned(("a", 5, 0.0)), then)
    assert found.tasks[0].finish_variance_days == -3
    assert found.slips == []


def test_another_project_start_moves_all() -> None:
    """Dates are compared, not boundaries: a week later is 7 days later."""
    then = baseline_of(planned(("a", 5, 0.0)), "x")
    found = variance(planned(("a", 5, 0.0), start="2027-01-11"), then)
    assert (found.tasks[0].start_variance_days, found.finish_variance_days) == (7, 7)


def test_added_and_removed() -> None:
    then = baseline_of(planned(("a", 5, 0.0), ("z", 1, 0.0), ("b", 1, 0.0)), "x")
    found = variance(planned(("a", 5, 0.0), ("new", 1, 0.0)), then)
    assert ([t.id for t in found.tasks], found.added, found.removed) == (["a"], ("new",), ("b", "z"))


def test_halls_of_either() -> None:
    """The teaching site's hall h1; without its AI there is no RFS to compare."""
    document = read_facility(ROOT / "facilities" / "teaching.toml")
    made = plan(document.facility)
    then = baseline_of(made, "x")
    (hall,) = then.hall
    assert variance(made, then).halls == (HallVariance(hall.id, hall.rfs_date, hall.rfs_date, 0),)
    own = planned(("a", 5, 0.0))
    gone = variance(own, then)
    assert gone.halls == (HallVariance(hall.id, hall.rfs_date, None, None),)
    assert gone.rfs_variance_days is None
    come = variance(made, baseline_of(own, "x"))
    assert come.halls == (HallVariance(hall.id, None, hall.rfs_date, None),)
    later = with_settings(document, [(("project", "start"), date(2027, 1, 18))], "t")
    moved = variance(plan(later.facility), then)
    assert moved.rfs_variance_days == moved.halls[0].rfs_variance_days
    assert moved.rfs_variance_days is not None
    assert moved.rfs_variance_days > 0
