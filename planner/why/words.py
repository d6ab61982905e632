"""The answer in words, for the command line and the app."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.problem import literal
from planner.schedule.dates import finish_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from planner.model.work import Relation
    from planner.why.result import CrewWait, PowerWait, RelationChange, Step, Why

PAGE = 100
MOST_STEPS = 60
LAST_STEPS = 10
"""Of a chain longer than `MOST_STEPS`, so many next to the project start are shown."""
MOST_NAMES = 6
LAST_DAYS = ("finish", "must_finish")
"""Keys of dates that are last days."""
DATE = 12
"""Columns before a step's words: a date and a gap."""


def why_lines(why: Why, width: int = PAGE) -> list[str]:
    """The whole answer, lines of at most `width` columns."""
    step = why.step
    lines = _wrapped(f"{step.task} starts {_day(why, step.start)}: {step.name}", "", width)
    lines += ["", "What drives it, back to the project start"]
    shown: Sequence[Step] = why.steps
    left_out = len(why.steps) - MOST_STEPS
    if left_out > 0:
        shown = why.steps[: MOST_STEPS - LAST_STEPS]
    for one in shown:
        lines += _step(why, one, width)
    if left_out > 0:
        lines += [f"  … {left_out:,} more steps (--json names them)"]
        for one in why.steps[-LAST_STEPS:]:
            lines += _step(why, one, width)
    return [*lines, "", *_sum(why, width), "", *_sooner(why, width)]


def relation_words(relation: Relation) -> str:
    """`starts 3 working days after slab finishes`."""
    end = "finishes" if relation.kind[1] == "F" else "starts"
    behind = f"{relation.predecessor} {'finishes' if relation.kind[0] == 'F' else 'starts'}"
    lag = relation.lag_days
    if lag == 0:
        return f"{end} when {behind} ({relation.kind})"
    after = "after" if lag > 0 else "before"
    return f"{end} {count(abs(lag), f'{relation.lag} day')} {after} {behind} ({relation.kind}{lag:+d})"


def count(number: int, one: str) -> str:
    """`1 day`, `3 days`, `-2 days`."""
    return f"{number:,} {one if abs(number) == 1 else one + 's'}"


def step_words(why: Why, step: Step) -> str:
    """What holds a step's start, calendar and crew included."""
    parts = []
    if step.through:
        what = f"crew {step.by}" if step.crew_wait is not None else "megawatts"
        parts.append(f"starts when {step.previous} lets go of {what}")
    elif step.kind == "as_late_as_possible":
        until = f"{step.by} needs it" if step.by else "the plan ends"
        parts.append(f"as late as possible: until {until}")
    elif step.kind == "hammock" and step.previous is not None:
        parts.append(f"level of effort: begins with its earliest anchor, {step.previous}")
    elif step.relation is not None:
        parts.append(relation_words(step.relation))
    else:
        parts.append(_given_words(why, step))
    parts += _calendar(why, step)
    if step.crew_wait is not None:
        parts.append(crew_words(why, step, step.crew_wait))
    elif step.power_wait is not None:
        parts.append(power_words(why, step.power_wait))
    elif step.wait_days and step.kind in ("crew", "power"):
        of = "crew" if step.kind == "crew" else "megawatts of"
        parts.append(f"then waits {count(step.wait_days, 'day')} for {of} {step.by}")
    return "; ".join(parts)


def _given_words(why: Why, step: Step) -> str:
    """What puts a task that no other holds where it is."""
    if step.kind == "actual":
        return f"started {_day(why, step.start)}, as reported"
    if step.kind == "pinned":
        return f"pinned to {_day(why, step.start)} (pinned_start)"
    if step.kind == "constraint":
        return f"{step.by} holds it until {_day(why, step.bound)}"
    if step.bound > why.data_date:
        return f"its own dates hold it until {_day(why, step.bound)}"
    if step.bound and step.bound == why.data_date:
        return f"nothing before it: not before the data date, {_day(why, why.data_date)}"
    return "starts with the project: nothing before it"


def power_words(why: Why, wait: PowerWait) -> str:
    """`on 2027-03-05 38.0 of 50.0 MW of the grid contract are drawn, it adds 20.0`."""
    return (
        f"on {_day(why, wait.day)} {wait.drawn_mw:.1f} of {wait.limit_mw:.1f} MW of {wait.name} are drawn, "
        f"it adds {wait.asked_mw:.1f}"
    )


def _calendar(why: Why, step: Step) -> Iterator[str]:
    days = step.days.calendar
    if days:
        # A finish is a boundary: the day off that counts is the eve of it.
        first = step.bound - (step.bounds == "finish")
        last = first + days - 1
        span = _day(why, first) if first == last else f"{_day(why, first)} to {_day(why, last)}"
        yield f"calendar {step.calendar}: {count(days, 'day')} off, {span}"


def crew_words(why: Why, step: Step, wait: CrewWait) -> str:
    """`crew power: could start 2026-03-02, waits 4 days; on 2026-03-05 a (1), b (1) hold 2 of 2`."""
    free = _day(why, step.network_start)
    text = f"crew {wait.crew}"
    if step.crew_wait_days > 0:
        text += f": without it could start {free}, waits {count(step.crew_wait_days, 'day')}"
    text += f"; {_holding(why, wait)}"
    if wait.capacity_next > wait.capacity:
        text += f", from {_day(why, step.start)} there are {wait.capacity_next}"
    return text


