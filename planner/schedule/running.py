"""Which kernels run: interpreted on lists, or compiled on arrays where they are warm."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from planner.schedule import kernels, seizing, serial
from planner.schedule.caching import is_cached, note_cached, use_cache
from planner.schedule.columns import Columns, as_arrays

if TYPE_CHECKING:
    from types import ModuleType

    from planner.schedule.columns import Ints, Resources


Rows = TypeVar("Rows", Columns, "Resources")


@dataclass(frozen=True)
class Runner:
    """Kernels and the shape of column that they take."""

    kernels: Any
    serial: Any
    compiled: bool

    def columns(self, columns: Rows) -> Rows:
        """Columns, or resources, as the kernels take them."""
        if not self.compiled:
            return columns
        if isinstance(columns, Columns):
            columns = columns._replace(calendars=_calendars(columns.calendars))
        return cast("Rows", as_arrays(columns))

    def ints(self, values: list[int]) -> Ints:
        """One column as the kernels take it; they may write to it."""
        if not self.compiled:
            return values
        import numpy as np

        return cast("Ints", np.asarray(values, dtype=np.int64))

    def zeros(self, size: int) -> Ints:
        """A column to write to."""
        if not self.compiled:
            return [0] * size
        import numpy as np

        return cast("Ints", np.zeros(size, dtype=np.int64))


_MOST_KEPT = 16
_kept: dict[int, tuple[Ints, Ints]] = {}


def _calendars(rows: Ints) -> Ints:
    """Rows of calendars as an array, kept: they are by far the longest column, and the same from edit to edit."""
    found = _kept.get(id(rows))
    if found is None:
        import numpy as np

        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(rows)] = (rows, cast("Ints", np.asarray(rows, dtype=np.int64)))
    return found[1]


def listed(column: Ints) -> list[int]:
    """A column as a list."""
    return column if isinstance(column, list) else cast("Any", column).tolist()


INTERPRETED = Runner(kernels, serial, compiled=False)
MANY_TASKS = 20_000
"""From so many tasks on, loading the compiled kernels takes less time than they save."""
FOUNDATION = (kernels, seizing, serial)
"""Modules of kernels that others are built on, each on those before it."""
_lock = threading.RLock()
"""Held while modules are loaded: another thread must not find half of one."""
_compiled: Runner | None = None


def runner(tasks: int = 0) -> Runner:
    """The compiled kernels once something has loaded them, else the interpreted ones: never waits for a compiler.

    For very many `tasks` they are loaded where numba's cache has them.
    """
    if _compiled is None and tasks >= MANY_TASKS and is_cached():
        return load_compiled()
    return _compiled or INTERPRETED


def compiled_module(plain: ModuleType) -> ModuleType:
    """A module of kernels loaded again under a name that makes numba compile it on first use, after those it is built on."""
    with _lock:
        use_cache()
        for module in (*FOUNDATION, plain):
            twin = _twin(module)
            if module is plain:
                break
        return twin


def _twin(plain: ModuleType) -> ModuleType:
    name = f"{plain.__name__}_compiled"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, plain.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]  # half of a module would be taken for all of it
            raise
    return sys.modules[name]


def load_compiled() -> Runner:
    """Load the compiled kernels; the first call on a machine compiles them, later ones read numba's cache."""
    global _compiled
    with _lock:
        if _compiled is None:
            made = Runner(compiled_module(kernels), compiled_module(serial), compiled=True)
            _warm(made)
            note_cached()
            _compiled = made
    return _compiled


def warm_behind() -> threading.Thread:
    """Load the compiled kernels in a thread; where they must be compiled, another process does that first.

    A compiler in this process would hold the interpreter for seconds, and keys would wait.
    """

    def run() -> None:
        try:
            if not is_cached():
                command = [
                    sys.executable,
                    "-c",
                    "from planner.schedule.running import load_compiled as f; f()",
                ]
                subprocess.run(
                    command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS
                )
            load_compiled()
        except (OSError, subprocess.SubprocessError, ImportError):
            # Without a compiler everything works, only slower.
            return

    thread = threading.Thread(target=run, name="warm kernels", daemon=True)
    thread.start()
    return thread


MOST_SECONDS = 300
"""Compiling takes some ten seconds; what takes so long never ends."""


def _warm(made: Runner) -> None:
    """Run every kernel once, so that none is compiled between a key and the screen."""
    from planner.schedule.engine import schedule_with
    from planner.schedule.warming import network_of_all_kinds

    schedule_with(made, *network_of_all_kinds())
