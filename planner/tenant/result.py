"""What the check of a hall against its tenant's requirements returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Sense = Literal["at_least", "at_most", "tolerates_loss"]


@dataclass(frozen=True)
class Requirement:
    """One row of the pack book."""

    id: str
    name: str
    packs: tuple[str, ...]
    sense: Sense
    figure: str | None
    """Figure of the hall, or `site.X` of the site."""
    field: str | None
    """Address of the hall, such as redundancy.ups."""
    must: bool
    """A gap fails the plan of a hall that names the pack; a wish only shows."""
    set: Mapping[str, Any]
    """Addresses of the hall and their values that close a gap."""
    override: Mapping[str, Any]
    """Book entries and their values that close a gap."""
    says: str
    """What closes it where the planner cannot price it."""


@dataclass(frozen=True, slots=True)
class TenantCheck:
    """One requirement of one hall: pass or gap."""

    hall: str
    pack: str
    chosen: bool
    """Whether the hall names the pack; False where the book's default is checked."""
    requirement: Requirement
    wanted: float | None
    """None where the requirement is to tolerate a loss."""
    has: float | str
    unit: str
    basis: str
    source: str
    confidence: str
    passed: bool

    @property
    def status(self) -> Literal["pass", "gap"]:
        """In a word."""
        return "pass" if self.passed else "gap"
