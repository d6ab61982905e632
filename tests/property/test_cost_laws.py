"""Laws of the estimate over drawn facilities."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.cost.bill import price_day
from tests.property.test_graph_laws import programmes
from tests.unit.cost.test_estimate import estimated

if TYPE_CHECKING:
    from planner.cost.result import Money

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@LAW
@given(programmes())
def test_totals_are_the_sums_of_their_lines(raw: dict[str, Any]) -> None:
    found = estimated(raw)
    for i in range(3):
        assert found.capex[i] == round(math.fsum(line.amount[i] for line in found.lines), 2)
        assert found.it_capex[i] == round(math.fsum(line.amount[i] for line in found.it_lines), 2)
    for line in (*found.lines, *found.it_lines):
        assert 0 <= line.amount.low <= line.amount.likely <= line.amount.high, line.id
    for priced in found.boq:
        for i in range(3):
            assert abs(priced.quantity * priced.unit_price[i] - priced.total[i]) <= 0.005 + 1e-6
        assert priced.quantity == round(priced.quantity, 6)
    untasked = math.fsum(line.amount.likely for line in found.lines if line.task is None)
    assert abs(sum(found.task_cost.values()) + untasked - found.capex.likely) < 0.05


@LAW
@given(programmes(), st.sampled_from([0.5, 10.0]))
def test_more_megawatts_never_cost_less(raw: dict[str, Any], more: float) -> None:
    larger = copy.deepcopy(raw)
    larger["hall"][0]["ai"]["critical_it_mw"] += more
    before, after = estimated(raw), estimated(larger)
    assert all(after.capex[i] >= before.capex[i] for i in range(3))
    assert all(after.it_capex[i] >= before.it_capex[i] for i in range(3))


@LAW
@given(programmes(), st.sampled_from(["ups", "genset", "transformer", "cdu"]))
def test_more_redundancy_never_costs_less(raw: dict[str, Any], part: str) -> None:
    costs = []
    for redundancy in ("N", "N+1", "N+2"):
        changed = copy.deepcopy(raw)
        changed["hall"][0]["redundancy"][part] = redundancy
        costs.append(estimated(changed).capex.likely)
    assert costs == sorted(costs)


@LAW
@given(programmes())
def test_order_in_the_file_never_matters(raw: dict[str, Any]) -> None:
    other = copy.deepcopy(raw)
    for table in ("hall", "stock", "begun", "phase"):
        other[table].reverse()
    assert estimated(raw) == estimated(other)


def _spread(amount: Money) -> float:
    """High over low; infinite where low is nothing."""
    return amount.high / amount.low if amount.low else math.inf


@LAW
@given(programmes())
def test_no_total_is_quoted_tighter_than_its_lines(raw: dict[str, Any]) -> None:
    """Columns are summed apart, never as roots of squares, so a total spreads as far as its tightest line at least."""
    found = estimated(raw)
    for total, lines in ((found.capex, found.lines), (found.it_capex, found.it_lines)):
        if lines:
            assert _spread(total) >= min(_spread(line.amount) for line in lines) - 1e-6
            assert total.high - total.low == pytest.approx(
                math.fsum(line.amount.high - line.amount.low for line in lines), abs=0.011
            )
    classes = [line.estimate_class for line in (*found.lines, *found.it_lines)]
    assert found.estimate_class == max(classes)
    assert {line.estimate_class for line in found.boq} == {5}, "generated lines are of class 5"


@LAW
@given(programmes())
def test_every_line_says_how_well_it_is_known(raw: dict[str, Any]) -> None:
    found = estimated(raw)
    for line in (*found.lines, *found.it_lines):
        assert line.source
        assert line.payer in ("landlord", "tenant")
        if line.kind == "own":
            assert (line.confidence, line.price_date) == ("given", None)
        else:
            assert line.confidence in ("sourced", "derived", "judgement", "override")
            assert line.price_date is not None
            assert price_day(line.price_date).year >= 2020
    kinds = {line.kind for line in found.lines}
    assert {"contingency", "indirect"} <= kinds
