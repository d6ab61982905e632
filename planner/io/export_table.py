"""Tables as CSV that no spreadsheet takes for formulas, and lines as text."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | date | bool | None
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes a cell for a formula by; Excel and LibreOffice also by full-width twins of them."""
FULL_WIDTH = ("＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Table:
    """Names of the columns, and rows of as many cells. Names of keys and units, never of a language's typography."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def csv_text(table: Table) -> str:
    """RFC 4180 with line feeds; numbers as they are, days as ISO dates, text made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in table.header])
    for row in table.rows:
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue()


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return ""
        return int(cell) if cell == int(cell) and abs(cell) < 1e15 else cell
    return harmless(cell) if isinstance(cell, str) else cell


def harmless(text: str) -> str:
    """Text with its control characters spelled out, and an apostrophe before what could be taken for a formula.

    A tab or a line break at the beginning hides a sign from the eye, not from a spreadsheet; spelled out, it
    no longer does. Numbers are no text: they keep their sign.
    """
    shown = literal(text)
    return f"'{shown}" if shown.lstrip().startswith((*FORMULA, *FULL_WIDTH)) else shown


def plain_text(lines: Iterable[Sequence[tuple[str, str]] | str]) -> str:
    """Lines, or parts of lines with their styles, as text without styles or trailing blanks."""
    made = (line if isinstance(line, str) else "".join(text for text, _ in line) for line in lines)
    return "".join(f"{literal(line).rstrip()}\n" for line in made)
