"""The estimate: facility and IT apart, every total the sum of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.cost.bill import ESTIMATE_CLASS, Bill, DatedLine, bill_of
from planner.cost.indirect import ESCALATION, Growth, contingency_line, escalation_line, indirect_lines
from planner.cost.ledger import reuse_values
from planner.cost.money import total
from planner.cost.result import CapexLine, Estimate, Money, PricedLine
from planner.graph.memory import remember
from planner.graph.templates import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.books import Books, Entry
    from planner.graph.result import Procurement, TaskGraph
    from planner.graph.templates import Catalogue
    from planner.model.facility import Facility
    from planner.model.work import Task
    from planner.schedule.result import Schedule
    from planner.sizing.result import QuantityLine, ReuseLine, Sizing

DAYS_PER_YEAR = 365.25
GIVEN = "given"
"""Confidence of a cost that a person gives in the facility file."""


@dataclass(frozen=True)
class Account:
    """What one place costs, but for escalation, which hangs on dates."""

    bill: Bill
    indirect: tuple[CapexLine, ...]
    contingency: tuple[CapexLine, ...]


def estimate(
    facility: Facility, sizing: Sizing, graph: TaskGraph, schedule: Schedule, books: Books
) -> Estimate:
    """Price the bill of quantities and add indirects, escalation, contingency and own tasks.

    Low, likely and high are kept apart throughout: a percentage applies to its own column's base.
    Escalation takes early starts, so that waiting for a crew never makes more work look cheaper.
    """
    book = catalogue(books)
    index = schedule.index
    growth = _growth(books[ESCALATION], schedule)
    by_place: dict[str | None, list[QuantityLine]] = {}
    for quantity in sizing.lines:
        by_place.setdefault(quantity.hall, []).append(quantity)
    chains: dict[str | None, list[Procurement]] = {}
    for chain in graph.procurement:
        chains.setdefault(chain.hall, []).append(chain)
    platforms: dict[str | None, str] = {hall.hall: hall.platform for hall in sizing.halls}
    boq: list[PricedLine] = []
    lines: list[CapexLine] = []
    it_lines: list[CapexLine] = []
    for place, quantities in by_place.items():
        account = _account(
            books, book, place, platforms.get(place, ""), quantities, chains.get(place, ()), index
        )
        boq += account.bill.boq
        it_lines += account.bill.it
        lines += [dated.line for dated in account.bill.facility]
        lines += account.indirect
        escalation = escalation_line(books, place, account.bill.facility, growth)
        if escalation is not None:
            lines.append(escalation)
        lines += account.contingency
    lines += [_own_line(task) for task in graph.tasks if task.cost_usd]
    spent: dict[str, list[float]] = {}
    for line in lines:
        if line.task is not None:
            spent.setdefault(line.task, []).append(line.amount.likely)
    values = reuse_values(sizing.reuse, graph, index, books, book, platforms)
    avoided = tuple(value.avoided for value in values)
    return Estimate(
        boq=tuple(boq),
        lines=tuple(lines),
        it_lines=tuple(it_lines),
        capex=total(line.amount for line in lines),
        it_capex=total(line.amount for line in it_lines),
        task_cost={task: round(sum(amounts), 2) for task, amounts in spent.items()},
        estimate_class=max((line.estimate_class for line in (*lines, *it_lines)), default=ESTIMATE_CLASS),
        reuse_avoided=_by_asset(sizing.reuse, avoided),
        avoided_by_line=avoided,
        reuse_values=values,
    )


def _account(
    books: Books,
    book: Catalogue,
    place: str | None,
    platform: str,
    quantities: Sequence[QuantityLine],
    chains: Sequence[Procurement],
    tasks: Mapping[str, int],
) -> Account:
    """What one place costs; remembered, for most edits leave most halls as they are."""
    prefix = place or "site"
    installing = tuple(f"{prefix}.{book.items[q.item].task}" in tasks for q in quantities)
    key = (
        place,
        platform,
        tuple(quantities),
        tuple((c.item, c.order, c.tasks[-1], c.count, c.paid) for c in chains),
        installing,
    )

    def make() -> Account:
        placeholders = (("{platform}", platform),)
        bill = bill_of(books, book, place, placeholders, quantities, {c.item: c for c in chains}, tasks)
        indirect = indirect_lines(books, place, bill.facility, tasks)
        contingency = contingency_line(books, place, bill.facility)
        return Account(
            bill,
            tuple(indirect),
            (contingency,) if contingency is not None else (),
        )

    return remember(books, "cost.accounts", key, make)


def _growth(rate: Entry, schedule: Schedule) -> Callable[[DatedLine], Growth]:
    """(1 + rate)^years - 1 of a line, from the day of its price to the early start of its task; never negative."""
    known: dict[tuple[date, int], Growth] = {}
    index, early_start = schedule.index, schedule.early_start
    nothing = (0.0, 0.0, 0.0)

    def growth(dated: DatedLine) -> Growth:
        if dated.fixed_by is None:
            return nothing
        key = (dated.priced_on, early_start[index[dated.fixed_by]])
        found = known.get(key)
        if found is None:
            days = (schedule.project_start + timedelta(days=key[1]) - key[0]).days
            years = max(0.0, days / DAYS_PER_YEAR)
            low, likely, high = ((1 + r) ** years - 1 for r in (rate.low, rate.likely, rate.high))
            found = known[key] = (low, likely, high)
        return found

    return growth


def _own_line(task: Task) -> CapexLine:
    amount = round(task.cost_usd, 2)
    return CapexLine(
        f"own.{task.id}",
        task.name,
        "own",
        task.discipline,
        task.hall,
        task.id,
        "landlord",
        "facility",
        ESTIMATE_CLASS,
        "given in the facility file",
        "facility file",
        Money(amount, amount, amount),
        GIVEN,
        None,
    )


def _by_asset(reuse: Sequence[ReuseLine], avoided: Sequence[Money | None]) -> dict[str, Money]:
    found: dict[str, list[Money]] = {}
    for line, money in zip(reuse, avoided, strict=True):
        if money is not None:
            found.setdefault(line.asset, []).append(money)
    return {asset: total(amounts) for asset, amounts in found.items()}
