"""A first version of each thing that can be added, valid as far as the facility allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planner.model.address import format_address, get_value, id_key
from planner.session.edits import RemoveMember, SetTables

if TYPE_CHECKING:
    from planner.model.address import Address, Raw
    from planner.session.edits import Edit


def fresh_id(raw: Raw, table: Address, stem: str) -> str:
    """An id that no member of the list has: the stem with the next free number."""
    key = id_key(table[-1])
    taken = {str(m.get(key)) for m in get_value(raw, table) or [] if isinstance(m, dict)}
    number = len(taken) + 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def new_member(raw: Raw, table: Address, day: Any) -> dict[str, Any] | None:
    """A new member of a list; None where something else must be there first. `day` is the project start."""
    halls = [m["id"] for m in raw.get("hall", []) if "id" in m]
    tasks = [m["id"] for m in raw.get("task", []) if "id" in m]
    name = table[-1]
    if name == "step":
        capacity = max(
            [
                raw.get("grid", {}).get("capacity_mw", 0),
                *(s.get("capacity_mw", 0) for s in get_value(raw, table) or []),
            ]
        )
        last = max([day, *(s["energised"] for s in get_value(raw, table) or [])])
        return {"id": fresh_id(raw, table, "step"), "capacity_mw": capacity, "energised": last}
    made: dict[str, Any] = {
        "hall": lambda: {"id": fresh_id(raw, table, "h"), "existing_mw": 10},
        "transformer": lambda: {
            "id": fresh_id(raw, table, "t"),
            "kind": "pad",
            "count": 1,
            "rating_mva": 2.5,
        },
        "switchboard": lambda: {"id": fresh_id(raw, table, "b"), "count": 1, "rating_a": 4000},
        "feeder": lambda: {"id": fresh_id(raw, table, "feeder"), "count": 1, "rating_mva": 10},
        "cooler": lambda: {"id": fresh_id(raw, table, "c"), "kind": "dry", "count": 1, "capacity_kw": 800},
        "reuse": lambda: None,
        "fleet": lambda: (
            {"id": fresh_id(raw, table, "f"), "hall": halls[0], "model": "Antminer S21", "count": 1000}
            if halls
            else None
        ),
        "fibre": lambda: {"id": fresh_id(raw, table, "fibre"), "diverse": True},
        "stock": lambda: {"id": fresh_id(raw, table, "s"), "item": "ups", "quantity": 1, "delivered": day},
        "phase": lambda: {"id": fresh_id(raw, table, "p"), "notice_to_proceed": day},
        "begun": lambda: None,
        "adjust": lambda: None,
        "calendar": lambda: {
            "id": fresh_id(raw, table, "calendar"),
            "workdays": ["mon", "tue", "wed", "thu", "fri"],
        },
        "crew": lambda: {"id": fresh_id(raw, table, "crew"), "capacity": 1},
        "task": lambda: {"id": fresh_id(raw, table, "task"), "name": "New task", "duration_days": 5},
        "relation": lambda: {"predecessor": tasks[-2], "successor": tasks[-1]} if len(tasks) > 1 else None,
        "scenario": lambda: {"id": fresh_id(raw, table, "what-if-"), "set": {}},
        "override": lambda: None,
    }
    return made[name]() if name in made else None


NEEDS = {
    "begun": "Id of the generated task that has begun, such as site.survey",
    "adjust": "Id of the generated task, such as h1.rfs",
    "reuse": "Existing asset, decision and reason, such as transformer.pads-h1 = replace: failed its oil test",
    "relation": "Predecessor and successor, such as site.survey -> task1",
    "override": "Book entry and your figure, such as lead_times.ups = 30",
}
"""Lists whose new member must be typed, with what to type."""


def typed_member(table: Address, text: str) -> dict[str, Any] | None:
    """The new member of a typed line; None when it cannot be read."""
    name, text = table[-1], text.strip()
    if not text:
        return None
    if name == "begun":
        return {"task": text, "remaining_days": 0}
    if name == "adjust":
        return {"task": text}
    if name == "relation":
        parts = [p.strip() for p in re.split(r"->|→", text)]
        return {"predecessor": parts[0], "successor": parts[1]} if len(parts) == 2 and all(parts) else None
    if name == "reuse":
        asset, equals, rest = text.partition("=")
        decision, _, reason = rest.partition(":")
        made = {"asset": asset.strip(), "decision": decision.strip(), "reason": reason.strip()}
        return made if equals and all(made.values()) else None
    if name == "override":
        key, equals, figure = text.partition("=")
        try:
            return {"id": key.strip(), "likely": float(figure), "reason": "own figure"} if equals else None
        except ValueError:
            return None
    return None


def copied_member(raw: Raw, address: Address) -> dict[str, Any]:
    """A copy of a member under a new id; a relation is copied as it is."""
    member = dict(get_value(raw, address))
    table = address[:-1]
    key = id_key(table[-1])
    if key in member:
        stem = re.sub(r"\d+$", "", str(member[key])) or "copy"
        member[key] = fresh_id(raw, table, stem)
    return member


def relations_of(raw: Raw, task: str) -> tuple[Address, ...]:
    """Addresses of the file's relations that name a task."""
    return tuple(
        ("relation", str(i))
        for i, member in enumerate(raw.get("relation", ()))
        if task in (member.get("predecessor"), member.get("successor"))
    )


def removal(raw: Raw, first: Address, *more: Address) -> Edit:
    """Take members out of their lists, in one step of the history however many they are."""
    if not more:
        return RemoveMember(first)
    after = raw
    for address in (first, *reversed(more)):  # the last first: places of those before it stay
        after = RemoveMember(address).apply(after)
    tables = {address[0]: after.get(address[0]) for address in (first, *more)}
    words = RemoveMember(first).describe(raw)
    tied = [raw["relation"][int(a[1])] for a in more if a[0] == "relation"]
    named = [f"{m.get('predecessor')} → {m.get('successor')}" for m in tied]
    named += [format_address(a) for a in more if a[0] != "relation"]
    return SetTables(tables, f"{words}, {', '.join(named)}", first)
