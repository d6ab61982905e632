"""The facility as an outline: what the tree shows, in which order, with which short labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.model.address import format_address, id_key
from planner.model.facility import POSITIONAL
from planner.tui.commands import keyed
from planner.tui.render.numbers import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model.address import Address, Raw
    from planner.model.facility import Facility


@dataclass(frozen=True)
class Spot:
    """A place of the facility: which tables its form shows, and which list it is (in)."""

    key: str
    """Stable name, so that the tree keeps its cursor when the facility changes."""
    title: str
    forms: tuple[Address, ...] = ()
    table: Address | None = None
    """List of tables that it is, or that it is a member of."""
    member: Address | None = None
    hall: str | None = None
    """Hall whose figures stand beside the form."""
    about: str = ""


@dataclass(frozen=True)
class Branch:
    """A line of the tree and what is below it."""

    spot: Spot
    label: str
    detail: str = ""
    below: tuple[Branch, ...] = ()
    open: bool = False


def outline(facility: Facility, raw: Raw, name: str) -> Branch:
    """The whole tree."""
    site = Spot("site", "Site", (("site",), ("project",)), about="The site and the programme's frame.")
    return Branch(
        site,
        name,
        facility.site.region or "",
        (
            Branch(
                Spot("climate", "Climate", (("climate",),), about="Design weather."),
                "Climate",
                _climate(facility),
            ),
            _grid(facility),
            _halls(facility),
            _group("plant", "Existing plant", facility, raw, PLANT, False),
            _group("programme", "Programme", facility, raw, PROGRAMME, False),
            _list(
                facility,
                raw,
                ("scenario",),
                "What-ifs",
                _scenario,
                "A what-if is a named set of overrides; {what_if} makes one of your edits.",
            ),
            _list(
                facility,
                raw,
                ("override",),
                "Own figures",
                _override,
                "Your own figures in place of entries of the data books.",
            ),
        ),
        open=True,
    )


def walk(branch: Branch) -> Iterator[tuple[str, Spot]]:
    """Every place with its title, for the palette: of a hall's parts that of the hall too."""
    title = branch.spot.title if branch.label in branch.spot.title else branch.label
    yield f"{title}  {branch.detail}".rstrip(), branch.spot
    for below in branch.below:
        yield from walk(below)


def _climate(facility: Facility) -> str:
    dry = facility.climate.design_dry_bulb_c
    return f"{short(dry)} °C" if dry is not None else ""


def _grid(facility: Facility) -> Branch:
    grid = facility.grid
    steps: tuple[Branch, ...] = ()
    detail = "none"
    if grid is not None:
        detail = f"{short(grid.capacity_mw)} MW" + (
            f" {short(grid.voltage_kv)} kV" if grid.voltage_kv else ""
        )
        steps = tuple(
            _member(
                ("grid", "step"), s.id, f"Grid step {s.id}", s.id, f"{short(s.capacity_mw)} MW {s.energised}"
            )
            for s in grid.step
        )
    spot = Spot(
        "grid",
        "Grid connection",
        (("grid",),),
        ("grid", "step"),
        about=keyed("The energised connection; {add} adds a later step."),
    )
    return Branch(spot, "Grid", detail, steps)


def _halls(facility: Facility) -> Branch:
    halls = []
    for hall in facility.hall:
        address = ("hall", hall.id)
        name = hall.name or hall.id
        title = name if name.lower().startswith("hall") else f"Hall {name}"
        ai = hall.ai
        size = (
            ""
            if ai is None
            else f"{short(ai.critical_it_mw)} MW IT"
            if ai.critical_it_mw
            else f"{short(ai.nodes)} nodes"
        )
        detail = f"{size} {ai.cooling} {ai.platform}" if ai else f"mining {short(hall.existing_mw)} MW"
        ai_about = "" if ai else keyed("This hall goes on mining. {add} plans an AI hall in its place.")
        below = (
            Branch(
                Spot(
                    f"hall.{hall.id}.ai",
                    f"{title} › AI hall",
                    ((*address, "ai"),) if ai else (),
                    ("hall",),
                    address,
                    hall.id,
                    ai_about,
                ),
                "AI hall",
                f"{ai.platform}" if ai else "none",
            ),
            Branch(
                Spot(
                    f"hall.{hall.id}.redundancy",
                    f"{title} › Redundancy",
                    ((*address, "redundancy"),),
                    ("hall",),
                    address,
                    hall.id,
                ),
                "Redundancy",
                f"{hall.redundancy.ups} UPS",
            ),
        )
        halls.append(
            Branch(
                Spot(f"hall.{hall.id}", title, (address,), ("hall",), address, hall.id),
                name,
                detail,
                below,
                len(facility.hall) <= 3,
            )
        )
    spot = Spot(
        "hall",
        "Halls",
        (),
        ("hall",),
        about=keyed("Mining halls and the AI halls that replace them; {add} adds a hall."),
    )
    return Branch(spot, "Halls", str(len(halls)), tuple(halls), open=True)


