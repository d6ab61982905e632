"""Gantt: the programme as bars over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from planner.tui.commands import bindings_for
from planner.tui.render.gantt import GanttRow, GanttRows, gantt_rows
from planner.tui.render.tables import gantt_table
from planner.tui.screens.tasks import ListScreen
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.io.export_table import Table
    from planner.pipeline import Plan


class GanttScreen(ListScreen):
    """The chart."""

    MODE = "gantt"
    BINDINGS: ClassVar[list[Any]] = bindings_for("gantt")

    def __init__(self) -> None:
        super().__init__()
        self.by = "hall"
        self._chart: GanttRows | None = None

    def rebuild(self) -> None:
        """Rows of the tasks wanted; zoom and place in time stay."""
        plan = self.plan
        if plan is None:
            return
        at = self.cursor_id()
        rows = gantt_rows(plan, self.filter, self.by)
        before = self._chart
        self._chart = GanttRows(plan, rows, before.zoom if before else 0, before.first if before else 0)
        index = plan.schedule.index.get(at, -1) if at else -1
        keep = next((n for n, r in enumerate(rows) if r.task == index), 1 if len(rows) > 1 else 0)
        self.query_one(RowView).show(self._chart, keep)
        self.say(
            sum(r.task is not None for r in rows),
            f"by {self.by} · █ ! critical  ▒ with float  · float  ◆ milestone  ┊ RFS",
        )

    def task_at(self, index: int) -> int | None:
        """The task of a row; None on a heading."""
        rows: list[GanttRow] = self._chart.rows if self._chart else []
        return rows[index].task if 0 <= index < len(rows) else None

    def table(self, plan: Plan) -> Callable[[], Table]:
        """Tasks with their groups and late dates."""
        return partial(gantt_table, plan, tuple(self._chart.rows if self._chart else ()))

    def _zoom(self, by: int) -> None:
        view = self.query_one(RowView)
        if self._chart is not None:
            self._chart.zoomed(view.scrollable_content_region.width, by)
            view.refresh()

    def do_zoom_in(self) -> None:
        """Finer."""
        self._zoom(-1)

    def do_zoom_out(self) -> None:
        """Coarser."""
        self._zoom(1)

    def do_grouping(self) -> None:
        """By hall or by discipline."""
        self.by = "discipline" if self.by == "hall" else "hall"
        self.rebuild()
