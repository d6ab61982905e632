"""The time axis of the Gantt chart: which day a cell is, and the lines of years, months and days above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ZOOMS = (1, 2, 4, 7, 14, 30, 61)
"""Calendar days to a cell."""
ZOOM_NAMES = {1: "days", 2: "weeks", 4: "weeks", 7: "months", 14: "months", 30: "quarters", 61: "years"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def fitting_zoom(days: int, cells: int) -> int:
    """The finest zoom that shows the whole programme."""
    return next((z for z in ZOOMS if days <= z * cells), ZOOMS[-1])


@dataclass(frozen=True, slots=True)
class Axis:
    """A window of time: the boundary at its left edge, calendar days to a cell, and how many cells."""

    first: int
    step: int
    cells: int

    def at(self, boundary: int) -> int:
        """The cell of the day that follows a boundary; it may lie outside the window."""
        return (boundary - self.first) // self.step

    def until(self, boundary: int) -> int:
        """The first cell that holds nothing of what ends at a boundary."""
        return -(-(boundary - self.first) // self.step)

    def span(self, start: int, finish: int) -> tuple[int, int]:
        """First cell and the one after the last of what is worked, at least one."""
        left = self.at(start)
        return left, left + 1 if start == finish else max(left + 1, self.until(finish))


def axis_lines(axis: Axis, day_of: Callable[[int], date]) -> tuple[str, str]:
    """Years and months above, finer marks below."""
    cells, step = axis.cells, axis.step
    upper, lower = [" "] * cells, [" "] * cells
    free_upper = free_lower = 0
    before: date | None = None
    for x in range(cells):
        day = day_of(axis.first + x * step)
        mark, tick = _marks(day, before, step, x)
        if mark and x < free_upper == len("".join(upper).rstrip()) + 1 and upper[0] != " " and x < 10:
            upper[:x] = " " * x  # a period that only just shows gives way to the next one's name
            free_upper = x
        if tick and x == 1 and step >= 14:  # below too
            lower, free_lower = [" "] * cells, x
        if mark and x >= free_upper and x + len(mark) <= cells:
            upper[x : x + len(mark)] = mark
            free_upper = x + len(mark) + 1
        if tick and x >= free_lower and x + len(tick) <= cells:
            lower[x : x + len(tick)] = tick
            free_lower = x + len(tick) + (0 if step >= 14 else 1)
        before = day
    return "".join(upper), "".join(lower)


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
    if step > 30:
        begins = new_year or before is None or (before.month > 6) != (day.month > 6)
        return upper, f"H{2 if day.month > 6 else 1}" if begins else ""
    quarter = (day.month - 1) // 3 + 1
    begins = before is None or (before.month - 1) // 3 + 1 != quarter or new_year
    return upper, f"Q{quarter}" if begins else ""
