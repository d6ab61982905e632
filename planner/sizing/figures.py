"""The sheet on which a stage writes its figures, and where their source and confidence come from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.sizing.result import Figure

if TYPE_CHECKING:
    from planner.books import Books

FACILITY_FILE = "facility file"
_WORST_FIRST = ("judgement", "override", "derived", "sourced")


def provenance(books: Books, uses: tuple[str, ...]) -> tuple[str, str]:
    """Source and confidence of a figure computed from book entries.

    The weakest entry decides; arithmetic on sourced entries is derived. A figure that uses no
    entry counts the facility file and is derived.
    """
    if not uses:
        return FACILITY_FILE, "derived"
    entries = [books[key] for key in uses]
    worst = min((str(e.confidence) for e in entries), key=_WORST_FIRST.index)
    if worst == "sourced" and len(entries) > 1:
        worst = "derived"
    return "; ".join(dict.fromkeys(f"{e.key}: {e.source}" for e in entries)), worst


@lru_cache(maxsize=16)
def _known(books: Books) -> dict[tuple[str, ...], tuple[str, str]]:
    """What `provenance` has found for these books; a dict is quicker than its own cache would be."""
    return {}


class Sheet:
    """Figures of one hall, or of the site, in the order they were found."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.figures: dict[str, Figure] = {}
        self._known = _known(books)
        self._behind: dict[str, tuple[str, ...]] = {}
        """Every book entry behind a figure, those of the figures it needs among them."""

    def put(
        self,
        key: str,
        value: float,
        unit: str,
        basis: str,
        uses: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
    ) -> float:
        """Publish a figure; returns the value.

        `uses` are the book entries that its formula reads, `needs` the figures of this sheet and
        the addresses of the facility file (`hall.ai.nodes`, `climate.altitude_m`) that it reads.
        Its source is that of its own entries, else of all behind it; its confidence is the weakest behind it.
        """
        behind = uses
        if needs:
            behind = tuple(dict.fromkeys((*uses, *(u for n in needs for u in self._behind.get(n, ())))))
        self._behind[key] = behind
        source = self._provenance(uses or behind)[0]
        self.figures[key] = Figure(key, value, unit, basis, source, self._provenance(behind)[1], uses, needs)
        return value

    def _provenance(self, uses: tuple[str, ...]) -> tuple[str, str]:
        found = self._known.get(uses)
        if found is None:
            found = self._known[uses] = provenance(self.books, uses)
        return found

    def zero(self, unit: str, why: str, *keys: str, needs: tuple[str, ...] = ()) -> None:
        """Publish figures of things that do not apply."""
        for key in keys:
            self.put(key, 0.0, unit, why, (), needs)

    def __getitem__(self, key: str) -> float:
        """Value of a figure already published."""
        return self.figures[key].value
