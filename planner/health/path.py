"""The longest-path test: a great delay of the first critical task must reach the end undiminished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.points import Finding
from planner.model.problem import InputError
from planner.schedule.network import compile_network
from planner.schedule.passes import driver_of, early_times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.books import Books
    from planner.health.result import HealthPoint
    from planner.model.work import Relation
    from planner.schedule.calendar import Calendar
    from planner.schedule.network import Network
    from planner.schedule.result import Schedule


def longest_path(
    schedule: Schedule, relations: Sequence[Relation], calendars: Mapping[str, Calendar], books: Books
) -> HealthPoint:
    """Lengthen the first task of the critical path whose finish drives it, and see how far the path's end moves.

    A task that drives the path by its start alone (SS, SF) is passed over: the path waits for no more of it. Where
    no finish drives the path, its first task with a duration is lengthened, and the end stays behind.
    Calendar days by which the task's own finish moves are compared with those of the end: the days are added in
    the task's calendar, which need not be the end's.
    """
    found = Finding("longest_path", books)
    network = compile_network(schedule.tasks, relations, calendars)
    network.grow(boundary=schedule.early_project_finish + 2)
    first = _first_critical(network, schedule)
    if first is None:
        return found.made("no critical task has a duration")
    name, end = schedule.tasks[first].id, schedule.critical_path[-1]
    days = round(found.limit)
    finishes = _finishes_with(network, first, days)
    if finishes is None:
        found.count(name, offends=True)
        return found.made(f"{name} + {days} days runs past the end of its calendar")
    own = finishes[first] - schedule.early_finish[first]
    last = schedule.index[end]
    moved = finishes[last] - schedule.early_finish[last]
    off = abs(moved - own) / own
    tolerance = found.entry("tolerance").likely
    found.count(name, offends=off > tolerance)
    return found.made(
        f"{name} + {days} days of its calendar: its finish moves {own:,} calendar days, {end} {moved:,}, "
        f"off by {off:.1%} {'≤' if off <= tolerance else '>'} {tolerance:.0%}"
    )


def _first_critical(network: Network, schedule: Schedule) -> int | None:
    """The critical task to lengthen; None where the whole path consists of milestones."""
    times = [0] * (2 * len(schedule.tasks))
    times[::2], times[1::2] = schedule.early_start, schedule.early_finish
    path = [schedule.index[name] for name in schedule.critical_path]
    worked = [task for task in path if network.duration[task]]
    for task in path[1:]:
        driver = driver_of(network, task, times, schedule.total_float)
        if driver.relation is not None and driver.relation.kind in ("FS", "FF"):
            predecessor = schedule.index[driver.relation.predecessor]
            if network.duration[predecessor]:
                return predecessor
    return worked[0] if worked else None


def _finishes_with(network: Network, task: int, days: int) -> list[int] | None:
    """Early finishes with the task longer by `days`; None where the calendars end before that."""
    network.duration[task] += days
    while True:
        try:
            return early_times(network)[1::2]
        except IndexError:
            try:
                network.grow()
            except InputError:
                return None
