"""A small network with one of everything, on which compiled kernels are run before they are needed."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.model.work import CalendarSpec, Crew, Duration, Envelope, Relation, Task, Timing


def network_of_all_kinds() -> tuple[Any, ...]:
    """Arguments of `schedule_with` after the runner."""
    two = Duration(2, 2, 2)
    tasks = [
        Task("a", "a", "", two, crew=(("crew", 1),), power_mw=1.0),
        Task("b", "b", "", two, crew=(("crew", 1),)),
        Task("c", "c", "", two, "elapsed", timing=Timing(pinned_start=date(2026, 1, 20))),
    ]
    relations = [Relation("a", "c", "FF", 1), Relation("b", "c", "SS", 1)]
    calendars = {"standard": CalendarSpec("standard"), "elapsed": CalendarSpec("elapsed", tuple(range(7)))}
    envelope = Envelope("limit", "limit", 0.0, ((None, 2.0),), (("a", "start", 1.0), ("a", "finish", -1.0)))
    crews = {"crew": Crew("crew", "crew")}
    return tasks, relations, calendars, crews, date(2026, 1, 5), (), None, (envelope,)
