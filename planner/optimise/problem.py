"""A schedule as something to improve: what must hold, what is judged, and the way from an order back to dates."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.model.problem import InputError
from planner.optimise.goals import Given, Goals
from planner.schedule import kernels, seizing
from planner.schedule.calendar import FARTHEST_REACH
from planner.schedule.columns import (
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    CREW,
    DONE,
    DURATION,
    EARLIEST,
    EVERY,
    HOLDING,
    LATEST_FINISH,
    LATEST_START,
    NEED,
    NEVER,
    STATE,
    STEP,
    TASK,
    TO_DO,
    UNITS,
    WORKED,
)
from planner.schedule.engine import told
from planner.schedule.levelling import Levelled, level_in_order, missed_days, pins_of
from planner.schedule.passes import Passes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.optimise.result import Objective
    from planner.schedule.columns import Columns, Resources
    from planner.schedule.passes import Dated
    from planner.schedule.result import DriverKind, Schedule
    from planner.schedule.running import Runner
    from planner.schedule.supply import Supply

GOAL_WEIGHT = 1 << 20
"""Of one goal or the dearest of several; the network's finish weighs 1 and decides between equals."""


class Problem:
    """One schedule to improve."""

    def __init__(
        self,
        given: Schedule,
        supply: Supply,
        run: Runner,
        objective: Objective,
        goals: Mapping[str, float],
        site_goal: str | None,
        darken_earlier: bool,
    ) -> None:
        self.given = given
        self.supply = supply
        self.objective: Objective = "rfs" if objective == "halls" and not goals else objective
        self.site = None if site_goal is None else given.index[site_goal]
        self.usd = {given.index[task]: usd for task, usd in goals.items()}
        network = given.dated.passes.network
        c = network.columns
        self.size = len(given.tasks)
        self.darkening = frozenset() if darken_earlier else frozenset(self._darkening(c))
        rows = list(c.tasks)
        for i in self.darkening:
            rows[TASK * i + EARLIEST] = max(rows[TASK * i + EARLIEST], given.levelled.work[2 * i])
        self._floored = replace(network, columns=c._replace(tasks=rows))
        free = list(rows)
        pins = pins_of(supply, c, given.dated.work)
        for i in range(self.size):
            free[TASK * i + LATEST_START] = free[TASK * i + LATEST_FINISH] = NEVER
            if pins[i] >= 0 and rows[TASK * i + STATE] == TO_DO:
                free[TASK * i + EARLIEST] = max(free[TASK * i + EARLIEST], pins[i])
        self.pins = pins
        self.dated: Dated = replace(given.dated, passes=Passes(self._floored, run))
        self.unlimited = Passes(replace(network, columns=c._replace(tasks=free)), run)
        """The network without limits from above, which bound no planned date."""
        last = max(given.levelled.times[1::2], default=0)
        self.days = min(max(last + last // 2 + 30, supply.last_change + 2), FARTHEST_REACH - 4)
        for passes in (self.dated.passes, self.unlimited):
            passes.grow(boundary=self.days + 2)

    @property
    def columns(self) -> Columns:
        """The network as a search takes it."""
        return self.unlimited.network.columns

    def resources(self, supply: Supply | None = None) -> Resources:
        """Crews and megawatts with nothing taken."""
        return (supply or self.supply).resources(self.days, self.pins)

    @cached_property
    def state(self) -> Given:
        """What no schedule may lose."""
        levelled = self.given.levelled
        return Given(list(levelled.times[::2]), sorted(levelled.pinned), self.overdraw(levelled))

    def goals(self) -> Goals:
        """What a search makes small."""
        late = dict(self._limits())
        if self.objective == "halls":
            dearest = max(self.usd.values())
            scale = GOAL_WEIGHT / dearest if dearest > 0 else 0.0
            return Goals({i: max(0, round(usd * scale)) for i, usd in self.usd.items()}, 1, latest_start=late)
        if self.objective == "peaks":
            times = self.given.levelled.times
            for i in self._kept_goals():
                late[i] = min(late.get(i, NEVER), times[2 * i])
            return Goals({}, 1, latest_start=late, late_allowed=True)
        return Goals({} if self.site is None else {self.site: GOAL_WEIGHT}, 1, latest_start=late)

    def first_order(self) -> list[int]:
        """Tasks as the schedule given has them."""
        work = self.given.levelled.work
        place = {task: n for n, task in enumerate(self.columns.order)}
        return sorted(self.columns.order, key=lambda i: (work[2 * i], place[i]))

    def realise(self, order: Sequence[int], supply: Supply | None = None) -> Levelled | None:
        """The plan of an order as levelling itself makes it; None where it has none."""
        t = self.columns.tasks
        placed = set(order)
        full = [*order, *(i for i in range(self.size) if i not in placed)]
        full.sort(key=lambda i: t[TASK * i + STATE] != BEGUN)
        try:
            levelled = level_in_order(self.dated, supply or self.supply, full)
        except InputError:
            return None
        for i in self.darkening:
            c = self.given.dated.passes.network.columns
            could = kernels.place(c.tasks, c.into, c.calendars, i, levelled.times)[0]
            if i not in levelled.waits and could < levelled.work[2 * i]:
                # It stays where it was for the sake of its megawatts, and for whatever it waited for there.
                steps = self.supply.steps[i]
                reason: tuple[DriverKind, str] = ("power", self.supply.envelope_ids[steps[0]])
                levelled.waits[i] = self.given.levelled.waits.get(i, reason)
        return levelled

    def told(self, levelled: Levelled) -> Schedule:
        """A schedule with its drivers."""
        return told(self.given.dated, levelled, self.supply)

    def makespan(self, levelled: Levelled) -> int:
        """The finish of the site's goal, or of all."""
        if self.site is not None:
            return levelled.times[2 * self.site + 1]
        return max(levelled.times[1::2], default=0)

    def value(self, levelled: Levelled) -> float:
        """The objective."""
        if self.objective == "halls":
            return sum(usd * levelled.times[2 * i + 1] for i, usd in self.usd.items())
        if self.objective == "peaks":
            return float(sum(self.peaks(levelled)))
        return float(self.makespan(levelled))

    def key(self, levelled: Levelled) -> tuple[int, float, int, int]:
        """Smaller is better: first the days that limits are missed by, then the objective."""
        finish = max(levelled.times[1::2], default=0)
        return self.lateness(levelled.times), self.value(levelled), self.makespan(levelled), finish

    def keeps(self, levelled: Levelled) -> bool:
        """Whether nothing that the schedule given kept is lost."""
        given = self.given.levelled
        if not levelled.pinned >= given.pinned or self.lateness(levelled.times) > self.lateness(given.times):
            return False
        if any(levelled.work[2 * i] < given.work[2 * i] for i in self.darkening):
            return False
        if self.objective == "peaks" and (
            max(levelled.times[1::2]) > max(given.times[1::2])
            or any(levelled.times[2 * i + 1] > given.times[2 * i + 1] for i in self._kept_goals())
        ):
            return False
        return not self.supply.envelopes or self.overdraw(levelled) <= self.state.overdraw

    def lateness(self, times: Sequence[int]) -> int:
        """Days beyond limits from above, summed."""
        return missed_days(self._floored.columns, times)

    def overdraw(self, levelled: Levelled) -> int:
        """Watts over the limits, summed over envelopes and days."""
        r = self.resources()
        for i in self.columns.order:
            seizing.draw(
                r.holding, r.steps, r.watts_left, r.days, i, levelled.work[2 * i], levelled.work[2 * i + 1], 1
            )
        return -sum(w for w in r.watts_left if w < 0)

    def peaks(self, levelled: Levelled) -> list[int]:
        """The most units that each crew has at work on any day."""
        r, t, k = self._needs, self.columns.tasks, self.columns.calendars
        held: list[dict[int, int]] = [{} for _ in self.supply.crews]
        for i in self.columns.order:
            first, last = r.holding[HOLDING * i + 1], r.holding[HOLDING * i + 2]
            if first == last or t[TASK * i + STATE] == DONE:
                continue
            row = CALENDAR_ROW * t[TASK * i + CALENDAR]
            index = k[row + WORKED] + k[k[row + COUNT] + levelled.work[2 * i]]
            for e in range(NEED * first, NEED * last, NEED):
                days = held[r.needs[e + CREW]]
                for day in k[index : index + t[TASK * i + DURATION]]:
                    days[day] = days.get(day, 0) + r.needs[e + UNITS]
        return [max(days.values(), default=0) for days in held]

    @cached_property
    def least_peaks(self) -> list[int]:
        """The most units of each crew that any one task needs."""
        least = [0] * len(self.supply.crews)
        for i, need in enumerate(self.supply.needs):
            if self.columns.tasks[TASK * i + STATE] != DONE:
                for crew, units in zip(need[::2], need[1::2], strict=True):
                    least[crew] = max(least[crew], units)
        return least

    @cached_property
    def _needs(self) -> Resources:
        return self.supply.resources(1, self.pins)

    def _kept_goals(self) -> list[int]:
        return [*self.usd, *([] if self.site is None else [self.site])]

    def _darkening(self, c: Columns) -> list[int]:
        """Tasks to do that leave more megawatts than before for good."""
        t = c.tasks
        found = []
        for i, steps in enumerate(self.supply.steps):
            if t[TASK * i + STATE] != TO_DO:
                continue
            if any(steps[e + 1] + steps[e + 2] < 0 for e in range(0, len(steps), STEP)):
                found.append(i)
        return found

    def _limits(self) -> list[tuple[int, int]]:
        """Latest starts that limits from above allow."""
        c = self._floored.columns
        t, k = c.tasks, c.calendars
        found = []
        for i in c.order:
            row = TASK * i
            if t[row + STATE] not in (TO_DO, BEGUN):
                continue
            start, finish, days = t[row + LATEST_START], t[row + LATEST_FINISH], t[row + DURATION]
            if finish < NEVER:
                calendar = CALENDAR_ROW * t[row + CALENDAR]
                if days == 0 or k[calendar + EVERY] or finish > self.days:
                    start = min(start, finish - days)
                else:
                    index = k[k[calendar + COUNT] + finish] - days
                    start = min(start, k[k[calendar + WORKED] + index] if index >= 0 else 0)
            if start < NEVER and t[row + STATE] == TO_DO:
                found.append((i, max(0, start)))
        return found
