"""Sums of groups of tasks: by hall, and by discipline within each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.pipeline import Plan


class Rollup(NamedTuple):
    """What a group of tasks comes to."""

    tasks: int
    start: int
    """Boundary of the first planned start."""
    finish: int
    """Boundary of the last planned finish."""
    last_day: int
    """The day a person calls its finish: the last worked, or a later milestone's own."""
    total_float_days: int | None
    """The least of what is not done; None where all is."""
    free_float_days: int | None
    cost_usd: float
    done: int
    in_progress: int
    critical: int
    late: int


def rollup(plan: Plan, tasks: Sequence[int]) -> Rollup:
    """Sums of some tasks, at least one, by their positions in the schedule."""
    s, cost = plan.schedule, plan.estimate.task_cost
    done = {i for i in tasks if s.tasks[i].timing.actual_finish is not None}
    left = [i for i in tasks if i not in done]
    return Rollup(
        tasks=len(tasks),
        start=min(s.start[i] for i in tasks),
        finish=max(s.finish[i] for i in tasks),
        last_day=max(s.finish[i] - (s.finish[i] > s.start[i]) for i in tasks),
        total_float_days=min((s.total_float[i] for i in left), default=None),
        free_float_days=min((s.free_float[i] for i in left), default=None),
        cost_usd=sum(cost.get(s.tasks[i].id, 0.0) for i in tasks),
        done=len(done),
        in_progress=sum(s.tasks[i].timing.actual_start is not None for i in left),
        critical=sum(s.critical(i) for i in left),
        late=sum(s.total_float[i] < 0 for i in left),
    )


Group = tuple[str | None, str | None]
"""Hall, None for what is of the whole site; discipline, None for all of the hall's."""


def grouped(plan: Plan) -> dict[Group, list[int]]:
    """Tasks of each hall, and of each discipline in it: the site's own first, then by id."""
    found: dict[Group, list[int]] = {}
    for i, task in enumerate(plan.schedule.tasks):
        found.setdefault((task.hall, None), []).append(i)
        found.setdefault((task.hall, task.discipline), []).append(i)
    return dict(sorted(found.items(), key=lambda g: tuple((name is not None, name or "") for name in g[0])))


def rollups(plan: Plan) -> list[tuple[Group, Rollup]]:
    """Every group with its sums."""
    return [(group, rollup(plan, tasks)) for group, tasks in grouped(plan).items()]
