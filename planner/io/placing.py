"""Problems put at their lines: by location, by address, or by the tasks that they name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from planner.io.positions import line_of, line_table, location_of
from planner.model.address import AddressError, format_address, id_key, parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.io.positions import Location
    from planner.model.problem import Problem

WHOLE_MEMBER = 2
"""Parts of the location of a member of a list: the table's name and a position."""
ARROW = " -> "
"""Between the tasks of a relation, or of a loop, in the words of the schedule's checks."""


def place(
    problems: Sequence[Problem], raw: dict[str, Any], text: str, name: str, scenario: str | None = None
) -> list[Problem]:
    """The same problems with their file and line filled in, in line order.

    Of a scenario's plan, what the scenario sets is placed at its own line in the scenario.
    """
    if not problems:
        return []
    lines = _lines(problems, raw, text)
    overrides = _overrides(raw, scenario)
    taken: set[Location] = set()
    placed = []
    for problem in problems:
        location = problem.location or overrides.get(problem.key) or _location(problem, raw, taken)
        placed.append(problem.at(name, problem.line or line_of(lines, location)))
    return sorted(placed, key=lambda p: p.line)


def _lines(problems: Sequence[Problem], raw: dict[str, Any], text: str) -> dict[Location, int]:
    """Lines of what the problems are about: of whole members of lists from their headers alone, else of everything.

    Walking a text of ten thousand tasks takes a second, finding its headers a hundredth of it.
    """
    whole = all(len(p.location) == WHOLE_MEMBER and isinstance(p.location[1], int) for p in problems)
    if whole and '"""' not in text and "'''" not in text:
        lines: dict[Location, int] = {}
        for table in sorted({str(p.location[0]) for p in problems}):
            heads = [
                found.start()
                for found in re.finditer(rf"^[ \t]*\[\[[ \t]*{re.escape(table)}[ \t]*\]\]", text, re.M)
            ]
            if len(heads) != len(raw.get(table, ())):
                return line_table(text)  # written inline, or quoted
            line, at = 1, 0
            for i, head in enumerate(heads):
                line += text.count("\n", at, head)
                at = head
                lines[table, i] = line
        return lines
    return line_table(text)


def _overrides(raw: dict[str, Any], scenario: str | None) -> dict[str, Location]:
    """Where a scenario sets each address."""
    found: dict[str, Location] = {}
    members = raw.get("scenario")
    for i, member in enumerate(members if scenario is not None and isinstance(members, list) else ()):
        if isinstance(member, dict) and member.get("id") == scenario and isinstance(member.get("set"), dict):
            for key in member["set"]:
                try:
                    found[format_address(parse_address(key))] = ("scenario", i, "set", key)
                except AddressError:
                    continue
    return found


def _location(problem: Problem, raw: dict[str, Any], taken: set[Location]) -> Location:
    relation = _relation(problem, raw, taken)
    if relation:
        taken.add(relation)
        return relation
    try:
        return location_of(raw, parse_address(problem.key))
    except AddressError:
        return _by_prefix(problem.key, raw)


def _relation(problem: Problem, raw: dict[str, Any], taken: set[Location]) -> Location:
    """The relation that a problem of the network means: by its end's id, its two ends, or the loop's tasks."""
    if problem.key not in ("relation", "relation.predecessor", "relation.successor"):
        return ()
    members = raw.get("relation")
    relations = (
        [(i, m) for i, m in enumerate(members) if isinstance(m, dict)] if isinstance(members, list) else []
    )
    end = problem.key.partition(".")[2]
    if end:
        for i, member in relations:
            if member.get(end) == problem.value and ("relation", i, end) not in taken:
                return ("relation", i, end)
        return ()
    pairs = _pairs(problem)
    fitting = [i for i, m in relations if (m.get("predecessor"), m.get("successor")) in pairs]
    if not fitting:
        return ()
    # Of what is given twice the second is one too many; of a loop any will do, and the last came last.
    return ("relation", fitting[-1])


def _pairs(problem: Problem) -> set[tuple[str, str]]:
    words = problem.value if problem.value and ARROW in problem.value else ""
    if not words and "'" in problem.message:
        words = problem.message.partition("'")[2].rpartition("'")[0]
    names = words.split(ARROW)
    return set(pairwise(names))


def _by_prefix(key: str, raw: dict[str, Any]) -> Location:
    """The location of a key whose id was not quoted: the member whose id it goes on with."""
    table, _, rest = key.partition(".")
    members = raw.get(table)
    if not isinstance(members, list):
        return (table,)
    for i, member in enumerate(members):
        identity = member.get(id_key(table)) if isinstance(member, dict) else None
        if isinstance(identity, str) and identity and (rest == identity or rest.startswith(f"{identity}.")):
            field = rest[len(identity) + 1 :]
            return (table, i, field) if field else (table, i)
    return (table,)