def _holding(why: Why, wait: CrewWait) -> str:
    on = f"on {_day(why, wait.day)}"
    if not wait.holders:
        return f"{on} there are {wait.capacity} of the {wait.units} that it needs"
    names = _names([f"{h.task} ({h.units})" for h in wait.holders])
    hold = "holds" if len(wait.holders) == 1 else "hold"
    return f"{on} {names} {hold} {wait.held} of {wait.capacity}, it needs {wait.units}"


def _names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _step(why: Why, step: Step, width: int) -> list[str]:
    kind = count(step.duration_days, "day") if step.duration_days else "milestone"
    until = finish_date(why.project_start, step.start, step.finish)
    if step.duration_days:
        kind += f" ({step.calendar}), to {until.isoformat()}"
    head = f"{_day(why, step.start)}  {step.task}: {step.name}, {kind}"
    return [
        *_wrapped(head, "  ", width, DATE),
        *_wrapped(step_words(why, step), " " * (DATE + 2), width),
    ]


def _sum(why: Why, width: int) -> list[str]:
    days = why.days
    parts = [
        f"{number:,} {label}"
        for number, label in (
            (days.work, "work"),
            (days.lag, "lags"),
            (days.calendar, "days off at the joints"),
            (days.crew, "crews"),
            (days.power, "megawatts"),
            (days.date, "up to a given date"),
        )
        if number
    ]
    text = f"{count(days.total, 'day')} from the project start"
    lines = _wrapped(f"{text} = {' + '.join(parts)}" if parts else text, "", width)
    behind = why.crew_wait_days - days.crew
    if behind:
        lines += _wrapped(
            f"Tasks of the chain waited {count(behind, 'day')} for crews while others of the chain, counted as work, "
            "held them.",
            "",
            width,
        )
    return lines


def sooner_words(why: Why) -> list[str]:
    """Each change that a start one day sooner needs; all of them together."""
    sooner = why.sooner
    if sooner.fact:
        return ["nothing: the start is a fact"]
    if sooner.hammock and why.step.relation is None:
        return ["a relation that anchors its start: without one it begins with the project, or the data date"]
    if sooner.hammock:
        return ["an earlier start of any task that anchors its start"]
    if sooner.project_start and why.data_date:
        return [
            f"an earlier data date: nothing unfinished starts before {_day(why, why.data_date)}, and it starts "
            "on the first day after"
        ]
    if sooner.project_start:
        return [
            f"the project start on {_day(why, sooner.start)} or before: it starts on the first day there is"
        ]
    found = [_change(why, change) for change in sooner.relations]
    found += [
        f"crew {w.crew}: {count(w.missing, 'unit')} more on {_day(why, w.day)} ({_holding(why, w)})"
        for w in sooner.crews
    ]
    found += [
        f"{d.key} on {_day(why, d.limit - (d.key.startswith(LAST_DAYS) and why.step.duration_days > 0))} or before"
        for d in sooner.dates
    ]
    found += [f"{w.missing_mw:.1f} MW more: {power_words(why, w)}" for w in sooner.power]
    if sooner.as_late_as_possible:
        found.append("as_late_as_possible taken out, or an earlier need of it")
    return found


def _change(why: Why, change: RelationChange) -> str:
    relation = change.relation
    of_finish = relation.kind[0] == "F"
    verb = "finishes" if of_finish else "starts"
    less = f"a lag of {relation.lag_days - change.lag_less:+d} {relation.lag} days in place of {relation.lag_days:+d}"
    by = change.predecessor_by
    if by is None:
        return f"{relation.predecessor} {verb}: cannot be sooner; {less} ({relation.kind})"
    milestone = change.milestone
    shown = by - 1 if of_finish and not milestone else by
    unit = "day" if milestone else "working day"
    return (
        f"{relation.predecessor} {verb} by {_day(why, shown)}, {count(change.days_sooner, unit)} sooner, "
        f"or {less} ({relation.kind})"
    )


def _sooner(why: Why, width: int) -> list[str]:
    sooner = why.sooner
    parts = sooner_words(why)
    if sooner.project_start or sooner.fact or sooner.hammock:
        return ["To start sooner it needs", *_wrapped(parts[0], "  ", width, 2)]
    every = " all of" if len(parts) > 1 else ""
    lines = [f"To start a day sooner, on {_day(why, sooner.start)}, it needs{every}"]
    for part in parts:
        lines += _wrapped(f"- {part}", "  ", width, 2)
    if sooner.days_off is not None:
        first, last = sooner.days_off
        span = _day(why, first) if first == last else f"{_day(why, first)} to {_day(why, last)}"
        lines += _wrapped(f"or else work on a day off: {span} (calendar {why.step.calendar})", "  ", width, 2)
    return lines


def _day(why: Why, boundary: int) -> str:
    day: date = why.project_start + timedelta(days=boundary)
    return day.isoformat()


def _wrapped(text: str, indent: str, width: int, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        literal(text),
        max(width, len(indent) + hang + 10),
        initial_indent=indent,
        subsequent_indent=indent + " " * hang,
        break_long_words=True,
        break_on_hyphens=False,
    )
