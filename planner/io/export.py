"""A plan as data: the keys of CONTRACT's Outputs, the same in JSON and TOML, byte for byte for the same inputs.

`plan.schema.json` beside this file describes every key with its unit. Days stand twice: as an ISO
date for people and as a boundary number (`*_day`, finish exclusive) for programs.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from planner.checks import order_by_day
from planner.cost.money import total
from planner.io.export_money import capex_by_discipline, spend
from planner.io.version import PLANNER_VERSION, SCHEMA_VERSION
from planner.pipeline import DAYS_PER_MONTH, books_hash, facility_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planner.compare.cure import Cure
    from planner.compare.result import Comparison, Row
    from planner.cost.result import CapexLine, Money, PricedLine
    from planner.model.problem import Problem
    from planner.pipeline import Plan

DAYS_PER_WEEK = 7
CURRENCY = "USD"
"""Of every price of the books and every amount of a plan."""


class _Days(dict[int, str]):
    """ISO dates by boundary, each made once: a plan shows the same few hundred days thousands of times."""

    def __init__(self, start: date) -> None:
        super().__init__()
        self._first = start.toordinal()

    def __missing__(self, boundary: int) -> str:
        text = self[boundary] = date.fromordinal(self._first + boundary).isoformat()
        return text


def plan_dict(plan: Plan) -> dict[str, Any]:
    """The plan with CONTRACT's keys; what does not apply is None."""
    from planner.sizing.export import sizing_dict

    days = _Days(plan.project_start)
    estimate = plan.estimate
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": {"planner": PLANNER_VERSION, "facility_file": plan.facility.schema_version},
        "facility_hash": facility_hash(plan.facility),
        "books_hash": books_hash(plan.books),
        "facility": plan.facility.site.name or None,
        "scenario": plan.scenario,
        "project_start": plan.project_start.isoformat(),
        "project_finish": plan.project_finish.isoformat(),
        "critical_it_mw": _number(plan.critical_it_mw, 6),
        "rfs_date": None if plan.rfs_day is None else days[plan.rfs_day],
        "first_rfs_date": None if plan.first_rfs_date is None else plan.first_rfs_date.isoformat(),
        "months_to_rfs": _number(plan.months_to_rfs, 4),
        "currency": CURRENCY,
        "capex_usd": _money(estimate.capex),
        "it_capex_usd": _money(estimate.it_capex),
        "capex_usd_per_mw": _number(plan.capex_usd_per_mw, 2),
        "estimate_class": estimate.estimate_class,
        "capex_by_payer": _by_payer(estimate.lines),
        "it_capex_by_payer": _by_payer(estimate.it_lines),
        "halls": _halls(plan, days),
        "mining_halls": [
            {"id": h.id, "name": h.name or None, "existing_mw": _number(h.existing_mw, 6)}
            for h in sorted(plan.facility.mining_halls, key=lambda h: h.id)
        ],
        "sizing": _finite(sizing_dict(plan.sizing)),
        "boq": _boq(plan),
        "capex_lines": [_capex_line(line) for line in estimate.lines],
        "it_capex_lines": [_capex_line(line) for line in estimate.it_lines],
        "capex_by_discipline": capex_by_discipline(plan),
        "spend": spend(plan),
        "reuse": _reuse(plan),
        "tenant_checks": _tenant_checks(plan),
        "tasks": _tasks(plan, days),
        "relations": [
            {
                "predecessor": r.predecessor,
                "successor": r.successor,
                "kind": r.kind,
                "lag_days": r.lag_days,
                "lag": r.lag,
            }
            for r in plan.graph.relations
        ],
        "critical_path": list(plan.schedule.critical_path),
        "procurement": _procurement(plan, days),
        "checks": [_check(p) for p in plan.problems],
    }


def plan_json(plan: Plan) -> str:
    """The plan as JSON text: one line per task, relation and money line, so that files can be compared."""
    return json_text(plan_dict(plan))


