"""Validate raw tables into a Facility: pydantic's errors and the cross references, each as a Problem with its address."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from planner.model.address import AddressError, format_address, id_key, nearest, parse_address, set_value
from planner.model.facility import POSITIONAL, Facility
from planner.model.problem import Problem

UNIQUE_TABLES = (
    "phase", "hall", "transformer", "fleet", "fibre", "stock", "begun", "override", "calendar", "crew", "task", "scenario",
)

BUILT_IN_CALENDARS = ["standard", "elapsed", "construction"]


def validate_raw(raw: dict[str, Any]) -> tuple[Facility | None, list[Problem]]:
    """The facility, or None and every problem found. Problems carry addresses, not yet lines."""
    try:
        facility = Facility.model_validate(raw)
    except ValidationError as error:
        problems = [_problem(item, raw) for item in error.errors(include_url=False)]
        return None, problems + _duplicates(raw) + _references(raw)
    problems = _duplicates(raw) + _references(raw) + _steps(facility) + _scenarios(facility, raw)
    return (None, problems) if problems else (facility, [])


def _problem(item: Any, raw: dict[str, Any]) -> Problem:
    location = tuple(item["loc"])
    key, names = _address(location, raw)
    kind = item["type"]
    value = item.get("input")
    shown = None if isinstance(value, (dict, list)) or kind == "missing" else _shown(value)
    if kind == "extra_forbidden":
        known = _known_keys(names)
        return Problem("E-UNKNOWN-KEY", key, f"unknown key{nearest(str(location[-1]), known)}", value=shown, location=location)
    if kind == "missing":
        return Problem("E-MISSING", key, "this is required", location=location)
    message = item["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if item["msg"].startswith("Input should be "):
        message = f"must be {message}"
    if kind == "model_type" or kind == "model_attributes_type":
        message = "must be a table"
        shown = _shown(value)
    if kind == "tuple_type":
        message = f"must be a list of tables: write [[{location[0]}]]" if len(location) == 1 else "must be a list"
        shown = None
    return Problem("E-VALUE", key, message, value=shown, location=location)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _address(location: tuple[Any, ...], raw: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Address of a pydantic location, and the same with positions left out (names of fields only)."""
    parts: list[str] = []
    names: list[str] = []
    at: Any = raw
    table = ""
    for part in location:
        if isinstance(part, int):
            member = at[part] if isinstance(at, list) and part < len(at) else None
            identity = member.get(id_key(table)) if isinstance(member, dict) and table not in POSITIONAL else None
            parts.append(str(identity) if isinstance(identity, str) else str(part))
            at = member
        else:
            if isinstance(at, dict) and part not in at and not _is_field(names, part):
                continue
            parts.append(str(part))
            names.append(str(part))
            table = str(part)
            at = at.get(part) if isinstance(at, dict) else None
    return format_address(parts), tuple(names)


def _is_field(names: list[str], part: Any) -> bool:
    return str(part) in _known_keys((*names, str(part)))


def _known_keys(names: tuple[str, ...]) -> list[str]:
    """Keys of the table that holds the last of the names."""
    model: type[BaseModel] | None = Facility
    for name in names[:-1]:
        field = None if model is None else model.model_fields.get(name)
        model = None if field is None else _model_of(field.annotation)
    if model is None:
        return []
    return [f.alias or n for n, f in model.model_fields.items()]


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_of(argument)
        if found is not None:
            return found
    return None


def _members(raw: dict[str, Any], table: str) -> list[tuple[int, dict[str, Any]]]:
    members = raw.get(table)
    return [(i, m) for i, m in enumerate(members) if isinstance(m, dict)] if isinstance(members, list) else []


def _ids(raw: dict[str, Any], table: str) -> list[str]:
    return [m[id_key(table)] for _, m in _members(raw, table) if isinstance(m.get(id_key(table)), str)]


def _duplicates(raw: dict[str, Any]) -> list[Problem]:
    problems = []
    for table in UNIQUE_TABLES:
        seen: set[str] = set()
        for i, member in _members(raw, table):
            identity = member.get(id_key(table))
            if not isinstance(identity, str):
                continue
            if identity in seen:
                key = format_address((table, identity, id_key(table)))
                message = f"two of [[{table}]] have this {id_key(table)}: rename one"
                problems.append(
                    Problem("E-DUPLICATE-ID", key, message, value=_shown(identity), location=(table, i, id_key(table)))
                )
            seen.add(identity)
    return problems


