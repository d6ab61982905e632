"""Facts of the schedule: dates of tasks and what drives them, durations, orders, ready for service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checks import order_by_day
from planner.explain.result import Fact
from planner.graph.templates import CHAIN_PARTS, RATES, catalogue, fill
from planner.model.address import format_address
from planner.schedule.progress import task_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.work import Relation, Task
    from planner.pipeline import Plan
    from planner.schedule.result import Driver

DAYS_PER_WEEK = 7
FROM_STOCK = "from stock: "
"""What the basis of a delivery says before the ids of its stock."""


def time_facts(plan: Plan) -> Iterator[Fact]:
    """Start and duration of every task, order-by dates, and when halls and site are ready for service."""
    mining = {h.id: "air" if h.mining == "air" else "liquid" for h in plan.facility.hall}
    placeholders = {
        h.hall: (("{platform}", h.platform), ("{mining}", mining[h.hall])) for h in plan.sizing.halls
    }
    schedule = plan.schedule
    starts = {}
    for task, start, driver in zip(schedule.tasks, schedule.start, schedule.driver, strict=True):
        starts[task.id] = start
        yield _start(plan, task, start, driver)
        yield _duration(plan, task, placeholders.get(task.hall or "", ()))
    yield from _orders(plan)
    yield from _ready(plan)


def _start(plan: Plan, task: Task, start: int, driver: Driver) -> Fact:
    says, needs = _because(plan, task, driver)
    needs += tuple(_given_day(plan, task))
    return Fact(
        f"tasks.{task.id}",
        f"start of {task.name}",
        plan.day(start).isoformat(),
        "",
        f"{plan.project_start} + {start} days: {says}",
        needs,
        "time",
    )


def _given_day(plan: Plan, task: Task) -> Iterator[str]:
    """The day of the file that a task is bound to: a phase's notice, a grid step, the delivery of stock."""
    kind, _, name = task.id.partition(".")
    if task.template is not None and kind == "phase":
        yield format_address(("phase", name, "notice_to_proceed"))
    elif task.template is not None and task.id.startswith("site.grid_step."):
        yield format_address(("grid", "step", task.id.removeprefix("site.grid_step."), "energised"))
    elif task.item is not None and FROM_STOCK in task.basis:
        named = set(task.basis.partition(FROM_STOCK)[2].split(", "))
        for stock in plan.facility.stock:
            if stock.item == task.item and stock.id in named:
                yield format_address(("stock", stock.id, "delivered"))


def _because(plan: Plan, task: Task, driver: Driver) -> tuple[str, tuple[str, ...]]:
    """What puts a start where it is, in words, and the figures and inputs behind it."""
    relation, by = driver.relation, driver.by or ""
    behind = _ends(relation) if relation is not None else ("project.start",)
    match driver.kind:
        case "crew":
            return f"waits for crew {by}", (_capacity(plan, by), *behind)
        case "power":
            return f"waits for megawatts of {by}", (*_limit(plan, by), *behind)
        case "data_date" if plan.facility.project.data_date is None:
            return "nothing before it but the latest actual date", ("project.start",)
        case "data_date":
            return "nothing before it but the data date", ("project.data_date",)
        case "constraint":
            return f"its own {by}", (_said(task, by),)
        case "pinned":
            return "pinned", (_said(task, "pinned_start"),)
        case "actual":
            actual = "actual_start" if task.timing.actual_start is not None else "actual_finish"
            return "as reported", (_said(task, actual),)
        case "as_late_as_possible":
            # The successor is named, not followed: its own start may follow from this one.
            before = f", before {by}" if by else ""
            return f"as late as possible{before}", (_said(task, "as_late_as_possible"),)
        case "hammock":
            return f"level of effort, begins with {by}", (f"tasks.{by}",)
    if relation is None:
        return "nothing before it", ("project.start",)
    lag = f" {relation.lag_days:+d} {relation.lag} days" if relation.lag_days else ""
    return f"{relation.kind} {relation.predecessor}{lag}", _ends(relation)


def _said(task: Task, key: str) -> str:
    """Where the file says a task's date."""
    return format_address((task_table(task), task.id, key))


def _limit(plan: Plan, limit: str) -> tuple[str, ...]:
    """Where a limit of megawatts is given."""
    kind, _, name = limit.partition(".")
    if kind in ("grid", "power_limit"):
        return ("grid.capacity_mw" if kind == "grid" else "project.power_limit_mw",)
    return tuple(
        format_address(("transformer", t.id, "rating_mva"))
        for t in plan.facility.transformer
        if t.id == name or (not name and t.kind == "substation")
    )


def _capacity(plan: Plan, crew: str) -> str:
    """Where a crew's capacity is given: the file's crew, else the crew book's trade."""
    own = any(c.id == crew for c in plan.facility.crew)
    return format_address(("crew", crew, "capacity")) if own else f"crews.capacity.{crew}"


def _ends(relation: Relation) -> tuple[str, ...]:
    """What a relation reads of its predecessor: its start, and its duration where its finish counts."""
    name = f"tasks.{relation.predecessor}"
    return (name, f"{name}.duration") if relation.kind in ("FS", "FF") else (name,)


