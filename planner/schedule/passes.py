"""The forward and the backward pass over a network whose calendars grow as far as they must."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.schedule import kernels
from planner.schedule.columns import CALENDAR, LATEST_FINISH, MOVABLE, NEVER, STATE, TASK, TO_DO, field
from planner.schedule.running import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.schedule.columns import Columns
    from planner.schedule.network import Network
    from planner.schedule.running import Runner


@dataclass(frozen=True, eq=False)
class Dated:
    """What a network says without limits on resources: times as the kernels have them, hammocks left out."""

    passes: Passes
    early: list[int]
    work: list[int]
    """Early times of what is left to work: of tasks begun the start differs."""
    late: list[int]
    total_float: list[int]
    free_float: list[int]
    finish: int
    """The network's latest early finish."""


class Passes:
    """One network with the kernels that run over it. Every pass returns lists of boundaries."""

    def __init__(self, network: Network, run: Runner) -> None:
        self.network = network
        self.run = run
        self._columns = run.columns(network.columns)
        self.unmoved: list[int] = []
        """Early times before anything was put as late as possible: those that drive the network's finish."""
        self.unmoved_work: list[int] = []

    @property
    def columns(self) -> Columns:
        """The network's columns as the kernels take them."""
        return self._columns

    def grow(self, *, earlier: bool = False, boundary: int = 0) -> None:
        """Longer calendars."""
        self.network.grow(earlier=earlier, boundary=boundary)
        self._columns = self.run.columns(self.network.columns)

    def early(self, hold: Callable[[int], None]) -> tuple[list[int], list[int], int]:
        """Forward pass: times, times of what is left to work, and the network's finish.

        `hold` makes the calendars hold the finish. What is as late as possible lies where its successors want it.
        """
        size = 2 * len(self.network.ids)
        times, work = self.run.zeros(size), self.run.zeros(size)
        while not self.run.kernels.forward(self._columns, times, work):
            self.grow()
        times, work = listed(times), listed(work)
        finish = max(times[1::2], default=0)
        columns = self.network.columns
        hold(finish)
        if self.network.columns is not columns:
            self._columns = self.run.columns(self.network.columns)
        self._put_late(times, work, finish)
        return times, work, finish

    def _put_late(self, times: list[int], work: list[int], finish: int) -> None:
        """Move tasks that are as late as possible to where their successors' early dates allow, the last first."""
        c = self.network.columns
        self.unmoved, self.unmoved_work = times, work
        if not any(field(c.tasks, TASK, MOVABLE)):
            return
        self.unmoved, self.unmoved_work = list(times), list(work)
        for task in reversed(c.order):
            if c.tasks[TASK * task + MOVABLE] and c.tasks[TASK * task + STATE] == TO_DO:
                start, end = self.latest(task, work, finish)
                if start > work[2 * task]:
                    times[2 * task] = work[2 * task] = start
                    times[2 * task + 1] = work[2 * task + 1] = end

    def latest(self, task: int, work: list[int], finish: int) -> tuple[int, int]:
        """Latest dates of one task that keep its successors at `work`."""
        while True:
            c = self.network.columns
            found: tuple[int, int] = kernels.latest(c.tasks, c.out, c.calendars, task, work, finish, True)
            if found[0] > -NEVER:
                return found
            self.grow(earlier=True)

    def late(self, finish: int, goals: Mapping[int, int] | None = None) -> list[int]:
        """Backward pass: the latest times that keep the network within `finish` and every task's own limits.

        `goals` holds tasks that must finish earlier than that: task to boundary.
        """
        late = self.run.zeros(2 * len(self.network.ids))
        while True:
            columns = self._columns
            if goals:
                rows = list(self.network.columns.tasks)
                for task, boundary in goals.items():
                    rows[TASK * task + LATEST_FINISH] = min(rows[TASK * task + LATEST_FINISH], boundary)
                columns = columns._replace(tasks=self.run.ints(rows))
            if self.run.kernels.backward(columns, finish, late):
                return listed(late)
            self.grow(earlier=True)

    def total_float(self, work: list[int], late: list[int]) -> list[int]:
        """Working days of each task's own calendar from the start in `work` to the late start."""
        out = self.run.zeros(len(self.network.ids))
        self.run.kernels.floats(self._columns, self.run.ints(work), self.run.ints(late), out)
        return listed(out)

    def free_float(self, work: list[int], finish: int) -> list[int]:
        """Working days that each task can slip while its successors keep their early dates.

        The network's finish counts as a successor of every task: one that only drives a start may
        still end last, and then it cannot slip freely.
        """
        held = self.run.ints(work)
        free = self.run.zeros(len(work))
        while not self.run.kernels.slip(self._columns, held, finish, free):
            self.grow(earlier=True)
        out = self.run.zeros(len(self.network.ids))
        self.run.kernels.floats(self._columns, held, free, out)
        return listed(out)

    def days_between(self, task: int, start: int, end: int) -> int:
        """Days of a task's own calendar between two boundaries, signed."""
        return self.network.calendars[self.network.columns.tasks[TASK * task + CALENDAR]].working_days(
            start, end
        )
