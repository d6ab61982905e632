"""Laws of the task graph over drawn facilities."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.strategies import sites
from tests.unit.graph.sites import graph_of, ids, into, scheduled

if TYPE_CHECKING:
    from planner.graph import TaskGraph

LAW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
ITEMS = ("ups", "genset", "mv_switchgear", "containment", "gpu_node", "cdu")


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """A site with stock, begun work, phases, tight grids and few crews."""
    raw = draw(sites(halls=3))
    halls = [h["id"] for h in raw["hall"] if "ai" in h]
    raw["grid"]["capacity_mw"] = draw(st.sampled_from([30.0, 120.0, 1000.0]))
    raw["grid"]["step"] = [
        {
            "id": f"s{i}",
            "capacity_mw": raw["grid"]["capacity_mw"] + 40.0 * (i + 1),
            "energised": f"20{28 + i}-03-01",
        }
        for i in range(draw(st.integers(0, 2)))
    ]
    raw["phase"] = [{"id": "late", "notice_to_proceed": "2027-02-01"}]
    for member in raw["hall"]:
        if "ai" in member and draw(st.booleans()):
            member["ai"]["phase"] = "late"
    raw["stock"] = [
        {
            "id": f"k{i}",
            "item": draw(st.sampled_from(ITEMS)),
            "quantity": draw(st.sampled_from([1.0, 20.0, 1e5])),
            "delivered": draw(st.sampled_from(["2025-01-01", "2026-06-01", "2030-01-01"])),
            "paid": draw(st.booleans()),
        }
        for i in range(draw(st.integers(0, 4)))
    ]
    if draw(st.booleans()):
        raw["crew"] = [{"id": "rough_in", "capacity": draw(st.integers(1, 30))}]
    names = ["site.survey", "site.building_permit", f"{halls[0]}.hall_design", f"{halls[0]}.l3"]
    raw["begun"] = [
        {"task": name, "remaining_days": draw(st.sampled_from([0, 30]))}
        for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    ]
    return raw


def content(graph: TaskGraph) -> tuple[Any, ...]:
    return (
        graph.tasks,
        graph.relations,
        graph.procurement,
        graph.rfs,
        graph.power,
        graph.calendars,
        graph.crews,
    )


@LAW
@given(programmes(), st.randoms(use_true_random=False))
def test_order_in_the_file_never_matters(raw: dict[str, Any], chance: Any) -> None:
    other = copy.deepcopy(raw)
    for table in ("hall", "stock", "begun", "phase", "crew"):
        chance.shuffle(other.get(table, []))
    assert content(graph_of(raw)) == content(graph_of(other))


@LAW
@given(programmes())
def test_every_generated_task_reaches_the_sites_rfs_without_loops(raw: dict[str, Any]) -> None:
    graph, dates = scheduled(raw)
    assert graph.site_rfs == "site.rfs"
    assert nx.is_directed_acyclic_graph(graph.digraph)
    assert nx.ancestors(graph.digraph, "site.rfs") | {"site.rfs"} == ids(graph)
    assert dates.early_project_finish >= 0
    assert len({t.id for t in graph.tasks}) == len(graph.tasks)


@LAW
@given(programmes())
def test_a_mining_hall_adds_no_tasks_of_its_own(raw: dict[str, Any]) -> None:
    more = copy.deepcopy(raw)
    more["hall"].append({"id": "mine9", "existing_mw": 5.0})
    before, after = graph_of(raw), graph_of(more)
    assert not [t for t in after.tasks if t.hall == "mine9"]
    grid = {t.id for t in before.tasks if ".grid_step." in t.id} | {
        t.id for t in after.tasks if ".grid_step." in t.id
    }
    assert ids(after) - grid - {"site.substation_works"} >= ids(before) - grid - {"site.substation_works"}


@LAW
@given(programmes())
def test_the_draw_ends_as_the_full_load_of_the_ai_halls(raw: dict[str, Any]) -> None:
    from planner.books import load_books
    from planner.sizing import size
    from tests.unit.graph.sites import facility

    own = facility(raw)
    full = sum(h["grid_draw_kw"] for h in size(own, load_books()).halls) / 1000
    mined = sum(h.existing_mw for h in own.ai_halls)
    assert abs(sum(mw for _, _, mw in graph_of(raw).power) - (full - mined)) < 1e-6


@LAW
@given(programmes())
def test_installing_waits_for_the_goods(raw: dict[str, Any]) -> None:
    graph = graph_of(raw)
    begun = {t.id for t in graph.tasks if "begun" in t.basis or t.basis == "done before the start"}
    for chain in graph.procurement:
        for use in chain.first_uses:
            if use not in begun:
                assert chain.tasks[-1] in {r.predecessor for r in into(graph, use)}


@LAW
@given(programmes(), st.sampled_from([1.0, 10.0, 37.5]))
def test_more_megawatts_never_shorten_a_task(raw: dict[str, Any], more: float) -> None:
    larger = copy.deepcopy(raw)
    larger["hall"][0]["ai"]["critical_it_mw"] += more
    after = {t.id: t.duration.likely for t in graph_of(larger).tasks if t.template}
    for task in graph_of(raw).tasks:
        if task.template and task.id in after:
            assert after[task.id] >= task.duration.likely, task.id


@st.composite
def stocked(draw: st.DrawFn) -> dict[str, Any]:
    """A site with phases and stock, of a hall or of nobody, early and late."""
    raw = draw(sites(halls=3))
    raw["phase"] = [{"id": "late", "notice_to_proceed": "2027-02-01"}]
    halls = [h for h in raw["hall"] if "ai" in h]
    for member in halls:
        if draw(st.booleans()):
            member["ai"]["phase"] = "late"
    raw["stock"] = [
        {
            "id": f"k{i}",
            "item": draw(st.sampled_from((*ITEMS, "transformer", "rack"))),
            "quantity": draw(st.sampled_from([1.0, 4.0, 20.0, 200.0])),
            "delivered": draw(
                st.sampled_from(["2026-01-05", "2026-08-01", "2027-06-01", "2028-01-01", "2030-01-01"])
            ),
            "hall": draw(st.sampled_from([None, None, halls[0]["id"]])),
        }
        for i in range(draw(st.integers(1, 4)))
    ]
    return raw


def rfs_days(raw: dict[str, Any]) -> dict[str, int]:
    """Each hall's early RFS."""
    graph, dates = scheduled(raw)
    return {hall: dates.early_start[dates.index[task]] for hall, task in graph.rfs.items()}


