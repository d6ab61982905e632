"""Results remembered on the books they were made from: the books are replaced whole when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from planner.books import Books

KEPT = 256
"""Results kept on a shelf; it is emptied when it would hold more."""
T = TypeVar("T")


def remember(books: Books, shelf: str, key: Hashable, make: Callable[[], T], keep: int = KEPT) -> T:
    """What `make` gave for this key before, or gives now; the shelf keeps up to `keep` results."""
    kept: dict[Hashable, T] = books._cache.setdefault(shelf, {})
    try:
        return kept[key]
    except KeyError:
        pass
    if len(kept) >= keep:
        kept.clear()
    made = kept[key] = make()
    return made
