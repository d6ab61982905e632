"""The outside view as data: the keys of `benchmark.schema.json`, beside this file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.fingerprint import books_hash, facility_hash
from planner.io.version import PLANNER_VERSION, SCHEMA_VERSION

if TYPE_CHECKING:
    from planner.benchmark.result import Benchmark, Measure, Neighbour
    from planner.pipeline import Plan


def benchmark_dict(found: Benchmark, plan: Plan, reference: str) -> dict[str, Any]:
    """A benchmark as data; what does not apply is None."""
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": {"planner": PLANNER_VERSION},
        "name": found.name,
        "reference": reference,
        "facility_hash": facility_hash(plan.facility),
        "books_hash": books_hash(plan.books),
        "failed": plan.failed,
        "critical_it_mw": _rounded(found.critical_it_mw),
        "estimate_class": found.estimate_class,
        "deals": found.deals,
        "latest_source": found.latest or None,
        "measures": [_measure(m) for m in found.measures],
        "warnings": list(found.warnings),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key,
        "label": measure.label,
        "unit": measure.unit,
        "value": _rounded(measure.value),
        "count": measure.count,
        "published_low": _rounded(measure.low),
        "published_median": _rounded(measure.median),
        "published_high": _rounded(measure.high),
        "percentile": _rounded(measure.percentile),
        "basis": measure.basis,
        "outside": bool(measure.warning),
        "warning": measure.warning or None,
        "note": measure.note,
        "nearest": [_neighbour(n) for n in measure.nearest],
    }


def _neighbour(near: Neighbour) -> dict[str, Any]:
    deal = near.deal
    return {
        "id": deal.id,
        "name": deal.name,
        "operator": deal.operator,
        "kind": deal.kind,
        "critical_it_mw": _rounded(deal.critical_it_mw),
        "announced": deal.announced.isoformat(),
        "value": _rounded(near.value),
        "status": near.status,
        "distance": _rounded(near.distance),
        "includes": deal.capex_includes or None,
        "source": list(deal.source),
        "as_of": deal.as_of,
        "confidence": deal.confidence,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4) + 0.0
