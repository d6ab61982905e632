"""What is done with baselines in the app: keep one, and choose one to compare with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem
from planner.tui import messages
from planner.tui.commands import keyed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile

NONE = "none of these"
"""Answer that takes the baseline away; no baseline can have this name."""
NUMBERS = "123456789"


class BaselineActions:
    """Part of the app."""

    def ask_keep_baseline(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask for a name, and keep the plan as it stands under it; one that exists only after a yes."""
        from planner.baseline import baseline_path
        from planner.tui.screens.modals import Confirm, Prompt

        file = self.open_file
        if file is None or file.plan is None:
            return
        path, plan = file.session.path, file.plan
        if path is None:
            self.notify("save the file first: a baseline lies beside it", severity="warning", markup=False)
            return
        if file.stale or file.problems:
            message = keyed("the plan is not up to date: wait a moment, or see Checks ({checks})")
            self.notify(message, severity="warning", markup=False)
            return

        def check(text: str) -> str:
            try:
                baseline_path(path, text.strip())
            except InputError as error:
                return error.problems[0].message
            return ""

        def keep(text: str | None) -> None:
            if not text:
                return
            name = text.strip()
            if not baseline_path(path, name).exists():
                self._keep_baseline(file, plan, path, name)
                return

            def overwrite(yes: bool | None) -> None:
                if yes:
                    self._keep_baseline(file, plan, path, name, force=True)

            detail = "The dates and the money that it holds are lost."
            self.push_screen(
                Confirm(f"A baseline {name} exists. Overwrite it?", detail, "Overwrite"), overwrite
            )

        hint = "Keeps the dates and the money of the plan as it stands here, beside the file."
        self.push_screen(Prompt("Keep a baseline", "Name", check=check, hint=hint), keep)

    def _keep_baseline(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, plan: Plan, path: Path, name: str, *, force: bool = False
    ) -> None:
        work = partial(self._write_baseline, file, plan, path, name, force)
        self.run_worker(work, thread=True, group="baseline", description="baseline", exit_on_error=False)

    def _write_baseline(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, plan: Plan, path: Path, name: str, force: bool
    ) -> None:
        """In a worker thread. A baseline notes the day on which it is kept, as the command line does."""
        from datetime import date

        from planner.baseline import baseline_of, write_baseline

        try:
            kept = baseline_of(plan, name, date.today())
            write_baseline(path, kept, force=force)
        except InputError as error:
            self.post_message(messages.WorkDone(str(error), failed=True))
        except Exception as error:
            self.post_message(messages.WorkDone(f"not kept: {type(error).__name__}: {error}", failed=True))
        else:
            if file.baseline is not None and file.baseline.name == name:  # it is compared with: as it is now
                self.post_message(messages.BaselineRead(file, name, kept))
            self.post_message(
                messages.WorkDone(keyed(f"kept the baseline {name}: {{baseline}} compares with it"))
            )

    def ask_baseline(self: PlannerApp) -> None:  # type: ignore[misc]
        """Look behind the screen which baselines are kept, and then ask."""
        file = self.open_file
        if file is None:
            return
        if file.session.path is None:
            self.notify("save the file first: baselines lie beside it", severity="warning", markup=False)
            return
        work = partial(self._find_baselines, file, file.session.path)
        self.run_worker(work, thread=True, group="baseline", description="baselines", exit_on_error=False)

    def _find_baselines(self: PlannerApp, file: OpenFile, path: Path) -> None:  # type: ignore[misc]
        """In a worker thread."""
        from planner.baseline import baseline_names

        try:
            names = baseline_names(path)
        except InputError as error:
            self.post_message(messages.WorkDone(str(error), failed=True))
        else:
            self.post_message(messages.BaselinesFound(file, path, tuple(names)))

    def on_baselines_found(self: PlannerApp, event: messages.BaselinesFound) -> None:  # type: ignore[misc]
        """Ask which; where there is none say how one is kept."""
        from planner.tui.screens.choice import Answer, Choice

        file, held = event.file, event.file.baseline
        if file is not self.open_file or self.screen.is_modal:
            return
        if not event.names and held is None:
            self.notify(keyed("no baseline lies beside the file: {keep_baseline} keeps one"), markup=False)
            return
        answers = [
            Answer(
                name,
                NUMBERS[i] if i < len(NUMBERS) else "",
                name,
                "chosen" if held and held.name == name else "",
            )
            for i, name in enumerate(event.names)
        ]
        if held is not None:
            answers.append(Answer(NONE, "0", "none", "compare with no baseline"))

        def take(name: str | None) -> None:
            if name == NONE:
                file.baseline = None
                self.show_state()
            elif name is not None:
                work = partial(self._read_baseline, file, event.path, name)
                self.run_worker(
                    work, thread=True, group="baseline", description="baseline", exit_on_error=False
                )

        lines = ["The strip and the Gantt show what has moved since it was kept."]
        self.push_screen(Choice("Compare with a baseline", lines, answers, "changes nothing"), take)

    def _read_baseline(self: PlannerApp, file: OpenFile, path: Path, name: str) -> None:  # type: ignore[misc]
        """In a worker thread."""
        from planner.baseline import read_baseline

        try:
            found = messages.BaselineRead(file, name, read_baseline(path, name))
        except InputError as error:
            found = messages.BaselineRead(file, name, None, error.problems)
        except Exception as error:
            message = f"cannot be read: {type(error).__name__}: {error}"
            found = messages.BaselineRead(
                file, name, None, (Problem("E-INTERNAL", "baseline", message, name),)
            )
        self.post_message(found)

    def on_baseline_read(self: PlannerApp, event: messages.BaselineRead) -> None:  # type: ignore[misc]
        """Show it beside the plan; a damaged one changes nothing and is told with its lines."""
        if event.baseline is None:
            from planner.tui.screens.pages import problem_page

            self.push_screen(problem_page(f"The baseline {event.name} cannot be read", event.problems, ""))
            return
        event.file.baseline = event.baseline
        self.show_state()
