"""Plans side by side as rows: a column per plan, every difference against the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.render.numbers import NONE, money, short, signed_money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from planner.compare.result import Comparison, InputDifference, Row
    from planner.tui.render.strip import Line

BASE, OTHER, WIDEST, GAP = 15, 24, 36, 10


def value_words(value: Any, unit: str) -> str:
    """A figure as it stands in its cell."""
    if value is None:
        return NONE
    if unit.startswith("USD"):
        return money(value) + ("/MW" if unit == "USD/MW" else "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "yes" if value is True else "no" if value is False else literal(value)
    return short(float(value))


def _named(row: Row | InputDifference) -> tuple[str, str, tuple[Any, ...]]:
    """What a row is called, its unit and its values; an input has no unit of its own."""
    label, unit = getattr(row, "label", None), getattr(row, "unit", "")
    if label is None:
        return getattr(row, "address", ""), "", row.values
    beside = unit and not unit.startswith("USD") and unit.lower() not in label.lower()
    return (f"{label}, {unit}" if beside else label), unit, row.values


def difference_words(row: Row | InputDifference, index: int) -> str:
    """A difference from the first plan, with its sign; nothing when it is none, and for an input."""
    gaps: tuple[float | None, ...] = getattr(row, "differences", ())
    gap = gaps[index] if index < len(gaps) else None
    if index == 0 or not gap:
        return ""
    unit = getattr(row, "unit", "")
    if unit.startswith("USD"):
        return signed_money(gap)
    if hasattr(row.values[index], "toordinal"):
        return f"{gap:+,.0f} d"
    return f"+{short(gap)}" if gap > 0 else short(gap)


@dataclass
class CompareRows:
    """Draws a comparison; `first` is the first plan shown beside the base."""

    comparison: Comparison
    labels: tuple[str, ...]
    only_different: bool = False
    first: int = 1

    def __post_init__(self) -> None:
        """Lay out the sections."""
        made = self.comparison
        rows: list[str | Row | InputDifference] = ["Figures"]
        rows += [r for r in made.rows if not self.only_different or any(r.differences[1:])]
        if made.quantities:
            rows += ["", "Quantities that differ", *made.quantities]
        if made.inputs:
            rows += ["", "Inputs that differ", *made.inputs]
        elif len(self.labels) > 1:
            rows += ["", "The inputs are the same"]
        self.lines = rows

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.lines)

    def _label_width(self, width: int) -> int:
        return 26 if width < 100 else 34 if width < 160 else 48

    def _column(self, width: int) -> int:
        """Cells of a plan's column: as wide as the plans leave it, within reason."""
        room = width - self._label_width(width) - BASE - 1
        return max(OTHER, min(WIDEST, room // max(1, len(self.labels) - 1)))

    def beside(self, width: int) -> range:
        """Plans that fit beside the base."""
        room = max(1, (width - self._label_width(width) - BASE) // self._column(width))
        return range(self.first, min(len(self.labels), self.first + room))

    def shift(self, by: int, width: int) -> None:
        """Show plans further to the side."""
        room = len(self.beside(width))
        self.first = max(1, min(max(1, len(self.labels) - room), self.first + by))

    def header(self, width: int) -> list[Line]:
        """Names of the columns."""
        line: Line = [(fit("", self._label_width(width)), "muted"), (right(self.labels[0], BASE), "strong")]
        column = self._column(width)
        # Over the figures where it fits there, so that a name and its column end together.
        for i in self.beside(width):
            room = column - GAP
            over = cell_len(literal(self.labels[i])) <= room - 2
            line.append(
                (
                    right(self.labels[i], room) + " " * GAP
                    if over
                    else "   " + fit(self.labels[i], column - 3),
                    "strong",
                )
            )
        return [line]

    def row(self, index: int, width: int) -> Line:
        """A heading, a figure, or an input."""
        row = self.lines[index]
        label = self._label_width(width)
        if isinstance(row, str):
            return [(f" {row}", "title")]
        name, unit, values = _named(row)
        line: Line = [
            (fit(f"  {literal(name)}", label - 1) + " ", "muted"),
            (right(value_words(values[0], unit), BASE), "plain"),
        ]
        for i in self.beside(width):
            gap = difference_words(row, i)
            same = values[i] == values[0]
            line.append(
                (
                    right(value_words(values[i], unit), self._column(width) - GAP),
                    "muted" if same else "strong",
                )
            )
            line.append((fit(f" {gap}", GAP), "mark"))
        return line
