"""Facts of the facility file: what a person gave, or left to a default."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.explain.result import Fact, Value
from planner.model.address import (
    AddressError,
    get_value,
    matches,
    parse_address,
)

if TYPE_CHECKING:
    from planner.model.address import Address
    from planner.model.facility import Facility


@lru_cache(maxsize=512)
def _pattern(text: str) -> Address:
    """A provenance pattern as parts; `*` stands for any."""
    try:
        return tuple("*" if part == "\0" else part for part in parse_address(text.replace("*", '"\0"')))
    except AddressError:
        return ()


def note_of(facility: Facility, address: Address) -> tuple[str, str]:
    """What the file says of an input: ("source" | "assumed", text), or two empty texts."""
    for word, notes in (("source", facility.source), ("assumed", facility.assumed)):
        for text, note in notes.items():
            pattern = _pattern(text)
            if pattern and matches(pattern, address):
                return word, note
    table = getattr(facility, address[0], None)
    for word in ("source", "assumed"):
        of_table = getattr(table, word, None)
        if of_table:
            return word, of_table if isinstance(of_table, str) else "marked so in the file"
    return "", ""


class GivenFacts:
    """Facts of one facility, made as they are asked for."""

    def __init__(self, facility: Facility) -> None:
        self._facility = facility
        self._raw: dict[str, Any] = facility.model_dump(mode="json", by_alias=True)
        self._given: dict[str, Any] = facility.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def fact(self, name: str) -> Fact | None:
        """The fact at an address of the file; None where the file has no such place."""
        try:
            address = parse_address(name)
            value = get_value(self._raw, address)
        except AddressError:
            return None
        if len(address) < 2 or address[0] not in type(self._facility).model_fields or _is_table(value):
            return None
        try:
            own = get_value(self._given, address) is not None
        except AddressError:
            own = False
        word, note = note_of(self._facility, address)
        confidence = {"source": "sourced", "assumed": "assumed"}.get(word, "given")
        if not own:
            word, note, confidence = "", "", "given"
        source = "facility file" if own else "left out: the default of the file format"
        if value is None:
            source = "not given"
        return Fact(
            name,
            name,
            _plain(value),
            _unit(address[-1]),
            "as given" if own else "default" if value is not None else "not given",
            (),
            "file",
            f"{source}; {note}" if note else source,
            confidence,
        )


def _is_table(value: Any) -> bool:
    """Whether a value is a table or a list of tables: those hold inputs and are none."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value))


def _plain(value: Any) -> Value:
    if isinstance(value, (float, int, str, bool)) or value is None:
        return value
    if isinstance(value, list):
        return ", ".join(str(v.get("id", v)) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


UNITS = {
    "mw": "MW", "kw": "kW", "mva": "MVA", "kv": "kV", "v": "V", "m": "m", "m2": "m2", "kpa": "kPa", "c": "°C",
    "days": "days", "hours": "h", "fraction": "share", "usd": "USD",
}  # fmt: skip


def _unit(key: str) -> str:
    return UNITS.get(key.rsplit("_", 1)[-1], "") if "_" in key else ""
