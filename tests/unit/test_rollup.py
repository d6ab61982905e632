"""Sums of groups of tasks: by hand, and against the tasks that they are sums of."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.io.read import facility_of, parse_text, read_facility
from planner.pipeline import plan
from planner.rollup import rollup, rollups

ROOT = Path(__file__).parents[2]
OWN = """
[project]
start = 2027-01-04
data_date = 2027-01-11
[[task]]
id = "a"
duration_days = 5
discipline = "civil"
cost_usd = 10
actual_start = 2027-01-04
actual_finish = 2027-01-08
[[task]]
id = "b"
duration_days = 10
discipline = "civil"
cost_usd = 20
actual_start = 2027-01-07
[[task]]
id = "c"
duration_days = 2
discipline = "electrical"
start_no_earlier = 2027-02-01
[[task]]
id = "m"
duration_days = 0
discipline = "electrical"
must_finish = 2027-01-29
[[relation]]
predecessor = "c"
successor = "m"
"""


def test_by_hand() -> None:
    made = plan(facility_of(parse_text(OWN, "t"), OWN, "t"))
    found = dict(rollups(made))
    civil = found[None, "civil"]
    assert (civil.tasks, civil.done, civil.in_progress, civil.cost_usd) == (2, 1, 1, 30)
    assert made.day(civil.start).isoformat() == "2027-01-04"
    # b began on the 7th and has all of its 10 days left from the data date, the 11th: it works until Friday the 22nd.
    assert made.day(civil.last_day).isoformat() == "2027-01-22"
    electrical = found[None, "electrical"]
    # c works on 1 and 2 February, m stands on the morning of the 3rd and should stand on 29 January.
    assert made.day(electrical.last_day).isoformat() == "2027-02-03"
    assert electrical.late == electrical.critical == 2
    assert electrical.total_float_days is not None
    assert electrical.total_float_days < 0
    every = found[None, None]
    assert (every.tasks, every.done, every.late) == (4, 1, 2)
    assert every.total_float_days == electrical.total_float_days


def test_what_is_done_has_no_float() -> None:
    made = plan(facility_of(parse_text(OWN, "t"), OWN, "t"))
    assert rollup(made, [made.schedule.index["a"]]).total_float_days is None


@pytest.mark.parametrize("site", ["teaching", "childress"])
def test_halls_add_up_to_the_site_and_disciplines_to_their_hall(site: str) -> None:
    made = plan(read_facility(ROOT / "facilities" / f"{site}.toml").facility)
    found = rollups(made)
    halls = [sums for (_, discipline), sums in found if discipline is None]
    assert sum(s.tasks for s in halls) == len(made.schedule.tasks)
    assert sum(s.cost_usd for s in halls) == pytest.approx(sum(made.estimate.task_cost.values()))
    assert max(s.finish for s in halls) == max(made.schedule.finish)
    for (hall, discipline), whole in found:
        if discipline is None:
            parts = [s for (h, d), s in found if h == hall and d is not None]
            for total in ("tasks", "done", "in_progress", "critical", "late"):
                assert sum(getattr(s, total) for s in parts) == getattr(whole, total)
            assert min(s.start for s in parts) == whole.start
            assert max(s.last_day for s in parts) == whole.last_day
