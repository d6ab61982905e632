"""What the app does to plan: an edit is planned behind the screen, and what it found is shown when it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.tui import messages
from planner.tui.collecting import settle
from planner.tui.commands import keyed
from planner.tui.screens.base import PlanScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import RLock

    from textual.timer import Timer

    from planner.model.facility import Facility
    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile

SOON_S = 0.02
"""How long the strip waits for the figures of an edit before it marks the old ones: a frame that is drawn while they
are computed makes them later by as long as it takes."""

PATIENCE_S = 0.2
"""How long what stands below the strip waits for them."""

WARM_AFTER_S = 1.0
"""Loading the compiled kernels takes the interpreter for moments: not while the first screen settles."""


def placed(file: OpenFile, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems of a plan at their lines of the file as it would be saved now."""
    from planner.io.placing import place

    session = file.session
    try:
        return tuple(place(problems, session.raw, session.rendered(), file.file))
    except Exception:  # a place is a help; the problem itself must be told whatever happens
        return tuple(problems)


class PlanActions:
    """Part of the app."""

    _turn: RLock
    """One plan at a time: the pipeline remembers what it made last."""
    _planner: Callable[[Facility], Plan] | None
    _late: tuple[Timer, ...] = ()
    """Mark the old figures, and show the rest of an edit, where the new ones do not come."""
    owing: bool = False
    """Whether what stands below the strip is of an older edit."""

    def changed(self: PlannerApp, file: OpenFile, *, of_field: bool = False) -> None:  # type: ignore[misc]
        """The facility is another: show it, and plan it behind the screen.

        What one field was given stands on the screen already: there the strip alone is drawn soon, marked as old,
        and the rest with the figures.
        """
        if of_field and isinstance(self.screen, PlanScreen):
            self.owing = True
            if not self._late:
                self._late = (
                    self.set_timer(SOON_S, self.screen.show_strip),
                    self.set_timer(PATIENCE_S, self._show_rest),
                )
        else:
            self.show_state()
        self.replan(file)
        self.tell_journal(file)

    def _show_rest(self: PlannerApp) -> None:  # type: ignore[misc]
        """Show what waited for figures."""
        self._stop_waiting()
        self.owing = False
        self.show_state()

    def _stop_waiting(self) -> None:
        for timer in self._late:
            timer.stop()
        self._late = ()

    def is_fresh(self: PlannerApp, file: OpenFile) -> bool:  # type: ignore[misc]
        """Whether the plan is of the facility as it stands; where it is not, say so."""
        if not (file.stale or file.problems):
            return True
        words = keyed("the plan is not up to date: wait a moment, or see Checks ({checks})")
        self.notify(words, severity="warning", markup=False)
        return False

    def replan(self: PlannerApp, file: OpenFile) -> None:  # type: ignore[misc]
        """Plan a file's present revision; what is still under way for an older one is dropped."""
        session = file.session
        self._planning.ask(
            id(file), partial(self._compute, file, session.revision, session.facility, file.start)
        )

    def _compute(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, revision: int, facility: Facility, before: Plan | None
    ) -> None:
        """In the planning thread: touches no widget, posts what it found with the revision it is of."""
        with self._turn:
            if revision != file.session.revision:
                return
            try:
                plan = self.plan_of(facility)
                difference = None
                if before is not None:
                    from planner.compare import difference as differ

                    difference = differ(before, plan)
            except InputError as error:
                self.post_message(messages.PlanFailed(file, revision, placed(file, error.problems)))
            except Exception as error:
                problem = Problem(
                    "E-INTERNAL",
                    "plan",
                    f"{type(error).__name__}: {error}; undo the last edit, and report this",
                )
                self.post_message(messages.PlanFailed(file, revision, (problem,)))
            else:
                self.post_message(messages.PlanReady(file, revision, plan, difference))

    def plan_of(self: PlannerApp, facility: Facility) -> Plan:  # type: ignore[misc]
        """A plan, by the pipeline unless another planner was given. In a worker only: the first use imports it."""
        with self._turn:
            if self._planner is None:
                from planner.pipeline import plan

                self._planner = plan
                made = plan(facility)
                settle()
                if self._warm:
                    from planner.schedule.running import warm_behind

                    self.call_later(self.set_timer, WARM_AFTER_S, warm_behind)
                return made
            return self._planner(facility)

    def on_plan_ready(self: PlannerApp, event: messages.PlanReady) -> None:  # type: ignore[misc]
        """Show new figures, unless the facility has moved on."""
        if event.file.accept(event.revision, event.plan, event.difference):
            if isinstance(self.screen, PlanScreen):  # the figures first, a frame before what explains them
                self._stop_waiting()
                self.owing = True
                self.screen.show_strip()
                self.call_after_refresh(self._show_rest)
            else:
                self._show_rest()
            if self._warm:
                self.warming.begin()

    def on_plan_failed(self: PlannerApp, event: messages.PlanFailed) -> None:  # type: ignore[misc]
        """Keep the old figures and say why there are no new ones."""
        if event.file.refuse(event.revision, event.problems):
            self._show_rest()
