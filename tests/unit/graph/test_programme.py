"""Phases, grid steps, power, begun work, and the person's own tasks."""

from __future__ import annotations

from typing import Any

import pytest

from planner.model.problem import InputError
from planner.model.work import Duration, Relation
from tests.unit.graph.sites import facility, graph_of, hall, ids, into, scheduled, site, task

REACHES = 1e-6


def draws(raw: dict[str, Any]) -> dict[str, float]:
    graph, _ = scheduled(raw)
    return {task_id: mw for task_id, _, mw in graph.power}


def test_halls_of_a_phase_start_at_its_notice() -> None:
    """2027-07-05 is 182 days after 2027-01-04."""
    raw = site(hall("h1"), hall("h2", phase="two"), phase=[{"id": "two", "notice_to_proceed": "2027-07-05"}])
    graph, dates = scheduled(raw)
    assert dates.start[dates.index["phase.two"]] == 182
    assert dates.start[dates.index["h2.release"]] == 182
    assert dates.start[dates.index["h1.release"]] == 0
    assert min(dates.start[dates.index[t.id]] for t in graph.tasks if t.hall == "h2") == 182


def test_a_phase_before_the_start_is_at_the_start() -> None:
    raw = site(hall("h1", phase="one"), phase=[{"id": "one", "notice_to_proceed": "2020-01-01"}])
    _, dates = scheduled(raw)
    assert dates.start[dates.index["phase.one"]] == 0


def test_a_hall_beyond_the_capacity_waits_for_its_step() -> None:
    step = {"id": "two", "capacity_mw": 80.0, "energised": "2031-01-06"}
    grid = {"capacity_mw": 40.0, "step": [step]}
    graph, dates = scheduled(site(hall("h1"), hall("h2"), grid=grid))
    at = dates.start[dates.index["site.grid_step.two"]]
    assert at == 1463
    assert dates.start[dates.index["h2.energise"]] >= at > dates.start[dates.index["h1.energise"]]
    assert Relation("site.grid_step.two", "h1.energise") not in graph.relations
    assert "site.grid_step.two" in {r.predecessor for r in into(graph, "h2.energise")}


def test_a_step_that_nobody_waits_for_binds_nothing() -> None:
    grid = {"capacity_mw": 400.0, "step": [{"id": "two", "capacity_mw": 800.0, "energised": "2040-01-01"}]}
    assert "site.grid_step.two" not in ids(graph_of(site(grid=grid)))


def test_a_hall_waits_until_others_of_its_phase_are_dark_where_both_do_not_fit() -> None:
    """On 51 MW one hall draws some 27 MW as AI while the other still mines 24, or 27 + 24 > 51 does not fit."""
    raw = site(hall("h1"), hall("h2"))
    need = graph_of(raw).power
    ai = next(mw for t, end, mw in need if t == "h1.burn_in")
    raw["grid"] = {"capacity_mw": ai + 24.0 - 1}
    graph = graph_of(raw)
    assert Relation("h2.decommission", "h1.energise", "SS") in graph.relations


def test_the_draw_over_time() -> None:
    """Mining leaves when its decommissioning starts; tests draw half; burn-in draws all."""
    raw = site(hall("h1"))
    graph, dates = scheduled(raw)
    events = {task_id: (end, mw) for task_id, end, mw in graph.power}
    full = events["h1.burn_in"][1]
    assert events["h1.decommission"] == ("start", -24.0)
    assert events["h1.l4"] == ("start", pytest.approx(full / 2))
    assert events["h1.l5"] == ("finish", pytest.approx(-full / 2))
    assert sum(mw for _, mw in events.values()) == pytest.approx(full - 24.0)
    assert dates.start[dates.index["h1.burn_in"]] >= dates.finish[dates.index["h1.l5"]]


def test_substation_works_hold_only_the_halls_beyond_what_stands() -> None:
    transformer = [{"id": "t1", "kind": "substation", "rating_mva": 40.0}]
    graph = graph_of(site(hall("h1"), hall("h2"), transformer=transformer))
    works = Relation("site.substation_works", "h1.energise")
    assert works not in graph.relations
    assert Relation("site.substation_works", "h2.energise") in graph.relations


