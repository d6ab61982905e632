"""Capex by place, discipline and payer, facility and IT apart: sums of the estimate's lines, each to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.cost.money import total

if TYPE_CHECKING:
    from planner.cost.result import Estimate, Money


@dataclass(frozen=True, slots=True)
class CapexShare:
    """What one payer pays for one discipline of one place."""

    side: Literal["facility", "it"]
    hall: str | None
    """None is the site."""
    discipline: str
    """Overheads, contingency and escalation are disciplines of their own."""
    payer: Literal["landlord", "tenant"]
    amount: Money


def breakdown(estimate: Estimate) -> tuple[CapexShare, ...]:
    """Every share that is not nothing, by side, place (the site first), discipline and payer."""
    found: dict[
        tuple[Literal["facility", "it"], str | None, str, Literal["landlord", "tenant"]], list[Money]
    ] = {}
    for side, lines in (("facility", estimate.lines), ("it", estimate.it_lines)):
        for line in lines:
            found.setdefault((side, line.hall, line.discipline, line.payer), []).append(line.amount)  # type: ignore[arg-type]
    return tuple(
        CapexShare(*key, total(amounts))
        for key, amounts in sorted(found.items(), key=lambda entry: tuple(part or "" for part in entry[0]))
    )
