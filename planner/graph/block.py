"""The tasks and relations of one scope: the site's, or one hall's."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from planner.graph.memory import remember
from planner.graph.result import Procurement
from planner.graph.templates import (
    CHAIN_PARTS,
    MANUFACTURE,
    RATES,
    WAITING_WEEK_DAYS,
    WITNESS,
    days_per_unit,
    fill,
)
from planner.model.work import ELAPSED_CALENDAR, Duration, Relation, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.books import Books, Entry
    from planner.graph.pattern import Pattern
    from planner.graph.stock import Cover
    from planner.graph.templates import Catalogue, Item, Template

ROUNDING = 1e-9
KEPT_DURATIONS = 8192
MILESTONE = Duration(0, 0, 0)
PART_NAMES = {
    "order": "order placed",
    "submittals": "submittals approved",
    "manufacture": "manufacture",
    "transport": "transport",
    "on_site": "on site",
    WITNESS: "L1 factory witness",
}


@dataclass(frozen=True)
class Crews:
    """Crews of each trade: at the site, and what a hall's floor takes."""

    site: Mapping[str, int]
    m2_per_front: Mapping[str, float]

    def parallel(self, trade: str, area_m2: float) -> int:
        """Crews at work at once in a hall: its work fronts, or the site's crews where they are fewer."""
        return max(1, min(int(area_m2 / self.m2_per_front[trade] + ROUNDING), self.site[trade]))


@dataclass(frozen=True)
class Place:
    """What a block is made for. `hall` None is the site; figures by key."""

    hall: str | None
    area_m2: float
    figure: Callable[[str], float]
    placeholders: tuple[tuple[str, str], ...]
    covers: Mapping[str, Cover]
    """Stock of each item that has some here."""

    @property
    def scope(self) -> str:
        """Scope of the templates that apply."""
        return "site" if self.hall is None else "hall"


@dataclass(frozen=True)
class Block:
    """Tasks and relations of one place."""

    tasks: tuple[Task, ...]
    relations: tuple[Relation, ...]
    procurement: tuple[Procurement, ...]


def chains_of(catalogue: Catalogue, place: Place) -> dict[str, tuple[str, ...]]:
    """Item to the parts of its chain that stand here: all, the delivery alone, or none."""
    chains: dict[str, tuple[str, ...]] = {}
    for item in catalogue.site_items if place.hall is None else catalogue.hall_items:
        cover = place.covers.get(item.id)
        if place.figure(item.count) <= 0:
            continue
        if item.lead is None or (cover is not None and cover.complete):
            if cover is not None:
                chains[item.id] = CHAIN_PARTS[-1:]
        elif item.transport is None:
            chains[item.id] = (*CHAIN_PARTS[:3], CHAIN_PARTS[4])
        else:
            chains[item.id] = CHAIN_PARTS
    return chains


def present_templates(catalogue: Catalogue, place: Place) -> tuple[str, ...]:
    """Templates that apply here: all they need is there."""
    return tuple(
        template.id
        for template in catalogue.templates[place.scope].values()
        if all(place.figure(key) > 0 for key in template.needs)
    )


def build_block(books: Books, catalogue: Catalogue, place: Place, pattern: Pattern, crews: Crews) -> Block:
    """Put a place's numbers into a pattern."""
    prefix = f"{place.hall}." if place.hall is not None else "site."
    templates = catalogue.templates[place.scope]
    tasks = [_task(books, templates[name], place, prefix, crews) for name in pattern.present]
    procurement = []
    for item_id, parts in pattern.chains.items():
        item = catalogue.items[item_id]
        chain = _chain(books, item, parts, place, prefix)
        tasks += chain
        if item.witness is not None and MANUFACTURE in parts:
            tasks.append(_witness(books, item, chain[parts.index(MANUFACTURE)], prefix))
        cover = place.covers.get(item_id)
        procurement.append(
            Procurement(
                item=item_id,
                hall=place.hall,
                tasks=tuple(task.id for task in chain),
                order=chain[0].id if parts[0] == CHAIN_PARTS[0] else None,
                first_uses=tuple(prefix + use for use in pattern.first_uses.get(item_id, ())),
                lead_days=sum(task.duration.likely for task in chain),
                count=place.figure(item.count),
                covered=cover.covered if cover else 0.0,
                paid=cover.paid if cover else 0.0,
            )
        )
    relations = list(_relations(pattern, prefix))
    for item_id in pattern.chains:
        cover = place.covers.get(item_id)
        if cover is not None:
            relations.append(
                Relation(
                    "site.start", f"{prefix}buy.{item_id}.on_site", "FS", cover.delivered_days, "elapsed"
                )
            )
    return Block(tuple(tasks), tuple(relations), tuple(procurement))


def _relations(pattern: Pattern, prefix: str) -> tuple[Relation, ...]:
    made = pattern.made.get(prefix)
    if made is None:
        made = pattern.made[prefix] = tuple(
            Relation(
                edge.predecessor if edge.outer else prefix + edge.predecessor,
                prefix + edge.successor,
                edge.kind,
                edge.lag_days,
                edge.lag,
            )
            for edge in pattern.edges
        )
    return made


