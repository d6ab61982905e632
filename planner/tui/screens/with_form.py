"""What every screen with a form has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


class WithForm:
    """Part of a screen: who goes to a row of its form, by whatever way, goes to its editor, which is made then.

    No screen by itself: styles know a screen by its first base alone.
    """

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """As of every screen."""
        # By name: the form and its rows are imported when the first is shown.
        opened = getattr(widget, "opened", None)
        if opened is not None:
            widget = opened()
        super().set_focus(widget, scroll_visible, from_app_focus)  # type: ignore[misc]
