"""A complete search for small parts: CP-SAT over every start that each task can have. OR-Tools is loaded only here, when used."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from planner.conflict.part import is_fact, relation_fit
from planner.conflict.windows import place_of
from planner.schedule import kernels
from planner.schedule.columns import (
    CALENDAR,
    CALENDAR_ROW,
    DONE,
    DURATION,
    IN_AT,
    IN_END,
    INTO,
    SOURCE,
    STATE,
    TASK,
    WORKED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ortools.sat.python.cp_model import CpModel, IntVar

    from planner.conflict.part import Part
    from planner.conflict.stock import Stock

MOST_TASKS, MOST_STARTS = 40, 4000
"""Parts with more are left alone."""


@dataclass
class Budget:
    """Seconds left for all searches of one plan, as the solver counts its work: the same on every machine."""

    seconds: float

    @property
    def usable(self) -> bool:
        """Whether there is time left and a solver."""
        return self.seconds > 0 and find_spec("ortools") is not None


def searched(
    part: Part,
    stock: Stock,
    resources: Sequence[int],
    work: Sequence[int],
    late: Sequence[int],
    budget: Budget,
) -> bool | None:
    """Whether the part can keep its dates; None where the search ends before it knows.

    Tasks that no date limits come after all others, so they are left out.
    """
    t = part.columns.tasks
    limited = part.limited()
    kept = [i for i in range(len(part.tasks)) if limited[i] and t[TASK * i + STATE] != DONE]
    starts = {i: _starts(part, i, work[2 * i], late[2 * i]) for i in kept}
    if len(kept) > MOST_TASKS or sum(map(len, starts.values())) > MOST_STARTS or not budget.usable:
        return None
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = {i: [model.new_bool_var("") for _ in starts[i]] for i in kept}
    taken: dict[tuple[int, int], list[tuple[int, IntVar]]] = {}
    for i in kept:
        model.add_exactly_one(chosen[i])
        for (start, end), at in zip(starts[i], chosen[i], strict=True):
            for resource, day, amount in _takes(part, stock, i, start, end):
                if resource in resources:
                    taken.setdefault((resource, day), []).append((amount, at))
    for (resource, day), terms in taken.items():
        there = stock.left[resource][day]
        if sum(amount for amount, _ in terms) > there:
            model.add(sum(amount * at for amount, at in terms) <= max(there, 0))
    for j in kept:
        for e in range(INTO * t[TASK * j + IN_AT], INTO * t[TASK * j + IN_END], INTO):
            i = part.columns.into[e + SOURCE] >> 1
            if i in starts:
                _relate(model, part, e, i, j, starts, chosen)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = budget.seconds
    status = solver.solve(model)
    budget.seconds -= solver.response_proto.deterministic_time
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None


def _starts(part: Part, i: int, first: int, last: int) -> list[tuple[int, int]]:
    """Every start that a task can have, with its finish."""
    t, k = part.columns.tasks, part.columns.calendars
    found: list[tuple[int, int]] = []
    start, end = kernels.first_fit(t, k, i, first, 0)
    while start <= last and len(found) <= MOST_STARTS:
        found.append((start, end))
        start, end = kernels.first_fit(t, k, i, start + 1, 0)
    return found


def _takes(part: Part, stock: Stock, i: int, start: int, end: int) -> list[tuple[int, int, int]]:
    t, k = part.columns.tasks, part.columns.calendars
    task, days = part.tasks[i], t[TASK * i + DURATION]
    found: list[tuple[int, int, int]] = []
    if days and stock.crew_units[task]:
        calendar = t[TASK * i + CALENDAR]
        first = k[CALENDAR_ROW * calendar + WORKED] + place_of(k, calendar, start)
        for crew, units in stock.crew_units[task].items():
            found += [(crew, k[place], units) for place in range(first, first + days)]
    for envelope, (during, after) in stock.draws[task].items():
        found += [(envelope, day, during) for day in range(start, end) if during]
        found += [(envelope, day, after) for day in range(end, stock.horizon) if after]
    return found


def _relate(
    model: CpModel,
    part: Part,
    e: int,
    i: int,
    j: int,
    starts: Mapping[int, Sequence[tuple[int, int]]],
    chosen: Mapping[int, Sequence[IntVar]],
) -> None:
    """The start chosen for `j` is no earlier than the relation in row `e` asks for, whichever is chosen for `i`."""
    if is_fact(part.columns, part.columns.into[e + SOURCE]):
        return
    times = [0] * (2 * len(part.tasks))
    first = [start for start, _ in starts[j]]
    terms = []
    for (start, end), at in zip(starts[i], chosen[i], strict=True):
        times[2 * i], times[2 * i + 1] = start, end
        place = bisect_left(first, relation_fit(part.columns, j, e, times))
        if place == len(first):
            model.add(at == 0)
        elif place:
            terms.append(place * at)
    if terms:
        model.add(sum(place * at for place, at in enumerate(chosen[j])) >= sum(terms))
