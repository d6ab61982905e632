"""The one call that turns tasks and relations into a schedule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from planner.model.loops import topological_order
from planner.model.problem import InputError, Problem
from planner.model.work import CONSTRUCTION_CALENDAR, ELAPSED_CALENDAR, STANDARD_CALENDAR
from planner.schedule.calendar import FARTHEST_REACH, Calendar, compile_calendar, horizon_problem
from planner.schedule.levelling import level
from planner.schedule.network import Network, compile_network, place
from planner.schedule.order import network_errors
from planner.schedule.passes import (
    critical_path,
    driver_of,
    early_times,
    free_floats,
    late_times,
    total_floats,
)
from planner.schedule.result import Driver, Schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation, Task

Result = TypeVar("Result")


def schedule(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    project_start: date,
    goals: Collection[str] = (),
) -> Schedule:
    """Early and late dates, floats, drivers, the critical path, and dates levelled to the crews.

    `goals` are milestones, such as each hall's RFS: where crews are scarce, the task goes first that
    would first delay the goal it leads to, so that an early hall does not wait for a later one.
    A built-in calendar that no task uses is not looked at. The result does not depend on the order of the
    input, but for its columns, which are in the order of `tasks`.

    Raises:
        InputError: with every problem found: ids, calendars, crews, loops.
    """
    network = _network(tasks, relations, calendars, crews, project_start)
    early = _reaching(network, lambda: early_times(network))
    finish = max(early[1::2], default=0)
    _hold(network, finish, project_start)
    late = _reaching(network, lambda: late_times(network, finish), earlier=True)
    total_float = total_floats(network, early, late)
    free_float = free_floats(network, early, finish)
    planned = early
    waits: dict[int, str] = {}
    if any(task.crew for task in tasks):
        urgency, slack = late, total_float
        if len(goals) > 1:
            aims = {i: early[2 * i + 1] for i, task in enumerate(tasks) if task.id in goals}
            urgency = _reaching(network, lambda: late_times(network, finish, aims), earlier=True)
            slack = total_floats(network, early, urgency)
        planned, waits = _reaching(network, lambda: level(network, crews, project_start, urgency, slack))
        if planned != early:
            _hold(network, max(planned[1::2]), project_start)
    driver = [
        _waiting(network, task, planned, total_float, waits[task])
        if task in waits
        else driver_of(network, task, planned, total_float)
        for task in range(len(tasks))
    ]
    return Schedule(
        project_start=project_start,
        tasks=tuple(tasks),
        start=planned[::2],
        finish=planned[1::2],
        early_start=early[::2],
        early_finish=early[1::2],
        late_start=late[::2],
        late_finish=late[1::2],
        total_float=total_float,
        free_float=free_float,
        driver=driver,
        critical_path=critical_path(network, early, total_float),
        project_finish=max(planned[1::2], default=0),
        early_project_finish=finish,
    )


def _waiting(network: Network, task: int, planned: list[int], total_float: list[int], crew_id: str) -> Driver:
    """The crew a task waited for, with the relation that would else have driven it, so that chains go on."""
    held = planned[2 * task : 2 * task + 2]
    place(network, task, planned)
    relation = driver_of(network, task, planned, total_float).relation
    planned[2 * task : 2 * task + 2] = held
    return Driver("crew", crew_id, relation)


def _network(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    project_start: date,
) -> Network:
    """Compile what is sound; of what is not, gather every problem before raising."""
    # Relations given twice are left to `check_network`: they change nothing.
    problems = network_errors(tasks, relations, calendars, crews)
    compiled: dict[str, Calendar] = {}
    own = calendars.keys() - {STANDARD_CALENDAR, ELAPSED_CALENDAR, CONSTRUCTION_CALENDAR}
    for name in sorted({task.calendar for task in tasks} | own):
        if name in calendars:
            try:
                compiled[name] = compile_calendar(calendars[name], project_start)
            except InputError as error:
                problems.extend(error.problems)
    if not problems:
        return compile_network(tasks, relations, compiled)
    raise InputError([*problems, *_loops(tasks, relations)])


def _loops(tasks: Sequence[Task], relations: Sequence[Relation]) -> tuple[Problem, ...]:
    """The loop of a network that has other problems too: looked for among the ids that exist."""
    index = {task.id: i for i, task in enumerate(tasks)}
    successors: list[list[int]] = [[] for _ in tasks]
    predecessor_count = [0] * len(tasks)
    for relation in relations:
        if relation.predecessor in index and relation.successor in index:
            successors[index[relation.predecessor]].append(index[relation.successor])
            predecessor_count[index[relation.successor]] += 1
    try:
        topological_order([task.id for task in tasks], successors, predecessor_count)
    except InputError as error:
        return error.problems
    return ()


def _reaching(network: Network, run: Callable[[], Result], *, earlier: bool = False) -> Result:
    """Run a pass, with longer calendars each time that they prove too short."""
    while True:
        try:
            return run()
        except IndexError:
            network.grow(earlier=earlier)


def _hold(network: Network, boundary: int, project_start: date) -> None:
    """Make the calendars hold a finish and refuse one that no plan, or no date, can have."""
    if boundary > min(FARTHEST_REACH - 2, date.max.toordinal() - project_start.toordinal()):
        raise InputError([horizon_problem(boundary)])
    if any(not c.elapsed and c.high < boundary + 2 for c in network.calendar):
        network.grow(boundary=boundary + 2)
