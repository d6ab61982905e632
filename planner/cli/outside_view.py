"""The outside view as text: each figure of a plan among the published ones, at most 100 columns wide."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from planner.benchmark import figure
from planner.cli.table import PAGE, Column, cut, table
from planner.model.problem import literal

if TYPE_CHECKING:
    from planner.benchmark.result import Benchmark, Measure

RULES = (
    "Percentile by mid-rank: (projects below + half of those equal) / all. Nearest by difference in MW plus "
    "difference in the figure, each in parts of the larger. planned: the operator's latest date, not a delivery."
)


def benchmark_text(found: Benchmark) -> str:
    """The table of figures, warnings, and the nearest projects of each."""
    mw = "no AI hall"
    if found.critical_it_mw is not None:
        mw = f"{found.critical_it_mw:.2f} MW of critical IT, capex class {found.estimate_class}"
    lines = [cut(f"{literal(found.name)}, {mw}, among {found.deals} published projects", PAGE), ""]
    lines += _figures(found)
    for warning in found.warnings:
        lines += ["", *_wrapped(f"WARNING {warning}.")]
    for measure in found.measures:
        lines += ["", *_wrapped(_told(measure), indent=""), *_nearest(measure)]
    lines += ["", *_wrapped(f"{RULES} Latest source read: {found.latest or 'none'}.", indent="")]
    return "\n".join(lines) + "\n"


def _told(measure: Measure) -> str:
    how = f"percentile {measure.basis}" if measure.percentile is not None else measure.basis
    return f"{measure.label}: {measure.note}; {how}."


def _figures(found: Benchmark) -> list[str]:
    columns = [Column("")] + [
        Column(title, right=True)
        for title in ("plan", "least", "median", "greatest published", "projects", "percentile")
    ]
    rows = []
    for measure in found.measures:
        figures = (measure.value, measure.low, measure.median, measure.high)
        rank = "-" if measure.percentile is None else f"{measure.percentile:.0f} %"
        shown = ["-" if v is None else figure(v, measure.unit).split()[0] for v in figures]
        unit = figure(0, measure.unit).split()[1]
        label = measure.label if unit in measure.label.lower() else f"{measure.label}, {unit}"
        rows.append([label, *shown, str(measure.count), rank])
    return table(columns, rows)


def _nearest(measure: Measure) -> list[str]:
    rows = [
        [
            near.deal.name,
            "-" if near.deal.critical_it_mw is None else f"{near.deal.critical_it_mw:g} MW",
            figure(near.value, measure.unit),
            near.status,
            str(near.deal.announced),
        ]
        for near in measure.nearest
    ]
    columns = [
        Column("nearest", least=30),
        Column("critical IT", right=True),
        Column("figure", right=True),
        Column("status"),
        Column("announced"),
    ]
    return table(columns, rows) if rows else []


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(literal(text), PAGE, initial_indent=indent, subsequent_indent="  ")
