"""One task in a form: an own task in full; of a generated one what may be said of it, kept in `[[adjust]]` and `[[begun]]`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.address import AddressError, get_value
from planner.model.own_limits import ACTUAL
from planner.model.problem import literal
from planner.session.edits import AddMember, RemoveMember, SetValue
from planner.tui.commands import bindings_in_forms
from planner.tui.outline import Spot
from planner.tui.render.readout import edit_lines
from planner.tui.render.text import by_words
from planner.tui.screens.modal import Modal
from planner.tui.screens.with_form import WithForm
from planner.tui.task_edits import begun_edit, progress_twice
from planner.tui.widgets.box import Words
from planner.tui.widgets.form import Form
from planner.tui.widgets.parts import content_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import ScreenResume

    from planner.books import Books
    from planner.session.edits import Edit
    from planner.session.session import Session
    from planner.tui.app import PlannerApp
    from planner.tui.fields import FieldSpec
    from planner.tui.widgets.row import FieldRow
    from planner.tui.workspace import OpenFile

FIRST = (
    "name",
    "duration_days",
    "duration",
    "deadline",
    "start_no_earlier",
    "pinned_start",
    "actual_start",
    "percent",
)
"""Fields that stand first, in this order."""


BEGUN = {
    "remaining_days": (
        "Left at start",
        "Only of work that began before the project start: days of its own calendar left of it on that day, 0 when it was "
        "done. What had to be finished before it is done with it.",
    ),
    "reason": ("Left known from", "Where it is known from that this began before the project start."),
}
"""Label and help of what `[[begun]]` says, beside fields of `[[adjust]]` with the same names."""


class TaskForm(Form):
    """The fields of a task. What is said first of a generated one makes its entry, what is said last takes it out."""

    def specs_of(
        self, spot: Spot, session: Session, known: dict[str, tuple[str, ...]], books: Books | None
    ) -> list[FieldSpec]:
        """All fields but the id, those that are edited most first."""
        specs = [s for s in super().specs_of(spot, session, known, books) if s.name not in ("id", "task")]
        order = {name: n for n, name in enumerate(FIRST)}
        last = len(order)
        return sorted(
            (_begun(s, session) if s.address[0] == "begun" else s for s in specs),
            key=lambda s: last if s.address[0] == "begun" else order.get(s.name, last + 1),
        )

    def edit_of(self, row: FieldRow) -> Edit:
        """Into the entry; one that would say nothing goes."""
        edit = super().edit_of(row)
        if not isinstance(edit, SetValue) or self.session is None:
            return edit
        if edit.address[0] == "begun":
            return begun_edit(self.session.raw, edit.address[1], edit.address[2], edit.value)
        if edit.address[0] != "adjust":
            return edit
        table, task, name = edit.address
        try:
            held = get_value(self.session.raw, (table, task))
        except AddressError:
            held = None
        if held is None:
            return AddMember((table,), {"task": task, name: edit.value}) if edit.value is not None else edit
        if edit.value is None and not set(held) - {"task", name, "reason"}:
            return RemoveMember((table, task))
        return edit

    def problem_of(self, row: FieldRow) -> str:
        """As of every form; and progress that would be said twice, which otherwise only the plan finds."""
        problem, address = super().problem_of(row), row.spec.address
        tells = address[0] == "begun" or (address[0] == "adjust" and address[-1] in ACTUAL)
        if problem or not tells or not row.touched or self.session is None:
            return problem
        return progress_twice(self.edit_of(row).apply(self.session.raw), address[1])


def _begun(spec: FieldSpec, session: Session) -> FieldSpec:
    """A field of `[[begun]]` in this form: an entry without days says that it was done, no entry nothing."""
    label, about = BEGUN[spec.name]
    default = spec.default
    if spec.name == "remaining_days":
        listed = any(b.task == spec.address[1] for b in session.facility.begun)
        default = "0, done" if listed and session.value(spec.address) is None else "it had not begun"
    return replace(spec, label=label, help=about, default=default)


class EditTaskScreen(WithForm, Modal[None]):
    """Edits go to the session as they are made; escape goes back.

    It is made once for own tasks and once for generated ones: two dozen rows are half the time of opening it.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False),
        *bindings_in_forms(),
    ]

    def __init__(self, task: str) -> None:
        super().__init__(classes="-task")
        self._of = task
        self._filled = False
        self._helped: Form.Helped | None = None
        self.entering = True
        """Keys wait until the form is filled."""
        self.form = TaskForm()

    def turn_to(self, task: str) -> None:
        """Be of another task, before it is shown again."""
        self._of, self._filled, self.entering = task, False, True
        self.ask_again()
        self.set_focus(None)

    @property
    def planner(self) -> PlannerApp:
        """The app, by its own type."""
        return cast("PlannerApp", self.app)

    def compose(self) -> ComposeResult:
        """What it is, the fields, help, what the last edit did, the keys."""
        with Vertical() as box:
            box.border_title = Content(f"Edit {literal(self._of)}")
            yield Static("", id="about", markup=False)
            yield self.form
            yield Words("", id="field_help", markup=False)
            yield Static("", id="edit", markup=False)
            keys = "enter takes it · up and down go on · escape puts it back, then closes"
            yield Static(Content(keys), classes="hint", markup=False)

    async def on_screen_resume(self, _: ScreenResume) -> None:  # type: ignore[override]
        """Fill the form, before it is laid out; not again when what stood before it is gone. Textual calls that of the base too."""
        file = self.planner.open_file
        try:
            if not self._filled and file is not None:
                self._filled = True
                await self._fill(file)
        finally:
            self.entering = False

    async def _fill(self, file: OpenFile) -> None:
        own = next((t for t in file.session.facility.task if t.id == self._of), None)
        planned = file.plan.schedule.tasks if file.plan else ()
        name = own.name if own is not None else next((t.name for t in planned if t.id == self._of), "")
        self.query_one(Vertical).border_title = Content(f"Edit {literal(name)}  {literal(self._of)}")
        about = (
            "Your own task."
            if own is not None
            else (
                "Generated from the books. What you say of it goes to [[adjust]], what was left of it at the start to [[begun]]."
            )
        )
        self.query_one("#about", Static).update(Content(about))
        tables = ("task",) if own is not None else ("adjust", "begun")
        spot = Spot(f"edit.{self._of}", self._of, tuple((table, self._of) for table in tables))
        books = file.plan.books if file.plan else None
        await self.form.show(spot, file.session, self.planner.known_ids(), books)
        self.form.focus_field()
        self.show_state()

    def show_state(self) -> None:
        """The values as they stand, and what the last edit did."""
        file = self.planner.open_file
        if file is None:
            return
        if self._filled and self.is_current and self._gone(file):
            self.planner.tell(f"{self._of} is in the plan no more", failed=False)
            self.leave_form()
            return
        self.form.refresh_values()
        lines = edit_lines(file) if file.session.history else []
        self.query_one("#edit", Static).update(content_of(lines))

    def _gone(self, file: OpenFile) -> bool:
        """Whether an undo, or an editor beside the app, took the task away, or gave it another id."""
        if self.form.session is not file.session or self.form.spot is None:
            return False
        if any(task.id == self._of for task in file.session.facility.task):
            return False
        if self.form.spot.forms[0][0] == "task":
            return True
        return file.plan is not None and not file.stale and self._of not in file.plan.schedule.index

    def on_form_helped(self, event: Form.Helped) -> None:
        """Help of the focused field, or what is wrong with what is typed."""
        self._helped = event
        self._show_help()

    def on_room_changed(self) -> None:
        """As much of it as there is room for now."""
        self._show_help()

    def _show_help(self) -> None:
        event = self._helped
        if event is None:
            return
        box = self.query_one("#field_help", Static)
        room = max(60, box.content_size.width * 2 - 4)
        box.update(
            Content.styled(f"✗ {by_words(event.problem, room)}", "bold $text-error")
            if event.problem
            else Content.styled(by_words(event.help_text, room), "$quiet")
        )

    def leave_form(self) -> None:
        """Escape in a field with nothing typed: nothing of the file is held until it is shown again."""
        self.set_focus(None)
        self.form.session = None
        self.dismiss(None)
