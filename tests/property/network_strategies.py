"""Hypothesis strategies of small networks with everything that a task may say, mixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from planner.model.work import CalendarSpec, Crew, Duration, Envelope, Relation, Task, Timing

START = date(2026, 12, 17)
"""A Thursday with a weekend, Christmas and New Year within reach."""
FAR = date(2060, 12, 31)

CALENDARS = {
    "standard": CalendarSpec("standard"),
    "elapsed": CalendarSpec("elapsed", tuple(range(7))),
    "short": CalendarSpec("short", (0, 2, 5)),
    "holidays": CalendarSpec("holidays", holidays="US-TX"),
    "shut": CalendarSpec(
        "shut",
        (0, 1, 2, 3, 4, 5),
        closed=((date(2026, 12, 24), date(2027, 1, 2)), (date(2027, 1, 11), date(2027, 1, 11))),
    ),
    "all_but": CalendarSpec("all_but", tuple(range(7)), closed=((date(2026, 12, 15), date(2026, 12, 20)),)),
    "outage": CalendarSpec(
        "outage",
        (0, 1, 2, 3, 4, 5),
        holidays="US-TX",
        windows=(
            (date(2026, 12, 10), date(2026, 12, 18)),
            (date(2026, 12, 28), date(2027, 1, 4)),
            (date(2027, 1, 13), FAR),
        ),
    ),
}
CREWS = {
    "a": Crew("a", "a", 2),
    "b": Crew("b", "b", 3, ((date(2026, 12, 1), 0), (date(2026, 12, 28), 3), (date(2027, 1, 13), 2))),
}
NO_LATER = ("start_no_later", "finish_no_later", "must_start", "must_finish", "deadline")
NO_EARLIER = ("start_no_earlier", "finish_no_earlier")
EVERY_KIND = ("FS", "SS", "FF", "SF")


@dataclass(frozen=True, repr=False)
class Network:
    """What a schedule is made from, less the calendars and the project start."""

    tasks: list[Task]
    relations: list[Relation]
    data_date: date | None = None
    crews: bool = False
    envelopes: tuple[Envelope, ...] = ()

    def but(self, **changes: Any) -> Network:
        return replace(self, **changes)

    def __repr__(self) -> str:
        """A line for each task and relation, with what is said of it alone."""
        lines = [f"data date {self.data_date}, crews {self.crews}"]
        for t in self.tasks:
            said = {k: getattr(t.timing, k) for k in Timing.__slots__}
            words = [f"{k}={v}" for k, v in said.items() if v not in (None, False)]
            what = "hammock" if t.hammock else f"{t.duration.likely} days"
            lines.append(" ".join((t.id, what, t.calendar, *map(str, t.crew), *words)))
        lines += [f"{r.predecessor} {r.kind}{r.lag_days:+} {r.lag} {r.successor}" for r in self.relations]
        lines += [str(e) for e in self.envelopes]
        return "\n    ".join(lines)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """How Hypothesis prints a network that breaks a law."""
        printer.text(repr(self))


def days_from_start(low: int, high: int) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda n: START + timedelta(days=n))


@st.composite
def timings(
    draw: st.DrawFn, likely: int, keys: tuple[str, ...], progress: bool, late: bool, pins: bool
) -> Timing:
    """Few keys on most tasks, so that their effects are seen and not only those of the last bound."""
    said: dict[str, Any] = {}
    if keys and draw(st.integers(0, 2)) == 2:
        for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)):
            said[key] = draw(days_from_start(-4, 40))
    if late and draw(st.integers(0, 3)) == 3:
        said["as_late_as_possible"] = True
    if pins and draw(st.integers(0, 4)) == 4:
        said["pinned_start"] = draw(days_from_start(0, 40))
    state = draw(st.sampled_from(("open", "open", "done", "begun"))) if progress else "open"
    if state == "done":
        begun = draw(st.integers(0, 12))
        said["actual_finish"] = START + timedelta(days=begun + (draw(st.integers(0, 9)) if likely else 0))
        if likely or draw(st.booleans()):
            said["actual_start"] = START + timedelta(days=begun)
    elif state == "begun" and likely:
        said["actual_start"] = draw(days_from_start(0, 15))
        how = draw(st.sampled_from(("nothing", "percent", "remaining", "both")))
        if how in ("percent", "both"):
            said["percent"] = draw(st.sampled_from((0.0, 10.0, 29.0, 33.3, 50.0, 71.0, 99.9, 100.0)))
        if how in ("remaining", "both"):
            said["remaining_days"] = draw(st.integers(0, 9))
    return Timing(**said)


@st.composite
def networks(
    draw: st.DrawFn,
    *,
    kinds: tuple[str, ...] = EVERY_KIND,
    constraints: tuple[str, ...] = NO_EARLIER + NO_LATER,
    late: bool = True,
    hammocks: bool = True,
    progress: bool = True,
    pins: bool = False,
    resources: bool = False,
) -> Network:
    """One to nine tasks, never a loop; each keyword leaves out what a law does not hold for."""
    size = draw(st.integers(1, 9))
    names = draw(st.permutations([f"t{i}" for i in range(size)]))
    progressing = progress and draw(st.booleans())
    data_date = draw(st.none() | days_from_start(-3, 20)) if progress else None
    tasks = []
    for name in names:
        likely = draw(st.sampled_from((1, 1, 2, 2, 3, 4, 5, 6, 8, 0)))
        calendar = draw(st.sampled_from(tuple(CALENDARS)))
        task = Task(name, name, "test", Duration(0, likely, 20), calendar)
        if hammocks and draw(st.integers(0, 4)) == 4:
            tasks.append(replace(task, hammock=True))
            continue
        crew = ()
        if resources:
            pairs = st.tuples(st.sampled_from(("a", "b")), st.integers(1, 2))
            crew = tuple(dict(draw(st.lists(pairs, max_size=2))).items())
        said = draw(timings(likely, constraints, progressing, late, pins))
        tasks.append(replace(task, crew=crew, timing=said))
    relations = []
    if size > 1:
        for _ in range(draw(st.integers(0, 2 * size))):
            later = draw(st.integers(1, size - 1))
            relations.append(
                Relation(
                    names[draw(st.integers(0, later - 1))],
                    names[later],
                    draw(st.sampled_from(kinds)),  # type: ignore[arg-type]
                    draw(st.sampled_from((0, 0, 0, 1, 2, 3, 5, 9, -1, -2, -4, -7))),
                    draw(st.sampled_from(("working", "elapsed"))),
                )
            )
    power = draw(envelopes(tasks)) if resources else ()
    return Network(tasks, relations, data_date, resources, power)


@st.composite
def envelopes(draw: st.DrawFn, tasks: list[Task]) -> tuple[Envelope, ...]:
    """Limits that waiting can always keep: what has begun draws nothing, and in the end there is enough for all."""
    made = []
    free = [task.id for task in tasks if not task.hammock and not task.timing.progressed]
    for number in range(draw(st.integers(0, 2)) if free else 0):
        events: list[tuple[str, str, float]] = []
        for task in free:
            kind = draw(st.sampled_from(("none", "own", "load", "leaves")))
            mw = float(draw(st.integers(1, 4)))
            if kind == "own":
                events += [(task, "start", mw), (task, "finish", -mw)]
            elif kind != "none":
                end = draw(st.sampled_from(("start", "finish")))
                events.append((task, end, mw if kind == "load" else -mw / 2))
        base = float(draw(st.integers(0, 6)))
        capacity: list[tuple[date | None, float]] = [(None, base + draw(st.integers(0, 6)))]
        if draw(st.booleans()):
            capacity.append(
                (START + timedelta(days=draw(st.integers(1, 25))), base + draw(st.integers(0, 4)))
            )
        enough = base + sum(max(mw, 0.0) for _, _, mw in events)
        capacity.append((START + timedelta(days=draw(st.integers(26, 40))), enough))
        made.append(Envelope(f"e{number}", f"e{number}", base, tuple(capacity), tuple(events)))
    return tuple(made)
