"""What is done with files in the app: open, save, export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.problem import InputError, PlannerError, Problem
from planner.tui import messages
from planner.tui.commands import keyed
from planner.tui.typed import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.widgets.form import Form
    from planner.tui.workspace import OpenFile


class FileActions:
    """Part of the app."""

    def _read(self: PlannerApp, paths: Sequence[Path]) -> None:  # type: ignore[misc]
        """In a worker thread: read files, one after the other, and post each."""
        from planner.session.recent import remember
        from planner.session.recover import unfinished
        from planner.session.session import Session

        for path in paths:
            try:
                session = Session.open(path)
            except InputError as error:
                self.post_message(messages.OpenFailed(path, error.problems))
                left = unfinished(path)
                if left is not None:  # the file is broken or gone; what was edited last is not
                    self.post_message(messages.Opened(left.session))
            except Exception as error:
                problem = Problem(
                    "E-INTERNAL", "file", f"{type(error).__name__}: {error}", file=str(path), line=1
                )
                self.post_message(messages.OpenFailed(path, (problem,)))
            else:
                remember(path)
                held = self.workspace.at_path(path)  # its journal is its own
                self.post_message(messages.Opened(session, None if held else unfinished(path)))

    def read_files(self: PlannerApp, paths: Sequence[Path]) -> None:  # type: ignore[misc]
        """Open files behind the screen."""
        self.run_worker(
            partial(self._read, tuple(paths)),
            thread=True,
            group="open",
            description="open",
            exit_on_error=False,
        )

    def on_opened(self: PlannerApp, event: messages.Opened) -> None:  # type: ignore[misc]
        """Show a file that was read; of several named at once the first is in front."""
        # Of files named at the start the first is in front; none comes before a form or a question about another.
        waits = bool(self.workspace.files) and (event.session.path in self._expected or self.screen.is_modal)
        file = self.workspace.add(event.session, in_front=not waits)
        if waits and event.session.path not in self._expected:
            self.notify(keyed(f"{file.name} is open: {{next_file}} goes there"), markup=False)
        self._expected.discard(event.session.path)
        if file.plan is None:
            self.replan(file)
        self.show_state()
        if file.session is event.session and not file.session.kept_in_journal and event.session.path:
            from planner.session.journal import Journal

            file.session.keep_in(Journal(event.session.path, event.session.text))
        self.hint()
        if event.left is not None:
            self.ask_recover(file, event.left)
        elif file.session.modified:
            self.notify(keyed("the edits that were not saved are here; {save} writes the file"), markup=False)

    def on_open_failed(self: PlannerApp, event: messages.OpenFailed) -> None:  # type: ignore[misc]
        """List what is wrong with a file."""
        from planner.tui.screens.pages import problem_page

        self.unread.extend(event.problems)
        if not self.workspace.files:
            self.note = keyed("the file cannot be opened: {open} opens another, {quit} leaves")
            self.show_state()
        name = event.path.name if event.path else "file"
        self.push_screen(problem_page(f"{name} cannot be opened", event.problems, ""))

    def ask_open(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask which file to open."""
        from planner.tui.screens.open import NEW, OpenScreen

        def chosen(path: Path | None) -> None:
            if path == NEW:
                self.ask_new()
            elif path is not None:
                self.read_files([path])

        self.push_screen(OpenScreen(), chosen)

    def ask_new(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask for a name, write a starter site there and open it."""
        from planner.io.starter import free_name, write_starter

        def write(path: Path, force: bool) -> None:
            write_starter(path, force=force)
            self.read_files([path])

        here = Path.cwd()
        start = free_name(here)
        shown = start.relative_to(here)
        hint = "A starter site of one hall that plans as it stands: change it into yours."
        self._ask_path("New facility", str(shown), write, hint=hint)

    def next_file(self: PlannerApp, by: int = 1) -> None:  # type: ignore[misc]
        """Bring the next open file to the front, or the one before."""
        self.workspace.next(by)
        self.show_state()

    def _typed_is_kept(self: PlannerApp) -> bool:  # type: ignore[misc]
        """Take what is being typed into the facility, also behind a question and on Site; whether nothing wrong is left."""
        stacks = [
            self.screen_stack,
            *(s for mode, s in self._screen_stacks.items() if mode != self.current_mode),
        ]
        for screen in (screen for stack in stacks for screen in reversed(stack)):
            form: Form | None = getattr(screen, "form", None)
            row = form.typed_row if form is not None else None
            if form is None or row is None:
                continue
            if form.problem_of(row):
                self.notify("correct the field first, or press escape", severity="warning", markup=False)
                return False
            if not self.take_edit(form.taken(row)):
                return False
        return True

    def save(self: PlannerApp) -> None:  # type: ignore[misc]
        """Write the file; asks for a name where it has none."""
        file = self.open_file
        if file is None or not self._typed_is_kept():
            return
        if file.session.path is None:
            self.ask_save_as()
            return
        self.save_file(file, lambda: None)

    def save_file(self: PlannerApp, file: OpenFile, then: Callable[[], None]) -> None:  # type: ignore[misc]
        """Write a file and go on; one that was changed outside is met first, and may ask."""

        def write() -> None:
            try:
                path = file.session.save()
            except PlannerError as error:
                self.tell(error)
                return
            self._tell_saved(file, path)
            then()

        found = file.session.look_outside()
        if found is None:
            write()
        else:  # and looked at again after an answer: it may be another once more
            self.meet(file, found, partial(self.save_file, file, then))

    def _tell_saved(self: PlannerApp, file: OpenFile, path: Path) -> None:  # type: ignore[misc]
        wrong = bool(file.problems) and not file.stale
        cannot = keyed("; it cannot be planned as it is: {checks} shows why") if wrong else ""
        self.notify(
            f"saved {path.name}{cannot}", severity="warning" if wrong else "information", markup=False
        )
        self.show_state()

    def ask_save_as(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask for another name and write there."""
        file = self.open_file
        if file is None or not self._typed_is_kept():
            return
        start = file.session.path or Path("facility.toml")

        def write(path: Path, force: bool) -> None:
            from planner.session.recent import remember

            file.session.save_as(path, force=force)
            remember(path)
            self._tell_saved(file, path)

        self._ask_path("Save as", str(start), write)

    def ask_export(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask where to, and write the plan as TOML behind the screen."""
        file = self.open_file
        if file is None or file.plan is None:
            return
        if not self.is_fresh(file):
            return
        plan, path = file.plan, file.session.path or Path("facility.toml")

        def write(to: Path, force: bool) -> None:
            if to.exists() and not force:
                raise InputError([Problem("E-EXISTS", "file", "exists already", file=str(to), line=1)])
            self.run_worker(
                partial(self._export, plan, to, force),
                thread=True,
                group="export",
                description="export",
                exit_on_error=False,
            )

        self._ask_path("Export the plan as TOML", str(path.with_name(f"{path.stem}.plan.toml")), write)

    def _export(self: PlannerApp, plan: Plan, path: Path, force: bool) -> None:  # type: ignore[misc]
        try:
            from planner.io.export import plan_toml
            from planner.io.write import write_new

            write_new(path, plan_toml(plan).encode(), force=force)
        except PlannerError as error:
            self.post_message(messages.WorkDone(str(error), failed=True))
        except Exception as error:
            self.post_message(
                messages.WorkDone(f"not exported: {type(error).__name__}: {error}", failed=True)
            )
        else:
            self.post_message(messages.WorkDone(f"exported {path.name}"))

    def _ask_path(  # type: ignore[misc]
        self: PlannerApp,
        title: str,
        start: str,
        write: Callable[[Path, bool], None],
        forms: Mapping[str, str] | None = None,
        hint: str = "",
    ) -> None:
        """Ask for a path; ask again before anything is overwritten. `forms` are the endings that it may have."""
        from planner.tui.screens.modals import Confirm, Prompt

        def attempt(path: Path, force: bool) -> None:
            try:
                write(path, force)
            except InputError as error:
                if error.problems[0].code == "E-EXISTS":
                    question = Confirm(f"{path.name} exists. Overwrite it?", str(path), "Overwrite")
                    self.push_screen(question, lambda yes: attempt(path, True) if yes else None)
                else:
                    self.tell(error)

        hint = hint or "  ".join(f"{ending} {meaning}" for ending, meaning in (forms or {}).items())

        def check(text: str) -> str:
            if not text.strip():
                return "give a file name"
            path = path_of(text)
            if path is None:
                return "no file can have this name"
            if forms and path.suffix.lower() not in forms:
                return f"end its name in {', '.join(forms)}"
            if self.workspace.at_path(path) is not None:
                return "this file is open here: take another name"
            return (
                "this is a folder"
                if path.is_dir()
                else ""
                if path.parent.is_dir()
                else "its folder does not exist"
            )

        def take(text: str | None) -> None:
            path = path_of(text) if text else None
            if path is not None:
                attempt(path, False)

        self.push_screen(Prompt(title, "File", start, check=check, hint=hint), take)
