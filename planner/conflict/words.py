"""Conflicts in the words of a planner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.conflict.asked import address
from planner.conflict.part import Part, driving_entry
from planner.model.problem import Problem
from planner.model.work import ELAPSED_CALENDAR, STANDARD_CALENDAR
from planner.schedule.columns import BEGUN, DONE, RELATION, STATE, TASK
from planner.schedule.progress import begun_days
from planner.schedule.supply import WATTS

if TYPE_CHECKING:
    from planner.conflict.asked import Asked
    from planner.conflict.find import Conflicts
    from planner.conflict.result import Conflict, Proof
    from planner.model.work import Relation
    from planner.schedule.result import Schedule

CODE = "F-INFEASIBLE"
CHANGE = "drop or change any one of them"
ENDS = {
    ("start", False): "start",
    ("start", True): "starts",
    ("finish", False): "finish",
    ("finish", True): "finishes",
}


def conflict_problems(schedule: Schedule, conflicts: Conflicts) -> list[Problem]:
    """F-INFEASIBLE: one per conflict, at the date that is violated."""
    told = [_problem(schedule, found.violated, _words(schedule, found)) for found in conflicts.found]
    if conflicts.more:
        first = conflicts.more[0]
        count = len(conflicts.more)
        dates = "date conflicts" if count == 1 else "dates conflict"
        words = (
            f"{count} more {dates} too: those of the first {len(conflicts.found)} are named; mend these first"
        )
        told.append(_problem(schedule, first, words))
    return told


def _problem(schedule: Schedule, asked: Asked, words: str) -> Problem:
    key = address(schedule.tasks[asked.task], asked.key)
    return Problem(CODE, key, words, value=str(asked.day), severity="failure")


def _words(schedule: Schedule, found: Conflict) -> str:
    if found.root is not None:
        return f"conflict of {found.size}: {_network_words(schedule, found)}; {CHANGE}"
    return f"conflict of {found.size}: {_scarce_words(schedule, found)}; {CHANGE}"


def _date(schedule: Schedule, asked: Asked) -> str:
    return f"{address(schedule.tasks[asked.task], asked.key)} {asked.day}"


def _network_words(schedule: Schedule, found: Conflict) -> str:
    root = found.root
    assert root is not None
    violated, c = found.violated, schedule.dated.passes.network.columns
    start = schedule.project_start
    day = start + timedelta(days=found.reached - _inclusive(schedule, violated))
    if root.asked == violated:
        task = schedule.tasks[violated.task]
        end = "finish" if violated.of_finish else "start"
        why = f"is a day off of calendar '{task.calendar}'"
        return f"{_date(schedule, violated)} {why}, task {_task(schedule, violated.task)} can {end} {day}"
    if root.asked is not None:
        since = f"from {_date(schedule, root.asked)}"
    elif root.fact is not None:
        fact = schedule.tasks[root.fact].timing
        since = f"after what is reported of '{schedule.tasks[root.fact].id}' ({fact.actual_finish or fact.actual_start})"
    elif c.tasks[TASK * found.tasks[0] + STATE] == BEGUN or c.floor:
        since = f"from the data date {start + timedelta(days=c.floor)}"
    else:
        since = f"from the project start {start}"
    end = "finish" if violated.of_finish else "start"
    days = found.reached - violated.boundary
    late = f"{days} day{'s' if days > 1 else ''} late"
    verb = ENDS[end, len(found.tasks) == 1]
    return (
        f"{_date(schedule, violated)}, {_tasks(schedule, found)} {since} {verb} {day} at the earliest, {late}"
    )


def _inclusive(schedule: Schedule, asked: Asked) -> int:
    """A finish is told as the last day worked, but of a milestone as its day."""
    return int(asked.of_finish and schedule.tasks[asked.task].duration.likely > 0)


def _tasks(schedule: Schedule, found: Conflict) -> str:
    """The tasks in their order, each with what ties it to those before where that is not a plain FS."""
    c = schedule.dated.passes.network.columns
    part = Part(c, found.tasks, found.asked)
    times, work = part.early()
    told, row = [], True
    for i, task in enumerate(found.tasks):
        relation: Relation | None = None
        if i:
            e = driving_entry(part.columns, i, times, work[2 * i])
            if e is not None:
                relation = schedule.dated.passes.network.relations[part.columns.into[e + RELATION]]
                row = row and relation.kind == "FS"
        told.append(_task(schedule, task, relation))
    if len(told) == 1:
        return f"task {told[0]}"
    return f"tasks {', '.join(told)} {'in a row' if row else 'in turn'}"


def _task(schedule: Schedule, number: int, relation: Relation | None = None) -> str:
    task, row = schedule.tasks[number], schedule.dated.passes.network.columns.tasks
    state = row[TASK * number + STATE]
    if state == DONE:
        said = "done"
    elif state == BEGUN:
        said = f"{begun_days(task)} d left"
    elif not task.duration.likely:
        said = "milestone"
    else:
        said = f"{task.duration.likely} d"
    if task.calendar != STANDARD_CALENDAR and state != DONE and task.duration.likely:
        said += " elapsed" if task.calendar == ELAPSED_CALENDAR else f" of {task.calendar}"
    if relation is not None and (relation.kind != "FS" or relation.lag_days):
        lag = f" {relation.lag_days:+d} d" if relation.lag_days else ""
        said += f", {relation.kind}{lag}"
    return f"{task.id} ({said})"


def _scarce_words(schedule: Schedule, found: Conflict) -> str:
    proof = found.proof
    assert proof is not None
    dates = ", ".join(_date(schedule, a) for a in found.asked)
    tasks = ", ".join(_holding(schedule, found, task) for task in found.tasks)
    of_tasks = f"task{'s' if len(found.tasks) > 1 else ''} {tasks}"
    names = " and ".join(_resource(schedule, r) for r in found.resources)
    if proof.resource is None:
        return f"{dates}, {of_tasks} and {names}: no order of the work keeps all, every one was tried"
    return f"{dates}, {of_tasks} and {names}: {_count(schedule, proof)}"


def _count(schedule: Schedule, proof: Proof) -> str:
    supply, start = schedule.supply, schedule.project_start
    assert supply is not None
    assert proof.resource is not None
    first = start + timedelta(days=proof.begin)
    last = start + timedelta(days=proof.end - 1)
    if proof.resource >= len(supply.crews):
        asked, there = proof.asked / WATTS, max(proof.there, 0) / WATTS
        return f"on {first} they must draw {asked:g} MW together and {there:g} MW are left"
    if first == last:
        return f"on {first} they must hold {proof.asked} together and there are {proof.there}"
    return f"from {first} to {last} they need {proof.asked} crew days and can have {proof.there}"


def _resource(schedule: Schedule, resource: int) -> str:
    supply = schedule.supply
    assert supply is not None
    if resource < len(supply.crews):
        return f"crew '{supply.crew_ids[resource]}'"
    return supply.envelopes[resource - len(supply.crews)].name


def _holding(schedule: Schedule, found: Conflict, task: int) -> str:
    """A task with the units that it holds of the crews in the conflict, or what it draws at most."""
    supply = schedule.supply
    assert supply is not None
    crews = len(supply.crews)
    need, step = supply.needs[task], supply.steps[task]
    held = [
        f"{n} of {supply.crew_ids[crew]}"
        for crew, n in zip(need[::2], need[1::2], strict=True)
        if crew in found.resources
    ]
    for at in range(0, len(step), 3):
        if crews + step[at] in found.resources:
            most = max(0, step[at + 1], step[at + 1] + step[at + 2])
            held += [f"{most / WATTS:g} MW"] if most else []
    said = _task(schedule, task)
    return f"{said[:-1]}, {', '.join(held)})" if held else said
