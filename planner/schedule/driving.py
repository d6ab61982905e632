"""Why each task stands where it stands, and the driving chain to the network's finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.schedule import kernels
from planner.schedule.columns import (
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    DONE,
    DURATION,
    EVERY,
    IN_AT,
    IN_END,
    INTO,
    LAG,
    MOVABLE,
    NEVER,
    OF_FINISH,
    OUT,
    OUT_AT,
    OUT_END,
    RELATION,
    SOURCE,
    STATE,
    TARGET,
    TASK,
    TO_FINISH,
    WORKED,
    WORKING,
)
from planner.schedule.result import Driver
from planner.schedule.running import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from planner.model.work import Relation
    from planner.schedule.network import Network
    from planner.schedule.passes import Dated
    from planner.schedule.result import DriverKind

    Spans = Mapping[int, tuple[int, int | None]]
    Waits = Mapping[int, tuple[DriverKind, str]]

PROJECT_START, DATA_DATE = Driver("project_start"), Driver("data_date")
ACTUAL, PINNED = Driver("actual"), Driver("pinned")


def drivers_of(
    dated: Dated,
    times: list[int],
    work: list[int],
    total_float: list[int],
    waits: Waits,
    pinned: Collection[int],
    spans: Spans,
) -> list[Driver]:
    """What puts each task where it is planned.

    `waits` names the crew or envelope that a task waited for, `pinned` the tasks kept at their pin, `spans` the hammocks.
    """
    network, run = dated.passes.network, dated.passes.run
    columns = run.columns(network.columns)
    codes = run.zeros(len(network.ids))
    run.kernels.drivers(columns, run.ints(times), run.ints(work), run.ints(total_float), codes)
    found: list[Driver] = []

    def moved(task: int) -> bool:
        late = network.columns.tasks[TASK * task + MOVABLE]
        return bool(late) and work[2 * task] > dated.passes.unmoved_work[2 * task]

    for task, code in enumerate(listed(codes)):
        if network.tasks[task].hammock:
            found.append(_hammock(network, task, spans[task][1]))
        elif task in waits and code != kernels.DRIVEN_BY_FACT:
            found.append(_waiting(network, task, times, work, total_float, waits[task]))
        elif task in pinned and (code == kernels.DRIVEN_OTHERWISE or _by_movable(network, code)):
            found.append(PINNED)
        elif moved(task) and _by_movable(network, code):
            # It was put late itself, and its predecessor up to it: neither drives the other.
            found.append(_driver(network, task, kernels.DRIVEN_OTHERWISE, work))
        else:
            found.append(_driver(network, task, code, work))
    return found


def _driver(network: Network, task: int, code: int, work: list[int]) -> Driver:
    """A kernel's answer as a driver."""
    c = network.columns
    if code >= 0:
        return Driver("relation", network.ids[c.into[INTO * code + SOURCE] >> 1], _relation(network, code))
    if code == kernels.DRIVEN_BY_FLOOR:
        return DATA_DATE if c.floor else PROJECT_START
    if code == kernels.DRIVEN_BY_FACT:
        return ACTUAL
    timing = network.tasks[task].timing
    if code == kernels.DRIVEN_BY_START:
        return Driver("constraint", _later(timing.start_no_earlier, timing.must_start, "start"))
    if code == kernels.DRIVEN_BY_FINISH:
        return Driver("constraint", _later(timing.finish_no_earlier, timing.must_finish, "finish"))
    return Driver("as_late_as_possible", _held_by(network, task, work))


def _by_movable(network: Network, code: int) -> bool:
    """Whether what binds is a predecessor that is as late as possible."""
    c = network.columns
    return code >= 0 and bool(c.tasks[TASK * (c.into[INTO * code + SOURCE] >> 1) + MOVABLE])


def _code(network: Network, task: int, times: list[int], work: list[int], total_float: list[int]) -> int:
    c = network.columns
    return kernels.driver(c.tasks, c.into, c.calendars, c.floor, task, times, work, total_float)


def _relation(network: Network, row: int) -> Relation:
    return network.relations[network.columns.into[INTO * row + RELATION]]


def _later(no_earlier: date | None, must: date | None, end: str) -> str:
    by_must = no_earlier is None or (must is not None and must >= no_earlier)
    return f"must_{end}" if by_must else f"{end}_no_earlier"


def _held_by(network: Network, task: int, work: list[int]) -> str | None:
    """The successor that would be late if the task began on the next day that it could; the smallest id of several."""
    t, o, k = network.columns.tasks, network.columns.out, network.columns.calendars
    start, finish = kernels.first_fit(t, k, task, work[2 * task] + 1, 0)
    held = []
    for e in range(OUT * t[TASK * task + OUT_AT], OUT * t[TASK * task + OUT_END], OUT):
        target = o[e + TARGET]
        end = finish if o[e + OF_FINISH] else start
        if o[e + WORKING]:
            bound = kernels.lagged(k, t[TASK * (target >> 1) + CALENDAR], end, o[e + LAG])
        else:
            bound = end + o[e + LAG]
        if bound > work[target]:
            held.append(network.ids[target >> 1])
    return min(held, default=None)


