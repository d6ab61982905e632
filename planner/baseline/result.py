"""What a baseline holds: the planned dates and the money of one plan, on the day when it was kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from planner.model.types import Model, Slug

BEFORE_ITS_START = "`finish` is before `start`"
Id = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")]


class Kept(Model):
    """Base of what a baseline's file holds: its values are taken as they stand, never converted."""

    model_config = ConfigDict(strict=True)


class BaselineHall(Kept):
    """When a hall was to be ready for service."""

    id: Id
    """Hall id."""
    rfs_date: date
    """First day on which it can be let."""


class BaselineTask(Kept):
    """When a task was planned."""

    id: Id
    """Task id."""
    name: str
    """What people call it."""
    duration_days: Annotated[int, Field(ge=0)]
    """Likely duration, days of its own calendar."""
    start: date
    """Planned start."""
    finish: date
    """Planned last day of work; a milestone's own day."""
    cost_usd: float
    """Likely facility capex that it spends, USD."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.finish < self.start:
            raise ValueError(BEFORE_ITS_START)
        return self


class Baseline(Kept):
    """One plan as it was kept. Its name is its file's."""

    schema_version: Literal[1] = 1
    """Version of the format."""
    name: Slug
    """What it is called; not in the file, which is named so."""
    planner: str
    """Version of the planner that made it."""
    facility_hash: Fingerprint
    """Fingerprint of all that the facility said, the scenario put in."""
    books_hash: Fingerprint
    """Fingerprint of the data books, overrides put in."""
    scenario: str | None = None
    """Id of the scenario that was planned; None for the file as it stood."""
    made_on: date | None = None
    """Day on which it was kept."""
    data_date: date | None = None
    """Morning up to which progress was reported; None without progress."""
    project_start: date
    """First day, boundary 0."""
    project_finish: date
    """Last day worked, or of the last milestone."""
    capex_usd: float | None = None
    """Likely facility capex, USD."""
    hall: tuple[BaselineHall, ...] = Field(default=(), strict=False)
    """AI halls."""
    task: tuple[BaselineTask, ...] = Field(default=(), strict=False)
    """Every task, in the order of the plan."""

    @property
    def rfs_date(self) -> date | None:
        """When the last wanted hall was to be ready for service; None without AI halls."""
        return max((hall.rfs_date for hall in self.hall), default=None)
