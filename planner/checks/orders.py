"""Order-by dates: what would have had to be ordered before the project starts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.schedule.result import Schedule


def order_by_day(graph: TaskGraph, schedule: Schedule) -> Iterator[tuple[int, int, int]]:
    """For each procurement: its index, needed-on-site boundary and order-by boundary.

    Needed on site is the planned start of the first task that uses the item; order by is that less
    the whole chain in elapsed days.
    """
    index, start = schedule.index, schedule.start
    for i, chain in enumerate(graph.procurement):
        if not chain.first_uses:
            continue
        needed = min(start[index[task]] for task in chain.first_uses)
        yield i, needed, needed - chain.lead_days


def late_orders(facility: Facility, graph: TaskGraph, schedule: Schedule) -> list[Problem]:
    """F-LATE-ORDER: an item would have had to be ordered before the project starts."""
    problems = []
    for i, needed, order_by in order_by_day(graph, schedule):
        chain = graph.procurement[i]
        if order_by >= 0 or chain.order is None:
            continue
        day = facility.project.start + timedelta(days=needed)
        key = format_address(("procurement", chain.hall or "site", chain.item))
        message = f"needed on site {day}: its order is {-order_by} days late; start earlier, find stock or a shorter lead"
        problems.append(Problem("F-LATE-ORDER", key, message, value=str(-order_by), severity="failure"))
    return problems
