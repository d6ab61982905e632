"""Bounds of a finish that hold for every schedule: the critical path, and work that crews have no days for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.schedule.columns import (
    CALENDAR,
    CALENDAR_ROW,
    CREW,
    DONE,
    DURATION,
    HOLDING,
    NEED,
    NEED_AT,
    NEED_END,
    STATE,
    TASK,
    UNITS,
    WORKED,
    WORKED_END,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.optimise.rows import Array
    from planner.schedule.columns import Resources
    from planner.schedule.passes import Passes

MOST_HEADS = 200
"""Of the days that a window may begin on, so many are tried."""
MOST_THRESHOLDS = 8
"""Ways of counting units that are tried for each crew."""


def rounded(units: Array, most: int, threshold: int) -> Array:
    """Units as they may be counted without ever counting more than `most` on a day that they fit on.

    What needs so much that nothing of `threshold` units fits beside it counts for all, what needs less than that for nothing.
    """
    counted = np.where(units > most - threshold, most, np.where(units < threshold, 0, units))
    return np.asarray(counted, dtype=np.int64)


def thresholds(units: Array, most: int) -> list[int]:
    """Ways of counting worth trying: as they are, by half of the crew, and by the smaller needs."""
    smaller = np.unique(units[2 * units <= most]).tolist()
    return list(dict.fromkeys([0, most // 2, *smaller]))[:MOST_THRESHOLDS]


class Energy:
    """Units of work that each crew must do within windows of days, against the units that it has."""

    def __init__(self, passes: Passes, r: Resources, early_work: list[int]) -> None:
        c = passes.network.columns
        t, k = c.tasks, c.calendars
        crews: dict[int, list[tuple[int, int, int]]] = {}
        for i in c.order:
            if t[TASK * i + STATE] == DONE or not t[TASK * i + DURATION]:
                continue
            for e in range(
                NEED * r.holding[HOLDING * i + NEED_AT], NEED * r.holding[HOLDING * i + NEED_END], NEED
            ):
                crews.setdefault(r.needs[e + CREW], []).append(
                    (i, r.needs[e + UNITS], t[TASK * i + DURATION])
                )
        self._crews: list[tuple[Array, Array, Array, Array]] = []
        for crew, held in crews.items():
            worked = np.zeros(r.days, dtype=bool)
            for calendar in {t[TASK * i + CALENDAR] for i, _, _ in held}:
                row = CALENDAR_ROW * calendar
                days = np.asarray(k[k[row + WORKED] : k[row + WORKED_END]], dtype=np.int64)
                worked[days[(days >= 0) & (days < r.days)]] = True
            left = np.asarray(r.crew_left[crew * r.days : (crew + 1) * r.days], dtype=np.int64)
            left = np.where(worked, np.maximum(left, 0), 0)
            # Twice the units, so that half of an odd number is whole.
            left *= 2
            most = int(left.max(initial=0))
            tasks = np.asarray([i for i, _, _ in held], dtype=np.int64)
            units = np.asarray([2 * n for _, n, _ in held], dtype=np.int64)
            days = np.asarray([n for _, _, n in held], dtype=np.int64)
            heads = np.asarray(early_work[::2], dtype=np.int64)[tasks]
            for threshold in thresholds(units, most):
                # A day that has less than the most is one on which somebody else holds the rest.
                supply = np.where(worked, most - rounded(most - left, most, threshold), 0)
                energy = rounded(units, most, threshold) * days
                self._crews.append((tasks, energy, heads, np.concatenate([[0], np.cumsum(supply)])))

    def fits(self, late: list[int]) -> bool:
        """Whether no window is known in which crews lack days, when every task ends by its time in `late`."""
        finishes = np.asarray(late[1::2], dtype=np.int64)
        for tasks, energy, heads, supply in self._crews:
            order = np.argsort(finishes[tasks], kind="stable")
            end = finishes[tasks][order]
            sorted_heads, sorted_energy = heads[order], energy[order]
            # Beyond the days held there is no supply to compare with.
            held = end < len(supply)
            available = supply[np.minimum(end, len(supply) - 1)]
            begins = np.unique(heads)
            if len(begins) > MOST_HEADS:
                begins = begins[np.linspace(0, len(begins) - 1, MOST_HEADS).astype(int)]
            for begin in begins[begins < len(supply)]:
                asked = np.cumsum(np.where(sorted_heads >= begin, sorted_energy, 0))
                if ((asked > available - supply[begin]) & held & (asked > 0)).any():
                    return False
        return True


def energy_bound(
    passes: Passes,
    r: Resources,
    early_work: list[int],
    least: int,
    most: int,
    goal: int | None,
    over: Callable[[], bool],
) -> int:
    """The least finish of a goal (or of all) from `least` to `most` at which no crew is known to lack days.

    A finish that leaves crews short rules out all earlier ones too: every window only shrinks.
    `over` is asked before each step; True ends the search with what is proven so far.
    """
    energy = Energy(passes, r, early_work)
    far = max(r.days, most) + 1
    while least < most and not over():
        middle = (least + most) // 2
        late = passes.late(middle) if goal is None else passes.late(far, {goal: middle})
        if energy.fits(late):
            most = middle
        else:
            least = middle + 1
    return least
