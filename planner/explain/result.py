"""What an explanation is made of: facts that name the facts behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Value = float | int | str | bool | None

Kind = Literal["file", "book", "figure", "money", "time"]
"""`file` and `book` facts are where every explanation ends; the others follow from them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a plan, and what it follows from.

    `needs` are the names of the facts in its formula; a fact of the file or of the books has none.
    """

    name: str
    title: str
    value: Value
    unit: str
    formula: str
    needs: tuple[str, ...]
    kind: Kind
    source: str = ""
    confidence: str = ""
    date: str = ""
    """Month, quarter, year or day that a book's fact is of."""
    low: float | None = None
    high: float | None = None
    estimate_class: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact with those on either side of it, and what the whole of what is behind it says of its worth."""

    fact: Fact
    inputs: tuple[Fact, ...]
    dependents: tuple[Fact, ...]
    confidence: str
    """The weakest behind it: judgement, assumed, override, derived, sourced or given."""
    oldest: str
    """Date of the oldest book entry behind it; empty where there is none."""
