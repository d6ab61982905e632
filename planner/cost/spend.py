"""When the money goes out: the lines of the estimate spread over the planned dates of their tasks, month by month.

A line is spent evenly over the calendar days from the planned start to the planned finish of its task, all on
its day where the task is a milestone. A line that no task spends (overheads, contingency, escalation) follows the
lines of its own place that tasks spend, in proportion; where its place has none it follows those of the whole site.
This is work done, not bills paid: payment terms and retention are not in it.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from planner.cost.result import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.cost.result import CapexLine, Estimate
    from planner.schedule.result import Schedule

CENTS = 100
MONTHS = 12
Shares = dict[int, int]
"""Weight of each month, by months since year 0."""


@dataclass(frozen=True, slots=True)
class MonthlySpend:
    """One month: what is spent in it, and up to its end; facility and IT apart."""

    month: date
    """Its first day."""
    capex: Money
    it_capex: Money
    capex_to_date: Money
    it_capex_to_date: Money


def spend_by_month(estimate: Estimate, schedule: Schedule) -> tuple[MonthlySpend, ...]:
    """Every month from the project start to the last that spends something; the sums are the estimate's, to the cent."""
    facility, it = _Curve(schedule).of(estimate.lines), _Curve(schedule).of(estimate.it_lines)
    months = facility.keys() | it.keys()
    if not months:
        return ()
    first = min(_month(schedule.project_start.toordinal()), min(months))
    sums = [[0, 0, 0], [0, 0, 0]]
    found = []
    for month in range(first, max(months) + 1):
        row = [side.get(month, [0, 0, 0]) for side in (facility, it)]
        for total, amounts in zip(sums, row, strict=True):
            for i, cents in enumerate(amounts):
                total[i] += cents
        found.append(
            MonthlySpend(
                date(month // MONTHS, month % MONTHS + 1, 1), _money(row[0]), _money(row[1]), _money(sums[0]), _money(sums[1])
            )
        )  # fmt: skip
    return tuple(found)


class _Curve:
    """Spreads lines; whole cents throughout, so that months add up to what was spread."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._first = schedule.project_start.toordinal()
        self._known: dict[tuple[int, int], Shares] = {}
        self._spent: dict[int, list[int]] = {}

    def of(self, lines: Sequence[CapexLine]) -> dict[int, list[int]]:
        """Cents by month and column."""
        index = self._schedule.index
        by_place: dict[str | None, Shares] = {}
        everywhere: Shares = {}
        rest = []
        for line in lines:
            if line.task is None or line.task not in index:
                rest.append(line)
                continue
            i = index[line.task]
            shares = self._days(self._schedule.start[i], self._schedule.finish[i])
            likely = self._spread(line, shares)
            for held in (by_place.setdefault(line.hall, {}), everywhere):
                for month, cents in likely.items():
                    held[month] = held.get(month, 0) + cents
        for line in rest:
            self._spread(line, by_place.get(line.hall) or everywhere or self._whole())
        return self._spent

    def _days(self, start: int, finish: int) -> Shares:
        """Calendar days of each month between two boundaries; one day of a milestone's month."""
        key = (start, max(finish, start + 1))
        if key not in self._known:
            at, end = self._first + key[0], self._first + key[1]
            shares: Shares = {}
            while at < end:
                day = date.fromordinal(at)
                after = min(end, at + monthrange(day.year, day.month)[1] - day.day + 1)
                shares[day.year * MONTHS + day.month - 1] = after - at
                at = after
            self._known[key] = shares
        return self._known[key]

    def _whole(self) -> Shares:
        """The whole programme: for lines of a plan in which no task spends anything."""
        return self._days(0, self._schedule.project_finish)

    def _spread(self, line: CapexLine, shares: Shares) -> Shares:
        """Spend a line by shares; returns cents of the likely column by month."""
        months = sorted(shares)
        reached = list(accumulate(shares[m] for m in months))
        whole = reached[-1]
        if not whole:  # lines of 0 cents lead here: their months weigh nothing
            reached, whole = [1] * len(months), 1
        likely: Shares = {}
        for column, amount in enumerate(line.amount):
            cents = round(amount * CENTS)
            before = 0
            for month, up_to in zip(months, reached, strict=True):
                by_now = cents * up_to // whole
                held = self._spent.setdefault(month, [0, 0, 0])
                held[column] += by_now - before
                if column == 1:
                    likely[month] = by_now - before
                before = by_now
        return likely


def _month(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.year * MONTHS + day.month - 1


def _money(cents: Iterable[int]) -> Money:
    low, likely, high = (c / CENTS for c in cents)
    return Money(low, likely, high)
