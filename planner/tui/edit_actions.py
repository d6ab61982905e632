"""What edits do in the app: commit, undo, redo, members of lists, what-ifs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.address import AddressError
from planner.model.problem import InputError

if TYPE_CHECKING:
    from planner.model.address import Address
    from planner.session.edits import Edit
    from planner.tui import messages
    from planner.tui.app import PlannerApp
    from planner.tui.outline import Spot
    from planner.tui.workspace import OpenFile

DEFAULT_AI = {"platform": "hgx-h100", "critical_it_mw": 10, "cooling": "liquid"}


class EditActions:
    """Part of the app."""

    def commit(self: PlannerApp, edit: Edit, *, merge: bool = False) -> bool:  # type: ignore[misc]
        """Give an edit to the session; whether it was taken. With `merge` it joins the last step if of the same field."""
        file = self.open_file
        if file is None:
            return False
        try:
            before = file.session.revision
            description = file.session.commit(edit, merge=merge)
        except (InputError, AddressError) as error:
            self.tell(error if isinstance(error, InputError) else str(error))
            self.show_state()
            return False
        if file.session.revision == before:  # nothing is another
            self.show_state()
            return True
        file.pending.append(description)
        self.changed(file)
        return True

    def on_edit_made(self: PlannerApp, event: messages.EditMade) -> None:  # type: ignore[misc]
        """A field was given a value."""
        file = self.open_file
        if file is None:
            return
        merge = self._visit == (event.visit, file.session.revision)
        if self.commit(event.edit, merge=merge):
            self._visit = (event.visit, file.session.revision)

    def undo(self: PlannerApp) -> None:  # type: ignore[misc]
        """Take the last edit back; what is only typed is put back first."""
        file, focused = self.open_file, self.focused
        if file is None:
            return
        if focused is not None and getattr(focused, "touched", False) and hasattr(focused, "restore"):
            focused.restore()
            return
        step = file.session.undo()
        if step is None:
            self.notify("nothing to undo", markup=False)
            return
        file.pending.append(f"undo {step.description}")
        self.changed(file)
        self.show_place(step.changed)

    def redo(self: PlannerApp) -> None:  # type: ignore[misc]
        """Bring the last undone edit back."""
        file = self.open_file
        step = file.session.redo() if file else None
        if file is None or step is None:
            self.notify("nothing to redo", markup=False)
            return
        file.pending.append(f"redo {step.description}")
        self.changed(file)
        self.show_place(step.changed)

    def _compare_only(self: PlannerApp, file: OpenFile, scenario: str) -> None:  # type: ignore[misc]
        """Compare lays the base and this what-if side by side, and nothing else until more is chosen there."""
        from planner.tui.comparing import candidates

        found = candidates(self.workspace)
        wanted = {c.key for c in found if c.file is file and c.scenario in (None, scenario)}
        self.workspace.left_out = {c.key for c in found} - wanted

    # --- members ----------------------------------------------------------------

    def add_member(self: PlannerApp, spot: Spot) -> None:  # type: ignore[misc]
        """Add to the list that a place is, or is in; asks where a line must be typed."""
        from planner.session.edits import AddMember, SetValue
        from planner.tui.members import NEEDS, new_member, typed_member

        file = self.open_file
        if file is None:
            return
        raw, table = file.session.raw, spot.table
        if spot.key == "grid" and file.session.facility.grid is None:
            self.commit(SetValue(("grid",), {"capacity_mw": 100}))
            return
        if spot.member is not None and spot.key.endswith(".ai") and not spot.forms:
            self.commit(SetValue((*spot.member, "ai"), dict(DEFAULT_AI)))
            return
        if table == ("scenario",) and spot.member is not None:
            self._ask_override(spot.member)
            return
        if table is None:
            self.notify("choose a list in the tree first: halls, tasks, crews …", markup=False)
            return
        member = new_member(raw, table, file.session.facility.project.start)
        if member is not None:
            self._added(table, AddMember(table, member))
            return
        if table[-1] not in NEEDS:
            self.notify("add a hall first", markup=False)
            return

        def check(text: str) -> str:
            made = typed_member(table, text)
            if made is None:
                return f"write it as: {NEEDS[table[-1]].split('such as ')[-1]}"
            problems = file.session.trial(AddMember(table, made))
            return problems[0].message if problems else ""

        def add(text: str | None) -> None:
            made = typed_member(table, text) if text else None
            if made is not None:
                self._added(table, AddMember(table, made))

        from planner.tui.screens.modals import Prompt

        self.push_screen(Prompt(f"Add to {spot.title.split(' › ')[0]}", NEEDS[table[-1]], check=check), add)

    def _added(self: PlannerApp, table: Address, edit: Any) -> None:  # type: ignore[misc]
        from planner.model.address import format_address, get_value, id_key
        from planner.model.facility import POSITIONAL

        if self.commit(edit) and self.open_file is not None:
            held = get_value(self.open_file.session.raw, table)
            identity = str(len(held) - 1) if table[-1] in POSITIONAL else str(edit.member[id_key(table[-1])])
            self.go_to(format_address((*table, identity)))

    def _ask_override(self: PlannerApp, scenario: Address) -> None:  # type: ignore[misc]
        from planner.io.read import parse_setting
        from planner.model.address import format_address
        from planner.session.edits import SetValue
        from planner.tui.screens.modals import Prompt

        def edit_of(text: str) -> SetValue:
            address, value = parse_setting(text)
            return SetValue((*scenario, "set", format_address(address)), value)

        def check(text: str) -> str:
            try:
                problems = self.open_file.session.trial(edit_of(text)) if self.open_file else []
            except InputError as error:
                problems = list(error.problems)
            return problems[0].message if problems else ""

        def add(text: str | None) -> None:
            if text:
                self.commit(edit_of(text))

        self.push_screen(
            Prompt(
                "Add a change to this what-if",
                "Address = value, such as hall.h1.redundancy.ups = 2N",
                check=check,
            ),
            add,
        )

    def copy_member(self: PlannerApp, spot: Spot) -> None:  # type: ignore[misc]
        """Add a copy of a member."""
        from planner.session.edits import AddMember
        from planner.tui.members import copied_member

        if spot.member is None or spot.table is None or self.open_file is None:
            self.notify("choose what to copy: a hall, a task, a crew …", markup=False)
            return
        self._added(spot.table, AddMember(spot.table, copied_member(self.open_file.session.raw, spot.member)))

    def remove_member(self: PlannerApp, spot: Spot) -> None:  # type: ignore[misc]
        """Remove a member after a question."""
        from planner.session.edits import RemoveMember, SetValue
        from planner.tui.screens.modals import Confirm

        if spot.member is None:
            self.notify("choose what to remove: a hall, a task, a crew …", markup=False)
            return
        edit: Any = RemoveMember(spot.member)
        what = spot.title
        if spot.table == ("hall",) and spot.key.endswith((".ai", ".redundancy")):
            edit = SetValue((*spot.member, spot.key.rsplit(".", 1)[-1]), None)

        def remove(yes: bool | None) -> None:
            if yes:
                self.commit(edit)

        self.push_screen(Confirm(f"Remove {what}?", "It can be undone with u.", "Remove"), remove)

    def move_member(self: PlannerApp, spot: Spot | None, offset: int) -> None:  # type: ignore[misc]
        """Move a member in its list."""
        from planner.session.edits import MoveMember

        if spot is not None and spot.member is not None:
            key = spot.key
            self.commit(MoveMember(spot.member, offset))
            if spot.table == ("relation",):
                at = int(spot.member[-1]) + offset
                key = f"relation.{max(0, at)}"
            self.go_to(key)

    # --- what-ifs ---------------------------------------------------------------

    def mark(self: PlannerApp) -> None:  # type: ignore[misc]
        """Mark this point."""
        if self.open_file is not None:
            self.open_file.session.mark()
            self.notify("marked: w makes a what-if of the edits from here on", markup=False)

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
            self.notify("nothing has changed since the mark: edit something first, then w", markup=False)
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
            self.workspace.lay_beside = (None, text.strip())
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
