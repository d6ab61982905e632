"""The sheet on which a stage writes its figures, and where their source and confidence come from."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.sizing.result import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.books import Books

OF_HALL = "sizing."
"""How a figure of the site names a figure of a hall that it needs: sizing.HALL.KEY."""
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


class _Behind:
    """Every book entry behind a figure. One object for one set of entries, so that it is compared by identity."""

    __slots__ = ("entries",)

    def __init__(self, entries: tuple[str, ...]) -> None:
        self.entries = entries


class _Known:
    """What is behind figures of one set of books, remembered: halls of one kind publish the same formulas."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.joined: dict[tuple[object, ...], tuple[_Behind, str, str]] = {}
        self._alike: dict[tuple[str, ...], _Behind] = {}

    def join(
        self, key: tuple[object, ...], uses: tuple[str, ...], others: list[_Behind]
    ) -> tuple[_Behind, str, str]:
        """What is behind a formula that reads entries and figures, its source and its confidence."""
        entries = tuple(dict.fromkeys((*uses, *(u for other in others for u in other.entries))))
        behind = self._alike.setdefault(entries, _Behind(entries))
        source = provenance(self.books, uses or entries)[0]
        found = self.joined[key] = behind, source, provenance(self.books, entries)[1]
        return found


@lru_cache(maxsize=16)
def _known(books: Books) -> _Known:
    """What has been found for these books; a dict is quicker than `provenance` with a cache of its own."""
    return _Known(books)


class Sheet:
    """Figures of one hall, or of the site, in the order they were found."""

    def __init__(self, books: Books, halls: Mapping[str, Mapping[str, Figure]] | None = None) -> None:
        self.books = books
        self.figures: dict[str, Figure] = {}
        self._halls = halls
        """Figures of the halls that the site's sums read, as `sizing.HALL.KEY`."""
        self._known = _known(books)
        self._behind: dict[str, _Behind] = {}
        """What is behind each figure."""

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
        behind = self._behind
        wanted = (uses, *[behind[n] for n in needs if n in behind])
        found = self._known.joined.get(wanted)
        if found is None:
            found = self._known.join(wanted, uses, [behind[n] for n in needs if n in behind])
        behind[key], source, confidence = found
        if self._halls is not None:
            confidence = self._weakest(confidence, needs)
        self.figures[key] = Figure(key, value, unit, basis, source, confidence, uses, needs)
        return value

    def _weakest(self, own: str, needs: tuple[str, ...]) -> str:
        """The weakest of a formula's own confidence and that of the halls' figures that it reads."""
        found = [own]
        for need in needs:
            if need in self.figures:
                found.append(self.figures[need].confidence)
            elif need.startswith(OF_HALL) and self._halls is not None:
                _, hall, key = need.split(".", 2)
                found.append(self._halls[hall][key].confidence)
        return min(found, key=_WORST_FIRST.index)

    def sum_of_halls(self, key: str, figure: str, unit: str, per: float = 1.0) -> float:
        """Publish the sum of a figure over the halls, divided by `per` (1000 for MW of kW)."""
        halls = self._halls or {}
        parts = [figures[figure].value for figures in halls.values()]
        why = " + ".join(f"{part:,.10g}" for part in parts) or "no AI hall: 0"
        if per != 1 and len(parts) > 1:
            why = f"({why})"
        why += f" / {per:g}" if per != 1 and parts else ""
        needs = tuple(f"{OF_HALL}{hall}.{figure}" for hall in halls)
        return self.put(key, math.fsum(parts) / per, unit, why, (), needs)

    def zero(self, unit: str, why: str, *keys: str, needs: tuple[str, ...] = ()) -> None:
        """Publish figures of things that do not apply."""
        for key in keys:
            self.put(key, 0.0, unit, why, (), needs)

    def __getitem__(self, key: str) -> float:
        """Value of a figure already published."""
        return self.figures[key].value
