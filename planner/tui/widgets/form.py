"""A typed form of the chosen place: edits are tried while typing and committed on enter, on leaving or on choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, Static

from planner.model.address import AddressError, format_address, matches, parse_address
from planner.model.problem import literal
from planner.session.edits import SetValue, SetValues
from planner.tui.defaults import with_book
from planner.tui.fields import PAIRS, fields_of
from planner.tui.messages import EditMade
from planner.tui.typed import TypingError
from planner.tui.widgets.editors import LineEditor, leave
from planner.tui.widgets.row import FieldRow

if TYPE_CHECKING:
    from textual import events

    from planner.books import Books
    from planner.model.address import Address
    from planner.model.problem import Problem
    from planner.session.edits import Edit
    from planner.session.session import Session
    from planner.tui.fields import FieldSpec
    from planner.tui.outline import Spot


class Form(VerticalScroll):
    """Fields of one place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Previous field", show=False),
        Binding("down", "step(1)", "Next field", show=False),
    ]
    can_focus = False

    class Helped(Message):
        """The focused field's help, and what is wrong with its text."""

        def __init__(self, help_text: str, problem: str) -> None:
            super().__init__()
            self.help_text, self.problem = help_text, problem

    def __init__(self) -> None:
        super().__init__(id="form")
        self.session: Session | None = None
        self.spot: Spot | None = None
        self.rows: list[FieldRow] = []
        self._about = ""
        """What stands in place of fields."""
        self._visit: tuple[int, FieldRow | None] = (0, None)
        self._renamed = False
        """Whether what was done last gave the place another id: then it is the place that changes, not the form."""

    async def show(
        self, spot: Spot, session: Session, known: dict[str, tuple[str, ...]], books: Books | None = None
    ) -> None:
        """Show a place: values only, where the fields are the same; the rows stay, where those of another place are such."""
        specs = self.specs_of(spot, session, known, books)
        same = self.session is session and [r.spec.address for r in self.rows] == [s.address for s in specs]
        if not same:
            self.leave_field()
        self.session, self.spot = session, spot
        if same and (specs or self._about == spot.about):
            for row, spec in zip(self.rows, specs, strict=True):
                if row.spec.choices != spec.choices:
                    row.turn_to(spec, _value(session, spec.address))
                row.take_default(spec)
            self.refresh_values()
            return
        self._about = "" if specs else spot.about
        if specs and len(specs) == len(self.rows) and all(map(FieldRow.fits, self.rows, specs)):
            self._turn_to(specs, session)
            return
        self.rows = [FieldRow(s, _value(session, s.address)) for s in specs]
        self.mark_changed()
        with self.app.batch_update():
            await self.remove_children()
            if self.rows:
                await self.mount_all(self.rows)
            elif spot.about:
                await self.mount(Static(Content(spot.about), classes="about", markup=False))
        self.scroll_home(animate=False)

    def _turn_to(self, specs: list[FieldSpec], session: Session) -> None:
        """Rows as they are, of another place. Who is in one of them leaves the form, unless it is the place that has another id."""
        held, stays = self.focused_row, self._renamed
        self._renamed = False
        self._visit = (self._visit[0] + 1, None)
        if held is not None and not stays:
            leave(self)
        editor = held.editor if held is not None else None
        chosen = editor.selection if isinstance(editor, LineEditor) else None
        for row, spec in zip(self.rows, specs, strict=True):
            row.turn_to(spec, _value(session, spec.address))
        self.mark_changed()
        if held is None or not stays:
            self.scroll_home(animate=False)
        elif isinstance(editor, LineEditor) and chosen is not None:
            editor.selection = chosen  # all after enter; the end, where somebody types on

    def specs_of(
        self, spot: Spot, session: Session, known: dict[str, tuple[str, ...]], books: Books | None
    ) -> list[FieldSpec]:
        """The fields of a place."""
        try:
            specs = [s for table in spot.forms for s in fields_of(table, session.raw, known)]
        except (
            AddressError
        ):  # an undo took it away while its form was on its way; the tree goes elsewhere next
            return []
        return specs if books is None else [with_book(s, session.facility, books) for s in specs]

    def refresh_values(self) -> None:
        """Bring the fields that nobody is typing in up to date."""
        if self.session is None:
            return
        for row in self.rows:
            if row.hold(_value(self.session, row.spec.address)) or not row.touched:
                row.mark(False)
        self.mark_changed()

    def mark_changed(self) -> None:
        """Mark the fields that differ from the file as saved."""
        if self.session is not None:
            found = self.session.differing
            for row in self.rows:
                row.mark_changed(row.spec.address in found)

    def focus_field(self, name: str | None = None) -> bool:
        """Focus a field by key, or the first; whether there is one."""
        for row in self.rows:
            if name is None or row.spec.name == name:
                self.screen.set_focus(row)
                return True
        return False

    @property
    def focused_row(self) -> FieldRow | None:
        """The row that is typed in. The screen knows at once; a field itself only once it was told, and keys may come sooner."""
        focused = self.screen.focused
        return next((r for r in self.rows if focused is not None and r in focused.ancestors_with_self), None)

    def action_step(self, by: int) -> None:
        """Go to the field above or below."""
        row = self.focused_row
        if row is not None and self.rows:
            at = self.rows.index(row) + by
            if 0 <= at < len(self.rows):
                self.screen.set_focus(self.rows[at])

    def edit_of(self, row: FieldRow) -> Edit:
        """The edit that a row's text means.

        Raises:
            TypingError: The text cannot be read.
        """
        value, address = row.typed(), row.spec.address
        other = PAIRS.get(row.spec.name)
        if other is not None and value is not None and self.session is not None:
            beside = (*address[:-1], other)
            if _value(self.session, beside) is not None:
                return SetValues(((beside, None), (address, value)))
        edit = SetValue(address, value)
        named = self.session is not None and _value(self.session, address) is not None
        if row.spec.name == "id" and isinstance(value, str) and named and self.session is not None:
            from planner.session.renaming import renaming

            return renaming(self.session.raw, address, value, self.session.trial(edit))
        return edit

    def _commit(self, row: FieldRow) -> bool:
        if not row.touched or self.session is None:
            return True
        problem = self.problem_of(row)
        if problem:
            row.mark(True)
            self._tell(row, problem)
            return False
        self.post_message(self.taken(row))
        self._tell(row, "")
        return True

    def taken(self, row: FieldRow) -> EditMade:
        """The edit that a row's text means, which is what the row holds from now on; whoever asks has it committed."""
        assert self.session is not None
        made = EditMade(self.edit_of(row), self._visit[0], self.session)
        self._renamed = row.spec.name == "id"
        row.take()
        row.mark(False)
        # Textual stops a message at the widget that was at work when it was made, if that is above: the screen, for one.
        return made.set_sender(self)

    def problem_of(self, row: FieldRow) -> str:
        """What is wrong with what is typed in a row; empty when nothing is."""
        if not row.touched or self.session is None:
            return ""
        try:
            edit = self.edit_of(row)
        except TypingError as error:
            return str(error)
        return "; ".join(_words(p, row.spec) for p in self.session.trial(edit)[:2])

    def _tell(self, row: FieldRow, problem: str) -> None:
        if row is not self.focused_row:  # it was left, and what is gone to has told of itself
            return
        self.post_message(self.Helped(self._help(row.spec), problem))

    def _help(self, spec: FieldSpec) -> str:
        session = self.session
        if session is None:
            return spec.help
        for word, notes in (("source", session.facility.source), ("assumed", session.facility.assumed)):
            for pattern, text in notes.items():
                try:
                    if matches(parse_address(pattern.replace("*", "\0").replace("\0", '"*"')), spec.address):
                        return f"{spec.help}  [{word}: {text}]"
                except AddressError:
                    continue
        return spec.help

    def on_input_changed(self, event: Input.Changed) -> None:
        """Try the edit while typing."""
        event.stop()
        row = self._row_of(event.input)
        if row is not None:
            problem = self.problem_of(row)
            row.mark(bool(problem))
            if row is self.focused_row:  # a field also says so when it is first filled
                self._tell(row, problem)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter commits."""
        event.stop()
        row = self._row_of(event.input)
        if row is not None and self._commit(row):
            event.input.action_select_all()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Leaving commits."""
        event.stop()
        row = self._row_of(event.input)
        if row is not None and row.is_attached and self.app.app_focus:  # else it is the window that was left
            self._leave(row)

    @property
    def typed_row(self) -> FieldRow | None:
        """The row with text in it that is not taken yet, whether or not it is typed in now."""
        return next((r for r in self.rows if r.touched), None) if self.session is not None else None

    def leave_field(self) -> None:
        """The form goes, or is of another place from now on: what is typed is as if its field were left."""
        row = self.typed_row
        if row is not None:
            self._leave(row)

    def _leave(self, row: FieldRow) -> None:
        """Commit; what cannot be committed is put back, and it is said."""
        if not self._commit(row):
            problem = self.problem_of(row)
            row.restore()
            row.mark(False)
            self._keep(row, problem)

    def _keep(self, row: FieldRow, problem: str) -> None:
        self.app.notify(
            literal(f"{row.spec.label} kept as it was: {problem}"), severity="warning", markup=False
        )

    def on_select_changed(self, event: Select.Changed) -> None:
        """Choosing commits."""
        event.stop()
        row = self._row_of(event.select)
        if row is not None and not self._commit(row):
            problem = self.problem_of(row)
            row.restore()
            self._tell(row, problem)
            self._keep(row, problem)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the help of the field that is focused."""
        row = self.focused_row
        if row is not None:
            if self._visit[1] is not row:
                self._visit = (self._visit[0] + 1, row)
            self._tell(row, self.problem_of(row))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A visit ends where the focus leaves the form, but not where it goes to the list of a choice."""
        if self.focused_row is None:
            self._visit = (self._visit[0], None)

    def _row_of(self, editor: Any) -> FieldRow | None:
        return next((r for r in self.rows if r.editor is editor), None)


def _value(session: Session, address: Address) -> Any:
    """What stands there; nothing where an undo took its place away and the form is not told yet."""
    try:
        return session.value(address)
    except AddressError:
        return None


def _words(problem: Problem, spec: FieldSpec) -> str:
    own = problem.key == format_address(spec.address)
    return literal(problem.message if own else f"{problem.key}: {problem.message}")