@LAW
@given(stocked(), st.sampled_from([2.5, 10.0]))
def test_more_megawatts_never_bring_any_hall_forward_whatever_the_stock(
    raw: dict[str, Any], more: float
) -> None:
    larger = copy.deepcopy(raw)
    larger["hall"][0]["ai"]["critical_it_mw"] += more
    after = rfs_days(larger)
    assert all(after[hall] >= day for hall, day in rfs_days(raw).items())


@LAW
@given(stocked())
def test_taking_stock_of_no_hall_away_never_helps(raw: dict[str, Any]) -> None:
    less = copy.deepcopy(raw)
    less["stock"] = [s for s in raw["stock"] if s["hall"] is not None]
    after = rfs_days(less)
    assert all(after[hall] >= day for hall, day in rfs_days(raw).items())


@LAW
@given(programmes(), st.data())
def test_what_begun_work_needed_is_done(raw: dict[str, Any], data: st.DataObject) -> None:
    """No start of begun work waits: by FS everything behind it, however far, is done at the start."""
    raw["begun"] = []
    whole = graph_of(raw)
    chosen = data.draw(st.sampled_from(sorted(t.id for t in whole.tasks)))
    raw["begun"] = [{"task": chosen, "remaining_days": data.draw(st.sampled_from([0, 12]))}]
    graph, dates = scheduled(raw)
    behind: set[str] = set()
    stack = [chosen]
    while stack:
        for relation in into(whole, stack.pop()):
            if relation.kind == "FS" and relation.lag_days >= 0 and relation.predecessor not in behind:
                behind.add(relation.predecessor)
                stack.append(relation.predecessor)
    for task in behind:
        assert dates.finish[dates.index[task]] == 0, f"{task} before {chosen}"
    assert dates.start[dates.index[chosen]] == 0 or raw["begun"][0]["remaining_days"]
    assert nx.ancestors(graph.digraph, "site.rfs") | {"site.rfs"} == ids(graph)
