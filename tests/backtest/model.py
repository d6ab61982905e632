"""The back-test's rules as code: books of one column, orders placed ahead, and one project planned both ways."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from planner.io.read import read_facility
from planner.model.plant import Begun, Stock
from planner.pipeline import DAYS_PER_MONTH, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.books import Books
    from planner.model.facility import Facility

HERE = Path(__file__).parent
Column = Literal["low", "likely", "high"]
COLUMNS: tuple[Column, ...] = ("low", "likely", "high")
TIMES = ("tasks/durations.", "lead_times.")
"""Books of durations and leads: all that a date's range varies."""
AHEAD_DAYS = 52 * 7
"""Rule (b): orders are placed a year before the start."""
AHEAD = ("transformer", "mv_switchgear", "lv_switchgear", "ups", "genset", "chiller")
"""Rule (b): the items ordered ahead."""
DONE = ("site.survey", "site.geotech", "site.concept_design")
"""Rule (b): work behind the start."""


@dataclass(frozen=True, slots=True)
class Span:
    """A figure's low, likely and high."""

    low: float
    likely: float
    high: float

    @property
    def ratio(self) -> float:
        """High over low."""
        return self.high / self.low

    def covers(self, value: float) -> bool:
        """Whether the value lies within."""
        return self.low <= value <= self.high

    def error(self, value: float) -> float:
        """Likely less the published value, in percent of the published value."""
        return 100 * (self.likely - value) / value


@dataclass(frozen=True, slots=True)
class Event:
    """A delivery as published: months from the start, and whether it was reported as done."""

    months: float
    actual: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published of a project."""

    id: str
    first: Event | None
    full: Event | None
    promised: float | None
    """Months to the first delivery as first promised, where the later or actual date differs."""
    capex: float | None
    """Facility capex, USD per MW of critical IT, the middle of a range."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the plans say: months to first and full delivery, as stated (a) and ordered ahead (b), and USD per MW."""

    name: str
    critical_it_mw: float
    first: dict[str, Span]
    full: dict[str, Span]
    capex: Span
    failures: tuple[str, ...]
    """Codes of failed checks of the likely plan as stated."""


def column_books(books: Books, column: Column) -> Books:
    """Books whose likely duration and lead is the book's low or high one; everything else stays likely.

    A plan with them has *every* task and delivery at that column at once: a bound, not a percentile.
    """
    if column == "likely":
        return books
    entries = {
        key: replace(entry, likely=getattr(entry, column)) if key.startswith(TIMES) else entry
        for key, entry in books.entries.items()
    }
    return replace(books, entries=entries, _cache={})


def ordered_ahead(facility: Facility, books: Books) -> Facility:
    """Rule (b): long-lead items ordered 52 weeks before the start, and early design done; all of it assumed."""
    start = facility.project.start
    rows = {str(row["id"]): row for row in books.items}
    stock = []
    for item in AHEAD:
        keys = [rows[item][k] for k in ("submittals", "lead", "transport") if k in rows[item]]
        weeks = sum(books.likely(str(key)) for key in keys)
        arrives = start + timedelta(days=round(weeks * 7) - AHEAD_DAYS)
        note = "assumed: ordered 52 weeks before the start (rule b)"
        stock.append(Stock(id=f"ahead-{item}", item=item, delivered=max(start, arrives), note=note))
    begun = [
        Begun(task=task, remaining_days=0, reason="assumed: done before the start (rule b)") for task in DONE
    ]
    return facility.model_copy(
        update={"stock": (*facility.stock, *stock), "begun": (*facility.begun, *begun)}
    )


def sites() -> list[Path]:
    """Facility files of the projects."""
    return sorted((HERE / "sites").glob("*.toml"))


def outcomes() -> dict[str, Outcome]:
    """What was published, by the name of the project's file."""
    rows = tomllib.loads((HERE / "outcomes.toml").read_text())["outcome"]
    return {row["id"]: _outcome(row) for row in rows}


def _outcome(row: dict[str, object]) -> Outcome:
    start = row["start"]
    assert isinstance(start, date)

    def months(day: object) -> float:
        assert isinstance(day, date)
        assert isinstance(start, date)
        return (day - start).days / DAYS_PER_MONTH

    def event(key: str) -> Event | None:
        told = row.get(key)
        return Event(months(told["day"]), told["status"] == "actual") if isinstance(told, dict) else None

    money = row.get("capex_usd_per_mw")
    return Outcome(
        str(row["id"]),
        event("first"),
        event("full"),
        months(row["first_target"]) if "first_target" in row else None,
        (money["low"] + money["high"]) / 2 if isinstance(money, dict) else None,
    )


def estimate(path: Path, books: Books) -> Estimate:
    """Plan a project at its low, likely and high durations, as stated and ordered ahead: six plans."""
    facility = read_facility(path, books).facility
    first: dict[str, list[float]] = {"a": [], "b": []}
    full: dict[str, list[float]] = {"a": [], "b": []}
    for column in COLUMNS:
        own = column_books(books, column)
        for way, modelled in (("a", facility), ("b", ordered_ahead(facility, own))):
            made = plan(modelled, own)
            first[way].append(min(made.hall_rfs_day.values()) / DAYS_PER_MONTH)
            full[way].append(max(made.hall_rfs_day.values()) / DAYS_PER_MONTH)
            if (column, way) == ("likely", "a"):
                likely = made
    mw = likely.critical_it_mw
    assert mw is not None
    return Estimate(
        likely.name,
        mw,
        _spans(first),
        _spans(full),
        Span(*(amount / mw for amount in likely.estimate.capex)),
        tuple(sorted({p.code for p in likely.problems if p.severity == "failure"})),
    )


def _spans(found: dict[str, list[float]]) -> dict[str, Span]:
    return {way: Span(*_ordered(values)) for way, values in found.items()}


def _ordered(values: Sequence[float]) -> tuple[float, float, float]:
    low, likely, high = values
    return low, likely, high
