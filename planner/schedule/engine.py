"""The one call that turns tasks and relations into a schedule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.model.loops import topological_order
from planner.model.problem import InputError, Problem
from planner.model.work import CONSTRUCTION_CALENDAR, ELAPSED_CALENDAR, STANDARD_CALENDAR
from planner.schedule.calendar import FARTHEST_REACH, Calendar, compile_calendar, horizon_problem
from planner.schedule.driving import critical_path, drivers_of
from planner.schedule.hammocks import stretch
from planner.schedule.levelling import Levelled, level
from planner.schedule.network import Network, compile_network
from planner.schedule.order import envelope_errors, network_errors
from planner.schedule.passes import Dated, Passes
from planner.schedule.progress import data_date_boundary, progress_problems
from planner.schedule.result import Schedule
from planner.schedule.running import Runner, runner
from planner.schedule.supply import Supply, needs_levelling, supply_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Envelope, Relation, Task


def schedule(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    project_start: date,
    goals: Collection[str] = (),
    *,
    data_date: date | None = None,
    envelopes: Sequence[Envelope] = (),
) -> Schedule:
    """Early and late dates, floats, drivers, the critical path, and dates levelled to crews and megawatts.

    `goals` are milestones, such as each hall's RFS: where crews are scarce, the task goes first that
    would first delay the goal it leads to, so that an early hall does not wait for a later one.
    A built-in calendar that no task uses is not looked at. The result does not depend on the order of the
    input, but for its columns, which are in the order of `tasks`. docs/schedule.md has the laws.

    Raises:
        InputError: with every problem found: ids, calendars, crews, progress, loops.
    """
    return schedule_with(
        runner(len(tasks)), tasks, relations, calendars, crews, project_start, goals, data_date, envelopes
    )


def schedule_with(
    run: Runner,
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    project_start: date,
    goals: Collection[str] = (),
    data_date: date | None = None,
    envelopes: Sequence[Envelope] = (),
) -> Schedule:
    """The same with the kernels of `run`."""
    network = compiled(tasks, relations, calendars, crews, project_start, data_date, envelopes)
    dated = dates_of(network, run, project_start)
    if not needs_levelling(tasks, envelopes):
        return told(dated, Levelled(dated.early, dated.work, {}, frozenset()))
    supply = supply_of(tasks, crews, envelopes, project_start)
    return told(dated, level(dated, supply, *urgency(dated, goals)), supply)


def dates_of(network: Network, run: Runner, project_start: date) -> Dated:
    """The dates that come from the network without limits on resources."""
    passes = Passes(network, run)
    early, work, finish = passes.early(lambda boundary: hold(network, boundary, project_start))
    late = passes.late(finish)
    return Dated(
        passes, early, work, late, passes.total_float(work, late), passes.free_float(work, finish), finish
    )


def urgency(dated: Dated, goals: Collection[str]) -> tuple[list[int], list[int]]:
    """Late times and floats by which tasks are put in order: those that keep each goal at its early date."""
    aims = {
        i: dated.early[2 * i + 1] for i, task in enumerate(dated.passes.network.tasks) if task.id in goals
    }
    if len(aims) < 2:
        return dated.late, dated.total_float
    late = dated.passes.late(dated.finish, aims)
    return late, dated.passes.total_float(dated.work, late)


def told(dated: Dated, levelled: Levelled, supply: Supply | None = None) -> Schedule:
    """Hammocks, drivers and the critical path of dates that stand."""
    network = dated.passes.network
    early, late, planned = list(dated.early), list(dated.late), list(levelled.times)
    total_float, free_float = list(dated.total_float), list(dated.free_float)
    duration = [task.duration.likely for task in network.tasks]
    floor = network.columns.floor
    spans: dict[int, tuple[int, int | None]] = {}
    if network.hammocks:
        for i, (days, _) in stretch(network, early, dated.finish, 0).items():
            duration[i] = days
        spans = stretch(network, planned, max(planned[1::2]), 0)
        stretch(network, late, dated.finish)
        for i in network.hammocks:
            total_float[i] = free_float[i] = dated.passes.days_between(i, early[2 * i], late[2 * i])
    if levelled.times != dated.early and planned:
        hold(network, max(planned[1::2]), network.project_start)
    driver = drivers_of(dated, planned, levelled.work, total_float, levelled.waits, levelled.pinned, spans)
    return Schedule(
        project_start=network.project_start,
        tasks=tuple(network.tasks),
        start=planned[::2],
        finish=planned[1::2],
        early_start=early[::2],
        early_finish=early[1::2],
        late_start=late[::2],
        late_finish=late[1::2],
        total_float=total_float,
        free_float=free_float,
        driver=driver,
        critical_path=critical_path(dated),
        project_finish=max((planned[2 * i + 1] for i in network.columns.order), default=0),
        early_project_finish=dated.finish,
        data_date=floor,
        duration=duration,
        dated=dated,
        levelled=levelled,
        supply=supply,
    )


def compiled(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    project_start: date,
    data_date: date | None = None,
    envelopes: Sequence[Envelope] = (),
) -> Network:
    """Compile what is sound; of what is not, gather every problem before raising."""
    # Relations given twice are left to `check_network`: they change nothing.
    problems = network_errors(tasks, relations, calendars, crews)
    problems += [*progress_problems(tasks, project_start), *envelope_errors(tasks, envelopes)]
    found: dict[str, Calendar] = {}
    own = calendars.keys() - {STANDARD_CALENDAR, ELAPSED_CALENDAR, CONSTRUCTION_CALENDAR}
    for name in sorted({task.calendar for task in tasks} | own):
        if name in calendars:
            try:
                found[name] = compile_calendar(calendars[name], project_start)
            except InputError as error:
                problems.extend(error.problems)
    if problems:
        raise InputError([*problems, *_loops(tasks, relations)])
    floor = data_date_boundary(tasks, project_start, data_date)
    return compile_network(tasks, relations, found, project_start, floor)


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


def hold(network: Network, boundary: int, project_start: date) -> None:
    """Make the calendars hold a finish and refuse one that no plan, or no date, can have."""
    if boundary > min(FARTHEST_REACH - 2, date.max.toordinal() - project_start.toordinal()):
        raise InputError([horizon_problem(boundary)])
    if network.high < boundary + 2:
        network.grow(boundary=boundary + 2)
