"""Tasks and relations compiled to `Columns`: constraints and progress become bounds, calendars become tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from planner.model.loops import topological_order
from planner.model.problem import InputError
from planner.model.work import NO_TIMING
from planner.schedule.calendar import FARTHEST_REACH, horizon_problem
from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    BEGUN,
    CALENDAR_ROW,
    DONE,
    DURATION,
    EARLIEST,
    EARLIEST_FINISH,
    HAMMOCK,
    INTO,
    LATEST_FINISH,
    LATEST_START,
    MOVABLE,
    NEVER,
    OUT,
    STATE,
    TASK,
    TO_DO,
    Columns,
)
from planner.schedule.progress import begun_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from planner.model.work import Relation, Task
    from planner.schedule.calendar import Calendar, Tables

ENDS = {"FS": (1, 0), "SS": (0, 0), "FF": (1, 1), "SF": (0, 1)}
"""Which end of the predecessor bounds which end of the successor (1 is the finish)."""
TIES = {kind: 2 * place for place, kind in enumerate(sorted(ENDS))}


@dataclass(slots=True)
class Network:
    """One network compiled. Only the calendars' columns change: they follow tables that grow."""

    tasks: Sequence[Task]
    relations: Sequence[Relation]
    project_start: date
    ids: list[str]
    calendars: list[Calendar]
    columns: Columns
    hammocks: list[int] = field(default_factory=list)
    """Hammocks, so that each comes after those it is anchored to."""
    anchors: list[int] = field(default_factory=list)
    """Relations that touch a hammock."""

    def grow(self, *, earlier: bool = False, boundary: int = 0) -> None:
        """Make every calendar reach `boundary`, or twice as far as it does.

        Raises:
            InputError: the calendars reach as far as any plan may go, or one of them has ended.
        """
        grown = False
        for calendar in self.calendars:
            low, high = calendar.low, calendar.high
            if earlier:
                calendar.reach(2 * low, high)
            else:
                calendar.reach(low, boundary or 2 * high)
            grown = grown or (calendar.low, calendar.high) != (low, high)
        self.columns = self.columns._replace(calendars=calendar_rows(self.calendars))
        if not grown and not boundary:
            raise InputError(
                [c.closed_problem() for c in self.calendars if c.closed_for_ever]
                or [horizon_problem(FARTHEST_REACH)]
            )

    @property
    def high(self) -> int:
        """The greatest boundary that every table holds."""
        return min((c.high for c in self.calendars), default=FARTHEST_REACH)


def compile_network(
    tasks: Sequence[Task],
    relations: Sequence[Relation],
    calendars: Mapping[str, Calendar],
    project_start: date,
    floor: int = 0,
) -> Network:
    """Compile a network whose ids are known to be sound, in an order that loops do not disturb.

    `floor` is the boundary of the data date.

    Raises:
        KeyError: a relation names an unknown task.
        InputError: the relations form a loop.
    """
    size = len(tasks)
    ids = [task.id for task in tasks]
    index = {task_id: i for i, task_id in enumerate(ids)}
    numbers: dict[str, int] = {}
    calendar = [numbers.setdefault(task.calendar, len(numbers)) for task in tasks]
    used = [calendars[name] for name in numbers]
    every = [c.elapsed for c in used]
    hammock = [task.hammock for task in tasks]
    successors: list[list[int]] = [[] for _ in range(size)]
    predecessor_count = [0] * size
    anchors: list[int] = []
    onward = True
    incoming: list[list[int]] = [[] for _ in range(size)]
    outgoing: list[list[int]] = [[] for _ in range(size)]
    for number, relation in enumerate(relations):
        predecessor, successor = index[relation.predecessor], index[relation.successor]
        tied = hammock[predecessor] + hammock[successor]
        if tied:
            anchors.append(number)
        onward = onward and predecessor < successor
        if tied != 1:
            successors[predecessor].append(successor)
            predecessor_count[successor] += 1
        if not tied:
            of_finish, to_finish = ENDS[relation.kind]
            lag = relation.lag_days
            # A calendar on which every day works counts days as an elapsed lag does.
            working = int(lag != 0 and relation.lag == "working" and not every[calendar[successor]])
            tie = TIES[relation.kind] + (relation.lag == "working")
            incoming[successor] += (2 * predecessor + of_finish, lag, working, to_finish, tie, number)
            outgoing[predecessor] += (2 * successor + to_finish, lag, working, of_finish)
    # Tasks that come in such an order already are passed over as they lie in memory, which is three times as fast.
    order = list(range(size)) if onward else topological_order(ids, successors, predecessor_count)
    id_rank = [0] * size
    for place, i in enumerate(sorted(range(size), key=ids.__getitem__)):
        id_rank[i] = place
    rows: list[int] = []
    ins = outs = 0
    for i, task in enumerate(tasks):
        in_end, out_end = ins + len(incoming[i]) // INTO, outs + len(outgoing[i]) // OUT
        state = HAMMOCK if hammock[i] else TO_DO
        rows += (task.duration.likely, state, 0, 0, floor, 0, NEVER, NEVER, calendar[i], 0, id_rank[i])
        rows += (ins, in_end, outs, out_end)
        if task.timing is not NO_TIMING:
            rows[-TASK:] = _with_timing(rows[-TASK:], task, project_start.toordinal(), floor)
        ins, outs = in_end, out_end
    compiled = Columns(
        floor=floor,
        order=[i for i in order if not hammock[i]] if any(hammock) else order,
        tasks=rows,
        into=list(chain.from_iterable(incoming)),
        out=list(chain.from_iterable(outgoing)),
        calendars=calendar_rows(used),
    )
    hammocks = [i for i in order if hammock[i]]
    return Network(tasks, relations, project_start, ids, used, compiled, hammocks, anchors)


