"""Plans side by side as rows: a column per plan, every difference against the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.model.problem import literal
from planner.tui.render.numbers import NONE, money, short, signed_money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from planner.compare.result import Comparison, InputDifference, Row
    from planner.tui.render.strip import Line

BASE, OTHER = 15, 24


def value_words(value: Any, unit: str) -> str:
    """A figure as it stands in its cell."""
    if value is None:
        return NONE
    if unit.startswith("USD"):
        return money(value) + ("/MW" if unit == "USD/MW" else "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "yes" if value is True else "no" if value is False else literal(value)
    return short(float(value))


def difference_words(row: Row, index: int) -> str:
    """A difference from the first plan, with its sign; nothing when it is none."""
    gap = row.differences[index]
    if index == 0 or not gap:
        return ""
    if row.unit.startswith("USD"):
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

    def beside(self, width: int) -> range:
        """Plans that fit beside the base."""
        room = max(1, (width - self._label_width(width) - BASE) // OTHER)
        return range(self.first, min(len(self.labels), self.first + room))

    def shift(self, by: int, width: int) -> None:
        """Show plans further to the side."""
        room = len(self.beside(width))
        self.first = max(1, min(max(1, len(self.labels) - room), self.first + by))

    def header(self, width: int) -> list[Line]:
        """Names of the columns."""
        line: Line = [(fit("", self._label_width(width)), "muted"), (right(self.labels[0], BASE), "strong")]
        line += [(right(self.labels[i], OTHER - 10) + fit("", 10), "strong") for i in self.beside(width)]
        return [line]

    def row(self, index: int, width: int) -> Line:
        """A heading, a figure, or an input."""
        row = self.lines[index]
        label = self._label_width(width)
        if isinstance(row, str):
            return [(f" {row}", "title")]
        if not hasattr(row, "differences"):
            name, unit, values = row.address, "", row.values
        else:
            name = f"{row.label}, {row.unit}" if row.unit and not row.unit.startswith("USD") and row.unit.lower() not in row.label.lower() else row.label
            unit, values = row.unit, row.values
        line: Line = [(fit(f"  {literal(name)}", label - 1) + " ", "muted"), (right(value_words(values[0], unit), BASE), "plain")]
        for i in self.beside(width):
            gap = difference_words(row, i) if hasattr(row, "differences") else ""
            same = values[i] == values[0]
            line.append((right(value_words(values[i], unit), OTHER - 10), "muted" if same else "strong"))
            line.append((fit(f" {gap}", 10), "mark"))
        return line
