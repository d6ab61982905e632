"""What turns orders of tasks into schedules and their costs: one decoder for networks on one calendar, one for all others."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Protocol

import numpy as np

from planner.optimise import even_kernels, general_kernels
from planner.optimise.aims import Aims
from planner.optimise.rows import flat, ints
from planner.schedule.columns import ACTUAL_FINISH, IN_AT, IN_END, INTO, SOURCE, TASK, as_arrays, field
from planner.schedule.running import compiled_module
from planner.schedule.supply import open_days

if TYPE_CHECKING:
    from planner.optimise.even import EvenNetwork
    from planner.optimise.goals import Given, Goals
    from planner.optimise.rows import Array
    from planner.schedule.columns import Columns, Resources


class Decoder(Protocol):
    """Orders are rows of numbers of their own; `tasks` names the network's task of each."""

    tasks: list[int]
    into_at: Array
    into_task: Array
    out_at: Array
    out_task: Array
    failed: int

    def fork(self) -> Decoder:
        """The same with buffers of its own, for another thread."""

    def evaluate(self, orders: Array, schedules: Array, costs: Array, first: int, last: int) -> int:
        """Decode rows `first` to `last` - 1, improve them, and tell how many schedules were made."""

    def boundary(self, time: int) -> int:
        """The least boundary that a finish at `time` may mean."""


class EvenDecoder:
    """Worked days as time."""

    failed = even_kernels.FAILED

    def __init__(self, network: EvenNetwork) -> None:
        self.network = network
        model = self.model = network.model
        self.tasks = network.tasks
        self.into_at, self.into_task = model.into_at, model.into_task
        self.out_at, self.out_task = model.out_at, model.out_task
        self._kernels = compiled_module(even_kernels)
        size = len(self.tasks)
        self._free = np.zeros(len(model.capacity), dtype=np.int64)
        # Dates may lie beyond the days held where a task holds no crew.
        furthest = int(model.reach + model.days.sum() + np.abs(model.into_lag).sum() + 2)
        self._bucket = np.zeros(furthest, dtype=np.int64)
        self._scratch = np.zeros((4, size), dtype=np.int64)

    def fork(self) -> EvenDecoder:
        """The same with buffers of its own."""
        return EvenDecoder(self.network)

    def evaluate(self, orders: Array, schedules: Array, costs: Array, first: int, last: int) -> int:
        """Decode rows of orders."""
        made: int = self._kernels.evaluate(
            self.model, orders, schedules, costs, first, last, 1, self._free, self._bucket, self._scratch
        )
        return made

    def boundary(self, time: int) -> int:
        """The boundary after so many worked days."""
        return self.network.boundary_of_finish(time)


class GeneralDecoder:
    """Boundaries as time, and the generator that levels."""

    failed = general_kernels.FAILED

    def __init__(self, c: Columns, r: Resources, goals: Goals, given: Given) -> None:
        self._columns = as_arrays(c)
        self._resources = as_arrays(r)
        # `as_arrays` copies lists; the kernels write to these two.
        self._left, self._watts = self._resources.crew_left.copy(), self._resources.watts_left.copy()
        self._open = np.asarray(open_days(r), dtype=np.int64)
        self._skip = self._open.copy()
        size = len(c.tasks) // TASK
        self.tasks = list(c.order)
        row_of = {task: row for row, task in enumerate(self.tasks)}
        into = [
            [
                row_of[c.into[e + SOURCE] >> 1]
                for e in range(
                    INTO * c.tasks[TASK * task + IN_AT], INTO * c.tasks[TASK * task + IN_END], INTO
                )
            ]
            for task in self.tasks
        ]
        out: list[list[int]] = [[] for _ in self.tasks]
        for row, before in enumerate(into):
            for other in before:
                out[other].append(row)
        self.into_at, self.into_task = flat(into)
        self.out_at, self.out_task = flat(out)
        self._aims = Aims(
            span_weight=goals.span_weight,
            penalty=goals.penalty,
            late_allowed=sum(max(0, given.start[i] - limit) for i, limit in goals.latest_start.items())
            if goals.late_allowed
            else 0,
            overdraw_allowed=given.overdraw,
            goal=ints(goals.weights.keys()),
            goal_weight=ints(goals.weights.values()),
            late_task=ints(goals.latest_start.keys()),
            late_start=ints(goals.latest_start.values()),
            pinned=ints(given.pinned),
            tasks=ints(self.tasks),
            row_of=ints(row_of.get(i, 0) for i in range(size)),
            others=ints(i for i in range(size) if i not in row_of),
            limit=np.zeros(size, dtype=np.int64),
        )
        self._scratch = np.zeros((9, size), dtype=np.int64)
        facts = max(field(c.tasks, TASK, ACTUAL_FINISH), default=0)
        self._bucket = np.zeros(2 * (r.days + facts) + 4096, dtype=np.int64)
        self._kernels = compiled_module(general_kernels)

    def fork(self) -> GeneralDecoder:
        """The same with buffers of its own."""
        other = copy.copy(self)
        other._resources = self._resources._replace(
            crew_left=self._left.copy(), watts_left=self._watts.copy()
        )
        other._aims = self._aims._replace(limit=np.zeros_like(self._aims.limit))
        other._skip, other._scratch = self._open.copy(), np.zeros_like(self._scratch)
        other._bucket = np.zeros_like(self._bucket)
        return other

    def evaluate(self, orders: Array, schedules: Array, costs: Array, first: int, last: int) -> int:
        """Decode rows of orders."""
        made: int = self._kernels.evaluate(
            self._columns,
            self._resources,
            self._aims,
            self._left,
            self._watts,
            self._open,
            orders,
            schedules,
            costs,
            first,
            last,
            1,
            self._scratch,
            self._bucket,
            self._skip,
        )
        return made

    def boundary(self, time: int) -> int:
        """Times are boundaries."""
        return time
