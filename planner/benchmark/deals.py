"""Published conversions as the deals book tells them, in typed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from planner.books import BookError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from planner.books import Books

Status = Literal["actual", "planned"]
REQUIRED = ("id", "name", "operator", "kind", "mw_basis", "announced", "source", "as_of", "confidence")
BOOK, TABLE = "deals", "deal"


@dataclass(frozen=True, slots=True)
class Deal:
    """One published project. What its sources do not say is None."""

    id: str
    name: str
    operator: str
    kind: str
    """mine_hall_retrofit, mine_campus_rebuild, powered_land, greenfield, industrial_retrofit or site_sale."""
    announced: date
    source: tuple[str, ...]
    as_of: str
    confidence: str
    mw_basis: str
    """How its megawatts are known."""
    critical_it_mw: float | None = None
    """IT capacity, MW at rack inputs."""
    gross_mw: float | None = None
    capex_usd_per_mw: float | None = None
    """Facility capex, USD per MW of critical IT; the middle where a range was published."""
    capex_includes: str = ""
    """What the source counts into it, as far as it says."""
    first_delivery: date | None = None
    """First capacity delivered, or the latest published date for it."""
    first_status: Status | None = None
    first_target: date | None = None
    """First published date, where a later one or the actual day is known."""
    full_delivery: date | None = None
    full_status: Status | None = None
    rent_usd_per_kw_month: float | None = None
    """Average of the term, USD per kW of critical IT and month."""
    rent_comparable: bool = False
    """Whether it is rent for space and cooling per kW of critical IT, without compute or other services."""
    roll_up: bool = False
    """A sum over other entries: its dates count, its money does not."""


def read_deals(books: Books) -> tuple[Deal, ...]:
    """Every published deal, in the order of the book.

    Raises:
        BookError: There is no deals book, or an entry lacks what each must have.
    """
    return tuple(_deal(row) for row in books.late_table(BOOK, TABLE))


def _deal(row: Mapping[str, Any]) -> Deal:
    missing = [key for key in REQUIRED if key not in row]
    for event in ("first", "full"):
        if f"{event}_delivery" in row and row.get(f"{event}_status") not in ("actual", "planned"):
            missing.append(f"{event}_status")
    if missing:
        raise BookError(f"deal {row.get('id', '?')} of {BOOK}.toml lacks {', '.join(missing)}")
    return Deal(
        id=str(row["id"]),
        name=str(row["name"]),
        operator=str(row["operator"]),
        kind=str(row["kind"]),
        announced=cast("date", row["announced"]),
        source=tuple(map(str, row["source"])),
        as_of=str(row["as_of"]),
        confidence=str(row["confidence"]),
        mw_basis=str(row["mw_basis"]),
        critical_it_mw=_number(row, "critical_it_mw"),
        gross_mw=_number(row, "gross_mw"),
        capex_usd_per_mw=_number(row, "capex_usd_per_mw"),
        capex_includes=str(row.get("capex_includes", "")),
        first_delivery=row.get("first_delivery"),
        first_status=row.get("first_status"),
        first_target=row.get("first_target"),
        full_delivery=row.get("full_delivery"),
        full_status=row.get("full_status"),
        rent_usd_per_kw_month=_number(row, "rent_usd_per_kw_month"),
        rent_comparable=bool(row.get("rent_comparable", False)),
        roll_up=bool(row.get("roll_up", False)),
    )


def _number(row: Mapping[str, Any], key: str) -> float | None:
    return float(row[key]) if key in row else None
