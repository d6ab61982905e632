"""What every screen with a form has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget

    from planner.tui.widgets.form import Form


class WithForm:
    """Part of a screen: who goes to a row of its form, by whatever way, goes to its editor, which is made then.

    No screen by itself: styles know a screen by its first base alone.
    """

    def on_screen_suspend(self) -> None:
        """What is typed is never lost by going elsewhere: taken where it can be; a wrong text waits behind what stands before."""
        form: Form | None = getattr(self, "form", None)
        if form is None:
            return
        if self in self.app.screen_stack:  # type: ignore[attr-defined]
            self.app.take_typed(form)  # type: ignore[attr-defined]
        else:
            form.leave_field()

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """As of every screen."""
        # By name: the form and its rows are imported when the first is shown.
        opened = getattr(widget, "opened", None)
        if widget is None or opened is None:
            super().set_focus(widget, scroll_visible, from_app_focus)  # type: ignore[misc]
            return
        # An editor just made has no place yet that could be scrolled to; its row has.
        super().set_focus(opened(), False, from_app_focus)  # type: ignore[misc]
        if scroll_visible:
            widget.scroll_visible(animate=False)
