"""Plans side by side as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.fingerprint import books_hash, facility_hash
from planner.io.export_values import number, plain
from planner.io.version import PLANNER_VERSION, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.result import Comparison, Row
    from planner.pipeline import Plan


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
        "inputs": [{"address": i.address, "values": [plain(v) for v in i.values]} for i in comparison.inputs],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "unit": row.unit or None,
        "values": [plain(v) for v in row.values],
        "differences": [number(d, 6) for d in row.differences],
    }
