"""Edits of a task's dates and duration by keys: a pin, a bound a day later or earlier, another duration. No Textual here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.model.own_limits import ACTUAL
from planner.model.problem import PlannerError
from planner.schedule.calendar import compile_calendar
from planner.session.edits import AddMember, RemoveMember, SetValue, SetValues, shown
from planner.tui.commands import keyed
from planner.tui.typed import TypingError

if TYPE_CHECKING:
    from planner.model.address import Address, Raw
    from planner.model.work import Task
    from planner.pipeline import Plan
    from planner.session.edits import Edit

MOST_DAYS_OFF = 400
"""Days that are looked through for the next one that is worked."""
ABOUT = frozenset({"task", "reason"})
"""Keys of an adjustment that adjust nothing."""


class NoEditError(PlannerError):
    """This cannot be done to this task; the message says why and what can."""


def toggled_pin(plan: Plan, raw: Raw, i: int, fresh: bool = True) -> Edit:
    """Keep a task's planned start where it is, or let it go again. `fresh` says whether the plan is of these tables.

    Raises:
        NoEditError: Its dates are facts, or follow others, or are not known yet.
    """
    task = _movable(plan, raw, i)
    if _said(task, raw, "pinned_start") is not None:
        return _dated(task, raw, "pinned_start", None)
    return _dated(task, raw, "pinned_start", _planned(plan, i, fresh))


def moved(plan: Plan, raw: Raw, i: int, fresh: bool = True, *, by: int) -> Edit:
    """Move a task's pin, else the day it may not start before, by a day that its calendar works; without either set the latter.

    Raises:
        NoEditError: Its dates are facts, or follow others, or are not known yet; or nothing holds it that could be earlier.
    """
    task = _movable(plan, raw, i)
    key = "start_no_earlier" if _said(task, raw, "pinned_start") is None else "pinned_start"
    held = _said(task, raw, key)
    if held is None and by < 0:
        raise NoEditError(
            keyed(
                "neither a pin nor start_no_earlier holds this task: {later} moves it later, {pin} pins it, {why} tells what drives it"
            )
        )
    day = _planned(plan, i, fresh) if held is None else held
    return _dated(task, raw, key, _worked(plan, task, day, by))


def _planned(plan: Plan, i: int, fresh: bool) -> date:
    if not fresh:
        raise NoEditError(keyed("the plan is not up to date: wait a moment, or see Checks ({checks})"))
    return plan.day(plan.schedule.start[i])


def duration_text(plan: Plan, raw: Raw, i: int) -> str:
    """The duration of an own task as it is typed.

    Raises:
        NoEditError: It is generated, or a hammock.
    """
    task = plan.schedule.tasks[i]
    member = _member(raw, "task", task.id)
    if task.hammock:
        raise NoEditError("a hammock's duration follows from what it is tied to")
    if member is None:
        raise NoEditError(
            f"the books make this duration: {task.basis or keyed('see {explain}')}; change a figure of it under overrides on Site"
        )
    said = member.get("duration")
    if isinstance(said, dict):
        return f"{said.get('low')} / {said.get('likely')} / {said.get('high')}"
    return str(member.get("duration_days", ""))


def with_duration(raw: Raw, task: str, text: str) -> Edit:
    """Another duration of an own task: days, or low / likely / high.

    Raises:
        TypingError: It is neither.
    """
    parts = [part.strip() for part in text.split("/")]
    if len(parts) not in (1, 3) or not all(p.isascii() and p.isdigit() and len(p) < 7 for p in parts):
        raise TypingError("write days, such as 8, or low / likely / high, such as 5 / 8 / 14")
    days = [int(part) for part in parts]
    member = _member(raw, "task", task) or {}
    at = ("task", task)
    if len(days) == 1:
        one: SetValue = SetValue((*at, "duration_days"), days[0])
        return (
            one
            if "duration" not in member
            else SetValues((((*at, "duration"), None), (one.address, days[0])))
        )
    three = dict(zip(("low", "likely", "high"), days, strict=True))
    other = SetValue((*at, "duration"), three)
    if "duration_days" not in member:
        return other
    return SetValues((((*at, "duration_days"), None), (other.address, three)))


def _member(raw: Raw, table: str, task: str) -> dict[str, Any] | None:
    key = "id" if table == "task" else "task"
    found = (m for m in raw.get(table, ()) if isinstance(m, dict) and m.get(key) == task)
    return next(found, None)


def _table(task: Task, raw: Raw) -> str:
    return "task" if _member(raw, "task", task.id) is not None else "adjust"


def _said(task: Task, raw: Raw, key: str) -> date | None:
    """A date as the tables have it, which a plan under way may not know yet."""
    found = (_member(raw, _table(task, raw), task.id) or {}).get(key)
    return found if isinstance(found, date) else date.fromisoformat(found) if isinstance(found, str) else None


def _movable(plan: Plan, raw: Raw, i: int) -> Task:
    task = plan.schedule.tasks[i]
    if task.timing.progressed or _member(raw, "begun", task.id) is not None:
        raise NoEditError("this task has begun: its start is a fact, and what remains follows the data date")
    if task.hammock:
        raise NoEditError("a hammock takes its dates from what it is tied to")
    return task


def _worked(plan: Plan, task: Task, day: date, by: int) -> date:
    """The next day, or the one before, that the task's calendar works."""
    calendar = compile_calendar(plan.graph.calendars[task.calendar], plan.project_start)
    try:
        for _ in range(MOST_DAYS_OFF):
            day += timedelta(days=by)
            if day <= plan.project_start or calendar.works((day - plan.project_start).days):
                break
    except OverflowError:
        raise NoEditError("there is no such day") from None
    return day


