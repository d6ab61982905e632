"""The one function that chains the stages: a facility and the books in, a frozen plan out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.books import load_books
from planner.checks import check_plan
from planner.cost import estimate
from planner.graph import build_graph
from planner.model.problem import InputError
from planner.model.work import CONSTRUCTION_CALENDAR
from planner.schedule import schedule
from planner.sizing import size

if TYPE_CHECKING:
    from datetime import date

    from planner.books import Books
    from planner.cost.result import Estimate
    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.problem import Problem
    from planner.schedule.result import Schedule
    from planner.sizing.result import Sizing

DAYS_PER_MONTH = 365.25 / 12
"""30.4375: CONTRACT's month."""


@dataclass(frozen=True)
class Plan:
    """Everything that is known about one facility: the results of every stage, together."""

    facility: Facility
    scenario: str | None
    books: Books
    sizing: Sizing
    graph: TaskGraph
    schedule: Schedule
    estimate: Estimate
    problems: tuple[Problem, ...]
    """Checks that failed or warn; errors never reach a plan."""

    @property
    def name(self) -> str:
        """The site's name, with the scenario's when there is one."""
        base = self.facility.site.name or "Unnamed site"
        return f"{base} @ {self.scenario}" if self.scenario else base

    @property
    def failed(self) -> bool:
        """Whether a check failed: the plan stands, but the exit code is 1."""
        return any(p.severity == "failure" for p in self.problems)

    @property
    def project_start(self) -> date:
        """Day of boundary 0."""
        return self.facility.project.start

    @property
    def project_finish(self) -> date:
        """Last day on which something is worked, or the day of the last milestone where that is later."""
        return self.day(max(self.schedule.project_finish - 1, self._last_milestone, 0))

    @cached_property
    def _last_milestone(self) -> int:
        columns = self.schedule
        return max((f for s, f in zip(columns.start, columns.finish, strict=True) if s == f), default=0)

    def day(self, boundary: int) -> date:
        """The calendar day whose morning a boundary is."""
        return self.project_start + timedelta(days=boundary)

    @cached_property
    def hall_rfs_day(self) -> dict[str, int]:
        """Boundary at which each AI hall is ready for service."""
        index = self.schedule.index
        return {hall: self.schedule.start[index[task]] for hall, task in self.graph.rfs.items()}

    @property
    def rfs_day(self) -> int | None:
        """Boundary of the last wanted hall's ready for service; None without AI halls."""
        return max(self.hall_rfs_day.values(), default=None)

    @property
    def rfs_date(self) -> date | None:
        """First day on which the last wanted hall can be let."""
        return None if self.rfs_day is None else self.day(self.rfs_day)

    @property
    def first_rfs_date(self) -> date | None:
        """First day on which any hall can be let."""
        first = min(self.hall_rfs_day.values(), default=None)
        return None if first is None else self.day(first)

    @property
    def months_to_rfs(self) -> float | None:
        """Months from start to the site's RFS."""
        return None if self.rfs_day is None else self.rfs_day / DAYS_PER_MONTH

    @property
    def critical_it_mw(self) -> float | None:
        """IT capacity let, MW; None without AI halls."""
        return sum(h["critical_it_kw"] for h in self.sizing.halls) / 1000 if self.sizing.halls else None

    @property
    def capex_usd_per_mw(self) -> float | None:
        """Likely facility capex per MW of critical IT; None without AI halls."""
        mw = self.critical_it_mw
        return self.estimate.capex.likely / mw if mw else None


def plan(facility: Facility, books: Books | None = None, scenario: str | None = None) -> Plan:
    """Size, build the graph, schedule and estimate a facility.

    Raises:
        InputError: Its own work contradicts itself (loops, unknown ids, crews too small …).
    """
    own = (books or load_books()).overriding(facility.override)
    sizing = size(facility, own)
    graph = build_graph(facility, sizing, own)
    goals = frozenset(graph.rfs.values())
    try:
        dates = schedule(
            graph.tasks, graph.relations, graph.calendars, graph.crews, facility.project.start, goals
        )
    except InputError as error:
        raise InputError(_named_by_the_file(facility, error.problems)) from None
    costs = estimate(facility, sizing, graph, dates, own)
    problems = check_plan(facility, sizing, graph, dates, costs)
    return Plan(facility, scenario, own, sizing, graph, dates, costs, tuple(problems))


def _named_by_the_file(facility: Facility, problems: tuple[Problem, ...]) -> list[Problem]:
    """Problems of the built-in construction calendar come from the site's region, so they name that key."""
    if any(c.id == CONSTRUCTION_CALENDAR for c in facility.calendar):
        return list(problems)
    prefix = f"calendar.{CONSTRUCTION_CALENDAR}."
    return [replace(p, key="site.region") if p.key.startswith(prefix) else p for p in problems]


def facility_hash(facility: Facility) -> str:
    """Fingerprint of everything the facility says, whatever the order or comments of its file."""
    return _digest(facility.model_dump(mode="json", by_alias=True))


def books_hash(books: Books) -> str:
    """Fingerprint of every book entry and table."""
    cached = books._cache.get("hash")
    if cached is None:
        entries = {k: (e.low, e.likely, e.high, e.unit, e.source, e.value) for k, e in books.entries.items()}
        cached = books._cache["hash"] = _digest([entries, repr(sorted(books.tables.items()))])
    return str(cached)


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


__all__ = ["Plan", "books_hash", "facility_hash", "plan"]
