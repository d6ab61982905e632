"""The person's own calendars, crews, tasks and relations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.graph.last_made import LastMade
from planner.model.address import format_address, nearest
from planner.model.own_work import AdjustModel, RelationModel, TaskModel, TimingModel
from planner.model.problem import Problem
from planner.model.work import (
    CONSTRUCTION_CALENDAR,
    ELAPSED_CALENDAR,
    NO_TIMING,
    STANDARD_CALENDAR,
    CalendarSpec,
    Crew,
    Duration,
    Relation,
    Task,
    Timing,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.books import Books
    from planner.model.facility import Facility

WEEKDAY = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def calendars_of(facility: Facility, books: Books) -> dict[str, CalendarSpec]:
    """The built-in calendars, and the person's own, which may replace them.

    The construction calendar keeps the holidays that the crew book names for the region's country,
    and none where it names none.
    """
    region = facility.site.region
    names: tuple[str, ...] | None = None
    if region is not None:
        country = region.partition("-")[0]
        for row in books.tables.get("crews.holidays", ()):
            if row["country"] == country:
                names = tuple(row["names"])
    found = {
        STANDARD_CALENDAR: CalendarSpec(STANDARD_CALENDAR),
        ELAPSED_CALENDAR: CalendarSpec(ELAPSED_CALENDAR, workdays=tuple(WEEKDAY.values())),
        CONSTRUCTION_CALENDAR: CalendarSpec(
            CONSTRUCTION_CALENDAR, holidays=region if names else None, holiday_names=names
        ),
    }
    for own in facility.calendar:
        found[own.id] = CalendarSpec(
            own.id,
            tuple(sorted({WEEKDAY[day] for day in own.workdays})),
            own.holidays,
            tuple(sorted((r.from_, r.to) for r in own.closed)),
            tuple(sorted((r.from_, r.to) for r in own.windows)),
        )
    return found


def crews_of(facility: Facility, books: Books) -> dict[str, Crew]:
    """Trades of the crew book with the person's capacities put in, and the person's own crews."""
    found = {
        str(row["id"]): Crew(
            str(row["id"]), str(row["name"]), int(books.likely(f"crews.capacity.{row['id']}"))
        )
        for row in books.tables.get("crews.trade", ())
    }
    for own in facility.crew:
        name = own.name or (found[own.id].name if own.id in found else own.id)
        changes = tuple(sorted((c.from_, c.capacity) for c in own.changes))
        found[own.id] = Crew(own.id, name, own.capacity, changes)
    return found


def planning_capacity(crew: Crew) -> int:
    """Crews that a generated task may count on: those of today or those at the end, whichever are fewer.

    A task keeps its size, so it must not need crews that will never be there together; a dip between
    is left to levelling. Where one of the two is zero the other counts.
    """
    last = crew.changes[-1][1] if crew.changes else crew.capacity
    return min((n for n in (crew.capacity, last) if n > 0), default=0)


def own_tasks(
    facility: Facility, calendars: Collection[str], crews: Collection[str], taken: Collection[str]
) -> tuple[list[Task], list[Problem]]:
    """The person's tasks, and what is wrong with them: ids taken, calendars, crews or halls unknown."""
    problems = []
    halls = [hall.id for hall in facility.hall]
    transformers = [transformer.id for transformer in facility.transformer]
    for own in facility.task:
        address = ("task", own.id)
        if own.id in taken:
            message = "a generated task has this id: choose another"
            problems.append(
                Problem("E-DUPLICATE-ID", format_address((*address, "id")), message, value=own.id)
            )
        if own.calendar not in calendars:
            problems.append(_unknown((*address, "calendar"), "calendar", own.calendar, calendars))
        if own.hall is not None and own.hall not in halls:
            problems.append(_unknown((*address, "hall"), "hall", own.hall, halls))
        problems.extend(
            _unknown((*address, "crew", crew), "crew", crew, crews)
            for crew in sorted(own.crew)
            if crew not in crews
        )
        if own.transformer is not None and own.transformer not in transformers:
            problems.append(_unknown((*address, "transformer"), "transformer", own.transformer, transformers))
    tasks = _TASKS.made(facility.task, _task)
    tasks.sort(key=lambda task: task.id)
    return tasks, problems


