"""The longest-path test: a great delay of the first critical task must reach the end undiminished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.model.problem import InputError
from planner.schedule.columns import DONE, DURATION, STATE, TASK
from planner.schedule.driving import driving_relation
from planner.schedule.engine import hold
from planner.schedule.passes import Passes
from planner.schedule.running import INTERPRETED

if TYPE_CHECKING:
    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.schedule.result import Schedule


def longest_path(schedule: Schedule, books: Books) -> HealthPoint:
    """Lengthen the first task of the critical path whose finish drives it, and see how far the path's end moves.

    A task that drives the path by its start alone (SS, SF) is passed over: the path waits for no more of it. Where
    no finish drives the path, its first task with a duration is lengthened, and the end stays behind.
    Calendar days by which the task's own finish moves are compared with those of the end: the days are added in
    the task's calendar, which need not be the end's.
    """
    found = Finding("longest_path", books)
    first = _first_critical(schedule)
    if first is None:
        return found.made("no critical task has a duration")
    name, end = schedule.tasks[first].id, schedule.critical_path[-1]
    days = round(found.limit)
    finishes = _finishes_with(schedule, first, days)
    if finishes is None:
        return found.made(f"cannot be tested: {name} + {days} days runs past the end of its calendar")
    own = finishes[first] - schedule.early_finish[first]
    if own <= 0:
        return found.made(
            f"cannot be tested: {name} + {days} days still ends where a date or a relation holds it"
        )
    last = schedule.index[end]
    moved = finishes[last] - schedule.early_finish[last]
    off = abs(moved - own) / own
    tolerance = found.entry("tolerance").likely
    found.count(name, offends=off > tolerance)
    return found.made(
        f"{name} + {days} days of its calendar: its finish moves {own:,} calendar days, {end} {moved:,}, "
        f"off by {off:.1%} {'≤' if off <= tolerance else '>'} {tolerance:.0%}"
    )


def _first_critical(schedule: Schedule) -> int | None:
    """The critical task to lengthen; None where the whole path consists of milestones and finished work."""
    tasks = schedule.dated.passes.network.columns.tasks

    def works(task: int) -> bool:
        return tasks[TASK * task + STATE] != DONE and tasks[TASK * task + DURATION] > 0

    path = [schedule.index[name] for name in schedule.critical_path]
    for task in path[1:]:
        relation = driving_relation(schedule.dated, task)
        if relation is not None and relation.kind in ("FS", "FF"):
            predecessor = schedule.index[relation.predecessor]
            if works(predecessor):
                return predecessor
    return next((task for task in path if works(task)), None)


def _finishes_with(schedule: Schedule, task: int, days: int) -> list[int] | None:
    """Early finishes with the task longer by `days`; None where the calendars end before that."""
    network = schedule.dated.passes.network
    rows = list(network.columns.tasks)
    rows[TASK * task + DURATION] += days
    longer = replace(network, columns=network.columns._replace(tasks=rows))
    passes = Passes(longer, INTERPRETED)
    try:
        passes.early(lambda boundary: hold(longer, boundary, schedule.project_start))
    except InputError:
        return None
    return passes.unmoved[1::2]
