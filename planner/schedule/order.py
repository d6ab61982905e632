"""Whether a network can be scheduled at all: known ids and crews large enough; loops are found by its order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.model.problem import Problem
from planner.schedule.calendar import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Envelope, Relation, Task


def check_network(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
) -> list[Problem]:
    """Everything wrong with the ids and crews of a network, all at once; loops are found by the order."""
    return [*network_errors(tasks, relations, calendars, crews), *duplicate_relations(relations)]


def network_errors(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
) -> list[Problem]:
    """What stops a network from being scheduled, loops excepted."""
    ids = {task.id for task in tasks}
    problems: list[Problem] = []
    if len(ids) < len(tasks):
        problems.extend(
            Problem(
                "E-DUPLICATE-ID", f"task.{name}.id", f"{times} tasks share this id: rename all but one", name
            )
            for name, times in sorted(Counter(task.id for task in tasks).items())
            if times > 1
        )
    greatest = {
        name: max([crew.capacity, *(capacity for _, capacity in crew.changes)])
        for name, crew in crews.items()
    }
    for task in tasks:
        if task.duration.likely < 0:
            problems.append(
                Problem(
                    "E-DURATION",
                    f"task.{task.id}.duration_days",
                    "a duration is 0 (a milestone) or more working days",
                    str(task.duration.likely),
                )
            )
        if task.calendar not in calendars:
            problems.append(_unknown(f"task.{task.id}.calendar", "calendar", task.calendar, calendars))
        if task.crew and task.timing.actual_finish is None:  # what is done holds none
            problems.extend(_crew_problems(task, greatest))
    # Sets first: thousands of relations are looked at one by one only when some of them is wrong.
    if not ids.issuperset({r.predecessor for r in relations} | {r.successor for r in relations}):
        for relation in relations:
            between = f" (relation '{relation.predecessor} -> {relation.successor}')"
            if relation.predecessor not in ids:
                problems.append(_unknown("relation.predecessor", "task", relation.predecessor, ids, between))
            if relation.successor not in ids:
                problems.append(_unknown("relation.successor", "task", relation.successor, ids, between))
    return problems


def envelope_errors(tasks: Sequence[Task], envelopes: Sequence[Envelope]) -> list[Problem]:
    """Own tasks that draw more by themselves than a limit ever allows: no delay could help."""
    drawing = {task.id for task in tasks if task.power_mw}
    return [
        Problem(
            "E-POWER-CAPACITY",
            f"task.{task}.power_mw",
            f"{envelope.name} never allows more than {most:g} MW: draw less or raise the limit",
            f"{mw:g}",
        )
        for envelope in envelopes
        for task, end, mw in envelope.events
        if task in drawing and end == "start" and mw > (most := max(mw for _, mw in envelope.capacity))
    ]


def duplicate_relations(relations: Sequence[Relation]) -> list[Problem]:
    """Warnings of relations that are given more than once, alike in everything."""
    keys = [(r.predecessor, r.successor, r.kind, r.lag_days, r.lag) for r in relations]
    if len(set(keys)) == len(keys):
        return []
    return [
        Problem(
            "E-DUPLICATE-RELATION",
            "relation",
            f"{kind} with a lag of {lag_days} {lag} days is given {times} times: keep one",
            f"{predecessor} -> {successor}",
            severity="warning",
        )
        for (predecessor, successor, kind, lag_days, lag), times in sorted(Counter(keys).items())
        if times > 1
    ]


def _crew_problems(task: Task, greatest: Mapping[str, int]) -> list[Problem]:
    problems: list[Problem] = []
    key = f"task.{task.id}.crew"
    for crew_id, units in crew_units(task):
        most = greatest.get(crew_id)
        if most is None:
            problems.append(_unknown(key, "crew", crew_id, greatest))
        elif units < 0:
            problems.append(
                Problem("E-CREW-CAPACITY", key, "units of a crew cannot be negative", f"{crew_id} = {units}")
            )
        elif units > most:
            problems.append(
                Problem(
                    "E-CREW-CAPACITY",
                    key,
                    f"crew '{crew_id}' never has more than {most}: ask for fewer or raise its capacity",
                    f"{crew_id} = {units}",
                )
            )
    return problems


def crew_units(task: Task) -> tuple[tuple[str, int], ...]:
    """Units of each crew that a task holds, in order of crew id; a crew named twice counts twice."""
    if len(task.crew) < 2:
        return task.crew
    units: dict[str, int] = {}
    for crew_id, held in sorted(task.crew):
        units[crew_id] = units.get(crew_id, 0) + held
    return tuple(units.items())


def _unknown(key: str, what: str, name: str, known: Collection[str], where: str = "") -> Problem:
    return Problem("E-UNKNOWN-ID", key, f"no {what} has this id{where}{nearest(name, known)}", name)
