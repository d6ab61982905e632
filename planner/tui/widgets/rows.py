"""A table that draws only the lines in sight: ten thousand rows cost what thirty do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.tui.messages import RoomChanged, RowChosen
from planner.tui.render.text import by_words

if TYPE_CHECKING:
    from textual import events

    from planner.tui.render.strip import Line

_WEIGHT = Style(bold=True)
"""The cursor row is bold as well as coloured, so that it shows without colour."""


class RowSource(Protocol):
    """What draws the rows."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def header(self, width: int) -> list[Line]:
        """Lines that stay on top."""

    def row(self, index: int, width: int) -> Line:
        """One row."""

    def shift(self, by: int, width: int) -> None:
        """Move what is in sight sideways."""


class RowView(ScrollView, can_focus=True):
    """Cursor rows over a source."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(0)", "First", show=False),
        Binding("end", "end(1)", "Last", show=False),
        Binding("left", "shift(-1)", "Left", show=False),
        Binding("right", "shift(1)", "Right", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--plain", "rows--muted", "rows--strong", "rows--title", "rows--good", "rows--bad", "rows--mark", "rows--rule",
        "rows--critical", "rows--bar", "rows--float", "rows--header", "rows--cursor", "rows--group",
        "rows--near", "rows--done", "rows--baseline", "rows--link",
    }  # fmt: skip

    # Without a first call of the watcher: a table that was never given rows has nothing to tell.
    cursor: reactive[int] = reactive(0, init=False)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.source: RowSource | None = None
        self.moved = False
        """Whether the cursor was ever put somewhere; else it stands where a table begins."""
        self.words_when_empty = ""
        """What stands in place of rows where there are none."""

    def on_mount(self) -> None:
        """The bar takes a cell of the width."""
        self.watch(self, "show_vertical_scrollbar", self._tell_room, init=False)

    def _tell_room(self) -> None:
        self.post_message(RoomChanged(self))

    def say_when_empty(self, words: str) -> None:
        """Say why there are no rows, and what to do about it."""
        if words != self.words_when_empty:
            self.words_when_empty = words
            self.refresh()

    def show(self, source: RowSource, keep: int | None = None) -> None:
        """Draw a source, the cursor at row `keep` where given."""
        self.source = source
        at = self.cursor if keep is None else keep
        self.set_reactive(RowView.cursor, max(0, min(at, source.count - 1)))
        self._measure()
        self._follow()
        self.refresh()
        self.post_message(RowChosen(self.cursor, self))

    def _measure(self) -> None:
        if self.source is not None:
            width = self.scrollable_content_region.width
            self.virtual_size = Size(width, self.source.count + len(self.source.header(width)))

    def on_resize(self) -> None:
        """Lay out to the new width."""
        self._measure()
        self._follow()
        self._tell_room()

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows anew and keep the new one in sight."""
        self.moved = True
        self._follow()
        self.refresh()
        self.post_message(RowChosen(new, self))

    def _follow(self) -> None:
        if self.source is None:
            return
        top = len(self.source.header(self.size.width))
        height = max(1, self.scrollable_content_region.height - top)
        offset = round(self.scroll_offset.y)
        if self.cursor < offset:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= offset + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def render_line(self, y: int) -> Strip:
        """A header line, or the row that is scrolled to it."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if self.source is None or not self.source.count:
            return self._empty(y, width)
        header = self.source.header(width)
        if y < len(header):
            return self._strip(header[y], width, "rows--header")
        index = y - len(header) + round(self.scroll_offset.y)
        if index >= self.source.count:
            return Strip.blank(width, base)
        return self._strip(
            self.source.row(index, width), width, "rows--cursor" if index == self.cursor else ""
        )

    def _empty(self, y: int, width: int) -> Strip:
        """Headings, and below them the words that stand in place of rows."""
        header = self.source.header(width) if self.source is not None else []
        if y < len(header):
            return self._strip(header[y], width, "rows--header")
        words = by_words(self.words_when_empty, width - 2) if y == len(header) + 1 else ""
        return self._strip([(f" {words}", "muted")], width, "")

    def clear(self) -> None:
        """Rows of what is no longer there go."""
        if self.source is not None:
            self.source = None
            self.virtual_size = Size(0, 0)
            self.refresh()

    def _strip(self, line: Line, width: int, over: str) -> Strip:
        base = self.rich_style
        whole = self.get_component_rich_style(over, partial=True) if over else None
        segments = []
        for text, name in line:
            style = base + self.get_component_rich_style(f"rows--{name}", partial=True)
            if whole is not None:
                # The cursor has a text colour only in ansi themes; elsewhere a row keeps its own.
                style += whole
                if over == "rows--cursor":
                    style += _WEIGHT
            segments.append(Segment(text, style))
        fill = base + whole if whole is not None else base
        return Strip(segments).adjust_cell_length(width, fill).simplify()

    def action_move(self, by: int) -> None:
        """Up or down."""
        if self.source is not None:
            self.cursor = max(0, min(self.cursor + by, self.source.count - 1))

    def action_page(self, by: int) -> None:
        """A screenful."""
        self.action_move(by * max(1, self.scrollable_content_region.height - 4))

    def action_end(self, last: int) -> None:
        """First or last row."""
        if self.source is not None:
            self.cursor = max(0, self.source.count - 1) if last else 0

    def action_shift(self, by: int) -> None:
        """Sideways."""
        if self.source is not None:
            self.source.shift(by, self.scrollable_content_region.width)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Click on a row."""
        if self.source is None:
            return
        top = len(self.source.header(self.size.width))
        index = event.y - top + round(self.scroll_offset.y)
        if event.y >= top and 0 <= index < self.source.count:
            self.cursor = index
