"""The search as one call."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from planner.optimise.result import Optimised, Progress
from planner.schedule.levelling import missed_days

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.optimise.result import Objective
    from planner.schedule.result import Schedule

LOOK_SECONDS = 0.02
"""How often the stop flag is looked at while libraries load."""


def never() -> bool:
    """Go on until the time is over."""
    return False


def optimise(
    schedule: Schedule,
    seconds: float,
    objective: Objective = "rfs",
    *,
    goals: Mapping[str, float] | None = None,
    site_goal: str | None = None,
    darken_earlier: bool = False,
    seed: int = 0,
    workers: int = 2,
    limit: int | None = None,
    stop: Callable[[], bool] = never,
    progress: Callable[[Progress], None] | None = None,
) -> Optimised:
    """Search for a better order of tasks for so many seconds; never worse than the schedule given.

    Args:
        schedule: levelled; it stands until something better is found.
        seconds: search time; loading libraries, laying out the network's arrays and compiling come before and are told apart.
        objective: the site's date (`rfs`), the goals' dates weighted in money (`halls`), or fewest units at crews' peaks
            while no goal and not the finish gets later (`peaks`).
        goals: USD per day of delay of each goal milestone, by task id.
        site_goal: the task whose finish is the makespan; the network's latest finish without one.
        darken_earlier: whether what frees megawatts for good may start earlier than in the schedule given.
        seed: with `limit`, equal seeds give equal results.
        workers: threads that search.
        limit: end after about so many schedules, whatever the clock says up to `seconds`.
        stop: looked at all the time; True ends the search with the best found.
        progress: told of the schedule given, of a bound that rose and of every improvement, from the calling thread.
    """
    supply = schedule.supply
    if supply is None or all(t.hammock or t.timing.actual_finish is not None for t in schedule.tasks):
        return _unchanged(schedule, objective, goals or {}, site_goal)
    unchanged = _unchanged(schedule, objective, goals or {}, site_goal)
    if objective == "rfs" and unchanged.makespan_days <= unchanged.bound_days and not unchanged.missed_before:
        return unchanged
    from planner.optimise import loading

    times = [0.0, 0.0]
    failures: list[BaseException] = []

    def load() -> None:
        try:
            loading.load(times)
        except BaseException as error:
            failures.append(error)

    # In a thread, because no compiler looks at a stop flag; what it has begun serves the next search.
    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    began = time.perf_counter()
    while thread.is_alive():
        thread.join(LOOK_SECONDS)
        if thread.is_alive() and stop():
            waited = time.perf_counter() - began
            loaded = times[0] or waited
            return _with_times(unchanged, loaded, waited - loaded, stopped=True)
    if failures:
        raise failures[0]
    from planner.optimise.improve import Improvement

    began = time.perf_counter()
    improvement = Improvement(
        schedule,
        supply,
        objective,
        goals or {},
        site_goal,
        darken_earlier,
        seed,
        workers,
        limit,
        stop,
        progress,
    )
    laid_out = time.perf_counter() - began
    return improvement.run(seconds, times[0] + laid_out, times[1])


def _unchanged(
    schedule: Schedule, objective: Objective, goals: Mapping[str, float], site_goal: str | None
) -> Optimised:
    """The schedule given, with the bound of its critical path."""
    finish = schedule.project_finish if site_goal is None else schedule.finish[schedule.index[site_goal]]
    bound = schedule.early_project_finish
    if site_goal is not None:
        # Before anything was put as late as possible.
        bound = schedule.dated.passes.unmoved[2 * schedule.index[site_goal] + 1]
    value = float(finish)
    if objective == "halls" and goals:
        value = sum(usd * schedule.finish[schedule.index[task]] for task, usd in goals.items())
    elif objective == "peaks":
        value = 0.0
        if schedule.supply is not None:
            from planner.optimise.problem import Problem
            from planner.schedule.running import INTERPRETED

            problem = Problem(schedule, schedule.supply, INTERPRETED, objective, goals, site_goal, False)
            value = problem.value(schedule.levelled)
    missed = missed_days(schedule.dated.passes.network.columns, schedule.levelled.times)
    return Optimised(
        schedule=schedule,
        objective=objective,
        makespan_days=finish,
        bound_days=min(bound, finish),
        bound_proof="the critical path",
        before=value,
        after=value,
        moved=(),
        loading_seconds=0.0,
        compiling_seconds=0.0,
        search_seconds=0.0,
        schedules=0,
        missed_before=missed,
        missed_after=missed,
        stopped=False,
    )


def _with_times(
    result: Optimised, loading_seconds: float, compiling_seconds: float, *, stopped: bool
) -> Optimised:
    from dataclasses import replace

    return replace(
        result, loading_seconds=loading_seconds, compiling_seconds=compiling_seconds, stopped=stopped
    )
