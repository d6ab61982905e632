"""Tasks and relations as lists of integers, in the shape that the passes and the levelling loop over.

Times live in one list: entry 2i is the start boundary of task i and entry 2i + 1 its finish, so that
a relation of any kind is one index at either end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.loops import topological_order
from planner.model.problem import InputError
from planner.schedule.calendar import FARTHEST_REACH, Calendar, Tables, horizon_problem, pass_working_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.work import Relation, Task

_ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}
"""Which end of the predecessor bounds which end of the successor (1 is the finish)."""


@dataclass(slots=True)
class Network:
    """One network compiled. Only `tables` and `snap` change: they follow calendars that grow."""

    tasks: Sequence[Task]
    relations: Sequence[Relation]
    ids: list[str]
    duration: list[int]
    calendar: list[Calendar]
    tables: list[Tables | None]
    """Tables of each task's calendar, None where every day works."""
    snap: list[Tables | None]
    """The tables that place the task: None for a milestone too, which sits exactly on its bound."""
    successors: list[list[int]]
    predecessor_count: list[int]
    order: list[int]
    start_bounds: list[list[tuple[int, int, int]]]
    """Per task, what bounds its start with an elapsed or zero lag: (time, lag, relation)."""
    other_bounds: list[list[tuple[int, int, bool, bool, int]] | None]
    """Per task, its other bounds: (time, lag, lag is working, bounds the finish, relation)."""
    finish_limits: list[list[tuple[int, int]]]
    """Per task, what limits its finish with an elapsed or zero lag: (time of the successor, lag)."""
    other_limits: list[list[tuple[int, int, int, bool]] | None]
    """Per task, its other limits: (time, lag, task whose calendar counts the lag or -1, of the finish)."""

    def grow(self, *, earlier: bool = False, boundary: int = 0) -> None:
        """Make every calendar reach `boundary`, or twice as far as it does.

        Raises:
            InputError: the calendars reach as far as any plan may go, or one of them has ended.
        """
        calendars = {calendar.spec: calendar for calendar in self.calendar if not calendar.elapsed}.values()
        grown = False
        for calendar in calendars:
            low, high = calendar.low, calendar.high
            if earlier:
                calendar.reach(2 * low, high)
            else:
                calendar.reach(low, boundary or 2 * high)
            grown = grown or (calendar.low, calendar.high) != (low, high)
        self.refresh()
        if not grown and not boundary:
            raise InputError(
                [c.closed_problem() for c in calendars if c.closed_for_ever]
                or [horizon_problem(FARTHEST_REACH)]
            )

    def refresh(self) -> None:
        """Take up the tables that the calendars hold now."""
        self.tables = [None if c.elapsed else c.tables for c in self.calendar]
        self.snap = [t if d else None for t, d in zip(self.tables, self.duration, strict=True)]


def compile_network(
    tasks: Sequence[Task], relations: Sequence[Relation], calendars: Mapping[str, Calendar]
) -> Network:
    """Compile a network whose ids are known to be sound, in an order that loops do not disturb.

    Raises:
        KeyError: a relation names an unknown task.
        InputError: the relations form a loop.
    """
    size = len(tasks)
    ids = [task.id for task in tasks]
    index = {task_id: i for i, task_id in enumerate(ids)}
    calendar = [calendars[task.calendar] for task in tasks]
    elapsed = [c.elapsed for c in calendar]
    successors: list[list[int]] = [[] for _ in range(size)]
    predecessor_count = [0] * size
    start_bounds: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
    other_bounds: list[list[tuple[int, int, bool, bool, int]] | None] = [None] * size
    finish_limits: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    other_limits: list[list[tuple[int, int, int, bool]] | None] = [None] * size
    for number, relation in enumerate(relations):
        predecessor, successor = index[relation.predecessor], index[relation.successor]
        successors[predecessor].append(successor)
        predecessor_count[successor] += 1
        lag = relation.lag_days
        kind = relation.kind
        if kind == "FS" and lag == 0:
            start_bounds[successor].append((2 * predecessor + 1, 0, number))
            finish_limits[predecessor].append((2 * successor, 0))
            continue
        of_finish, to_finish = _ENDS[kind]
        source, target = 2 * predecessor + of_finish, 2 * successor + to_finish
        # A calendar on which every day works counts days as an elapsed lag does.
        working = lag != 0 and relation.lag == "working" and not elapsed[successor]
        if working or to_finish:
            bounds = other_bounds[successor]
            if bounds is None:
                bounds = other_bounds[successor] = []
            bounds.append((source, lag, working, to_finish == 1, number))
        else:
            start_bounds[successor].append((source, lag, number))
        if working or not of_finish:
            limits = other_limits[predecessor]
            if limits is None:
                limits = other_limits[predecessor] = []
            limits.append((target, lag, successor if working else -1, of_finish == 1))
        else:
            finish_limits[predecessor].append((target, lag))
    network = Network(
        tasks=tasks,
        relations=relations,
        ids=ids,
        duration=[task.duration.likely for task in tasks],
        calendar=calendar,
        tables=[],
        snap=[],
        successors=successors,
        predecessor_count=predecessor_count,
        order=topological_order(ids, successors, predecessor_count),
        start_bounds=start_bounds,
        other_bounds=other_bounds,
        finish_limits=finish_limits,
        other_limits=other_limits,
    )
    network.refresh()
    return network


def place(network: Network, task: int, times: list[int]) -> None:
    """Write the earliest start and finish of a task whose predecessors stand in `times`.

    Raises:
        IndexError: a calendar's table ends too early.
    """
    bound = 0
    for source, lag, _ in network.start_bounds[task]:
        boundary = times[source] + lag
        if boundary > bound:
            bound = boundary
    duration = network.duration[task]
    snap = network.snap[task]
    others = network.other_bounds[task]
    finish_bound = 0
    if others is not None:
        tables = network.tables[task]
        for source, lag, working, to_finish, _ in others:
            boundary = times[source]
            if working and tables is not None:
                boundary = pass_working_days(tables, boundary, lag)
            else:
                boundary += lag
            if to_finish:
                if boundary > finish_bound:
                    finish_bound = boundary
            elif boundary > bound:
                bound = boundary
    if snap is None:
        if finish_bound - duration > bound:
            bound = finish_bound - duration
        times[2 * task] = bound
        times[2 * task + 1] = bound + duration
        return
    count, worked, origin = snap
    index = count[bound + origin]
    if finish_bound:
        # The last worked day must be the bound's eve or later.
        last = count[finish_bound - 1 + origin] - duration + 1
        if last > index:
            index = last
    times[2 * task] = worked[index]
    times[2 * task + 1] = worked[index + duration - 1] + 1