def _task(own: TaskModel) -> Task:
    if own.duration is not None:
        duration = Duration(own.duration.low, own.duration.likely, own.duration.high)
    else:
        days = own.duration_days or 0
        duration = Duration(days, days, days)
    return Task(
        own.id,
        own.name or own.id,
        own.discipline,
        duration,
        own.calendar,
        own.hall,
        tuple(sorted(own.crew.items())),
        "given in the facility file",
        cost_usd=own.cost_usd,
        power_mw=own.power_mw,
        transformer=own.transformer,
        hammock=own.type == "hammock",
        timing=timing_of(own, duration),
    )


TIMING = tuple(TimingModel.model_fields)


def timing_of(said: TimingModel, duration: Duration) -> Timing:
    """Constraints, pin and progress as the schedule reads them; a milestone with either actual date is done on it."""
    given = said.model_fields_set.intersection(TIMING)
    if not given:
        return NO_TIMING
    timing = Timing(**{name: getattr(said, name) for name in given})
    if not duration.likely and timing.actual_start is not None and timing.actual_finish is None:
        return replace(timing, actual_finish=timing.actual_start)
    return timing


def adjusted(
    facility: Facility, tasks: Sequence[Task], calendars: Collection[str]
) -> tuple[list[Task], list[Problem]]:
    """Generated tasks with the constraints, pins, progress and calendars that `[[adjust]]` gives them."""
    problems = []
    said = {adjust.task: adjust for adjust in facility.adjust}
    known = {task.id for task in tasks}
    begun = {listed.task for listed in facility.begun}
    for task, adjust in sorted(said.items()):
        address = ("adjust", task)
        if task not in known:
            message = f"no generated task has this id{nearest(task, known)}"
            problems.append(Problem("E-UNKNOWN-ID", format_address((*address, "task")), message, value=task))
        if task in begun and (adjust.actual_start or adjust.actual_finish):
            message = "its progress stands in [[begun]] too: say it in one of them"
            problems.append(Problem("E-PROGRESS", format_address(address), message, value=task))
        if adjust.calendar is not None and adjust.calendar not in calendars:
            problems.append(_unknown((*address, "calendar"), "calendar", adjust.calendar, calendars))
    return [_adjusted(task, said[task.id]) if task.id in said else task for task in tasks], problems


def _adjusted(task: Task, said: AdjustModel) -> Task:
    return replace(task, timing=timing_of(said, task.duration), calendar=said.calendar or task.calendar)


def own_relations(facility: Facility, known: Collection[str]) -> tuple[list[Relation], list[Problem]]:
    """The person's relations; ends that are no task are problems, the nearest known task named."""
    problems = []
    for i, own in enumerate(facility.relation):
        for end, task in (("predecessor", own.predecessor), ("successor", own.successor)):
            if task not in known:
                problem = _unknown(("relation", str(i), end), "task", task, known)
                problems.append(replace(problem, location=("relation", i, end)))
    relations = _RELATIONS.made(facility.relation, _relation)
    relations.sort(key=lambda r: (r.predecessor, r.successor, r.kind, r.lag_days, r.lag))
    return relations, problems


def _relation(own: RelationModel) -> Relation:
    return Relation(own.predecessor, own.successor, own.kind, own.lag_days, own.lag)


_TASKS: LastMade[TaskModel, Task] = LastMade()
_RELATIONS: LastMade[RelationModel, Relation] = LastMade()


def _unknown(address: Sequence[str], what: str, name: str, known: Collection[str]) -> Problem:
    return Problem(
        "E-UNKNOWN-ID", format_address(address), f"no {what} has this id{nearest(name, known)}", value=name
    )
