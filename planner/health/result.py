"""What the health check returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.books import Entry

Subject = Literal["task", "relation", "crew"]


@dataclass(frozen=True, slots=True)
class Exemption:
    """Members that a point does not count, and why."""

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HealthPoint:
    """One point: of what, how much offends, how much may."""

    id: str
    name: str
    subject: Subject
    """What the population is made of; relations go by `A -> B KIND+LAG`."""
    population: int
    """Members that the point counts, the exempt ones left out."""
    offenders: tuple[str, ...]
    allowed: Entry | None
    """Largest share of offenders that passes; None of a point that is an index."""
    limit: Entry | None
    """What makes a member an offender, where that is a matter of degree."""
    basis: str
    """The rule with its numbers put in."""
    remedy: str
    exemptions: tuple[Exemption, ...] = ()
    least: Entry | None = None
    """Least index that passes, of a point that is one."""
    index: float | None = None
    """The index; None where there is nothing to divide by, which passes."""

    @property
    def share(self) -> float:
        """Offenders by population; 0 of nothing."""
        return len(self.offenders) / self.population if self.population else 0.0

    @property
    def passed(self) -> bool:
        """Whether no more offend than may, or the index is high enough."""
        if self.least is not None:
            return self.index is None or self.index >= self.least.likely
        return self.allowed is None or self.share <= self.allowed.likely

    @property
    def status(self) -> Literal["pass", "fail"]:
        """In a word."""
        return "pass" if self.passed else "fail"
