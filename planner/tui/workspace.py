"""What is open: each file's session with its last plan and the difference its last edit made. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from datetime import date
    from pathlib import Path

    from planner.baseline import Baseline
    from planner.compare.result import Difference
    from planner.model.problem import Problem
    from planner.pipeline import Plan
    from planner.session.outside import Signature
    from planner.session.session import Session

MOST_OUTCOMES = 2000
"""Outcomes kept: twice the steps of a history."""


@dataclass(frozen=True)
class Outcome:
    """What a state of the history comes to; None in each where it cannot be planned."""

    day: date | None
    """RFS of the site; the project's finish where there is no AI hall."""
    capex_usd: float | None
    it_capex_usd: float | None


def outcome_of(plan: Plan) -> Outcome:
    """The figures of a plan that the history shows."""
    when = plan.rfs_date if plan.rfs_date is not None else plan.project_finish
    return Outcome(when, plan.estimate.capex.likely, plan.estimate.it_capex.likely)


NOTHING = Outcome(None, None, None)


@dataclass
class OpenFile:
    """One open facility. The plan may be older than the session: then it is stale."""

    session: Session
    plan: Plan | None = None
    planned: int = -1
    """Session revision that `plan` and `problems` belong to."""
    difference: Difference | None = None
    """From the plan shown before to this one; None before the first edit."""
    last_edit: str = ""
    """What the edits since the plan shown before were."""
    pending: list[str] = field(default_factory=list)
    """Edits that no plan has answered yet."""
    answered: list[str] = field(default_factory=list)
    """Edits that `difference` is of."""
    compared: Plan | None = None
    """The plan that `difference` begins with."""
    levelled: Plan | None = None
    """The plan before a search found better dates, while those stand."""
    again_from: Plan | None = None
    """Where the next difference begins, when an edit became part of one that was answered already."""
    problems: tuple[Problem, ...] = ()
    """Why the revision could not be planned; the plan then is the last one that could."""
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    """What steps of the history come to, by their serials, as far as they were planned."""
    asked: Signature | None = None
    """The file outside that was asked about and put off."""
    search: threading.Event | None = None
    """Set to end the search that runs for better dates; None where none runs."""
    searched: str = ""
    """How far it is."""
    baseline: Baseline | None = None
    """The baseline that the plan is compared with."""
    kept: bool = False
    """Whether unsaved work lies in a journal, after the end."""

    @property
    def stale(self) -> bool:
        """Whether the figures on the screen are older than the facility."""
        return self.planned != self.session.revision

    @property
    def start(self) -> Plan | None:
        """The plan that the next difference begins with; what a search found is not what an edit is measured by."""
        return self.again_from or self.levelled or self.plan

    def edited(self, description: str, joined: bool) -> None:
        """Note an edit; one that joined the last step is told, and measured, as one with it."""
        if joined and self.pending:
            self.pending[-1] = description
        elif joined and self.answered:
            self.pending, self.again_from = [*self.answered[:-1], description], self.compared
        else:
            self.pending.append(description)

    @property
    def name(self) -> str:
        """The site's name, else the file's."""
        path = self.session.path
        return self.session.facility.site.name or (path.stem if path else "New facility")

    @property
    def file(self) -> str:
        """The file's name, or that there is none yet."""
        return self.session.path.name if self.session.path else "not saved yet"

    def accept(self, revision: int, plan: Plan, difference: Difference | None) -> bool:
        """Take a new plan, unless the facility has moved on since; whether it was taken."""
        if revision != self.session.revision:
            return False
        self.compared = self.start
        self.plan, self.planned, self.problems = plan, revision, ()
        self._learn(outcome_of(plan))
        if self.pending:
            dropped = " (the dates found are let go)" if self.levelled is not None else ""
            self.difference, self.last_edit = difference, "; ".join(self.pending) + dropped
            self.answered, self.pending = self.pending, []
        self.levelled = self.again_from = None
        return True

    def show_found(self, plan: Plan, difference: Difference | None) -> None:
        """Take the plan that a search found for the present revision; the next edit levels anew."""
        self.levelled = self.levelled or self.plan
        self.plan = plan
        self.difference, self.last_edit = difference, "search for better dates"
        self.answered = []

    def refuse(self, revision: int, problems: tuple[Problem, ...]) -> bool:
        """Note why a revision cannot be planned; whether it still matters."""
        if revision != self.session.revision:
            return False
        self.planned, self.problems = revision, problems
        self._learn(NOTHING)
        return True

    def _learn(self, outcome: Outcome) -> None:
        step = self.session.steps[self.session.position]
        self.outcomes[step.serial] = outcome
        if len(self.outcomes) > MOST_OUTCOMES:  # of steps long forgotten
            kept = {s.serial for s in self.session.steps}
            self.outcomes = {serial: o for serial, o in self.outcomes.items() if serial in kept}


@dataclass
class Workspace:
    """Every open file, and which of them is being edited."""

    files: list[OpenFile] = field(default_factory=list)
    at: int = 0
    left_out: set[str] = field(default_factory=set)
    """Keys of the plans that Compare leaves out."""

    @property
    def current(self) -> OpenFile | None:
        """The file being edited; None while nothing is open."""
        return self.files[self.at] if self.files else None

    def add(self, session: Session, *, in_front: bool = True) -> OpenFile:
        """Put a newly opened file in front, or behind the others; one that is open already is only brought to the front."""
        found = None if session.path is None else self.at_path(session.path)
        if found is None:
            found = OpenFile(session)
            self.files.append(found)
        if in_front:
            self.at = self.files.index(found)
        return found

    def next(self, by: int = 1) -> None:
        """Bring the next file to the front, or the one before it."""
        if self.files:
            self.at = (self.at + by) % len(self.files)

    def close(self, file: OpenFile) -> None:
        """Take a file out; the one in front stays there unless it is this one."""
        index = self.files.index(file)
        del self.files[index]
        if self.at > index or self.at >= len(self.files):
            self.at = max(0, self.at - 1)

    @property
    def others_modified(self) -> int:
        """How many files behind the one in front are modified."""
        return sum(f.session.modified for f in self.files if f is not self.current)

    def at_path(self, path: Path) -> OpenFile | None:
        """The open file of a path; None where it is not open, or can be no file's."""
        try:
            where = path.resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        return next((f for f in self.files if f.session.path and f.session.path.resolve() == where), None)

    def of(self, session: Session) -> OpenFile | None:
        """The open file of a session; None where it was closed meanwhile."""
        return next((f for f in self.files if f.session is session), None)
