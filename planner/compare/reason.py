"""Why a date moved: the driving chains before and after, laid side by side, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.work import Task
    from planner.pipeline import Plan


def driving_chain(plan: Plan) -> list[int]:
    """Positions of the tasks that drive the site's RFS (or the finish, without AI halls), first task first.

    The planned drivers are followed; where a task waited for a crew, the chain goes on through the
    task's own latest relation, for the crew itself has no place in the network.
    """
    schedule, index = plan.schedule, plan.schedule.index
    if not schedule.tasks:
        return []
    if plan.graph.site_rfs is not None:
        at: int | None = index[plan.graph.site_rfs]
    else:
        at = max(range(len(schedule.tasks)), key=lambda i: (schedule.finish[i], schedule.tasks[i].id))
    chain: list[int] = []
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        chain.append(at)
        relation = schedule.driver[at].relation
        at = index[relation.predecessor] if relation is not None else None
    return chain[::-1]


def why_moved(before: Plan, after: Plan) -> str:
    """One sentence for a moved date; empty when the chains do not tell."""
    if before.project_start != after.project_start:
        return "the programme starts on another day"
    then = {before.schedule.tasks[i].id: before.schedule.tasks[i] for i in driving_chain(before)}
    chain = [after.schedule.tasks[i] for i in driving_chain(after)]
    changed = [
        (t, then[t.id]) for t in chain if t.id in then and t.duration.likely != then[t.id].duration.likely
    ]
    if changed:
        task, old = max(
            changed, key=lambda pair: (abs(pair[0].duration.likely - pair[1].duration.likely), pair[0].id)
        )
        return f"{_named(task, after)} takes {task.duration.likely} days instead of {old.duration.likely}"
    entered = [t for t in chain if t.id not in then]
    if entered:
        task = max(entered, key=lambda t: (t.duration.likely, t.id))
        return f"{_named(task, after)} is now driving ({task.duration.likely} days)"
    left = [t for t in then.values() if t.id not in {c.id for c in chain}]
    if left:
        task = max(left, key=lambda t: (t.duration.likely, t.id))
        return f"{_named(task, before)} no longer drives"
    waits = [i for i in driving_chain(after) if after.schedule.driver[i].kind in ("crew", "power")]
    if waits:
        driver = after.schedule.driver[waits[-1]]
        what = f"crew {driver.by}" if driver.kind == "crew" else f"megawatts of {driver.by}"
        return f"{_named(after.schedule.tasks[waits[-1]], after)} waits for {what}"
    held = [i for i in driving_chain(after)[:1] if after.schedule.driver[i].kind in ("constraint", "pinned")]
    if held:
        kind = after.schedule.driver[held[0]]
        return f"{_named(after.schedule.tasks[held[0]], after)} is held by {kind.by or 'its pin'}"
    return "dates along the same driving chain moved"


def _named(task: Task, plan: Plan) -> str:
    several = len(plan.graph.rfs) > 1
    return f"{task.name} ({task.hall})" if several and task.hall else task.name
