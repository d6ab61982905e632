"""A screen knows its size before its parts are styled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.screen import Screen


class Sized:
    """Part of a screen. No screen by itself: styles know a screen by its first base alone."""

    def know_size(self) -> None:
        """Take the classes of the terminal's size, as Textual does at a resize: learnt from the first, all would be styled once more."""
        screen = cast("Screen[Any]", self)
        size = screen.app.size
        for cells, breakpoints in (
            (size.width, screen.HORIZONTAL_BREAKPOINTS),
            (size.height, screen.VERTICAL_BREAKPOINTS),
        ):
            if breakpoints:
                screen.add_class(max(b for b in breakpoints if cells >= b[0])[1], update=False)
