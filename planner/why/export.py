"""The answer as plain data: the keys of `planner/io/why.schema.json`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.schedule.dates import finish_date
from planner.why.words import sooner_words, step_words

if TYPE_CHECKING:
    from planner.model.work import Relation
    from planner.why.result import CrewWait, Days, PowerWait, RelationChange, Step, Why


def why_dict(why: Why) -> dict[str, Any]:
    """Days stand twice: as an ISO date and, `*_day`, as a boundary number (finish exclusive)."""
    sooner = why.sooner
    first = why.step
    return {
        "task": first.task,
        "name": first.name,
        "start": _date(why, first.start),
        "start_day": first.start,
        "driver": {"kind": first.kind, "by": first.by},
        "chain": [_step(why, step) for step in why.steps],
        "days": {**_days(why.days), "total": why.days.total},
        "crew_wait_days": why.crew_wait_days,
        "sooner": {
            "start": _date(why, sooner.start),
            "start_day": sooner.start,
            "project_start": sooner.project_start,
            "relations": [_change(why, change) for change in sooner.relations],
            "crews": [_crew(why, wait) for wait in sooner.crews],
            "dates": [{"key": d.key, "day": d.now, "limit_day": d.limit} for d in sooner.dates],
            "power": [_power(why, wait) for wait in sooner.power],
            "fact": sooner.fact,
            "as_late_as_possible": sooner.as_late_as_possible,
            "days_off": None if sooner.days_off is None else [_date(why, day) for day in sooner.days_off],
            "words": sooner_words(why),
        },
    }


def _date(why: Why, boundary: int) -> str:
    return (why.project_start + timedelta(days=boundary)).isoformat()


def _days(days: Days) -> dict[str, int]:
    return days._asdict()


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "predecessor": relation.predecessor,
        "successor": relation.successor,
        "kind": relation.kind,
        "lag_days": relation.lag_days,
        "lag": relation.lag,
    }


def _step(why: Why, step: Step) -> dict[str, Any]:
    return {
        "task": step.task,
        "name": step.name,
        "start": _date(why, step.start),
        "start_day": step.start,
        "finish": finish_date(why.project_start, step.start, step.finish).isoformat(),
        "finish_day": step.finish,
        "duration_days": step.duration_days,
        "calendar": step.calendar,
        "driver": {"kind": step.kind, "by": step.by},
        "relation": None if step.relation is None else _relation(step.relation),
        "previous": step.previous,
        "bound": _date(why, step.bound) if step.bound >= 0 else None,
        "bound_day": step.bound,
        "bounds": step.bounds,
        "network_start": _date(why, step.network_start),
        "network_start_day": step.network_start,
        "days": _days(step.days),
        "crew_wait_days": step.crew_wait_days,
        "crew_wait": None if step.crew_wait is None else _crew(why, step.crew_wait),
        "power_wait": None if step.power_wait is None else _power(why, step.power_wait),
        "words": step_words(why, step),
    }


def _power(why: Why, wait: PowerWait) -> dict[str, Any]:
    return {
        "limit": wait.limit,
        "date": _date(why, wait.day),
        "day": wait.day,
        "asked_mw": round(wait.asked_mw, 6),
        "drawn_mw": round(wait.drawn_mw, 6),
        "limit_mw": round(wait.limit_mw, 6),
        "missing_mw": round(wait.missing_mw, 6),
        "released": list(wait.released),
    }


def _crew(why: Why, wait: CrewWait) -> dict[str, Any]:
    return {
        "crew": wait.crew,
        "date": _date(why, wait.day),
        "day": wait.day,
        "units": wait.units,
        "capacity": wait.capacity,
        "held": wait.held,
        "missing": wait.missing,
        "holders": [{"task": h.task, "units": h.units, "released": h.released} for h in wait.holders],
    }


def _change(why: Why, change: RelationChange) -> dict[str, Any]:
    return {
        "relation": _relation(change.relation),
        "bound_day": change.bound,
        "limit_day": change.limit,
        "predecessor_day": change.predecessor_now,
        "predecessor_by_day": change.predecessor_by,
        "days_sooner": change.days_sooner,
        "lag_less_days": change.lag_less,
    }
