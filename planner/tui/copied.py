"""What is copied from Site as text: a field as an address and its value, a place as the TOML of its table. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.io.write import changed_text, value_text
from planner.model.address import AddressError, format_address, get_value, id_key, member_index

if TYPE_CHECKING:
    from planner.model.address import Address, Raw
    from planner.tui.outline import Spot


def field_text(raw: Raw, address: Address) -> str:
    """`hall.h1.redundancy.ups = "2N"`, as `--set` and a what-if take it; empty where the file does not give it."""
    try:
        value = get_value(raw, address)
    except AddressError:
        return ""
    return "" if value is None else f"{format_address(address)} = {value_text(value)}"


def place_text(raw: Raw, spot: Spot) -> str:
    """The tables of a place as they stand in a file; of a list all its members. Empty where the file has none of it."""
    tables = spot.forms or ((spot.table,) if spot.table is not None and spot.member is None else ())
    found: Raw = {}
    for address in tables:
        try:
            if get_value(raw, address) is not None:
                found.update(_within(raw, address))
        except AddressError:
            continue
    return changed_text("", found).strip() + "\n" if found else ""


def _within(held: Any, address: Address, table: str = "") -> Any:
    """What stands at an address, in the tables that lead to it; of a member that leads there no more than its id."""
    if not address:
        return held
    if not isinstance(held, list):
        return {address[0]: _within(held[address[0]], address[1:], address[0])}
    member = held[member_index(table, held, address[0])]
    if len(address) == 1:
        return [member]
    return [{id_key(table): member[id_key(table)], **_within(member, address[1:])}]