def _task(books: Books, template: Template, place: Place, prefix: str, crews: Crews) -> Task:
    if template.milestone:
        return Task(
            prefix + template.id,
            template.name,
            template.discipline,
            MILESTONE,
            hall=place.hall,
            template=template.id,
        )
    rate = books[f"{RATES}.{fill(template.rate, place.placeholders)}"]
    parallel = 1
    quantity = 1.0
    if template.quantity:
        quantity = sum(map(place.figure, template.quantity))
        if template.crew is not None:
            parallel = crews.parallel(template.crew, place.area_m2)
            if template.each:
                parallel = max(1, min(parallel, int(quantity + ROUNDING)))
    key = (template.scope, template.id, rate.key, quantity, parallel)
    make = partial(work_duration, template, rate, quantity, parallel)
    duration, basis = remember(books, "graph.durations", key, make, KEPT_DURATIONS)
    return Task(
        prefix + template.id,
        template.name,
        template.discipline,
        duration,
        template.calendar,
        place.hall,
        ((template.crew, parallel),) if template.crew is not None else (),
        basis,
        template.id,
    )


def work_duration(template: Template, rate: Entry, quantity: float, parallel: int) -> tuple[Duration, str]:
    """Quantity / per x rate / parallel crews, rounded up to whole days, and that formula with its numbers.

    At least one day; never less than `least` units of the rate (a hall smaller than the rate's own).
    """
    step = days_per_unit(rate, template.calendar)
    units = max(quantity / template.per, template.least)
    scale = units * step / parallel
    low, likely, high = (
        max(1, math.ceil(scale * per_unit - ROUNDING)) for per_unit in (rate.low, rate.likely, rate.high)
    )
    if template.quantity:
        shown = f"{quantity:,.6g} {template.what}"
        if template.per != 1:
            shown += f" / {template.per:g}"
        if template.least > quantity / template.per:
            shown += f", at least {template.least:g},"
        shown += " x "
    else:
        shown = ""
    crews = f" / {parallel} crews" if parallel > 1 else " / 1 crew" if template.crew else ""
    each = f"{rate.likely * step:g} days"
    basis = f"{shown}{each}{crews} = {likely} ({rate.unit}, {rate.key}, {rate.confidence})"
    return Duration(low, likely, high), basis


def _chain(books: Books, item: Item, parts: tuple[str, ...], place: Place, prefix: str) -> list[Task]:
    leads = {"submittals": item.submittals, "manufacture": item.lead, "transport": item.transport}
    tasks = []
    for part in parts:
        address = leads.get(part)
        duration, basis = MILESTONE, ""
        if address is not None:
            address = fill(address, place.placeholders)
            duration, basis = remember(books, "graph.waiting", address, partial(_waiting, books[address]))
        elif part == CHAIN_PARTS[-1] and (cover := place.covers.get(item.id)) is not None:
            basis = f"{cover.covered:g} of {cover.needed:g} from stock: {', '.join(cover.stock)}"
        tasks.append(
            Task(
                f"{prefix}buy.{item.id}.{part}",
                f"{item.name}: {PART_NAMES[part]}",
                item.discipline,
                duration,
                ELAPSED_CALENDAR,
                place.hall,
                basis=basis,
                item=item.id,
            )
        )
    return tasks


def _witness(books: Books, item: Item, making: Task, prefix: str) -> Task:
    entry = books[item.witness or ""]
    duration, basis = remember(books, "graph.waiting", entry.key, partial(_waiting, entry))
    witness = replace(
        making,
        id=f"{prefix}buy.{item.id}.{WITNESS}",
        name=f"{item.name}: {PART_NAMES[WITNESS]}",
        discipline="commissioning",
        duration=duration,
        basis=basis,
    )
    return within(witness, making.duration)


def within(witness: Task, making: Duration) -> Task:
    """A witness that takes no longer than the making whose end it sees, so that it never adds time."""
    visit = witness.duration
    cut = Duration(min(visit.low, making.low), min(visit.likely, making.likely), min(visit.high, making.high))
    if cut == visit:
        return witness
    return replace(witness, duration=cut, basis=f"{witness.basis}, at most the making's {making.likely}")


def chain_days(books: Books, item: Item, placeholders: tuple[tuple[str, str], ...]) -> int:
    """The whole chain of an item from order to site, elapsed days by the books; 0 for what is bought locally."""
    if item.lead is None:
        return 0
    addresses = [fill(a, placeholders) for a in (item.submittals, item.lead, item.transport) if a is not None]
    return sum(
        remember(books, "graph.waiting", address, partial(_waiting, books[address]))[0].likely
        for address in addresses
    )


def _waiting(entry: Entry) -> tuple[Duration, str]:
    step = days_per_unit(entry, ELAPSED_CALENDAR)
    low, likely, high = (math.ceil(x * step - ROUNDING) for x in (entry.low, entry.likely, entry.high))
    shown = f"{entry.likely:g} weeks x {WAITING_WEEK_DAYS}" if step > 1 else f"{entry.likely:g} days"
    return Duration(low, likely, high), f"{shown} = {likely} ({entry.key}, {entry.confidence})"
