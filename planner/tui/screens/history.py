"""The history of edits: what each did to date and cost; jump to any point of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.render.history import HistoryRows, detail_of
from planner.tui.render.numbers import count
from planner.tui.screens.modal import Modal
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.tui.messages import RowChosen
    from planner.tui.workspace import OpenFile


class HistoryScreen(Modal["int | None"]):
    """Returns the state to go to."""

    CSS_PATH: ClassVar[Any] = ["../styles/rows.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,H", "dismiss(None)", "Back", show=False),
        Binding("enter", "jump", "Go there", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]

    def __init__(self, file: OpenFile) -> None:
        super().__init__(classes="-tall -history")
        self._file = file
        session = file.session
        self._rows = HistoryRows(session.steps, session.position, file.outcomes)

    def compose(self) -> ComposeResult:
        """The list, the edit under the cursor in full, the keys."""
        with Vertical() as box:
            undone = len(self._rows.steps) - 1 - self._rows.position
            said = count(self._rows.position, "edit") + (f", {undone} taken back" if undone else "")
            box.border_title = Content(f"History of {literal(self._file.name)}: {said}")
            yield RowView("steps")
            yield Static("", id="edit", markup=False)
            yield Static(
                Content("enter goes there · y copies the list · escape goes back"),
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """Start at the state that holds."""
        view = self.query_one(RowView)
        view.show(self._rows, self._rows.row_of(self._rows.position))
        view.focus()

    @property
    def wanted(self) -> list[Any]:
        """Steps whose figures are not known yet, those on top first."""
        return [s for s in reversed(self._rows.steps) if s.serial not in self._file.outcomes]

    def show_outcomes(self) -> None:
        """Draw the figures that have come."""
        self._rows.outcomes = self._file.outcomes
        view = self.query_one(RowView)
        view.refresh()
        self._tell(view.cursor)

    def on_row_chosen(self, event: RowChosen) -> None:
        """Tell of the edit under the cursor."""
        event.stop()
        self._tell(event.index)

    def _tell(self, index: int) -> None:
        if 0 <= index < self._rows.count:
            text = detail_of(self._rows, index)
            self.query_one("#edit", Static).update(Content("\n".join(literal(t) for t in text.split("\n"))))

    def action_jump(self) -> None:
        """Go to the state under the cursor."""
        self.dismiss(self._rows.index_of(self.query_one(RowView).cursor))

    def action_copy(self) -> None:
        """Copy the list, oldest first."""
        width = 120
        lines = [
            "".join(t for t, _ in self._rows.row(i, width)).rstrip()
            for i in reversed(range(self._rows.count))
        ]
        self.app.copy_to_clipboard("\n".join(lines))
        self.app.notify("copied", markup=False)
