"""Other solvers of the same instances: OR-Tools CP-SAT alone, and PyJobShop where it is installed."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.psplib import Instance

    Peer = Callable[[Instance, float], int | None]
"""Instance and seconds in, makespan out; None where nothing was found in time."""

THREADS = 2


def cp_sat(instance: Instance, seconds: float) -> int | None:
    """The usual model: intervals, precedences, one cumulative per resource."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    horizon = sum(instance.durations)
    starts = [model.new_int_var(0, horizon, "") for _ in instance.durations]
    intervals = [
        model.new_fixed_size_interval_var(s, d, "") for s, d in zip(starts, instance.durations, strict=True)
    ]
    for n, after in enumerate(instance.successors):
        for m in after:
            model.add(starts[m] >= starts[n] + instance.durations[n])
    for k, capacity in enumerate(instance.capacity):
        used = [n for n, requests in enumerate(instance.requests) if requests[k]]
        model.add_cumulative([intervals[n] for n in used], [instance.requests[n][k] for n in used], capacity)
    model.minimize(starts[-1] + instance.durations[-1])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return round(solver.objective_value) if found else None


def pyjobshop(instance: Instance, seconds: float) -> int | None:
    """PyJobShop's own model of the same."""
    from pyjobshop import Model

    model = Model()
    resources = [model.add_renewable(capacity) for capacity in instance.capacity]
    tasks = [model.add_task() for _ in instance.durations]
    for task, days, requests in zip(tasks, instance.durations, instance.requests, strict=True):
        model.add_mode(task, resources, days, requests)
    for n, after in enumerate(instance.successors):
        for m in after:
            model.add_end_before_start(tasks[n], tasks[m])
    result = model.solve(solver="ortools", time_limit=seconds, num_workers=THREADS, display=False)
    return round(result.objective) if result.best.tasks else None


def peers() -> dict[str, Peer]:
    """Those that can run here."""
    found: dict[str, Peer] = {"CP-SAT alone": cp_sat}
    if importlib.util.find_spec("pyjobshop"):
        found["PyJobShop"] = pyjobshop
    return found
