"""Boxes of words that are laid out to their room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.tui.messages import RoomChanged

if TYPE_CHECKING:
    from textual.geometry import Size

ABOUT = 5
"""Cells about the words of a box: frame, padding, and a scroll bar that comes and goes with them."""


class Box(VerticalScroll, can_focus=False):
    """Tells its screen when it has other room; its own bar, which comes and goes with the words, is none."""

    _room: Size | None = None

    def on_resize(self) -> None:
        """Ask for lines of another width, or as many as there is room for now."""
        if self.outer_size != self._room:
            self._room = self.outer_size
            self.post_message(RoomChanged(self))


class Words(Static):
    """Tells its screen when it has other room for the words in it."""

    _room: Size | None = None

    def on_resize(self) -> None:
        """Ask for as many words as there is room for now."""
        if self.content_size != self._room:
            self._room = self.content_size
            self.post_message(RoomChanged(self))
