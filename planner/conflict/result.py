"""What a search for conflicts returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.conflict.asked import Asked
    from planner.conflict.part import Root


@dataclass(frozen=True)
class Proof:
    """Why crews or megawatts do not suffice: between two boundaries more is asked for than there is.

    Crews are counted in units times days, megawatts in watts on one day. Without `resource` a whole search found no order.
    """

    resource: int | None = None
    begin: int = 0
    end: int = 0
    asked: int = 0
    there: int = 0


@dataclass(frozen=True)
class Conflict:
    """Members that cannot all stand; without any one of them the rest can."""

    violated: Asked
    """The date that the plan misses."""
    tasks: tuple[int, ...]
    """In the order of their relations."""
    asked: tuple[Asked, ...]
    """Dates among the members, the violated one first."""
    resources: tuple[int, ...] = ()
    """Crews, and after the last crew envelopes, by their place in the supply."""
    root: Root | None = None
    """What the first task starts from, where the network alone is in conflict."""
    reached: int = 0
    """Boundary that the violated end reaches at the earliest, where the network alone is in conflict."""
    proof: Proof | None = None
    """Where crews or megawatts are in conflict."""

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.tasks) + len(self.asked) + len(self.resources)
