"""Which tasks moved and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.optimise.result import Moved

if TYPE_CHECKING:
    from planner.schedule.result import Driver, Schedule


def moved_tasks(before: Schedule, after: Schedule) -> tuple[Moved, ...]:
    """Tasks that start on another day than before, in the order of their new starts."""
    found = [
        Moved(
            task.id,
            before.start[i],
            after.start[i],
            after.start[i] - before.start[i],
            _earlier(before.driver[i]) if after.start[i] < before.start[i] else _later(after.driver[i]),
        )
        for i, task in enumerate(after.tasks)
        if after.start[i] != before.start[i]
    ]
    return tuple(sorted(found, key=lambda m: (m.to_day, m.task)))


def _earlier(driver: Driver) -> str:
    """What a task waited for before."""
    match driver.kind:
        case "crew":
            return f"waited for crew '{driver.by}' before"
        case "power":
            return f"waited for megawatts of '{driver.by}' before"
        case "relation":
            return f"followed '{driver.by}' before, which ends sooner now"
        case _:
            return f"was held by {driver.kind.replace('_', ' ')} before"


def _later(driver: Driver) -> str:
    """What a task waits for now."""
    match driver.kind:
        case "crew":
            return f"waits for crew '{driver.by}' now"
        case "power":
            return f"waits for megawatts of '{driver.by}' now"
        case "relation":
            return f"follows '{driver.by}' now"
        case "as_late_as_possible":
            return "is as late as its successors allow now"
        case _:
            return f"is held by {driver.kind.replace('_', ' ')} now"
