"""Procurement chains, and stock in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.books import load_books
from planner.model.problem import InputError
from planner.model.work import Relation
from tests.unit.graph.sites import facility, graph_of, hall, ids, into, scheduled, site, task

if TYPE_CHECKING:
    from planner.graph import TaskGraph
    from planner.graph.result import Procurement


def chain(graph: TaskGraph, item: str, hall_id: str | None = "h1") -> Procurement:
    return next(p for p in graph.procurement if p.item == item and p.hall == hall_id)


def stock(item: str, quantity: float, delivered: str = "2027-06-01", **more: Any) -> dict[str, Any]:
    return {"id": f"s-{item}-{delivered}", "item": item, "quantity": quantity, "delivered": delivered, **more}


def test_chain_of_ups() -> None:
    """Submittals 6 weeks and 32 weeks order to site, elapsed: (6 + 32) x 7 = 266 days."""
    graph = graph_of(site())
    ups = chain(graph, "ups")
    assert ups.tasks == tuple(f"h1.buy.ups.{p}" for p in ("order", "submittals", "manufacture", "on_site"))
    assert ups.order == "h1.buy.ups.order"
    assert ups.lead_days == 266
    assert ups.first_uses == ("h1.ups_install",)
    assert Relation("h1.buy.ups.on_site", "h1.ups_install") in graph.relations
    assert task(graph, "h1.buy.ups.manufacture").calendar == "elapsed"
    assert task(graph, "h1.buy.ups.order").duration.likely == 0


def test_long_leads_are_ordered_before_detailed_design() -> None:
    graph = graph_of(site())
    assert {r.predecessor for r in into(graph, "h1.buy.genset.order")} == {
        "site.concept_design",
        "h1.release",
    }


def test_only_an_ex_works_lead_has_transport() -> None:
    graph = graph_of(site(grid={"capacity_mw": 20.0}))
    with_transport = [p.item for p in graph.procurement if any(t.endswith(".transport") for t in p.tasks)]
    assert with_transport == ["substation"]
    assert chain(graph, "substation", None).first_uses == ("site.substation_works",)


def test_platform_decides_the_lead_of_nodes() -> None:
    assert "gpu_node_hgx-h100" in task(graph_of(site()), "h1.buy.gpu_node.manufacture").basis
    nvl = graph_of(site(hall(platform="gb200-nvl72")))
    assert "gpu_node_gb200-nvl72" in task(nvl, "h1.buy.gpu_node.manufacture").basis


def test_stock_that_covers_all_replaces_the_chain_by_its_delivery() -> None:
    """Delivered 2027-06-01, 148 days after Monday 2027-01-04."""
    graph, dates = scheduled(site(stock=[stock("genset", 100)]))
    gensets = chain(graph, "genset")
    assert gensets.order is None
    assert gensets.tasks == ("h1.buy.genset.on_site",)
    assert gensets.lead_days == 0
    assert into(graph, "h1.buy.genset.on_site") == {
        Relation("site.start", "h1.buy.genset.on_site", "FS", 148, "elapsed")
    }
    assert dates.start[dates.index["h1.buy.genset.on_site"]] == 148
    assert "h1.buy.genset.witness" not in ids(graph)
    assert gensets.covered == gensets.count > 0
    assert [p.code for p in graph.problems] == ["W-STOCK-LEFT"]


def test_what_was_delivered_before_the_start_is_there_at_the_start() -> None:
    graph, dates = scheduled(site(stock=[stock("genset", 100, "2025-01-01")]))
    assert dates.start[dates.index["h1.buy.genset.on_site"]] == 0
    assert graph.site_rfs == "site.rfs"


def test_stock_that_covers_part_keeps_the_chain_and_its_delivery_binds_too() -> None:
    graph = graph_of(site(stock=[stock("ups", 1, "2030-01-01", hall="h1")]))
    ups = chain(graph, "ups")
    assert ups.order == "h1.buy.ups.order"
    assert ups.covered == 1
    kinds = {(r.predecessor, r.lag_days) for r in into(graph, "h1.buy.ups.on_site")}
    assert kinds == {("h1.buy.ups.manufacture", 0), ("h1.buy.ups.witness", 0), ("site.start", 1093)}


@pytest.mark.parametrize(("delivered", "used"), [("2027-09-27", True), ("2027-09-28", False)])
def test_stock_for_any_hall_is_used_where_it_comes_no_later_than_a_fresh_order(
    delivered: str, used: bool
) -> None:
    """UPS: 6 + 32 weeks, so a fresh order is on site on day 266, 2027-09-27, at the earliest."""
    graph = graph_of(site(stock=[stock("ups", 1e6, delivered)]))
    assert (chain(graph, "ups").covered > 0) == used
    assert ("W-STOCK-LATE" in {p.code for p in graph.problems}) == (not used)
    named = graph_of(site(stock=[stock("ups", 1e6, delivered, hall="h1")]))
    assert chain(named, "ups").order is None


def test_a_halls_release_counts_towards_its_fresh_order() -> None:
    """Released on day 182, so that a fresh UPS is there on day 448 at the earliest; the first hall's on day 266."""
    phase = [{"id": "two", "notice_to_proceed": "2027-07-05"}]
    raw = site(hall("h1"), hall("h2", phase="two"), phase=phase, stock=[stock("ups", 1e6, "2028-03-27")])
    graph = graph_of(raw)
    assert chain(graph, "ups", "h1").covered == 0
    assert chain(graph, "ups", "h2").order is None
    late = [p for p in graph.problems if p.code == "W-STOCK-LATE"]
    assert [(p.key, p.severity) for p in late] == [("stock.s-ups-2028-03-27.delivered", "warning")]
    assert "earlier for h1:" in late[0].message
    begun = graph_of({**raw, "begun": [{"task": "h2.hall_design", "remaining_days": 5}]})
    assert chain(begun, "ups", "h2").covered == 0, "begun work shows that the hall was released already"


