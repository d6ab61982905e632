"""Edits as lines of JSON and back, exactly: what the journal and the command log hold."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from planner.session.edits import AddMember, MoveMember, RemoveMember, SetTables, SetValue, SetValues

if TYPE_CHECKING:
    from planner.session.edits import Edit

_TAGS: dict[str, Any] = {
    "$datetime": datetime.datetime.fromisoformat,
    "$date": datetime.date.fromisoformat,
    "$time": datetime.time.fromisoformat,
}


class RecordError(ValueError):
    """A line that is no record of an edit; the message says what is wrong with it."""


def line_of(record: dict[str, Any]) -> bytes:
    """A record as its line."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode("utf-8", "surrogatepass")


def packed(value: Any) -> Any:
    """A TOML value as JSON has it: days and times under a tag, for JSON has none."""
    if isinstance(value, dict):
        inner = {k: packed(v) for k, v in value.items()}
        # A table that itself has a key such as "$date" is put under a tag of its own.
        return {"$table": inner} if any(k.startswith("$") for k in inner) else inner
    if isinstance(value, (list, tuple)):
        return [packed(v) for v in value]
    if isinstance(value, datetime.datetime):  # before date, of which it is a kind
        return {"$datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"$date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"$time": value.isoformat()}
    return value


def unpacked(value: Any) -> Any:
    """The TOML value of what `packed` made."""
    if isinstance(value, list):
        return [unpacked(v) for v in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        tag, held = next(iter(value.items()))
        if tag == "$table" and isinstance(held, dict):
            return {k: unpacked(v) for k, v in held.items()}
        if tag in _TAGS and isinstance(held, str):
            return _TAGS[tag](held)
    return {k: unpacked(v) for k, v in value.items()}


def edit_record(edit: Edit) -> dict[str, Any]:
    """An edit as a record.

    Raises:
        RecordError: It is of a kind that no log knows.
    """
    match edit:
        case SetValue(address, value):
            return {"do": "set", "at": list(address), "to": packed(value)}
        case SetValues(values):
            return {"do": "set_all", "values": [[list(a), packed(v)] for a, v in values]}
        case AddMember(table, member):
            return {"do": "add", "at": list(table), "member": packed(member)}
        case RemoveMember(address):
            return {"do": "remove", "at": list(address)}
        case MoveMember(address, offset):
            return {"do": "move", "at": list(address), "by": offset}
        case SetTables(tables, words, place):
            at = list(place) if place is not None else None
            return {
                "do": "tables",
                "tables": {k: packed(v) for k, v in tables.items()},
                "words": words,
                "at": at,
            }
    raise RecordError(f"{type(edit).__name__} is no kind of edit that a log holds")


def edit_of(record: dict[str, Any]) -> Edit:
    """The edit of a record.

    Raises:
        RecordError: It is none.
    """
    try:
        match record["do"]:
            case "set":
                return SetValue(_address(record["at"]), unpacked(record["to"]))
            case "set_all":
                return SetValues(tuple((_address(a), unpacked(v)) for a, v in record["values"]))
            case "add":
                return AddMember(_address(record["at"]), _table(unpacked(record["member"])))
            case "remove":
                return RemoveMember(_address(record["at"]))
            case "move":
                return MoveMember(_address(record["at"]), int(record["by"]))
            case "tables":
                place = record.get("at")
                tables = {k: unpacked(v) for k, v in _table(record["tables"]).items()}
                return SetTables(tables, str(record["words"]), None if place is None else _address(place))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"this edit cannot be read: {type(error).__name__}: {error}") from None
    raise RecordError(f"there is no edit of the kind {record['do']!r}")


def _address(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value):
        raise ValueError("an address is a list of names")
    return tuple(value)


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table is needed here")
    return value
