"""Explain: what figures are made of, followed from one to the next down to the file and the books."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from planner.model.problem import literal
from planner.tui.commands import bindings_for, keyed
from planner.tui.render.explain import DEPENDS, MADE_OF, FactRows, explained_lines
from planner.tui.render.tables import fact_table
from planner.tui.screens.modal import Modal
from planner.tui.shown import Shown, rows_of
from planner.tui.widgets.parts import content_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.explain import Fact, Web
    from planner.tui.messages import RowChosen
    from planner.tui.render.strip import Line

Rows = list[tuple[str, "Fact"]]
HINT = "enter follows · backspace back · / finds · {export_shown} exports · escape closes"


class ExplainScreen(Modal[None]):
    """Starts with a list of figures; enter shows what one is made of and what depends on it."""

    MODE = "explain"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("explain"),
        Binding("escape", "close", "Close", show=False, priority=True),
        Binding("enter", "follow", "Follow", show=False),
        Binding("backspace", "back", "Back", show=False),
        Binding("slash", "find", "Find", show=False),
    ]

    def __init__(self, title: str, names: list[str]) -> None:
        super().__init__(classes="-tall -explain")
        self._web: Web | None = None
        self._start = (title, names)
        self._trail: list[tuple[str, Rows, int]] = []
        """Lists that were come by: title, rows, where the cursor stood."""
        self._here: tuple[str, Rows] = (title, [])

    def shown(self) -> Shown | None:
        """The list of facts, and the chosen one in full."""
        if self._web is None:
            return None
        title, rows = self._here
        view = self.query_one(RowView)
        told = str(self.query_one("#explained", Static).content).split("\n")
        width = view.scrollable_content_region.width

        def lines() -> list[Line]:
            explained: list[Line] = [[(line, "plain")] for line in told]
            return [*rows_of(FactRows(rows), width), [], *explained]

        return Shown("explain", f"Explain › {literal(title)}", lines, partial(fact_table, tuple(rows)))

    def compose(self) -> ComposeResult:
        """Filter, list, the fact under the cursor."""
        with Vertical() as box:
            box.border_title = "Explain"
            yield Input(placeholder="part of a name, such as ups_modules", compact=True, id="find")
            yield RowView("facts")
            with VerticalScroll(id="fact", can_focus=False):
                yield Static("working it out …", id="explained", markup=False)
            yield Static(Content(keyed(HINT)), classes="hint", markup=False)

    def on_mount(self) -> None:
        """The line to find with shows when it is asked for."""
        line = self.query_one("#find", Input)
        line.disabled, line.display = True, False
        self.query_one(RowView).focus()

    def show_web(self, web: Web) -> None:
        """Take the facts, worked out behind the screen."""
        self._web = web
        if not self.is_attached:  # it was left meanwhile
            return
        title, names = self._start
        self._show(title, [("", f) for f in map(web.fact, names) if f is not None])

    def _show(self, title: str, rows: Rows, cursor: int = 0) -> None:
        self._here = (title, rows)
        self.query_one(Vertical).border_title = Content(f"Explain › {literal(title)}")
        view = self.query_one(RowView)
        view.show(FactRows(rows), cursor)
        if not rows:
            self.query_one("#explained", Static).update(Content("No figure of this plan has such a name."))

    def on_row_chosen(self, event: RowChosen) -> None:
        """Tell of the fact under the cursor."""
        event.stop()
        rows = self._here[1]
        if self._web is None or not 0 <= event.index < len(rows):
            return
        found = self._web.explain(rows[event.index][1].name)
        if found is not None:
            self.query_one("#explained", Static).update(content_of(explained_lines(found)))
            self.query_one("#fact").scroll_home(animate=False)

    def action_follow(self) -> None:
        """Show what the fact is made of, then what depends on it."""
        title, rows = self._here
        cursor = self.query_one(RowView).cursor
        if self._web is None or not 0 <= cursor < len(rows):
            return
        found = self._web.explain(rows[cursor][1].name)
        if found is None or not (found.inputs or found.dependents):
            self.app.notify("it ends here: nothing is behind it", markup=False)
            return
        self._trail.append((title, rows, cursor))
        below = [(MADE_OF, f) for f in found.inputs] + [(DEPENDS, f) for f in found.dependents]
        self._show(found.fact.name, below)

    def action_back(self) -> None:
        """To the list before."""
        if self._trail:
            self._show(*self._trail.pop())

    def action_close(self) -> None:
        """Out of the line to find with, or out."""
        line = self.query_one("#find", Input)
        if line.display:
            line.disabled, line.display = True, False
            self.query_one(RowView).focus()
        else:
            self.dismiss(None)

    def action_find(self) -> None:
        """Ask for a name."""
        line = self.query_one("#find", Input)
        line.disabled, line.display = False, True
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Every figure whose name holds all the words."""
        event.stop()
        words = event.value.lower().split()
        if self._web is None or not words:
            return
        found = [
            f
            for f in map(self._web.fact, self._web.computed)
            if f and all(w in f.name.lower() for w in words)
        ]
        self._trail.append((*self._here, self.query_one(RowView).cursor))
        self.action_close()
        self._show(f"names with {event.value.strip()}", [("", f) for f in found])
