"""The Gantt chart as rows of styled cells: a plan, a window of time and a width in, one line out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.tui.render.tasks import Filter, chosen
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from datetime import date

    from planner.pipeline import Plan
    from planner.tui.render.strip import Line

ZOOMS = (1, 2, 4, 7, 14, 30)
"""Calendar days to a cell."""
ZOOM_NAMES = {1: "days", 2: "weeks", 4: "weeks", 7: "months", 14: "months", 30: "quarters"}
CRITICAL, BAR, FLOAT, MILESTONE, READY = "█", "▒", "·", "◆", "┊"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class GanttRow:
    """A group's heading (`task` None) with its span, or a task."""

    label: str
    task: int | None
    start: int
    finish: int


def gantt_rows(plan: Plan, wanted: Filter, by: str) -> list[GanttRow]:
    """Groups by hall or discipline in order of start, their tasks below them in order of start."""
    schedule = plan.schedule
    groups: dict[str, list[int]] = {}
    names = {h.id: h.name or h.id for h in plan.facility.hall}
    for i in chosen(plan, wanted):
        task = schedule.tasks[i]
        group = task.discipline if by == "discipline" else names.get(task.hall or "", task.hall or "Site")
        groups.setdefault(group, []).append(i)
    rows = []
    for group, members in groups.items():
        rows.append(
            GanttRow(
                group, None, min(schedule.start[i] for i in members), max(schedule.finish[i] for i in members)
            )
        )
        rows.extend(
            GanttRow(schedule.tasks[i].name, i, schedule.start[i], schedule.finish[i]) for i in members
        )
    return rows


def fitting_zoom(days: int, cells: int) -> int:
    """The finest zoom that shows the whole programme."""
    return next((z for z in ZOOMS if days <= z * cells), ZOOMS[-1])