def test_done_work_waits_for_nothing() -> None:
    begun = [{"task": "site.concept_design"}, {"task": "h1.buy.genset.manufacture", "remaining_days": 30}]
    graph, dates = scheduled(site(begun=begun))
    done = task(graph, "site.concept_design")
    assert done.duration == Duration(0, 0, 0)
    assert done.crew == ()
    assert into(graph, "site.concept_design") == set()
    assert dates.start[dates.index["site.concept_design"]] == 0
    made = task(graph, "h1.buy.genset.manufacture")
    assert made.duration == Duration(30, 30, 30)
    assert "30 days remain" in made.basis
    assert dates.finish[dates.index["h1.buy.genset.on_site"]] == 30


def test_a_chain_under_way_is_ordered_already_and_has_its_rest_as_lead() -> None:
    graph = graph_of(site(begun=[{"task": "h1.buy.genset.manufacture", "remaining_days": 30}]))
    chain = next(p for p in graph.procurement if p.item == "genset")
    assert chain.order is None
    assert chain.lead_days == 30


def lengths(raw: dict[str, Any]) -> tuple[dict[str, int], dict[str, str], dict[str, tuple[int, int]]]:
    """Likely days, basis, and planned start and finish of every task."""
    graph, dates = scheduled(raw)
    return (
        {t.id: t.duration.likely for t in graph.tasks},
        {t.id: t.basis for t in graph.tasks},
        {t.id: (dates.start[dates.index[t.id]], dates.finish[dates.index[t.id]]) for t in graph.tasks},
    )


def test_what_had_to_finish_before_begun_work_is_done() -> None:
    days, basis, when = lengths(site(begun=[{"task": "h1.buy.ups.manufacture", "remaining_days": 30}]))
    for done in ("h1.buy.ups.order", "h1.buy.ups.submittals", "site.permit_set", "site.survey", "h1.release"):
        assert days[done] == 0
        assert basis[done] == "done: h1.buy.ups.manufacture has begun"
        assert when[done] == (0, 0)
    assert when["h1.buy.ups.manufacture"] == (0, 30)
    assert days["site.building_permit"] == 98, "nothing says that it is there"
    assert days["h1.buy.lv_switchgear.submittals"] == 42


def test_installing_begun_means_that_its_goods_are_there_and_no_order_is_late() -> None:
    from planner.checks.orders import late_orders

    raw = site(begun=[{"task": "h1.ups_install", "remaining_days": 5}])
    graph, dates = scheduled(raw)
    ups = next(p for p in graph.procurement if p.item == "ups")
    assert (ups.order, ups.lead_days) == (None, 0)
    assert dates.start[dates.index["h1.buy.ups.on_site"]] == 0
    assert task(graph, "h1.buy.ups.witness").duration.likely == 0
    assert "ups" not in {p.key.rpartition(".")[2] for p in late_orders(facility(raw), graph, dates)}
    rate = task(graph, "h1.lv_install").duration.likely
    assert rate > 0, "SS: it has begun too, but nothing says that it is done"
    assert dates.start[dates.index["h1.lv_install"]] == 0
    assert dates.start[dates.index["h1.buy.lv_switchgear.on_site"]] == 0


def test_tests_done_mean_a_dark_hall_with_everything_in_it() -> None:
    days, _, when = lengths(site(begun=[{"task": "h1.l4"}]))
    for done in ("decommission", "isolate", "dark", "l3", "l2", "ups_install", "genset_startup", "load_bank"):
        assert days[f"h1.{done}"] == 0
        assert when[f"h1.{done}"] == (0, 0)
    assert days["h1.l5"] > 0
    assert draws(site(begun=[{"task": "h1.l4"}]))["h1.decommission"] == -24.0


def test_ready_for_service_means_that_all_is_done_but_what_is_listed() -> None:
    begun = [{"task": "h1.rfs"}, {"task": "h1.buy.ups.manufacture", "remaining_days": 30}]
    days, _, when = lengths(
        site(
            begun=begun,
            stock=[{"id": "s", "item": "rpp", "quantity": 1, "delivered": "2028-01-01", "hall": "h1"}],
        )
    )
    left = {t for t, n in days.items() if n and t.startswith("h1.")}
    assert left == {"h1.buy.ups.manufacture", "h1.buy.ups.witness"} - {
        t for t in days if t.endswith("ups.witness")
    }
    assert when["h1.rfs"] == (0, 0)
    assert when["site.rfs"][0] >= 30


def test_a_hall_begun_in_a_later_phase_was_given_its_notice() -> None:
    raw = site(
        hall("h1", phase="two"),
        phase=[{"id": "two", "notice_to_proceed": "2027-07-05"}],
        begun=[{"task": "h1.hall_design", "remaining_days": 5}],
    )
    _, _, when = lengths(raw)
    assert when["phase.two"] == when["h1.release"] == (0, 0)


