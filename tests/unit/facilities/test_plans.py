"""The shipped facilities and their scenarios plan without a failed check, near what was published."""

from __future__ import annotations

from functools import cache

import pytest

from planner.io.read import scenario_document
from planner.pipeline import DAYS_PER_MONTH, Plan, plan
from tests.unit.facilities.shipped import NAMES, REAL_SITES, document_of


@cache
def plan_of(name: str, scenario: str | None = None) -> Plan:
    document = document_of(name)
    used = scenario_document(document, scenario) if scenario else document
    return plan(used.facility, scenario=scenario)


SCENARIOS = [(name, scenario.id) for name in NAMES for scenario in document_of(name).facility.scenario]


@pytest.mark.parametrize("name", NAMES)
def test_plan_stands_without_a_failed_check(name: str) -> None:
    made = plan_of(name)
    assert [p for p in made.problems if p.severity != "warning"] == []
    assert made.rfs_date is not None
    assert made.critical_it_mw is not None


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_every_scenario_changes_the_date_or_the_capex(name: str, scenario: str) -> None:
    before, after = plan_of(name), plan_of(name, scenario)
    assert (before.hall_rfs_day, before.estimate.capex) != (after.hall_rfs_day, after.estimate.capex)


@pytest.mark.parametrize("name", REAL_SITES)
def test_real_sites_are_plausible_beside_published_projects(name: str) -> None:
    """Published: 3.6 to 13.2 M$/MW; 0.5 to 23.3 months to the first service, 37.4 at most from works start."""
    made = plan_of(name)
    assert made.capex_usd_per_mw is not None
    assert 3.6e6 <= made.capex_usd_per_mw <= 13.2e6
    assert 0.5 <= min(made.hall_rfs_day.values()) / DAYS_PER_MONTH <= 23.3
    assert made.months_to_rfs is not None
    assert made.months_to_rfs <= 37.4
