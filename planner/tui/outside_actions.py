"""What is done when a file changes outside, and when an app that died left work behind."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from planner.model.problem import InputError
from planner.tui import messages
from planner.tui.commands import keyed
from planner.tui.render.numbers import count as number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.session.outside import Outside
    from planner.session.recover import Unfinished
    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile

UNDOES = "{undo} takes it back"
WATCH_S = 1.0
"""How often the open files are looked at."""
MAX_LISTED = 6


def listed(lines: Sequence[str]) -> list[str]:
    """The last few lines of many, and how many there are before them."""
    more = len(lines) - MAX_LISTED
    return ([f"… {more} more before"] if more > 0 else []) + [f"  {line}" for line in lines[-MAX_LISTED:]]


class OutsideActions:
    """Part of the app."""

    # --- an editor beside the app ---------------------------------------------------

    def watch_files(self: PlannerApp) -> None:  # type: ignore[misc]
        """Look at the open files, behind the screen: a folder over the network may be slow to answer."""
        for file in self.workspace.files:
            self._watching.ask(id(file), partial(self._look, file))

    def on_app_focus(self: PlannerApp) -> None:  # type: ignore[misc]
        """Back from another window: perhaps from the editor."""
        self.watch_files()

    def _look(self: PlannerApp, file: OpenFile) -> None:  # type: ignore[misc]
        """In the watching thread."""
        found = file.session.look_outside()
        if found is not None:
            self.post_message(messages.FileChanged(file, found))

    def on_file_changed(self: PlannerApp, event: messages.FileChanged) -> None:  # type: ignore[misc]
        """Take what was written outside, where it fits beside the edits made here; else ask, once."""
        file, found = event.file, event.found
        if file not in self.workspace.files or self.screen.is_modal:  # it is looked at again in a second
            return
        again = file.session.look_outside()  # what was seen in the thread may be our own save, half done
        if again is not None and again.signature == found.signature and again.kind == found.kind:
            self.meet(file, again)

    def meet(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, found: Outside, then: Callable[[], None] | None = None
    ) -> None:
        """Deal with a file that was changed outside, and then go on, as with a save."""
        session = file.session
        if found.kind == "same":
            session.ignore_outside(found)
            self.show_state()
        elif found.kind == "gone":
            session.ignore_outside(found)
            if then is None:
                self.tell(f"{file.file} is gone from the disk: {keyed('{save} writes it again')}")
                self.show_state()
        elif found.kind == "broken":
            if then is not None or file.asked != found.signature:
                self._meet_broken(file, found, then)
            return
        else:
            try:
                words = session.take_outside(found)
            except InputError as error:
                if then is not None or file.asked != found.signature:
                    self._ask_side(file, found, error, then)
                return
            self._taken(file, words, then is None)
        if then is not None:
            then()

    def _taken(self: PlannerApp, file: OpenFile, words: str, tell: bool) -> None:  # type: ignore[misc]
        if words:
            file.pending.append(words)
            self.notify(f"{file.file} was changed outside, and merged; {keyed(UNDOES)}", markup=False)
        self.changed(file)

    def _meet_broken(  # type: ignore[misc]
        self: PlannerApp, file: OpenFile, found: Outside, then: Callable[[], None] | None
    ) -> None:
        file.asked = found.signature
        first = found.problems[0]
        if then is None:
            file.session.held_by_file(None, None)  # as it is now the file does not hold what is here
            self.tell(f"{file.file} was changed outside and cannot be read: {first}; what is here stays")
            self.show_state()
            return
        from planner.tui.screens.choice import Answer, Choice

        def answer(value: str | None) -> None:
            if value == "over":
                file.session.ignore_outside(found)
                then()

        answers = (Answer("back", "n", "Not now"), Answer("over", "w", "Write over it"))
        lines = [f"{file.file} was changed outside, and cannot be read as it is:", str(first)]
        self.push_screen(Choice("Write over the changed file?", lines, answers, "goes back"), answer)

    def _ask_side(  # type: ignore[misc]
        self: PlannerApp,
        file: OpenFile,
        found: Outside,
        error: InputError,
        then: Callable[[], None] | None,
    ) -> None:
        from planner.tui.screens.choice import Answer, Choice
        from planner.tui.typed import shown

        session = file.session
        file.asked = found.signature
        if file is self.open_file:
            self.take_typed()  # the question would take it as it comes, and not tell of it
        conflicts = session.merged(found).conflicts
        lines = [
            f"  {c.address}: here {shown('text', c.mine) or 'none'}, outside {shown('text', c.theirs) or 'none'}"
            for c in conflicts
        ]
        if lines:
            head = f"{file.file} was changed outside, in places that were also changed here:"
            rest = "all other changes of both sides are kept"
        else:
            head = f"{file.file} was changed outside; together with the edits made here it is not valid:"
            lines, rest = [f"  {error.problems[0]}"], ""

        def answer(side: str | None) -> None:
            if side == "mine" and not conflicts:
                session.ignore_outside(found)
            elif side in ("mine", "theirs"):
                try:
                    if conflicts:
                        words = session.take_outside(found, "mine" if side == "mine" else "theirs")
                    else:
                        session.replace_by(found)
                        words = "the file as it is outside"
                except InputError as wrong:
                    session.replace_by(found) if side == "theirs" else session.ignore_outside(found)
                    words = "the file as it is outside" if side == "theirs" else ""
                    self.tell(wrong)
                file.pending.extend([words] if words else [])
            else:
                return
            self.changed(file)
            if then is not None:
                then()

        answers = (
            Answer("mine", "m", "Keep what is here", rest),
            Answer("theirs", "o", "Take what is outside", keyed(UNDOES)),
        )
        title = "Two versions of one file"
        self.push_screen(
            Choice(title, [head, *lines[:MAX_LISTED]], answers, "decides later; saving asks again"), answer
        )

    # --- work that an app which died left behind ---------------------------------------

    def ask_recover(self: PlannerApp, file: OpenFile, left: Unfinished) -> None:  # type: ignore[misc]
        """Offer the edits that a crash left in no file."""
        from planner.tui.screens.choice import Answer, Choice

        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(left.when))
        count = len(left.edits)
        lines = [
            f"The app died while {file.file} was edited, last at {day}.",
            f"{count} {'edit is' if count == 1 else 'edits are'} in no file:"
            if count
            else "Its state is in no file.",
            *listed(left.edits),
        ]

        def answer(value: str | None) -> None:
            if value == "back":
                self._recover(file, left)
            elif value == "away":
                self._throw_away(left, count)
            else:
                left.session.close(keep=True)

        answers = (
            Answer(
                "back", "b", "Bring them back", keyed("with their history; {undo} takes them back one by one")
            ),
            Answer("away", "t", "Throw them away", "asks once more"),
        )
        self.push_screen(
            Choice("Unsaved work was kept", lines, answers, "leaves them for the next time"), answer
        )

    def _recover(self: PlannerApp, file: OpenFile, left: Unfinished) -> None:  # type: ignore[misc]
        if file.session.position:  # something was edited before the question was answered: it stays as it is
            self.tell("this file has been edited meanwhile: save or undo, then open it anew")
            left.session.close(keep=True)
            return
        file.session.close()
        left.session.revision = (
            max(left.session.revision, file.session.revision) + 1
        )  # no plan is of this one yet
        file.session, file.outcomes = left.session, {}
        file.pending.append("unsaved work brought back")
        self.notify(f"brought back {number(len(left.edits), 'edit')}; {keyed('{save} saves')}", markup=False)
        self.changed(file)
        self.watch_files()

    def _throw_away(self: PlannerApp, left: Unfinished, count: int) -> None:  # type: ignore[misc]
        from planner.tui.screens.modals import Confirm

        def decided(yes: bool | None) -> None:
            left.session.close(keep=not yes)

        what = "1 unsaved edit" if count == 1 else f"{count} unsaved edits"
        self.push_screen(
            Confirm(f"Throw away {what}?", "This cannot be undone.", "Throw away"),
            decided,
        )
