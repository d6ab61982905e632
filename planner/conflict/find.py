"""The one call that names what conflicts, for a plan that misses dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.conflict.asked import asked_of
from planner.conflict.chains import Chains, alone, by_itself, chain_conflict
from planner.conflict.exact import Budget
from planner.conflict.part import Part
from planner.conflict.scarce import scarce_conflicts
from planner.conflict.stock import Stock

if TYPE_CHECKING:
    from planner.conflict.asked import Asked
    from planner.conflict.result import Conflict
    from planner.schedule.result import Schedule

MOST_SETS = 20
ROOM_DAYS = 100
"""What is drawn for good is followed so far beyond the last date and the last early finish."""


@dataclass(frozen=True)
class Conflicts:
    """What was found, in the order of the dates that are violated."""

    found: tuple[Conflict, ...] = ()
    more: tuple[Asked, ...] = ()
    """Violated dates in conflict whose sets are not told, because there are too many."""
    open: tuple[Asked, ...] = ()
    """Dates that the plan misses for want of crews or megawatts, where nothing proves that every order must."""


def find_conflicts(schedule: Schedule, exact_seconds: float = 0.0) -> Conflicts:
    """An irreducible set per date that the plan misses and that no plan could keep.

    `exact_seconds` is given to a complete search where crews or megawatts are short, the set is small and OR-Tools is
    installed; with 0 only cheap proofs are tried.
    """
    network = schedule.dated.passes.network
    c = network.columns
    asked = asked_of(network)
    missed = [a for a in asked if a.missed(schedule.levelled.times)]
    if not missed:
        return Conflicts()
    cap = network.high - 1
    broken = {a for a in asked if a.lower and a.upper and not alone(c, a)}
    lowers: dict[int, list[Asked]] = {}
    for a in asked:
        if a.lower and a not in broken:
            lowers.setdefault(a.task, []).append(a)
    passes = schedule.dated.passes
    times, work = passes.unmoved, passes.unmoved_work
    if broken or any(a.key == "pinned_start" for held in lowers.values() for a in held):
        times, work = [0] * len(times), [0] * len(work)
        held = [a._replace(upper=False) for below in lowers.values() for a in below]
        whole = Part(c, c.order, held)
        early = whole.early()
        for i, task in enumerate(whole.tasks):
            for column, values in ((times, early[0]), (work, early[1])):
                column[2 * task : 2 * task + 2] = values[2 * i : 2 * i + 2]
    chains = Chains(c, times, work, lowers)
    found: list[Conflict] = []
    more: list[Asked] = []
    short: list[Asked] = []
    for a in missed:
        if a not in broken and not a.missed(times):
            short.append(a)
        elif len(found) == MOST_SETS:
            more.append(a)
        elif a in broken:
            found.append(by_itself(c, a))
        else:
            found.append(chain_conflict(chains, a, cap))
    if short and schedule.supply is not None and len(found) < MOST_SETS:
        kept = [a for a in asked if a not in broken and not a.missed(times)]
        last = max([*times, *(a.boundary for a in kept)])
        stock = Stock(c, schedule.supply, times, cap, min(last + ROOM_DAYS, cap))
        scarce = scarce_conflicts(c, stock, kept, short, cap, Budget(exact_seconds))
        found += scarce[: MOST_SETS - len(found)]
        explained = {a for conflict in scarce for a in conflict.asked}
        short = [a for a in short if a not in explained]
    return Conflicts(tuple(sorted(found, key=lambda f: f.violated)), tuple(more), tuple(short))