def _dated(task: Task, raw: Raw, key: str, day: date | None) -> Edit:
    """Say a date of a task, None to take it back, in `[[task]]` or `[[adjust]]`; an adjustment of nothing goes."""
    table = _table(task, raw)
    member = _member(raw, table, task.id)
    if member is None:
        return AddMember((table,), {"task": task.id, key: day})
    if day is None and table == "adjust" and set(member) <= ABOUT | {key}:
        return RemoveMember((table, task.id))
    return SetValue((table, task.id, key), day)


def said_of(raw: Raw, task: str) -> dict[Address, str]:
    """What the file says of a generated task, in words, by the address of each entry that says it."""
    found: dict[Address, str] = {}
    for table in ("adjust", "begun"):
        member = _member(raw, table, task)
        if member is not None:
            said = [
                f"{key.replace('_', ' ')} {shown(value)}" for key, value in member.items() if key != "task"
            ]
            if table == "begun" and "remaining_days" not in member:
                said.insert(0, "done")
            found[table, task] = f"{table}: {', '.join(said) or 'nothing'}"
    return found


def begun_edit(raw: Raw, task: str, name: str, value: Any) -> Edit:
    """Say of a generated task how much was left of it at the project start, or where that is known from; None takes it back.

    Raises:
        TypingError: Where it is known from is said before what is known.
    """
    if _member(raw, "begun", task) is None:
        if name != "remaining_days":
            raise TypingError("say first how many days were left of it at the project start")
        return AddMember(("begun",), {"task": task, name: value})
    if name == "remaining_days" and value is None:
        return RemoveMember(("begun", task))
    return SetValue(("begun", task, name), value)


def progress_twice(raw: Raw, task: str) -> str:
    """What is wrong where progress of a generated task is said both as before the project start and as since; empty where it is not."""
    since = _member(raw, "adjust", task) or {}
    if _member(raw, "begun", task) is None or all(since.get(key) is None for key in ACTUAL):
        return ""
    return "it began either before the project start, with days left then, or since, with an actual start: say one of them"
