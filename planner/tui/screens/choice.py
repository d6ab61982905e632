"""A question with a few named answers. Returns the answer, None for not now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.model.problem import literal
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult


@dataclass(frozen=True)
class Answer:
    """One answer: its value, the letter that gives it, and what it does."""

    value: str
    key: str
    label: str
    about: str = ""


class Choice(Modal["str | None"]):
    """Asks; up and down choose, enter or an answer's letter gives it, escape puts it off."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Not now", show=False)]

    def __init__(self, question: str, lines: Sequence[str], answers: Sequence[Answer], later: str) -> None:
        super().__init__(classes="-choice")
        self._question, self._lines, self._answers, self._later = question, lines, tuple(answers), later

    def compose(self) -> ComposeResult:
        """What it is about, the answers, the keys."""
        with Vertical() as box:
            box.border_title = Content(literal(self._question))
            for line in self._lines:
                yield Static(Content(literal(line)), classes="line", markup=False)
            yield OptionList(*(Option(self._shown(a), id=a.value) for a in self._answers))
            yield Static(Content(f"enter takes it · escape {self._later}"), classes="hint", markup=False)

    def _shown(self, answer: Answer) -> Content:
        about = f"  {literal(answer.about)}" if answer.about else ""
        return Content.assemble(
            (f" {answer.key or ' '}  ", self.shade("bold $accent")),
            (answer.label, "bold"),
            (about, self.shade("$quiet")),
        )

    def on_mount(self) -> None:
        """The first answer is the safe one."""
        answers = self.query_one(OptionList)
        answers.highlighted = 0
        answers.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the answer."""
        event.stop()
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """An answer's letter gives it."""
        found = next((a for a in self._answers if a.key == event.character), None)
        if found is not None:
            event.stop()
            self.dismiss(found.value)
