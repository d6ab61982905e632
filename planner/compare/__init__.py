"""Plans side by side, and what one edit changed and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.compare.reason import why_moved
from planner.compare.result import Comparison, Difference, InputDifference, Row
from planner.model.address import flatten, format_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.pipeline import Plan

HALL_TOTALS = (
    ("gpus", "GPUs", ""),
    ("nodes", "GPU nodes", ""),
    ("racks", "Racks", ""),
    ("compute_switches", "Compute switches", ""),
    ("ups_modules", "UPS modules", ""),
    ("gensets", "Generators", ""),
    ("transformers", "Unit transformers", ""),
    ("cdus", "CDUs", ""),
    ("coolant_flow_lpm", "Coolant flow", "L/min"),
    ("dry_coolers", "Dry coolers", ""),
    ("chillers", "Chillers", ""),
    ("fan_walls", "Fan walls", ""),
    ("mechanical_kw", "Mechanical load, design day", "kW"),
    ("grid_draw_kw", "Draw from the grid", "kW"),
)
"""Figures of the halls that are summed and laid side by side."""


def compare(plans: Sequence[Plan]) -> Comparison:
    """Lay plans side by side; every difference is against the first."""
    rows = [row for row in (*_headline(plans), *_totals(plans)) if any(v is not None for v in row.values)]
    return Comparison(
        tuple(p.name for p in plans), tuple(rows), tuple(_inputs(plans)), tuple(_quantities(plans))
    )


def difference(before: Plan, after: Plan) -> Difference:
    """What an edit did: days, dollars, megawatts, the quantities that moved and the reason the date did."""
    days = None
    if after.rfs_day is not None and before.rfs_day is not None:
        start = (after.project_start - before.project_start).days
        days = after.rfs_day - before.rfs_day + start
    elif after.rfs_day is None and before.rfs_day is None:
        days = (after.project_finish - before.project_finish).days
    first: Any = (before.first_rfs_date, after.first_rfs_date)
    return Difference(
        days,
        after.estimate.capex.likely - before.estimate.capex.likely,
        after.estimate.it_capex.likely - before.estimate.it_capex.likely,
        (after.critical_it_mw or 0.0) - (before.critical_it_mw or 0.0),
        _moved_quantities(before, after),
        why_moved(before, after) if days else "",
        None if None in first else (first[1] - first[0]).days,
        _failures(after) - _failures(before),
    )


def _failures(plan: Plan) -> int:
    return sum(p.severity == "failure" for p in plan.problems)


def _headline(plans: Sequence[Plan]) -> list[Row]:
    def row(key: str, label: str, unit: str, get: Callable[[Plan], Any]) -> Row:
        return _row(key, label, unit, tuple(get(p) for p in plans))

    return [
        row("rfs_date", "Ready for service", "", lambda p: p.rfs_date),
        row("first_rfs_date", "First hall ready", "", lambda p: p.first_rfs_date),
        row("months_to_rfs", "Months to RFS", "months", lambda p: p.months_to_rfs),
        row("project_finish", "Project finish", "", lambda p: p.project_finish),
        row("critical_it_mw", "Critical IT", "MW", lambda p: p.critical_it_mw),
        row("capex_usd.low", "Facility capex, low", "USD", lambda p: p.estimate.capex.low),
        row("capex_usd.likely", "Facility capex, likely", "USD", lambda p: p.estimate.capex.likely),
        row("capex_usd.high", "Facility capex, high", "USD", lambda p: p.estimate.capex.high),
        row("capex_usd_per_mw", "Facility capex per MW", "USD/MW", lambda p: p.capex_usd_per_mw),
        row("it_capex_usd.likely", "IT capex, likely", "USD", lambda p: p.estimate.it_capex.likely),
        row("estimate_class", "Estimate class (AACE)", "", lambda p: p.estimate.estimate_class),
        row("tasks", "Tasks", "", lambda p: len(p.schedule.tasks)),
        row("failures", "Failed checks", "", _failures),
    ]


def _totals(plans: Sequence[Plan]) -> list[Row]:
    rows = []
    for key, label, unit in HALL_TOTALS:
        values = tuple(sum(h[key] for h in p.sizing.halls) if p.sizing.halls else None for p in plans)
        if any(values):
            rows.append(_row(f"sizing.{key}", label, unit, values))
    return rows


def _row(key: str, label: str, unit: str, values: tuple[Any, ...]) -> Row:
    return Row(key, label, unit, values, tuple(_gap(values[0], v) for v in values))


def _gap(first: Any, value: Any) -> float | None:
    if first is None or value is None:
        return None
    if hasattr(value, "toordinal"):
        return float(value.toordinal() - first.toordinal())
    return float(value) - float(first)


def _inputs(plans: Sequence[Plan]) -> list[InputDifference]:
    held = [_leaves(p) for p in plans]
    addresses = dict.fromkeys(a for leaves in held for a in leaves)
    found = []
    for address in addresses:
        values = tuple(leaves.get(address) for leaves in held)
        if any(v != values[0] for v in values):
            found.append(InputDifference(address, values))
    return found


def _leaves(plan: Plan) -> dict[str, Any]:
    raw = plan.facility.model_dump(
        mode="python", by_alias=True, exclude_none=True, exclude={"scenario", "source", "assumed"}
    )
    return {format_address(a): v for a, v in flatten(_lists(raw)) if v != ()}


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _lists(v) for k, v in value.items()}
    return [_lists(v) for v in value] if isinstance(value, tuple) else value


def _by_item(plan: Plan) -> dict[str, tuple[str, float, str, float]]:
    totals: dict[str, tuple[str, float, str, float]] = {}
    for line in plan.estimate.boq:
        name, quantity, unit, money = totals.get(line.item, (line.name, 0.0, line.unit, 0.0))
        totals[line.item] = (name, quantity + line.quantity, unit, money + line.total.likely)
    return totals


def _quantities(plans: Sequence[Plan]) -> list[Row]:
    held = [_by_item(p) for p in plans]
    rows = []
    for item in dict.fromkeys(i for h in held for i in h):
        values = tuple(h[item][1] if item in h else 0.0 for h in held)
        if any(abs(v - values[0]) > 1e-9 for v in values):
            name, _, unit, _ = next(h[item] for h in held if item in h)
            rows.append(_row(f"boq.{item}", name, unit, values))
    return rows


def _moved_quantities(before: Plan, after: Plan) -> tuple[tuple[str, float, str], ...]:
    then, now = _by_item(before), _by_item(after)
    moved = []
    for item in dict.fromkeys((*then, *now)):
        name, quantity, unit, money = now.get(item, (then[item][0] if item in then else "", 0.0, "", 0.0))
        old = then.get(item, ("", 0.0, unit, 0.0))
        if abs(quantity - old[1]) > 1e-9:
            moved.append((abs(money - old[3]), name, quantity - old[1], unit or old[2]))
    return tuple((name, change, unit) for _, name, change, unit in sorted(moved, key=lambda m: (-m[0], m[1])))
