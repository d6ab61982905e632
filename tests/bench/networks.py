"""Instances as networks of the planner's own tasks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.model.work import ELAPSED_CALENDAR, CalendarSpec, Crew, Duration, Relation, Task
from planner.schedule import schedule

if TYPE_CHECKING:
    from planner.schedule import Schedule
    from tests.bench.psplib import Instance


def levelled(instance: Instance) -> Schedule:
    """The instance on a calendar without days off, levelled as `planner plan` does."""
    tasks = [
        Task(
            f"j{n + 1:03}",
            f"job {n + 1}",
            "bench",
            Duration(days, days, days),
            ELAPSED_CALENDAR,
            crew=tuple(
                (f"r{k + 1}", units) for k, units in enumerate(instance.requests[n]) if units and days
            ),
        )
        for n, days in enumerate(instance.durations)
    ]
    relations = [
        Relation(tasks[n].id, tasks[m].id) for n, after in enumerate(instance.successors) for m in after
    ]
    crews = {f"r{k + 1}": Crew(f"r{k + 1}", "", units) for k, units in enumerate(instance.capacity)}
    calendars = {ELAPSED_CALENDAR: CalendarSpec(ELAPSED_CALENDAR, tuple(range(7)))}
    return schedule(tasks, relations, calendars, crews, date(2026, 1, 5))