def plan_toml(plan: Plan) -> str:
    """The plan as TOML text; keys that do not apply are left out."""
    return toml_text(plan_dict(plan))


def json_text(content: Mapping[str, Any]) -> str:
    """JSON with a line per key and per member of a list; members themselves stay on one line."""
    # One encoder call per member: the indenting encoder of the standard library is ten times slower.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode
    parts = []
    for key, value in content.items():
        name = encode(key)
        if isinstance(value, list) and value and not isinstance(value[0], str):
            lines = ",\n".join(f"    {encode(member)}" for member in value)
            parts.append(f"  {name}: [\n{lines}\n  ]")
        elif isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
            lines = ",\n".join(f"    {encode(k)}: {encode(v)}" for k, v in value.items())
            parts.append(f"  {name}: {{\n{lines}\n  }}")
        else:
            parts.append(f"  {name}: {encode(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def toml_text(content: Mapping[str, Any]) -> str:
    """TOML of the same content, without what is None."""
    import tomli_w

    return tomli_w.dumps(_without_none(dict(content)))


def comparison_dict(
    comparison: Comparison, plans: Sequence[Plan], references: Sequence[str]
) -> dict[str, Any]:
    """Plans side by side as data; differences are against the first plan."""
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": {"planner": PLANNER_VERSION},
        "plans": [
            {
                "name": name,
                "reference": reference,
                "facility": plan.facility.site.name or None,
                "scenario": plan.scenario,
                "facility_hash": facility_hash(plan.facility),
                "books_hash": books_hash(plan.books),
                "failed": plan.failed,
            }
            for name, plan, reference in zip(comparison.names, plans, references, strict=True)
        ],
        "rows": [_row(row) for row in comparison.rows],
        "quantities": [_row(row) for row in comparison.quantities],
        "inputs": [
            {"address": i.address, "values": [_plain(v) for v in i.values]} for i in comparison.inputs
        ],
    }


