"""Networks whose work is all on one calendar, as numbers of worked days; others have no such model.

Boundary *b* is the number of days worked before it. Where that loses what a rule asks, there is no model: two calendars at
work, elapsed lags over days off, ends of tasks compared with mornings after days off (SF, FF from a milestone or with a lead).
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from planner.optimise.even_kernels import FIELD_BITS, FIELDS, GUARD, MOST_UNITS
from planner.optimise.rows import flat, ints
from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    CREW,
    DONE,
    DURATION,
    EARLIEST,
    EARLIEST_FINISH,
    EVERY,
    HIGH,
    HOLDING,
    IN_AT,
    IN_END,
    INTO,
    LAG,
    NEED,
    NEED_AT,
    NEED_END,
    PIN,
    SOURCE,
    STATE,
    STEP_AT,
    STEP_END,
    TASK,
    TO_DO,
    TO_FINISH,
    UNITS,
    WORKED,
    WORKED_END,
    WORKING,
)

if TYPE_CHECKING:
    from planner.optimise.goals import Goals
    from planner.optimise.rows import Array
    from planner.schedule.columns import Columns, Resources


class Even(NamedTuple):
    """The model as the kernels take it. Rows are tasks that are to do, in a number of their own."""

    reach: int
    leads: int
    """Whether a task may have to start before a predecessor does."""
    late_allowed: int
    late_given: int
    late_penalty: int
    span_weight: int
    topological: Any
    days: Any
    release: Any
    into_at: Any
    into_task: Any
    into_lag: Any
    out_at: Any
    out_task: Any
    out_lag: Any
    need_at: Any
    need_row: Any
    need_word: Any
    capacity: Any
    goal: Any
    goal_weight: Any
    finishes: Any
    late_task: Any
    late_start: Any


@dataclass(frozen=True)
class EvenNetwork:
    """The model and the way back: tasks by row, and what CP-SAT needs that the packed words hide."""

    model: Even
    tasks: list[int]
    units: list[list[tuple[int, int]]]
    """Crew and units of each row."""
    crew_capacity: list[list[int]]
    """Units of each crew, worked day by worked day."""
    worked: list[int]
    """Boundaries of worked days, empty where every day works."""

    def boundary_of_finish(self, index: int) -> int:
        """The boundary after the last of `index` worked days."""
        return self.worked[index - 1] + 1 if self.worked and index > 0 else index

    def index(self, boundary: int) -> int:
        """Worked days before a boundary."""
        return bisect.bisect_left(self.worked, boundary) if self.worked else boundary


def even_network(c: Columns, r: Resources, goals: Goals, start: list[int]) -> EvenNetwork | None:
    """The model of a network, or None where worked days alone can't tell its dates.

    `start` are the planned starts of the schedule given.
    """
    t, k, h = c.tasks, c.calendars, r.holding
    size = len(t) // TASK
    rows = [task for task in c.order if t[TASK * task + STATE] != DONE]
    working = {t[TASK * i + CALENDAR] for i in rows if t[TASK * i + DURATION]}
    if any(
        t[TASK * i + STATE] != TO_DO
        or h[HOLDING * i + PIN] >= 0
        or h[HOLDING * i + STEP_AT] < h[HOLDING * i + STEP_END]
        for i in rows
    ) or any(h[HOLDING * i + STEP_AT] < h[HOLDING * i + STEP_END] for i in range(size)):
        return None
    tables = {_table(k, calendar) for calendar in working}
    if len(tables) != 1 or not rows:
        return None
    calendar = next(iter(working))
    row = CALENDAR_ROW * calendar
    every = bool(k[row + EVERY])
    count, high = k[row + COUNT], k[row + HIGH]

    def index_of(boundary: int) -> int | None:
        if every:
            return boundary
        return k[count + boundary] - k[count] if 0 <= boundary <= high else None

    worked = [] if every else [d for d in k[k[row + WORKED] : k[row + WORKED_END]] if d >= 0]
    row_of = {task: n for n, task in enumerate(rows)}
    days = [t[TASK * i + DURATION] for i in rows]
    release: list[int] = []
    into: list[list[tuple[int, int]]] = []
    for n, i in enumerate(rows):
        at = TASK * i
        own_table = t[at + CALENDAR] in working
        first = index_of(t[at + EARLIEST])
        if first is None:
            return None
        incoming: dict[int, int] = {}
        if t[at + EARLIEST_FINISH] > 0:
            end = index_of(t[at + EARLIEST_FINISH] - (days[n] > 0))
            if end is None:
                return None
            first = max(first, end - days[n] + (days[n] > 0))
        for e in range(INTO * t[at + IN_AT], INTO * t[at + IN_END], INTO):
            source, lag, to_finish = c.into[e + SOURCE], c.into[e + LAG], c.into[e + TO_FINISH]
            before, of_finish = source >> 1, source & 1
            if lag and not every and not (c.into[e + WORKING] and own_table):
                return None
            # The end of work is compared with a morning, which may follow days off.
            from_work = of_finish and t[TASK * before + DURATION] > 0 and lag >= 0
            if to_finish and not every and days[n] and not from_work:
                return None
            distance = lag - (days[n] if to_finish else 0)
            if before in row_of:
                m = row_of[before]
                distance += days[m] if of_finish else 0
                incoming[m] = max(incoming.get(m, distance), distance)
            else:
                if to_finish and not every:
                    return None
                fact = index_of(t[TASK * before + (ACTUAL_FINISH if of_finish else ACTUAL_START)])
                if fact is None:
                    return None
                first = max(first, fact + distance)
        release.append(max(0, first))
        into.append(sorted(incoming.items()))
    packed = _crews(r, rows, days, every, worked)
    if packed is None:
        return None
    reach, units, capacity, crew_capacity = packed
    if max(release) >= reach:
        return None
    need_at, need_row = [0], []
    need_word: list[int] = []
    for n in range(len(rows)):
        words: dict[int, int] = {}
        for crew, wanted in units[n] if days[n] else []:
            word, place = divmod(crew, FIELDS)
            words[word] = words.get(word, 0) + (wanted << (FIELD_BITS * place))
        need_row += [reach * word for word in words]
        need_word += words.values()
        need_at.append(len(need_row))
    into_at, into_task = flat([[m for m, _ in row] for row in into])
    into_lag = ints(lag for row in into for _, lag in row)
    out: list[list[tuple[int, int]]] = [[] for _ in rows]
    for n, incoming_rows in enumerate(into):
        for m, lag in incoming_rows:
            out[m].append((n, lag))
    out_at, out_task = flat([[m for m, _ in row] for row in out])
    out_lag = ints(lag for row in out for _, lag in row)
    late = [
        (row_of[i], (index_of(limit) or 0) if limit <= high or every else reach)
        for i, limit in goals.latest_start.items()
        if i in row_of
    ]
    allowed = sum(max(0, (index_of(start[rows[n]]) or 0) - limit) for n, limit in late)
    has_after = [bool(o) for o in out]
    model = Even(
        reach=reach,
        leads=int(bool((into_lag < 0).any())),
        late_allowed=allowed if goals.late_allowed else 0,
        late_given=allowed,
        late_penalty=goals.penalty,
        span_weight=goals.span_weight,
        topological=ints(range(len(rows))),
        days=ints(days),
        release=ints(release),
        into_at=into_at,
        into_task=into_task,
        into_lag=into_lag,
        out_at=out_at,
        out_task=out_task,
        out_lag=out_lag,
        need_at=ints(need_at),
        need_row=ints(need_row),
        need_word=ints(need_word),
        capacity=capacity,
        goal=ints(row_of[i] for i in goals.weights if i in row_of),
        goal_weight=ints(w for i, w in goals.weights.items() if i in row_of),
        finishes=ints(
            n
            for n in range(len(rows))
            if not has_after[n] or min((lag for _, lag in out[n]), default=0) < days[n]
        ),
        late_task=ints(n for n, _ in late),
        late_start=ints(limit for _, limit in late),
    )
    return EvenNetwork(model, rows, units, crew_capacity, worked)


def _table(k: Any, calendar: int) -> tuple[int, ...]:
    row = CALENDAR_ROW * calendar
    if k[row + EVERY]:
        return ()
    return tuple(k[k[row + WORKED] : k[row + WORKED_END]])


def _crews(
    r: Resources, rows: list[int], days: list[int], every: bool, worked: list[int]
) -> tuple[int, list[list[tuple[int, int]]], Array, list[list[int]]] | None:
    """Needs by row and the crews that anyone needs, packed over the worked days; None where a crew is too large to pack."""
    numbers: dict[int, int] = {}
    units: list[list[tuple[int, int]]] = []
    for i, worked_days in zip(rows, days, strict=True):
        held = range(NEED * r.holding[HOLDING * i + NEED_AT], NEED * r.holding[HOLDING * i + NEED_END], NEED)
        units.append(
            [(numbers.setdefault(r.needs[e + CREW], len(numbers)), r.needs[e + UNITS]) for e in held]
            if worked_days
            else []
        )
    reach = r.days if every else int(np.searchsorted(np.asarray(worked), r.days))
    words = -(-len(numbers) // FIELDS)
    capacity = np.full(words * reach, GUARD, dtype=np.int64)
    crew_capacity = []
    for crew, number in numbers.items():
        left = np.asarray(r.crew_left[crew * r.days : (crew + 1) * r.days], dtype=np.int64)
        if not every:
            left = left[np.asarray(worked[:reach], dtype=np.int64)]
        total = sum(u for held in units for n, u in held if n == number)
        left = np.clip(left, 0, total)
        if (
            left.max(initial=0) > MOST_UNITS
            or max(u for held in units for n, u in held if n == number) > MOST_UNITS
        ):
            return None
        word, place = divmod(number, FIELDS)
        capacity[word * reach : (word + 1) * reach] += left << (FIELD_BITS * place)
        crew_capacity.append(left.tolist())
    return reach, units, capacity, crew_capacity
