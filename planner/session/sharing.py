"""Facilities of one history share what an edit left as it was: a thousand of them whole would be hundreds of megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.model.address import Raw
    from planner.model.facility import Facility


def sharing(before: Facility, held: Raw, after: Facility, raw: Raw) -> Facility:
    """`after` (of `raw`) with each part taken from `before` (of `held`) whose raw table is the very same object."""
    shared: dict[str, Any] = {}
    for name in after.model_fields_set:
        old, new = held.get(name), raw.get(name)
        if old is new:
            shared[name] = getattr(before, name)
        elif isinstance(old, list) and isinstance(new, list):
            places = {id(row): at for at, row in enumerate(old)}
            members, made = getattr(before, name), getattr(after, name)
            shared[name] = tuple(
                members[places[id(row)]] if id(row) in places else member
                for row, member in zip(new, made, strict=True)
            )
    return after.model_copy(update=shared)
