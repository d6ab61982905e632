"""Looking for better dates behind the screen: the plan in front stands until the search ends, or is stopped."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from planner.model.problem import InputError
from planner.tui import messages

if TYPE_CHECKING:
    from planner.optimise import Progress
    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile

SECONDS = "10"
MOST_SECONDS = 86_400


def _wrong_seconds(text: str) -> str:
    """What is wrong with a length of search as typed; empty where nothing is."""
    try:
        fine = 0 < float(text) <= MOST_SECONDS
    except ValueError:
        fine = False
    return "" if fine else f"write seconds above 0 and at most {MOST_SECONDS:,}"


class SearchActions:
    """Part of the app."""

    def search(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask how long to look for better dates; while a search runs, end it with the best found."""
        file = self.open_file
        if file is None or file.plan is None:
            return
        if file.search is not None:
            file.search.set()
            return
        if not self.is_fresh(file):
            return
        if file.plan.schedule.supply is None:
            self.notify(
                "no task waits for a crew, megawatts or a pin: there is nothing to search", markup=False
            )
            return
        from planner.tui.screens.modals import Prompt

        def begin(seconds: str | None) -> None:
            if seconds is not None:
                self.begin_search(file, float(seconds))

        prompt = Prompt(
            "Search for better dates",
            "Seconds to search",
            SECONDS,
            check=_wrong_seconds,
            hint="The plan stands meanwhile; the same key ends the search with the best found.\n"
            "The first search on a machine compiles for some seconds before.",
        )
        self.push_screen(prompt, begin)

    def begin_search(self: PlannerApp, file: OpenFile, seconds: float) -> None:  # type: ignore[misc]
        """Search in a thread for the site's date."""
        if file.plan is None or file.search is not None or not self.is_fresh(file):
            return
        file.search, file.searched = threading.Event(), "loading"
        work = partial(self._search, file, file.session.revision, file.plan, seconds, file.search)
        self.run_worker(work, thread=True, group="search", description="search", exit_on_error=False)
        self.show_state()

    def _search(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, revision: int, plan: Plan, seconds: float, stop: threading.Event
    ) -> None:
        """In a worker thread: touches no widget, posts what it finds with the revision it is of."""

        def tell(progress: Progress) -> None:
            self.post_message(messages.SearchProgress(file, progress))

        try:
            from planner.compare import difference
            from planner.optimise.loading import compile_elsewhere
            from planner.pipeline import optimised

            compile_elsewhere(stop.is_set)
            found = optimised(plan, seconds, stop=stop.is_set, progress=tell)
            self.post_message(messages.Searched(file, revision, found, difference(plan, found)))
        except InputError as error:
            self.post_message(messages.Searched(file, revision, None, None, str(error)))
        except Exception as error:
            wrong = f"the search failed: {type(error).__name__}: {error}"
            self.post_message(messages.Searched(file, revision, None, None, wrong))

    def on_search_progress(self: PlannerApp, event: messages.SearchProgress) -> None:  # type: ignore[misc]
        """Show how far it is."""
        progress = event.progress
        event.file.searched = f"{progress.makespan_days:,} d, bound {progress.bound_days:,}"
        self.show_state()

    def on_searched(self: PlannerApp, event: messages.Searched) -> None:  # type: ignore[misc]
        """Show the plan found, unless the facility has moved on meanwhile, and tell what moved."""
        file = event.file
        file.search, file.searched = None, ""
        if file not in self.workspace.files:
            return
        if event.plan is None:
            self.tell(event.wrong)
        elif file.session.revision != event.revision:
            self.tell("the search ended, but the facility was edited meanwhile: search again", failed=False)
        else:
            file.show_found(event.plan, event.difference)
            if file is self.open_file and not self.screen.is_modal:
                from planner.tui.screens.pages import search_page

                self.push_screen(search_page(event.plan, self.size.width))
            else:
                self.notify(f"{file.name}: better dates were found, and stand", markup=False)
        self.show_state()
