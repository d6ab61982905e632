"""The ways a facility can change. An edit is a frozen value: applied to the raw tables, it gives new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from planner.io.alike import alike
from planner.model.address import AddressError, format_address, get_value, id_key, member_index, set_value

if TYPE_CHECKING:
    from planner.model.address import Address, Raw


class Edit(Protocol):
    """One change."""

    def apply(self, raw: Raw) -> Raw:
        """The tables after the change; the given ones are left alone."""

    def describe(self, raw: Raw) -> str:
        """What it does, in words, given the tables before it."""

    @property
    def field(self) -> Address | None:
        """The field it types into: quick edits of one field merge into one step of the history."""


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return "default"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


@dataclass(frozen=True, slots=True)
class SetValue:
    """Give a field a value; None takes the key out, so that the default holds."""

    address: Address
    value: Any

    def apply(self, raw: Raw) -> Raw:
        """Replace the value."""
        return set_value(raw, self.address, self.value)

    def describe(self, raw: Raw) -> str:
        """`hall.h1.redundancy.ups N+1 → 2N`."""
        return f"{format_address(self.address)} {shown(get_value(raw, self.address))} → {shown(self.value)}"

    @property
    def field(self) -> Address | None:
        """Its address."""
        return self.address


@dataclass(frozen=True)
class SetValues:
    """Several values at once, as one step: a dependent pair such as critical_it_mw and nodes."""

    values: tuple[tuple[Address, Any], ...]

    def apply(self, raw: Raw) -> Raw:
        """Replace each value."""
        for address, value in self.values:
            raw = set_value(raw, address, value)
        return raw

    def describe(self, raw: Raw) -> str:
        """Each change in turn."""
        return ", ".join(SetValue(a, v).describe(raw) for a, v in self.values)

    @property
    def field(self) -> Address | None:
        """Of no single field."""
        return None


@dataclass(frozen=True)
class SetTables:
    """Put whole top-level tables in place of those that stand, None taking one out: a what-if, or what an editor wrote."""

    tables: dict[str, Any]
    words: str
    place: Address | None = None
    """Where to look for what it did."""

    def apply(self, raw: Raw) -> Raw:
        """Replace the tables; the order of the others stays."""
        after = {**raw, **self.tables}
        return {k: v for k, v in after.items() if v is not None}

    def describe(self, raw: Raw) -> str:
        """In the words it was made with."""
        return self.words

    @property
    def field(self) -> Address | None:
        """Of no field."""
        return None


def tables_between(before: Raw, after: Raw) -> dict[str, Any]:
    """The top-level tables of `after` that differ from those before; None for one that is gone."""
    changed = {k: v for k, v in after.items() if k not in before or not alike(before[k], v)}
    return {**changed, **{k: None for k in before if k not in after}}


@dataclass(frozen=True)
class AddMember:
    """Append a member to a list of tables, such as a hall, a task or a relation."""

    table: Address
    member: dict[str, Any]

    def apply(self, raw: Raw) -> Raw:
        """Append it."""
        held = get_value(raw, self.table)
        return set_value(raw, self.table, [*(held or []), dict(self.member)])

    def describe(self, raw: Raw) -> str:
        """`add task t1`."""
        name = self.member.get(id_key(self.table[-1]))
        if name is None and "predecessor" in self.member:
            name = f"{self.member['predecessor']} → {self.member.get('successor')}"
        said = f"add {format_address(self.table)} {name or ''}".rstrip()
        if self.table in (("adjust",), ("begun",)):  # what is said of the task, not only that something is
            rest = (f"{k} {shown(v)}" for k, v in self.member.items() if k != id_key(self.table[-1]))
            said = " ".join((said, ", ".join(rest))).rstrip()
        return said

    @property
    def field(self) -> Address | None:
        """Of no field."""
        return None


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Take a member out of a list of tables."""

    address: Address

    def apply(self, raw: Raw) -> Raw:
        """Remove it; an emptied list goes too."""
        after = set_value(raw, self.address, None)
        return after if get_value(after, self.address[:-1]) else set_value(after, self.address[:-1], None)

    def describe(self, raw: Raw) -> str:
        """`remove task.t1`."""
        return f"remove {format_address(self.address)}"

    @property
    def field(self) -> Address | None:
        """Of no field."""
        return None


@dataclass(frozen=True, slots=True)
class MoveMember:
    """Move a member up (-1) or down (+1) in its list. Order is for reading; it never changes a plan."""

    address: Address
    offset: int

    def apply(self, raw: Raw) -> Raw:
        """Move it, as far as the list goes."""
        held = get_value(raw, self.address[:-1])
        if not isinstance(held, list):
            raise AddressError(f"{format_address(self.address[:-1])} is no list")
        members = list(held)
        index = member_index(self.address[-2], members, self.address[-1])
        to = max(0, min(len(members) - 1, index + self.offset))
        members.insert(to, members.pop(index))
        return set_value(raw, self.address[:-1], members)

    def describe(self, raw: Raw) -> str:
        """`move hall.h1 up`."""
        return f"move {format_address(self.address)} {'up' if self.offset < 0 else 'down'}"

    @property
    def field(self) -> Address | None:
        """Of no field."""
        return None
