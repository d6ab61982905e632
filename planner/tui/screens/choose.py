"""Choose some of a list: which plans stand side by side, which columns a table has."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.model.problem import literal
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ChooseScreen(Modal["set[str] | None"]):
    """Returns the keys of what is chosen: each line says by a sign whether it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False),
        Binding("space", "turn", "Choose", show=False, priority=True),
        Binding("enter", "take", "Take", show=False, priority=True),
    ]

    def __init__(self, offered: list[tuple[str, str, bool]], title: str = "Plans side by side") -> None:
        super().__init__(classes="-choose")
        self._labels = {key: label for label, key, _ in offered}
        self._on = {key for _, key, on in offered if on}
        self._heading = title

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical() as box:
            box.border_title = self._heading
            yield OptionList(*(Option(self._shown(key), id=str(n)) for n, key in enumerate(self._labels)))
            yield Static(
                Content("space chooses · enter takes it · escape goes back"), classes="hint", markup=False
            )

    def _shown(self, key: str) -> Content:
        on = key in self._on
        return Content.assemble(
            ("[x] ", self.shade("bold $text-success")) if on else ("[ ] ", self.shade("$quiet")),
            literal(self._labels[key]),
        )

    def on_mount(self) -> None:
        """Start at the first."""
        options = self.query_one(OptionList)
        options.highlighted = 0 if self._labels else None
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click turns a line."""
        event.stop()
        self.action_turn()

    def action_turn(self) -> None:
        """Take the line in or leave it out."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            key = list(self._labels)[options.highlighted]
            self._on ^= {key}
            options.replace_option_prompt_at_index(options.highlighted, self._shown(key))

    def action_take(self) -> None:
        """Return the choice."""
        self.dismiss(set(self._on))
