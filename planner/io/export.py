"""A plan as data: the keys of CONTRACT's Outputs, the same in JSON and TOML, byte for byte for the same inputs.

`plan.schema.json` beside this file describes every key with its unit. Days stand twice: as an ISO
date for people and as a boundary number (`*_day`, finish exclusive) for programs.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planner.baseline import progress_of
from planner.checks import order_by_day
from planner.fingerprint import books_hash, facility_hash
from planner.io.export_money import boq, by_payer, capex_by_discipline, capex_line, reuse, spend
from planner.io.export_tasks import crew_dicts, group_dicts, power_dicts, task_dicts
from planner.io.export_text import json_text, toml_text
from planner.io.export_values import CURRENCY, Days, dollars, finite, number, plain
from planner.io.export_variance import variance_dict
from planner.io.version import PLANNER_VERSION, SCHEMA_VERSION
from planner.pipeline import DAYS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.baseline import Variance
    from planner.compare.cure import Cure
    from planner.model.problem import Problem
    from planner.optimise import Optimised
    from planner.pipeline import Plan

DAYS_PER_WEEK = 7


def plan_dict(plan: Plan, against: Variance | None = None) -> dict[str, Any]:
    """The plan with CONTRACT's keys; what does not apply is None. `against` is what it varies from a baseline."""
    content = _content(plan, against)
    return {**content, "tasks": list(content["tasks"]), "relations": list(content["relations"])}


def plan_json(plan: Plan, against: Variance | None = None) -> str:
    """The plan as JSON text: one line per task, relation and money line, so that files can be compared."""
    return json_text(_content(plan, against))


def plan_toml(plan: Plan, against: Variance | None = None) -> str:
    """The plan as TOML text; keys that do not apply are left out."""
    return toml_text(plan_dict(plan, against))


def _content(plan: Plan, against: Variance | None) -> dict[str, Any]:
    """The keys in order; tasks and relations are made one by one as they are read."""
    from planner.sizing.export import sizing_dict

    days = Days(plan.project_start)
    data_date = progress_of(plan).data_date
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
        "data_date": None if data_date is None else data_date.isoformat(),
        "critical_it_mw": number(plan.critical_it_mw, 6),
        "rfs_date": None if plan.rfs_day is None else days[plan.rfs_day],
        "first_rfs_date": None if plan.first_rfs_date is None else plan.first_rfs_date.isoformat(),
        "months_to_rfs": number(plan.months_to_rfs, 4),
        "currency": CURRENCY,
        "capex_usd": dollars(estimate.capex),
        "it_capex_usd": dollars(estimate.it_capex),
        "capex_usd_per_mw": number(plan.capex_usd_per_mw, 2),
        "estimate_class": estimate.estimate_class,
        "capex_by_payer": by_payer(estimate.lines),
        "it_capex_by_payer": by_payer(estimate.it_lines),
        "halls": _halls(plan, days),
        "mining_halls": [
            {"id": h.id, "name": h.name or None, "existing_mw": number(h.existing_mw, 6)}
            for h in sorted(plan.facility.mining_halls, key=lambda h: h.id)
        ],
        "sizing": finite(sizing_dict(plan.sizing)),
        "boq": boq(plan),
        "capex_lines": [capex_line(line) for line in estimate.lines],
        "it_capex_lines": [capex_line(line) for line in estimate.it_lines],
        "capex_by_discipline": capex_by_discipline(plan),
        "spend": spend(plan),
        "reuse": reuse(plan),
        "tenant_checks": _tenant_checks(plan),
        "tasks": task_dicts(plan, days),
        "relations": _relations(plan),
        "critical_path": list(plan.schedule.critical_path),
        "procurement": _procurement(plan, days),
        "power": power_dicts(plan, days),
        "crews": crew_dicts(plan, days),
        "groups": group_dicts(plan, days),
        "baseline": None if against is None else variance_dict(against),
        "optimisation": None if plan.optimisation is None else _optimisation(plan.optimisation, days),
        "checks": [_check(p) for p in plan.problems],
    }


def _optimisation(found: Optimised, days: Days) -> dict[str, Any]:
    """What the search found; dates of the plan are those that it ended with."""
    return {
        "objective": found.objective,
        "makespan_days": found.makespan_days,
        "bound_days": found.bound_days,
        "bound_proof": found.bound_proof,
        "gap": number(found.gap, 6),
        "before": number(found.before, 2),
        "after": number(found.after, 2),
        "missed_days_before": found.missed_before,
        "missed_days_after": found.missed_after,
        "schedules": found.schedules,
        "loading_seconds": number(found.loading_seconds, 3),
        "compiling_seconds": number(found.compiling_seconds, 3),
        "search_seconds": number(found.search_seconds, 3),
        "stopped": found.stopped,
        "moved": [
            {
                "task": m.task,
                "from": days[m.from_day],
                "from_day": m.from_day,
                "to": days[m.to_day],
                "to_day": m.to_day,
                "days": m.days,
                "because": m.because,
            }
            for m in found.moved
        ],
    }


def _relations(plan: Plan) -> Iterator[dict[str, Any]]:
    for r in plan.graph.relations:
        yield {
            "predecessor": r.predecessor,
            "successor": r.successor,
            "kind": r.kind,
            "lag_days": r.lag_days,
            "lag": r.lag,
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


def _halls(plan: Plan, days: Days) -> list[dict[str, Any]]:
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
                "critical_it_mw": number(hall["critical_it_kw"] / 1000, 6),
                "nodes": _whole(hall, "nodes"),
                "gpus": _whole(hall, "gpus"),
                "racks": _whole(hall, "racks"),
                "rfs_date": None if rfs is None else days[rfs],
                "rfs_day": rfs,
                "months_to_rfs": None if rfs is None else number(rfs / DAYS_PER_MONTH, 4),
                "rfs_task": task,
                "driver": None if driver is None else {"kind": driver.kind, "by": driver.by},
                "capex_usd": dollars(capex.get(hall.hall, [0.0, 0.0, 0.0])),
                "it_capex_usd": dollars(it_capex.get(hall.hall, [0.0, 0.0, 0.0])),
                "estimate_class": plan.estimate.estimate_class,
            }
        )
    return halls


def _whole(hall: Any, key: str) -> int | None:
    return round(hall[key]) if key in hall.figures else None


def _procurement(plan: Plan, days: Days) -> list[dict[str, Any]]:
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
                "lead_weeks": None if chain.order is None else number(chain.lead_days / DAYS_PER_WEEK, 2),
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
            "wanted": number(check.wanted, 6),
            "has": plain(check.has),
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
        "cost_usd": None if cure.cost_usd is None else dollars(cure.cost_usd),
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
