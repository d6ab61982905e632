"""What was made last time of each of many frozen things, so that an edit of one makes one anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Source = TypeVar("Source")
Made = TypeVar("Made")


class LastMade(Generic[Source, Made]):
    """Keeps what the last call made, and no more. States of a history share what an edit did not touch."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Source, Made]] = {}
        """By identity; the source is held, so that no other can take its place in memory."""

    def made(self, sources: Iterable[Source], make: Callable[[Source], Made]) -> list[Made]:
        """What `make` makes of each, in their order; the same object where the same source was there last time."""
        before, kept, found = self._kept, {}, []
        for source in sources:
            held = before.get(id(source))
            if held is None:
                held = (source, make(source))
            kept[id(source)] = held
            found.append(held[1])
        self._kept = kept
        return found
