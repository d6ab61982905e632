"""The one function that chains the stages: a facility and the books in, a frozen plan out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.books import load_books
from planner.checks import check_plan, generated_again, own_relation_keys
from planner.cost import estimate
from planner.graph import build_graph
from planner.graph.own import crews_of
from planner.model.address import format_address, id_key
from planner.model.network import own_network_problems, repeated_relations
from planner.model.problem import InputError, Problem
from planner.model.work import CONSTRUCTION_CALENDAR
from planner.schedule import schedule
from planner.sizing import size
from planner.tenant import tenant_checks, unknown_packs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from planner.books import Books
    from planner.cost.result import Estimate
    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.network import RelationKey
    from planner.model.own_work import TaskModel
    from planner.optimise import Objective, Optimised, Progress
    from planner.schedule.result import Schedule
    from planner.sizing.result import Sizing
    from planner.tenant import TenantCheck

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
    tenant_checks: tuple[TenantCheck, ...] = ()
    """Every requirement of every hall's tenant pack."""
    optimisation: Optimised | None = None
    """What a search for better dates found; None without one."""

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
        rows = zip(self.schedule.tasks, self.schedule.start, self.schedule.finish, strict=True)
        return max((f for task, s, f in rows if s == f and not task.hammock), default=0)

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


def plan(
    facility: Facility, books: Books | None = None, scenario: str | None = None, *, exact_seconds: float = 0.0
) -> Plan:
    """Size, build the graph, schedule and estimate a facility.

    `exact_seconds` is what a complete search for conflicts of crews and megawatts may take; the app gives none.

    Raises:
        InputError: Its own work contradicts itself (loops, unknown ids, crews too small …).
    """
    books = books or load_books()
    try:
        own, sizing, graph = _worked_out(facility, books)
        dates = _dated(facility, graph)
    except InputError as error:
        raise InputError(_everything_wrong(facility, books, error.problems)) from None
    return _priced(facility, scenario, own, sizing, graph, dates, exact_seconds)


def _priced(
    facility: Facility,
    scenario: str | None,
    books: Books,
    sizing: Sizing,
    graph: TaskGraph,
    dates: Schedule,
    exact_seconds: float = 0.0,
    optimisation: Optimised | None = None,
) -> Plan:
    """The stages behind the schedule."""
    costs = estimate(facility, sizing, graph, dates, books)
    asked = tenant_checks(facility, sizing, books)
    problems = check_plan(facility, sizing, graph, dates, costs, books, asked, exact_seconds)
    return Plan(facility, scenario, books, sizing, graph, dates, costs, tuple(problems), asked, optimisation)


def optimised(
    given: Plan,
    seconds: float,
    objective: Objective = "rfs",
    *,
    darken_earlier: bool = False,
    seed: int = 0,
    limit: int | None = None,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
    exact_seconds: float = 0.0,
) -> Plan:
    """The plan with the best dates that a search of so many seconds finds; never worse by its objective.

    Raises:
        InputError: hall dates are to be weighted and the plan has no hall to let.
    """
    from planner.optimise import optimise

    if objective == "halls" and not given.graph.rfs:
        message = "the plan has no hall to let: use rfs or peaks"
        raise InputError([Problem("E-USAGE", "--objective", message, value="halls")])
    found = optimise(
        given.schedule,
        seconds,
        objective,
        goals=delay_costs(given),
        site_goal=given.graph.site_rfs,
        darken_earlier=darken_earlier,
        seed=seed,
        limit=limit,
        stop=stop or _never,
        progress=progress,
    )
    return _priced(
        given.facility,
        given.scenario,
        given.books,
        given.sizing,
        given.graph,
        found.schedule,
        exact_seconds,
        found,
    )


def _never() -> bool:
    return False


RENT = "prices.lease.rent"


def delay_costs(plan: Plan) -> dict[str, float]:
    """USD that a day's delay of each hall's RFS costs, by its milestone: critical IT kW x rent per kW-month x 12 / 365.25."""
    per_kw_day = plan.books.likely(RENT) / DAYS_PER_MONTH
    return {
        plan.graph.rfs[hall.hall]: hall["critical_it_kw"] * per_kw_day
        for hall in plan.sizing.halls
        if hall.hall in plan.graph.rfs
    }


def _worked_out(facility: Facility, books: Books) -> tuple[Books, Sizing, TaskGraph]:
    own = books.overriding(facility.override)
    unknown = unknown_packs(facility, own)
    if unknown:
        raise InputError(unknown)
    try:
        sizing = size(facility, own)
        return own, sizing, build_graph(facility, sizing, own)
    except ZeroDivisionError:
        raise InputError(_zeros(own)) from None


