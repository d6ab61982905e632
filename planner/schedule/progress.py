"""Reported progress: the data date, what remains, and reports that contradict each other."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.model.work import Task


def data_date_boundary(tasks: Sequence[Task], project_start: date, data_date: date | None) -> int:
    """The boundary that nothing unfinished precedes: the data date, or else the latest that an actual date names."""
    if data_date is not None:
        return max(0, (data_date - project_start).days)
    origin = project_start.toordinal()
    latest = 0
    for task in tasks:
        said = task.timing
        if said.actual_start is not None:
            latest = max(latest, said.actual_start.toordinal() - origin)
        if said.actual_finish is not None:
            latest = max(latest, said.actual_finish.toordinal() - origin + (task.duration.likely > 0))
    return latest


def begun_days(task: Task) -> int:
    """Days that remain of a task begun: given, or the share of its duration that is not done, rounded up."""
    if task.timing.remaining_days is not None:
        return task.timing.remaining_days
    done = Fraction(str(task.timing.percent or 0)) / 100
    return math.ceil(task.duration.likely * (1 - done))


def progress_problems(tasks: Sequence[Task], project_start: date) -> list[Problem]:
    """Actual dates before the project start, which nothing precedes, and milestones of two days."""
    found = [
        Problem(
            "E-PROGRESS",
            format_address((task_table(task), task.id, "actual_finish")),
            f"a milestone is one day, and actual_start is {task.timing.actual_start}: give one of them",
            str(task.timing.actual_finish),
        )
        for task in tasks
        if task.timing.progressed
        and not task.duration.likely
        and None not in (task.timing.actual_start, task.timing.actual_finish)
        and task.timing.actual_start != task.timing.actual_finish
    ]
    return found + [
        Problem(
            "E-PROGRESS",
            format_address((task_table(task), task.id, key)),
            f"an actual date is not before the project start, {project_start}: move the start or the date",
            str(day),
        )
        for task in tasks
        if task.timing.progressed
        for key, day in (
            ("actual_start", task.timing.actual_start),
            ("actual_finish", task.timing.actual_finish),
        )
        if day is not None and day < project_start
    ]


def task_table(task: Task) -> str:
    """The table of the file in which a task's dates are said."""
    return "task" if task.template is None and task.item is None else "adjust"
