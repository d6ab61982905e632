"""What-ifs: the edits since a marked point as a scenario of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.address import AddressError, flatten, format_address, get_value
from planner.model.problem import InputError, Problem
from planner.session.edits import AddMember

if TYPE_CHECKING:
    from planner.model.address import Address, Raw


def changes_between(mark: Raw, raw: Raw) -> dict[str, Any]:
    """Addresses and values that differ from the marked point, as a scenario's `set` holds them.

    Raises:
        InputError: Something was taken out since, or a member added: a scenario only sets values.
    """
    then, now = dict(flatten(_without_scenarios(mark))), dict(flatten(_without_scenarios(raw)))
    gone = [format_address(a) for a in then if a not in now]
    if gone:
        raise _refused(gone[0], "was taken out since the mark; a what-if can only set values")
    changes = {}
    for address, value in now.items():
        if address in then and then[address] == value and type(then[address]) is type(value):
            continue
        if _in_new_member(mark, raw, address):
            raise _refused(format_address(address), "was added since the mark; a what-if can only set values")
        changes[format_address(address)] = value
    return changes


def with_scenario(mark: Raw, raw: Raw, scenario_id: str, name: str, changes: dict[str, Any]) -> Raw:
    """The facility back at the mark, with its scenarios of now and one more that holds the changes.

    Raises:
        InputError: There are no changes.
    """
    if not changes:
        raise _refused("scenario", "nothing has changed since the mark: edit something first")
    base = _without_scenarios(mark)
    if raw.get("scenario"):
        base["scenario"] = list(raw["scenario"])
    member: dict[str, Any] = {"id": scenario_id}
    if name:
        member["name"] = name
    member["set"] = changes
    return AddMember(("scenario",), member).apply(base)


def _refused(key: str, message: str) -> InputError:
    return InputError([Problem("E-SCENARIO", key, message)])


def _without_scenarios(raw: Raw) -> Raw:
    return {k: v for k, v in raw.items() if k != "scenario"}


def _in_new_member(mark: Raw, raw: Raw, address: Address) -> bool:
    """Whether an address leads through a member, or a whole list of members, that the mark does not have."""
    try:
        for depth in range(1, len(address)):
            held = get_value(raw, address[:depth])
            if isinstance(held, list) and get_value(mark, address[:depth]) is None:
                return True
        get_value(mark, address)
    except AddressError:
        return True
    return False
