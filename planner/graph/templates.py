"""Task templates, items and trades as the books give them, read once into typed form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from planner.books import BookError, Entry
from planner.model.work import (
    CONSTRUCTION_CALENDAR,
    ELAPSED_CALENDAR,
    STANDARD_CALENDAR,
    LagUnit,
    RelationKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.books import Books

Scope = Literal["site", "hall", "step", "phase"]
RATES = "tasks/durations"
"""Book that holds the rates; a template's `rate` names an entry of it, its own id by default."""
WORK_WEEK_DAYS = 5
WAITING_WEEK_DAYS = 7
CHAIN_PARTS = ("order", "submittals", "manufacture", "transport", "on_site")
MANUFACTURE = CHAIN_PARTS[2]
WITNESS = "witness"
"""The factory witness of an item: it ends with the manufacture, beside the chain and never longer than it."""

_LINK = re.compile(r"^(?P<ref>\S+)(?: (?P<kind>FS|SS|FF|SF)(?P<lag>[+-]\d+)?(?P<elapsed>e)?)?$")


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a template's `after`: what it follows and how."""

    ref: str
    """Template id, `site.X`, `halls.X`, `item:X` (its on-site milestone) or `item:X.PART`."""
    kind: RelationKind = "FS"
    lag_days: int = 0
    lag: LagUnit = "working"


@dataclass(frozen=True, slots=True)
class Template:
    """A task template."""

    id: str
    name: str
    scope: Scope
    discipline: str
    milestone: bool
    needs: tuple[str, ...]
    quantity: tuple[str, ...]
    """Figures whose sum drives the duration; empty for a job done once."""
    per: float
    least: float
    each: bool
    """Counted units: no more crews than units."""
    what: str
    rate: str
    crew: str | None
    calendar: str
    after: tuple[Link, ...]
    gate: str | None
    """`phase`: waits for the hall's notice to proceed; `grid`: for the grid step that carries the hall."""
    power: str | None
    """`mining_off`, `test_on`, `test_off` or `full_on`: what it does to the site's draw."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is bought."""

    id: str
    name: str
    discipline: str
    scope: str
    quantity: str
    count: str
    unit: str
    price: str
    labour_share: str | None
    side: Literal["facility", "it"]
    payer: Literal["landlord", "tenant"]
    lead: str | None
    submittals: str | None
    transport: str | None
    witness: str | None
    """Rate of its factory witness; None where nobody travels to see it tested."""
    order_after: str | None
    task: str | None


@dataclass(frozen=True)
class Catalogue:
    """Templates and items by scope and id, in book order."""

    templates: Mapping[str, Mapping[str, Template]]
    items: Mapping[str, Item]
    hall_items: tuple[Item, ...]
    site_items: tuple[Item, ...]
    installs: Mapping[tuple[str, str], tuple[str, ...]]
    """(scope, template) to the items it installs."""
    hall_figures: tuple[str, ...]
    """Figures of a hall that templates and items name."""


@lru_cache(maxsize=1024)
def parse_link(text: str) -> Link:
    """Read one relation of a template: `ups_install SS+10`, `slab FS+28e`.

    Raises:
        BookError: The text is none of the known forms.
    """
    found = _LINK.match(text)
    if found is None:
        raise BookError(
            f'cannot read the relation "{text}": write "template", "template SS+10" or "template FS+28e"'
        )
    return Link(
        found["ref"],
        cast("RelationKind", found["kind"] or "FS"),
        int(found["lag"] or 0),
        "elapsed" if found["elapsed"] else "working",
    )


def catalogue(books: Books) -> Catalogue:
    """The books' templates and items, compiled on first use."""
    held: Catalogue | None = books._cache.get("graph.catalogue")
    if held is None:
        held = _compile(books)
        books._cache["graph.catalogue"] = held
    return held


