"""What is open: each file's session with its last plan and the difference its last edit made. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from planner.compare.result import Difference
    from planner.model.problem import Problem
    from planner.pipeline import Plan
    from planner.session.session import Session


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
    problems: tuple[Problem, ...] = ()
    """Why the revision could not be planned; the plan then is the last one that could."""

    @property
    def stale(self) -> bool:
        """Whether the figures on the screen are older than the facility."""
        return self.planned != self.session.revision

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
        self.plan, self.planned, self.problems = plan, revision, ()
        if self.pending:
            self.difference, self.last_edit = difference, "; ".join(self.pending)
            self.pending.clear()
        return True

    def refuse(self, revision: int, problems: tuple[Problem, ...]) -> bool:
        """Note why a revision cannot be planned; whether it still matters."""
        if revision != self.session.revision:
            return False
        self.planned, self.problems = revision, problems
        return True


@dataclass
class Workspace:
    """Every open file, and which of them is being edited."""

    files: list[OpenFile] = field(default_factory=list)
    at: int = 0
    left_out: set[str] = field(default_factory=set)
    """Keys of the plans that Compare leaves out."""
    lay_beside: tuple[str | None, ...] | None = None
    """Scenarios of the file in front (None is its base) that Compare is to show next, and no others."""

    @property
    def current(self) -> OpenFile | None:
        """The file being edited; None while nothing is open."""
        return self.files[self.at] if self.files else None

    def add(self, session: Session) -> OpenFile:
        """Put a newly opened file in front; one that is open already is only brought to the front."""
        for i, held in enumerate(self.files):
            if session.path and held.session.path and held.session.path.resolve() == session.path.resolve():
                self.at = i
                return held
        self.files.append(OpenFile(session))
        self.at = len(self.files) - 1
        return self.files[-1]

    def next(self) -> None:
        """Bring the next file to the front."""
        if self.files:
            self.at = (self.at + 1) % len(self.files)

    def holds(self, path: Path) -> bool:
        """Whether a file is open."""
        return any(f.session.path and f.session.path.resolve() == path.resolve() for f in self.files)
