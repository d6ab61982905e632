"""What a person's own figure in place of a book's may be: shares within 0 and 1, efficiencies above 0, counts whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.books import Entry

EFFICIENCY = ("fraction", "power factor")
SHARE = "share"
LOADING = "share of rating"
"""Plant may be let to carry more than its rating for a while, but not twice as much."""
FABRIC = (".unit_nodes", ".rails", ".gpus", ".radix")
"""Ends of the entries that make the shape of a fabric, of which there is no half."""


def out_of_range(entry: Entry) -> str | None:
    """What is wrong with the figures of an entry, with what would do; None when nothing is."""
    figures = (entry.low, entry.likely, entry.high)
    if not all(map(math.isfinite, figures)):
        return "give a finite figure"
    if entry.unit in EFFICIENCY and not all(0 < f <= 1 for f in figures):
        return f"a {entry.unit} lies above 0 and at most at 1: nothing gives more than it takes"
    if entry.unit == LOADING:
        return None if all(0 <= f <= 2 for f in figures) else f"a {LOADING} lies between 0 and 2"
    if entry.unit.startswith(SHARE) and not all(0 <= f <= 1 for f in figures):
        return f"a {entry.unit} lies between 0 and 1"
    if entry.key.endswith(FABRIC) and any(f != int(f) for f in figures):
        return f"{entry.unit} come whole: give {round(entry.likely)}"
    return None
