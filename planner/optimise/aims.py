"""What schedules of any network are judged by, in the columns that the kernels take."""

from __future__ import annotations

from typing import Any, NamedTuple


class Aims(NamedTuple):
    """Goals, limits and pins; tasks by their number in the network unless said otherwise."""

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
