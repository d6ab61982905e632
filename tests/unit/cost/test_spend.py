"""When the money goes out, by hand; and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from planner.cost.breakdown import breakdown
from planner.cost.money import total
from planner.cost.result import CapexLine, Estimate, Money
from planner.cost.spend import MonthlySpend, spend_by_month

if TYPE_CHECKING:
    from planner.schedule.result import Schedule


def line(
    name: str, task: str | None, usd: float, hall: str | None = "h1", side: Any = "facility", **changes: Any
) -> CapexLine:
    made = CapexLine(
        name, name, "equipment", "cooling", hall, task, "landlord", side, 5, "", "", Money(usd / 2, usd, usd * 2), "given", None
    )  # fmt: skip
    return replace(made, **changes)


def estimate(*lines: CapexLine) -> Estimate:
    facility = tuple(x for x in lines if x.side == "facility")
    it = tuple(x for x in lines if x.side == "it")
    sums = (total(x.amount for x in facility), total(x.amount for x in it))
    return Estimate((), facility, it, *sums, {}, 5, {})


@dataclass
class Dates:
    """As much of a schedule as the spend reads."""

    index: dict[str, int]
    start: list[int]
    finish: list[int]
    project_finish: int
    project_start: date = date(2027, 1, 21)


def schedule(**tasks: tuple[int, int]) -> Schedule:
    """Tasks by id with their start and finish boundaries; boundary 0 is 2027-01-21."""
    start, finish = [list(column) for column in zip(*tasks.values(), strict=True)] if tasks else ([], [])
    dates = Dates({t: i for i, t in enumerate(tasks)}, start, finish, max(finish, default=0))
    return cast("Schedule", dates)


def likely(months: tuple[MonthlySpend, ...]) -> dict[str, float]:
    return {f"{m.month:%Y-%m}": m.capex.likely for m in months}


def test_a_line_is_spent_evenly_over_the_calendar_days_of_its_task() -> None:
    """From 21 January to 20 March: 11 + 28 + 20 = 59 days; 590 USD is 110, 280 and 200."""
    months = spend_by_month(estimate(line("a", "t", 590.0)), schedule(t=(0, 59)))
    assert likely(months) == {"2027-01": 110.0, "2027-02": 280.0, "2027-03": 200.0}
    assert [m.capex_to_date for m in months] == [
        Money(55.0, 110.0, 220.0), Money(195.0, 390.0, 780.0), Money(295.0, 590.0, 1180.0)
    ]  # fmt: skip


def test_a_milestone_is_spent_on_its_day_and_months_without_spend_are_listed() -> None:
    """Boundary 41 is 3 March 2027."""
    months = spend_by_month(estimate(line("a", "t", 99.99)), schedule(t=(41, 41)))
    assert likely(months) == {"2027-01": 0.0, "2027-02": 0.0, "2027-03": 99.99}


def test_what_no_task_spends_follows_its_place() -> None:
    """h1 spends 300 in January and 100 in February, so its contingency of 40 goes 30 to 10; h2's goes with the site."""
    found = estimate(
        line("a", "t", 300.0),
        line("b", "u", 100.0),
        line("c", None, 40.0),
        line("d", None, 4.0, hall="h2"),
    )
    months = spend_by_month(found, schedule(t=(0, 11), u=(11, 39)))
    assert likely(months) == {"2027-01": 333.0, "2027-02": 111.0}


def test_without_any_task_the_whole_programme_bears_it_evenly() -> None:
    """11 days of January and 28 of February."""
    months = spend_by_month(estimate(line("a", None, 39.0, hall=None)), schedule(t=(0, 39)))
    assert likely(months) == {"2027-01": 11.0, "2027-02": 28.0}


def test_cents_are_never_lost() -> None:
    """0.01 USD over three months is one cent in one of them."""
    months = spend_by_month(estimate(line("a", "t", 0.01), line("b", "t", 100.01)), schedule(t=(0, 59)))
    assert months[-1].capex_to_date.likely == 100.02
    assert sum(round(m.capex.likely * 100) for m in months) == 10002


def test_facility_and_it_stand_apart() -> None:
    months = spend_by_month(estimate(line("a", "t", 5.0), line("b", "t", 7.0, side="it")), schedule(t=(0, 5)))
    assert (months[-1].capex_to_date.likely, months[-1].it_capex_to_date.likely) == (5.0, 7.0)


@pytest.mark.parametrize("tasks", [{}, {"t": (0, 0)}])
def test_nothing_to_spend_and_nothing_to_do(tasks: dict[str, tuple[int, int]]) -> None:
    assert spend_by_month(estimate(), schedule(**tasks)) == ()
    assert spend_by_month(estimate(line("a", None, 8.0)), schedule(**tasks))[-1].capex_to_date.likely == 8.0


def test_shares_are_sums_by_side_place_discipline_and_payer() -> None:
    found = breakdown(
        estimate(
            line("a", "t", 1.0),
            line("b", None, 2.0),
            line("c", None, 4.0, payer="tenant"),
            line("d", None, 8.0, hall=None),
            line("e", None, 16.0, side="it", discipline="compute"),
        )
    )
    assert [(s.side, s.hall, s.discipline, s.payer, s.amount.likely) for s in found] == [
        ("facility", None, "cooling", "landlord", 8.0),
        ("facility", "h1", "cooling", "landlord", 3.0),
        ("facility", "h1", "cooling", "tenant", 4.0),
        ("it", "h1", "compute", "landlord", 16.0),
    ]
