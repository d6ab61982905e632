"""Dates that were asked for beside the dates that are planned, and progress that contradicts the network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.schedule.progress import task_table
from planner.schedule.sequence import out_of_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.cost.result import Estimate
    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.work import Task
    from planner.schedule.result import Schedule

LATEST = (
    ("start_no_later", "start"),
    ("must_start", "start"),
    ("finish_no_later", "finish"),
    ("must_finish", "finish"),
)

YEAR_DAYS = 365.25
HORIZON_DAYS = 20 * YEAR_DAYS
"""Longer than any of the projects of the outside view by far, and than the books' rates were ever observed together."""


def date_problems(graph: TaskGraph, schedule: Schedule) -> list[Problem]:
    """F-DEADLINE, F-CONSTRAINT, F-PIN and W-SEQUENCE."""
    found: list[Problem] = []
    for i, task in enumerate(schedule.tasks):
        if not task.hammock and any((task.timing.progressed, *_asked(task))):
            found.extend(_missed(task, i, schedule))
    found.extend(_sequence(schedule))
    return found


def data_date_missing(facility: Facility, schedule: Schedule) -> list[Problem]:
    """W-DATA-DATE: progress is reported, but not up to when; the latest boundary that an actual date names is taken."""
    if facility.project.data_date is not None or not any(t.timing.progressed for t in schedule.tasks):
        return []
    taken = schedule.project_start + timedelta(days=schedule.data_date)
    message = (
        f"progress is reported, so give the morning up to which: {taken} is taken, by the latest actual date"
    )
    return [Problem("W-DATA-DATE", "project.data_date", message, severity="warning")]


def beyond_figures(schedule: Schedule, estimate: Estimate) -> list[Problem]:
    """W-HORIZON: so far out no price, rate or lead time means anything, and compound escalation is most of the cost."""
    if schedule.project_finish <= HORIZON_DAYS or not estimate.capex.likely:
        return []
    start = schedule.project_start
    end = start + timedelta(days=schedule.project_finish)
    message = (
        f"the plan ends {end}, {schedule.project_finish / YEAR_DAYS:,.0f} years later: no price, rate or lead time holds "
        "so far, and its cost is mostly escalation; look with `planner why` for the crew, megawatts or date that it waits for"
    )
    return [Problem("W-HORIZON", "project.start", message, value=str(start), severity="warning")]


def _asked(task: Task) -> tuple[date | None, ...]:
    said = task.timing
    return (
        said.start_no_later,
        said.must_start,
        said.finish_no_later,
        said.must_finish,
        said.deadline,
        said.pinned_start,
    )


def _missed(task: Task, i: int, schedule: Schedule) -> Iterator[Problem]:
    said = task.timing
    after = 1 if task.duration.likely else 0
    # A milestone with either actual date is done on it: facts, which no date bounds any more.
    done = said.actual_finish is not None or (said.progressed and not after)
    origin = schedule.project_start
    start = origin + timedelta(days=schedule.start[i])
    last_day = origin + timedelta(days=schedule.finish[i] - after)
    planned = {"start": start, "finish": last_day}

    def problem(code: str, key: str, words: str, wanted: date) -> Problem:
        address = format_address((task_table(task), task.id, key))
        return Problem(code, address, words, value=str(wanted), severity="failure")

    if said.deadline is not None and last_day > said.deadline:
        late = days_late((last_day - said.deadline).days)
        if said.actual_finish is not None:
            words = f"finished {last_day}, {late}"
        else:
            words = f"planned to finish {last_day}, {late}: see `planner why` for what drives it"
        yield problem("F-DEADLINE", "deadline", words, said.deadline)
    for key, end in LATEST:
        wanted = getattr(said, key)
        if wanted is None or (end == "start" and said.progressed) or done:
            continue
        if planned[end] > wanted:
            late = days_late((planned[end] - wanted).days)
            words = f"planned to {end} {planned[end]}, {late}: move the date, or what drives the task"
            yield problem("F-CONSTRAINT", key, words, wanted)
    if said.pinned_start is not None and not said.progressed and start != said.pinned_start:
        words = (
            f"cannot be kept, planned to start {start}: relations, constraints, days off or crews forbid it"
        )
        yield problem("F-PIN", "pinned_start", words, said.pinned_start)


def days_late(days: int) -> str:
    """`1 day late`."""
    return f"{days} {'day' if days == 1 else 'days'} late"


def _sequence(schedule: Schedule) -> Iterator[Problem]:
    for relation, bound in out_of_sequence(schedule):
        task = schedule.tasks[schedule.index[relation.successor]]
        day = schedule.project_start + timedelta(days=bound)
        end = "start" if relation.kind[1] == "S" else "finish"
        message = (
            f"out of sequence: {relation.kind} from '{relation.predecessor}' asks for no {end} before {day}; "
            "what remains waits for it (retained logic)"
        )
        key = "actual_finish" if end == "finish" else "actual_start"
        value = str(getattr(task.timing, key) or task.timing.actual_start or task.timing.actual_finish)
        yield Problem(
            "W-SEQUENCE",
            format_address((task_table(task), task.id, key)),
            message,
            value=value,
            severity="warning",
        )
