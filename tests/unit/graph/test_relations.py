"""Relations of templates: their text, and what passes through what is left out."""

from __future__ import annotations

import pytest

from planner.books import BookError, load_books
from planner.graph.pattern import Resolver
from planner.graph.templates import Catalogue, Link, catalogue, parse_link
from planner.model.work import Relation
from tests.unit.graph.sites import graph_of, hall, ids, into, scheduled, site
from tests.unit.graph.test_durations import template


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("ups_install", Link("ups_install")),
        ("ups_install SS", Link("ups_install", "SS")),
        ("ups_install SS+10", Link("ups_install", "SS", 10)),
        ("site.permit FF-2", Link("site.permit", "FF", -2)),
        ("slab FS+28e", Link("slab", "FS", 28, "elapsed")),
        ("item:ups.manufacture SF", Link("item:ups.manufacture", "SF")),
    ],
)
def test_reads_relations(text: str, link: Link) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize("text", ["a b", "a XX", "a FS+", "a FS 3", ""])
def test_refuses_what_is_no_relation(text: str) -> None:
    with pytest.raises(BookError):
        parse_link(text)


def resolver(present: set[str]) -> Resolver:
    """A -> B -> C, where C follows B by SS+5 and B follows A by FF+3."""
    templates = {
        "a": template(id="a"),
        "b": template(id="b", after=(Link("a", "FF", 3),)),
        "c": template(id="c", after=(Link("b", "SS", 5),)),
    }
    book = Catalogue({"hall": templates, "site": {}, "step": {}, "phase": {}}, {}, (), (), {}, ())
    return Resolver(book, "hall", present, {})


def test_a_template_left_out_passes_its_predecessors_through() -> None:
    """Without B, C's start hangs on A's finish with A's own lag: kinds join at B, which stands for a moment."""
    whole = {
        (e.predecessor, e.successor, e.kind, e.lag_days) for e in resolver({"a", "b", "c"}).pattern().edges
    }
    assert whole == {("a", "b", "FF", 3), ("b", "c", "SS", 5)}
    short = {(e.predecessor, e.successor, e.kind, e.lag_days) for e in resolver({"a", "c"}).pattern().edges}
    assert short == {("a", "c", "FS", 3)}


def test_an_air_hall_has_no_loop_and_keeps_its_logic() -> None:
    graph = graph_of(site(hall(cooling="air", critical_it_mw=6.0)))
    assert {"h1.cdu_install", "h1.manifolds", "h1.flush", "h1.rack_liquid", "h1.buy.cdu.order"}.isdisjoint(
        ids(graph)
    )
    assert Relation("h1.fan_wall_install", "h1.cooling_startup") in graph.relations
    assert Relation("h1.rack_power", "h1.node_install") in graph.relations


def test_new_ground_needs_no_mine_taken_down_but_waits_for_the_permit() -> None:
    new = hall()
    new["kind"], new["existing_mw"] = "new-build", 0
    graph = graph_of(site(new))
    assert {"h1.decommission", "h1.strip_out", "h1.demolition", "h1.envelope"}.isdisjoint(ids(graph))
    assert {"site.building_permit", "h1.release", "h1.hall_design"} <= {
        r.predecessor for r in into(graph, "h1.dark")
    }
    assert not [p for p in graph.power if p[2] < 0 and p[0] == "h1.decommission"]


def test_physical_orders() -> None:
    """What must not come before what, whatever lies between."""
    import networkx as nx

    graph = graph_of(site()).digraph
    for before, after in [
        ("site.building_permit", "h1.decommission"),
        ("h1.dark", "h1.strip_out"),
        ("h1.slab_cure", "h1.rack_place"),
        ("h1.final_clean", "h1.rack_place"),
        ("h1.containment", "h1.rack_place"),
        ("site.utility_agreement", "h1.energise"),
        ("h1.energise", "h1.l4"),
        ("h1.flush", "h1.l4"),
        ("h1.load_bank", "h1.l4"),
        ("h1.cooling_startup", "h1.l4"),
        ("h1.ups_startup", "h1.l4"),
        ("h1.l2", "h1.l3"),
        ("h1.l3", "h1.l4"),
        ("h1.l4", "h1.l5"),
        ("h1.genset_startup", "h1.l5"),
        ("h1.buy.genset.on_site", "h1.l4"),
        ("h1.buy.ups.witness", "h1.ups_install"),
        ("h1.ups_install", "h1.l2"),
        ("h1.chiller_install", "h1.l2"),
        ("h1.l4", "h1.node_install"),
        ("h1.l5", "h1.burn_in"),
        ("h1.node_bring_up", "h1.burn_in"),
        ("h1.fibre_test", "h1.burn_in"),
        ("h1.burn_in", "h1.nccl"),
        ("h1.nccl", "h1.rfs"),
        ("site.fibre_route", "h1.rfs"),
    ]:
        assert nx.has_path(graph, before, after), f"{before} must come before {after}"


def test_functional_tests_end_a_week_after_the_last_generator_start_up() -> None:
    graph, dates = scheduled(site())
    assert Relation("h1.genset_startup", "h1.l4", "FF", 5) in graph.relations
    assert dates.finish[dates.index["h1.l4"]] >= dates.finish[dates.index["h1.genset_startup"]] + 5


def test_books_name_only_what_there_is() -> None:
    book = catalogue(load_books())
    assert len(book.templates["hall"]) > 60
    assert {t.crew for t in book.templates["hall"].values() if t.crew} <= {
        str(row["id"]) for row in load_books().tables["crews.trade"]
    }


def test_template_following_the_unknown_is_refused() -> None:
    from dataclasses import replace

    books = load_books()
    tables = dict(books.tables)
    tables["tasks/site.task"] = (
        *tables["tasks/site.task"],
        {"id": "z", "name": "Z", "scope": "site", "discipline": "x", "after": ["nothing"]},
    )
    with pytest.raises(BookError, match="nothing"):
        catalogue(replace(books, tables=tables, _cache={}))
