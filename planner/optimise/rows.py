"""Arrays of whole numbers, and rows of different length one behind the other in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Array = np.ndarray[Any, np.dtype[np.int64]]


def ints(values: Iterable[int]) -> Array:
    """One column."""
    return np.fromiter(values, dtype=np.int64)


def flat(rows: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    """Where each row begins (and the last ends), and all rows one behind the other."""
    at = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=at[1:])
    return at, ints(entry for row in rows for entry in row)
