"""What is done with the history, the log and the open files of the app."""

from __future__ import annotations

import secrets
import time
from functools import partial
from typing import TYPE_CHECKING

from planner.model.problem import PlannerError, Problem
from planner.tui import messages
from planner.tui.commands import keyed

if TYPE_CHECKING:
    from pathlib import Path

    from planner.tui.app import PlannerApp
    from planner.tui.screens.history import HistoryScreen
    from planner.tui.workspace import OpenFile


HINT_TITLE = "First time here"
HINT_SECONDS = 12.0


class SessionActions:
    """Part of the app."""

    # --- history --------------------------------------------------------------------

    def show_history(self: PlannerApp) -> None:  # type: ignore[misc]
        """List the edits with what each did; what was not planned yet is planned behind the screen."""
        from planner.tui.screens.history import HistoryScreen

        file = self.open_file
        if file is None:
            return
        screen = HistoryScreen(file)

        def jump(position: int | None) -> None:
            if position is None or position == file.session.position:
                return
            step = file.session.jump(position)
            file.pending.append(f"to step {position} of the history")
            self.changed(file)
            self.show_place(file.session.where(step))

        self.push_screen(screen, jump)
        if screen.wanted:
            self.run_worker(
                partial(self._plan_steps, file, screen),
                thread=True,
                group="history",
                exclusive=True,
                description="history",
                exit_on_error=False,
            )

    def _plan_steps(self: PlannerApp, file: OpenFile, screen: HistoryScreen) -> None:  # type: ignore[misc]
        """In a worker: plan each state that was passed too quickly to be planned; stops when the list is left."""
        from textual.worker import get_current_worker

        from planner.tui.workspace import NOTHING, outcome_of

        worker = get_current_worker()
        for step in screen.wanted:
            if worker.is_cancelled or screen not in self.screen_stack:
                return
            try:
                outcome = outcome_of(self.plan_of(step.facility))
            except Exception:  # why it cannot be planned is told when one goes there
                outcome = NOTHING
            self.post_message(messages.Outcomes(file, {step.serial: outcome}))

    def on_outcomes(self: PlannerApp, event: messages.Outcomes) -> None:  # type: ignore[misc]
        """Draw figures that have come."""
        from planner.tui.screens.history import HistoryScreen

        event.file.outcomes.update(event.found)
        if isinstance(self.screen, HistoryScreen):
            self.screen.show_outcomes()

    def ask_save_log(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask where to, and write everything done since opening, to be done again by `planner replay`."""
        from pathlib import Path

        from planner.io.write import write_new
        from planner.session.journal import head_of
        from planner.session.records import line_of

        file = self.open_file
        if file is None:
            return
        session = file.session
        path = session.path or Path("facility.toml")

        def write(to: Path, force: bool) -> None:
            head = line_of(head_of(session.path, session.opened_text))
            write_new(to, head + session.log, force=force)
            self.notify(f"saved {to.name}: planner replay {to.name} does it again", markup=False)

        self._ask_path("Save the command log", str(path.with_name(f"{path.stem}.log.jsonl")), write)

    # --- open files -----------------------------------------------------------------

    def show_files(self: PlannerApp) -> None:  # type: ignore[misc]
        """List the open files."""
        from planner.tui.screens.files import FilesScreen

        def chosen(answer: tuple[str, int] | None) -> None:
            if answer is None:
                return
            what, index = answer
            if what == "go":
                self.workspace.at = index
                self.show_state()
            else:
                self.ask_close(self.workspace.files[index])

        self.push_screen(FilesScreen(self.workspace.files, self.workspace.at), chosen)

    def ask_close(self: PlannerApp, file: OpenFile) -> None:  # type: ignore[misc]
        """Close a file; asks what to do with edits that are not saved."""
        if len(self.workspace.files) < 2:
            self.notify(
                keyed("this is the only open file: {quit} leaves, {open} opens another"), markup=False
            )
            return
        if not file.session.modified:
            self._close(file)
            return
        from planner.tui.outside_actions import listed
        from planner.tui.screens.choice import Answer, Choice

        def answer(value: str | None) -> None:
            if value == "save":
                self.save_file(file, partial(self._close, file))
            elif value == "away":
                self._close(file)

        answers = (
            Answer("save", "s", "Save and close"),
            Answer("away", "t", "Throw the edits away", "this cannot be undone"),
        )
        self.push_screen(
            Choice(f"{file.file} is not saved", listed(file.session.unsaved), answers, "goes back"), answer
        )

    def _close(self: PlannerApp, file: OpenFile) -> None:  # type: ignore[misc]
        if file in self.workspace.files:
            if file.search is not None:
                file.search.set()
            file.session.close()
            self.workspace.close(file)
            self.show_state()

    def leave(self: PlannerApp) -> None:  # type: ignore[misc]
        """End: nothing is left to be offered at the next opening."""
        for file in self.workspace.files:
            file.session.close()
        self.exit()

    def ask_quit(self: PlannerApp) -> None:  # type: ignore[misc]
        """Leave; asks when something is not saved."""
        if not self._typed_is_kept():
            return
        unsaved = [f for f in self.workspace.files if f.session.modified]
        if not unsaved:
            self.leave()
            return
        from planner.tui.outside_actions import listed
        from planner.tui.screens.choice import Answer, Choice

        lines = [line for f in unsaved for line in (f"{f.file} is not saved:", *listed(f.session.unsaved))]

        def answer(value: str | None) -> None:
            if value == "save":
                self._save_all(unsaved)
            elif value == "away":
                self.leave()

        answers = (
            Answer("back", "n", "Go back"),
            Answer("save", "s", "Save and leave"),
            Answer("away", "t", "Leave without saving", "this cannot be undone"),
        )
        self.push_screen(Choice("Leave without saving?", lines[:12], answers, "goes back"), answer)

    def _save_all(self: PlannerApp, unsaved: list[OpenFile]) -> None:  # type: ignore[misc]
        """Save one after the other, as far as none has to ask; then leave."""
        if not unsaved:
            self.leave()
        elif unsaved[0].session.path is None:
            self.workspace.at = self.workspace.files.index(unsaved[0])
            self.ask_save_as()
        else:
            self.save_file(unsaved[0], partial(self._save_all, unsaved[1:]))

    # --- a person's own keys, and hints -------------------------------------------------

    def take_keymap(self: PlannerApp) -> list[Problem]:  # type: ignore[misc]
        """Use the keys of the config folder; returns what is wrong with them."""
        from planner.tui.commands import show_keys
        from planner.tui.keymap import keymap_file

        if not keymap_file().is_file():
            show_keys({})
            return []
        from planner.tui.keymap import read_keymap, shown

        keys, problems = read_keymap()
        show_keys({command: shown(given) for command, given in keys.items()})
        self.set_keymap(keys)
        return problems

    def hint(self: PlannerApp) -> None:  # type: ignore[misc]
        """On the first visit of a screen say what one does there."""
        from planner.tui.hints import unseen

        mode = self.mode_name
        if self.open_file is None:
            return
        # What was said of the screen before is no longer of use, and would pile up over this one.
        self.drop_hints(but=self.hint_shown.get(mode))
        if mode in self.hinted:
            return
        self.hinted.add(mode)
        words = unseen(mode)
        if words:
            self.hint_shown[mode] = words
            self.notify(words, title=HINT_TITLE, timeout=HINT_SECONDS, markup=False)

    def drop_hints(self: PlannerApp, but: str | None = None) -> None:  # type: ignore[misc]
        """Take hints away, all but one: they would stand over what comes."""
        for said in [n for n in self._notifications if n.title == HINT_TITLE and n.message != but]:
            self._unnotify(said)

    # --- the end --------------------------------------------------------------------

    def rescue(self: PlannerApp) -> list[Path]:  # type: ignore[misc]
        """After a crash: write unsaved work that no journal holds to the state folder; returns where."""
        from planner.session.recent import state_folder

        kept = []
        unkept = [f for f in self.workspace.files if f.session.modified and not f.kept]
        for file in unkept:
            stem = file.session.path.stem if file.session.path else "facility"
            name = f"recovered-{stem}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}.toml"
            path = state_folder() / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(file.session.rendered(), "utf-8")
                kept.append(path)
            except (OSError, PlannerError):
                continue
        return kept

    def tell_journal(self: PlannerApp, file: OpenFile) -> None:  # type: ignore[misc]
        """Say once that edits are not kept as they are made, where the disk does not take them."""
        problem = file.session.journal_problem
        if problem and not self.journal_told:
            self.notify(
                f"edits cannot be kept against a crash: {problem}; save often",
                severity="warning",
                markup=False,
            )
        self.journal_told = bool(problem)
