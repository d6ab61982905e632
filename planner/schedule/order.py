"""Whether a network can be scheduled at all: known ids, crews large enough, no loops, and its order."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.schedule.calendar import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation, Task


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
        if task.crew:
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


def topological_order(
    ids: Sequence[str], successors: Sequence[Sequence[int]], predecessor_count: Sequence[int]
) -> list[int]:
    """Positions of tasks so that every predecessor comes before its successors.

    `successors` lists one entry per relation, `predecessor_count` counts them at the other end.

    Raises:
        InputError: the relations form a loop.
    """
    waiting = list(predecessor_count)
    order = [task for task, count in enumerate(waiting) if count == 0]
    # The list is its own queue: it grows while it is read.
    for task in order:
        for successor in successors[task]:
            waiting[successor] -= 1
            if waiting[successor] == 0:
                order.append(successor)
    if len(order) < len(ids):
        raise InputError([_loop_problem(ids, successors, set(range(len(ids))) - set(order))])
    return order


def _loop_problem(ids: Sequence[str], successors: Sequence[Sequence[int]], stuck: set[int]) -> Problem:
    """Name one loop among the tasks that no order reaches; they include all that follow a loop."""
    inner = {task: sorted(stuck.intersection(successors[task]), key=lambda s: ids[s]) for task in stuck}
    # Peel from the far end too: what is left lies on a loop or between two.
    predecessors: dict[int, list[int]] = {task: [] for task in stuck}
    for task, following in inner.items():
        for successor in following:
            predecessors[successor].append(task)
    out_count = {task: len(following) for task, following in inner.items()}
    ends = [task for task, count in out_count.items() if count == 0]
    for task in ends:
        for predecessor in predecessors[task]:
            out_count[predecessor] -= 1
            if out_count[predecessor] == 0:
                ends.append(predecessor)
    caught = sorted(stuck - set(ends), key=lambda task: ids[task])
    loop = next(path for task in caught if (path := _shortest_loop(task, inner)))
    names = " -> ".join(ids[task] for task in [*loop, loop[0]])
    tasks = "1 task is" if len(caught) == 1 else f"{len(caught)} tasks are"
    return Problem(
        "E-LOOP", "relation", f"remove one relation of the loop '{names}'; {tasks} caught in loops"
    )


def _shortest_loop(start: int, successors: Mapping[int, Sequence[int]]) -> list[int]:
    """Tasks of a shortest way from `start` back to itself, or nothing when there is none."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        task = queue.popleft()
        for successor in successors[task]:
            if successor == start:
                path = [task]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if successor not in came_from:
                came_from[successor] = task
                queue.append(successor)
    return []
