"""Where a facility differs from the file as saved. Tables that no edit touched are the very same, so this looks at little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.address import id_key
from planner.model.facility import POSITIONAL

if TYPE_CHECKING:
    from planner.model.address import Address, Raw


def differing(saved: Raw, raw: Raw) -> frozenset[Address]:
    """Addresses of all that differs, and of all that holds something that does.

    What is new differs in each of its fields; what is gone is seen at the list or table that it was in.
    """
    found: set[Address] = set()
    _walk(saved, raw, (), found)
    return frozenset(found)


def _walk(before: Any, after: Any, at: Address, found: set[Address]) -> None:
    if before is after or before == after:
        return
    found.add(at)
    then, now = _members(before, at), _members(after, at)
    if now is None:
        return
    then = then or {}
    for name, value in now.items():
        _walk(then.get(name), value, (*at, name), found)
    for name in then:
        if name not in now and not isinstance(after, list):
            found.add((*at, name))


def _members(value: Any, at: Address) -> dict[str, Any] | None:
    """A table's values by key, or those of a list of tables by id; None of a plain value."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not value or not all(isinstance(m, dict) for m in value):
        return None
    if at[-1] in POSITIONAL:
        return {str(n): member for n, member in enumerate(value)}
    key = id_key(at[-1])
    return {str(m[key]): m for m in value} if all(key in m for m in value) else None