def _hammock(network: Network, task: int, relation: int | None) -> Driver:
    if relation is None:
        return DATA_DATE if network.columns.floor else PROJECT_START
    by = network.relations[relation]
    other = by.predecessor if by.successor == network.ids[task] else by.successor
    return Driver("hammock", other, by)


def _waiting(
    network: Network,
    task: int,
    times: list[int],
    work: list[int],
    total_float: list[int],
    wait: tuple[DriverKind, str],
) -> Driver:
    """What a task waited for, with the relation that would else have driven it, so that chains go on."""
    held = times[2 * task : 2 * task + 2], work[2 * task : 2 * task + 2]
    c = network.columns
    start, finish = kernels.place(c.tasks, c.into, c.calendars, task, times)
    times[2 * task : 2 * task + 2] = work[2 * task : 2 * task + 2] = [start, finish]
    code = _code(network, task, times, work, total_float)
    times[2 * task : 2 * task + 2], work[2 * task : 2 * task + 2] = held
    relation = _relation(network, code) if code >= 0 else None
    return Driver(*wait, relation)


def driving_relation(dated: Dated, task: int) -> Relation | None:
    """The relation that drives a task's early start, before anything was put as late as possible."""
    code = _unmoved_code(dated, task)
    return _relation(dated.passes.network, code) if code >= 0 else None


def critical_path(dated: Dated) -> tuple[str, ...]:
    """Ids of the driving chain to the network's finish, first task first.

    It ends with the task that finishes last. Where several do, one that drives another of them is
    not the end (an RFS milestone comes after the work that it closes); then the smallest id is.
    """
    network = dated.passes.network
    c, ids = network.columns, network.ids

    def before(task: int) -> int | None:
        code = _unmoved_code(dated, task)
        return c.into[INTO * code + SOURCE] >> 1 if code >= 0 else None

    early = dated.passes.unmoved
    last = [task for task in c.order if early[2 * task + 1] == dated.finish]
    inner = {before(task) for task in last}
    by = min((task for task in last if task not in inner), key=ids.__getitem__, default=None)
    chain: list[str] = []
    while by is not None:
        chain.append(ids[by])
        by = before(by)
    return tuple(reversed(chain))


def longest_path(dated: Dated) -> frozenset[int]:
    """Positions of all tasks on any driving chain to the network's finish, ties included.

    Of several relations that bind alike each is followed, and so is one that ties with the project start or the data
    date, unless from finished work. A chain goes on through a task begun whose remaining work waits for a relation
    (retained logic). Hammocks drive nothing, so none is on it.
    """
    c, early = dated.passes.network.columns, dated.passes.unmoved
    stack = [task for task in c.order if early[2 * task + 1] == dated.finish]
    found = set(stack)
    while stack:
        for task in _binding(dated, stack.pop()):
            if task not in found:
                found.add(task)
                stack.append(task)
    return frozenset(found)


def _binding(dated: Dated, task: int) -> Iterator[int]:
    """Predecessors by every relation that binds the early dates of a task, as `kernels.driver` has it."""
    c, times = dated.passes.network.columns, dated.passes.unmoved
    t, i, k, row = c.tasks, c.into, c.calendars, TASK * task
    if t[row + STATE] == DONE:
        return
    start, days, calendar = dated.passes.unmoved_work[2 * task], t[row + DURATION], t[row + CALENDAR]
    if days == 0 or k[CALENDAR_ROW * calendar + EVERY]:
        at_floor = start == c.floor
        binds_start, binds_finish = start, start + days
    else:
        count, worked = k[CALENDAR_ROW * calendar + COUNT], k[CALENDAR_ROW * calendar + WORKED]
        index = k[count + start]
        at_floor = index == k[count + c.floor]
        binds_start = k[worked + index - 1] + 1 if index else -NEVER
        binds_finish = k[worked + index + days - 2] + 2 if index + days > 1 else -NEVER
    for e in range(INTO * t[row + IN_AT], INTO * t[row + IN_END], INTO):
        predecessor = i[e + SOURCE] >> 1
        if at_floor and t[TASK * predecessor + STATE] == DONE:
            continue
        if i[e + WORKING]:
            boundary = kernels.lagged(k, calendar, times[i[e + SOURCE]], i[e + LAG])
        else:
            boundary = times[i[e + SOURCE]] + i[e + LAG]
        if boundary >= (binds_finish if i[e + TO_FINISH] else binds_start):
            yield predecessor


def _unmoved_code(dated: Dated, task: int) -> int:
    passes = dated.passes
    return _code(passes.network, task, passes.unmoved, passes.unmoved_work, dated.total_float)
