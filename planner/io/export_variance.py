"""What a plan varies from a baseline, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from planner.baseline import Variance


def variance_dict(found: Variance) -> dict[str, Any]:
    """The `baseline` of a plan's JSON; `plan.schema.json` describes the keys."""
    kept = found.baseline
    return {
        "name": kept.name,
        "made_on": _iso(kept.made_on),
        "scenario": kept.scenario,
        "data_date": _iso(kept.data_date),
        "rfs_date": _iso(kept.rfs_date),
        "rfs_variance_days": found.rfs_variance_days,
        "project_finish": kept.project_finish.isoformat(),
        "finish_variance_days": found.finish_variance_days,
        "capex_usd": kept.capex_usd,
        "capex_variance_usd": found.capex_variance_usd,
        "halls": [
            {
                "id": hall.id,
                "baseline_rfs_date": _iso(hall.baseline_rfs_date),
                "rfs_date": _iso(hall.rfs_date),
                "rfs_variance_days": hall.rfs_variance_days,
            }
            for hall in found.halls
        ],
        "tasks": [
            {
                "id": task.id,
                "baseline_start": task.baseline_start.isoformat(),
                "baseline_finish": task.baseline_finish.isoformat(),
                "start_variance_days": task.start_variance_days,
                "finish_variance_days": task.finish_variance_days,
                "duration_variance_days": task.duration_variance_days,
                "cost_variance_usd": task.cost_variance_usd,
            }
            for task in found.tasks
        ],
        "added": list(found.added),
        "removed": list(found.removed),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
