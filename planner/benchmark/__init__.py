"""The outside view: a plan's $/MW, months and rent among published conversions."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from planner.benchmark.deals import Deal, read_deals
from planner.benchmark.result import Benchmark, Measure, Neighbour
from planner.pipeline import DAYS_PER_MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.pipeline import Plan

NEAREST = 3
"""Projects named beside each figure."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the plan and of every deal alike."""

    key: str
    label: str
    unit: str
    value: float | None
    answers: tuple[tuple[Deal, float, str], ...]
    note: str
    absent: str


def benchmark(plan: Plan, deals: Sequence[Deal], rent_usd_per_kw_month: float | None = None) -> Benchmark:
    """Lay a plan beside published projects.

    Args:
        plan: The plan; one without AI halls has no figures, and only the published ranges are shown.
        deals: Published projects.
        rent_usd_per_kw_month: Rent the facility states, average of the term; None where it states none.
    """
    mw = plan.critical_it_mw
    questions = (
        _Question(
            "capex_usd_per_mw",
            "Facility capex",
            "USD/MW",
            plan.capex_usd_per_mw,
            tuple((d, d.capex_usd_per_mw, "stated") for d in deals if d.capex_usd_per_mw and not d.roll_up),
            "per MW of critical IT, without GPUs; what else the sources count in differs",
            "the plan has no AI hall",
        ),
        _Question(
            "months_to_first",
            "Months to first delivery",
            "months",
            _months_of(plan.project_start, plan.first_rfs_date),
            _dated(deals, "first"),
            "from announcement, which often comes after works began; a plan counts from its start",
            "the plan has no AI hall",
        ),
        _Question(
            "months_to_full",
            "Months to full delivery",
            "months",
            plan.months_to_rfs,
            _dated(deals, "full"),
            "from announcement; nearly all are the operators' targets, not deliveries",
            "the plan has no AI hall",
        ),
        _Question(
            "rent_usd_per_kw_month",
            "Rent",
            "USD/kW-month",
            rent_usd_per_kw_month,
            tuple(
                (d, d.rent_usd_per_kw_month, "stated")
                for d in deals
                if d.rent_usd_per_kw_month and d.rent_comparable and not d.roll_up
            ),
            "contract value / years / kW of critical IT, so the average of the term, escalators included",
            "the facility states no rent",
        ),
    )
    latest = max((d.as_of for d in deals), default="")
    return Benchmark(
        plan.name,
        mw,
        len(deals),
        latest,
        tuple(_measure(q, mw) for q in questions),
        plan.estimate.estimate_class,
    )


def percentile(value: float, others: Sequence[float]) -> tuple[float, str]:
    """Mid-rank percentile of a value among others, and its arithmetic: (below + equal / 2) / all.

    Raises:
        ValueError: There are no others.
    """
    if not others:
        raise ValueError("a percentile needs something to stand among")
    below = sum(o < value for o in others)
    equal = sum(o == value for o in others)
    rank = 100 * (below + equal / 2) / len(others)
    return rank, f"({below} below + {equal} equal / 2) / {len(others)} = {rank:.0f} %"


def _measure(question: _Question, mw: float | None) -> Measure:
    values = sorted(v for _, v, _ in question.answers)
    low, high = (values[0], values[-1]) if values else (None, None)
    rank, basis, value = None, question.absent, question.value
    if value is not None and values:
        rank, basis = percentile(value, values)
    elif value is not None:
        basis = "no published project states it"
    return Measure(
        question.key,
        question.label,
        question.unit,
        value,
        len(values),
        low,
        median(values) if values else None,
        high,
        rank,
        basis,
        _nearest(question, mw),
        _warning(question, low, high),
        question.note,
    )


def _warning(question: _Question, low: float | None, high: float | None) -> str:
    value = question.value
    if value is None or low is None or high is None or low <= value <= high:
        return ""
    side, bound = ("below", low) if value < low else ("above", high)
    name = next(d.name for d, v, _ in question.answers if v == bound)
    return (
        f"{question.label} {figure(value, question.unit)} lies {side} all {len(question.answers)} published "
        f"projects; the {'least' if value < low else 'greatest'} is {figure(bound, question.unit)}, {name}"
    )


def figure(value: float, unit: str) -> str:
    """A figure with its unit, short: `10.42 M$/MW`, `17.8 months`, `121.5 $/kW-month`."""
    if unit == "USD/MW":
        return f"{value / 1e6:.2f} M$/MW"
    return f"{value:.1f} {unit.replace('USD', '$')}"


def _nearest(question: _Question, mw: float | None) -> tuple[Neighbour, ...]:
    """The three nearest by |MW - MW| / the larger + |figure - figure| / the larger; MW alone without a figure."""
    if mw is None:
        return ()
    found = [
        Neighbour(deal, value, status, _relative(mw, deal.critical_it_mw) + _relative(question.value, value))
        for deal, value, status in question.answers
    ]
    return tuple(sorted(found, key=lambda n: (n.distance, n.deal.id))[:NEAREST])


def _relative(one: float | None, other: float | None) -> float:
    """Difference in parts of the larger, 0 to 1. A deal without MW is as far as can be; a plan without a figure ties."""
    if one is None:
        return 0.0
    if other is None:
        return 1.0
    larger = max(abs(one), abs(other))
    return abs(one - other) / larger if larger else 0.0


def _dated(deals: Sequence[Deal], event: str) -> tuple[tuple[Deal, float, str], ...]:
    found = []
    for deal in deals:
        day, status = getattr(deal, f"{event}_delivery"), getattr(deal, f"{event}_status")
        months = _months_of(deal.announced, day)
        if months is not None:
            found.append((deal, months, str(status)))
    return tuple(found)


def _months_of(start: date, end: date | None) -> float | None:
    return None if end is None else (end - start).days / DAYS_PER_MONTH


__all__ = ["Benchmark", "Deal", "Measure", "Neighbour", "benchmark", "figure", "percentile", "read_deals"]
