"""Read a baseline: every problem of a damaged one at once, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from planner.baseline.place import baseline_names, baseline_path, no_such_baseline
from planner.baseline.result import Baseline
from planner.io.positions import line_of, line_table
from planner.io.read import parse_text, read_text
from planner.io.validate import shown
from planner.model.address import format_address
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.io.positions import Location

REMEDY = "this baseline is damaged: put back what was kept, or keep it again with --force"
MOST_PROBLEMS = 1000
"""Problems told of one file; a file with more is no baseline at all."""
LISTS = ("hall", "task")


def read_baseline(facility: Path, name: str) -> Baseline:
    """The baseline of this name beside a facility file.

    Raises:
        InputError: The name is none, no baseline has it, or its file is damaged.
    """
    path = baseline_path(facility, name)
    if name not in baseline_names(facility):
        raise no_such_baseline(facility, name)
    text = read_text(path)
    return baseline_from(text, name, str(path))


def baseline_from(text: str, name: str, file: str) -> Baseline:
    """The baseline of a text.

    Raises:
        InputError: It is damaged; `file` is named.
    """
    raw = parse_text(text, file)
    problems = list(_wrong_tables(raw))
    if not problems:
        try:
            made = Baseline.model_validate({**raw, "name": name})
        except ValidationError as error:
            problems += [_problem(item, raw) for item in error.errors(include_url=False)[:MOST_PROBLEMS]]
        problems += _repeated(raw)
    if problems:
        lines = line_table(text)
        placed = [p.at(file, line_of(lines, p.location)) for p in problems]
        raise InputError(sorted(placed, key=lambda p: p.line))
    return made


def _wrong_tables(raw: dict[str, Any]) -> Iterator[Problem]:
    """What makes the rest unreadable: another format, or a list that is none."""
    if raw.get("schema_version") != 1:
        value = shown(raw["schema_version"]) if "schema_version" in raw else None
        message = "no baseline of this version of the planner: the first line says schema_version = 1"
        yield Problem("E-BASELINE", "schema_version", message, value, location=("schema_version",))
    if "name" in raw:
        message = "a baseline is named by its file: take this out"
        yield Problem("E-UNKNOWN-KEY", "name", message, shown(raw["name"]), location=("name",))
    for table in LISTS:
        members = raw.get(table, [])
        if not isinstance(members, list):
            yield Problem("E-BASELINE", table, f"must be a list; {REMEDY}", shown(members), location=(table,))


def _problem(item: Any, raw: dict[str, Any]) -> Problem:
    location: Location = tuple(item["loc"])
    kind, value = item["type"], item.get("input")
    message = item["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    if kind == "missing":
        message = "this is required"
    elif kind == "extra_forbidden":
        message = "unknown key"
    bare = kind == "missing" or isinstance(value, (dict, list))
    key = _key(location, raw)
    return Problem(
        "E-BASELINE", key, f"{message}; {REMEDY}", None if bare else shown(value), location=location
    )


def _key(location: Location, raw: dict[str, Any]) -> str:
    """The address of a location, members named by their ids where they have one."""
    parts = list(location)
    if len(parts) > 1 and parts[0] in LISTS and isinstance(parts[1], int):
        member = raw[str(parts[0])][parts[1]]
        identity = member.get("id") if isinstance(member, dict) else None
        parts[1] = identity if isinstance(identity, str) else parts[1]
    return format_address(parts)


def _repeated(raw: dict[str, Any]) -> Iterator[Problem]:
    for table in LISTS:
        seen: set[str] = set()
        for i, member in enumerate(raw.get(table, ())):
            name = member.get("id") if isinstance(member, dict) else None
            if isinstance(name, str):
                if name in seen:
                    message = f"this id stands twice; {REMEDY}"
                    key = format_address((table, name, "id"))
                    yield Problem("E-DUPLICATE-ID", key, message, value=name, location=(table, i, "id"))
                seen.add(name)
