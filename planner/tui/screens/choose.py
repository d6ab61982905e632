"""Choose which plans stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from planner.model.problem import literal
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ChooseScreen(Modal["set[str] | None"]):
    """Returns the keys of the plans chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False),
        Binding("enter", "take", "Take", show=False, priority=True),
    ]

    def __init__(self, offered: list[tuple[str, str, bool]]) -> None:
        super().__init__()
        self._offered = offered

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical() as box:
            box.border_title = "Plans side by side"
            options: Any = [Selection(Content(literal(label)), key, on) for label, key, on in self._offered]
            yield SelectionList[str](*options)
            yield Static(
                Content("space chooses · enter takes it · escape goes back"), classes="hint", markup=False
            )

    def action_take(self) -> None:
        """Return the choice."""
        self.dismiss(set(self.query_one(SelectionList).selected))
