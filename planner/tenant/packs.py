"""The pack book in typed form."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.books import BookError
from planner.tenant.result import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books

SENSES = ("at_least", "at_most", "tolerates_loss")


def pack_ids(books: Books) -> tuple[str, ...]:
    """Ids of the packs."""
    return tuple(str(row["id"]) for row in books.tables.get("packs.pack", ()))


@lru_cache(maxsize=16)
def requirements(books: Books) -> tuple[Requirement, ...]:
    """Every requirement, in book order.

    Raises:
        BookError: A row lacks a key, names an unknown sense or pack, or a pack without its figure.
    """
    known = set(pack_ids(books))
    found = []
    for row in books.tables.get("packs.requirement", ()):
        made = _requirement(row)
        for pack in made.packs:
            if pack not in known:
                raise BookError(f"requirement {made.id} names the unknown pack {pack}")
            if made.sense != "tolerates_loss" and not books.has(f"packs.{pack}.{made.id}"):
                raise BookError(f"the books have no entry packs.{pack}.{made.id}")
        found.append(made)
    return tuple(found)


def _requirement(row: Mapping[str, Any]) -> Requirement:
    try:
        cure = row.get("cure", {})
        made = Requirement(
            str(row["id"]),
            str(row["name"]),
            tuple(row["packs"]),
            row["sense"],
            row.get("figure"),
            row.get("field"),
            bool(row.get("must", True)),
            cure.get("set", {}),
            cure.get("override", {}),
            str(cure.get("says", "")),
        )
    except KeyError as missing:
        raise BookError(f"requirement {row.get('id', '?')} lacks {missing}") from None
    if made.sense not in SENSES or (made.figure is None) == (made.field is None):
        raise BookError(f"requirement {made.id} needs a sense of {SENSES} and one of figure and field")
    return made
