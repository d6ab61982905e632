"""What is wrong with the network of a person's own work, told from the file's tables alone.

Used where no graph can be built, because something else is wrong too: crews, loops and relations given
twice then stand beside it. What depends on generated work is left to the stages.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from planner.model.address import format_address, nearest
from planner.model.loops import topological_order
from planner.model.own_limits import members, own_limit_problems
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from planner.model.address import Raw

RelationKey = tuple[str, str, str, int, str]
"""Predecessor, successor, kind, lag_days and lag: relations with the same key are alike in everything."""
MOST_SUGGESTIONS = 50


def own_network_problems(raw: Raw, trades: Mapping[str, int]) -> list[Problem]:
    """Unknown or too small crews, unknown ends, a loop and repeated relations of own work, and what it can never have.

    `trades` are the book's crews. Of a converting site only ends that cannot be generated work are known to
    be unknown: ids of generated work hold a dot.
    """
    relations = [(i, key) for i, member in members(raw, "relation") if (key := _key(member)) is not None]
    own = [(i, task) for i, task in members(raw, "task") if isinstance(task.get("id"), str)]
    return [
        *_crews(own, _capacities(raw, trades)),
        *_ends(relations, {task["id"] for _, task in own}, converting=_converting(raw)),
        *_loops([key[:2] for _, key in relations]),
        *repeated_relations(relations),
        *own_limit_problems(raw, converting=_converting(raw)),
    ]


def repeated_relations(
    own: Sequence[tuple[int, RelationKey]], generated: Collection[RelationKey] = ()
) -> list[Problem]:
    """Warnings of own relations given more than once, or that repeat a generated one, each at its place.

    The words name no position, so that they are the same whatever the order of the file.
    """
    if not generated and len({key for _, key in own}) == len(own):
        return []
    times = Counter(key for _, key in own)
    place = {key: i for i, key in own}  # the last: of what is given twice it is the one too many
    problems = []
    for key in sorted(times):
        predecessor, successor, kind, days, lag = key
        what = f"{kind} with a lag of {days} {lag} days"
        if key in generated:
            message = f"{what} is a relation of the generated work already: take it out"
        elif times[key] > 1:
            message = f"{what} is given {times[key]} times: keep one"
        else:
            continue
        problems.append(
            Problem(
                "E-DUPLICATE-RELATION",
                "relation",
                message,
                value=f"{predecessor} -> {successor}",
                severity="warning",
                location=("relation", place[key]),
            )
        )
    return problems


def _key(relation: Raw) -> RelationKey | None:
    """What makes a relation; None when an end is missing. Of a value that is wrong any stand-in will do."""
    ends = relation.get("predecessor"), relation.get("successor")
    kind, lag = relation.get("kind", "FS"), relation.get("lag", "working")
    days = relation.get("lag_days", 0)
    if (
        isinstance(ends[0], str)
        and isinstance(ends[1], str)
        and isinstance(kind, str)
        and isinstance(lag, str)
    ):
        return ends[0], ends[1], kind, days if _is_count(days) else 0, lag
    return None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9


def _capacities(raw: Raw, trades: Mapping[str, int]) -> dict[str, int | None]:
    """The most that each crew ever has; None where the file's figure is itself wrong."""
    found: dict[str, int | None] = dict(trades)
    for _, crew in members(raw, "crew"):
        name = crew.get("id")
        if isinstance(name, str):
            figures = [crew.get("capacity", 1), *(c.get("capacity") for _, c in members(crew, "changes"))]
            found[name] = max(figures) if all(_is_count(f) for f in figures) else None
    return found


def _crews(tasks: Iterable[tuple[int, Raw]], most: Mapping[str, int | None]) -> Iterator[Problem]:
    suggested = 0
    for i, task in tasks:
        crew = task.get("crew")
        for name, units in sorted(crew.items()) if isinstance(crew, dict) else ():
            location = ("task", i, "crew", name)
            if name not in most:
                near = nearest(name, most) if suggested < MOST_SUGGESTIONS else ""
                suggested += 1
                key = format_address(("task", task["id"], "crew", name))
                message = f"no crew has this id{near}"
                yield Problem("E-UNKNOWN-ID", key, message, value=name, location=location)
                continue
            limit = most[name]
            if limit is not None and _is_count(units) and units > limit:
                key = format_address(("task", task["id"], "crew"))
                message = f"crew '{name}' never has more than {limit}: ask for fewer or raise its capacity"
                yield Problem("E-CREW-CAPACITY", key, message, value=f"{name} = {units}", location=location)


def _converting(raw: Raw) -> bool:
    return any(isinstance(hall.get("ai"), dict) for _, hall in members(raw, "hall"))


def _ends(
    relations: Sequence[tuple[int, RelationKey]], own: Collection[str], *, converting: bool
) -> Iterator[Problem]:
    """Ends that are no task, of a converting site; elsewhere the cross references of the file tell them."""
    for i, key in relations if converting else ():
        for end, task in (("predecessor", key[0]), ("successor", key[1])):
            if task not in own and "." not in task:
                address = format_address(("relation", str(i), end))
                message = f"no task has this id{nearest(task, own)}"
                yield Problem("E-UNKNOWN-ID", address, message, value=task, location=("relation", i, end))


def _loops(pairs: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
    pairs = list(pairs)
    ids = sorted({name for pair in pairs for name in pair})
    index = {name: i for i, name in enumerate(ids)}
    successors: list[list[int]] = [[] for _ in ids]
    counts = [0] * len(ids)
    for predecessor, successor in pairs:
        successors[index[predecessor]].append(index[successor])
        counts[index[successor]] += 1
    try:
        topological_order(ids, successors, counts)
    except InputError as error:
        return error.problems
    return ()