@dataclass
class GanttRows:
    """Draws the chart; `first` is the boundary at the left edge."""

    plan: Plan
    rows: list[GanttRow]
    zoom: int = 0
    """Days to a cell; 0 fits the programme to the width."""
    first: int = 0

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.rows)

    @property
    def end(self) -> int:
        """Boundary up to which there is something to see."""
        return max(self.plan.schedule.project_finish, max(self.plan.schedule.late_finish, default=0), 1)

    def label_width(self, width: int) -> int:
        """Cells of the names' column, with the figures beside them where there is room."""
        return (26 if width < 100 else 36 if width < 150 else 44) + self._figures(width)

    @staticmethod
    def _figures(width: int) -> int:
        return 24 if width >= 140 else 0

    def days_a_cell(self, width: int) -> int:
        """The zoom in force."""
        return self.zoom or fitting_zoom(self.end + 1, max(10, width - self.label_width(width) - 1))

    def zoomed(self, width: int, by: int) -> None:
        """One step finer (-1) or coarser (+1), about the left edge."""
        at = ZOOMS.index(self.days_a_cell(width)) + by
        self.zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at))]
        self.shift(0, width)

    def shift(self, by: int, width: int) -> None:
        """Sideways by a quarter of what is in sight; no further than the programme goes."""
        cells = max(10, width - self.label_width(width) - 1)
        step = self.days_a_cell(width)
        last = max(0, self.end + 4 * step - cells * step)
        self.first = max(0, min(last, self.first + by * step * max(1, cells // 4)))

    def header(self, width: int) -> list[Line]:
        """Years and months above, finer marks below."""
        label = self.label_width(width)
        cells = width - label
        step = self.days_a_cell(width)
        upper, lower = [" "] * cells, [" "] * cells
        free_upper = free_lower = 0
        before: date | None = None
        for x in range(cells):
            day = self.plan.day(self.first + x * step)
            mark, tick = _marks(day, before, step, x)
            if mark and x < free_upper == len("".join(upper).rstrip()) + 1 and upper[0] != " " and x < 10:
                upper[:x] = " " * x  # a period that only just shows gives way to the next one's name
                free_upper = x
            if tick and x == 1 and step >= 14:
                lower[0] = " "
            if mark and x >= free_upper and x + len(mark) <= cells:
                upper[x : x + len(mark)] = mark
                free_upper = x + len(mark) + 1
            if tick and x >= free_lower and x + len(tick) <= cells:
                lower[x : x + len(tick)] = tick
                free_lower = x + len(tick) + (0 if step >= 14 else 1)
            before = day
        figures = (
            right("start", 11) + right("days", 6) + right("float", 6) + " " if self._figures(width) else ""
        )
        head = f" {ZOOM_NAMES[step]}, {step} d a cell" if step > 1 else " days, 1 d a cell"
        return [
            [(fit(head, label), "muted"), ("".join(upper), "strong")],
            [(fit("", label - len(figures)) + figures, "muted"), ("".join(lower), "muted")],
        ]

    def row(self, index: int, width: int) -> Line:
        """A heading or a bar."""
        row = self.rows[index]
        label = self.label_width(width)
        schedule, figures = self.plan.schedule, self._figures(width)
        if row.task is None:
            span = self._cells(width, row.start, row.finish, "━", "group", row.finish)
            return [(fit(f" {row.label}", label), "title"), *span]
        i = row.task
        critical = schedule.total_float[i] <= 0
        beside = ""
        if figures:
            days = schedule.tasks[i].duration.likely
            beside = (
                right(self.plan.day(row.start).isoformat(), 11)
                + right(days or "◆", 6)
                + right(schedule.total_float[i], 6)
                + " "
            )
        head: Line = [
            (" ! " if critical else "   ", "bad"),
            (fit(row.label, label - figures - 4) + " ", "strong" if critical else "plain"),
        ]
        if beside:
            head.append((beside, "muted"))
        glyph, style = (CRITICAL, "critical") if critical else (BAR, "bar")
        return [
            *head,
            *self._cells(
                width, row.start, row.finish, glyph, style, max(row.finish, schedule.late_finish[i])
            ),
        ]

    def _cells(self, width: int, start: int, finish: int, glyph: str, style: str, late: int) -> Line:
        step, cells = self.days_a_cell(width), width - self.label_width(width)
        left = (start - self.first) // step
        if start == finish:
            until, glyph, style = left + 1, MILESTONE, "mark"
        else:
            until = max(left + 1, -(-(finish - self.first) // step))
        trail = -(-(late - self.first) // step)
        ready = {(day - self.first) // step for day in self.plan.hall_rfs_day.values()}
        text: list[tuple[str, str]] = []
        for x in range(cells):
            if left <= x < until:
                cell = (glyph, style)
            elif until <= x < trail:
                cell = (FLOAT, "float")
            else:
                cell = (READY, "rule") if x in ready else (" ", "plain")
            if text and text[-1][1] == cell[1]:
                text[-1] = (text[-1][0] + cell[0], cell[1])
            else:
                text.append(cell)
        return text


def _marks(day: date, before: date | None, step: int, x: int) -> tuple[str, str]:
    """What stands in the upper and the lower line at a cell: a mark where a period begins in it."""
    new_year = before is None or day.year != before.year
    new_month = before is None or day.month != before.month
    if step == 1:
        monday = day.weekday() == 0
        return (
            f"{MONTHS[day.month - 1]} {day.year}" if new_month else "",
            f"{day.day:02d}" if monday else "",
        )
    if step in (2, 4):
        upper = (
            f"{MONTHS[day.month - 1]} {day.year}"
            if new_year or (new_month and step == 2)
            else MONTHS[day.month - 1]
            if new_month
            else ""
        )
        week = day - timedelta(days=day.weekday())
        return upper, f"{week.day:02d}" if before is not None and before < week else ""
    upper = str(day.year) if new_year else ""
    if step in (7, 14):
        name = MONTHS[day.month - 1]
        return upper, (name if step == 7 else name[0]) if new_month else ""
    quarter = (day.month - 1) // 3 + 1
    begins = before is None or (before.month - 1) // 3 + 1 != quarter or new_year
    return upper, f"Q{quarter}" if begins else ""
