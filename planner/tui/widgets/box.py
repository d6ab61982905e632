"""Boxes of words that are laid out to their room."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.tui.messages import RoomChanged

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.widget import Widget

ABOUT = 5
"""Cells about the words of a box: frame, padding, and a scroll bar that comes and goes with them."""


class Telling:
    """Part of a box, and no first base of it, for styles know a widget by that: tells its screen when it has other room."""

    _room: Size | None = None

    def on_resize(self) -> None:
        """Ask for lines of another width, or as many as there is room for. A bar that comes and goes with them is no other room."""
        box = cast("Widget", self)
        if box.outer_size != self._room:
            self._room = box.outer_size
            box.post_message(RoomChanged(self))


class Box(VerticalScroll, Telling, can_focus=False):
    """Words that may be more than there is room for."""


class Words(Static, Telling):
    """Words that are cut to their room."""
