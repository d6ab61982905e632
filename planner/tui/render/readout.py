"""The read-out beside the form: the last edit, a hall's key figures, the site's, each with what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.render.numbers import money, short
from planner.tui.render.strip import Line, difference_words
from planner.tui.render.text import by_words, clipped, fit, right

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.pipeline import Plan
    from planner.sizing.result import Figure
    from planner.tui.workspace import OpenFile

HALL_FIGURES = (
    ("critical_it_kw", "Critical IT"), ("nodes", "Nodes"), ("gpus", "GPUs"), ("racks", "Racks"), ("rack_kw", "Rack load"),
    ("ups_modules", "UPS modules"), ("gensets", "Gensets"), ("transformers_new", "New transformers"),
    ("transformers_reused", "Reused transformers"), ("cdus", "CDUs"), ("coolant_flow_lpm", "Coolant flow"),
    ("dry_coolers", "Dry coolers"), ("chillers", "Chillers"), ("fan_walls", "Fan walls"), ("pue_design", "PUE, design"),
    ("pue_mean", "PUE, mean"), ("compute_switches", "Compute switches"), ("fabric_cables", "Fabric cables"),
    ("hall_load_kw", "Hall load"), ("grid_draw_kw", "Grid draw"), ("area_required_m2", "Area needed"),
    ("slab_required_kpa", "Slab needed"), ("unused_it_kw", "Unused IT"),
)  # fmt: skip
LABEL = 20
MAX_PROBLEMS = 20
VALUE = 14


def edit_lines(file: OpenFile) -> list[Line]:
    """Why there is no plan, in full; else what the last edit was, what it made, and why."""
    if file.problems:
        return [[("✗ ", "bad"), (str(p), "plain")] for p in file.problems[:MAX_PROBLEMS]]
    if file.difference is None:
        return []
    lines: list[Line] = [
        [("last edit  ", "muted"), (literal(file.last_edit), "plain")],
        [("made       ", "muted"), (difference_words(file), "strong")],
    ]
    if file.difference.because:
        lines.append([("because    ", "muted"), (literal(file.difference.because), "plain")])
    parts = [
        f"{name} {'+' if change > 0 else ''}{short(change)}{' ' + unit if unit and unit != name else ''}"
        for name, change, unit in file.difference.quantities[:4]
    ]
    if parts:
        more = len(file.difference.quantities) - len(parts)
        lines.append(
            [
                ("bought     ", "muted"),
                (literal(" · ".join(parts)) + (f" · {more} more" if more else ""), "plain"),
            ]
        )
    return lines


def figure_lines(
    figures: Mapping[str, Figure], wanted: tuple[tuple[str, str], ...], width: int, limit: int
) -> list[Line]:
    """Key figures; with their basis where there is room, in two columns where there is not and they are many."""
    rows = [
        (label, figures[key])
        for key, label in wanted
        if key in figures and (figures[key].value or key.startswith("critical"))
    ]
    if width >= LABEL + VALUE + 32 and len(rows) <= limit:
        return [
            [*_row(label, figure), ("  " + _cut(figure.basis, width - LABEL - VALUE - 2), "muted")]
            for label, figure in rows
        ]
    columns = max(1, min(3, width // (LABEL + VALUE + 2)))
    height = -(-len(rows) // columns)
    lines: list[Line] = []
    for i in range(height):
        line: Line = []
        for label, figure in rows[i::height]:
            line += [*_row(label, figure), ("  ", "plain")]
        lines.append(line)
    return lines


def _cut(text: str, width: int) -> str:
    return by_words(text, width)


def _row(label: str, figure: Figure) -> Line:
    shown = figure.unit.replace("m2", "m²")
    unit = "" if shown in ("count", "", "1", "ratio") or shown.lower() in label.lower() else f" {shown}"
    value = short(figure.value) + unit
    if cell_len(value) > VALUE:
        value = short(figure.value)
    return [(fit(label, LABEL), "muted"), (right(value, VALUE), "strong")]


def site_lines(plan: Plan, width: int) -> list[Line]:
    """The megawatt waterfall, the halls, and what stands beside capex."""
    lines: list[Line] = []
    steps = [(s.step, f"{s.delta_mw:+,.1f}", f"{s.running_mw:,.1f} MW") for s in plan.sizing.waterfall]
    # Names get what the figures leave.
    change, left = (2 + max((len(step[n]) for step in steps), default=0) for n in (1, 2))
    room = max(12, min(44, width - change - left - 1))
    for name, delta, running in steps:
        lines.append(
            [(fit(name, room), "muted"), (right(delta, change), "plain"), (right(running, left), "strong")]
        )
    label = max(16, min(36, width - 29))
    dated = width >= label + 28
    if plan.sizing.halls:
        lines.append([])
        for hall in plan.sizing.halls:
            rfs = plan.hall_rfs_day.get(hall.hall)
            when = plan.day(rfs).isoformat() if rfs is not None else ""
            lines.append(
                [
                    (fit(hall.name or hall.hall, label - 1) + " ", "plain"),
                    (right(f"{hall['critical_it_kw'] / 1000:,.1f} MW IT", 12), "strong"),
                    (f"  RFS {when}" if dated else f"  {when}", "muted"),
                ]
            )
    if plan.estimate.it_capex.likely:
        lines.append(
            [
                (fit("IT capex, apart", label), "muted"),
                (money(plan.estimate.it_capex.likely), "strong"),
                (f", class {plan.estimate.estimate_class}", "plain"),
            ]
        )
    money_range = f"{money(plan.estimate.capex.low)} to {money(plan.estimate.capex.high)}, class {plan.estimate.estimate_class}"
    lines.append([(fit("Capex range", label), "muted"), (money_range, "plain")])
    lines.append(
        [
            (fit("Tasks", label), "muted"),
            (f"{len(plan.schedule.tasks):,}", "plain"),
            (f", critical path {len(plan.schedule.critical_path):,}", "muted"),
        ]
    )
    return [clipped(line, width) for line in lines]
