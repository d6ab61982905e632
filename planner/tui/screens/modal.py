"""What every modal has: it is answered once, however fast keys come."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from planner.tui.screens.sized import know_size

if TYPE_CHECKING:
    from textual.events import ScreenResume
    from textual.geometry import Size
    from textual.screen import ScreenResultType

    from planner.tui.app import PlannerApp

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """Base of our modals."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.command('quit')", show=False)]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012
    _answered = False
    _styled: int | None = None
    """State of the styles that its parts were styled with."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        know_size(self)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """What is new was styled as it was mounted; coming to it changes nothing of that, unless the theme is another."""
        now = self.app._css_update_count
        event.refresh_styles = self._styled not in (None, now)
        self._styled = now
        cast("PlannerApp", self.app).drop_hints()

    def ask_again(self) -> None:
        """One that is kept is answered anew each time."""
        self._answered = False

    def _screen_resized(self, size: Size) -> None:
        """Textual lays it out when it comes, and at once again when it is told its size."""
        if size != self._size:
            super()._screen_resized(size)

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
