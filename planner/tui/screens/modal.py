"""What every modal has: it is answered once, however fast keys come."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.screen import ScreenResultType

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """Base of our modals."""

    _answered = False

    def shade(self, style: str) -> str:
        """A style within a list; in an ansi theme its weight alone, for no colour of a terminal is sure to show on the cursor's."""
        if not self.app.native_ansi_color:
            return style
        return "bold" if "bold" in style else ""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, unless already gone: a second key may have been on its way when the first was answered."""
        if self._answered or not self.is_current:
            return AwaitComplete()
        self._answered = True
        gone: AwaitComplete = super().dismiss(result)  # type: ignore[arg-type]
        return gone
