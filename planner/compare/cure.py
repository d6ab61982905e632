"""What closing a tenant's gap costs and takes: the plan is made again with the cure, and the difference is read off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.cost.result import Money
from planner.model.plant import Override
from planner.model.problem import InputError
from planner.pipeline import plan as make
from planner.tenant.check import cure_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.facility import Facility
    from planner.model.types import Model
    from planner.pipeline import Plan
    from planner.tenant.result import Requirement, TenantCheck


@dataclass(frozen=True)
class Cure:
    """What closes one gap of one hall."""

    how: str
    tasks: tuple[str, ...]
    """Tasks of the hall, and of the site, that it adds or makes longer."""
    cost_usd: Money | None
    """Facility capex that it adds; None where the planner cannot price it."""
    days: int | None
    """Days by which the hall's ready-for-service date moves; None where the planner cannot say."""
    with_site: bool
    """Whether the cost is the site's, paid once for all its halls."""


def cures(plan: Plan) -> dict[tuple[str, str], Cure]:
    """The cure of every gap, by hall and requirement. One plan is made for each requirement that is missed.

    All halls that miss it are cured together, as one would; each is charged its own hall's difference.
    """
    missed: dict[str, list[TenantCheck]] = {}
    for check in plan.tenant_checks:
        if not check.passed:
            missed.setdefault(check.requirement.id, []).append(check)
    found = {}
    for checks in missed.values():
        cured = _cured(plan, checks)
        for check in checks:
            found[check.hall, check.requirement.id] = (
                Cure(cure_words(check), (), None, None, False)
                if cured is None
                else _difference(plan, cured, check)
            )
    return found


def _cured(plan: Plan, checks: Sequence[TenantCheck]) -> Plan | None:
    """The plan with every hall of the checks cured; None where there is nothing to set or it cannot be planned."""
    requirement = checks[0].requirement
    if not (requirement.set or requirement.override):
        return None
    try:
        # The plan's books hold its overrides already: putting them in again changes nothing.
        return make(_changed(plan.facility, requirement, checks), plan.books, plan.scenario)
    except (InputError, ValueError):
        return None


def _changed(facility: Facility, requirement: Requirement, checks: Sequence[TenantCheck]) -> Facility:
    wanted = {check.hall: check.wanted for check in checks}
    halls = tuple(
        _with_values(hall, requirement.set, wanted[hall.id]) if hall.id in wanted else hall
        for hall in facility.hall
    )
    highest = max((w for w in wanted.values() if w is not None), default=None)
    overrides = tuple(
        Override(id=key, likely=highest if value == "wanted" else value, reason=f"cure: {requirement.name}")
        for key, value in requirement.override.items()
    )
    kept = tuple(o for o in facility.override if o.id not in requirement.override)
    return facility.model_copy(update={"hall": halls, "override": (*kept, *overrides)})


def _with_values(table: Model, values: Mapping[str, Any], wanted: float | None) -> Any:
    """A copy of a table with values at dotted addresses put in."""
    for address, value in values.items():
        table = _with_value(table, address.split("."), wanted if value == "wanted" else value)
    return table


def _with_value(table: Model, path: list[str], value: Any) -> Any:
    first, *rest = path
    inner = _with_value(getattr(table, first), rest, value) if rest else value
    return table.model_copy(update={first: inner})


def _difference(plan: Plan, cured: Plan, check: TenantCheck) -> Cure:
    of_site = (check.requirement.figure or "").startswith("site.")
    places = (check.hall, None) if of_site else (check.hall,)
    costs = [_place_total(cured, p, i) - _place_total(plan, p, i) for i in range(3) for p in places]
    step = len(places)
    low, likely, high = (round(sum(costs[i * step : (i + 1) * step]), 2) for i in range(3))
    return Cure(
        cure_words(check),
        _longer(plan, cured, check.hall),
        Money(low, likely, high),
        cured.hall_rfs_day[check.hall] - plan.hall_rfs_day[check.hall],
        of_site,
    )


def _place_total(plan: Plan, place: str | None, column: int) -> float:
    return sum(line.amount[column] for line in plan.estimate.lines if line.hall == place)


def _longer(plan: Plan, cured: Plan, hall: str) -> tuple[str, ...]:
    """Tasks of the hall and the site that the cure adds or makes longer."""
    before = {task.id: task.duration.likely for task in plan.schedule.tasks}
    return tuple(
        task.id
        for task in cured.schedule.tasks
        if task.hall in (hall, None) and task.duration.likely > before.get(task.id, -1)
    )
