"""Short ways to write networks; every test starts on Monday 5 January 2026 (boundary 0)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.model.work import CalendarSpec, Crew, Duration, Relation, Task
from planner.schedule import Schedule, schedule

if TYPE_CHECKING:
    from planner.model.work import LagUnit, RelationKind

MONDAY = date(2026, 1, 5)
CALENDARS = {
    "standard": CalendarSpec("standard"),
    "elapsed": CalendarSpec("elapsed", tuple(range(7))),
    "texas": CalendarSpec("texas", holidays="US-TX", holiday_names=("Martin Luther King Jr. Day",)),
    "shut": CalendarSpec("shut", closed=((date(2026, 1, 7), date(2026, 1, 8)),)),
}


def task(name: str, days: int, calendar: str = "standard", crew: dict[str, int] | None = None) -> Task:
    return Task(name, name, "test", Duration(days, days, days), calendar, crew=tuple((crew or {}).items()))


def rel(
    predecessor: str, successor: str, kind: RelationKind = "FS", lag_days: int = 0, lag: LagUnit = "working"
) -> Relation:
    return Relation(predecessor, successor, kind, lag_days, lag)


def plan(
    tasks: list[Task],
    relations: list[Relation] | None = None,
    crews: list[Crew] | None = None,
    goals: set[str] | None = None,
) -> Schedule:
    known = {crew.id: crew for crew in crews or []}
    return schedule(tasks, relations or [], CALENDARS, known, MONDAY, goals or ())


def early(result: Schedule, name: str) -> tuple[int, int]:
    i = result.index[name]
    return result.early_start[i], result.early_finish[i]


def late(result: Schedule, name: str) -> tuple[int, int]:
    i = result.index[name]
    return result.late_start[i], result.late_finish[i]


def planned(result: Schedule, name: str) -> tuple[int, int]:
    i = result.index[name]
    return result.start[i], result.finish[i]
