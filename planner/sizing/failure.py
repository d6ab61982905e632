"""What a plant still serves when a part of it is lost: each unit, side or block is taken out, and the rest loaded.

Nothing here trusts the count: a plant is the ratings of its units as they are wired, and a case is
the load put on what is left of them. So a count that is one too small is found.

How load is shared (all of kW, or all of one other measure):

* parallel: all units carry the load in proportion to their rating;
* sides and distributed blocks: each live group carries an equal share, for every rack hangs on two
  of them; a group that is lost, or would be loaded beyond what is permitted, gives up its share to
  the others. A unit of 2N+k that may serve either side joins the weakest that stands when anything is lost,
  be it one whose own units are all out: its board is there to be fed, that of a side that is lost is not;
* block-redundant: each active block has a load of its own, an equal part; a block that cannot carry
  it is moved whole to an idle reserve block by static transfer.

What cannot be carried at the permitted loading is load lost, never carried by overload.

Source: definitions of `planner.model.redundancy`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.model.redundancy import parse_redundancy
from planner.sizing.plant import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.model.redundancy import RedundancyRule

TOLERANCE = 1e-8
"""Share of a load that is float noise; counts forgive the last bits of a float too."""
HEALTHY = "healthy"
Group = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Plant:
    """Units in service kW, as they are wired: one parallel group, two sides, or blocks."""

    name: str
    rule: RedundancyRule
    groups: tuple[Group, ...]
    reserve: tuple[Group, ...] = ()
    """Idle blocks of a block-redundant plant."""
    swing: Group = ()
    """Units of 2N+k that may serve either side."""

    @property
    def units(self) -> int:
        """How many units there are."""
        return sum(len(g) for g in (*self.groups, *self.reserve, self.swing))


@dataclass(frozen=True, slots=True)
class FailureCase:
    """A plant with a part of it lost."""

    plant: str
    case: str
    """`healthy`, `one unit out`, `one side out`, `one block out` …; the worst of all that it can mean."""
    remaining_units: int
    served_kw: float
    lost_load_kw: float
    loading: float
    """Load over rating of the most loaded group of units left."""
    permitted: float
    holds: bool
    """Whether all load is served within `permitted`."""
    required: bool
    """Whether the redundancy promises that it holds; N promises the healthy case alone."""
    basis: str
    """Formula of `loading` with its numbers put in."""


class Service(NamedTuple):
    """What a plant in some state carries."""

    served: float
    loading: float
    """Load over rating of the most loaded group."""
    share: tuple[float, int, str]
    """Load, and the number of groups or blocks that it is divided by to get the share of that group."""
    group: Group

    @property
    def basis(self) -> str:
        """Formula of `loading` with its numbers put in."""
        load, parts, name = self.share
        if not self.group:
            return "nothing is left that can carry load"
        divided = f" / {parts} {name}" if parts > 1 else ""
        return f"{shown(load)} kW{divided} / ({_units_text(self.group)})"


IDLE = Service(0.0, 0.0, (0.0, 1, ""), ())


def arranged(name: str, redundancy: str, units: int, unit_kw: float, block_units: int = 1) -> Plant:
    """A plant of like units, wired as its redundancy says; a count that does not fit makes unequal groups."""
    rule = parse_redundancy(redundancy)

    def dealt(count: int, groups: int) -> tuple[Group, ...]:
        return tuple((unit_kw,) * (count // groups + (i < count % groups)) for i in range(groups))

    match rule.kind:
        case "parallel":
            return Plant(name, rule, dealt(units, 1))
        case "sides":
            swing = min(rule.swing, units)
            return Plant(name, rule, dealt(units - swing, 2), swing=(unit_kw,) * swing)
        case "distributed":
            return Plant(name, rule, dealt(units, rule.blocks))
        case _:
            idle = min(rule.reserve * block_units, units)
            full, rest = divmod(units - idle, block_units)
            active = [(unit_kw,) * block_units] * full + ([(unit_kw,) * rest] if rest else [])
            return Plant(name, rule, tuple(active), dealt(idle, rule.reserve))


def serve(plant: Plant, load: float, permitted: float, *, healthy: bool = False) -> Service:
    """Load carried by what a plant has, each group at no more than `permitted` of its rating.

    Source: the sharing rules of this module.
    """
    if plant.rule.kind == "block":
        return _stand_in(plant, load, permitted, move=not healthy)
    standing = sorted(plant.groups, key=sum)
    if plant.swing and standing and not healthy:
        standing = sorted([standing[0] + plant.swing, *standing[1:]], key=sum)
    live = [g for g in standing if g]
    return _shared(live[::-1], load, permitted, give_up=not healthy)


def _shared(strongest: list[Group], load: float, permitted: float, *, give_up: bool) -> Service:
    """Equal shares on the live groups, strongest first; the weakest gives up while it would be overloaded."""
    best, used = 0.0, 0
    for live in range(len(strongest), 0, -1):
        able = min(load, live * sum(strongest[live - 1]) * permitted)
        if able > best:
            best, used = able, live
        if able >= load * (1 - TOLERANCE) or not give_up:
            break
    if not used:
        return IDLE
    weakest = strongest[used - 1]
    return Service(best, best / used / sum(weakest), (best, used, "groups"), weakest)


def _stand_in(plant: Plant, load: float, permitted: float, *, move: bool) -> Service:
    """Each active block carries its own share, or the strongest free reserve block carries it instead."""
    if not plant.groups:
        return IDLE
    share = load / len(plant.groups)
    free = sorted(plant.reserve, key=sum) if move else []
    served, worst = 0.0, 0.0
    loaded: tuple[float, Group] = (0.0, ())
    for block in sorted(plant.groups, key=sum):
        carrier: Group = block
        if sum(block) * permitted < share * (1 - TOLERANCE) and free and sum(free[-1]) > sum(block):
            carrier = free.pop()
        rating = sum(carrier)
        carried = min(share, rating * permitted)
        served += carried
        if rating and carried / rating > worst:
            worst, loaded = carried / rating, (carried, carrier)
    if not worst:
        return IDLE
    carried, group = loaded
    parts = (load, len(plant.groups), "blocks") if carried == share else (carried, 1, "blocks")
    return Service(min(served, load), worst, parts, group)


@lru_cache(maxsize=1024)
def _units_text(group: Group) -> str:
    kinds = sorted(Counter(group).items(), reverse=True)
    return " + ".join(f"{count} x {shown(rating)}" for rating, count in kinds) + " kW"


def units_taken_out(plant: Plant) -> Iterator[Plant]:
    """The plant without each of its units in turn; units of one rating in like groups stand for each other."""
    for group in dict.fromkeys((*plant.groups, *plant.reserve)):
        for rating in dict.fromkeys(group):
            yield from _exchanged(plant, group, _less(group, rating))
    for rating in dict.fromkeys(plant.swing):
        yield replace(plant, swing=_less(plant.swing, rating))


def _exchanged(plant: Plant, group: Group, left: Group) -> Iterator[Plant]:
    """The plant with one such group, active and then idle, replaced by what is left of it."""
    for groups, idle in ((plant.groups, False), (plant.reserve, True)):
        if group in groups:
            at = groups.index(group)
            changed = (*groups[:at], left, *groups[at + 1 :])
            yield replace(plant, reserve=changed) if idle else replace(plant, groups=changed)


def _less(group: Group, rating: float) -> Group:
    at = group.index(rating)
    return group[:at] + group[at + 1 :]


def groups_taken_out(plant: Plant, count: int = 1) -> Iterator[Plant]:
    """The plant without `count` of its sides or blocks: each in turn, or the strongest where several go.

    Blocks that are lost stay as empty groups, for their load is still there; a side that is lost is gone.
    Several reserve blocks may be among the lost: every number of them is tried.
    """
    if plant.rule.kind == "sides":
        sides = plant.groups
        for left in dict.fromkeys((*sides[:at], *sides[at + 1 :]) for at in range(len(sides))):
            yield replace(plant, groups=left)
        return
    if count == 1:
        for group in dict.fromkeys((*plant.groups, *plant.reserve)):
            yield from _exchanged(plant, group, ())
        return
    for idle in range(min(count, len(plant.reserve)) + 1):
        active, reserve = (sorted(groups, key=sum, reverse=True) for groups in (plant.groups, plant.reserve))
        lost = min(count - idle, len(active))
        yield replace(
            plant,
            groups=((),) * lost + tuple(active[lost:]),
            reserve=((),) * idle + tuple(reserve[idle:]),
        )


def largest_taken_out(plant: Plant, count: int) -> Plant:
    """The plant without its `count` largest units: the worst choice where all that is left is in parallel."""
    for _ in range(count):
        left = [
            (max(g), part, i) for part in ("groups", "swing") for i, g in enumerate(_part(plant, part)) if g
        ]
        if not left:
            break
        rating, part, i = max(left)
        if part == "swing":
            plant = replace(plant, swing=_less(plant.swing, rating))
        else:
            lost = _less(plant.groups[i], rating)
            plant = replace(plant, groups=(*plant.groups[:i], lost, *plant.groups[i + 1 :]))
    return plant


def _part(plant: Plant, part: str) -> tuple[Group, ...]:
    return (plant.swing,) if part == "swing" else plant.groups


def _losses(plant: Plant) -> Iterator[tuple[str, list[Plant]]]:
    """The losses that a redundancy is about, and all the states that each can lead to."""
    rule = plant.rule
    if plant.units:
        yield "one unit out", list(units_taken_out(plant))
    match rule.kind:
        case "parallel" if rule.spare > 1:
            yield f"{rule.spare} units out", [largest_taken_out(plant, rule.spare)]
        case "sides":
            sides = list(groups_taken_out(plant))
            yield "one side out", sides
            if rule.spare:
                what = "one unit" if rule.spare == 1 else f"{rule.spare} units"
                yield f"one side and {what} out", [largest_taken_out(s, rule.spare) for s in sides]
        case "distributed" | "block":
            yield "one block out", list(groups_taken_out(plant))
            several = rule.reserve or rule.blocks - rule.needed
            if several > 1:
                yield f"{several} blocks out", list(groups_taken_out(plant, several))


@lru_cache(maxsize=1024)
def failure_cases(plant: Plant, load_kw: float, normal: float, failure: float) -> tuple[FailureCase, ...]:
    """Every case of a plant under `load_kw`: healthy at the `normal` loading, then each loss at the `failure` loading.

    Of the states that a case can lead to, the one that serves least is told, and of those the one
    with the highest loading. A load of 0 has no cases.

    Source: this module's sharing rules; the losses are those of `planner.model.redundancy`.
    """
    if load_kw <= 0:
        return ()
    if not plant.rule.loss_tolerated:  # N is just enough: it has no margin to keep
        normal = failure
    states = [(plant, serve(plant, load_kw, normal, healthy=True))]
    cases = [_case(plant.name, HEALTHY, states, load_kw, normal, required=True)]
    for name, lost in _losses(plant):
        states = [(state, serve(state, load_kw, failure)) for state in lost]
        cases.append(_case(plant.name, name, states, load_kw, failure, required=plant.rule.loss_tolerated))
    return tuple(cases)


def _case(
    plant: str,
    name: str,
    states: list[tuple[Plant, Service]],
    load: float,
    permitted: float,
    *,
    required: bool,
) -> FailureCase:
    """The worst of the states that a case can lead to."""
    state, service = min(states, key=lambda s: (s[1].served, -s[1].loading))
    lost = load - service.served
    if lost <= load * TOLERANCE:
        lost = 0.0
    return FailureCase(
        plant,
        name,
        state.units,
        load - lost,
        lost,
        service.loading,
        permitted,
        lost == 0 and service.loading <= permitted * (1 + TOLERANCE),
        required,
        service.basis,
    )


def worst_failure(cases: Iterable[FailureCase]) -> FailureCase | None:
    """The case of a loss that loads the rest most, one that loses load before any that does not."""
    losses = [c for c in cases if c.case != HEALTHY]
    return max(losses, key=lambda c: (c.lost_load_kw, c.loading), default=None)


def case_dict(case: FailureCase) -> dict[str, object]:
    """A case as data."""
    return {
        "plant": case.plant,
        "case": case.case,
        "units": case.remaining_units,
        "loading": case.loading,
        "permitted": case.permitted,
        "load_lost_kw": case.lost_load_kw,
        "holds": case.holds,
        "basis": case.basis,
    }