def _compile(books: Books) -> Catalogue:
    templates: dict[str, dict[str, Template]] = {"site": {}, "hall": {}, "step": {}, "phase": {}}
    for raw in books.templates:
        template = _template(raw)
        templates[template.scope][template.id] = template
    items = {item.id: item for item in map(_item, books.items)}
    installs: dict[tuple[str, str], tuple[str, ...]] = {}
    for item in items.values():
        if item.task is not None:
            if item.task not in templates[item.scope]:
                raise BookError(f"item {item.id} names the unknown template {item.task}")
            key = (item.scope, item.task)
            installs[key] = (*installs.get(key, ()), item.id)
    _check_links(templates, items)
    figures: dict[str, None] = {}
    for template in templates["hall"].values():
        figures.update(dict.fromkeys((*template.needs, *template.quantity)))
    hall_items = tuple(i for i in items.values() if i.scope == "hall")
    for item in hall_items:
        figures.update(dict.fromkeys((item.quantity, item.count)))
    return Catalogue(
        templates,
        items,
        hall_items,
        tuple(i for i in items.values() if i.scope == "site"),
        installs,
        tuple(figures),
    )


def _check_links(templates: Mapping[str, Mapping[str, Template]], items: Mapping[str, Item]) -> None:
    for scope, found in templates.items():
        for template in found.values():
            for link in template.after:
                head, _, tail = link.ref.partition(".")
                if link.ref.startswith("item:"):
                    known = head[5:] in items and (not tail or tail in CHAIN_PARTS)
                elif tail:
                    known = (
                        head in ("site", "halls") and tail in templates["site" if head == "site" else "hall"]
                    )
                else:
                    known = head in found
                if not known:
                    raise BookError(f"template {scope}.{template.id} follows the unknown {link.ref}")


def _template(raw: Mapping[str, Any]) -> Template:
    name = str(raw["id"])
    quantity = tuple(part.strip() for part in str(raw["quantity"]).split("+")) if "quantity" in raw else ()
    crew = raw.get("crew")
    return Template(
        id=name,
        name=str(raw["name"]),
        scope=cast("Scope", raw.get("scope", "hall")),
        discipline=str(raw["discipline"]),
        milestone=bool(raw.get("milestone", False)),
        needs=tuple(raw["needs"]) if "needs" in raw else quantity[:1] if len(quantity) == 1 else (),
        quantity=quantity,
        per=float(raw.get("per", 1)),
        least=float(raw.get("least", 0)),
        each=bool(raw.get("each", False)),
        what=str(raw.get("what", "")),
        rate=str(raw.get("rate", name)),
        crew=crew,
        calendar=str(raw.get("calendar", CONSTRUCTION_CALENDAR if crew else STANDARD_CALENDAR)),
        after=tuple(parse_link(str(text)) for text in raw.get("after", ())),
        gate=raw.get("gate"),
        power=raw.get("power"),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    return Item(
        id=str(raw["id"]),
        name=str(raw["name"]),
        discipline=str(raw["discipline"]),
        scope=str(raw["scope"]),
        quantity=str(raw["quantity"]),
        count=str(raw.get("count", raw["quantity"])),
        unit=str(raw["unit"]),
        price=str(raw["price"]),
        labour_share=raw.get("labour_share"),
        side=cast("Literal['facility', 'it']", raw.get("side", "facility")),
        payer=cast("Literal['landlord', 'tenant']", raw.get("payer", "landlord")),
        lead=raw.get("lead"),
        submittals=raw.get("submittals"),
        transport=raw.get("transport"),
        witness=raw.get("witness"),
        order_after=raw.get("order_after"),
        task=raw.get("task"),
    )


def fill(text: str, placeholders: Iterable[tuple[str, str]]) -> str:
    """A book address with `{platform}` and `{mining}` put in."""
    if "{" in text:
        for key, value in placeholders:
            text = text.replace(key, value)
    return text


def days_per_unit(entry: Entry, calendar: str) -> float:
    """Days in one unit of a rate: a week of work is 5 worked days, a week of waiting 7 elapsed ones.

    Raises:
        BookError: The rate is in neither days nor weeks.
    """
    unit = entry.unit.partition(" ")[0]
    if unit in ("days", "day"):
        return 1.0
    if unit in ("weeks", "week"):
        return WAITING_WEEK_DAYS if calendar == ELAPSED_CALENDAR else WORK_WEEK_DAYS
    raise BookError(
        f"book entry {entry.key} is a rate: its unit begins with days or weeks, not {entry.unit!r}"
    )
