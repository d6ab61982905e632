"""Plain text in columns: cells measured as a terminal shows them, cut where the page ends."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 100
"""Columns of a page."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its side, and the width that it is cut to when the page is too narrow."""

    title: str
    right: bool = False
    least: int = 0
    """0 for a column that is never cut."""


def width_of(text: str) -> int:
    """Columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def cut(text: str, width: int) -> str:
    """The text, ended with … where it is wider than `width`."""
    if width_of(text) <= width:
        return text
    kept, used = [], 1
    for character in text:
        used += width_of(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int, right: bool = False) -> str:
    """The text filled up with blanks."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], page: int = PAGE, indent: str = GAP
) -> list[str]:
    """Lines of a table with its headings; cells are made literal. Columns that are empty throughout are left out."""
    cells = [[literal(cell) for cell in row] for row in rows]
    used = [i for i in range(len(columns)) if any(row[i] for row in cells)]
    columns = [columns[i] for i in used]
    cells = [[row[i] for i in used] for row in cells]
    widths = [max([width_of(c.title), *(width_of(row[i]) for row in cells)]) for i, c in enumerate(columns)]
    over = width_of(indent) + sum(widths) + len(GAP) * (len(widths) - 1) - page
    while over > 0:
        elastic = [i for i, c in enumerate(columns) if c.least and widths[i] > c.least]
        if not elastic:
            break
        widest = max(elastic, key=lambda i: widths[i])
        step = min(over, max(1, widths[widest] - columns[widest].least), 1)
        widths[widest] -= step
        over -= step
    lines = []
    for row in ([c.title for c in columns], *cells):
        shown = [
            pad(cut(cell, widths[i]) if columns[i].least else cell, widths[i], columns[i].right)
            for i, cell in enumerate(row)
        ]
        lines.append((indent + GAP.join(shown)).rstrip())
    return lines


def usd(amount: float) -> str:
    """Dollars short: $512.3M, $8.54M, $850k, $420."""
    size = abs(amount)
    sign = "-" if amount < 0 else ""
    if size >= 9_995_000:
        return f"{sign}${size / 1e6:,.1f}M"
    if size >= 999_500:
        return f"{sign}${size / 1e6:.2f}M"
    if size >= 9_999.5:
        return f"{sign}${size / 1e3:.0f}k"
    return f"{sign}${size:,.0f}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 task`, `3 tasks`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
