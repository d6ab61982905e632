"""Checks of a whole plan: failures make the exit code 1, warnings are only told. Each has a stable code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checks.climate import weather_contradictions
from planner.checks.conflicts import infeasible
from planner.checks.dates import beyond_figures, data_date_missing, date_problems
from planner.checks.orders import late_orders, order_by_day
from planner.checks.power import power_by_day
from planner.checks.relations import generated_again, own_relation_keys
from planner.model.network import repeated_relations
from planner.tenant.check import tenant_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.cost.result import Estimate
    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.problem import Problem
    from planner.schedule.result import Schedule
    from planner.sizing.result import Sizing
    from planner.tenant.result import TenantCheck

__all__ = ["check_plan", "generated_again", "order_by_day", "own_relation_keys"]


def check_plan(
    facility: Facility,
    sizing: Sizing,
    graph: TaskGraph,
    schedule: Schedule,
    estimate: Estimate,
    books: Books,
    asked: Sequence[TenantCheck] = (),
    exact_seconds: float = 0.0,
) -> list[Problem]:
    """Every failure and warning of a plan, failures first, each once.

    `exact_seconds` is what a complete search for conflicts of crews and megawatts may take (`planner.conflict`).
    """
    found = [
        *sizing.problems,
        *weather_contradictions(facility, books),
        *graph.problems,
        *infeasible(schedule, date_problems(graph, schedule), exact_seconds),
        *data_date_missing(facility, schedule),
        *beyond_figures(schedule, estimate),
        *late_orders(facility, graph, schedule),
        *power_by_day(graph, schedule),
        *tenant_problems(asked),
        *repeated_relations(own_relation_keys(facility), generated_again(facility, graph)),
    ]
    unique = list(dict.fromkeys(found))
    order = {"error": 0, "failure": 1, "warning": 2}
    return sorted(unique, key=lambda p: order[p.severity])