def _references(raw: dict[str, Any]) -> list[Problem]:
    """Ids that name nothing, found on the raw tables so that they stand beside what else is wrong."""
    problems: list[Problem] = []
    ids = {table: _ids(raw, table) for table in ("hall", "phase", "calendar", "task")}
    ids["calendar"] += BUILT_IN_CALENDARS

    def known(location: tuple[str | int, ...], value: Any, table: str) -> None:
        if isinstance(value, str) and value not in ids[table]:
            key, _ = _address(location, raw)
            message = f"no {table} has this id{nearest(value, ids[table])}"
            problems.append(Problem("E-UNKNOWN-ID", key, message, value=_shown(value), location=location))

    converting = False
    for i, hall in _members(raw, "hall"):
        ai = hall.get("ai")
        if isinstance(ai, dict):
            converting = True
            known(("hall", i, "ai", "phase"), ai.get("phase"), "phase")
    for table in ("transformer", "fleet", "stock", "task"):
        for i, member in _members(raw, table):
            known((table, i, "hall"), member.get("hall"), "hall")
    for i, task in _members(raw, "task"):
        known(("task", i, "calendar"), task.get("calendar"), "calendar")
    if not converting:  # with generated tasks, relations are checked against them by the graph stage
        for i, relation in _members(raw, "relation"):
            known(("relation", i, "predecessor"), relation.get("predecessor"), "task")
            known(("relation", i, "successor"), relation.get("successor"), "task")
    if raw.get("hall") and "grid" not in raw:
        problems.append(Problem("E-MISSING", "grid.capacity_mw", "a site with halls needs [grid] capacity_mw"))
    for table in ("source", "assumed"):
        texts = raw.get(table)
        for text in texts if isinstance(texts, dict) else ():
            try:
                parse_address(text.replace("*", "any"))
            except AddressError as error:
                problems.append(Problem("E-VALUE", format_address((table, text)), str(error)))
    return problems


def _steps(facility: Facility) -> list[Problem]:
    if facility.grid is None:
        return []
    problems = []
    capacity = facility.grid.capacity_mw
    for step in facility.grid.step:
        if step.capacity_mw < capacity:
            key = format_address(("grid", "step", step.id, "capacity_mw"))
            message = f"each step gives at least what stood before it, {capacity:g} MW"
            problems.append(Problem("E-VALUE", key, message, value=f"{step.capacity_mw:g}"))
        capacity = max(capacity, step.capacity_mw)
    for before, after in zip(facility.grid.step, facility.grid.step[1:], strict=False):
        if after.energised < before.energised:
            key = format_address(("grid", "step", after.id, "energised"))
            problems.append(Problem("E-VALUE", key, "steps stand in order of date", value=str(after.energised)))
    return problems


def _scenarios(facility: Facility, raw: dict[str, Any]) -> list[Problem]:
    """Each scenario's overrides validated as the file is."""
    problems: list[Problem] = []
    for scenario in facility.scenario:
        changed, bad = raw, False
        for text, value in scenario.set.items():
            key = format_address(("scenario", scenario.id, "set", text))
            try:
                address = parse_address(text)
                if address[0] == "scenario":
                    raise AddressError("a scenario may not change scenarios")
                changed = set_value(changed, address, value)
            except AddressError as error:
                problems.append(Problem("E-UNKNOWN-ID", key, str(error), value=_shown(value)))
                bad = True
        if bad:
            continue
        without = {k: v for k, v in changed.items() if k != "scenario"}
        made, found = validate_raw(without)
        if made is None:
            for problem in found:
                cause = next((t for t in scenario.set if problem.key and format_address(parse_address(t)) == problem.key), None)
                key = format_address(("scenario", scenario.id, "set", cause)) if cause else format_address(("scenario", scenario.id))
                problems.append(Problem(problem.code, key, f"{problem.key}: {problem.message}", value=problem.value))
    return problems
