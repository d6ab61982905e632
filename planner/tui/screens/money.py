"""Money: capex by hall and discipline, facility and IT apart, and the spend month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from planner.cost.spend import spend_by_month
from planner.tui.commands import bindings_for
from planner.tui.render.money import MoneyRows, Side, SpendRows, money_rows
from planner.tui.render.numbers import NONE, money
from planner.tui.render.tables import money_table, spend_table
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import Shown, rows_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantFocus

    from planner.cost.spend import MonthlySpend
    from planner.io.export_table import Table
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line
    from planner.tui.workspace import OpenFile


class MoneyScreen(PlanScreen):
    """Two tables: beside each other, one above the other, or on a low terminal one at a time."""

    MODE = "money"
    SHOWS_EDITS = False
    AUTO_FOCUS = "#rows"
    BINDINGS: ClassVar[list[Any]] = bindings_for("money")

    def __init__(self) -> None:
        super().__init__()
        self.by = "discipline"
        self.side: Side = "facility"
        self._months: tuple[Plan | None, tuple[MonthlySpend, ...]] = (None, ())
        self.unfolded: set[tuple[Side, str]] = set()

    def body(self) -> ComposeResult:
        """A line of totals, sums, months."""
        with Vertical(id="list"):
            yield Static("", id="shown", markup=False)
            with Container(id="money"):
                yield RowView("rows")
                yield RowView("spend")

    def on_mount(self) -> None:
        """Start in the sums."""
        super().on_mount()
        self.query_one("#rows", RowView).border_title = "Capex"
        self.query_one("#spend", RowView).border_title = "Spend by month, from the planned dates"
        self.query_one("#rows", RowView).focus()

    @property
    def plan(self) -> Plan | None:
        """The last plan of the file."""
        return self.file.plan if self.file else None

    def show_file(self, file: OpenFile | None) -> None:
        """Sums and months of another plan; the cursors stay."""
        plan = self.plan
        shown = self.query_one("#shown", Static)
        if plan is None:
            shown.update(Content(" computing …" if file is not None and not file.problems else ""))
            return
        sums = MoneyRows(money_rows(plan, self.by, self.unfolded), plan.estimate.estimate_class)
        self.query_one("#rows", RowView).show(sums)
        if self._months[0] is not plan:
            self._months = (plan, spend_by_month(plan.estimate, plan.schedule))
        self.query_one("#spend", RowView).show(SpendRows(self._months[1], self.side))
        self._say()

    def _say(self) -> None:
        plan = self.plan
        if plan is None:
            return
        per_mw = plan.capex_usd_per_mw
        parts = [
            f"facility {money(plan.estimate.capex.likely)}"
            + (f", {money(per_mw)}/MW" if per_mw is not None else ""),
            f"IT {money(plan.estimate.it_capex.likely) if plan.estimate.it_capex.likely else NONE}",
            f"by {self.by}",
        ]
        view = self.query_one("#rows", RowView)
        width = view.scrollable_content_region.width
        hidden = view.source.hidden(width) if isinstance(view.source, MoneyRows) and width else []
        if hidden:
            parts.append(f"no room for {', '.join(hidden)}")
        self.query_one("#shown", Static).update(Content(f" {' · '.join(parts)}"))

    def on_room_changed(self) -> None:
        """Say which columns there is no room for."""
        self._say()

    @property
    def front(self) -> RowView:
        """The table that is looked at."""
        return self.query_one("#spend" if self.has_class("-months") else "#rows", RowView)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The table in use is the one that a low terminal shows."""
        if isinstance(event.widget, RowView):
            self.set_class(event.widget.id == "spend", "-months")

    def shown(self) -> Shown | None:
        """The table that is looked at; as text both, for both are on the screen where there is room."""
        if self.plan is None:
            return None
        sums, months = (self.query_one(f"#{name}", RowView) for name in ("rows", "spend"))
        both = [(v.source, v.scrollable_content_region.width or self.size.width - 4) for v in (sums, months)]

        def lines() -> list[Line]:
            made: list[Line] = []
            for source, width in both:
                if source is not None:
                    made += [*rows_of(source, width), []]
            return made

        def table() -> Table:
            source = both[self.front is months][0]
            if isinstance(source, SpendRows):
                return spend_table(source)
            return money_table(source.rows if isinstance(source, MoneyRows) else ())

        return Shown("spend" if self.front is months else "money", self.heading, lines, table)

    # --- commands ---

    def do_table(self) -> None:
        """The other table."""
        self.toggle_class("-months")
        self.call_after_refresh(self.front.focus)

    def do_unfold(self) -> None:
        """Show what the sum at the cursor is made of, or no more; on a total, all its sums."""
        view = self.query_one("#rows", RowView)
        rows = view.source.rows if isinstance(view.source, MoneyRows) else []
        if self.front is not view or not 0 <= view.cursor < len(rows):
            return
        at = view.cursor
        while rows[at].depth == 2:  # a part folds the sum that it is in
            at -= 1
        chosen = rows[at]
        groups = {(r.side, r.label) for r in rows if r.depth == 1 and r.side == chosen.side}
        meant = {(chosen.side, chosen.label)} if chosen.depth else groups
        self.unfolded = self.unfolded - meant if meant & self.unfolded else self.unfolded | meant
        view.cursor = at
        self.show_file(self.file)

    def do_grouping(self) -> None:
        """By hall or by discipline."""
        self.by = "discipline" if self.by == "hall" else "hall"
        self.show_file(self.file)

    def do_side(self) -> None:
        """Months of the facility or of IT."""
        self.side = "it" if self.side == "facility" else "facility"
        self.show_file(self.file)

    def do_copy_line(self) -> None:
        """The row that the cursor is at."""
        view = self.front
        if view.source is not None and view.source.count:
            self.copy_text("".join(t for t, _ in view.source.row(view.cursor, view.size.width)).rstrip())
