"""Points of the schedule health check as data, as `check --json` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.books import Entry
    from planner.health import HealthPoint

SHARE_DIGITS = 6


def point_dict(point: HealthPoint) -> dict[str, Any]:
    """One point with all its offenders and exemptions; `check.schema.json` describes the keys."""
    return {
        "id": point.id,
        "name": point.name,
        "subject": point.subject,
        "status": point.status,
        "population": point.population,
        "offenders": list(point.offenders),
        "share": round(point.share, SHARE_DIGITS),
        "allowed": _threshold(point.allowed),
        "limit": _threshold(point.limit),
        "index": None if point.index is None else round(point.index, SHARE_DIGITS),
        "least": _threshold(point.least),
        "basis": point.basis,
        "exemptions": [
            {"reason": e.reason, "count": len(e.ids), "ids": list(e.ids)} for e in point.exemptions
        ],
    }


def _threshold(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "value": entry.likely,
        "unit": entry.unit,
        "source": entry.source,
        "as_of": entry.as_of,
        "confidence": entry.confidence,
        "note": entry.note or None,
    }
