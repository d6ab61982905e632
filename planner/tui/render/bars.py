"""One task's line of the Gantt chart: bar, progress, float, baseline and dates, each by a sign of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.schedule.result import Standing
    from planner.tui.render.strip import Line
    from planner.tui.render.timeline import Axis

CRITICAL, NEAR, BAR, DONE, WAITING, FLOAT, MILESTONE = "█", "▓", "▒", "■", "╌", "·", "◆"
READY, DATA_DATE = "┊", "╎"
FROM, TO, BOTH, SPAN, THEN = "├", "┤", "┼", "─", "◇"
"""A baseline's start, finish, both in one cell, what lies between, and its milestone."""
GLYPHS: dict[Standing, tuple[str, str]] = {
    "critical": (CRITICAL, "critical"),
    "near": (NEAR, "near"),
    "float": (BAR, "bar"),
    "done": (DONE, "done"),
}
SIGNS: dict[Standing, str] = {"critical": "!", "near": "~", "float": " ", "done": "✓"}
"""Beside the name, so that nothing is told by the bar alone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a day."""

    boundary: int
    sign: str
    style: str = "mark"


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn of a task, in boundaries."""

    start: int
    finish: int
    late: int
    standing: Standing
    resumed: int | None = None
    """Where what remains of begun work goes on; None where nothing has begun."""
    data_date: int | None = None
    baseline: tuple[int, int] | None = None
    marks: tuple[Mark, ...] = ()
    """The most important last."""
    ready: frozenset[int] = frozenset()
    """Boundaries at which halls are ready for service."""


@dataclass
class Cells:
    """Signs and styles of a line, later ones over earlier ones."""

    axis: Axis
    signs: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin empty."""
        self.signs = [(" ", "plain")] * self.axis.cells

    def put(self, x: int, sign: str, style: str) -> None:
        """One cell, where it is in sight."""
        if 0 <= x < self.axis.cells:
            self.signs[x] = (sign, style)

    def fill(self, left: int, until: int, sign: str, style: str) -> None:
        """Cells from `left` to before `until`."""
        left, until = max(0, left), min(until, self.axis.cells)
        if until > left:
            self.signs[left:until] = [(sign, style)] * (until - left)

    def line(self) -> Line:
        """As few parts as styles allow."""
        made: Line = []
        begun, style = 0, self.signs[0][1] if self.signs else ""
        for x, (_, found) in enumerate(self.signs):
            if found != style:
                made.append(("".join(s for s, _ in self.signs[begun:x]), style))
                begun, style = x, found
        if self.signs:
            made.append(("".join(s for s, _ in self.signs[begun:]), style))
        return made


def rules(cells: Cells, ready: frozenset[int], data_date: int | None) -> None:
    """The lines that go down through all rows."""
    for boundary in ready:
        cells.put(cells.axis.at(boundary), READY, "rule")
    if data_date is not None:
        cells.put(cells.axis.at(data_date), DATA_DATE, "mark")


def bar_cells(bar: Bar, axis: Axis, links: Mapping[int, str] | None = None) -> Line:
    """The line of a task; `links` are signs of relations by cell, drawn where nothing of the task stands."""
    cells = Cells(axis)
    left, until = axis.span(bar.start, bar.finish)
    cells.fill(until, axis.until(bar.late), FLOAT, "float")
    rules(cells, bar.ready, bar.data_date)
    if bar.baseline is not None:
        was_left, was_until = axis.span(*bar.baseline)
        if bar.baseline[0] < bar.baseline[1]:
            cells.fill(was_left, was_until, SPAN, "baseline")
    for x, sign in (links or {}).items():
        cells.put(x, sign, "link")
    _work(cells, bar, left, until)
    if bar.baseline is not None:
        _baseline_ends(cells, bar.baseline, (left, until), (was_left, was_until))
    for mark in bar.marks:
        x = axis.at(max(mark.boundary, 0))
        if until - left > 1 or not left <= x < until or mark.style == "bad":
            cells.put(x, mark.sign, mark.style)
    return cells.line()


def _work(cells: Cells, bar: Bar, left: int, until: int) -> None:
    sign, style = GLYPHS[bar.standing]
    if bar.start == bar.finish:
        cells.put(left, MILESTONE, "done" if bar.standing == "done" else "mark")
        return
    cells.fill(left, until, sign, style)
    if bar.resumed is None or bar.standing == "done":
        return
    # What is done lies before the data date; from there to where it goes on nothing is worked.
    reported = bar.resumed if bar.data_date is None else min(bar.data_date, bar.resumed)
    goes_on = min(cells.axis.at(bar.resumed), until - 1) if bar.resumed < bar.finish else until
    cells.fill(left, goes_on, WAITING, "float")
    cells.fill(left, min(max(left + 1, cells.axis.until(reported)), goes_on), DONE, "done")


def _baseline_ends(
    cells: Cells, baseline: tuple[int, int], now: tuple[int, int], then: tuple[int, int]
) -> None:
    """Its ends where they differ from those of the bar: what stands as it was kept has none."""
    if baseline[0] == baseline[1]:
        if then[0] != now[0]:
            cells.put(then[0], THEN, "baseline")
        return
    if then[1] - then[0] == 1 and then != now:
        cells.put(then[0], BOTH, "baseline")
        return
    if then[0] != now[0]:
        cells.put(then[0], FROM, "baseline")
    if then[1] != now[1]:
        cells.put(then[1] - 1, TO, "baseline")
