"""The history of a facility: every state it was in, and the edits between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.address import Address, Raw
    from planner.model.facility import Facility


@dataclass(frozen=True)
class Step:
    """A point of the history: the state after an edit, and what the edit was."""

    raw: Raw
    facility: Facility
    description: str
    field: Address | None
    changed: Address | None
    """Where the edit was made, so that undo can bring the cursor back."""
    serial: int = 0
    """Number of its own in the session, by which figures of it are kept."""


class History:
    """Steps done and steps taken back. The first step is the facility as it was opened, and always stays."""

    def __init__(self, first: Step, most: int) -> None:
        self.done = [first]
        self.undone: list[Step] = []
        """Taken back, the next to bring back last."""
        self.most = most

    @property
    def now(self) -> Step:
        """The state that holds."""
        return self.done[-1]

    @property
    def position(self) -> int:
        """How many edits hold."""
        return len(self.done) - 1

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every state, oldest first, with those that were taken back behind the present one."""
        return (*self.done, *reversed(self.undone))

    def add(self, step: Step) -> None:
        """A new edit: what was taken back is forgotten, and the oldest edit where there are too many."""
        self.done.append(step)
        self.undone.clear()
        if len(self.done) > self.most + 1:
            del self.done[1]

    def drop(self) -> None:
        """Forget the last edit, which another takes the place of."""
        self.done.pop()
        self.undone.clear()

    def undo(self) -> Step | None:
        """Take the last edit back; None when there is none."""
        if len(self.done) == 1:
            return None
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def redo(self) -> Step | None:
        """Bring the last one taken back again; None when there is none."""
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]
