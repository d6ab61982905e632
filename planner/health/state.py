"""What of a schedule is no work to come, and why that exempts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.model.work import Task

DONE = "done: it lies behind"
HAMMOCK = "hammock: level of effort, which takes its dates from others and drives nothing"
MILESTONE = "milestone: nothing is worked"
PROCUREMENT = "procurement chain: makers and carriers do it, in market lead times"
WAITING = "waiting on elapsed days (permits, studies, curing, burn-in): no crew shortens it"


def done(task: Task) -> bool:
    """Whether a task is reported as finished."""
    return task.timing.actual_finish is not None


def begun(task: Task) -> bool:
    """Whether a task is in progress."""
    return task.timing.actual_start is not None and task.timing.actual_finish is None


def idle(task: Task) -> str | None:
    """Why nothing of a task is still to come; None where something is."""
    if task.hammock:
        return HAMMOCK
    return DONE if done(task) else None


def unworked(task: Task, elapsed: Collection[str]) -> str | None:
    """Why a task is not work to come that a crew does; None where it is. `elapsed` are the calendars without days off."""
    reason = idle(task)
    if reason is not None:
        return reason
    if not task.duration.likely:
        return MILESTONE
    if task.item is not None:
        return PROCUREMENT
    return WAITING if task.calendar in elapsed else None
