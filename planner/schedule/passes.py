"""The forward and the backward pass, floats, drivers and the critical path, as CONTRACT.md has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.schedule.calendar import latest_before_lag, pass_working_days
from planner.schedule.network import place
from planner.schedule.result import Driver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.schedule.network import Network

PROJECT_START = Driver("project_start")


def early_times(network: Network) -> list[int]:
    """Forward pass: the earliest start and finish of every task, nothing before boundary 0.

    Raises:
        IndexError: a calendar's table ends too early.
    """
    times = [0] * (2 * len(network.ids))
    for task in network.order:
        place(network, task, times)
    return times


def late_times(network: Network, finish: int, goals: Mapping[int, int] | None = None) -> list[int]:
    """Backward pass: the latest start and finish of every task that keep the network within `finish`.

    `goals` holds tasks that must finish earlier than that: task to boundary.

    Raises:
        IndexError: a calendar's table starts too late.
    """
    times = [0] * (2 * len(network.ids))
    _write_latest(network, reversed(network.order), times, times, finish, goals or {})
    return times


def _write_latest(
    network: Network,
    order: Iterable[int],
    limits: Sequence[int],
    times: list[int],
    finish: int,
    goals: Mapping[int, int],
) -> None:
    """Write to `times` the latest dates of tasks whose successors keep the dates in `limits`.

    Each relation is inverted exactly: the predecessor's end may be as late as the last boundary whose
    lagged bound is still met by the successor.
    """
    duration, snap, tables = network.duration, network.snap, network.tables
    finish_limits, other_limits = network.finish_limits, network.other_limits
    lowest = -min((t[2] for t in tables if t is not None), default=0)
    has_tables = any(t is not None for t in tables)
    for task in order:
        last_finish = last_start = goals.get(task, finish)
        for target, lag in finish_limits[task]:
            boundary = limits[target] - lag
            if boundary < last_finish:
                last_finish = boundary
        others = other_limits[task]
        if others is not None:
            for target, lag, lag_owner, of_finish in others:
                boundary = limits[target]
                lag_tables = tables[lag_owner] if lag_owner >= 0 else None
                if lag_tables is None:
                    boundary -= lag
                else:
                    boundary = latest_before_lag(lag_tables, boundary, lag, finish)
                if of_finish:
                    if boundary < last_finish:
                        last_finish = boundary
                elif boundary < last_start:
                    last_start = boundary
        days = duration[task]
        task_tables = snap[task]
        if task_tables is None:
            if last_finish - days < last_start:
                last_start = last_finish - days
            if has_tables and last_start < lowest:
                raise IndexError
            times[2 * task] = last_start
            times[2 * task + 1] = last_start + days
            continue
        count, worked, origin = task_tables
        index = count[last_start + 1 + origin] - 1
        last_index = count[last_finish + origin] - days
        if last_index < index:
            index = last_index
        if index < 0:
            raise IndexError
        times[2 * task] = worked[index]
        times[2 * task + 1] = worked[index + days - 1] + 1


def total_floats(network: Network, early: Sequence[int], late: Sequence[int]) -> list[int]:
    """Working days of each task's own calendar between two lists of times, from start to start."""
    floats: list[int] = []
    for task, tables in enumerate(network.tables):
        start, end = early[2 * task], late[2 * task]
        if tables is None:
            floats.append(end - start)
        else:
            count, _, origin = tables
            floats.append(count[end + origin] - count[start + origin])
    return floats


def free_floats(network: Network, early: Sequence[int], finish: int) -> list[int]:
    """Working days that each task can slip while its successors keep their early dates.

    The network's finish counts as a successor of every task: one that only drives a start may
    still end last, and then it cannot slip freely.
    """
    free = [0] * len(early)
    _write_latest(network, range(len(network.ids)), early, free, finish, {})
    return total_floats(network, early, free)


def driver_of(network: Network, task: int, times: Sequence[int], total_float: Sequence[int]) -> Driver:
    """Why a task starts when it does in `times`: the project's start or the relation that binds it.

    Of several relations that bind alike the one whose predecessor finishes last is told, then the
    one with the smallest float, then by id: never the one that happens to come first in the file.
    The task must start where its relations put it, not where a crew made it wait.
    """
    start = times[2 * task]
    snap = network.snap[task]
    if snap is None:
        if start == 0:
            return PROJECT_START
        # Least bounds that give this start, for relations to the start and to the finish.
        binds_start, binds_finish = start, start + network.duration[task]
    else:
        count, worked, origin = snap
        index = count[start + origin]
        if index == count[origin]:
            return PROJECT_START
        binds_start = worked[index - 1] + 1
        # One day more than the finish of a task that starts on the worked day before.
        binds_finish = worked[index + network.duration[task] - 2] + 2
    binding: list[tuple[int, int]] = []
    for source, lag, number in network.start_bounds[task]:
        if times[source] + lag >= binds_start:
            binding.append((source >> 1, number))
    others = network.other_bounds[task]
    if others is not None:
        tables = network.tables[task]
        for source, lag, working, to_finish, number in others:
            boundary = times[source]
            if working and tables is not None:
                boundary = pass_working_days(tables, boundary, lag)
            else:
                boundary += lag
            if boundary >= (binds_finish if to_finish else binds_start):
                binding.append((source >> 1, number))
    relations, ids = network.relations, network.ids
    if len(binding) > 1:
        binding.sort(
            key=lambda b: (
                -times[2 * b[0] + 1],
                total_float[b[0]],
                ids[b[0]],
                relations[b[1]].kind,
                relations[b[1]].lag,
                relations[b[1]].lag_days,
            )
        )
    by, number = binding[0]
    return Driver("relation", ids[by], relations[number])


def critical_path(network: Network, early: Sequence[int], total_float: Sequence[int]) -> tuple[str, ...]:
    """Ids of the driving chain to the network's finish, first task first.

    It ends with the task that finishes last. Where several do, one that drives another of them is
    not the end (an RFS milestone comes after the work that it closes); then the smallest id is.
    """
    ids = network.ids
    finish = max(early[1::2], default=0)
    last = [task for task in range(len(ids)) if early[2 * task + 1] == finish]
    inner = {driver_of(network, task, early, total_float).by for task in last}
    ends = [task for task in last if ids[task] not in inner]
    index = {task_id: task for task, task_id in enumerate(ids)}
    chain: list[str] = []
    by = min((ids[task] for task in ends), default=None)
    while by is not None:
        chain.append(by)
        by = driver_of(network, index[by], early, total_float).by
    return tuple(reversed(chain))
