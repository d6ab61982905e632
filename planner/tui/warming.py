"""Makes the screens that nobody has gone to yet, one step at a time in idle moments, so that a first visit costs what any does."""

from __future__ import annotations

import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.tui.app import PlannerApp

AFTER_S = 0.1
"""From the first plan to the first step: its figures are drawn before."""
BETWEEN_S = 0.02
"""Between two steps, of some milliseconds each: keys and drawing go first."""
QUIET_S = 0.25
"""So long no key may have come before a step: who types is not made to wait for what may never be looked at."""
ASKED = ("edit_task", "relations", "choose", "help", "pages", "modals", "history", "explain")
"""Modules of what opens over a screen: read, so that opening it costs no reading."""


class Warming:
    """The steps, and when to do the next."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._steps: Iterator[Callable[[], object]] | None = None
        self.keyed = 0.0
        """When the last key came."""
        self.longest_s = 0.0
        """The longest step: no key waits longer for one."""
        self.done = False

    def is_quiet(self, for_s: float) -> bool:
        """Whether no key came for so long."""
        return time.monotonic() - self.keyed >= for_s

    def begin(self) -> None:
        """Once; further calls do nothing."""
        if self._steps is None:
            self._steps = self._all()
            self._app.set_timer(AFTER_S, self._next)

    def _all(self) -> Iterator[Callable[[], object]]:
        app = self._app
        modes = [mode for mode in app.MODES if mode != app.DEFAULT_MODE]
        for mode in modes:
            yield partial(import_module, f"planner.tui.screens.{mode}")
            yield partial(app._init_mode, mode)  # nothing where it was gone to meanwhile
        for name in ASKED:
            yield partial(import_module, f"planner.tui.screens.{name}")

    def _next(self) -> None:
        """Do a step if nothing else is to be done, and come again."""
        app, now = self._app, time.monotonic()
        if self._steps is None or not app.is_running:
            return
        file = app.open_file
        if not self.is_quiet(QUIET_S) or (file is not None and file.stale):
            app.set_timer(QUIET_S, self._next)
            return
        step = next(self._steps, None)
        if step is None:
            self.done = True
            return
        step()
        self.longest_s = max(self.longest_s, time.monotonic() - now)
        app.set_timer(BETWEEN_S, self._next)
