"""Boundaries as the dates that people read."""

from __future__ import annotations

from datetime import date, timedelta


def date_of(project_start: date, boundary: int) -> date:
    """The day whose morning a boundary is."""
    return project_start + timedelta(days=boundary)


def start_date(project_start: date, start: int) -> date:
    """The day shown as a start: the day of the start boundary."""
    return date_of(project_start, start)


def finish_date(project_start: date, start: int, finish: int) -> date:
    """The day shown as a finish: the last day worked, or a milestone's own day."""
    return date_of(project_start, finish - 1 if finish > start else finish)
