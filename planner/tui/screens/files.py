"""The open files: which are modified, what each comes to; go to one, or close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.tui.render.numbers import day, money
from planner.tui.render.text import clip, fit
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.tui.workspace import OpenFile

NAME, REST, MORE_REST = 20, 10, 18
ROOMY = 90
"""Columns from which on the box is wider, and more of a file's name is in it."""


class FilesScreen(Modal["tuple[str, int] | None"]):
    """Returns what to do and with which file: go to it, or close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,O", "dismiss(None)", "Back", show=False),
        Binding("x,delete", "close", "Close the file", show=False),
    ]

    def __init__(self, files: list[OpenFile], at: int) -> None:
        super().__init__(classes="-choice")
        self._files, self._at = files, at

    def compose(self) -> ComposeResult:
        """A line for each file."""
        with Vertical() as box:
            box.border_title = "Open files"
            yield OptionList(*(self._shown(i, f) for i, f in enumerate(self._files)))
            keys = "enter goes to it · x closes it · escape goes back"
            yield Static(
                Content(keys if len(self._files) > 1 else "escape goes back"), classes="hint", markup=False
            )

    def _shown(self, index: int, file: OpenFile) -> Option:
        mark = (
            ("● ", self.shade("bold $text-warning"))
            if file.session.modified
            else ("○ ", self.shade("$quiet"))
        )
        unsaved = len(file.session.unsaved)
        state = f"{unsaved} unsaved" if unsaved else "modified" if file.session.modified else "saved"
        figures = ("", "")
        if file.plan is not None:
            when = file.plan.rfs_date or file.plan.project_finish
            figures = (day(when), money(file.plan.estimate.capex.likely))
        return Option(
            Content.assemble(
                mark,
                (fit(file.name, NAME), "bold"),
                f" {fit(figures[0], 12)}{fit(figures[1], 10)}",
                (fit(state, 11), self.shade("$text-warning" if file.session.modified else "$quiet")),
                (clip(file.file, MORE_REST if self.app.size.width >= ROOMY else REST), self.shade("$quiet")),
            ),
            id=str(index),
        )

    def on_mount(self) -> None:
        """Start at the file in front."""
        files = self.query_one(OptionList)
        files.highlighted = self._at
        files.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the file."""
        event.stop()
        self.dismiss(("go", int(event.option_id or 0)))

    def action_close(self) -> None:
        """Close the file under the cursor; the last one stays."""
        at = self.query_one(OptionList).highlighted
        if at is not None and len(self._files) > 1:
            self.dismiss(("close", at))
