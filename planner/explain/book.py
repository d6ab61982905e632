"""Facts of the data books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain.result import Fact

if TYPE_CHECKING:
    from planner.books import Books


def book_fact(books: Books, name: str) -> Fact | None:
    """The book entry at an address; None where no book has it."""
    if not books.has(name):
        return None
    entry = books[name]
    value = entry.likely if entry.value is None else str(entry.value)
    spread = entry.value is None and (entry.low, entry.high) != (entry.likely, entry.likely)
    return Fact(
        name,
        entry.note or name,
        value,
        entry.unit,
        "entry of the data books" if entry.confidence != "override" else "own figure in place of the book's",
        (),
        "book",
        entry.source,
        entry.confidence,
        entry.as_of,
        entry.low if spread else None,
        entry.high if spread else None,
    )
