"""Which tasks are wanted, in which order; and one task in full."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.model.problem import literal
from planner.model.work import Timing
from planner.tui.render.columns import BY_KEY, Facts, crew_words, driver_words, last_day, relation_words
from planner.tui.render.numbers import count, money
from planner.tui.render.text import clip, fit

if TYPE_CHECKING:
    from planner.model.work import Relation, Task
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line

DETAIL = 74
"""Cells of a line of relations: as many as there are on the narrowest screen."""


@dataclass
class Filter:
    """Which tasks are wanted."""

    words: str = ""
    critical: bool = False
    hall: str | None = None

    def said(self) -> str:
        """In words, for the line above the table."""
        parts = [
            f"with {literal(self.words)!r}" if self.words else "",
            "critical" if self.critical else "",
            f"hall {literal(self.hall)}" if self.hall else "",
        ]
        return ", ".join(p for p in parts if p)


def chosen(plan: Plan, wanted: Filter, sort: str = "start", falling: bool = False) -> list[int]:
    """Positions of the tasks wanted, in order: by a column, up or down; where it is alike by start and id."""
    schedule, facts = plan.schedule, Facts(plan)
    words = wanted.words.casefold().split()
    found = []
    for i, task in enumerate(schedule.tasks):
        if wanted.critical and not facts.critical(i):
            continue
        if wanted.hall and task.hall != wanted.hall:
            continue
        if words:
            text = f"{task.id} {task.name} {task.discipline} {task.hall or ''} {crew_words(task)}".casefold()
            if not all(w in text for w in words):
                continue
        found.append(i)
    found.sort(key=lambda i: (schedule.start[i], schedule.tasks[i].id))
    by = BY_KEY[sort].by
    found.sort(key=lambda i: by(facts, i), reverse=falling)
    return found


class Links:
    """Predecessors and successors of every task of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.before: dict[str, list[Relation]] = {}
        self.after: dict[str, list[Relation]] = {}
        for relation in plan.graph.relations:
            self.before.setdefault(relation.successor, []).append(relation)
            self.after.setdefault(relation.predecessor, []).append(relation)


def said_words(task: Task) -> str:
    """What a person said of its dates: `deadline 2027-06-01, pinned start 2027-05-03`."""
    said = []
    for field in fields(Timing):
        value = getattr(task.timing, field.name)
        if value is not None and value is not False:
            words = field.name.replace("_", " ")
            said.append(
                words
                if value is True
                else f"{words} {value:g}"
                if isinstance(value, float)
                else f"{words} {value}"
            )
    return ", ".join(said)


def _name(plan: Plan, task: str) -> str:
    at = plan.schedule.index.get(task)
    return "" if at is None else plan.schedule.tasks[at].name


def detail_lines(plan: Plan, i: int, links: Links, most: int) -> list[Line]:
    """One task in full: dates, float, why, what it is made of, and what it hangs on; at most `most` relations a side."""
    schedule, task = plan.schedule, plan.schedule.tasks[i]
    facts = Facts(plan)
    slack = (
        "done, no float"
        if facts.done(i)
        else f"float {schedule.total_float[i]}, free {schedule.free_float[i]}"
    )
    latest = "" if facts.done(i) else f" · late start {plan.day(schedule.late_start[i])}"
    state = "  ✓ done" if facts.done(i) else "  ◐ in progress" if facts.begun(i) else ""
    urgent = "  !! late" if facts.late(i) else "  ! critical" if facts.critical(i) else ""
    first, last = plan.day(schedule.start[i]), last_day(plan, i)
    dates = f"{first} to {last}" if task.duration.likely else str(first)
    lines: list[Line] = [
        [
            (literal(task.name), "title"),
            (f"  {literal(task.id)}", "muted"),
            (state, "good"),
            (urgent, "bad"),
        ],
        [
            (dates, "strong"),
            (
                " · hammock"
                if task.hammock
                else f" · {count(task.duration.likely, 'day')}, {literal(task.calendar)}"
                if task.duration.likely
                else " · milestone",
                "plain",
            ),
            (f" · {slack}", "plain"),
        ],
        [("starts when  ", "muted"), (driver_words(plan, i), "plain"), (latest, "muted")],
    ]
    cost = plan.estimate.task_cost.get(task.id, 0.0)
    who = [
        crew_words(task) and f"crew {crew_words(task)}",
        money(cost) if cost else "",
        literal(task.discipline),
        f"hall {literal(task.hall)}" if task.hall else "",
    ]
    said = said_words(task)
    if said:
        lines.append([("asked        ", "muted"), (said, "plain")])
    lines.append([("what         ", "muted"), (" · ".join(w for w in who if w), "plain")])
    if task.basis:
        lines.append([("duration     ", "muted"), (literal(task.basis), "plain")])
    for word, held, other in (
        ("after        ", links.before, "predecessor"),
        ("before       ", links.after, "successor"),
    ):
        found = held.get(task.id, [])
        ids = [literal(getattr(r, other)) for r in found[:most]]
        kinds = [relation_words(r) for r in found[:most]]
        kind_room = max((cell_len(k) for k in kinds), default=0) + 2
        id_room = max((cell_len(i) for i in ids), default=0) + 2
        name_room = DETAIL - 13 - kind_room - id_room
        for n, relation in enumerate(found[:most]):
            lines.append(
                [
                    (word if n == 0 else " " * 13, "muted"),
                    (fit(kinds[n], kind_room), "mark"),
                    (fit(ids[n], id_room), "plain"),
                    (clip(_name(plan, getattr(relation, other)), name_room), "muted"),
                ]
            )
        if len(found) > most:
            lines.append([(" " * 13 + f"and {len(found) - most} more", "muted")])
    return lines


__all__ = [
    "Filter",
    "Links",
    "chosen",
    "crew_words",
    "detail_lines",
    "driver_words",
    "last_day",
    "relation_words",
]
