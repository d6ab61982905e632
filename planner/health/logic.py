"""Points about the network: open and dangling ends, leads, lags and kinds of relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.health.state import MILESTONE, done, idle

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Relation, Task
    from planner.schedule.result import Schedule

ANCHOR = "relation of a hammock: an anchor, no logic"
BEGUN = "begun: its start lies behind"
BEHIND = "relation to finished work: it asks nothing any more"
ONLY_START = "the network's one start"
START_MILESTONE = "milestone without predecessor: a start of the project"
ONLY_FINISH = "the network's one end"
FINISH_MILESTONE = "milestone at the network's finish: an end of the project"
GIVEN_DATE = "a given date, held by an elapsed lag from the start of the project"


def open_ends(schedule: Schedule, relations: Sequence[Relation], books: Books) -> list[HealthPoint]:
    """Tasks without predecessor or successor, and those whose start or finish no relation takes up.

    FS and SS bound a successor's start, FF and SF its finish; FS and FF leave a predecessor's finish, SS and SF
    its start. A milestone's start is its finish, so it cannot dangle. Relations of hammocks are no logic, hammocks and
    finished work need none, and work that has begun cannot dangle at its start.
    """
    hammocks = {task.id for task in schedule.tasks if task.hammock}
    if hammocks:
        relations = [r for r in relations if r.predecessor not in hammocks and r.successor not in hammocks]
    preceded = {r.successor for r in relations}
    followed = {r.predecessor for r in relations}
    start_bound = {r.successor for r in relations if r.kind in ("FS", "SS")}
    finish_used = {r.predecessor for r in relations if r.kind in ("FS", "FF")}
    missing, start, finish = (
        Finding(point, books) for point in ("missing_logic", "dangling_start", "dangling_finish")
    )
    exempt = _true_ends(schedule, preceded, followed)
    for task in schedule.tasks:
        name, milestone, reason = task.id, not task.duration.likely, idle(task)
        if reason is not None:
            for found in (missing, start, finish):
                found.exempt(name, reason)
            continue
        if name in exempt:
            missing.exempt(name, exempt[name])
        else:
            missing.count(name, offends=name not in preceded or name not in followed)
        for found, joined, taken_up in ((start, preceded, start_bound), (finish, followed, finish_used)):
            if name not in joined:
                continue  # an open end, told above
            if milestone:
                found.exempt(name, MILESTONE)
            elif found is start and task.timing.progressed:
                found.exempt(name, BEGUN)
            else:
                found.count(name, offends=name not in taken_up)
    return [
        missing.made("no predecessor or no successor"),
        start.made("predecessors by FF or SF alone: nothing bounds the start"),
        finish.made("successors by SS or SF alone: the finish bounds nothing"),
    ]


def _true_ends(schedule: Schedule, preceded: Collection[str], followed: Collection[str]) -> dict[str, str]:
    """Tasks that may stand open, and why: where the project starts and where it ends.

    One that is open at its other end too is only exempt if that end is a true one as well.
    """
    tasks, last = schedule.tasks, schedule.early_project_finish
    starts = [task for task in tasks if task.id not in preceded and not task.hammock]
    ends = [
        (task, finish)
        for task, finish in zip(tasks, schedule.early_finish, strict=True)
        if task.id not in followed and not task.hammock
    ]
    as_start = {
        t.id: ONLY_START if len(starts) == 1 else START_MILESTONE
        for t in starts
        if len(starts) == 1 or _milestone(t)
    }
    as_end = {
        t.id: ONLY_FINISH if len(ends) == 1 else FINISH_MILESTONE
        for t, finish in ends
        if len(ends) == 1 or (_milestone(t) and finish == last)
    }
    either = as_start | as_end
    return {
        name: reason
        for name, reason in either.items()
        if (name in preceded or name in as_start) and (name in followed or name in as_end)
    }


def _milestone(task: Task) -> bool:
    return not task.duration.likely


def relation_points(
    relations: Sequence[Relation], tasks: Mapping[str, Task], books: Books
) -> list[HealthPoint]:
    """Leads, lags, long lags and the share of finish to start."""
    leads, lags, long, kinds = (
        Finding(point, books) for point in ("leads", "lags", "long_lags", "relation_kinds")
    )
    limit = long.limit
    for relation in relations:
        name, days = relation_id(relation), relation.lag_days
        reason = _no_logic(tasks[relation.predecessor], tasks[relation.successor])
        if reason is not None:
            for found in (leads, lags, long, kinds):
                found.exempt(name, reason)
            continue
        leads.count(name, offends=days < 0)
        kinds.count(name, offends=relation.kind != "FS")
        if days > 0 and _is_given_date(relation, tasks):
            lags.exempt(name, GIVEN_DATE)
            long.exempt(name, GIVEN_DATE)
        else:
            lags.count(name, offends=days > 0)
            long.count(name, offends=days > limit)
    return [
        leads.made("a lag below 0"),
        lags.made("a lag above 0"),
        long.made(f"a lag above {limit:g} days"),
        kinds.made("SS, FF or SF"),
    ]


def _no_logic(predecessor: Task, successor: Task) -> str | None:
    """Why a relation bounds nothing that is to come; None where it does."""
    if predecessor.hammock or successor.hammock:
        return ANCHOR
    return BEHIND if done(successor) else None


def relation_id(relation: Relation) -> str:
    """A relation in words that name it: `A -> B FS+5e`, with e for elapsed days."""
    days = relation.lag_days
    lag = f"{days:+d}{'e' if relation.lag == 'elapsed' else ''}" if days else ""
    return f"{relation.predecessor} -> {relation.successor} {relation.kind}{lag}"


def _is_given_date(relation: Relation, tasks: Mapping[str, Task]) -> bool:
    """Whether generation holds a milestone (notice to proceed, grid step, delivery) at a day of the file."""
    return (
        relation.lag == "elapsed"
        and (tasks[relation.successor].template is not None or tasks[relation.successor].item is not None)
        and not tasks[relation.successor].duration.likely
        and not tasks[relation.predecessor].duration.likely
    )