def test_begun_work_leaves_no_task_astray() -> None:
    import networkx as nx

    graph = graph_of(site(begun=[{"task": "site.building_permit", "remaining_days": 10}]))
    assert graph.site_rfs is not None
    reached = nx.ancestors(graph.digraph, graph.site_rfs) | {graph.site_rfs}
    assert ids(graph) == reached


def test_own_tasks_join() -> None:
    raw = site(
        task=[
            {"id": "dig", "duration_days": 5, "crew": {"civil": 2, "me": 1}, "cost_usd": 7.5, "hall": "h1"}
        ],
        crew=[{"id": "me"}],
        relation=[
            {"predecessor": "site.mobilise", "successor": "dig", "lag_days": 2},
            {"predecessor": "dig", "successor": "h1.rfs", "kind": "FF"},
        ],
    )
    graph, dates = scheduled(raw)
    dig = task(graph, "dig")
    assert (dig.calendar, dig.discipline, dig.hall, dig.cost_usd, dig.name) == (
        "standard",
        "own",
        "h1",
        7.5,
        "dig",
    )
    assert dig.crew == (("civil", 2), ("me", 1))
    assert Relation("site.mobilise", "dig", "FS", 2) in graph.relations
    assert dates.start[dates.index["dig"]] > dates.finish[dates.index["site.mobilise"]]


def test_wrong_ids_are_all_named_with_the_nearest() -> None:
    raw = site(
        task=[{"id": "h1.rfs", "duration_days": 1}, {"id": "b", "duration_days": 1, "crew": {"civl": 1}}],
        relation=[{"predecessor": "h1.ups_instal", "successor": "b"}],
        begun=[{"task": "h1.l9"}],
    )
    with pytest.raises(InputError) as caught:
        graph_of(raw)
    told = {p.key: p for p in caught.value.problems}
    assert told['task."h1.rfs".id'].code == "E-DUPLICATE-ID"
    assert "did you mean civil?" in told["task.b.crew.civl"].message
    assert "did you mean h1.ups_install?" in told["relation.0.predecessor"].message
    assert told['begun."h1.l9".task'].code == "E-UNKNOWN-ID"


def test_a_hall_may_not_take_the_sites_name() -> None:
    with pytest.raises(InputError) as caught:
        graph_of(site(hall("site")))
    assert "E-RESERVED-ID" in {p.code for p in caught.value.problems}


def test_without_halls_there_are_only_own_tasks() -> None:
    graph = graph_of({"project": {"start": "2027-01-04"}, "task": [{"id": "a", "duration_days": 3}]})
    assert ids(graph) == {"a"}
    assert graph.site_rfs is None
    assert graph.procurement == graph.power == ()


def test_a_site_that_only_mines_has_no_generated_work() -> None:
    graph = graph_of(site({"id": "m1", "existing_mw": 30.0}))
    assert graph.tasks == ()
    assert graph.site_rfs is None


def test_calendars() -> None:
    plain = graph_of(site()).calendars
    assert plain["construction"].holidays is None
    texas = graph_of(site(site={"region": "US-TX"})).calendars["construction"]
    assert texas.holidays == "US-TX"
    assert texas.holiday_names is not None
    assert len(texas.holiday_names) == 6
    abroad = graph_of(site(site={"region": "NO"})).calendars["construction"]
    assert abroad.holidays is None
    own = graph_of(site(calendar=[{"id": "construction", "workdays": ["sat", "mon"]}])).calendars[
        "construction"
    ]
    assert own.workdays == (0, 5)
    assert set(plain["elapsed"].workdays) == set(range(7))


def test_a_20_mw_liquid_hall_is_loop_free_and_takes_plausible_months() -> None:
    """Fresh leads: 14 to 26 months, driven by the longest lead; far less waiting with plant in the yard."""
    graph, dates = scheduled(site(site={"region": "US-TX"}))
    months = dates.start[dates.index["site.rfs"]] / 30.4375
    assert 14 <= months <= 26
    assert "h1.buy.genset.manufacture" in dates.critical_path
    items = ("genset", "mv_switchgear", "lv_switchgear", "ups", "chiller")
    yard = [{"id": i, "item": i, "quantity": 1e6, "delivered": "2027-01-04"} for i in items]
    _, stocked = scheduled(site(site={"region": "US-TX"}, stock=yard))
    assert stocked.start[stocked.index["site.rfs"]] < dates.start[dates.index["site.rfs"]] - 60
    assert 130 <= len([t for t in graph.tasks if t.hall == "h1"]) <= 170
