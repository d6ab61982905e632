"""Hand-made instances and the brute force that proves their optima."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from planner.schedule.levelling import level_in_order

if TYPE_CHECKING:
    from planner.schedule import Schedule


def least_finish(given: Schedule) -> int:
    """The least finish over every order of the tasks: a serial generator reaches an optimum with one of them."""
    assert given.supply is not None
    return min(
        max(level_in_order(given.dated, given.supply, order).times[1::2])
        for order in itertools.permutations(range(len(given.tasks)))
    )
