"""What a search did, in words, for the command line and the app."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.problem import literal

if TYPE_CHECKING:
    from planner.optimise.result import Objective, Optimised, Progress

MOST_MOVED = 12
"""Moves that are told; data has all."""
UNITS = {"rfs": "days", "halls": "USD x days", "peaks": "units at crews' peaks"}


def progress_line(progress: Progress, objective: Objective) -> str:
    """How far a search has come; what is sought stands first where it is not the site's date."""
    sought = "" if objective == "rfs" else f"{progress.objective:,.0f} {UNITS[objective]}, "
    return (
        f"{progress.seconds:6.1f} s  {sought}{_count(progress.makespan_days, 'day')}, "
        f"proven bound {progress.bound_days:,}, {progress.schedules:,} plans"
    )


def search_lines(found: Optimised, most_moved: int = MOST_MOVED) -> list[str]:
    """Objective before and after, bound and gap, effort, and the moves, the longest first."""
    lines = [
        f"Objective {found.objective}: {found.before:,.0f} -> {found.after:,.0f} {UNITS[found.objective]}; "
        f"{_count(found.makespan_days, 'day')}, proven bound {found.bound_days:,} ({found.bound_proof}), "
        f"gap {found.gap:.1%}",
        f"{found.schedules:,} plans in {found.search_seconds:.1f} s of search"
        f"{', stopped' if found.stopped else ''}; loading {found.loading_seconds:.1f} s, "
        f"compiling {found.compiling_seconds:.1f} s",
    ]
    if found.missed_before:
        lines.append(
            f"Dates from above (no later, must, deadlines) are missed by {_count(found.missed_before, 'day')} in sum "
            f"before, {found.missed_after:,} after."
        )
    if not found.moved:
        return [*lines, "No task moved."]
    lines.append(f"{_count(len(found.moved), 'task')} moved:")
    start = found.schedule.project_start
    for moved in sorted(found.moved, key=lambda m: (-abs(m.days), m.task))[:most_moved]:
        before, after = (start + timedelta(days=day) for day in (moved.from_day, moved.to_day))
        way = "later" if moved.days > 0 else "earlier"
        lines.append(
            f"  {literal(moved.task)}: {before} -> {after}, {_count(abs(moved.days), 'day')} {way}: "
            f"{literal(moved.because)}"
        )
    left_out = len(found.moved) - most_moved
    if left_out > 0:
        lines.append(f"  … and {_count(left_out, 'task')} more")
    return lines


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
