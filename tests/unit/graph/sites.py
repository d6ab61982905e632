"""Facilities for the tests of graph and cost, small and explicit."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from planner.books import load_books
from planner.graph import build_graph
from planner.io.validate import validate_raw
from planner.schedule import schedule
from planner.sizing import size

if TYPE_CHECKING:
    from planner.books import Books
    from planner.graph import TaskGraph
    from planner.model.facility import Facility
    from planner.model.work import Relation, Task
    from planner.schedule import Schedule

START = "2027-01-04"
"""A Monday."""


def hall(hall_id: str = "h1", **ai: Any) -> dict[str, Any]:
    return {
        "id": hall_id,
        "existing_mw": 24.0,
        "area_m2": 2250.0,
        "slab_kpa": 7.5,
        "ai": {"platform": "hgx-h100", "critical_it_mw": 20.0, "cooling": "liquid", **ai},
    }


def site(*halls: dict[str, Any], **tables: Any) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "project": {"start": START},
        "climate": {
            "design_dry_bulb_c": 35,
            "design_wet_bulb_c": 25,
            "mean_dry_bulb_c": 12,
            "source": "made up",
        },
        "grid": {"capacity_mw": 500.0},
        "hall": list(halls or [hall()]),
    }
    raw.update(copy.deepcopy(tables))
    return raw


def facility(raw: dict[str, Any]) -> Facility:
    read, problems = validate_raw(raw)
    assert read is not None, problems
    return read


def graph_of(raw: dict[str, Any], books: Books | None = None) -> TaskGraph:
    own = facility(raw)
    books = books or load_books()
    return build_graph(own, size(own, books), books)


def scheduled(raw: dict[str, Any]) -> tuple[TaskGraph, Schedule]:
    graph = graph_of(raw)
    own = facility(raw)
    return graph, schedule(graph.tasks, graph.relations, graph.calendars, graph.crews, own.project.start)


def task(graph: TaskGraph, task_id: str) -> Task:
    return next(t for t in graph.tasks if t.id == task_id)


def ids(graph: TaskGraph) -> set[str]:
    return {t.id for t in graph.tasks}


def into(graph: TaskGraph, task_id: str) -> set[Relation]:
    return {r for r in graph.relations if r.successor == task_id}
