"""Which kernels run: interpreted on lists, or compiled on arrays where they are warm."""

from __future__ import annotations

import importlib.util
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from planner.schedule import kernels, serial
from planner.schedule.columns import as_arrays

if TYPE_CHECKING:
    from types import ModuleType

    from planner.schedule.columns import Columns, Ints, Resources


Rows = TypeVar("Rows", "Columns", "Resources")


@dataclass(frozen=True)
class Runner:
    """Kernels and the shape of column that they take."""

    kernels: Any
    serial: Any
    compiled: bool

    def columns(self, columns: Rows) -> Rows:
        """Columns, or resources, as the kernels take them."""
        return as_arrays(columns) if self.compiled else columns

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


def listed(column: Ints) -> list[int]:
    """A column as a list."""
    return column if isinstance(column, list) else cast("Any", column).tolist()


INTERPRETED = Runner(kernels, serial, compiled=False)
_lock = threading.Lock()
_compiled: Runner | None = None


def runner() -> Runner:
    """The compiled kernels once something has loaded them, else the interpreted ones: never waits for a compiler."""
    return _compiled or INTERPRETED


def compiled_module(plain: ModuleType) -> ModuleType:
    """A module of kernels loaded again under a name that makes numba compile it on first use."""
    name = f"{plain.__name__}_compiled"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, plain.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def load_compiled() -> Runner:
    """Load the compiled kernels; the first call on a machine compiles them, later ones read numba's cache."""
    global _compiled
    with _lock:
        if _compiled is None:
            made = Runner(compiled_module(kernels), compiled_module(serial), compiled=True)
            _warm(made)
            _compiled = made
    return _compiled


def _warm(made: Runner) -> None:
    """Run every kernel once, so that none is compiled between a key and the screen."""
    from planner.schedule.engine import schedule_with
    from planner.schedule.warming import network_of_all_kinds

    schedule_with(made, *network_of_all_kinds())
