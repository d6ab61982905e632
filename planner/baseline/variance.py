"""How a plan varies from a baseline. Positive days are later, positive money is dearer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.baseline.keep import cents
from planner.schedule.dates import finish_date, start_date

if TYPE_CHECKING:
    from datetime import date

    from planner.baseline.result import Baseline
    from planner.pipeline import Plan


@dataclass(frozen=True, slots=True)
class HallVariance:
    """A hall's ready for service; None where the plan or the baseline has no such hall."""

    id: str
    baseline_rfs_date: date | None
    rfs_date: date | None
    rfs_variance_days: int | None


@dataclass(frozen=True, slots=True)
class TaskVariance:
    """A task that stands in both. Days of dates are calendar days, those of durations the task's own."""

    id: str
    name: str
    baseline_start: date
    baseline_finish: date
    start: date
    finish: date
    start_variance_days: int
    finish_variance_days: int
    duration_variance_days: int
    cost_variance_usd: float | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What has moved in all; None where either side has no such figure."""

    rfs_variance_days: int | None
    finish_variance_days: int
    capex_variance_usd: float | None


@dataclass(frozen=True, slots=True)
class Variance:
    """A plan beside a baseline."""

    baseline: Baseline
    rfs_variance_days: int | None
    """Of the site: its last wanted hall; None where either has none."""
    finish_variance_days: int
    capex_variance_usd: float | None
    halls: tuple[HallVariance, ...]
    """In the order of their ids."""
    tasks: tuple[TaskVariance, ...]
    """Those that stand in both, in the order of the plan."""
    added: tuple[str, ...]
    """Ids of tasks that the baseline lacks."""
    removed: tuple[str, ...]
    """Ids of tasks that the plan lacks."""

    @property
    def slips(self) -> list[TaskVariance]:
        """Tasks that finish later than they were to, the worst first, then by id."""
        late = [task for task in self.tasks if task.finish_variance_days > 0]
        return sorted(late, key=lambda task: (-task.finish_variance_days, task.id))


def headline(plan: Plan, baseline: Baseline) -> Headline:
    """What has moved of the site's date and money: the first figures of `variance`, at no cost."""
    return Headline(
        _days(plan.rfs_date, baseline.rfs_date),
        (plan.project_finish - baseline.project_finish).days,
        _less(cents(plan.estimate.capex.likely), baseline.capex_usd),
    )


def variance(plan: Plan, baseline: Baseline) -> Variance:
    """What has moved since a baseline was kept: planned dates as they are shown, in calendar days, and likely money."""
    then = {task.id: task for task in baseline.task}
    schedule, first, cost = plan.schedule, plan.project_start, plan.estimate.task_cost
    tasks, added = [], []
    columns = zip(schedule.tasks, schedule.duration, schedule.start, schedule.finish, strict=True)
    for task, days, start_day, finish_day in columns:
        was = then.pop(task.id, None)
        if was is None:
            added.append(task.id)
            continue
        start, finish = start_date(first, start_day), finish_date(first, start_day, finish_day)
        tasks.append(
            TaskVariance(
                task.id,
                task.name,
                was.start,
                was.finish,
                start,
                finish,
                (start - was.start).days,
                (finish - was.finish).days,
                days - was.duration_days,
                _less(cents(cost.get(task.id, 0.0)), was.cost_usd),
            )
        )
    moved = headline(plan, baseline)
    return Variance(
        baseline,
        moved.rfs_variance_days,
        moved.finish_variance_days,
        moved.capex_variance_usd,
        _halls(plan, baseline),
        tuple(tasks),
        tuple(sorted(added)),
        tuple(sorted(then)),
    )


def _halls(plan: Plan, baseline: Baseline) -> tuple[HallVariance, ...]:
    then = {hall.id: hall.rfs_date for hall in baseline.hall}
    now = {hall: plan.day(day) for hall, day in plan.hall_rfs_day.items()}
    return tuple(
        HallVariance(hall, then.get(hall), now.get(hall), _days(now.get(hall), then.get(hall)))
        for hall in sorted({*then, *now})
    )


def _days(now: date | None, then: date | None) -> int | None:
    return None if now is None or then is None else (now - then).days


def _less(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else cents(now - then)
