"""One task in a form: an own task in full; of a generated one what may be said of its dates, kept in `[[adjust]]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.address import AddressError, get_value
from planner.model.problem import literal
from planner.session.edits import AddMember, RemoveMember, SetValue
from planner.tui.outline import Spot
from planner.tui.render.readout import edit_lines
from planner.tui.render.text import by_words
from planner.tui.screens.modal import Modal
from planner.tui.widgets.form import Form
from planner.tui.widgets.parts import content_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.books import Books
    from planner.session.edits import Edit
    from planner.session.session import Session
    from planner.tui.app import PlannerApp
    from planner.tui.fields import FieldSpec
    from planner.tui.widgets.form import FieldRow

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


class TaskForm(Form):
    """The fields of a task. What is said first of a generated one makes its entry, what is said last takes it out."""

    def specs_of(
        self, spot: Spot, session: Session, known: dict[str, tuple[str, ...]], books: Books | None
    ) -> list[FieldSpec]:
        """All fields but the id, those that are edited most first."""
        specs = [s for s in super().specs_of(spot, session, known, books) if s.name not in ("id", "task")]
        order = {name: n for n, name in enumerate(FIRST)}
        return sorted(specs, key=lambda s: order.get(s.name, len(order)))

    def edit_of(self, row: FieldRow) -> Edit:
        """Into the entry; one that would say nothing goes."""
        edit = super().edit_of(row)
        if not isinstance(edit, SetValue) or edit.address[0] != "adjust" or self.session is None:
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


class EditTaskScreen(Modal[None]):
    """Edits go to the session as they are made; escape goes back."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", show=False)]

    def __init__(self, task: str) -> None:
        super().__init__(classes="-task")
        self._of = task
        self.form = TaskForm()

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
            yield Static("", id="field_help", markup=False)
            yield Static("", id="edit", markup=False)
            keys = "enter takes it · up and down go on · escape puts it back, then closes"
            yield Static(Content(keys), classes="hint", markup=False)

    async def on_mount(self) -> None:
        """Fill the form."""
        file = self.planner.open_file
        if file is None or file.plan is None:
            return
        own = any(t.id == self._of for t in file.session.facility.task)
        table = "task" if own else "adjust"
        name = next((t.name for t in file.plan.schedule.tasks if t.id == self._of), "")
        self.query_one(Vertical).border_title = Content(f"Edit {literal(name)}  {literal(self._of)}")
        about = (
            "Your own task."
            if own
            else (
                "Generated from the books: its duration and logic come from there. What you say here is kept in [[adjust]]."
            )
        )
        self.query_one("#about", Static).update(Content(about))
        address = (table, self._of)
        spot = Spot(f"edit.{self._of}", self._of, (address,), (table,), address)
        await self.form.show(spot, file.session, self.planner.known_ids(), file.plan.books)
        self.form.focus_field()
        self.show_state()

    def show_state(self) -> None:
        """The values as they stand, and what the last edit did."""
        file = self.planner.open_file
        if file is None:
            return
        self.form.refresh_values()
        lines = edit_lines(file) if file.session.history else []
        self.query_one("#edit", Static).update(content_of(lines))

    def on_form_helped(self, event: Form.Helped) -> None:
        """Help of the focused field, or what is wrong with what is typed."""
        box = self.query_one("#field_help", Static)
        room = max(60, box.content_size.width * 2 - 4)
        box.update(
            Content.styled(f"✗ {by_words(event.problem, room)}", "bold $text-error")
            if event.problem
            else Content.styled(by_words(event.help_text, room), "$quiet")
        )

    def leave_form(self) -> None:
        """Escape in a field with nothing typed."""
        self.dismiss(None)
