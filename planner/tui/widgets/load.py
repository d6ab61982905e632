"""What stands under the Gantt chart: columns over the same window of time, redrawn as the chart moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.tui.render.load import load_lines
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.tui.render.gantt import GanttRows
    from planner.tui.render.load import Load
    from planner.tui.render.strip import Line


@dataclass
class LoadSource:
    """Lines of columns as wide as the chart's, in as many lines as there is room for."""

    chart: GanttRows
    load: Load
    width: Callable[[], int]
    """Cells of the chart, whose bar may take one."""
    height: Callable[[], int]
    count: int = 0
    _drawn: tuple[object, list[Line]] | None = None

    def header(self, width: int) -> list[Line]:
        """All lines; drawn once for each window of time and size."""
        wide, high = self.width(), self.height()
        axis = self.chart.axis(wide)
        if self._drawn is None or self._drawn[0] != (axis, wide, high):
            lines = load_lines(self.load, self.chart.plan, axis, self.chart.label_width(wide), high)
            self._drawn = (axis, wide, high), lines
        return self._drawn[1]

    def row(self, index: int, width: int) -> Line:
        """There are none."""
        raise IndexError(index)

    def shift(self, by: int, width: int) -> None:
        """It moves with the chart."""


class LoadView(RowView, can_focus=False):
    """Columns without a cursor."""

    def draw(self, chart: GanttRows, load: Load, beside: RowView) -> None:
        """Draw a load below a chart."""
        self.source = LoadSource(
            chart,
            load,
            lambda: beside.scrollable_content_region.width,
            lambda: max(2, self.scrollable_content_region.height),
        )
        self.refresh()

    def on_resize(self) -> None:
        """Draw to the new size."""
        self.refresh()
