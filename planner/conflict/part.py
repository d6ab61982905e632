"""A part of a network: some of its tasks, all relations between them, some of the dates asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.schedule import kernels
from planner.schedule.columns import (
    ACTUAL_FINISH,
    ACTUAL_START,
    BEGUN,
    CALENDAR,
    DONE,
    EARLIEST,
    EARLIEST_FINISH,
    ID_RANK,
    IN_AT,
    IN_END,
    INTO,
    LAG,
    LATEST_FINISH,
    LATEST_START,
    NEVER,
    OUT,
    OUT_AT,
    OUT_END,
    SOURCE,
    STATE,
    TARGET,
    TASK,
    TIE,
    TO_FINISH,
    WORKING,
    Columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.conflict.asked import Asked


class Root(NamedTuple):
    """What a chain starts from: the floor (neither), a date asked for, or an end of a task that is a fact."""

    asked: Asked | None = None
    fact: int | None = None


FLOOR = Root()


class Part:
    """Tasks in the order of their relations with their rows copied, so that the kernels run over them alone."""

    def __init__(self, whole: Columns, tasks: Sequence[int], asked: Iterable[Asked]) -> None:
        """`tasks` are places in `whole`, each after its predecessors."""
        self.tasks = tuple(tasks)
        self.asked = tuple(asked)
        self.place = {task: i for i, task in enumerate(self.tasks)}
        rows: list[int] = []
        into: list[int] = []
        out: list[int] = []
        place = self.place
        for task in self.tasks:
            row = whole.tasks[TASK * task : TASK * task + TASK]
            in_at, out_at = len(into) // INTO, len(out) // OUT
            for e in range(INTO * row[IN_AT], INTO * row[IN_END], INTO):
                entry = whole.into[e + SOURCE]
                if entry >> 1 in place:
                    into.append(2 * place[entry >> 1] + (entry & 1))
                    into += whole.into[e + 1 : e + INTO]
            for e in range(OUT * row[OUT_AT], OUT * row[OUT_END], OUT):
                entry = whole.out[e + TARGET]
                if entry >> 1 in place:
                    out.append(2 * place[entry >> 1] + (entry & 1))
                    out += whole.out[e + 1 : e + OUT]
            row[EARLIEST], row[EARLIEST_FINISH] = base_of(whole, task), 0
            row[LATEST_START] = row[LATEST_FINISH] = NEVER
            row[IN_AT], row[IN_END], row[OUT_AT], row[OUT_END] = (
                in_at,
                len(into) // INTO,
                out_at,
                len(out) // OUT,
            )
            rows += row
        for a in self.asked:
            row_at = TASK * self.place[a.task]
            if a.lower:
                name = row_at + (EARLIEST_FINISH if a.of_finish else EARLIEST)
                rows[name] = max(rows[name], a.boundary)
            if a.upper:
                name = row_at + (LATEST_FINISH if a.of_finish else LATEST_START)
                rows[name] = min(rows[name], a.boundary)
        self.columns = Columns(whole.floor, list(range(len(self.tasks))), rows, into, out, whole.calendars)

    def early(self) -> tuple[list[int], list[int]]:
        """Earliest times and times of what is left; both `NEVER` from where a calendar ends, and after."""
        size = 2 * len(self.tasks)
        times, work = [NEVER] * size, [NEVER] * size
        kernels.forward(self.columns, times, work)
        return times, work

    def late(self, cap: int) -> list[int]:
        """Latest times of what is left that keep every date from above, none after `cap`; `-NEVER` below the calendars."""
        c = self.columns
        late = [0] * (2 * len(self.tasks))
        for i in reversed(c.order):
            row = TASK * i
            if c.tasks[row + STATE] == DONE:
                late[2 * i], late[2 * i + 1] = c.tasks[row + ACTUAL_START], c.tasks[row + ACTUAL_FINISH]
            else:
                late[2 * i], late[2 * i + 1] = kernels.latest(c.tasks, c.out, c.calendars, i, late, cap, True)
        return late

    def limited(self) -> list[bool]:
        """Whether a date from above, of the task or of what comes after it, limits each task."""
        c, t = self.columns, self.columns.tasks
        found = [False] * len(self.tasks)
        for i in reversed(c.order):
            row = TASK * i
            begun = t[row + STATE] == BEGUN
            found[i] = t[row + STATE] != DONE and (
                min(t[row + LATEST_START], t[row + LATEST_FINISH]) < NEVER
                or any(
                    found[c.out[e + TARGET] >> 1] and not (begun and not c.out[e + OUT - 1])
                    for e in range(OUT * t[row + OUT_AT], OUT * t[row + OUT_END], OUT)
                )
            )
        return found

    def misses(self, times: Sequence[int]) -> bool:
        """Whether a date from above is missed at these times, in the places of the part."""
        return any(a.upper and times[2 * self.place[a.task] + a.of_finish] > a.boundary for a in self.asked)


def base_of(c: Columns, task: int) -> int:
    """The boundary that no relation and no date is needed for: project start or data date, or a fact of the task."""
    row = TASK * task
    return max(c.floor, c.tasks[row + ACTUAL_START]) if c.tasks[row + STATE] == BEGUN else c.floor


def fit_of(c: Columns, task: int, asked: Asked) -> int:
    """Where a task starts for a date from below alone."""
    base = base_of(c, task)
    if asked.of_finish:
        return kernels.first_fit(c.tasks, c.calendars, task, base, asked.boundary)[0]
    return kernels.first_fit(c.tasks, c.calendars, task, max(base, asked.boundary), 0)[0]


def relation_fit(c: Columns, task: int, e: int, times: Sequence[int]) -> int:
    """Where a task starts for one relation alone: the entry `e` of `into`."""
    boundary = times[c.into[e + SOURCE]]
    if c.into[e + WORKING]:
        boundary = kernels.lagged(c.calendars, c.tasks[TASK * task + CALENDAR], boundary, c.into[e + LAG])
    else:
        boundary += c.into[e + LAG]
    base = base_of(c, task)
    if c.into[e + TO_FINISH]:
        return kernels.first_fit(c.tasks, c.calendars, task, base, boundary)[0]
    return kernels.first_fit(c.tasks, c.calendars, task, max(base, boundary), 0)[0]


def is_fact(c: Columns, entry: int) -> bool:
    """Whether an entry of times is an actual date."""
    state = c.tasks[TASK * (entry >> 1) + STATE]
    return state == DONE or (state == BEGUN and entry & 1 == 0)


def driving_entry(c: Columns, task: int, times: Sequence[int], start: int) -> int | None:
    """The row of `into` that alone gives a task this start; of several a fact, then the smallest id, whatever the file's order."""
    row = TASK * task
    best: tuple[tuple[int, ...], int] | None = None
    for e in range(INTO * c.tasks[row + IN_AT], INTO * c.tasks[row + IN_END], INTO):
        if relation_fit(c, task, e, times) < start:
            continue
        entry = c.into[e + SOURCE]
        rank = (
            not is_fact(c, entry),
            c.tasks[TASK * (entry >> 1) + ID_RANK],
            c.into[e + TIE],
            c.into[e + LAG],
        )
        if best is None or rank < best[0]:
            best = rank, e
    return None if best is None else best[1]
