"""Laws of the spend over drawn programmes: the months are the estimate, to the cent, whatever the dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings

from planner.cost.breakdown import breakdown
from planner.cost.money import total
from planner.cost.spend import spend_by_month
from planner.pipeline import plan
from tests.property.test_graph_laws import programmes
from tests.unit.graph.sites import facility

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@LAW
@given(programmes())
def test_months_and_shares_add_up_to_the_plan(raw: dict[str, Any]) -> None:
    made = plan(facility(raw))
    months = spend_by_month(made.estimate, made.schedule)
    assert months[-1].capex_to_date == made.estimate.capex
    assert months[-1].it_capex_to_date == made.estimate.it_capex
    for column in range(3):
        assert sum(round(m.capex[column] * 100) for m in months) == round(made.estimate.capex[column] * 100)
    for before, after in pairwise(months):
        assert (after.month.year * 12 + after.month.month) - (
            before.month.year * 12 + before.month.month
        ) == 1
        assert all(b <= a for b, a in zip(before.capex_to_date, after.capex_to_date, strict=True))
    shares = breakdown(made.estimate)
    assert total(s.amount for s in shares if s.side == "facility") == made.estimate.capex
    assert total(s.amount for s in shares if s.side == "it") == made.estimate.it_capex
