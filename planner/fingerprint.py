"""What a plan was made from, as short fingerprints: the facility and the books."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.books import Books
    from planner.model.facility import Facility


def facility_hash(facility: Facility) -> str:
    """Fingerprint of everything the facility says, whatever the order or comments of its file."""
    content = facility.model_dump(mode="json", by_alias=True)
    _sort_lists(content)
    return _digest(content)


def _sort_lists(content: dict[str, Any] | list[Any]) -> None:
    """Sort the members of every list by their text, in place: their order in the file never changes a plan."""
    for value in content.values() if isinstance(content, dict) else content:
        if value and isinstance(value, (dict, list)):
            _sort_lists(value)
    if isinstance(content, list):
        content.sort(key=_rank)


def _rank(member: Any) -> str:
    """Where a member of a list stands: by its id, or else by its text; writing the text out as JSON is slow."""
    if isinstance(member, dict):
        identity = member.get("id")
        if isinstance(identity, str):
            return identity
        if not any(isinstance(value, (dict, list)) for value in member.values()):
            return repr(sorted(member.items()))
    return _text(member)


def books_hash(books: Books) -> str:
    """Fingerprint of every book entry and table."""
    cached = books._cache.get("hash")
    if cached is None:
        entries = {k: (e.low, e.likely, e.high, e.unit, e.source, e.value) for k, e in books.entries.items()}
        cached = books._cache["hash"] = _digest([entries, repr(sorted(books.tables.items()))])
    return str(cached)


def _digest(content: Any) -> str:
    return hashlib.sha256(_text(content).encode()).hexdigest()[:16]


_text = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False).encode
