"""A screen knows its size before its parts are styled: learnt from the first resize, all would be styled once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def know_size(screen: Screen[Any]) -> None:
    """Give a new screen the classes of the terminal's size, as Textual does at a resize."""
    size = screen.app.size
    for cells, breakpoints in (
        (size.width, screen.HORIZONTAL_BREAKPOINTS),
        (size.height, screen.VERTICAL_BREAKPOINTS),
    ):
        if breakpoints:
            screen.add_class(max(b for b in breakpoints if cells >= b[0])[1], update=False)
