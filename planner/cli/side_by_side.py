"""A comparison as text: a column per plan, differences against the first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planner.cli.table import PAGE, Column, cut, table, usd
from planner.model.problem import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.result import Comparison, Row

MOST_INPUTS = 30
SIDE_BY_SIDE = 4
"""Plans that fit beside each other on a page; more are shown in blocks of as many."""


def comparison_text(comparison: Comparison, references: Sequence[str]) -> str:
    """Plans side by side, at most 100 columns wide."""
    lines: list[str] = []
    for i, (name, reference) in enumerate(zip(comparison.names, references, strict=True)):
        lines.append(cut(f"{_letter(i)}  {literal(name)}  ({literal(reference)})", PAGE))
    plans = len(comparison.names)
    for first in range(1, plans, SIDE_BY_SIDE - 1):
        shown = (0, *range(first, min(first + SIDE_BY_SIDE - 1, plans)))
        lines += ["", *_figures(comparison.rows, shown)]
        if comparison.quantities:
            lines += ["", "Quantities that differ", *_figures(comparison.quantities, shown)]
        if comparison.inputs:
            lines += ["", "Inputs that differ", *_inputs(comparison, shown)]
    if not comparison.inputs:
        lines += ["", "The inputs are the same."]
    return "\n".join(lines) + "\n"


def _letter(i: int) -> str:
    return chr(ord("A") + i) if i < 26 else f"#{i + 1}"


def _figures(rows: Sequence[Row], shown: Sequence[int]) -> list[str]:
    columns = [Column("", least=16)]
    for i in shown:
        columns.append(Column(_letter(i), right=True))
        if i:
            columns.append(Column(f"{_letter(i)} - A", right=True))
    body = []
    for row in rows:
        unit = "" if row.unit.startswith("USD") else row.unit
        cells = [f"{row.label}, {unit}" if unit and unit not in row.label else row.label]
        for i in shown:
            cells.append(_value(row, row.values[i]))
            if i:
                cells.append(_difference(row, row.differences[i]))
        body.append(cells)
    return table(columns, body)


def _inputs(comparison: Comparison, shown: Sequence[int]) -> list[str]:
    columns = [Column("input", least=24), *(Column(_letter(i), least=10) for i in shown)]
    body = [
        [difference.address, *(_plain(difference.values[i]) for i in shown)]
        for difference in comparison.inputs[:MOST_INPUTS]
    ]
    lines = table(columns, body)
    if len(comparison.inputs) > MOST_INPUTS:
        lines.append(f"  … and {len(comparison.inputs) - MOST_INPUTS} more (--json lists them)")
    return lines


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(row: Row, value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, date):
        return value.isoformat()
    if row.unit.startswith("USD"):
        return usd(value)
    return _figure(float(value))


def _difference(row: Row, difference: float | None) -> str:
    if difference is None or abs(difference) < 1e-9:
        return "" if difference is None else "="
    if any(isinstance(v, date) for v in row.values):
        return f"{difference:+,.0f} d"
    if row.unit.startswith("USD"):
        return f"+{usd(difference)}" if difference > 0 else usd(difference)
    return f"+{_figure(difference)}" if difference > 0 else _figure(difference)


def _figure(value: float) -> str:
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
