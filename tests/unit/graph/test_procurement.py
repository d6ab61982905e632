"""Procurement chains, and stock in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.model.problem import InputError
from planner.model.work import Relation
from tests.unit.graph.sites import graph_of, hall, ids, into, scheduled, site, task

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
    assert "h1.witness_genset" not in ids(graph)
    assert gensets.covered == gensets.count > 0
    assert [p.code for p in graph.problems] == ["W-STOCK-LEFT"]


def test_what_was_delivered_before_the_start_is_there_at_the_start() -> None:
    graph, dates = scheduled(site(stock=[stock("genset", 100, "2025-01-01")]))
    assert dates.start[dates.index["h1.buy.genset.on_site"]] == 0
    assert graph.site_rfs == "site.rfs"


def test_stock_that_covers_part_keeps_the_chain_and_its_delivery_binds_too() -> None:
    graph = graph_of(site(stock=[stock("ups", 1, "2030-01-01")]))
    ups = chain(graph, "ups")
    assert ups.order == "h1.buy.ups.order"
    assert ups.covered == 1
    kinds = {(r.predecessor, r.lag_days) for r in into(graph, "h1.buy.ups.on_site")}
    assert kinds == {("h1.buy.ups.manufacture", 0), ("site.start", 1093)}


def test_stock_serves_halls_in_their_order_and_a_halls_own_first() -> None:
    count = int(chain(graph_of(site()), "genset").count)
    raw = site(hall("h1"), hall("h2"), stock=[stock("genset", count), stock("ups", 500, hall="h2")])
    graph = graph_of(raw)
    assert chain(graph, "genset", "h1").order is None
    assert chain(graph, "genset", "h2").order == "h2.buy.genset.order"
    assert chain(graph, "ups", "h1").order == "h1.buy.ups.order"
    assert chain(graph, "ups", "h2").order is None


def test_stock_of_what_has_no_lead_is_a_delivery() -> None:
    graph = graph_of(site(stock=[stock("containment", 10_000)]))
    assert Relation("h1.buy.containment.on_site", "h1.containment") in graph.relations


def test_unknown_items_and_halls_are_all_named_at_once() -> None:
    from planner.books import load_books
    from planner.graph import build_graph
    from planner.sizing import size
    from tests.unit.graph.sites import facility

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
