"""Explanations in the app: of the figures of what is in front, and of a task's date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import RLock

    from planner.explain import Web
    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.screens.explain import ExplainScreen


class ExplainActions:
    """Part of the app."""

    _web: Web | None
    _turn: RLock

    def explain(self: PlannerApp) -> None:  # type: ignore[misc]
        """Explain the figures of what is in front: a hall's, a task's, or the site's."""
        from planner.tui.explaining import start_of
        from planner.tui.screens.explain import ExplainScreen

        file = self.open_file
        if file is None or file.plan is None:
            return
        title, names = start_of(self.screen, file.plan)
        screen = ExplainScreen(title, names)
        self.push_screen(screen)
        self.run_worker(
            partial(self._explain, screen, file.plan),
            thread=True,
            group="explain",
            description="explain",
            exit_on_error=False,
        )

    def _explain(self: PlannerApp, screen: ExplainScreen, plan: Plan) -> None:  # type: ignore[misc]
        """In a worker: thousands of facts take a tenth of a second."""
        with self._turn:
            from planner.explain import Web

            held = self._web
            web = held if held is not None and held.plan is plan else Web(plan)
            self._web = web
        self.call_from_thread(screen.show_web, web)

    def why(self: PlannerApp) -> None:  # type: ignore[misc]
        """Tell what drives the start of the task under the cursor."""
        from planner.tui.screens.pages import why_page

        file = self.open_file
        cursor = getattr(self.screen, "cursor_id", None)
        task = cursor() if cursor is not None else None
        if file is None or file.plan is None or task is None:
            return
        self.push_screen(why_page(file.plan, task, self.size.width))
