"""Tenant packs: pass or gap, what fails a plan, and what closing a gap costs and takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.compare.cure import cures
from planner.io.export import plan_dict
from planner.model.facility import Facility
from planner.model.problem import InputError
from planner.pipeline import Plan, plan
from planner.tenant.packs import pack_ids, requirements
from tests.unit.sizing.sites import facility

if TYPE_CHECKING:
    from planner.tenant.result import TenantCheck

BOOKS = load_books()


def planned(pack: str | None = "colocation", redundancy: dict[str, str] | None = None, **given: Any) -> Plan:
    ai = {**given.pop("ai", {}), **({"tenant_pack": pack} if pack else {})}
    return plan(facility(given.pop("mw", 6), ai=ai, redundancy=redundancy or {}, **given), BOOKS)


def check(made: Plan, requirement: str) -> TenantCheck:
    return next(c for c in made.tenant_checks if c.requirement.id == requirement)


def test_every_requirement_has_a_figure_or_field_in_each_pack_that_asks_it() -> None:
    assert set(pack_ids(BOOKS)) == {"training", "colocation", "hyperscale"}
    for pack in pack_ids(BOOKS):
        made = planned(pack)
        asked = {r.id for r in requirements(BOOKS) if pack in r.packs}
        assert {c.requirement.id for c in made.tenant_checks} == asked


def test_a_must_have_that_is_missed_fails_the_plan_of_a_hall_that_names_the_pack() -> None:
    """UPS at N: the loss of a module is not served, and the class falls from 3 to 2."""
    made = planned(redundancy={"ups": "N"})
    assert not check(made, "ups").passed
    assert check(made, "topology_class").has == 2
    codes = {p.code for p in made.problems if p.key == "hall.h1.ai.tenant_pack"}
    assert "F-TENANT" in codes
    assert made.failed


def test_the_default_pack_is_checked_but_fails_nothing() -> None:
    made = planned(None, {"ups": "N"})
    assert not check(made, "ups").passed
    assert not [p for p in made.problems if "TENANT" in p.code]


def test_a_pack_of_none_checks_nothing() -> None:
    assert planned("none").tenant_checks == ()


def test_an_unknown_pack_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean colocation"):
        planned("colocaton")


def test_fuel_by_hand() -> None:
    """The colocation pack asks 24 h: 12 h is a gap, and its cure doubles the fuel."""
    made = planned(ai={"fuel_hours": 12})
    gap = check(made, "fuel_hours")
    assert (gap.passed, gap.has, gap.wanted) == (False, 12, 24)
    cure = cures(made)["h1", "fuel_hours"]
    assert "fuel_hours = 24" in cure.how
    assert cure.cost_usd is not None


def test_the_cure_of_a_gap_costs_what_the_plan_with_it_costs_more() -> None:
    """Gensets from N to N+1 in a hall of 1 MW (one set, then two): the same difference as two plans made by hand."""
    lean, full = planned(mw=1, redundancy={"genset": "N"}), planned(mw=1, redundancy={"genset": "N+1"})
    cure = cures(lean)["h1", "genset"]
    assert cure.cost_usd is not None
    extra = full.estimate.capex.likely - lean.estimate.capex.likely
    assert extra > 0
    assert cure.cost_usd.likely == pytest.approx(extra, abs=0.02)
    assert cure.days == full.hall_rfs_day["h1"] - lean.hall_rfs_day["h1"]
    assert all(t in full.schedule.index for t in cure.tasks)


def test_a_gap_that_the_planner_cannot_price_says_so_in_words() -> None:
    made = planned("hyperscale", cooling="air", platform="hgx-h100")
    assert not check(made, "rack_kw").passed
    cure = cures(made)["h1", "rack_kw"]
    assert cure.cost_usd is None
    assert cure.days is None
    assert "denser" in cure.how


def test_an_air_hall_is_not_asked_for_cdus() -> None:
    assert "cdu" not in {c.requirement.id for c in planned(cooling="air", platform="hgx-h100").tenant_checks}


def test_another_route_is_bought_where_the_pack_asks_for_three() -> None:
    made = planned(override=[{"id": "packs.colocation.fibre_routes", "likely": 3, "reason": "the lease"}])
    gap = check(made, "fibre_routes")
    assert (gap.passed, gap.has, gap.wanted) == (False, 2, 3)
    cure = cures(made)["h1", "fibre_routes"]
    assert cure.with_site
    assert cure.cost_usd is not None
    assert cure.cost_usd.likely > 900_000  # prices.fibre_route, likely 950,000, and its indirects


def test_the_json_plan_has_them_all() -> None:
    made = planned(mw=1, redundancy={"ups": "N"})
    rows = plan_dict(made)["tenant_checks"]
    assert len(rows) == len(made.tenant_checks)
    ups = next(r for r in rows if r["requirement"] == "ups")
    assert ups["status"] == "gap"
    assert ups["cure"]["cost_usd"]["likely"] > 0
    assert isinstance(
        Facility.model_validate(made.facility.model_dump()).hall[0].ai, type(made.facility.hall[0].ai)
    )
