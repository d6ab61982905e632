"""The estimate: prices x quantities, the lines they split into, percentages, and sums to the cent."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from planner.books import BookError, load_books
from planner.cost import estimate
from planner.cost.bill import price_day
from planner.cost.money import Money, less, percentage, share_of, total
from planner.graph import build_graph
from planner.schedule import schedule
from planner.sizing import size
from tests.unit.graph.sites import START, facility, hall, site

if TYPE_CHECKING:
    from planner.cost import CapexLine, Estimate

COLUMNS = ("low", "likely", "high")


def estimated(raw: dict[str, Any], override: list[dict[str, Any]] | None = None) -> Estimate:
    own = facility({**raw, "override": override or []})
    books = load_books().overriding(own.override)
    sizing = size(own, books)
    graph = build_graph(own, sizing, books)
    dates = schedule(graph.tasks, graph.relations, graph.calendars, graph.crews, own.project.start)
    return estimate(own, sizing, graph, dates, books)


def line(found: Estimate, line_id: str) -> CapexLine:
    return next(entry for entry in (*found.lines, *found.it_lines) if entry.id == line_id)


def flat(address: str, value: float) -> dict[str, Any]:
    return {"id": address, "likely": value, "reason": "test"}


def test_money_by_columns() -> None:
    amount = Money(10.0, 20.0, 30.01)
    assert share_of(amount, 0.25) == Money(2.5, 5.0, 7.5)
    assert less(amount, share_of(amount, 0.25)) == Money(7.5, 15.0, 22.51)
    entry = load_books()["prices.percent.owner"]
    assert percentage(amount, entry) == Money(0.2, 0.8, 2.1)
    assert total([]) == Money(0, 0, 0)
    assert total([Money(0.1, 0.1, 0.1)] * 3) == Money(0.3, 0.3, 0.3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2025-Q2", date(2025, 4, 1)),
        ("2026", date(2026, 1, 1)),
        ("2025-03-09", date(2025, 3, 9)),
    ],
)
def test_price_dates(text: str, day: date) -> None:
    assert price_day(text) == day


@pytest.mark.parametrize("text", ["soon", "2026-13", "2025-Q5", ""])
def test_what_is_no_price_date_is_refused(text: str) -> None:
    with pytest.raises(BookError):
        price_day(text)


def test_ups_by_hand() -> None:
    """UPS kW x 400 USD, three quarters equipment at the order, a quarter labour at the installation."""
    found = estimated(site())
    ups = next(b for b in found.boq if b.id == "h1.ups")
    assert ups.unit_price == Money(250, 400, 620)
    for i in range(3):
        assert ups.total[i] == pytest.approx(ups.quantity * ups.unit_price[i], abs=0.005)
    equipment, labour = line(found, "h1.ups.equipment"), line(found, "h1.ups.labour")
    assert labour.amount.likely == round(ups.total.likely * 0.25, 2)
    assert equipment.amount.likely + labour.amount.likely == pytest.approx(ups.total.likely, abs=1e-6)
    assert (equipment.task, labour.task) == ("h1.buy.ups.order", "h1.ups_install")
    assert "0.75 equipment" in equipment.basis
    assert {equipment.estimate_class, labour.estimate_class, found.estimate_class} == {5}


def test_money_is_the_quantity_shown_times_the_unit_price() -> None:
    """Every quantity has six decimals at most, as outputs show it, and its price is of exactly that."""
    paid = [
        {"id": "s", "item": "mv_switchgear", "quantity": 1, "delivered": START, "hall": "h2", "paid": True}
    ]
    found = estimated(site(hall("h1"), hall("h2", nodes=333, critical_it_mw=None), stock=paid))
    assert {"h1.mv_switchgear", "h2.mv_switchgear", "h2.mv_switchgear.paid"} <= {b.id for b in found.boq}
    for b in found.boq:
        shown = Decimal(f"{b.quantity:.6f}")
        assert float(shown) == b.quantity
        for i in range(3):
            assert abs(shown * Decimal(str(b.unit_price[i])) - Decimal(str(b.total[i]))) <= Decimal("0.005")


def test_labour_only_items_have_no_equipment() -> None:
    found = estimated(site())
    ids = {entry.id for entry in found.lines}
    assert "h1.decommissioning.labour" in ids
    assert "h1.decommissioning.equipment" not in ids
    assert line(found, "h1.decommissioning.labour").amount.likely == 24 * 15_000
    assert line(found, "h1.decommissioning.labour").task == "h1.decommission"


def test_it_stands_apart() -> None:
    found = estimated(site())
    assert {entry.side for entry in found.it_lines} == {"it"}
    assert {entry.payer for entry in found.it_lines} == {"tenant"}
    assert {entry.side for entry in found.lines} == {"facility"}
    assert "h1.gpu_node.equipment" in {entry.id for entry in found.it_lines}
    assert "h1.integration.labour" in {entry.id for entry in found.lines}, (
        "installing tenant equipment is facility"
    )
    assert sum(b.total.likely for b in found.boq if b.side == "it") == pytest.approx(found.it_capex.likely)


def test_sums_redo_to_the_cent() -> None:
    found = estimated(
        site(hall("h1"), hall("h2", cooling="air"), task=[{"id": "x", "duration_days": 1, "cost_usd": 10.11}])
    )
    for i in range(3):
        assert found.capex[i] == round(math.fsum(entry.amount[i] for entry in found.lines), 2)
        assert found.it_capex[i] == round(math.fsum(entry.amount[i] for entry in found.it_lines), 2)
        direct = math.fsum(e.amount[i] for e in found.lines if e.kind in ("equipment", "labour"))
        assert direct == pytest.approx(
            math.fsum(b.total[i] for b in found.boq if b.side == "facility"), abs=0.001
        )
    assert all(round(x, 2) == x for entry in found.lines for x in entry.amount)
    assert len({entry.id for entry in found.lines}) == len(found.lines)
    assert len({b.id for b in found.boq}) == len(found.boq)
    assert found.capex.low <= found.capex.likely <= found.capex.high


def test_task_cost_is_the_sum_of_its_lines() -> None:
    found = estimated(site())
    for task, cost in found.task_cost.items():
        assert cost == pytest.approx(
            math.fsum(e.amount.likely for e in found.lines if e.task == task), abs=0.005
        )
    untasked = math.fsum(e.amount.likely for e in found.lines if e.task is None)
    assert sum(found.task_cost.values()) + untasked == pytest.approx(found.capex.likely, abs=0.01)


def test_percentages_apply_to_their_own_columns_base() -> None:
    found = estimated(site())
    direct = [e for e in found.lines if e.hall == "h1" and e.kind in ("equipment", "labour")]
    books = load_books()
    for key, members in {
        "design": direct,
        "contingency": direct,
        "sales_tax": [e for e in direct if e.kind == "equipment"],
    }.items():
        rate = books[f"prices.percent.{key}"]
        for column in COLUMNS:
            base = round(math.fsum(getattr(e.amount, column) for e in members), 2)
            assert getattr(line(found, f"h1.{key}").amount, column) == round(base * getattr(rate, column), 2)
    assert line(found, "h1.contingency").kind == "contingency"


def test_escalation_by_hand() -> None:
    """One price only: 24 MW x 15,000 USD, labour of a task whose start is known, at 10 percent a year."""
    rate = flat("prices.percent.escalation", 0.1)
    own = facility(site())
    books = load_books().overriding(facility(site(override=[rate])).override)
    sizing = size(own, books)
    from dataclasses import replace

    only = tuple(q for q in sizing.lines if q.item == "decommissioning")
    graph = build_graph(own, sizing, books)
    dates = schedule(graph.tasks, graph.relations, graph.calendars, graph.crews, own.project.start)
    found = estimate(own, replace(sizing, lines=only), graph, dates, books)
    start = dates.early_start[dates.index["h1.decommission"]]
    years = ((own.project.start - date(2026, 11, 1)).days + start) / 365.25
    assert line(found, "h1.escalation").amount.likely == round(360_000 * (1.1**years - 1), 2)


def test_a_plan_before_the_price_date_escalates_nothing() -> None:
    raw = site()
    raw["project"]["start"] = "2020-01-06"
    assert not [e for e in estimated(raw).lines if e.kind == "escalation"]


def test_paid_stock_is_no_new_equipment_but_is_installed() -> None:
    stock = {"id": "s", "item": "genset", "quantity": 1e6, "delivered": "2027-01-04"}
    bought, unpaid = estimated(site()), estimated(site(stock=[stock]))
    paid = estimated(site(stock=[{**stock, "paid": True}]))
    assert line(unpaid, "h1.genset.equipment").amount == line(bought, "h1.genset.equipment").amount
    assert line(unpaid, "h1.genset.equipment").task == "h1.buy.genset.on_site"
    assert {b.id for b in paid.boq if b.item == "genset"} == {"h1.genset.paid"}
    assert line(paid, "h1.genset.paid.labour").amount == line(bought, "h1.genset.labour").amount
    assert "h1.genset.equipment" not in {e.id for e in paid.lines}
    assert "paid before" in next(b.basis for b in paid.boq if b.item == "genset")
    assert paid.capex.likely < unpaid.capex.likely


def test_paid_part_reduces_the_quantity() -> None:
    found = estimated(
        site(stock=[{"id": "s", "item": "genset", "quantity": 1, "delivered": "2027-01-04", "paid": True}])
    )
    whole = next(b for b in estimated(site()).boq if b.id == "h1.genset")
    rest = next(b for b in found.boq if b.id == "h1.genset")
    part = next(b for b in found.boq if b.id == "h1.genset.paid")
    assert rest.quantity + part.quantity == pytest.approx(whole.quantity)
    assert rest.quantity < whole.quantity


def test_own_tasks_are_lines_of_their_own() -> None:
    own = line(estimated(site(task=[{"id": "x", "duration_days": 1, "cost_usd": 1234.567}])), "own.x")
    assert own.amount == Money(1234.57, 1234.57, 1234.57)
    assert (own.kind, own.task, own.side) == ("own", "x", "facility")


def test_own_tasks_alone_make_an_estimate() -> None:
    found = estimated(
        {"project": {"start": "2027-01-04"}, "task": [{"id": "a", "duration_days": 3, "cost_usd": 5}]}
    )
    assert found.capex == Money(5, 5, 5)
    assert found.boq == ()
    assert estimated({"project": {"start": "2027-01-04"}}).capex == Money(0, 0, 0)


def test_reuse_is_beside_and_never_subtracted() -> None:
    found = estimated(site())
    shell = found.reuse_avoided["hall.h1.shell"]
    books = load_books()
    assert shell.likely == pytest.approx(2250 * books.likely("prices.new_building"), rel=0.5)
    assert len(found.avoided_by_line) >= len(found.reuse_avoided)
    assert found.capex.likely == round(math.fsum(e.amount.likely for e in found.lines), 2)


def test_an_override_moves_its_own_lines() -> None:
    found = estimated(site(), [flat("prices.genset", 1)])
    assert next(b for b in found.boq if b.id == "h1.genset").unit_price == Money(1, 1, 1)
    assert next(b for b in found.boq if b.id == "h1.genset").price_source == "override: test"


def test_a_20_mw_liquid_hall_costs_what_the_books_say_it_does() -> None:
    """N+1: direct 6 to 8 M USD per MW; with indirects, escalation and contingency 9 to 13."""
    found = estimated(site())
    direct = math.fsum(e.amount.likely for e in found.lines if e.kind in ("equipment", "labour"))
    assert 6e6 <= direct / 20 <= 8e6
    assert 9e6 <= found.capex.likely / 20 <= 13e6


def test_every_price_of_the_books_is_used() -> None:
    from planner.cost.indirect import CONTINGENCY, ESCALATION, INDIRECTS
    from planner.graph.templates import catalogue

    books = load_books()
    named = {CONTINGENCY, ESCALATION, *(f"prices.percent.{key}" for key, *_ in INDIRECTS)}
    leads = set()
    for item in catalogue(books).items.values():
        for platform in ("hgx-h100", "hgx-h200", "hgx-b200", "gb200-nvl72"):
            named.add(item.price.replace("{platform}", platform))
            leads |= {
                str(x).replace("{platform}", platform)
                for x in (item.lead, item.submittals, item.transport)
                if x
            }
        if item.labour_share:
            named.add(item.labour_share)
    named.add("prices.lease.rent")  # weighs hall dates in a search
    assert {k for k in books.entries if k.startswith("prices.")} == named
    assert {k for k in books.entries if k.startswith("lead_times.")} == leads
