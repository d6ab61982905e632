"""What stands at a hall or the site, what was decided about it, and how much of it serves again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from planner.model.address import format_address
from planner.model.problem import Problem
from planner.sizing.plant import ceil

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.model.facility import Facility
    from planner.model.plant import Cooler, Feeder, Hall, ReuseDecision, Switchboard, Transformer

Decision = Literal["reuse", "refurbish", "replace", "sell"]
KEPT: tuple[Decision, ...] = ("reuse", "refurbish")
GONE: tuple[Decision, ...] = ("replace", "sell")
Member = TypeVar("Member", "Transformer", "Switchboard", "Feeder", "Cooler")


class Standing(NamedTuple):
    """Existing plant of one hall with how many of each are its own, and the person's decisions on it."""

    start_year: int
    pads: tuple[tuple[Transformer, int], ...] = ()
    switchboards: tuple[tuple[Switchboard, int], ...] = ()
    feeders: tuple[tuple[Feeder, int], ...] = ()
    coolers: tuple[tuple[Cooler, int], ...] = ()
    decisions: tuple[ReuseDecision, ...] = ()


def standing_of(facility: Facility, hall: Hall) -> Standing:
    """What stands at a hall: its own, and its even share of what names no hall, in the order of the AI halls."""
    pads = [t for t in facility.transformer if t.kind == "pad"]
    own = (
        _own(facility, hall, pads),
        _own(facility, hall, facility.switchboard),
        _own(facility, hall, facility.feeder),
        _own(facility, hall, facility.cooler),
    )
    decisions: tuple[ReuseDecision, ...] = ()
    if facility.reuse:
        tables = ("transformer", "switchboard", "feeder", "cooler")
        ids = {f"{table}.{m.id}" for table, held in zip(tables, own, strict=True) for m, _ in held}  # type: ignore[attr-defined]
        decisions = tuple(
            d for d in facility.reuse if d.asset in ids or d.asset.startswith(f"hall.{hall.id}.")
        )
    return Standing(facility.project.start.year, *own, decisions)


def _own(facility: Facility, hall: Hall, members: Sequence[Member]) -> tuple[tuple[Member, int], ...]:
    if not members:
        return ()
    counted = (
        (m, m.count if m.hall == hall.id else _share(facility, m.count, hall) if m.hall is None else 0)
        for m in sorted(members, key=lambda m: m.id)
    )
    return tuple((m, count) for m, count in counted if count)


def _share(facility: Facility, count: int, hall: Hall) -> int:
    halls = [h.id for h in facility.ai_halls]
    at = halls.index(hall.id)
    return count // len(halls) + (1 if at < count % len(halls) else 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of an asset, why, and what a person may decide instead."""

    decision: Decision
    rule: str
    possible: tuple[Decision, ...] = (*KEPT, *GONE)


@dataclass(frozen=True, slots=True)
class Lot:
    """Existing units of one kind with what was decided about them. `size` is the credit that one can give."""

    asset: str
    count: int
    size: float
    decision: Decision
    rule: str
    person: bool = False
    reason: str | None = None

    @property
    def by(self) -> Literal["rule", "person"]:
        """Who decided."""
        return "person" if self.person else "rule"

    @property
    def kept(self) -> bool:
        """Whether it may serve again."""
        return self.decision in KEPT


def decided(
    asset: str,
    count: int,
    size: float,
    verdict: Verdict,
    decisions: Iterable[ReuseDecision],
    problems: list[Problem],
) -> Lot:
    """The lot as the person decided, or as the rule says where the person's decision is not possible (F-REUSE)."""
    own = next((d for d in decisions if d.asset == asset), None)
    if own is None:
        return Lot(asset, count, size, verdict.decision, verdict.rule)
    if own.decision not in verdict.possible:
        problems.append(impossible(own, verdict.rule, verdict.possible))
        return Lot(asset, count, size, verdict.decision, verdict.rule)
    return Lot(asset, count, size, own.decision, verdict.rule, True, own.reason)


def impossible(decision: ReuseDecision, why: str, possible: Sequence[str]) -> Problem:
    """F-REUSE: a decision that cannot be carried out, with those that can."""
    choices = f"possible: {' or '.join(possible)}" if possible else "take this decision out"
    return Problem(
        "F-REUSE",
        format_address(("reuse", decision.asset, "decision")),
        f"cannot be carried out: {why}; {choices}",
        value=decision.decision,
        severity="failure",
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """Units that may serve again, largest first: (size, how many)."""

    lots: tuple[tuple[float, int], ...] = ()

    @property
    def available(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.lots)

    @property
    def total(self) -> float:
        """Their sizes together."""
        return sum(size * count for size, count in self.lots)

    def take(self, needed: float, unit: float) -> tuple[int, float]:
        """How many are taken in place of new units of size `unit`, and what they cover of `needed`.

        Largest first, none counting for more than a new unit, and no more than whole new units need:
        a unit that spares no purchase is not taken.
        """
        if needed <= 0 or unit <= 0:
            return 0, 0.0
        whole = sum(min(size, unit) * count for size, count in self.lots)
        short = ceil((needed - whole) / unit)
        target = needed if short == 0 else needed - short * unit
        taken, covered = self.fill(target, unit)
        return taken, min(covered, needed)

    def fill(self, target: float, most: float) -> tuple[int, float]:
        """Units, largest first, until `target` is met, each counting for at most `most`; and what they make."""
        taken, covered = 0, 0.0
        for size, count in self.lots:
            each = min(size, most)
            wanted = min(count, ceil((target - covered) / each))
            taken, covered = taken + wanted, covered + wanted * each
        return taken, covered


def pool_of(lots: Iterable[Lot]) -> Pool:
    """The pool of the lots that are kept."""
    return Pool(tuple((lot.size, lot.count) for lot in by_size(lots)))


def by_size(lots: Iterable[Lot]) -> list[Lot]:
    """Lots that are kept, in the order in which units are taken."""
    return sorted((lot for lot in lots if lot.kept and lot.size > 0), key=lambda lot: (-lot.size, lot.asset))


def dealt(lots: Iterable[Lot], taken: int) -> dict[str, int]:
    """How many of each lot are among the first `taken` units of the pool."""
    found = {}
    for lot in by_size(lots):
        found[lot.asset] = min(lot.count, taken)
        taken -= found[lot.asset]
    return found
