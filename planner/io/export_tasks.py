"""The tasks of a plan as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.io.export_values import number

if TYPE_CHECKING:
    from planner.io.export_values import Days
    from planner.pipeline import Plan


def tasks(plan: Plan, days: Days) -> list[dict[str, Any]]:
    """Every task with all that the schedule knows of it."""
    s = plan.schedule
    cost = plan.estimate.task_cost
    tasks = []
    columns = zip(
        s.tasks, s.start, s.finish, s.early_start, s.early_finish, s.late_start, s.late_finish,
        s.total_float, s.free_float, s.driver, strict=True,
    )  # fmt: skip
    for task, start, finish, es, ef, ls, lf, slack, free, driver in columns:
        duration = task.duration
        tasks.append(
            {
                "id": task.id,
                "name": task.name,
                "discipline": task.discipline,
                "hall": task.hall,
                "calendar": task.calendar,
                "duration_days": duration.likely,
                "duration_low_days": duration.low,
                "duration_high_days": duration.high,
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
                "total_float_days": slack,
                "free_float_days": free,
                "critical": slack <= 0,
                "driver": {"kind": driver[0], "by": driver[1]},
                "crew": dict(task.crew),
                "cost_usd": number(cost.get(task.id, 0.0), 2),
                "basis": task.basis or None,
                "template": task.template,
            }
        )
    return tasks
