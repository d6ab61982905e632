"""Failing points as problems of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.health.logic import relation_id
from planner.model.problem import Problem
from planner.model.work import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.health.result import HealthPoint, Subject
    from planner.model.facility import Facility

Place = tuple[str, int]
"""A table of the file and a position in it."""
SHOWN = 3
"""Offenders named in a message; JSON has them all."""
ALWAYS_FAILS = "negative_float"
"""CONTRACT, Outputs: health points are warnings unless --strict, negative float excepted."""


def health_problems(points: Iterable[HealthPoint], facility: Facility) -> list[Problem]:
    """A problem for each failing point: W-HEALTH-…, a warning, but F-HEALTH-NEGATIVE-FLOAT, a failure.

    It stands where the file has the first offender, by id, that is the file's; a point that only generated work
    offends has no line.
    """
    failing = [point for point in points if not point.passed]
    places = _places(facility) if failing else {}
    return [_problem(point, places) for point in failing]


def _problem(point: HealthPoint, places: Mapping[Subject, Mapping[str, Place]]) -> Problem:
    fails = point.id == ALWAYS_FAILS
    held = places[point.subject]
    own = next((name for name in point.offenders if name in held), None)
    named = [own] if own is not None else []
    named += [name for name in point.offenders[: SHOWN + 1] if name != own]
    more = len(point.offenders) - len(named[:SHOWN])
    examples = ", ".join(named[:SHOWN]) + (f" and {more:,} more" if more else "")
    return Problem(
        f"{'F' if fails else 'W'}-HEALTH-{point.id.replace('_', '-').upper()}",
        f"health.{point.id}",
        f"{point.basis}; {point.remedy}: {examples}",
        value=f"{len(point.offenders)} of {point.population} {point.subject}s"
        if point.index is None
        else f"{point.index:.3f}",
        severity="failure" if fails else "warning",
        location=held[own] if own is not None else (),
    )


def _places(facility: Facility) -> dict[Subject, dict[str, Place]]:
    """Where the file has its tasks, relations and crews, by what offenders are called; generated tasks by `[[adjust]]`."""
    relations = [
        relation_id(Relation(r.predecessor, r.successor, r.kind, r.lag_days, r.lag))
        for r in facility.relation
    ]
    adjusted: dict[str, Place] = {adjust.task: ("adjust", i) for i, adjust in enumerate(facility.adjust)}
    return {
        "task": adjusted | {task.id: ("task", i) for i, task in enumerate(facility.task)},
        "relation": {name: ("relation", i) for i, name in reversed(list(enumerate(relations)))},
        "crew": {crew.id: ("crew", i) for i, crew in enumerate(facility.crew)},
    }