def _with_timing(row: list[int], task: Task, origin: int, floor: int) -> list[int]:
    """A task's row with its constraints and progress as bounds. A finish is inclusive, but a milestone's is its day."""
    said = task.timing
    after = 1 if task.duration.likely else 0

    def boundary(day: date | None, more: int, absent: int) -> int:
        return absent if day is None else day.toordinal() - origin + more

    for start in (said.start_no_earlier, said.must_start):
        row[EARLIEST] = max(row[EARLIEST], boundary(start, 0, floor))
    for finish in (said.finish_no_earlier, said.must_finish):
        row[EARLIEST_FINISH] = max(row[EARLIEST_FINISH], boundary(finish, after, 0))
    for start in (said.start_no_later, said.must_start):
        row[LATEST_START] = min(row[LATEST_START], boundary(start, 0, NEVER))
    for finish in (said.finish_no_later, said.must_finish, said.deadline):
        row[LATEST_FINISH] = min(row[LATEST_FINISH], boundary(finish, after, NEVER))
    row[MOVABLE] = int(said.as_late_as_possible)
    # A milestone with either date is done on it.
    finished = said.actual_finish or (None if after else said.actual_start)
    if finished is not None:
        row[STATE] = DONE
        row[ACTUAL_FINISH] = boundary(finished, after, 0)
        row[ACTUAL_START] = boundary(said.actual_start, 0, 0) if after else row[ACTUAL_FINISH]
    elif said.actual_start is not None:
        row[STATE] = BEGUN
        row[ACTUAL_START] = boundary(said.actual_start, 0, 0)
        row[DURATION] = begun_days(task)
        # Constraints of the start have had their day; those of the finish still hold.
        row[EARLIEST] = max(floor, row[ACTUAL_START])
        row[LATEST_START] = NEVER
    return row


_MOST_KEPT = 16
_kept: dict[tuple[int, ...], tuple[list[Tables], list[int]]] = {}


def calendar_rows(calendars: Sequence[Calendar]) -> list[int]:
    """A row per calendar, and then their tables one behind the other; kept, for every edit asks for the same again.

    Tables are replaced when they grow, never changed, so the same tables make the same rows.
    """
    tables = [calendar.tables for calendar in calendars]
    key = tuple(map(id, tables))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        # The tables are kept with their rows: no others can take their identities meanwhile.
        found = _kept[key] = (tables, _calendar_rows(calendars))
    return found[1]


def _calendar_rows(calendars: Sequence[Calendar]) -> list[int]:
    rows: list[int] = []
    tables: list[int] = []
    first = CALENDAR_ROW * len(calendars)
    for calendar in calendars:
        counts, days, origin = calendar.tables
        count = first + len(tables)
        worked = count + len(counts)
        rows += (
            int(calendar.elapsed),
            calendar.low,
            calendar.high,
            count + origin,
            worked,
            worked + len(days),
        )
        tables += counts
        tables += days
    return rows + tables