def test_late_stock_left_by_one_hall_never_holds_back_the_next() -> None:
    """More MW in the first hall leaves less late stock to the second, which must not come earlier for it."""
    late = [stock("transformer", 4, "2029-01-01")]
    days = []
    for mw in (2.5, 12.5):
        first = {**hall("h1", critical_it_mw=mw, cooling="air"), "existing_mw": 20.0, "area_m2": None}
        second = {**hall("h2", critical_it_mw=7.0), "existing_mw": 20.0, "area_m2": None}
        _, dates = scheduled(site(first, second, stock=late))
        days.append(dates.early_start[dates.index["h2.rfs"]])
    assert days[1] >= days[0]


def test_stock_without_a_quantity_is_all_that_is_needed() -> None:
    graph = graph_of(site(stock=[{"id": "s", "item": "ups", "delivered": "2027-06-01"}]))
    assert chain(graph, "ups").order is None
    assert graph.problems == ()


WITNESSED = ("ups", "lv_switchgear", "mv_switchgear", "transformer", "genset", "cdu", "chiller")


def test_each_witness_ends_with_the_making_of_its_item_and_adds_no_time() -> None:
    graph, dates = scheduled(site())
    seen = {t.item for t in graph.tasks if t.id.endswith(".witness")}
    assert seen == set(WITNESSED)
    for item in WITNESSED:
        witness, making, there = (
            dates.index[f"h1.buy.{item}.{part}"] for part in ("witness", "manufacture", "on_site")
        )
        assert dates.start[making] < dates.start[witness] == dates.finish[witness] - 3
        assert dates.finish[witness] == dates.finish[making] == dates.start[there]
        assert not [t for t in chain(graph, item).tasks if t.endswith(".witness")]


def test_a_witness_is_never_longer_than_what_is_left_of_the_making() -> None:
    begun = [{"task": "h1.buy.ups.manufacture", "remaining_days": 1}, {"task": "h1.buy.cdu.manufacture"}]
    _, dates = scheduled(site(begun=begun))
    assert dates.start[dates.index["h1.buy.ups.on_site"]] == 1
    assert dates.start[dates.index["h1.buy.cdu.on_site"]] == 0
    short = [{"id": "lead_times.ups", "likely": 0.25, "reason": "test"}]
    graph = graph_of(site(), load_books().overriding(facility(site(override=short)).override))
    assert task(graph, "h1.buy.ups.witness").duration.likely == 2


def test_stock_serves_halls_in_their_order_and_a_halls_own_first() -> None:
    count = int(chain(graph_of(site()), "genset").count)
    raw = site(hall("h1"), hall("h2"), stock=[stock("genset", count), stock("ups", 500, hall="h2")])
    graph = graph_of(raw)
    assert chain(graph, "genset", "h1").order is None
    assert chain(graph, "genset", "h2").order == "h2.buy.genset.order"
    assert chain(graph, "ups", "h1").order == "h1.buy.ups.order"
    assert chain(graph, "ups", "h2").order is None


def test_stock_of_what_has_no_lead_is_a_delivery() -> None:
    graph = graph_of(site(stock=[stock("containment", 10_000, hall="h1")]))
    assert Relation("h1.buy.containment.on_site", "h1.containment") in graph.relations


def test_unknown_items_and_halls_are_all_named_at_once() -> None:
    from planner.graph import build_graph
    from planner.sizing import size

    own = facility(site(stock=[stock("gensets", 1), stock("ups", 1)], begun=[{"task": "site.surveys"}]))
    astray = own.model_copy(update={"stock": (own.stock[0], own.stock[1].model_copy(update={"hall": "h9"}))})
    with pytest.raises(InputError) as caught:
        build_graph(astray, size(own, load_books()), load_books())
    told = {(p.code, p.value): p.message for p in caught.value.problems}
    assert set(told) == {
        ("E-UNKNOWN-ID", "gensets"),
        ("E-UNKNOWN-ID", "h9"),
        ("E-UNKNOWN-ID", "site.surveys"),
    }
    assert "did you mean genset?" in told["E-UNKNOWN-ID", "gensets"]
    assert "did you mean site.survey?" in told["E-UNKNOWN-ID", "site.surveys"]
