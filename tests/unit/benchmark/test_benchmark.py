"""The outside view: mid-rank by hand, nearest by hand, warnings outside the range, and what has no figure."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.benchmark import Deal, benchmark, percentile, read_deals
from planner.books import BookError, load_books
from planner.io.read import read_facility
from planner.pipeline import Plan, plan

ROOT = Path(__file__).parents[3]
KINDS = {
    "mine_hall_retrofit",
    "mine_campus_rebuild",
    "powered_land",
    "greenfield",
    "industrial_retrofit",
    "site_sale",
}


@cache
def teaching() -> Plan:
    return plan(read_facility(ROOT / "facilities" / "teaching.toml").facility)


def deal(name: str, mw: float | None, capex: float | None, **more: object) -> Deal:
    told = {
        "kind": "greenfield",
        "announced": date(2025, 1, 1),
        "source": ("a page",),
        "as_of": "2026-01-01",
        "confidence": "sourced",
        "mw_basis": "as stated",
        **more,
    }
    return Deal(id=name, name=name, operator="x", critical_it_mw=mw, capex_usd_per_mw=capex, **told)  # type: ignore[arg-type]


def test_percentile_by_mid_rank() -> None:
    """Among 1 2 2 5, 2 has one below and two equal: (1 + 2 / 2) / 4 = 50 %; 6 has four below: 100 %; 0 has none: 0 %."""
    assert percentile(2, [1, 2, 2, 5]) == (50.0, "(1 below + 2 equal / 2) / 4 = 50 %")
    assert percentile(6, [1, 2, 2, 5])[0] == 100
    assert percentile(0, [1, 2, 2, 5])[0] == 0
    with pytest.raises(ValueError, match="among"):
        percentile(1, [])


@given(
    st.lists(st.integers(0, 50).map(float), min_size=1, max_size=30),
    st.integers(0, 50).map(float),
    st.integers(0, 9),
)
def test_percentile_laws(others: list[float], value: float, more: int) -> None:
    """It grows with the value, ignores order, and mirrors: p(x) + p(-x) = 100."""
    here = percentile(value, others)[0]
    assert percentile(value + more, others)[0] >= here
    assert percentile(value, others[::-1])[0] == here
    assert here + percentile(-value, [-o for o in others])[0] == pytest.approx(100)


def test_nearest_by_mw_and_figure() -> None:
    """6 MW at 12.71 M$/MW: `near` is 1 - 5/6 = 0.167 MW + 1 - 12/12.71 = 0.056 away; a deal without MW is 1 + 0."""
    made = teaching()
    price = made.capex_usd_per_mw
    assert price is not None
    assert made.critical_it_mw == pytest.approx(6)
    deals = [
        deal("near", 5, 12e6),
        deal("far", 300, 12e6),
        deal("unsized", None, price),
        deal("cheap", 6, 1e6),
    ]
    capex = benchmark(made, deals).measures[0]
    assert [n.deal.id for n in capex.nearest] == ["near", "cheap", "unsized"]
    assert capex.nearest[0].distance == pytest.approx((1 - 5 / 6) + (1 - 12e6 / price))
    assert capex.nearest[2].distance == 1.0, "far is 1 - 6/300 + 0.056 = 1.04 away"


def test_outside_the_range_warns_on_either_side_and_inside_does_not() -> None:
    made = teaching()
    price = made.capex_usd_per_mw or 0.0
    low = benchmark(made, [deal("dear", 6, price * 2)])
    assert "lies below all 1 published projects" in low.warnings[0]
    assert "dear" in low.warnings[0]
    high = benchmark(made, [deal("cheap", 6, price / 2)])
    assert "lies above all 1 published projects" in high.warnings[0]
    assert benchmark(made, [deal("cheap", 6, price / 2), deal("dear", 6, price * 2)]).warnings == ()
    assert benchmark(made, [deal("same", 6, price)]).warnings == ()


def test_months_count_from_announcement() -> None:
    """2025-01-01 to 2026-01-01 is 365 days: 365 / 30.4375 = 11.99 months; a project without the day does not count."""
    dated = deal("dated", 6, None, first_delivery=date(2026, 1, 1), first_status="actual")
    months = benchmark(teaching(), [dated, deal("undated", 6, None)]).measures[1]
    assert months.count == 1
    assert months.low == pytest.approx(365 / 30.4375)
    assert months.nearest[0].status == "actual"


def test_rent_is_said_to_be_missing_and_placed_when_given() -> None:
    deals = [
        deal("a", 6, None, rent_usd_per_kw_month=100.0, rent_comparable=True),
        deal("b", 6, None, rent_usd_per_kw_month=200.0, rent_comparable=True),
        deal("cloud", 6, None, rent_usd_per_kw_month=800.0),
    ]
    rent = benchmark(teaching(), deals).measures[3]
    assert (rent.value, rent.percentile, rent.low, rent.high) == (None, None, 100.0, 200.0)
    assert rent.basis == "the facility states no rent"
    stated = benchmark(teaching(), deals, rent_usd_per_kw_month=150.0).measures[3]
    assert stated.percentile == 50


def test_roll_ups_count_for_dates_and_not_for_money() -> None:
    one = deal("sum", 6, 9e6, roll_up=True, full_delivery=date(2026, 1, 1), full_status="planned")
    capex, _, full, _ = benchmark(teaching(), [one]).measures
    assert (capex.count, full.count) == (0, 1)
    assert capex.basis == "no published project states it"


def test_the_book_of_deals_is_whole() -> None:
    """Every entry names its pages; actual and planned dates follow the announcement; kinds are the known ones."""
    deals = read_deals(load_books())
    assert len({d.id for d in deals}) == len(deals) >= 32
    assert all(d.source and d.confidence in ("sourced", "derived", "judgement") for d in deals)
    assert {d.kind for d in deals} <= KINDS
    for one in deals:
        for day in (one.first_delivery, one.full_delivery):
            assert day is None or day > one.announced
        if one.first_delivery and one.full_delivery:
            assert one.first_delivery <= one.full_delivery
        assert one.capex_usd_per_mw is None or one.capex_includes


def test_a_folder_without_deals_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("")
    with pytest.raises(BookError, match=r"deals\.toml"):
        read_deals(load_books(tmp_path))
    (tmp_path / "deals.toml").write_text('[[deal]]\nid = "d"\n')
    with pytest.raises(BookError, match=r"deal d of deals\.toml lacks name"):
        read_deals(load_books(tmp_path.joinpath("..", tmp_path.name)))


def test_plans_do_not_read_the_deals() -> None:
    """They are long, and only one command needs them: the start stays fast."""
    books = load_books()
    assert not any(name.startswith("deals") for name in books.tables)