OWN_TASKS = Spot("task", "Own tasks", (), ("task",))
"""The list of a person's own tasks."""


def own_task(task: str) -> Spot:
    """The place of one of them."""
    return _spot(("task",), task, f"{OWN_TASKS.title} › {task}")


def _spot(table: Address, identity: str, title: str, about: str = "") -> Spot:
    address = (*table, identity)
    return Spot(format_address(address), title, (address,), table, address, None, about)


def _member(table: Address, identity: str, title: str, label: str, detail: str, about: str = "") -> Branch:
    return Branch(_spot(table, identity, title, about), label, detail)


def _list(
    facility: Facility, raw: Raw, table: Address, title: str, detail: Callable[[Any], str], about: str
) -> Branch:
    members = getattr(facility, table[0])
    below = []
    for i, member in enumerate(members):
        identity = str(i) if table[0] in POSITIONAL else str(getattr(member, id_key(table[0])))
        label = f"{member.predecessor} → {member.successor}" if table[0] == "relation" else identity
        heading = f"{title} › {label}"
        below.append(_member(table, identity, heading, label, detail(member)))
    return Branch(
        Spot(format_address(table), title, (), table, about=keyed(about)),
        title,
        str(len(members)),
        tuple(below),
    )


def _group(
    key: str, title: str, facility: Facility, raw: Raw, lists: tuple[Any, ...], unfolded: bool
) -> Branch:
    below = tuple(_list(facility, raw, (table,), name, detail, about) for table, name, detail, about in lists)
    return Branch(Spot(key, title, about=f"{title}: choose a list in the tree."), title, "", below, unfolded)


def _scenario(member: Any) -> str:
    return str(member.name or f"{len(member.set)} changes")


def _override(member: Any) -> str:
    return short(member.likely)


def _adjusted(member: Any) -> str:
    """What is said of a generated task, by its keys."""
    said = sorted(member.model_fields_set - {"task", "reason"})
    return ", ".join(name.replace("_", " ") for name in said)


def _task(member: Any) -> str:
    if member.type == "hammock":
        return "level of effort"
    days = member.duration_days if member.duration is None else member.duration.likely
    return "milestone" if days == 0 else f"{days} d"


def _relation(member: Any) -> str:
    lag = f"{member.lag_days:+d}{'e' if member.lag == 'elapsed' else ''}" if member.lag_days else ""
    return f"{member.kind}{lag}"


PLANT = (
    (
        "transformer",
        "Transformers",
        lambda m: f"{m.count} × {short(m.rating_mva)} MVA {m.kind}",
        "Existing transformers; {add} adds one.",
    ),
    (
        "switchboard",
        "Switchboards",
        lambda m: f"{m.count} × {short(m.rating_a)} A",
        "Existing low-voltage switchboards; {add} adds one.",
    ),
    (
        "feeder",
        "Feeders",
        lambda m: f"{m.count} × {short(m.rating_mva)} MVA",
        "Existing medium-voltage feeders; {add} adds one.",
    ),
    (
        "cooler",
        "Coolers",
        lambda m: f"{m.count} × {short(m.capacity_kw)} kW {m.kind}",
        "Existing heat rejection; {add} adds one.",
    ),
    ("fleet", "Fleet", lambda m: f"{short(m.count)} {m.model}", "Miners by model and hall; {add} adds some."),
    (
        "fibre",
        "Fibre routes",
        lambda m: "diverse" if m.diverse else "shared path",
        "Fibre entrances that exist; {add} adds one.",
    ),
    (
        "reuse",
        "Reuse decisions",
        lambda m: m.decision,
        "Your own decisions on existing plant, in place of the rules of the reuse ledger.",
    ),
    (
        "stock",
        "Stock and orders",
        lambda m: f"{short(m.quantity)} {m.item} {m.delivered}",
        "Equipment in stock or on order: its delivery date replaces the lead time.",
    ),
)
PROGRAMME = (
    (
        "phase",
        "Phases",
        lambda m: str(m.notice_to_proceed),
        "Stages of the programme, each with its notice to proceed.",
    ),
    (
        "begun",
        "Begun work",
        lambda m: f"{m.remaining_days} d left" if m.remaining_days else "done",
        "Generated work that began or ended before the project start.",
    ),
    (
        "adjust",
        "Adjusted work",
        _adjusted,
        "Constraints, deadlines, pins, progress and calendars of generated tasks.",
    ),
    ("calendar", "Calendars", lambda m: " ".join(m.workdays), "Own working calendars."),
    (
        "crew",
        "Crews",
        lambda m: f"{m.capacity}",
        "Crews that can be had; a trade of the crew book replaces the book's figure.",
    ),
    ("task", "Own tasks", _task, "Your own tasks, planned with the generated ones."),
    ("relation", "Relations", _relation, "Your own relations between tasks, own or generated."),
)
