"""The driving chain: from a task back to the project start, along what holds each planned start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from planner.why.result import CrewWait, Days, PowerWait, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.why.reading import Reading


def driving_chain(reading: Reading, task: int) -> tuple[Step, ...]:
    """Steps from a task back to the project start.

    A task that waited for a crew or for megawatts goes on to the holder whose release let it start (see `_crew_links`), else to
    the relation that would drive it. A date that is given ends the chain. Each task stands once: where a holder turns out to depend on the
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
    kind = reading.schedule.driver[task].kind
    if kind == "crew":
        return _crew_links(reading, task)
    if kind == "power":
        return _power_links(reading, task)
    if kind == "as_late_as_possible":
        return _late_links(reading, task)
    if kind == "hammock":
        return iter((_anchored(reading, task), _given(reading, task, reading.schedule.start[task])))
    return iter((_related(reading, task),))


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
        for holder in _latest_first(reading, released, start):
            finish = schedule.finish[holder]
            # Who pauses had the crew on the eve for the last time.
            release = finish if finish <= start else wait.day + 1
            yield _released(reading, task, holder, release, crew=wait)
    yield _related(reading, task, crew=wait)


def _power_links(reading: Reading, task: int) -> Iterator[Step]:
    """The same for megawatts: first the tasks that let go of some on the day of the start."""
    schedule = reading.schedule
    start = schedule.start[task]
    wait = reading.power_wait(task, start)
    if wait is not None:
        released = [schedule.index[name] for name in wait.released]
        for holder in _latest_first(reading, released, start):
            yield _released(reading, task, holder, start, power=wait)
    yield _related(reading, task, power=wait)


def _latest_first(reading: Reading, tasks: list[int], start: int) -> list[int]:
    schedule = reading.schedule
    return sorted(
        tasks,
        key=lambda i: (
            schedule.finish[i] > start,
            -schedule.finish[i],
            schedule.total_float[i],
            schedule.tasks[i].id,
        ),
    )


def _late_links(reading: Reading, task: int) -> Iterator[Step]:
    """What is as late as possible stands before the successor that holds it: the chain is that one's."""
    schedule = reading.schedule
    by, start = schedule.driver[task].by, schedule.start[task]
    if by is not None:
        days = Days(work=start - schedule.start[schedule.index[by]])
        yield _step(reading, task, by, start, "start", start, days)
    yield _given(reading, task, start)


def _anchored(reading: Reading, task: int) -> Step:
    """A hammock begins with its earliest anchor."""
    schedule = reading.schedule
    relation, by = schedule.driver[task].relation, schedule.driver[task].by
    assert relation is not None
    assert by is not None
    other = schedule.index[by]
    outgoing = relation.predecessor == schedule.tasks[task].id
    end = schedule.finish[other] if relation.kind[outgoing] == "F" else schedule.start[other]
    bound = end if outgoing else reading.lagged(relation, end)
    start = schedule.start[task]
    days = Days(work=end - schedule.start[other], lag=bound - end, calendar=start - bound)
    if outgoing or start < bound:
        days = Days(work=end - schedule.start[other], lag=start - end)
    return _step(reading, task, by, bound, "start", start, days)


def _given(reading: Reading, task: int, network_start: int) -> Step:
    """The step of a task that no other holds: the project start, or a date that is given, puts it where it is."""
    kind = reading.schedule.driver[task].kind
    bound = network_start
    if kind in ("project_start", "data_date"):
        bound = min(reading.schedule.data_date, network_start)
    elif kind in ("constraint", "crew", "power"):
        bound = min(reading.given_date(task), network_start)
    days = Days(date=bound, calendar=network_start - bound)
    return _step(reading, task, None, bound, "start", network_start, days)


def _released(
    reading: Reading,
    task: int,
    holder: int,
    release: int,
    crew: CrewWait | None = None,
    power: PowerWait | None = None,
) -> Step:
    """The step of a task that starts when another one lets go of a crew or of megawatts."""
    schedule = reading.schedule
    days = Days(work=release - schedule.start[holder], calendar=schedule.start[task] - release)
    name = schedule.tasks[holder].id
    network_start = reading.network_start(task)
    return _step(reading, task, name, release, "start", network_start, days, crew, power, through=True)


def _related(
    reading: Reading, task: int, crew: CrewWait | None = None, power: PowerWait | None = None
) -> Step:
    """The step of a task that its driving relation, or a date, puts where it is, waits aside."""
    schedule = reading.schedule
    driver = schedule.driver[task]
    relation = driver.relation
    start = schedule.start[task]
    # Without a wait the driver is what puts the start where it is.
    waits = driver.kind in ("crew", "power")
    network_start = reading.network_start(task) if waits else start
    waited = Days(**{driver.kind: start - network_start}) if waits else Days()
    if relation is None:
        step = _given(reading, task, network_start)
        days = Days(*(a + b for a, b in zip(step.days, waited, strict=True)))
        return step._replace(days=days, crew_wait=crew, power_wait=power)
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
    days = waited._replace(work=work, lag=bound - end, calendar=days_off)
    return _step(
        reading,
        task,
        relation.predecessor,
        bound,
        "finish" if of_finish else "start",
        network_start,
        days,
        crew,
        power,
    )


def _step(
    reading: Reading,
    task: int,
    previous: str | None,
    bound: int,
    bounds: Literal["start", "finish"],
    network_start: int,
    days: Days,
    crew: CrewWait | None = None,
    power: PowerWait | None = None,
    *,
    through: bool = False,
) -> Step:
    schedule = reading.schedule
    item, driver = schedule.tasks[task], schedule.driver[task]
    return Step(
        item.id,
        item.name,
        schedule.start[task],
        schedule.finish[task],
        schedule.duration[task],
        item.calendar,
        driver.kind,
        driver.by,
        driver.relation,
        previous,
        bound,
        bounds,
        network_start,
        days,
        crew,
        power,
        through,
    )
