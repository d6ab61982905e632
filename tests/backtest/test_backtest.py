"""The back-test stands: every project plans, every input is sourced or assumed, the tables are computed. Not: good results."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from planner.benchmark import read_deals
from planner.books import load_books
from planner.io.read import read_facility
from planner.model.address import matches
from tests.backtest.__main__ import measures, project_table, summary, summary_table
from tests.backtest.model import (
    AHEAD,
    HERE,
    TIMES,
    Estimate,
    Outcome,
    Span,
    column_books,
    estimate,
    ordered_ahead,
    outcomes,
    sites,
)
from tests.unit.facilities.test_provenance import inputs, pattern

if TYPE_CHECKING:
    from pathlib import Path

STEMS = [path.stem for path in sites()]


@cache
def found() -> list[tuple[Estimate, Outcome]]:
    published = outcomes()
    return [(estimate(path, load_books()), published[path.stem]) for path in sites()]


def site(stem: str) -> Path:
    return HERE / "sites" / f"{stem}.toml"


def test_every_project_has_an_outcome_and_every_outcome_a_project() -> None:
    assert sorted(outcomes()) == STEMS
    assert all(o.first or o.full or o.capex for o in outcomes().values())


def test_outcomes_name_deals_of_the_book_and_start_as_the_files_do() -> None:
    deals = {deal.id for deal in read_deals(load_books())}
    for row in tomllib.loads((HERE / "outcomes.toml").read_text())["outcome"]:
        assert row["deal"] in deals
        assert row["source"]
        assert row["start"] == read_facility(site(row["id"])).facility.project.start


@pytest.mark.parametrize("stem", STEMS)
def test_every_input_is_sourced_or_marked_assumed(stem: str) -> None:
    document = read_facility(site(stem))
    facility = document.facility
    patterns = [pattern(text) for text in (*facility.source, *facility.assumed)]
    assert [a for a in inputs(document) if not any(matches(p, a) for p in patterns)] == []
    assert all(text.startswith("https://") or text.startswith("http://") for text in facility.source.values())
    assert all(facility.assumed.values())


@pytest.mark.parametrize("stem", STEMS)
def test_no_project_is_tuned(stem: str) -> None:
    """Rule 6: no crews, overrides, stock, begun work, redundancy or own tasks of a project's own."""
    raw = read_facility(site(stem)).raw
    assert set(raw) <= {"schema_version", "site", "project", "grid", "hall", "source", "assumed"}
    assert all(set(hall) <= {"id", "name", "kind", "existing_mw", "ai"} for hall in raw["hall"])
    assert all(set(hall["ai"]) == {"platform", "critical_it_mw", "cooling"} for hall in raw["hall"])


def test_column_books_change_durations_and_leads_alone() -> None:
    """UPS lead 20 / 32 / 40 weeks: low books say 20, high books 40; prices stay."""
    books = load_books()
    low, high = column_books(books, "low"), column_books(books, "high")
    assert [b.likely("lead_times.ups") for b in (low, books, high)] == [20, 32, 40]
    changed = {k for k in books.entries if low.entries[k].likely != books.entries[k].likely}
    assert changed
    assert all(key.startswith(TIMES) for key in changed)
    assert column_books(books, "likely") is books


def test_orders_ahead_arrive_a_year_sooner() -> None:
    """Generators: 6 + 72 weeks less 52 ahead = 26 weeks after the start; UPS 6 + 32 - 52 < 0: at the start."""
    facility = read_facility(site(STEMS[0])).facility
    start: date = facility.project.start
    ahead = ordered_ahead(facility, load_books())
    arrivals = {s.item: s.delivered for s in ahead.stock}
    assert set(arrivals) == set(AHEAD)
    assert arrivals["genset"] == start + timedelta(weeks=26)
    assert arrivals["ups"] == start
    assert all("assumed" in (s.note or "") for s in ahead.stock)
    assert all("assumed" in (b.reason or "") for b in ahead.begun)


def test_every_project_plans_and_the_tables_are_computed() -> None:
    made = found()
    table = project_table(made)
    assert len(table) == len(STEMS) + 2
    assert len({line.count("|") for line in table}) == 1
    lines = summary_table(made)
    assert len({line.count("|") for line in lines}) == 1
    assert sum(len(pairs) for title, pairs in measures(made).items() if "first, all" in title) == 2 * sum(
        told.first is not None for _, told in made
    )
    assert all(e.critical_it_mw > 0 and e.capex.low <= e.capex.likely <= e.capex.high for e, _ in made)


def test_summary_by_hand() -> None:
    """10 / 20 / 40 beside 25 is covered, -20 %, ratio 4; 10 / 12 / 15 beside 8 is not, +50 %, 1.5: medians +15, 35, 2.75."""
    pairs = [(Span(10, 20, 40), 25.0), (Span(10, 12, 15), 8.0)]
    assert summary("x", pairs) == "| x | 2 | 1 of 2 | +15 % | 35 % | 2.8 |"
    assert summary("x", []) == "| x | 0 | - | - | - | - |"
