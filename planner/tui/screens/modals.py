"""Questions: a line to type, or yes or no. They return data and do nothing themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from planner.model.problem import literal
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult


class Prompt(Modal["str | None"]):
    """Asks for one line, and says what is wrong with it while it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", show=False)]

    def __init__(
        self,
        title: str,
        label: str,
        value: str = "",
        *,
        check: Callable[[str], str] | None = None,
        hint: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._suggestions = suggestions
        self._heading, self._asked, self._start, self._check, self._hint = title, label, value, check, hint

    def compose(self) -> ComposeResult:
        """Label, line, what is wrong, hint."""
        with Vertical() as box:
            box.border_title = Content(literal(self._heading))
            yield Static(Content(self._asked), markup=False)
            suggester = (
                SuggestFromList(self._suggestions, case_sensitive=False) if self._suggestions else None
            )
            yield Input(self._start, compact=True, suggester=suggester)
            yield Static("", classes="wrong", markup=False)
            if self._hint:
                yield Static(
                    Content("\n".join(literal(line) for line in self._hint.split("\n"))),
                    classes="hint",
                    markup=False,
                )
            yield Static(Content("enter takes it · escape goes back"), classes="hint", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Try it."""
        wrong = self._check(event.value) if self._check and event.value != self._start else ""
        self.query_one(".wrong", Static).update(Content(f"✗ {literal(wrong)}" if wrong else ""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, when nothing is wrong."""
        wrong = self._check(event.value) if self._check else ""
        if wrong:
            self.query_one(".wrong", Static).update(Content(f"✗ {literal(wrong)}"))
        else:
            self.dismiss(event.value)


class Confirm(Modal[bool]):
    """Yes or no; y and enter are yes, n and escape are no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", "No", show=False),
        Binding("enter,y", "dismiss(True)", "Yes", show=False),
    ]

    def __init__(self, question: str, detail: str, yes: str) -> None:
        super().__init__()
        self._question, self._detail, self._yes = question, detail, yes

    def compose(self) -> ComposeResult:
        """Question and keys."""
        with Vertical() as box:
            box.border_title = Content(literal(self._question))
            detail = "\n".join(literal(line) for line in self._detail.split("\n"))
            yield Static(Content(detail), markup=False)
            keys: Any = Content.assemble(
                ("enter", "bold $accent"), f" {self._yes}   ", ("escape", "bold $accent"), " Back"
            )
            yield Static(keys, classes="hint", markup=False)
