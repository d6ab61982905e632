"""What an edit made, where the last hall's date and the money say nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from planner.compare import difference
from planner.pipeline import plan
from planner.session.edits import AddMember
from planner.session.session import Session

FACILITIES = Path(__file__).parents[2] / "facilities"
TEACHING, TWO_HALLS = FACILITIES / "teaching.toml", FACILITIES / "lake-mariner.toml"


def test_a_check_that_fails_anew_is_no_nothing() -> None:
    session = Session.open(TEACHING)
    before = plan(session.facility)
    first = session.facility.ai_halls[0].id
    session.commit(
        AddMember(("adjust",), {"task": f"{first}.rfs", "deadline": "2020-01-06", "reason": "a lease"})
    )
    found = difference(before, plan(session.facility))
    assert (found.days, found.first_days) == (0, 0)
    assert found.failures == 2  # the deadline, and that nothing can keep it
    assert not found.nothing


def test_the_first_hall_is_told_apart_from_the_last() -> None:
    session = Session.open(TWO_HALLS)
    before = plan(session.facility)
    dates = sorted((before.day(day), hall) for hall, day in before.hall_rfs_day.items())
    assert len(dates) > 1
    (first, hall), (second, _) = dates[:2]
    assert (second - first).days > 1
    later = (first + timedelta(days=1)).isoformat()
    session.commit(AddMember(("adjust",), {"task": f"{hall}.rfs", "start_no_earlier": later, "reason": "x"}))
    found = difference(before, plan(session.facility))
    assert found.days == 0
    assert found.first_days is not None
    assert found.first_days >= 1
