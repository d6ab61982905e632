"""What a screen shows, ready to be written: the lines and the table are made later, behind the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.io.export_table import Table
    from planner.tui.render.strip import Line
    from planner.tui.widgets.rows import RowSource

FORMS = {".txt": "text", ".svg": "a picture of the screen", ".csv": "the table"}
"""Endings of a file's name, and what they mean."""


@dataclass(frozen=True)
class Shown:
    """What stands on a screen."""

    name: str
    """Of the screen, for the file's name."""
    heading: str
    """The line above."""
    lines: Callable[[], Sequence[Line]]
    """All rows, those out of sight too, as wide as on the screen."""
    table: Callable[[], Table]


class Exportable(Protocol):
    """A screen that can say what it shows."""

    def shown(self) -> Shown | None:
        """None while there is nothing."""


def rows_of(source: RowSource, width: int) -> list[Line]:
    """Header and all rows of a table."""
    return [*source.header(width), *(source.row(i, width) for i in range(source.count))]
