"""Conflicts over random networks: each set cannot stand, and without any one member the rest can, by a checker of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st

from planner.conflict import find_conflicts
from planner.model.work import Crew, Duration, Envelope, Relation, Task, Timing
from planner.schedule import schedule
from tests.conflict_by_hand import Site
from tests.property.test_schedule import CALENDARS, START, networks

if TYPE_CHECKING:
    from planner.conflict import Conflict
    from planner.schedule import Schedule

SOLVER = find_spec("ortools") is not None
NEAR = st.integers(-2, 30).map(lambda n: START + timedelta(days=n))
KEYS = (
    "start_no_earlier",
    "start_no_later",
    "finish_no_earlier",
    "finish_no_later",
    "must_start",
    "must_finish",
    "pinned_start",
    "deadline",
)


@st.composite
def timings(draw: st.DrawFn, milestone: bool, keys: tuple[str, ...] = KEYS) -> Timing:
    said = {key: draw(NEAR) for key in draw(st.lists(st.sampled_from(keys), max_size=2))}
    kind = draw(st.sampled_from(["to do"] * 5 + ["begun", "done"]))
    if kind != "to do":
        begun = START + timedelta(days=draw(st.integers(0, 6)))
        said["actual_start"] = begun
        if kind == "done":
            said["actual_finish"] = begun if milestone else begun + timedelta(days=draw(st.integers(0, 4)))
        else:
            said["remaining_days"] = draw(st.integers(0, 4))
    return Timing(**said)


@st.composite
def constrained(draw: st.DrawFn) -> tuple[list[Task], list[Relation]]:
    tasks, relations = draw(networks())
    return [
        replace(t, timing=draw(timings(t.duration.likely == 0))) if draw(st.booleans()) else t for t in tasks
    ], relations


def site_of(
    made: Schedule, relations: list[Relation], crews: dict[str, Crew], mw: float | None = None
) -> Site:
    return Site(made.tasks, relations, CALENDARS, START, START + timedelta(days=made.data_date), crews, mw)


def sets_without_one(
    conflict: Conflict, made: Schedule
) -> list[tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[int]]]:
    """The whole set, then without each member in turn."""
    tasks = frozenset(made.tasks[i].id for i in conflict.tasks)
    asked = frozenset((a.task_id, a.key) for a in conflict.asked)
    resources = frozenset(conflict.resources)
    assert len(tasks) + len(asked) + len(resources) == conflict.size
    assert all(task in tasks for task, _ in asked)
    whole = (tasks, asked, resources)
    less = [(tasks - {t}, frozenset(a for a in asked if a[0] != t), resources) for t in sorted(tasks)]
    less += [(tasks, asked - {a}, resources) for a in sorted(asked)]
    less += [(tasks, asked, resources - {r}) for r in sorted(resources)]
    return [whole, *less]


@settings(max_examples=300, deadline=None)
@given(constrained())
def test_what_the_network_cannot_keep_is_named_without_a_member_too_many(
    network: tuple[list[Task], list[Relation]],
) -> None:
    tasks, relations = network
    made = schedule(tasks, relations, CALENDARS, {}, START)
    conflicts = find_conflicts(made)
    site = site_of(made, relations, {})
    all_tasks = frozenset(t.id for t in tasks)
    assert bool(conflicts.found) == (not site.network_feasible())
    assert len({(f.tasks, frozenset(f.asked)) for f in conflicts.found}) == len(conflicts.found)
    event(f"{min(len(conflicts.found), 3)} sets")
    for conflict in conflicts.found:
        assert conflict.violated == conflict.asked[0]
        whole, *less = sets_without_one(conflict, made)
        assert not site.only(whole[0], whole[1]).network_feasible()
        for left in less:
            assert site.only(left[0], left[1]).network_feasible(), left
    # What is missed and named in no set can be kept by itself, or is behind a date that cannot.
    named = {(f.violated.task_id, f.violated.key) for f in conflicts.found}
    broken = {
        (f.violated.task_id, f.violated.key)
        for f in conflicts.found
        if len(f.asked) == 1 and f.violated.lower
    }
    rest = frozenset(a for a in site.asked() if a not in named)
    assert site.only(all_tasks, rest - broken).network_feasible()


@st.composite
def crowded(draw: st.DrawFn) -> tuple[list[Task], list[Relation], dict[str, Crew], float]:
    """A few short tasks that want the same crews and megawatts, with dates close together."""
    by = draw(st.randoms(use_true_random=False))

    def day(first: int, last: int) -> date:
        return START + timedelta(days=by.randint(first, last))

    tasks = []
    for i in range(by.choice((2, 3, 3, 4))):
        days = by.choice((0, 1, 2, 3, 3))
        said: dict[str, date] = {}
        begun = {"actual_start": START, "remaining_days": by.randint(0, 3)} if by.random() < 0.2 else {}
        if by.random() < 0.8:
            said[by.choice(("finish_no_later", "deadline"))] = day(3, 8)
        if by.random() < 0.4:
            said[by.choice(("pinned_start", "start_no_later", "start_no_earlier"))] = day(0, 6)
        crew = by.choice(((("a", 1),), (("a", 2),), (("a", 1), ("b", 1)), (("b", 1),), ()))
        calendar = by.choice(("standard", "elapsed", "elapsed", "short"))
        mw = by.choice((0.0, 2.0, 3.0))
        task = Task(f"t{i}", "", "", Duration(0, days, 9), calendar, timing=Timing(**said, **begun))
        tasks.append(replace(task, crew=crew, power_mw=mw) if days else task)
    relations = [
        Relation(f"t{i}", f"t{j}", by.choice(("FS", "SS", "FF")), by.choice((-1, 0, 0, 1)))
        for i in range(len(tasks))
        for j in range(i + 1, len(tasks))
        if by.random() < 0.25
    ]
    crews = {
        "a": Crew("a", "a", 2, ((START + timedelta(days=5), by.choice((2, 3))),)),
        "b": Crew("b", "b", 1),
    }
    return tasks, relations, crews, by.choice((3.0, 4.0, 9.0))


@settings(max_examples=250, deadline=None)
@given(crowded(), st.sampled_from([0.0, 1.0]))
def test_what_crews_and_megawatts_cannot_keep_is_named_without_a_member_too_many(
    network: tuple[list[Task], list[Relation], dict[str, Crew], float], exact: float
) -> None:
    tasks, relations, crews, limit = network
    events = tuple(
        (t.id, end, sign * t.power_mw)
        for t in tasks
        if t.power_mw
        for end, sign in (("start", 1), ("finish", -1))
    )
    envelope = Envelope("power_limit", "the limit", 0.0, ((None, limit),), events)
    made = schedule(tasks, relations, CALENDARS, crews, START, envelopes=[envelope])
    conflicts = find_conflicts(made, exact)
    site = site_of(made, relations, crews, limit)
    names = [*made.supply.crew_ids, *(e.id for e in made.supply.envelopes)] if made.supply else []
    scarce = [f for f in conflicts.found if f.root is None]
    event(f"{len(scarce)} scarce sets, {len(conflicts.open)} open, exact {exact}")

    def stands(part: tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[int]]) -> bool:
        kinds = {names[r] for r in part[2]}
        return site.only(part[0], part[1]).feasible(
            frozenset(kinds - {"power_limit"}), 30, megawatts="power_limit" in kinds
        )

    for conflict in scarce:
        whole, *less = sets_without_one(conflict, made)
        assert not stands(whole)
        for left in less:
            assert stands(left), left
    if exact and SOLVER and not conflicts.found and conflicts.open:
        everything = frozenset(t.id for t in tasks), site.asked(), frozenset(range(len(names)))
        assert stands(everything)
