"""The one question: why does this task start when it does?"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.why.chain import driving_chain
from planner.why.reading import Reading
from planner.why.result import Days, Why
from planner.why.sooner import a_day_sooner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.model.work import CalendarSpec, Crew, Relation
    from planner.pipeline import Plan
    from planner.schedule.result import Schedule

MOST_NEAR = 4
MOST_COMPARED = 3000
"""Ids that are compared letter by letter with a mistyped one."""


def why(plan: Plan, task_id: str) -> Why:
    """What drives a task's planned start, back to the project start, and what would bring it forward.

    Raises:
        InputError: no task has this id; the nearest are named.
    """
    graph = plan.graph
    return why_in(plan.schedule, graph.relations, graph.calendars, graph.crews, task_id)


def why_in(
    schedule: Schedule,
    relations: Sequence[Relation],
    calendars: Mapping[str, CalendarSpec],
    crews: Mapping[str, Crew],
    task_id: str,
) -> Why:
    """The same of a schedule and what it was made from.

    Raises:
        InputError: no task has this id; the nearest are named.
    """
    task = schedule.index.get(task_id)
    if task is None:
        raise InputError([_unknown(task_id, schedule.index)])
    reading = Reading(schedule, relations, calendars, crews)
    steps = driving_chain(reading, task)
    days = Days(*map(sum, zip(*(step.days for step in steps), strict=True)))
    return Why(schedule.project_start, steps, schedule.data_date, days, a_day_sooner(reading, task))


def _unknown(task_id: str, known: Iterable[str]) -> Problem:
    near = nearest_ids(task_id, known)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return Problem("E-UNKNOWN-ID", "task", f"no task of the plan has this id{hint}", task_id)


def nearest_ids(asked: str, known: Iterable[str]) -> list[str]:
    """Ids that end with what was asked, else those that look like it."""
    ids = sorted(known)
    ends = [name for name in ids if name.endswith(f".{asked}")]
    if ends:
        return ends[:MOST_NEAR]
    alike = [name for name in ids if name[:1] == asked[:1]]
    compared = ids if len(ids) <= MOST_COMPARED else alike[:MOST_COMPARED] or ids[:MOST_COMPARED]
    return difflib.get_close_matches(asked, compared, MOST_NEAR, 0.5)
