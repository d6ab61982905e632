"""The strip on top of every screen, and the bar of keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from planner.tui.commands import command
from planner.tui.render.strip import strip_lines
from planner.tui.widgets.parts import content_of

if TYPE_CHECKING:
    from textual import events

    from planner.tui.workspace import OpenFile


NAMED = 100
"""Columns from which on every screen has its name in the bar of keys."""


class StatusStrip(Widget):
    """Site, date, months, megawatts, money, and what the last edit did to them."""

    def __init__(self) -> None:
        super().__init__()
        self._file: OpenFile | None = None
        self._note = ""
        self._beside = (1, 1, 0)

    def show(self, file: OpenFile | None, note: str = "", beside: tuple[int, int, int] = (1, 1, 0)) -> None:
        """Draw a file's figures; `beside` is of the other open files, as in `strip_lines`."""
        self._file, self._note, self._beside = file, note, beside
        self.refresh()

    def render(self) -> Content:
        """Three lines."""
        return content_of(strip_lines(self._file, self.size.width, self._note, self._beside))


class KeyBar(Widget):
    """Screens on the left with the present one marked, then the keys that matter here, as many as fit whole."""

    def __init__(
        self, here: str, tabs: tuple[tuple[str, str, str], ...], keys: tuple[tuple[str, str, str], ...]
    ) -> None:
        super().__init__()
        self._here, self._tabs, self._keys = here, tabs, keys
        self._spans: list[tuple[int, int, str]] = []
        self._open = True

    def show(self, is_open: bool) -> None:
        """While nothing is open the one key that matters opens a file."""
        if is_open != self._open:
            self._open = is_open
            self.refresh()

    async def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        for start, end, name in self._spans:
            if start <= event.x < end:
                await self.run_action(f"app.command('{name}')")
                return

    def render(self) -> Content:
        """One line."""
        parts: list[Content] = []
        used = 0
        self._spans.clear()
        # Where the names would leave the keys no room, only the present screen has its name.
        named = self.size.width >= NAMED
        mark = "bold $block-cursor-foreground on $block-cursor-background" + (
            " reverse" if self.app.no_color else ""
        )
        for name, key, word in self._tabs:
            here = name == self._here
            text = f" {key} {word} " if named or here else f" {key} "
            style = mark if here else "$quiet"
            parts.append(Content.styled(text, style))
            self._spans.append((used, used + cell_len(text), name))
            used += cell_len(text)
        # The last two, help and everything, always stand; the others as far as there is room.
        tail = self._keys[-2:]
        first = command("open")
        keys = self._keys[:-2] if self._open else ((first.id, first.key(), "Open"),)
        room = self.size.width - used - sum(cell_len(k) + cell_len(w) + 3 for _, k, w in tail) - 1
        shown = []
        for item in keys:
            need = cell_len(item[1]) + cell_len(item[2]) + 3
            if need > room:
                break
            room -= need
            shown.append(item)
        gap = max(0, room)
        parts.append(Content(" " * gap))
        used += gap
        for name, key, word in (*shown, *tail):
            self._spans.append((used, used + cell_len(key) + cell_len(word) + 3, name))
            used = self._spans[-1][1]
            parts.append(Content.assemble((f" {key}", "bold $accent"), (f" {word} ", "$quiet")))
        return Content("").join(parts)
