"""The plan that keeps within crews and megawatts at once, task by task in an order of priority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.schedule import kernels, seizing
from planner.schedule.calendar import FARTHEST_REACH, horizon_problem
from planner.schedule.columns import (
    BEGUN,
    CALENDAR,
    CALENDAR_ROW,
    COUNT,
    DONE,
    DURATION,
    ID_RANK,
    IN_AT,
    IN_END,
    INTO,
    LATEST_FINISH,
    LATEST_START,
    MOVABLE,
    SOURCE,
    STATE,
    TASK,
    TO_DO,
    WORKED,
    Resources,
    as_lists,
    field,
)
from planner.schedule.order import crew_units
from planner.schedule.running import listed
from planner.schedule.supply import ROOM_DAYS, open_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.schedule.columns import Columns
    from planner.schedule.passes import Dated, Passes
    from planner.schedule.result import DriverKind
    from planner.schedule.supply import Supply


@dataclass(frozen=True)
class Levelled:
    """Planned times, those of what is left to work, and what made tasks wait."""

    times: list[int]
    work: list[int]
    waits: dict[int, tuple[DriverKind, str]]
    pinned: frozenset[int]
    """Tasks kept at their pins."""


def missed_days(c: Columns, times: Sequence[int]) -> int:
    """Days in sum by which planned times lie beyond limits from above: no later, must, deadlines."""
    missed = 0
    for task in c.order:
        row = TASK * task
        if c.tasks[row + STATE] != DONE:
            missed += max(0, times[2 * task] - c.tasks[row + LATEST_START])
            missed += max(0, times[2 * task + 1] - c.tasks[row + LATEST_FINISH])
    return missed


def level(dated: Dated, supply: Supply, urgency: Sequence[int], slack: Sequence[int]) -> Levelled:
    """Times within every crew's and envelope's capacity, and what each task that waited waited for.

    Of the tasks whose predecessors are placed, the one with the earliest late start goes first, then
    the smallest total float, then the smallest id. Each goes to the earliest dates that its relations,
    crews and megawatts allow, also into gaps that earlier ones left. What is in progress, and pinned, is held for beforehand.

    Raises:
        InputError: changes of capacity leave a task no days to work on.
    """
    t = dated.passes.network.columns.tasks
    states, ranks = field(t, TASK, STATE), field(t, TASK, ID_RANK)
    order = sorted(
        range(len(supply.tasks)), key=lambda i: (states[i] != BEGUN, urgency[2 * i], slack[i], ranks[i])
    )
    urged: set[int] = set()
    stuck = Stuck([], [])
    for hold in (True, False):
        for _ in range(MOST_TURNS):
            made = level_or_stuck(dated, supply, order, hold)
            if isinstance(made, Levelled):
                return made
            stuck = made
            # What others leave no days for goes before them the next time, with what comes before it.
            more = _with_predecessors(dated.passes.network.columns, made.tasks) - urged
            if not more:
                break
            urged |= more
            order.sort(key=lambda i: (states[i] != BEGUN, i not in urged))
    raise InputError(_never_enough(supply, stuck.tasks, stuck.waited))


MOST_TURNS = 20
"""Orders tried where capacity ends and some task finds no days left."""


def _with_predecessors(c: Columns, tasks: Sequence[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(tasks)
    while waiting:
        task = waiting.pop()
        if task not in found:
            found.add(task)
            rows = range(INTO * c.tasks[TASK * task + IN_AT], INTO * c.tasks[TASK * task + IN_END], INTO)
            waiting += [c.into[e + SOURCE] >> 1 for e in rows]
    return found


@dataclass(frozen=True)
class Stuck:
    """Tasks that found no days with crew enough, and the crew that each waited for."""

    tasks: list[int]
    waited: list[int]


def level_in_order(dated: Dated, supply: Supply, order: Sequence[int]) -> Levelled:
    """The same with the tasks in a given order of priority, and no other.

    Raises:
        InputError: some task finds no days in this order.
    """
    made = level_or_stuck(dated, supply, order)
    if isinstance(made, Stuck):
        raise InputError(_never_enough(supply, made.tasks, made.waited))
    return made


def level_or_stuck(dated: Dated, supply: Supply, order: Sequence[int], hold: bool = True) -> Levelled | Stuck:
    """Levelled in an order of priority; `hold` says whether days are held for pins beforehand."""
    passes = dated.passes
    network, run = passes.network, passes.run
    size = len(supply.tasks)
    rank = [0] * size
    for place, task in enumerate(order):
        rank[task] = place
    pins = pins_of(supply, network.columns, dated.work, hold)
    days = first_days(supply, network.columns, dated.finish)
    while True:
        if days > FARTHEST_REACH:
            raise InputError([horizon_problem(days)])
        if network.high < days:
            passes.grow(boundary=days)
        plain = supply.resources(days, pins)
        resources = run.columns(plain)
        skip = run.ints(open_days(plain))
        times, work, waited, kept = (run.zeros(n) for n in (2 * size, 2 * size, size, size))
        outcome = run.serial.level(
            passes.columns, resources, skip, run.ints(list(order)), run.ints(rank), times, work, waited, kept
        )
        if outcome == seizing.FITS:
            break
        if outcome == seizing.TABLE_ENDS:
            passes.grow()
        else:
            days *= 2
    times, work, waited, kept = listed(times), listed(work), listed(waited), listed(kept)
    stuck = [task for task in range(size) if kept[task] < 0]
    if stuck:
        return Stuck(stuck, waited)
    names = supply.crew_ids
    kept_pins = {i for i in range(size) if kept[i] > 0 and supply.tasks[i].timing.pinned_start is not None}
    waits: dict[int, tuple[DriverKind, str]] = {
        task: ("crew", names[who]) if who < len(names) else ("power", supply.envelope_ids[who - len(names)])
        for task, who in enumerate(waited)
        if who >= 0
    }
    if any(field(network.columns.tasks, TASK, MOVABLE)):
        held = as_lists(resources)
        _put_late(passes, held, supply, times, work, waits, kept_pins)
    return Levelled(times, work, waits, frozenset(kept_pins))


def pins_of(supply: Supply, c: Columns, early_work: Sequence[int], hold: bool = True) -> list[int]:
    """Boundaries that days are held at beforehand: pins, and where what is in progress would go on; -1 for none."""
    origin = supply.project_start.toordinal()
    pins = []
    for i, task in enumerate(supply.tasks):
        if c.tasks[TASK * i + STATE] == BEGUN:
            pins.append(early_work[2 * i])
        elif task.timing.pinned_start is not None and hold:
            pins.append(max(0, task.timing.pinned_start.toordinal() - origin))
        else:
            pins.append(-1)
    return pins


def first_days(supply: Supply, c: Columns, finish: int) -> int:
    """How many days the rows hold at first: about what the busiest crew needs."""
    asked = [0] * len(supply.crews)
    for i, need in enumerate(supply.needs):
        for crew, units in zip(need[::2], need[1::2], strict=True):
            asked[crew] += units * c.tasks[TASK * i + DURATION]
    busiest = max(
        (n // max(1, crew.capacity) for n, crew in zip(asked, supply.crews, strict=True)), default=0
    )
    return min(max(finish + 2 * busiest, supply.last_change) + ROOM_DAYS, FARTHEST_REACH)


def _never_enough(supply: Supply, stuck: Sequence[int], waited: Sequence[int]) -> list[Problem]:
    problems = []
    for task in stuck:
        crew = supply.crews[waited[task]]
        units = dict(crew_units(supply.tasks[task]))[crew.id]
        last_change, final = supply._changes(crew)[-1]
        problems.append(
            Problem(
                "E-CREW-CAPACITY",
                f"task.{supply.tasks[task].id}.crew",
                f"crew '{crew.id}' is down to {final} from day {last_change} of the plan "
                "and has too few days free before: ask for fewer or raise its capacity",
                f"{crew.id} = {units}",
            )
        )
    return sorted(problems, key=lambda p: (p.key, p.value or ""))


def _put_late(
    passes: Passes,
    r: Resources,
    supply: Supply,
    times: list[int],
    work: list[int],
    waits: dict[int, tuple[DriverKind, str]],
    pinned: set[int],
) -> None:
    """Move what is as late as possible to where planned successors, limits and free crews allow, the last first."""
    c = passes.network.columns
    t, k, rows, h = c.tasks, c.calendars, r.days, r.holding
    finish = max(times[1::2])
    skip = [0] * (len(r.crew_left) + 1)

    def take(task: int, sign: int) -> None:
        start, end = work[2 * task], work[2 * task + 1]
        seizing.take(t, k, h, r.needs, r.crew_left, rows, skip, task, start, sign)
        seizing.draw(h, r.steps, r.watts_left, rows, task, start, end, sign)

    for task in _deepest_first(c):
        row = TASK * task
        if not t[row + MOVABLE] or t[row + STATE] != TO_DO or task in pinned:
            continue
        earliest = work[2 * task]
        start, _ = passes.latest(task, work, finish)
        standing = list(r.watts_left) if supply.steps[task] else []
        take(task, -1)
        while start > earliest:
            begin, end = kernels.first_fit(t, k, task, start, 0)
            calendar = CALENDAR_ROW * t[row + CALENDAR]
            index = k[calendar + WORKED] + k[k[calendar + COUNT] + begin]
            free = (
                begin == start
                and (
                    t[row + DURATION] == 0
                    or seizing.short_of_crew(t, k, h, r.needs, r.crew_left, rows, task, index)[0] < 0
                )
                and (not standing or _leaves_power(r, task, begin, end, standing))
            )
            if free:
                times[2 * task] = work[2 * task] = begin
                times[2 * task + 1] = work[2 * task + 1] = end
                waits.pop(task, None)
                break
            start -= 1
        take(task, 1)


def _leaves_power(r: Resources, task: int, start: int, finish: int, standing: Sequence[int]) -> bool:
    """Whether a task that is moved there overdraws no day that it does not overdraw where it stands.

    What sets megawatts free (a negative step) must not do so later than others count on.
    """
    seizing.draw(r.holding, r.steps, r.watts_left, r.days, task, start, finish, 1)
    leaves = all(left >= min(0, before) for left, before in zip(r.watts_left, standing, strict=True))
    seizing.draw(r.holding, r.steps, r.watts_left, r.days, task, start, finish, -1)
    return leaves


def _deepest_first(c: Columns) -> list[int]:
    """Tasks so that every successor comes first, in an order that the file's does not change."""
    depth: dict[int, int] = {}
    for task in c.order:
        rows = range(INTO * c.tasks[TASK * task + IN_AT], INTO * c.tasks[TASK * task + IN_END], INTO)
        depth[task] = 1 + max((depth[c.into[e + SOURCE] >> 1] for e in rows), default=0)
    return sorted(c.order, key=lambda task: (-depth[task], c.tasks[TASK * task + ID_RANK]))