def _zeros(books: Books) -> list[Problem]:
    """The person's figures of 0 that leave nothing to divide by, or the books' own."""
    message = "with 0 the plan cannot be worked out: give a figure above 0"
    found = [key for key in books.overridden if books.likely(key) == 0]
    if found:
        return [
            Problem("E-RANGE", format_address(("override", key, "likely")), message, value="0")
            for key in found
        ]
    zeros = [e.key for e in books.entries.values() if e.value is None and e.likely == 0]
    return [
        Problem("E-BOOKS", "--books", f"{message}, among {', '.join(zeros[:9])}", value=str(books.folder))
    ]


def _dated(facility: Facility, graph: TaskGraph) -> Schedule:
    goals = frozenset(graph.rfs.values())
    try:
        return schedule(
            graph.tasks,
            graph.relations,
            graph.calendars,
            graph.crews,
            facility.project.start,
            goals,
            data_date=facility.project.data_date,
            envelopes=graph.envelopes,
        )
    except InputError as error:
        raise InputError(_named_by_the_file(facility, error.problems)) from None


def _everything_wrong(facility: Facility, books: Books, first: Sequence[Problem]) -> list[Problem]:
    """The problems of the stage that gave up, and those that the stages after it would have found.

    What is at fault is taken out and the rest tried again, so that an unknown id hides neither a loop nor
    a crew that is too small. Where nothing can be taken out, own work alone is looked at.
    """
    found = {_words(p): p for p in first}
    rest, scheduled = facility, False
    generated: Collection[RelationKey] = ()
    while True:
        try:
            graph = _worked_out(rest, books)[2]
            generated = generated_again(rest, graph)
            scheduled = True
            _dated(rest, graph)
            break
        except InputError as error:
            for problem in error.problems:
                found.setdefault(_words(problem), problem)
            less = rest if scheduled else _without(rest, error.problems)
        if less is rest:
            break
        rest = less
    more = repeated_relations(own_relation_keys(facility), generated)
    if not scheduled:
        trades = {
            name: max([crew.capacity, *(units for _, units in crew.changes)])
            for name, crew in crews_of(rest, books.overriding(rest.override)).items()
        }
        more = own_network_problems(facility.model_dump(by_alias=True), trades)
    for problem in more:
        found.setdefault(_words(problem), problem)
    return list(found.values())


def _words(problem: Problem) -> tuple[str, str, str | None]:
    """What makes two problems the same; loops and relations are told in the message or the value."""
    return problem.code, problem.key, problem.message if problem.value is None else problem.value


def _without(facility: Facility, problems: Sequence[Problem]) -> Facility:
    """The facility less the members that the problems of the books and the graph are about; itself when none is."""
    ids = [p for p in problems if p.code in ("E-UNKNOWN-ID", "E-DUPLICATE-ID")]
    keys = {p.key.rpartition(".")[0] for p in ids}
    ends = {p.location[1] for p in ids if p.location[:1] == ("relation",)}
    crews = {p.key for p in ids if p.key.startswith("task.")}
    packs = {p.key.split(".")[1] for p in ids if p.key.endswith(".ai.tenant_pack")}
    changes: dict[str, Any] = {
        table: tuple(m for m in members if format_address((table, getattr(m, id_key(table)))) not in keys)
        for table, members in (
            ("override", facility.override),
            ("stock", facility.stock),
            ("begun", facility.begun),
            ("adjust", facility.adjust),
            ("task", facility.task),
        )
    }
    changes["relation"] = tuple(r for i, r in enumerate(facility.relation) if i not in ends)
    if packs:
        changes["hall"] = tuple(
            h.model_copy(update={"ai": h.ai.model_copy(update={"tenant_pack": None})})
            if h.ai is not None and h.id in packs
            else h
            for h in facility.hall
        )
    if crews:
        changes["task"] = tuple(_with_known_crews(task, crews) for task in changes["task"])
    kept = {table: members for table, members in changes.items() if members != getattr(facility, table)}
    return facility.model_copy(update=kept) if kept else facility


def _with_known_crews(task: TaskModel, unknown: Collection[str]) -> TaskModel:
    crew = {c: n for c, n in task.crew.items() if format_address(("task", task.id, "crew", c)) not in unknown}
    return task if len(crew) == len(task.crew) else task.model_copy(update={"crew": crew})


def _named_by_the_file(facility: Facility, problems: tuple[Problem, ...]) -> list[Problem]:
    """Problems of the built-in construction calendar come from the site's region, so they name that key."""
    if any(c.id == CONSTRUCTION_CALENDAR for c in facility.calendar):
        return list(problems)
    prefix = f"calendar.{CONSTRUCTION_CALENDAR}."
    return [replace(p, key="site.region") if p.key.startswith(prefix) else p for p in problems]


__all__ = ["Plan", "delay_costs", "optimised", "plan"]
