"""A network as rows of integers, in the shape that the kernels loop over: lists, or arrays once compiled.

Rows lie one behind the other in flat columns, a few of them, so that a kernel takes few arguments: the field F of row n is
`column[WIDTH * n + F]`. Times lie in one column: entry 2i is the start boundary of task i and entry 2i + 1 its finish,
so that a relation of any kind is one index at either end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = list[int]
"""A list of int, or in its place, for compiled kernels, an int64 array with the same entries."""

TO_DO, BEGUN, DONE, HAMMOCK = range(4)
"""States of a task."""
NEVER = 1 << 40
"""Later than any boundary: no limit from above, or a calendar's table that ends too early."""

TASK = 15
"""Width of a task's row."""
(
    DURATION,  # days to work; those that remain of a task begun
    STATE,
    ACTUAL_START,
    ACTUAL_FINISH,
    EARLIEST,  # bound of the start by floor and constraints
    EARLIEST_FINISH,
    LATEST_START,
    LATEST_FINISH,
    CALENDAR,  # place of its calendar's row
    MOVABLE,  # whether it is as late as possible
    ID_RANK,  # place of its id in the order of all ids
    IN_AT,  # its first row in `into`, and the one after its last
    IN_END,
    OUT_AT,  # its first row in `out`, and the one after its last
    OUT_END,
) = range(TASK)

INTO = 6
"""Width of a relation's row at its successor."""
(
    SOURCE,  # entry of times that bounds
    LAG,
    WORKING,  # whether the lag passes worked days of the successor's calendar
    TO_FINISH,
    TIE,  # order among relations of the same two tasks that bind alike
    RELATION,  # its number
) = range(INTO)

OUT = 4
"""Width of a relation's row at its predecessor; the lag and `WORKING` stand as in `INTO`."""
TARGET, OF_FINISH = 0, 3

CALENDAR_ROW = 6
"""Width of a calendar's row; the tables follow all rows in the same column."""
(
    EVERY,  # whether every day works
    LOW,  # the boundaries that its table holds
    HIGH,
    COUNT,  # where the number of worked days before boundary 0 stands; those of other boundaries lie beside it
    WORKED,  # where its worked days begin, in order
    WORKED_END,
) = range(CALENDAR_ROW)


class Columns(NamedTuple):
    """One network, compiled."""

    floor: int
    """Boundary that nothing unfinished precedes: the data date, or 0."""
    order: Ints
    """Tasks so that every predecessor comes first; hammocks are left out."""
    tasks: Ints
    into: Ints
    out: Ints
    calendars: Ints


HOLDING = 5
"""Width of a task's row among the resources."""
(
    PIN,  # boundary at which it is held for when its predecessors allow, or -1
    NEED_AT,  # its first row in `needs`, and the one after its last
    NEED_END,
    STEP_AT,  # its first row in `steps`, and the one after its last
    STEP_END,
) = range(HOLDING)

NEED = 2
CREW, UNITS = range(NEED)
STEP = 3
ENVELOPE, FROM_START, FROM_FINISH = range(STEP)
"""Watts more from the task's start, and from its finish, on."""
CREW_ROW = 2
FINAL, LAST_CHANGE = range(CREW_ROW)
"""A crew's capacity after its last change, and the first day of it."""


class Resources(NamedTuple):
    """Crews and envelopes, day by day, for levelling. What is left changes while tasks are placed."""

    days: int
    """Days that each crew's and envelope's row holds."""
    holding: Ints
    needs: Ints
    steps: Ints
    crews: Ints
    crew_left: Ints
    """Units left, crew by crew, day by day."""
    watts_left: Ints
    """Watts left, envelope by envelope; negative where the base alone is too much."""


def field(column: Sequence[int], width: int, name: int) -> Sequence[int]:
    """One field of every row."""
    return column[name::width]


def as_arrays(columns: Any) -> Any:
    """The same columns as int64 arrays, for compiled kernels."""
    import numpy as np

    return type(columns)(*(c if isinstance(c, int) else np.asarray(c, dtype=np.int64) for c in columns))


def as_lists(columns: Any) -> Any:
    """The same columns as lists, for interpreted kernels."""
    return type(columns)(*(c if isinstance(c, (int, list)) else c.tolist() for c in columns))
