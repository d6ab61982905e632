"""Text that a person types in a field, to and from the value that the file holds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.io.read import parse_toml_value

if TYPE_CHECKING:
    from planner.tui.fields import FieldSpec


class TypingError(ValueError):
    """The text cannot be read as the field's kind; the message says how to write it."""


def shown(kind: str, value: Any) -> str:
    """A value as it is edited; empty where the default holds."""
    if value is None:
        return ""
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "days_list":
        return ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)
    if kind == "closed":
        return ", ".join(f"{v.get('from')}..{v.get('to')}" if isinstance(v, dict) else str(v) for v in value)
    if kind == "changes":
        return ", ".join(f"{v.get('from')}: {v.get('capacity')}" for v in value)
    if kind == "crew" and isinstance(value, dict):
        return ", ".join(f"{k} = {v}" for k, v in value.items())
    if kind == "duration" and isinstance(value, dict):
        return f"{value.get('low')} / {value.get('likely')} / {value.get('high')}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if value != int(value) or abs(value) > 1e15 else str(int(value))
    return str(value)


def read(spec: FieldSpec, text: str) -> Any:
    """The value of a text; None when it is empty, so that the default holds.

    Raises:
        TypingError: It does not fit the kind.
    """
    text = text.strip()
    if not text:
        if spec.default is None:
            raise TypingError("this is required")
        return None
    reader = _READERS.get(spec.kind)
    return text if reader is None else reader(text)


_PARTED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
"""A number whose thousands are parted by commas."""


def _plain(text: str) -> str:
    """Without what parts thousands. A comma anywhere else may be meant as a point: nothing is guessed.

    Raises:
        TypingError: There is one.
    """
    if "," in text and not _PARTED.fullmatch(text):
        raise TypingError("write a point in a number, such as 6.5; commas part thousands, as in 1,250")
    return text.replace(",", "").replace("_", "")


def _number(text: str) -> float | int:
    plain = _plain(text)
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        value = float(plain)
    except ValueError:
        raise TypingError("write a number, such as 12.5") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise TypingError("write a number, such as 12.5")
    return value


def _integer(text: str) -> int:
    try:
        return int(_plain(text))
    except ValueError:
        raise TypingError("write a whole number, such as 12") from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        written = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        raise TypingError("there is no such day" if written else "write a date as 2027-01-04") from None


def _flag(text: str) -> bool:
    return text == "yes"


def _days_list(text: str) -> list[str]:
    return [t for t in text.replace(",", " ").split() if t]


def _closed(text: str) -> list[Any]:
    found: list[Any] = []
    for part in (p.strip() for p in text.split(",")):
        if ".." in part:
            first, _, last = part.partition("..")
            found.append({"from": _date(first.strip()), "to": _date(last.strip())})
        elif part:
            found.append(_date(part))
    return found


def _changes(text: str) -> list[dict[str, Any]]:
    found = []
    for part in (p.strip() for p in text.split(",") if p.strip()):
        day, colon, capacity = part.partition(":")
        if not colon:
            raise TypingError("write a day and a capacity, such as 2027-06-01: 3")
        found.append({"from": _date(day.strip()), "capacity": _integer(capacity.strip())})
    return found


def _crew(text: str) -> dict[str, int]:
    found = {}
    for part in (p.strip() for p in text.split(",") if p.strip()):
        name, equals, units = part.rpartition("=")
        if not equals:
            name, units = part, "1"
        found[name.strip()] = _integer(units.strip())
    return found


def _duration(text: str) -> dict[str, int]:
    parts = [p.strip() for p in text.split("/")]
    if len(parts) != 3:
        raise TypingError("write low / likely / high, such as 5 / 8 / 14")
    low, likely, high = (_integer(p) for p in parts)
    return {"low": low, "likely": likely, "high": high}


_READERS: dict[str, Any] = {
    "number": _number,
    "integer": _integer,
    "date": _date,
    "flag": _flag,
    "days_list": _days_list,
    "closed": _closed,
    "changes": _changes,
    "crew": _crew,
    "duration": _duration,
    "toml": parse_toml_value,
}


def path_of(text: str) -> Path | None:
    """The path that a person typed; None where no file can have this name."""
    try:
        path = Path(text.strip()).expanduser()
        path.is_dir()
    except (OSError, ValueError, RuntimeError):  # too long, or a home of nobody
        return None
    return None if "\0" in text else path
