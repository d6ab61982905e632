"""The tasks of a plan as data, and the megawatts that they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.checks.power import draw_by_day
from planner.io.export_values import number
from planner.model.work import NO_TIMING
from planner.rollup import rollups
from planner.schedule.crew_use import crew_days
from planner.schedule.driving import longest_path
from planner.schedule.goals import float_to_goal
from planner.schedule.progress import begun_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.io.export_values import Days
    from planner.model.work import Task
    from planner.pipeline import Plan

MW_DIGITS = 6
DATES = (
    "start_no_earlier",
    "start_no_later",
    "finish_no_earlier",
    "finish_no_later",
    "must_start",
    "must_finish",
    "deadline",
    "pinned_start",
    "actual_start",
    "actual_finish",
)
"""Dates that a person may give a task, in the order in which they are told."""
NOTHING_SAID: dict[str, Any] = {
    **dict.fromkeys(DATES[:7]),
    "as_late_as_possible": False,
    **dict.fromkeys(DATES[7:]),
    "remaining_days": None,
    "percent": None,
}


def task_dicts(plan: Plan, days: Days) -> Iterator[dict[str, Any]]:
    """Every task with all that the schedule knows of it, one at a time: 100,000 at once would take a gigabyte."""
    s = plan.schedule
    cost = plan.estimate.task_cost
    longest = longest_path(s.dated)
    to_rfs = _float_to_rfs(plan)
    columns = zip(
        s.tasks, s.duration, s.start, s.finish, s.early_start, s.early_finish, s.late_start, s.late_finish,
        s.total_float, s.free_float, s.driver, strict=True,
    )  # fmt: skip
    for i, (task, length, start, finish, es, ef, ls, lf, slack, free, driver) in enumerate(columns):
        duration, said = task.duration, NOTHING_SAID
        done = False
        if task.timing is not NO_TIMING:
            said, done = _said(task), task.timing.actual_finish is not None
        yield {
            "id": task.id,
            "name": task.name,
            "type": "hammock" if task.hammock else "task",
            "discipline": task.discipline,
            "hall": task.hall,
            "calendar": task.calendar,
            "duration_days": length,
            "duration_low_days": length if task.hammock else duration.low,
            "duration_high_days": length if task.hammock else duration.high,
            "start": days[start],
            "start_day": start,
            "finish": days[finish - 1 if finish > start else finish],
            "finish_day": finish,
            "early_start": days[es],
            "early_start_day": es,
            "early_finish": days[ef - 1 if ef > es else ef],
            "early_finish_day": ef,
            "late_start": days[ls],
            "late_start_day": ls,
            "late_finish": days[lf - 1 if lf > ls else lf],
            "late_finish_day": lf,
            "total_float_days": None if done else slack,
            "free_float_days": None if done else free,
            "float_to_rfs": to_rfs.get(i, {}),
            "critical": slack <= 0 and not done,
            "longest_path": i in longest,
            "driver": {"kind": driver[0], "by": driver[1]},
            **said,
            "crew": dict(task.crew),
            "power_mw": number(task.power_mw, MW_DIGITS) if _draws_by_itself(task) else None,
            "cost_usd": number(cost.get(task.id, 0.0), 2),
            "basis": task.basis or None,
            "template": task.template,
        }


def _said(task: Task) -> dict[str, Any]:
    """What the file says of a task's dates; of what has begun the days that remain, given or from percent."""
    said = task.timing
    told = dict(NOTHING_SAID)
    for key in DATES:
        day: date | None = getattr(said, key)
        told[key] = None if day is None else day.isoformat()
    told["as_late_as_possible"] = said.as_late_as_possible
    if said.progressed:
        told["remaining_days"] = 0 if said.actual_finish is not None else begun_days(task)
    told["percent"] = number(said.percent, 4)
    return told


def _draws_by_itself(task: Task) -> bool:
    """Whether `power_mw` applies: generated work changes the site's draw by events instead, and a hammock draws nothing."""
    return task.template is None and task.item is None and not task.hammock


def _float_to_rfs(plan: Plan) -> dict[int, dict[str, int]]:
    """By position of a task, the halls that it leads to and its float to the early date of each one's RFS."""
    found: dict[int, dict[str, int]] = {}
    for hall, goal in sorted(plan.graph.rfs.items()):
        for task, slack in float_to_goal(plan.schedule, goal).items():
            found.setdefault(task, {})[hall] = slack
    return found


def power_dicts(plan: Plan, days: Days) -> list[dict[str, Any]]:
    """Each limit of megawatts with what is drawn and allowed from each day of a change on."""
    found = []
    for envelope in plan.graph.envelopes:
        rows: list[dict[str, Any]] = []
        last: tuple[float | None, float | None] | None = None
        for boundary, draw, limit in draw_by_day(envelope, plan.schedule):
            figures = number(draw, MW_DIGITS), number(limit, MW_DIGITS)
            if figures != last:  # what one task gives up and another takes on the same day is no change
                rows.append(
                    {
                        "from": days[boundary],
                        "from_day": boundary,
                        "draw_mw": figures[0],
                        "limit_mw": figures[1],
                    }
                )
            last = figures
        found.append(
            {
                "id": envelope.id,
                "name": envelope.name,
                "base_mw": number(envelope.base_mw, MW_DIGITS),
                "days": rows,
            }
        )
    return found


def group_dicts(plan: Plan, days: Days) -> list[dict[str, Any]]:
    """Sums of the tasks of each hall, and of each discipline in it."""
    return [
        {
            "hall": hall,
            "discipline": discipline,
            "tasks": sums.tasks,
            "start": days[sums.start],
            "start_day": sums.start,
            "finish": days[sums.last_day],
            "finish_day": sums.finish,
            "total_float_days": sums.total_float_days,
            "free_float_days": sums.free_float_days,
            "cost_usd": number(sums.cost_usd, 2),
            "done": sums.done,
            "in_progress": sums.in_progress,
            "critical": sums.critical,
            "late": sums.late,
        }
        for (hall, discipline), sums in rollups(plan)
    ]


def crew_dicts(plan: Plan, days: Days) -> list[dict[str, Any]]:
    """Each crew that a task holds, with the units held and at hand from each day of a change on."""
    graph = plan.graph
    return [
        {
            "id": crew,
            "name": graph.crews[crew].name or None,
            "days": [
                {
                    "from": days[row.from_day],
                    "from_day": row.from_day,
                    "used": row.used,
                    "capacity": row.capacity,
                }
                for row in rows
            ],
        }
        for crew, rows in crew_days(plan.schedule, graph.calendars, graph.crews).items()
    ]
