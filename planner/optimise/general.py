"""Decoder of orders for networks of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    pass


class Aims(NamedTuple):
    """What schedules of a network are judged by, as the kernels take it."""

    span_weight: int
    penalty: int
    late_allowed: int
    overdraw_allowed: int
    goal: Any
    goal_weight: Any
    late_task: Any
    late_start: Any
    pinned: Any
    """Tasks that are at their pins in the schedule given, and must stay there."""
    tasks: Any
    """Task by row: all but hammocks."""
    row_of: Any
    others: Any
    limit: Any
    """Room for the latest finish of each task while it is moved late."""
