"""Load what a search needs and have it compiled, the times of both told apart."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_SECONDS = 0.1
"""How often it is asked whether to stop."""

_lock = threading.Lock()
_ready = False


def load(times: list[float]) -> None:
    """Put seconds of importing and of compiling into `times`; the second call takes none."""
    global _ready
    with _lock:
        if _ready:
            return
        began = time.perf_counter()
        import numba  # noqa: F401
        import ortools.sat.python.cp_model  # noqa: F401

        loaded = time.perf_counter()
        times[0] = loaded - began
        _warm()
        _ready = True
        times[1] = time.perf_counter() - loaded


def compile_elsewhere(stop: Callable[[], bool]) -> None:
    """Have another process fill numba's cache, so that no compiler holds the interpreter of an app that takes keys."""
    if _ready:
        return
    command = [sys.executable, "-c", "from planner.optimise.loading import load; load([0.0, 0.0])"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            try:
                process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if stop():
                    process.kill()


def _warm() -> None:
    """Run every kernel once on small networks: compiled, or read from numba's cache."""
    from planner.model.work import CalendarSpec, Crew, Duration, Relation, Task
    from planner.optimise.improve import Improvement
    from planner.schedule.engine import schedule_with
    from planner.schedule.running import load_compiled
    from planner.schedule.warming import network_of_all_kinds

    run = load_compiled()
    two = Duration(2, 2, 2)
    tasks = [Task(name, name, "", two, crew=(("crew", 1),)) for name in "abcd"]
    calendars = {"standard": CalendarSpec("standard")}
    crews = {"crew": Crew("crew", "crew")}
    even = schedule_with(run, tasks, [Relation("a", "b")], calendars, crews, date(2026, 1, 5))
    general = schedule_with(run, *network_of_all_kinds())
    for schedule in (even, general):
        assert schedule.supply is not None
        improvement = Improvement(
            schedule, schedule.supply, "rfs", {}, None, False, 0, 1, 60, lambda: False, None
        )
        improvement.warm()
