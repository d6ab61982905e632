"""Compare: files and what-ifs side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.commands import bindings_for, keyed
from planner.tui.comparing import Candidate, candidates, compare_them
from planner.tui.render.compare import CompareRows
from planner.tui.render.numbers import count
from planner.tui.render.tables import compare_table
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import Shown, rows_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.tui.messages import ComparisonReady
    from planner.tui.workspace import OpenFile

MAX_PLANS = 12


class CompareScreen(PlanScreen):
    """The table of plans."""

    MODE = "compare"
    AUTO_FOCUS = "RowView"
    BINDINGS: ClassVar[list[Any]] = bindings_for("compare")

    def __init__(self) -> None:
        super().__init__()
        self._request = 0
        self._ready: ComparisonReady | None = None
        self._only = False

    def body(self) -> ComposeResult:
        """A line of what is shown, and the table."""
        with Vertical(id="list"):
            yield Static("", id="shown", markup=False)
            yield RowView("rows")

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(RowView).focus()

    def chosen(self) -> list[Candidate]:
        """Plans to lay side by side: the file in front, its what-ifs, then the other files."""
        return [
            c for c in candidates(self.planner.workspace) if c.key not in self.planner.workspace.left_out
        ][:MAX_PLANS]

    def state_of(self, file: OpenFile | None) -> Any:
        """Every open file: their plans stand beside the one in front."""
        return [super(CompareScreen, self).state_of(f) for f in (file, *self.planner.workspace.files)]

    def show_file(self, file: OpenFile | None) -> None:
        """Compare anew, behind the screen."""
        if file is None or (file.plan is None and not file.problems):
            return
        if file.stale and self._ready is None:
            self.query_one("#shown", Static).update(Content(" computing …"))
        if not file.stale:  # its plan is on the way, and comes here again
            self.compare_now()

    def compare_now(self) -> None:
        """Plan what is chosen and lay it side by side, in a worker."""
        self._request += 1
        if self._ready is None:
            self.query_one("#shown", Static).update(Content(" computing …"))
        work = partial(compare_them, self.planner, self, self.chosen(), self._request)
        self.run_worker(
            work, thread=True, exclusive=True, group="compare", description="compare", exit_on_error=False
        )

    def on_comparison_ready(self, event: ComparisonReady) -> None:
        """Show the table, unless another was asked for meanwhile."""
        if event.request != self._request:
            return
        if event.comparison is None:
            self._ready = None
            self.query_one(RowView).clear()
            first = event.problems[0] if event.problems else None
            self.query_one("#shown", Static).update(
                Content(f" ✗ {literal(first) if first else 'nothing to compare'}")
            )
            return
        self._ready = event
        self.redraw()

    def redraw(self) -> None:
        """Draw the last comparison."""
        event, view = self._ready, self.query_one(RowView)
        if event is None or event.comparison is None:
            return
        held = view.source.first if isinstance(view.source, CompareRows) else 1
        rows = CompareRows(
            event.comparison, event.labels, self._only, min(held, max(1, len(event.labels) - 1))
        )
        view.show(rows)
        plans = len(event.labels)
        if plans == 1:
            text = keyed(" one plan: make a what-if with {what_if} on Site, or open another file with {open}")
        else:
            beside = rows.beside(view.scrollable_content_region.width or 80)
            more = plans - 1 - len(beside)
            text = f" {count(plans, 'plan')}, differences against the first" + (
                f" · left and right show {more} more" if more > 0 else ""
            )
        left = len(candidates(self.planner.workspace)) - plans
        if left > 0:
            text += keyed(f" · {{choose}} offers {left} more")
        if self._only:
            text += " · only what differs"
        if event.problems:
            text += f" · ✗ {literal(event.problems[0].message)}"
        self.query_one("#shown", Static).update(Content(text))

    def on_room_changed(self) -> None:
        """Say how many plans there is room for."""
        self.redraw()

    def shown(self) -> Shown | None:
        """The table; as text with as many plans as there is room for, as CSV with all."""
        view = self.query_one(RowView)
        rows = view.source
        if not isinstance(rows, CompareRows):
            return None
        width = view.scrollable_content_region.width
        return Shown("compare", self.heading, partial(rows_of, rows, width), partial(compare_table, rows))

    # --- commands ---

    def do_copy_line(self) -> None:
        """The row that the cursor is at."""
        view = self.query_one(RowView)
        if view.source is not None and view.source.count:
            self.copy_text("".join(t for t, _ in view.source.row(view.cursor, view.size.width)).rstrip())

    def do_choose(self) -> None:
        """Ask which plans."""
        from planner.tui.screens.choose import ChooseScreen

        offered = candidates(self.planner.workspace)

        def take(keys: set[str] | None) -> None:
            if keys:
                self.planner.workspace.left_out = {c.key for c in offered} - keys
                self.compare_now()

        self.app.push_screen(
            ChooseScreen([(c.label, c.key, c.key not in self.planner.workspace.left_out) for c in offered]),
            take,
        )

    def do_different(self) -> None:
        """Only what differs, or all."""
        self._only = not self._only
        self.redraw()
