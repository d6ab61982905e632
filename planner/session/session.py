"""A session: one facility being worked on, its history, and the one way to change it.

Every change is an `Edit` given to `commit`; undo, redo, the modified mark, the what-if mark and
saving follow from that alone. No Textual here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.io.read import Document, facility_of, parse_text, read_facility
from planner.io.validate import validate_raw, validate_tables
from planner.io.write import changed_text, write_atomically, write_new
from planner.model.address import AddressError, flatten, format_address, get_value
from planner.model.problem import InputError, Problem
from planner.session.differing import differing
from planner.session.edits import SetTables, shown, tables_between
from planner.session.history import History, Step
from planner.session.merge import Merged, merge
from planner.session.outside import Outside, digest, look, signature
from planner.session.records import edit_record, line_of
from planner.session.renaming import same_place
from planner.session.what_if import changes_between, with_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.address import Address, Raw
    from planner.model.facility import Facility
    from planner.session.edits import Edit
    from planner.session.journal import Journal
    from planner.session.merge import Side
    from planner.session.outside import Signature

MAX_HISTORY = 1000
"""Steps of undo kept: a day of work; each step shares all unchanged tables with its neighbours."""


class Session:
    """Holds the facility, its history and its file."""

    def __init__(self, document: Document, known: Signature | None = None) -> None:
        self.path: Path | None = document.path
        self.text = document.text
        self.signature = known
        """Of the file as it was read or written here."""
        self.revision = 0
        self._serial = 0
        self._history = History(Step(document.raw, document.facility, "opened", None, None), MAX_HISTORY)
        self._saved: Raw | None = document.raw
        self._base: Raw = document.raw
        """What the file was last known to hold, with which a merge begins; the file may be gone since."""
        self._in_step = True
        """Whether `text` is the text of what was saved."""
        self._mark: Raw = document.raw
        self._differing: tuple[Raw, Raw | None, frozenset[Address]] | None = None
        self._opened_text = document.text
        self._log = bytearray()
        self._journal: Journal | None = None

    @classmethod
    def open(cls, path: Path) -> Session:
        """Start a session on a file.

        Raises:
            InputError: The file has problems.
        """
        known = signature(path)  # before it is read: what is written meanwhile is noticed later
        return cls(read_facility(path), known)

    @classmethod
    def of_text(cls, text: str, path: Path | None = None) -> Session:
        """Start a session on a text that need not be saved yet."""
        name = str(path or "new facility")
        raw = parse_text(text, name)
        return cls(Document(path, text, raw, facility_of(raw, text, name)))

    @property
    def facility(self) -> Facility:
        """The facility as it stands."""
        return self._history.now.facility

    @property
    def raw(self) -> Raw:
        """Its raw tables."""
        return self._history.now.raw

    @property
    def modified(self) -> bool:
        """Whether it differs from what the file holds."""
        return self.raw != self._saved

    @property
    def differing(self) -> frozenset[Address]:
        """Addresses at which it differs from the file as saved; none where the file's content is not known."""
        raw, saved = self.raw, self._saved
        held = self._differing
        if held is None or held[0] is not raw or held[1] is not saved:
            found = frozenset() if saved is None else differing(saved, raw)
            held = self._differing = (raw, saved, found)
        return held[2]

    @property
    def history(self) -> tuple[str, ...]:
        """What each edit since opening did, oldest first."""
        return tuple(step.description for step in self._history.done[1:])

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every state since opening, oldest first; those taken back stand behind the present one."""
        return self._history.steps

    @property
    def position(self) -> int:
        """Which of the steps holds."""
        return self._history.position

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What the edits did that the file does not hold."""
        done = self._history.done
        held = max((i for i, step in enumerate(done) if step.raw == self._saved), default=0)
        return tuple(step.description for step in done[held + 1 :])

    @property
    def log(self) -> bytes:
        """Everything done since opening, as lines that can be done again: it is not capped, and small so."""
        return bytes(self._log)

    @property
    def opened_text(self) -> str:
        """The text that the records begin with."""
        return self._opened_text

    @property
    def kept_in_journal(self) -> bool:
        """Whether every edit is kept as it is made."""
        return self._journal is not None

    @property
    def journal_problem(self) -> str:
        """Why edits are not kept on the disk as they are made; empty while they are."""
        return self._journal.failed if self._journal is not None else ""

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._history.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to bring back."""
        return bool(self._history.undone)

    def value(self, address: Address) -> Any:
        """The raw value at an address; None where the default holds."""
        return get_value(self.raw, address)

    def trial(self, edit: Edit) -> list[Problem]:
        """Problems that the edit would make; nothing is changed. For validation while typing."""
        try:
            raw = edit.apply(self.raw)
        except AddressError as error:
            return [Problem("E-UNKNOWN-ID", "edit", str(error))]
        return validate_tables(raw, (self.raw, self.facility))[1]

    def commit(self, edit: Edit, *, merge: bool = False) -> str:
        """Make a change; returns its description. With `merge`, a quick edit of the same field joins the last step.

        Raises:
            InputError: The facility would not be valid; nothing is changed.
        """
        try:
            raw = edit.apply(self.raw)
        except AddressError as error:
            raise InputError([Problem("E-UNKNOWN-ID", "edit", str(error))]) from None
        facility, problems = validate_raw(raw, known=(self.raw, self.facility))
        if facility is None:
            raise InputError(problems)
        history, last, before = self._history, self._history.now, self.raw
        joins = merge and edit.field is not None and last.field == edit.field and history.position > 0
        if joins:
            before = history.done[-2].raw
        description = edit.describe(before)
        if raw == self.raw:  # nothing is another: what was taken back can still be brought back
            return description
        self._note({"edit": edit_record(edit), **({"merge": True} if joins else {}), "says": description})
        if joins:
            history.drop()
        if raw != before:
            changed = edit.field or next(
                (a for a in (getattr(edit, name, None) for name in ("address", "table", "place")) if a), None
            )
            self._serial += 1
            history.add(Step(raw, facility, description, edit.field, changed, self._serial))
        self.revision += 1
        return description

    def undo(self) -> Step | None:
        """Take the last edit back; returns the step undone, None when there is none."""
        step = self._history.undo()
        if step is not None:
            self._note({"undo": 1})
            self.revision += 1
        return step

    def redo(self) -> Step | None:
        """Bring the last undone edit back; returns it, None when there is none."""
        step = self._history.redo()
        if step is not None:
            self._note({"redo": 1})
            self.revision += 1
        return step

    def where(self, step: Step) -> Address | None:
        """Where in the present state an edit was made; a member may have another id now, taken back or brought again."""
        address = step.changed
        for then in (step.raw, *(s.raw for s in self._history.done[-2:-1])):
            address = same_place(address, then, self.raw) if address is not None else None
        return address

    def jump(self, position: int) -> Step:
        """Go to any point of the history, back or forth; returns the step that then holds."""
        position = max(0, min(position, len(self._history.steps) - 1))
        if position != self._history.position:
            self._note({"jump": position})
            while position < self._history.position:
                self._history.undo()
            while position > self._history.position:
                self._history.redo()
            self.revision += 1
        return self._history.now

    def mark(self) -> None:
        """Mark this point: a what-if holds the edits made since."""
        if self._mark is not self.raw:
            self._note({"mark": 1})
            self._mark = self.raw

    def changes_since_mark(self) -> dict[str, Any]:
        """Addresses and values that differ from the marked point, as a scenario's `set` holds them.

        Raises:
            InputError: Something was taken out since, or a member added: a scenario only sets values.
        """
        return changes_between(self._mark, self.raw)

    def make_scenario(self, scenario_id: str, name: str = "") -> None:
        """Turn the edits since the mark into a scenario of the file, and take them back from the base.

        Raises:
            InputError: There are none, they cannot be a scenario, or the id is taken.
        """
        changes = self.changes_since_mark()
        raw = with_scenario(self._mark, self.raw, scenario_id, name, changes)
        words = f"what-if {scenario_id} from {len(changes)} {'edit' if len(changes) == 1 else 'edits'}"
        self.commit(SetTables(tables_between(self.raw, raw), words, ("scenario", scenario_id)))
        self.mark()

    def rendered(self) -> str:
        """The file's text with the edits in place; comments, order and formatting kept."""
        same = self._in_step and not self.modified
        return self.text if same else changed_text(self.text, self.raw)

    def save(self) -> Path:
        """Write the file.

        Raises:
            InputError: It has no name yet, or cannot be written.
        """
        if self.path is None:
            raise InputError([Problem("E-FILE", "file", "has no name yet: save it under one")])
        text = self.rendered()
        self._note({"saving": digest(text)})  # before: an app may die right after the file is written
        write_atomically(self.path, text.encode())
        self._wrote(self.path, text)
        return self.path

    def save_as(self, path: Path, *, force: bool = False) -> Path:
        """Write under another name and go on there.

        Raises:
            InputError: The file exists and `force` is not set, or it cannot be written.
        """
        text = self.rendered()
        write_new(path, text.encode(), force=force)
        self.path = path
        if self._journal is not None:
            self._journal.move(path)
        self._note({"saving": digest(text)})
        self._wrote(path, text)
        return path

    def _wrote(self, path: Path, text: str) -> None:
        self._note({"saved": digest(text)})
        self.held_by_file(text, self.raw)
        self.signature = signature(path)

    # --- the journal, and the file outside ----------------------------------------

    def keep_in(self, journal: Journal) -> None:
        """Write every change from here on into a journal, as it is made."""
        self._journal = journal

    def close(self, *, keep: bool = False) -> bool:
        """End the session; its journal goes, unless what it holds is to be offered at the next opening.

        Returns whether a journal holds every edit.
        """
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.close(keep=keep)
        return keep and journal is not None and not journal.failed

    def _note(self, record: dict[str, Any]) -> None:
        line = line_of(record)
        self._log += line
        if self._journal is not None:
            self._journal.write(line)

    def held_by_file(self, text: str | None, raw: Raw | None) -> None:
        """Say what the file is known to hold, None where that is not known: what differs from it is not saved."""
        if text is not None:
            self.text = text
        self._in_step, self._saved = text is not None, raw
        if raw is not None:
            self._base = raw

    def look_outside(self) -> Outside | None:
        """What became of the file since it was read or written here; None where nothing did. Changes nothing."""
        return None if self.path is None else look(self.path, self.signature, self.text)

    def merged(self, found: Outside, prefer: Side = "mine") -> Merged:
        """The facility with what was written outside merged in, and where both cannot be had."""
        assert found.raw is not None
        return merge(self._base, self.raw, found.raw, prefer)

    def take_outside(self, found: Outside, prefer: Side | None = None) -> str:
        """Take what was written outside, as an edit that can be taken back; says what it did, nothing where no value is another.

        With no side preferred only where nothing is in conflict; the unsaved edits stay in any case that leaves room for them.

        Raises:
            InputError: Both cannot be had, and no side is preferred; or the two together are no valid facility.
        """
        merged = self.merged(found, prefer or "mine")
        if merged.conflicts and prefer is None:
            where = merged.conflicts[0].address
            raise InputError(
                [Problem("E-OUTSIDE", where, "was changed here and outside, each in its own way")]
            )
        facility, problems = validate_raw(merged.raw, known=(self.raw, self.facility))
        if facility is None:
            raise InputError(problems)
        return self._take(found, merged.raw)

    def replace_by(self, found: Outside) -> None:
        """Take the file as it is outside, whole; the unsaved edits can be brought back by undo."""
        assert found.raw is not None
        self._take(found, found.raw)

    def ignore_outside(self, found: Outside) -> None:
        """Go on with what is here: the next save writes over the file. Where its text is the same nothing is ignored."""
        self.signature = found.signature
        if found.kind != "same":
            self.held_by_file(found.text if found.raw is not None else None, found.raw)
        elif self._saved is None:  # it was gone, and is back
            self.held_by_file(self.text, self._base)

    def _take(self, found: Outside, raw: Raw) -> str:
        assert found.raw is not None
        before = self.raw
        self._note({"outside": found.text})
        self.held_by_file(found.text, found.raw)
        self.signature = found.signature
        tables = tables_between(before, raw)
        words = ""
        if tables:
            words = self.commit(SetTables(tables, f"from the file: {_change_words(before, raw)}"))
        self.revision += 1
        return words


def _change_words(before: Raw, after: Raw) -> str:
    """What differs, the first in full."""
    then, now = dict(flatten(before)), dict(flatten(after))
    changed = [a for a in dict.fromkeys((*now, *then)) if then.get(a) != now.get(a)]
    if not changed:
        return "its order"
    first = f"{format_address(changed[0])} {shown(then.get(changed[0]))} → {shown(now.get(changed[0]))}"
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"
