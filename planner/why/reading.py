"""A schedule read back: bounds of relations, starts that they give, and who holds a crew on a day."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from planner.checks.power import ROUNDING_MW, draw_by_day
from planner.schedule import kernels
from planner.schedule.calendar import Calendar, compile_calendar
from planner.schedule.columns import EARLIEST, TASK
from planner.schedule.order import crew_units
from planner.why.result import CrewHold, CrewWait, PowerWait

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation
    from planner.schedule.result import Schedule

NEVER = -1
"""Before every boundary of a plan."""


class Reading:
    """One schedule with the relations, calendars and crews that it was made from."""

    def __init__(
        self,
        schedule: Schedule,
        relations: Sequence[Relation],
        calendars: Mapping[str, CalendarSpec],
        crews: Mapping[str, Crew],
    ) -> None:
        self.schedule = schedule
        self.relations = relations
        self._specs, self._crews = calendars, crews
        self._calendars: dict[str, Calendar] = {}
        self._holding: dict[str, tuple[list[int], list[int], list[int], list[int]]] | None = None

    def calendar(self, task: int) -> Calendar:
        """Calendar of a task."""
        name = self.schedule.tasks[task].calendar
        found = self._calendars.get(name)
        if found is None:
            found = compile_calendar(self._specs[name], self.schedule.project_start)
            self._calendars[name] = found
        return found

    def duration(self, task: int) -> int:
        """Days that a task works; 0 for a milestone."""
        return self.schedule.tasks[task].duration.likely

    def finish_from(self, task: int, start: int) -> int:
        """Finish boundary of a task that starts at `start`."""
        return self.calendar(task).pass_working_days(start, self.duration(task))

    def first_start(self, task: int, bound: int) -> int:
        """First boundary from `bound` on at which a task can start: any for a milestone, else a worked day."""
        return self.calendar(task).next_working_day(bound) if self.duration(task) else bound

    def start_before(self, task: int, start: int) -> int:
        """The last boundary before `start` at which a task could start, whatever binds it."""
        return self.calendar(task).pass_working_days(start, -1) if self.duration(task) else start - 1

    def end(self, relation: Relation) -> int:
        """The end of the predecessor that a relation counts from, as planned."""
        at = self.schedule.index[relation.predecessor]
        return self.schedule.finish[at] if relation.kind[0] == "F" else self.schedule.start[at]

    def lagged(self, relation: Relation, end: int, lag_days: int | None = None) -> int:
        """Bound that a relation makes of an end of its predecessor: the lag by the successor's calendar."""
        lag = relation.lag_days if lag_days is None else lag_days
        if lag == 0 or relation.lag == "elapsed":
            return end + lag
        return self.calendar(self.schedule.index[relation.successor]).pass_working_days(end, lag)

    def start_for(self, task: int, bound: int, *, of_finish: bool) -> int:
        """Earliest start whose start, or finish, is not before `bound`."""
        if not of_finish:
            return self.first_start(task, bound)
        calendar, duration = self.calendar(task), self.duration(task)
        if duration == 0:
            return bound
        # The last worked day is the bound's eve or the first worked day from it on.
        return calendar.pass_working_days(calendar.next_working_day(bound - 1) + 1, -duration)

    def holds(self, task: int, day: int) -> bool:
        """Whether a task works on a day that is still to come, and so holds its crews."""
        s = self.schedule
        if s.tasks[task].timing.actual_finish is not None:
            return False
        return self.work_start(task) <= day < s.finish[task] and self.calendar(task).works(day)

    def work_start(self, task: int) -> int:
        """Planned start; of a task begun, that of what remains."""
        return self.schedule.levelled.work[2 * task]

    def network_start(self, task: int) -> int:
        """Where relations, dates and calendar alone would put the start, others standing as planned."""
        c = self.schedule.dated.passes.network.columns
        return kernels.place(c.tasks, c.into, c.calendars, task, self.schedule.levelled.times)[0]

    def given_date(self, task: int) -> int:
        """The boundary that the floor and constraints of the start alone ask for."""
        c = self.schedule.dated.passes.network.columns
        return c.tasks[TASK * task + EARLIEST]

    def power_wait(self, task: int, start: int) -> PowerWait | None:
        """The limit that lacks megawatts for a task on the last day before `start`, as the plan has everyone else."""
        waits = self.short_power(task, start - 1, start)
        return waits[0] if waits else None

    def short_power(self, task: int, first: int, end: int) -> list[PowerWait]:
        """Limits that lack megawatts for a task that also draws on the days from `first` up to `end`, its start."""
        supply = self.schedule.supply
        if supply is None:
            return []
        name = self.schedule.tasks[task].id
        found = []
        for envelope in supply.envelopes:
            asked = sum(mw for t, at, mw in envelope.events if t == name and at == "start")
            if asked <= 0:
                continue
            rows = draw_by_day(envelope, self.schedule)
            for (at, drawn, limit), (until, *_) in zip(rows, [*rows[1:], (end, 0.0, 0.0)], strict=True):
                if at < end and until > first and drawn + asked > limit + ROUNDING_MW:
                    released = {
                        t
                        for t, which, mw in envelope.events
                        if mw < 0 and self._end(t, which) == end and t != name
                    }
                    found.append(
                        PowerWait(
                            envelope.id,
                            envelope.name,
                            min(until, end) - 1,
                            asked,
                            drawn,
                            limit,
                            tuple(sorted(released)),
                        )
                    )
                    break
        return found

    def _end(self, task: str, which: str) -> int:
        at = self.schedule.index[task]
        return self.schedule.start[at] if which == "start" else self.schedule.finish[at]

    def capacity(self, crew: str, day: int) -> int:
        """Units of a crew that there are on a day."""
        spec = self._crews[crew]
        units = spec.capacity
        if spec.changes:
            for since, changed in sorted(spec.changes):
                if (since - self.schedule.project_start).days <= day:
                    units = changed
        return units

    def short_crews(self, task: int, day: int) -> list[CrewWait]:
        """Crews of a task that lack units for it on a day, as the plan has everyone else."""
        if not self.duration(task):
            return []
        start = self.schedule.start[task]
        waits = []
        for crew, units in sorted(crew_units(self.schedule.tasks[task])):
            if units <= 0:
                continue
            holders = tuple(
                CrewHold(self.schedule.tasks[i].id, held, not self.holds(i, start))
                for i, held in self._holders(crew, day)
                if i != task
            )
            wait = CrewWait(crew, day, units, self.capacity(crew, day), self.capacity(crew, start), holders)
            if wait.missing > 0:
                waits.append(wait)
        return waits

    def _holders(self, crew: str, day: int) -> list[tuple[int, int]]:
        """Tasks that hold a crew on a day, with their units, by start."""
        if self._holding is None:
            self._holding = self._by_crew()
        tasks, units, starts, reach = self._holding.get(crew, ([], [], [], []))
        found = []
        at = bisect_right(starts, day) - 1
        # `reach` is the latest finish so far: before a place where it is over, nobody holds on.
        while at >= 0 and reach[at] > day:
            if self.holds(tasks[at], day):
                found.append((tasks[at], units[at]))
            at -= 1
        return found[::-1]

    def _by_crew(self) -> dict[str, tuple[list[int], list[int], list[int], list[int]]]:
        s = self.schedule
        rows: dict[str, list[tuple[int, str, int, int]]] = {}
        for i, task in enumerate(s.tasks):
            if task.crew and task.duration.likely:
                for crew, units in crew_units(task):
                    if units > 0:
                        rows.setdefault(crew, []).append((self.work_start(i), task.id, i, units))
        found = {}
        for crew, held in rows.items():
            held.sort()
            reach, latest = [], NEVER
            for _, _, i, _ in held:
                latest = max(latest, s.finish[i])
                reach.append(latest)
            found[crew] = ([h[2] for h in held], [h[3] for h in held], [h[0] for h in held], reach)
        return found
