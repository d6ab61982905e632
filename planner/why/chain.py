"""The driving chain: from a task back to the project start, along what holds each planned start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from planner.why.result import CrewWait, Days, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.why.reading import Reading


def driving_chain(reading: Reading, task: int) -> tuple[Step, ...]:
    """Steps from a task back to the project start.

    A task that waited for a crew goes on to the holder whose release let it start (see `_crew_links`), else to the
    relation that would drive it. Each task stands once: where a holder turns out to depend on the
    chain behind it (it was placed later, into a gap), the next choice is taken. Relations have no
    loops, so there always is a way to the start.
    """
    visited = {task}
    steps: list[Step] = []
    choices = [_links(reading, task)]
    index = reading.schedule.index
    while choices:
        step = next(choices[-1], None)
        if step is None:
            choices.pop()
            if steps:
                steps.pop()
            continue
        if step.previous is None:
            return (*steps, step)
        before = index[step.previous]
        if before not in visited:
            visited.add(before)
            steps.append(step)
            choices.append(_links(reading, before))
    raise AssertionError("relations have no loops, so a chain ends")


def _links(reading: Reading, task: int) -> Iterator[Step]:
    if reading.schedule.driver[task].kind == "crew":
        return _crew_links(reading, task)
    return iter((_related(reading, task, None),))


def _crew_links(reading: Reading, task: int) -> Iterator[Step]:
    """The ways to go on from a task that waited for a crew, best first.

    First the tasks that hold the crew on the worked day before the start and no longer on
    the day of the start. Those that finished go before those that only pause, then the latest
    finish, the smallest total float, the id. Then what relations alone give: that is the way where nobody
    released it, because its capacity rose.
    """
    schedule = reading.schedule
    start = schedule.start[task]
    short = reading.short_crews(task, reading.start_before(task, start))
    wait = next((w for w in short if w.crew == schedule.driver[task].by), None)
    if wait is not None:
        released = [schedule.index[h.task] for h in wait.holders if h.released]
        for holder in sorted(
            released,
            key=lambda i: (
                schedule.finish[i] > start,
                -schedule.finish[i],
                schedule.total_float[i],
                schedule.tasks[i].id,
            ),
        ):
            yield _released(reading, task, holder, wait)
    yield _related(reading, task, wait)


def _released(reading: Reading, task: int, holder: int, wait: CrewWait) -> Step:
    """The step of a task that starts when another one lets go of the crew."""
    schedule = reading.schedule
    start, finish = schedule.start[task], schedule.finish[holder]
    # Who pauses had the crew on the eve for the last time.
    release = finish if finish <= start else wait.day + 1
    days = Days(work=release - schedule.start[holder], calendar=start - release)
    return _step(
        reading, task, schedule.tasks[holder].id, release, "start", _network_start(reading, task), days, wait
    )


def _network_start(reading: Reading, task: int) -> int:
    relation = reading.schedule.driver[task].relation
    if relation is None:
        return reading.first_start(task, 0)
    bound = reading.lagged(relation, reading.end(relation))
    return reading.start_for(task, bound, of_finish=relation.kind[1] == "F")


def _related(reading: Reading, task: int, wait: CrewWait | None) -> Step:
    """The step of a task that its driving relation, or the project start, puts where it is, crews aside."""
    schedule = reading.schedule
    driver = schedule.driver[task]
    relation = driver.relation
    # Without a crew wait the driver is what puts the start where it is.
    network_start = _network_start(reading, task) if driver.kind == "crew" else schedule.start[task]
    crew_days = schedule.start[task] - network_start
    if relation is None:
        days = Days(calendar=network_start, crew=crew_days)
        return _step(reading, task, None, 0, "start", network_start, days, wait)
    before = schedule.index[relation.predecessor]
    end = reading.end(relation)
    bound = reading.lagged(relation, end)
    of_finish = relation.kind[1] == "F"
    work = end - schedule.start[before]
    days_off = network_start - bound
    if of_finish:
        length = reading.finish_from(task, network_start) - network_start
        work -= length
        days_off += length
    days = Days(work, bound - end, days_off, crew_days)
    return _step(
        reading,
        task,
        relation.predecessor,
        bound,
        "finish" if of_finish else "start",
        network_start,
        days,
        wait,
    )


def _step(
    reading: Reading,
    task: int,
    previous: str | None,
    bound: int,
    bounds: Literal["start", "finish"],
    network_start: int,
    days: Days,
    wait: CrewWait | None,
) -> Step:
    schedule = reading.schedule
    item, driver = schedule.tasks[task], schedule.driver[task]
    return Step(
        item.id,
        item.name,
        schedule.start[task],
        schedule.finish[task],
        item.duration.likely,
        item.calendar,
        driver.kind,
        driver.by,
        driver.relation,
        previous,
        bound,
        bounds,
        network_start,
        days,
        wait,
    )
