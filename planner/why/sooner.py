"""What would have to change for a task to start on the possible day before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.why.result import DateChange, RelationChange, Sooner

if TYPE_CHECKING:
    from planner.model.work import Relation
    from planner.why.reading import Reading


def a_day_sooner(reading: Reading, task: int) -> Sooner:
    """The relations that bind and the crews that are short one start before, all of which must give way.

    One day alone decides about crews: all the other days of the earlier start the task works already.
    """
    schedule = reading.schedule
    start = schedule.start[task]
    wanted = reading.start_before(task, start)
    item = schedule.tasks[task]
    if item.timing.progressed or item.hammock:
        return Sooner(wanted, (), (), None, project_start=False, fact=not item.hammock, hammock=item.hammock)
    if wanted < schedule.data_date:
        return Sooner(wanted, (), (), None, project_start=True)
    limit_finish = reading.finish_from(task, wanted)
    name = schedule.tasks[task].id
    changes: list[RelationChange] = []
    latest_bound = 0
    finish_binds = False
    for relation in dict.fromkeys(r for r in reading.relations if r.successor == name):
        of_finish = relation.kind[1] == "F"
        bound = reading.lagged(relation, reading.end(relation))
        limit = limit_finish if of_finish else wanted
        before = schedule.driver[schedule.index[relation.predecessor]].kind
        # What is as late as possible would be earlier too: it holds nobody.
        if bound > limit and before != "as_late_as_possible":
            changes.append(_change(reading, relation, bound, limit))
            finish_binds = finish_binds or of_finish
        if not of_finish:
            latest_bound = max(latest_bound, bound)
    changes.sort(
        key=lambda c: (-c.predecessor_now, c.relation.predecessor, c.relation.kind, c.relation.lag_days)
    )
    crews = tuple(reading.short_crews(task, wanted))
    dates = _dates(reading, task, wanted, limit_finish)
    power = tuple(reading.short_power(task, wanted, start))
    # A day off between the bounds and the start is a way round all relations, unless one binds the finish
    # (work on a day off then moves the finish, not the start) or a crew is what was waited for.
    free = bool(changes) and not finish_binds and not (crews or dates or power) and latest_bound < start
    free = free and not reading.short_crews(task, start - 1)
    return Sooner(
        wanted,
        tuple(changes),
        crews,
        (latest_bound, start - 1) if free else None,
        project_start=False,
        dates=dates,
        power=power,
        as_late_as_possible=schedule.driver[task].kind == "as_late_as_possible",
    )


def _dates(reading: Reading, task: int, wanted: int, limit_finish: int) -> tuple[DateChange, ...]:
    """Constraints from below, and the pin, that lie behind the earlier start or finish."""
    item = reading.schedule.tasks[task]
    said = item.timing
    origin = reading.schedule.project_start
    pin = said.pinned_start if reading.schedule.driver[task].kind == "pinned" else None
    after = 1 if item.duration.likely else 0
    asked = (
        ("start_no_earlier", said.start_no_earlier, 0, wanted),
        ("must_start", said.must_start, 0, wanted),
        ("pinned_start", pin, 0, wanted),
        ("finish_no_earlier", said.finish_no_earlier, after, limit_finish),
        ("must_finish", said.must_finish, after, limit_finish),
    )
    return tuple(
        DateChange(key, now, limit)
        for key, day, more, limit in asked
        if day is not None and (now := (day - origin).days + more) > limit
    )


def _change(reading: Reading, relation: Relation, bound: int, limit: int) -> RelationChange:
    """How much sooner the predecessor's end, or how much less lag, brings a bound down to `limit`."""
    now = reading.end(relation)
    end = now - 1
    # Later ends never give earlier bounds; the gap is a few days, so they are tried one by one.
    while end >= 0 and reading.lagged(relation, end) > limit:
        end -= 1
    less = 1
    while reading.lagged(relation, now, relation.lag_days - less) > limit:
        less += 1
    before = reading.schedule.index[relation.predecessor]
    by, sooner = _possible_end(reading, before, relation, now, end)
    return RelationChange(relation, bound, limit, now, by, sooner, less, not reading.duration(before))


def _possible_end(
    reading: Reading, task: int, relation: Relation, now: int, end: int
) -> tuple[int | None, int]:
    """The last boundary up to `end` at which the predecessor can really end (or start), and how far that is."""
    if reading.duration(task) and end >= 0:
        calendar = reading.calendar(task)
        last_worked = calendar.pass_working_days(end + (relation.kind[0] == "S"), -1)
        end = last_worked + (relation.kind[0] == "F")
    # A predecessor that works may be made shorter, down to one day from the project start.
    lowest = 1 if reading.duration(task) and relation.kind[0] == "F" else 0
    if end < lowest:
        return None, 0
    return end, reading.calendar(task).working_days(end, now) if reading.duration(task) else now - end
