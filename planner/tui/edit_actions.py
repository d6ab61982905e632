"""What edits do in the app: commit, undo, redo, what-ifs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from planner.model.address import AddressError
from planner.model.facility import ID_KEY
from planner.model.problem import InputError
from planner.tui.commands import keyed

if TYPE_CHECKING:
    from planner.session.edits import Edit
    from planner.session.session import Session
    from planner.tui import messages
    from planner.tui.app import PlannerApp
    from planner.tui.widgets.form import Form
    from planner.tui.workspace import OpenFile

QUICK_S = 2.0
"""An edit of the same field that comes so soon after the last is one step with it."""

PUT_BACK = frozenset({"undo", "redo"})
"""Commands that put back what is only typed; before every other it is taken."""

ID_KEYS = frozenset({"id", *ID_KEY.values()})
"""Fields that name what they stand in: with them goes the place that the tree and the form show."""


class EditActions:
    """Part of the app."""

    def commit(  # type: ignore[misc]
        self: PlannerApp, edit: Edit, *, merge: bool = False, session: Session | None = None
    ) -> bool:
        """Give an edit to the session, of the file in front if no other is named; whether it was taken.

        With `merge` it joins the last step if of the same field.
        """
        file = self.open_file if session is None else self.workspace.of(session)
        if file is None:
            return False
        try:
            before, position = file.session.revision, file.session.position
            description = file.session.commit(edit, merge=merge)
        except (InputError, AddressError) as error:
            self.tell(error if isinstance(error, InputError) else str(error))
            self.show_state()
            return False
        if file.session.revision == before:  # nothing is another
            self.show_state()
            return True
        file.edited(description, joined=merge and file.session.position <= position)
        self.changed(file, of_field=edit.field is not None and edit.field[-1] not in ID_KEYS)
        return True

    def on_edit_made(self: PlannerApp, event: messages.EditMade) -> None:  # type: ignore[misc]
        """A field was given a value."""
        self.take_edit(event)

    def take_typed(self: PlannerApp, form: Form | None = None) -> None:  # type: ignore[misc]
        """Take what is typed in a form, the one in front if no other is named, where it can be: what comes next is done to that."""
        form = form or getattr(self.screen, "form", None)
        row = form.typed_row if form is not None else None
        if form is not None and row is not None and not form.problem_of(row):
            self.take_edit(form.taken(row))

    def take_edit(self: PlannerApp, event: messages.EditMade) -> bool:  # type: ignore[misc]
        """Commit what a field was given, with the last edit of the same visit if that is not long ago; whether it was taken."""
        visit, when = (event.visit, event.session.revision), time.monotonic()
        quick = visit == self._visit and when - self._visited < QUICK_S
        taken = self.commit(event.edit, merge=quick, session=event.session)
        if taken:
            self._visit, self._visited = (event.visit, event.session.revision), when
        return taken

    def _put_back(self: PlannerApp) -> bool:  # type: ignore[misc]
        """Put back what is only typed; whether anything was."""
        focused = self.focused
        if focused is None or not getattr(focused, "touched", False) or not hasattr(focused, "restore"):
            return False
        focused.restore()
        return True

    def undo(self: PlannerApp) -> None:  # type: ignore[misc]
        """Take the last edit back; what is only typed is put back first."""
        file = self.open_file
        if file is None or self._put_back():
            return
        step = file.session.undo()
        if step is None:
            self.notify("nothing to undo", markup=False)
            return
        if file.pending and file.pending[-1] == step.description:  # no plan answered it, and none will
            file.pending.pop()
        file.pending.append(f"undo {step.description}")
        self.changed(file)
        self.show_place(file.session.where(step))

    def redo(self: PlannerApp) -> None:  # type: ignore[misc]
        """Bring the last undone edit back; what is only typed is put back first, for it would take the place of all that was undone."""
        file = self.open_file
        if self._put_back():
            return
        step = file.session.redo() if file else None
        if file is None or step is None:
            self.notify("nothing to redo", markup=False)
            return
        file.pending.append(f"redo {step.description}")
        self.changed(file)
        self.show_place(file.session.where(step))

    def _compare_only(self: PlannerApp, file: OpenFile, scenario: str) -> None:  # type: ignore[misc]
        """Compare lays the base and this what-if side by side, and nothing else until more is chosen there."""
        from planner.tui.comparing import candidates

        found = candidates(self.workspace)
        wanted = {c.key for c in found if c.file is file and c.scenario in (None, scenario)}
        self.workspace.left_out = {c.key for c in found} - wanted

    # --- what-ifs ---------------------------------------------------------------

    def mark(self: PlannerApp) -> None:  # type: ignore[misc]
        """Mark this point."""
        if self.open_file is not None:
            self.open_file.session.mark()
            self.notify(keyed("marked: {what_if} makes a what-if of the edits from here on"), markup=False)

    def ask_what_if(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask for a name, make the what-if, and show it beside the base."""
        from planner.tui.members import fresh_id
        from planner.tui.screens.modals import Prompt
        from planner.tui.typed import shown

        file = self.open_file
        if file is None:
            return
        changes = file.session.changes_since_mark()
        if not changes:
            self.notify(
                keyed("nothing has changed since the mark: edit something first, then {what_if}"),
                markup=False,
            )
            return
        lines = [f"{address} = {shown('text', value)}" for address, value in list(changes.items())[:6]]
        if len(changes) > 6:
            lines.append(f"and {len(changes) - 6} more")
        taken = {s.id for s in file.session.facility.scenario}

        def check(text: str) -> str:
            return (
                "a what-if of this name exists: choose another"
                if text.strip() in taken
                else ""
                if text.strip()
                else "give it a name"
            )

        def make(text: str | None) -> None:
            if not text:
                return
            try:
                file.session.make_scenario(text.strip())
            except InputError as error:
                self.tell(error)
                return
            file.pending.append(f"what-if {text.strip()}: base back at the mark")
            self._compare_only(file, text.strip())
            self.changed(file)
            self.show_mode("compare")

        hint = "The base goes back to the mark; the what-if keeps:\n" + "\n".join(lines)
        self.push_screen(
            Prompt(
                "New what-if",
                "Name",
                fresh_id(file.session.raw, ("scenario",), "what-if-"),
                check=check,
                hint=hint,
            ),
            make,
        )
