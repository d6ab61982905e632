"""A session: one facility being worked on, its history, and the one way to change it.

Every change is an `Edit` given to `commit`; undo, redo, the modified mark, the what-if mark and
saving follow from that alone. No Textual here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.io.read import Document, facility_of, parse_text, read_facility
from planner.io.validate import validate_raw, validate_tables
from planner.io.write import changed_text, write_atomically, write_new
from planner.model.address import AddressError, flatten, format_address, get_value
from planner.model.problem import InputError, Problem
from planner.session.edits import AddMember

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.address import Address, Raw
    from planner.model.facility import Facility
    from planner.session.edits import Edit

MAX_HISTORY = 1000
"""Steps of undo kept: a day of work; each step shares all unchanged tables with its neighbours."""


@dataclass(frozen=True)
class Step:
    """A point of the history: the state after an edit, and what the edit was."""

    raw: Raw
    facility: Facility
    description: str
    field: Address | None
    changed: Address | None
    """Where the edit was made, so that undo can bring the cursor back."""


class Session:
    """Holds the facility, its history and its file."""

    def __init__(self, document: Document) -> None:
        self.path: Path | None = document.path
        self.text = document.text
        self.revision = 0
        self._past: list[Step] = [Step(document.raw, document.facility, "opened", None, None)]
        self._future: list[Step] = []
        self._saved = document.raw
        self._mark: Raw = document.raw

    @classmethod
    def open(cls, path: Path) -> Session:
        """Start a session on a file.

        Raises:
            InputError: The file has problems.
        """
        return cls(read_facility(path))

    @classmethod
    def of_text(cls, text: str, path: Path | None = None) -> Session:
        """Start a session on a text that need not be saved yet."""
        name = str(path or "new facility")
        raw = parse_text(text, name)
        return cls(Document(path, text, raw, facility_of(raw, text, name)))

    @property
    def facility(self) -> Facility:
        """The facility as it stands."""
        return self._past[-1].facility

    @property
    def raw(self) -> Raw:
        """Its raw tables."""
        return self._past[-1].raw

    @property
    def modified(self) -> bool:
        """Whether it differs from what was last saved."""
        return self.raw != self._saved

    @property
    def history(self) -> tuple[str, ...]:
        """What each edit since opening did, oldest first."""
        return tuple(step.description for step in self._past[1:])

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return len(self._past) > 1

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to bring back."""
        return bool(self._future)

    def value(self, address: Address) -> Any:
        """The raw value at an address; None where the default holds."""
        return get_value(self.raw, address)

    def trial(self, edit: Edit) -> list[Problem]:
        """Problems that the edit would make; nothing is changed. For validation while typing."""
        try:
            raw = edit.apply(self.raw)
        except AddressError as error:
            return [Problem("E-UNKNOWN-ID", "edit", str(error))]
        return validate_tables(raw)[1]

    def commit(self, edit: Edit, *, merge: bool = False) -> str:
        """Make a change; returns its description. With `merge`, a quick edit of the same field joins the last step.

        Raises:
            InputError: The facility would not be valid; nothing is changed.
        """
        try:
            raw = edit.apply(self.raw)
        except AddressError as error:
            raise InputError([Problem("E-UNKNOWN-ID", "edit", str(error))]) from None
        facility, problems = validate_raw(raw)
        if facility is None:
            raise InputError(problems)
        last = self._past[-1]
        before = self.raw
        if merge and edit.field is not None and last.field == edit.field and len(self._past) > 1:
            before = self._past[-2].raw
            self._past.pop()
        description = edit.describe(before)
        if raw != before:
            changed = edit.field or getattr(edit, "address", None) or getattr(edit, "table", None)
            self._past.append(Step(raw, facility, description, edit.field, changed))
            if len(self._past) > MAX_HISTORY + 1:
                del self._past[1]
        self._future.clear()
        self.revision += 1
        return description

    def undo(self) -> Step | None:
        """Take the last edit back; returns the step undone, None when there is none."""
        if not self.can_undo:
            return None
        step = self._past.pop()
        self._future.append(step)
        self.revision += 1
        return step

    def redo(self) -> Step | None:
        """Bring the last undone edit back; returns it, None when there is none."""
        if not self._future:
            return None
        step = self._future.pop()
        self._past.append(step)
        self.revision += 1
        return step

    def mark(self) -> None:
        """Mark this point: a what-if holds the edits made since."""
        self._mark = self.raw

    def changes_since_mark(self) -> dict[str, Any]:
        """Addresses and values that differ from the marked point, as a scenario's `set` holds them.

        Raises:
            InputError: Something was taken out since, or a member added: a scenario only sets values.
        """
        then, now = dict(flatten(_without_scenarios(self._mark))), dict(flatten(_without_scenarios(self.raw)))
        gone = [format_address(a) for a in then if a not in now]
        if gone:
            raise InputError(
                [
                    Problem(
                        "E-SCENARIO", gone[0], "was taken out since the mark; a what-if can only set values"
                    )
                ]
            )
        changes = {}
        for address, value in now.items():
            if address in then and then[address] == value and type(then[address]) is type(value):
                continue
            if self._in_new_member(address):
                raise InputError(
                    [
                        Problem(
                            "E-SCENARIO",
                            format_address(address),
                            "was added since the mark; a what-if can only set values",
                        )
                    ]
                )
            changes[format_address(address)] = value
        return changes

    def _in_new_member(self, address: Address) -> bool:
        """Whether an address leads through a member, or a whole list of members, that the mark does not have."""
        try:
            for depth in range(1, len(address)):
                held = get_value(self.raw, address[:depth])
                if isinstance(held, list) and get_value(self._mark, address[:depth]) is None:
                    return True
            get_value(self._mark, address)
        except AddressError:
            return True
        return False

    def make_scenario(self, scenario_id: str, name: str = "") -> None:
        """Turn the edits since the mark into a scenario of the file, and take them back from the base.

        Raises:
            InputError: There are none, they cannot be a scenario, or the id is taken.
        """
        changes = self.changes_since_mark()
        if not changes:
            raise InputError(
                [
                    Problem(
                        "E-SCENARIO", "scenario", "nothing has changed since the mark: edit something first"
                    )
                ]
            )
        scenarios = [s for s in self.raw.get("scenario", [])]
        base = _without_scenarios(self._mark)
        if scenarios:
            base["scenario"] = scenarios
        member: dict[str, Any] = {"id": scenario_id}
        if name:
            member["name"] = name
        member["set"] = changes
        edit = AddMember(("scenario",), member)
        raw = edit.apply(base)
        facility, problems = validate_raw(raw)
        if facility is None:
            raise InputError(problems)
        self._past.append(
            Step(
                raw,
                facility,
                f"what-if {scenario_id} from {len(changes)} edits",
                None,
                ("scenario", scenario_id),
            )
        )
        self._future.clear()
        self.revision += 1
        self.mark()

    def rendered(self) -> str:
        """The file's text with the edits in place; comments, order and formatting kept."""
        return self.text if not self.modified else changed_text(self.text, self.raw)

    def save(self) -> Path:
        """Write the file.

        Raises:
            InputError: It has no name yet, or cannot be written.
        """
        if self.path is None:
            raise InputError([Problem("E-FILE", "file", "has no name yet: save it under one")])
        text = self.rendered()
        write_atomically(self.path, text.encode())
        self.text, self._saved = text, self.raw
        return self.path

    def save_as(self, path: Path, *, force: bool = False) -> Path:
        """Write under another name and go on there.

        Raises:
            InputError: The file exists and `force` is not set, or it cannot be written.
        """
        text = self.rendered()
        write_new(path, text.encode(), force=force)
        self.path, self.text, self._saved = path, text, self.raw
        return path


def _without_scenarios(raw: Raw) -> Raw:
    return {k: v for k, v in raw.items() if k != "scenario"}
