"""Checks of a whole plan: failures make the exit code 1, warnings are only told. Each has a stable code."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.address import format_address
from planner.model.network import repeated_relations
from planner.model.problem import Problem
from planner.sizing.climate import weather_of
from planner.tenant.check import tenant_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from planner.books import Books
    from planner.cost.result import Estimate
    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.network import RelationKey
    from planner.model.own_work import RelationModel
    from planner.model.work import Relation
    from planner.schedule.result import Schedule
    from planner.sizing.result import Sizing
    from planner.tenant.result import TenantCheck


def check_plan(
    facility: Facility,
    sizing: Sizing,
    graph: TaskGraph,
    schedule: Schedule,
    estimate: Estimate,
    books: Books,
    asked: Sequence[TenantCheck] = (),
) -> list[Problem]:
    """Every failure and warning of a plan, failures first, each once."""
    found = [
        *sizing.problems,
        *weather_contradictions(facility, books),
        *graph.problems,
        *late_orders(facility, graph, schedule),
        *power_by_day(facility, graph, schedule),
        *tenant_problems(asked),
        *repeated_relations(own_relation_keys(facility), generated_again(facility, graph)),
    ]
    unique = list(dict.fromkeys(found))
    order = {"error": 0, "failure": 1, "warning": 2}
    return sorted(unique, key=lambda p: order[p.severity])


def own_relation_keys(facility: Facility) -> list[tuple[int, RelationKey]]:
    """The person's relations by position, as what makes two of them alike."""
    return [(i, _key(relation)) for i, relation in enumerate(facility.relation)]


def generated_again(facility: Facility, graph: TaskGraph) -> Collection[RelationKey]:
    """Generated relations that the person's own repeat; looked for only where own ones lead."""
    if not (facility.relation and facility.ai_halls):
        return ()
    times = Counter(_key(relation) for relation in facility.relation)
    led_to = {relation.successor for relation in facility.relation}
    standing = Counter(_key(relation) for relation in graph.relations if relation.successor in led_to)
    return {key for key, own in times.items() if standing[key] > own}


def _key(relation: RelationModel | Relation) -> RelationKey:
    return relation.predecessor, relation.successor, relation.kind, relation.lag_days, relation.lag


def weather_contradictions(facility: Facility, books: Books) -> list[Problem]:
    """F-CLIMATE: a wet bulb, or a mean, above the dry bulb that the plant is designed for."""
    own = facility.climate
    if own.design_wet_bulb_c is None and own.mean_dry_bulb_c is None:
        return []
    weather = weather_of(facility, books)
    dry = weather.design_c
    if own.design_dry_bulb_c is None:
        of, remedy = (
            f"the default for this region, {dry:g} °C",
            "give climate.design_dry_bulb_c too, or lower it",
        )
    else:
        of, remedy = f"climate.design_dry_bulb_c, {dry:g} °C", "lower it"
    return [
        Problem(
            "F-CLIMATE",
            f"climate.{name}",
            f"cannot exceed the design dry bulb, {of}: {remedy}",
            value=f"{value:g}",
            severity="failure",
        )
        for name, value in (
            ("design_wet_bulb_c", own.design_wet_bulb_c),
            ("mean_dry_bulb_c", own.mean_dry_bulb_c),
        )
        if value is not None and value > dry
    ]


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


def draw_by_day(facility: Facility, graph: TaskGraph, schedule: Schedule) -> list[tuple[int, float]]:
    """The site's draw in MW from each boundary at which it changes: mining that still runs plus AI halls."""
    index = schedule.index
    base = sum(h.existing_mw for h in facility.hall)
    changes: dict[int, float] = {0: 0.0}
    for task, end, mw in graph.power:
        at = schedule.start[index[task]] if end == "start" else schedule.finish[index[task]]
        changes[at] = changes.get(at, 0.0) + mw
    draw, steps = base, []
    for at in sorted(changes):
        draw += changes[at]
        steps.append((at, draw))
    return steps


def capacity_on(facility: Facility, boundary: int) -> float:
    """Contracted MW on the day of a boundary, with the energised steps by then."""
    grid = facility.grid
    if grid is None:
        return 0.0
    day = facility.project.start + timedelta(days=boundary)
    return max([grid.capacity_mw, *(s.capacity_mw for s in grid.step if s.energised <= day)])


def power_by_day(facility: Facility, graph: TaskGraph, schedule: Schedule) -> list[Problem]:
    """F-GRID-DAY: on some day the site would draw more than its contract; never clipped."""
    if facility.grid is None:
        return []
    worst: tuple[float, int, float, float] | None = None
    for at, draw in draw_by_day(facility, graph, schedule):
        over = draw - capacity_on(facility, at)
        if over > 1e-6 and (worst is None or over > worst[0]):
            worst = (over, at, draw, capacity_on(facility, at))
    if worst is None:
        return []
    over, at, draw, capacity = worst
    day = facility.project.start + timedelta(days=at)
    message = (
        f"{over:.1f} MW over the contract of {capacity:g} MW at worst, on {day}: "
        "convert fewer halls at once, stop more mining, or energise more grid first"
    )
    return [Problem("F-GRID-DAY", "grid.capacity_mw", message, value=f"{draw:.1f}", severity="failure")]
