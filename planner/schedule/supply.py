"""Crews and megawatts as rows of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.schedule.calendar import FARTHEST_REACH
from planner.schedule.columns import (
    NEED,
    STEP,
    Resources,
)
from planner.schedule.order import crew_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planner.model.work import Crew, Envelope, Task

WATTS = 1_000_000
"""Per MW: draws and limits are compared to the watt."""
ROOM_DAYS = 400
"""Days beyond the expected end that the first rows hold."""


@dataclass(frozen=True)
class Supply:
    """Crews and envelopes of one network: their names and, for any number of days, their rows."""

    crew_ids: tuple[str, ...]
    envelope_ids: tuple[str, ...]
    tasks: Sequence[Task]
    crews: tuple[Crew, ...]
    envelopes: tuple[Envelope, ...]
    project_start: date
    needs: list[list[int]]
    """Per task, crew and units of each crew that it holds."""
    steps: list[list[int]]
    """Per task, envelope, watts from its start and watts from its finish on."""

    def resources(self, days: int, pins: Sequence[int]) -> Resources:
        """The rows of `days` days, nothing taken yet."""
        holding: list[int] = []
        needs: list[int] = []
        steps: list[int] = []
        for pin, need, step in zip(pins, self.needs, self.steps, strict=True):
            need_at, step_at = len(needs) // NEED, len(steps) // STEP
            needs += need
            steps += step
            holding += (pin, need_at, len(needs) // NEED, step_at, len(steps) // STEP)
        changes = [self._changes(crew) for crew in self.crews]
        return Resources(
            days=days,
            holding=holding,
            needs=needs,
            steps=steps,
            crews=[figure for c in changes for figure in (c[-1][1], c[-1][0])],
            crew_left=[units for c in changes for units in _row(c, days)],
            watts_left=[
                watts - round(e.base_mw * WATTS)
                for e in self.envelopes
                for watts in _row(self._capacity(e), days)
            ],
        )

    def _changes(self, crew: Crew) -> list[tuple[int, int]]:
        """(first day, capacity) in order; the first holds from the beginning."""
        later = sorted((min((day - self.project_start).days, FARTHEST_REACH), n) for day, n in crew.changes)
        return [(0, crew.capacity), *((max(day, 0), n) for day, n in later)]

    def _capacity(self, envelope: Envelope) -> list[tuple[int, int]]:
        return [
            (0 if day is None else max(0, (day - self.project_start).days), round(mw * WATTS))
            for day, mw in envelope.capacity
        ]

    @property
    def last_change(self) -> int:
        """The first day from which no capacity changes again."""
        days = [self._changes(crew)[-1][0] for crew in self.crews]
        return max([*days, *(self._capacity(e)[-1][0] for e in self.envelopes)], default=0)


def _row(changes: Sequence[tuple[int, int]], days: int) -> list[int]:
    row: list[int] = []
    for (_, amount), (until, _) in zip(changes, [*changes[1:], (days, 0)], strict=True):
        row.extend([amount] * (min(until, days) - len(row)))
    return row


def supply_of(
    tasks: Sequence[Task], crews: Mapping[str, Crew], envelopes: Sequence[Envelope], project_start: date
) -> Supply:
    """The crews that tasks hold and the envelopes that tasks change."""
    used = sorted({crew for task in tasks if task.crew for crew, _ in task.crew})
    number = {crew: i for i, crew in enumerate(used)}
    index = {task.id: i for i, task in enumerate(tasks)}
    needs: list[list[int]] = [
        [n for crew, units in crew_units(task) if units > 0 for n in (number[crew], units)]
        if task.crew and task.duration.likely
        else []
        for task in tasks
    ]
    steps: list[list[int]] = [[] for _ in tasks]
    envelopes = tuple(sorted((e for e in envelopes if e.events), key=lambda e: e.id))
    for place, envelope in enumerate(envelopes):
        changes: dict[int, list[int]] = {}
        for task_id, end, mw in envelope.events:
            if task_id in index:
                changes.setdefault(index[task_id], [0, 0])[end == "finish"] += round(mw * WATTS)
        for task_number, (start, finish) in changes.items():
            steps[task_number] += (place, start, finish)
    return Supply(
        tuple(used),
        tuple(e.id for e in envelopes),
        tasks,
        tuple(crews[crew] for crew in used),
        envelopes,
        project_start,
        needs,
        steps,
    )


def needs_levelling(tasks: Sequence[Task], envelopes: Sequence[Envelope]) -> bool:
    """Whether anything but relations can move a task."""
    return any(t.crew or t.timing.pinned_start for t in tasks) or any(e.events for e in envelopes)


def open_days(resources: Resources) -> list[int]:
    """Each entry of the crews' rows that has units left leads to itself, others to the next; one more closes the rows."""
    left = resources.crew_left
    return [entry + (units <= 0) for entry, units in enumerate(left)] + [len(left)]