def problem_dict(problem: Problem) -> dict[str, Any]:
    """A problem with its place, as `check --json` prints it."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file or None,
        "line": problem.line or None,
        "key": problem.key,
        "value": problem.value,
        "message": problem.message,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "unit": row.unit or None,
        "values": [_plain(v) for v in row.values],
        "differences": [_number(d, 6) for d in row.differences],
    }


def _halls(plan: Plan, days: _Days) -> list[dict[str, Any]]:
    capex: dict[str, list[float]] = {}
    it_capex: dict[str, list[float]] = {}
    for totals, lines in ((capex, plan.estimate.lines), (it_capex, plan.estimate.it_lines)):
        for line in lines:
            if line.hall is not None:
                held = totals.setdefault(line.hall, [0.0, 0.0, 0.0])
                for i, amount in enumerate(line.amount):
                    held[i] += amount
    index, schedule = plan.schedule.index, plan.schedule
    halls = []
    for hall in plan.sizing.halls:
        rfs = plan.hall_rfs_day.get(hall.hall)
        task = plan.graph.rfs.get(hall.hall)
        driver = None if task is None else schedule.driver[index[task]]
        halls.append(
            {
                "id": hall.hall,
                "name": hall.name or None,
                "platform": hall.platform,
                "cooling": hall.cooling,
                "critical_it_mw": _number(hall["critical_it_kw"] / 1000, 6),
                "nodes": _whole(hall, "nodes"),
                "gpus": _whole(hall, "gpus"),
                "racks": _whole(hall, "racks"),
                "rfs_date": None if rfs is None else days[rfs],
                "rfs_day": rfs,
                "months_to_rfs": None if rfs is None else _number(rfs / DAYS_PER_MONTH, 4),
                "rfs_task": task,
                "driver": None if driver is None else {"kind": driver.kind, "by": driver.by},
                "capex_usd": _dollars(capex.get(hall.hall, [0.0, 0.0, 0.0])),
                "it_capex_usd": _dollars(it_capex.get(hall.hall, [0.0, 0.0, 0.0])),
                "estimate_class": plan.estimate.estimate_class,
            }
        )
    return halls


def _whole(hall: Any, key: str) -> int | None:
    return round(hall[key]) if key in hall.figures else None


def _tasks(plan: Plan, days: _Days) -> list[dict[str, Any]]:
    s = plan.schedule
    cost = plan.estimate.task_cost
    tasks = []
    columns = zip(
        s.tasks, s.start, s.finish, s.early_start, s.early_finish, s.late_start, s.late_finish,
        s.total_float, s.free_float, s.driver, strict=True,
    )  # fmt: skip
    for task, start, finish, es, ef, ls, lf, slack, free, driver in columns:
        duration = task.duration
        tasks.append(
            {
                "id": task.id,
                "name": task.name,
                "discipline": task.discipline,
                "hall": task.hall,
                "calendar": task.calendar,
                "duration_days": duration.likely,
                "duration_low_days": duration.low,
                "duration_high_days": duration.high,
                "start": days[start],
                "start_day": start,
                "finish": days[finish - 1 if finish > start else finish],
                "finish_day": finish,
                "early_start": days[es],
                "early_start_day": es,
                "early_finish": days[ef - 1 if ef > es else ef],
                "early_finish_day": ef,
                "late_start": days[ls],
                "late_start_day": ls,
                "late_finish": days[lf - 1 if lf > ls else lf],
                "late_finish_day": lf,
                "total_float_days": slack,
                "free_float_days": free,
                "critical": slack <= 0,
                "driver": {"kind": driver[0], "by": driver[1]},
                "crew": dict(task.crew),
                "cost_usd": _number(cost.get(task.id, 0.0), 2),
                "basis": task.basis or None,
                "template": task.template,
            }
        )
    return tasks


def _boq(plan: Plan) -> list[dict[str, Any]]:
    """Priced lines, each with what reuse spares of its item and place.

    The credit stands at the first line of an item and place, so that the lines' credits add up to the ledger's;
    what is spared entirely has no line and stands in the ledger alone.
    """
    credits: dict[tuple[str, str | None], list[Money]] = {}
    for spared, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True):
        if spared.avoids_item is not None and value.avoided is not None:
            credits.setdefault((spared.avoids_item, spared.hall), []).append(value.avoided)
    return [_boq_line(b, credits.pop((b.item, b.hall), [])) for b in plan.estimate.boq]


def _boq_line(line: PricedLine, spared: Sequence[Money]) -> dict[str, Any]:
    return {
        "id": line.id,
        "item": line.item,
        "name": line.name,
        "hall": line.hall,
        "discipline": line.discipline,
        "side": line.side,
        "payer": line.payer,
        "quantity": _number(line.quantity, 6),
        "unit": line.unit,
        "unit_price": _money(line.unit_price),
        "low": _number(line.total.low, 2),
        "likely": _number(line.total.likely, 2),
        "high": _number(line.total.high, 2),
        "class": line.estimate_class,
        "basis": line.basis,
        "source": line.source,
        "confidence": line.confidence,
        "price_source": line.price_source,
        "price_date": str(line.price_date),
        "price_confidence": line.price_confidence,
        "currency": CURRENCY,
        "reuse_credit_usd": _money(total(spared)),
    }


def _capex_line(line: CapexLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "kind": line.kind,
        "discipline": line.discipline,
        "task": line.task,
        "hall": line.hall,
        "payer": line.payer,
        "class": line.estimate_class,
        "low": _number(line.amount.low, 2),
        "likely": _number(line.amount.likely, 2),
        "high": _number(line.amount.high, 2),
        "basis": line.basis,
        "source": line.source,
        "confidence": line.confidence,
        "price_date": line.price_date,
        "currency": CURRENCY,
    }


def _reuse(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "asset": r.asset,
            "hall": r.hall,
            "decision": r.decision,
            "quantity": _number(r.quantity, 6),
            "unit": r.unit,
            "rule": r.rule,
            "avoids_item": r.avoids_item,
            "avoided_usd": None if value.avoided is None else _money(value.avoided),
            "name": r.name or None,
            "refurbish_usd": _money(value.refurbish),
            "capex_avoided": None if value.net is None else _money(value.net),
            "time_avoided_days": value.time_avoided_days,
            "tasks": list(value.tasks),
            "decision_by": r.decided_by,
            "reason": r.reason,
        }
        for r, value in zip(plan.sizing.reuse, plan.estimate.reuse_values, strict=True)
    ]


def _procurement(plan: Plan, days: _Days) -> list[dict[str, Any]]:
    needs = {i: (needed, order_by) for i, needed, order_by in order_by_day(plan.graph, plan.schedule)}
    names = {line.item: line.name for line in plan.estimate.boq}
    chains = []
    for i, chain in enumerate(plan.graph.procurement):
        needed, order_by = needs.get(i, (None, None))
        if chain.order is None:
            order_by = None
        chains.append(
            {
                "item": chain.item,
                "name": names.get(chain.item),
                "hall": chain.hall,
                "order_by": _day_or_none(plan, order_by),
                "order_by_day": order_by,
                "needed_on_site": _day_or_none(plan, needed),
                "needed_on_site_day": needed,
                "lead_weeks": None if chain.order is None else _number(chain.lead_days / DAYS_PER_WEEK, 2),
                "days_late": None if order_by is None else max(0, -order_by),
                "tasks": list(chain.tasks),
            }
        )
    return chains


def _day_or_none(plan: Plan, boundary: int | None) -> str | None:
    """The date of a boundary, which for an order may lie long before the project start."""
    if boundary is None:
        return None
    try:
        return plan.day(boundary).isoformat()
    except OverflowError:
        return date.min.isoformat()


def _tenant_checks(plan: Plan) -> list[dict[str, Any]]:
    from planner.compare.cure import cures

    closing = cures(plan)
    return [
        {
            "hall": check.hall,
            "pack": check.pack,
            "chosen": check.chosen,
            "requirement": check.requirement.id,
            "name": check.requirement.name,
            "must": check.requirement.must,
            "status": check.status,
            "wanted": _number(check.wanted, 6),
            "has": _plain(check.has),
            "unit": check.unit or None,
            "basis": check.basis,
            "source": check.source,
            "confidence": check.confidence,
            "cure": _cure(closing.get((check.hall, check.requirement.id))),
        }
        for check in plan.tenant_checks
    ]


def _cure(cure: Cure | None) -> dict[str, Any] | None:
    if cure is None:
        return None
    return {
        "how": cure.how,
        "tasks": list(cure.tasks),
        "cost_usd": None if cure.cost_usd is None else _money(cure.cost_usd),
        "days": cure.days,
        "of_site": cure.with_site,
    }


def _check(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "key": problem.key,
        "value": problem.value,
        "message": problem.message,
    }


def _by_payer(lines: Iterable[CapexLine]) -> dict[str, Any]:
    sums = {"landlord": [0.0, 0.0, 0.0], "tenant": [0.0, 0.0, 0.0]}
    for line in lines:
        held = sums[line.payer]
        for i, amount in enumerate(line.amount):
            held[i] += amount
    return {payer: _dollars(amounts) for payer, amounts in sums.items()}


def _money(money: Money) -> dict[str, float | None]:
    return _dollars(money)


def _dollars(amounts: Sequence[float]) -> dict[str, float | None]:
    low, likely, high = amounts
    return {"low": _number(low, 2), "likely": _number(likely, 2), "high": _number(high, 2)}


def _number(value: float | None, digits: int) -> float | None:
    """A finite float, rounded past what it can mean; None for none, and for what no format can hold."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0


def _plain(value: Any) -> Any:
    """An input or a figure as JSON has it."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return _number(value, 6)
    return value


def _finite(value: Any) -> Any:
    """The same without NaN, infinities, or types that JSON lacks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _plain_below(value)


def _plain_below(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_none(v) for v in value if v is not None]
    return value
