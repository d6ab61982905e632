"""Laws of the optimiser over networks of every kind: never worse, feasible, bounded, repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from planner.model.problem import InputError
from planner.model.work import Crew, Envelope, Timing
from planner.optimise import optimise
from planner.schedule import schedule
from tests.property.test_schedule import CALENDARS, CREWS, START, networks
from tests.reference_rules import broken_rules

if TYPE_CHECKING:
    from planner.model.work import Relation, Task
    from planner.optimise import Objective, Optimised
    from planner.schedule import Schedule

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SLOW = settings(
    max_examples=40,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
COUNT = 300
"""Schedules tried for each network: enough for small ones, and quick."""


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    """Constraints, pins and progress; mostly none."""
    day = START + timedelta(days=draw(st.integers(0, 25)))
    match draw(st.integers(0, 11)):
        case 0:
            return Timing(pinned_start=day)
        case 1:
            return Timing(start_no_earlier=day)
        case 2:
            return Timing(finish_no_earlier=day)
        case 3:
            return Timing(deadline=day)
        case 4:
            return Timing(start_no_later=day)
        case 5:
            return Timing(as_late_as_possible=True)
        case 6:
            return Timing(actual_start=START)
        case 7:
            return Timing(actual_start=START, actual_finish=START + timedelta(days=2))
        case _:
            return Timing()


Site = tuple["list[Task]", "list[Relation]", "tuple[Envelope, ...]"]


@st.composite
def sites(draw: st.DrawFn, timed: bool = True) -> Site:
    """Networks with crews, perhaps dates that people gave, and perhaps a limit on megawatts."""
    tasks, relations = draw(networks(("a", "b")))
    if timed:
        tasks = [replace(t, timing=draw(timings())) for t in tasks]
    events = draw(
        st.lists(
            st.tuples(
                st.sampled_from([t.id for t in tasks]),
                st.sampled_from(("start", "finish")),
                st.sampled_from((-2.0, -1.0, 1.0, 2.0)),
            ),
            max_size=4,
        )
        if timed
        else st.just([])
    )
    envelopes = (Envelope("limit", "limit", 2.0, ((None, 3.0),), tuple(events)),) if events else ()
    return tasks, relations, envelopes


def levelled(site: Site, crews: dict[str, Crew] = CREWS) -> Schedule:
    tasks, relations, envelopes = site
    try:
        return schedule(tasks, relations, CALENDARS, crews, START, envelopes=envelopes)
    except InputError:
        # What can't be levelled at all has nothing to improve.
        reject()


def improved(
    before: Schedule, objective: Objective = "rfs", goals: dict[str, float] | None = None, **more: int
) -> Optimised:
    return optimise(before, 10, objective, goals=goals, limit=COUNT, workers=1, **more)


@SLOW
@given(sites(), st.sampled_from(("rfs", "halls", "peaks")), st.data())
def test_never_worse_feasible_and_bounded(site: Site, objective: Objective, data: st.DataObject) -> None:
    before = levelled(site)
    names = data.draw(st.lists(st.sampled_from([t.id for t in site[0]]), unique=True, max_size=3))
    goals = {name: float(n + 1) for n, name in enumerate(names)}
    result = improved(before, objective, goals)
    after = result.schedule
    # What limits are missed by comes first; only then the objective.
    assert (result.missed_after, result.after) <= (result.missed_before, result.before)
    assert result.bound_days <= result.makespan_days
    if objective == "rfs" and result.missed_after == result.missed_before:
        assert after.project_finish <= before.project_finish
    if objective == "peaks":
        assert after.project_finish <= before.project_finish
        assert all(after.finish[after.index[n]] <= before.finish[before.index[n]] for n in goals)
    if all(not t.timing.progressed for t in site[0]):
        assert broken_rules(after, site[1], CALENDARS, CREWS) == []
    for i, task in enumerate(after.tasks):
        if task.timing.progressed:
            assert (after.start[i], after.finish[i]) == (before.start[i], before.finish[i]) or (
                task.timing.actual_finish is None
            )
        if before.driver[i].kind == "pinned":
            assert after.start[i] == before.start[i]
    assert {m.task for m in result.moved} == {
        t.id for i, t in enumerate(after.tasks) if after.start[i] != before.start[i]
    }
    assert all(m.days == m.to_day - m.from_day and m.because for m in result.moved)


def over_limit(result: Schedule, envelope: Envelope) -> float:
    """Megawatts over the limit, summed over days, by walking them."""
    total = 0.0
    for day in range(result.project_finish + 2):
        draw = envelope.base_mw
        for task, end, mw in envelope.events:
            i = result.index[task]
            if (result.start[i] if end == "start" else result.finish[i]) <= day:
                draw += mw
        total += max(0.0, draw - 3.0)
    return total


@SLOW
@given(sites())
def test_megawatts_are_kept_and_nothing_goes_dark_earlier(site: Site) -> None:
    before = levelled(site)
    after = improved(before).schedule
    for envelope in site[2]:
        if not any(t.timing.progressed for t in site[0]) and over_limit(before, envelope) == 0:
            assert over_limit(after, envelope) == 0
        freed: dict[str, float] = {}
        for task, _, mw in envelope.events:
            freed[task] = freed.get(task, 0) + mw
        for task, mw in freed.items():
            i = after.index[task]
            if mw < 0 and not after.tasks[i].timing.progressed:
                assert after.start[i] >= before.start[i]


@SLOW
@given(sites(), st.integers(0, 3), st.sampled_from(("rfs", "halls", "peaks")))
def test_equal_seeds_give_equal_plans(site: Site, seed: int, objective: Objective) -> None:
    before = levelled(site)
    goals = {site[0][0].id: 2.0, site[0][-1].id: 1.0}
    one, other = (improved(before, objective, goals, seed=seed) for _ in range(2))
    assert one.schedule.start == other.schedule.start
    assert (one.schedules, one.bound_days) == (other.schedules, other.bound_days)