def _duration(plan: Plan, task: Task, placeholders: tuple[tuple[str, str], ...]) -> Fact:
    if task.hammock:
        days = plan.schedule.duration[plan.schedule.index[task.id]]
        unit = "days" if task.calendar == "elapsed" else "working days"
        basis = "level of effort: what lies between its early dates"
        needs = (f"tasks.{task.id}",)
        return Fact(f"tasks.{task.id}.duration", f"duration of {task.name}", days, unit, basis, needs, "time")
    return Fact(
        f"tasks.{task.id}.duration",
        f"duration of {task.name}",
        task.duration.likely,
        "days" if task.calendar == "elapsed" else "working days",
        task.basis or ("milestone" if task.duration.likely == 0 else "as given"),
        tuple(_behind_duration(plan, task, placeholders)),
        "time",
        low=task.duration.low,
        high=task.duration.high,
    )


def _behind_duration(plan: Plan, task: Task, placeholders: tuple[tuple[str, str], ...]) -> Iterator[str]:
    book = catalogue(plan.books)
    place = task.hall or "site"
    figures = next((h.figures for h in plan.sizing.halls if h.hall == task.hall), plan.sizing.site)
    begun = next((b for b in plan.facility.begun if b.task == task.id), None)
    if begun is None:
        begun = next((b for b in plan.facility.begun if task.basis == f"done: {b.task} has begun"), None)
    if begun is not None:
        yield format_address(("begun", begun.task, "remaining_days"))
        return
    if task.item is not None:
        item, part = book.items[task.item], task.id.rpartition(".")[2]
        address = {"submittals": item.submittals, "manufacture": item.lead, "transport": item.transport}.get(
            part, item.witness if part not in CHAIN_PARTS else None
        )
        if address is not None:
            yield fill(address, placeholders)
        return
    if task.template is None:
        own = next((t for t in plan.facility.task if t.id == task.id), None)
        if own is not None:
            given = ["duration_days"] if own.duration is None else ["duration", "likely"]
            yield format_address(("task", own.id, *given))
        return
    scope = "hall" if task.hall is not None else "site"
    template = book.templates.get(scope, {}).get(task.template)
    if template is None or template.milestone or task.duration.likely == 0:
        return
    yield f"{RATES}.{fill(template.rate, placeholders)}"
    for key in template.quantity:
        if key in figures:
            yield f"sizing.{place}.{key}"
    if template.crew is not None:
        yield from (_capacity(plan, template.crew), f"crews.m2_per_front.{template.crew}")
        if task.hall is not None:
            yield f"sizing.{place}.area_m2"


def _orders(plan: Plan) -> Iterator[Fact]:
    index, start = plan.schedule.index, plan.schedule.start
    for i, needed, order_by in order_by_day(plan.graph, plan.schedule):
        chain = plan.graph.procurement[i]
        if chain.order is None:
            continue
        first = min(chain.first_uses, key=lambda task: start[index[task]])
        name = f"procurement.{chain.hall or 'site'}.{chain.item}"
        parts = tuple(f"tasks.{task}.duration" for task in chain.tasks)
        yield Fact(
            f"{name}.order_by",
            f"last day to order {chain.item}",
            plan.day(order_by).isoformat() if order_by > -700_000 else None,
            "",
            f"needed on site {plan.day(needed)} - whole chain of {chain.lead_days} days",
            (f"tasks.{first}", *parts),
            "time",
        )
        yield Fact(
            f"{name}.needed_on_site",
            f"day on which {chain.item} is needed on site",
            plan.day(needed).isoformat(),
            "",
            f"planned start of {first}, the first task that uses it",
            (f"tasks.{first}",),
            "time",
        )
        yield Fact(
            f"{name}.days_late",
            f"days by which {chain.item} is ordered too late",
            max(0, -order_by),
            "days",
            f"project start - last day to order, at least 0: {max(0, -order_by)}",
            (f"{name}.order_by", "project.start"),
            "time",
        )
        yield Fact(
            f"{name}.lead_weeks",
            f"order to site of {chain.item}",
            chain.lead_days / DAYS_PER_WEEK,
            "weeks",
            f"{chain.lead_days} days / {DAYS_PER_WEEK}",
            parts,
            "time",
        )


def _ready(plan: Plan) -> Iterator[Fact]:
    for hall, task in plan.graph.rfs.items():
        yield Fact(
            f"halls.{hall}.rfs_date",
            f"{hall} ready for service",
            plan.day(plan.hall_rfs_day[hall]).isoformat(),
            "",
            f"day of the milestone {task}",
            (f"tasks.{task}",),
            "time",
        )
    halls = tuple(f"halls.{hall}.rfs_date" for hall in plan.graph.rfs)
    for name, value, formula, needs in (
        ("rfs_date", plan.rfs_date, "latest ready-for-service date of the halls", halls),
        ("first_rfs_date", plan.first_rfs_date, "earliest ready-for-service date of the halls", halls),
    ):
        if value is not None:
            yield Fact(name, name.replace("_", " "), value.isoformat(), "", formula, needs, "time")
    if plan.months_to_rfs is not None:
        yield Fact(
            "months_to_rfs",
            "months to ready for service",
            plan.months_to_rfs,
            "months",
            f"{plan.rfs_day} days from {plan.project_start} / 30.4375",
            ("rfs_date", "project.start"),
            "time",
        )
    last = max(zip(plan.schedule.finish, (t.id for t in plan.schedule.tasks), strict=True), default=None)
    if last is not None:
        yield Fact(
            "project_finish",
            "project finish",
            plan.project_finish.isoformat(),
            "",
            f"last day of {last[1]}",
            (f"tasks.{last[1]}", f"tasks.{last[1]}.duration"),
            "time",
        )
