"""Whether two values of a file are the same to its reader."""

from __future__ import annotations

from typing import Any


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to a reader of the file: equal, and of one type (1 is not 1.0 is not true)."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(v, other[k]) for k, v in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and (one == other or (one != one and other != other))
