"""What a problem is about: a field of the form, a place of the tree, or a task of the programme. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.model.address import AddressError, format_address, id_key, parse_address
from planner.model.facility import POSITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.address import Address, Raw
    from planner.model.problem import Problem
    from planner.pipeline import Plan
    from planner.tui.outline import Spot


@dataclass(frozen=True)
class Subject:
    """Where to go: a place of Site with the field in its form, or a task; neither where nothing is to be shown."""

    spot: Spot | None = None
    field: str | None = None
    task: str | None = None


def subject_of(
    problem: Problem,
    raw: Raw,
    plan: Plan | None,
    spots: Iterable[Spot],
    tasks: Mapping[str, str] = MappingProxyType({}),
) -> Subject:
    """What a problem is about, as near to it as there is something to show; `tasks` are known by their keys."""
    task = tasks.get(problem.key) or _task(problem.key, plan)
    if task is not None:
        return Subject(task=task)
    address = _address(problem, raw)
    best: tuple[int, Spot, str | None] | None = None
    for spot in spots:
        for form in spot.forms:
            if form == address[: len(form)] and (best is None or len(form) > best[0]):
                best = (len(form), spot, address[len(form)] if len(address) > len(form) else None)
        table = spot.table
        if not spot.forms and table is not None and table == address[: len(table)] and best is None:
            best = (0, spot, None)  # a list of which the file has no such member: where one can be added
    return Subject(best[1], best[2]) if best is not None else Subject()


def _task(key: str, plan: Plan | None) -> str | None:
    """The generated task of a key: an order of a procurement chain, or a task that the file does not hold."""
    try:
        parts = parse_address(key)
    except AddressError:
        return None
    if plan is None or len(parts) < 2:
        return None
    if parts[0] == "procurement" and len(parts) == 3:
        for chain in plan.graph.procurement:
            if (chain.hall or "site", chain.item) == parts[1:]:
                return chain.order or chain.tasks[-1]
    if parts[0] == "task" and all(own.id != parts[1] for own in plan.facility.task):
        rest = ".".join(parts[1:])
        return next((name for name in (parts[1], rest) if name in plan.schedule.index), None)
    return None


def _address(problem: Problem, raw: Raw) -> Address:
    """The address of a problem: by its location where it has one, which no doubled id can mislead."""
    location = problem.location
    if len(location) >= 2 and isinstance(location[1], int):
        table, position = str(location[0]), location[1]
        members = raw.get(table)
        if isinstance(members, list) and position < len(members):
            name = str(position) if table in POSITIONAL else str(members[position].get(id_key(table), ""))
            return (table, name, *(str(part) for part in location[2:]))
    try:
        return parse_address(problem.key)
    except AddressError:
        return (problem.key.partition(".")[0],)


def told(subject: Subject) -> str:
    """Where enter leads, in words."""
    if subject.task is not None:
        return f"task {subject.task}"
    if subject.spot is None:
        return ""
    return format_address((subject.spot.key, subject.field)) if subject.field else subject.spot.title
