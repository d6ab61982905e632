"""An id changed, and with it what names it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from planner.model.address import format_address, get_value, id_key, set_value
from planner.session.edits import SetTables, SetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.model.address import Address, Raw
    from planner.model.problem import Problem
    from planner.session.edits import Edit

KEYED = ("scenario", "source", "assumed")
"""Tables whose keys are addresses, or hold such tables."""

Location = tuple[str | int, ...]

OF_TASKS = {"adjust": ("task",), "begun": ("task",), "relation": ("predecessor", "successor")}
"""Where the file names tasks, generated ones by the id of their hall."""


def renaming(raw: Raw, address: Address, new: str, problems: Iterable[Problem]) -> Edit:
    """The edit that gives an id its new name everywhere, in one step.

    Args:
        raw: the tables as they stand.
        address: of the id.
        new: the new id.
        problems: what the new id alone would break: where the old one is named.
    """
    alone = SetValue(address, new)
    old = get_value(raw, address)
    after = set_value(raw, address, new)
    found = {p.location for p in problems if p.code == "E-UNKNOWN-ID" and _at(after, p.location) == old}
    named: dict[Location, str] = dict.fromkeys(found, new)
    if address[0] == "hall":
        named |= {at: new + text[len(old) :] for at, text in _of_tasks(after, f"{old}.")}
    place, place_now = (format_address((*address[:-2], name)) for name in (old, new))
    keys = {f"{place}.": f"{place_now}."}
    for at, asset in _of_assets(after, place):
        named[at] = place_now + asset[len(place) :]
        keys[f"{format_address(('reuse', asset))}."] = f"{format_address(('reuse', named[at]))}."
    tables = {name: copy.deepcopy(after[name]) for name in {str(at[0]) for at in named} | {address[0]}}
    for at, text in named.items():
        _at(tables, at[:-1])[at[-1]] = text
    count = len(named)
    for name in KEYED:
        for before, now in keys.items():
            if name in raw:
                tables[name], more = _keys_renamed(tables.get(name, after[name]), before, now)
                count += more
    if not count:
        return alone
    where = "1 place that names" if count == 1 else f"{count} places that name"
    return SetTables(tables, f"{alone.describe(raw)}, and in {where} it", (*address[:-2], new))


def same_place(address: Address, then: Raw, now: Raw) -> Address:
    """An address of one state in another, where the member of the list that it is in, or below, has another id there."""
    if len(address) < 2 or not all(isinstance(raw.get(address[0]), list) for raw in (then, now)):
        return address
    key = id_key(address[0])
    before, after = ([member.get(key) for member in raw[address[0]]] for raw in (then, now))
    if address[1] in after or address[1] not in before or len(before) != len(after):
        return address
    return (address[0], after[before.index(address[1])], *address[2:])


def _keys_renamed(value: Any, before: str, now: str) -> tuple[Any, int]:
    """A table, or a list of them, with addresses in place of keys that begin with what is now called otherwise."""
    if isinstance(value, list):
        made = [_keys_renamed(v, before, now) for v in value]
        return [v for v, _ in made], sum(n for _, n in made)
    if not isinstance(value, dict):
        return value, 0
    held, count = {}, 0
    for key, inner in value.items():
        new_inner, more = _keys_renamed(inner, before, now)
        begins = key.startswith(before)
        held[now + key[len(before) :] if begins else key] = new_inner
        count += more + begins
    return held, count


def _at(tables: Any, where: Location) -> Any:
    """What stands at a path of names and positions; None where there is no such place."""
    for part in where:
        try:
            tables = tables[part]
        except (KeyError, IndexError, TypeError):
            return None
    return tables


def _of_tasks(raw: Raw, prefix: str) -> Iterator[tuple[Location, str]]:
    for table, keys in OF_TASKS.items():
        for i, member in enumerate(raw.get(table, ())):
            for key in keys:
                text = member.get(key)
                if isinstance(text, str) and text.startswith(prefix):
                    yield (table, i, key), text


def _of_assets(raw: Raw, place: str) -> Iterator[tuple[Location, str]]:
    for i, member in enumerate(raw.get("reuse", ())):
        asset = member.get("asset")
        if isinstance(asset, str) and f"{asset}.".startswith(f"{place}."):
            yield ("reuse", i, "asset"), asset
