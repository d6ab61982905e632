"""The relations of a task: which drive, which are a person's own, and what may be typed for a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from planner.model.address import nearest
from planner.model.problem import literal
from planner.model.work import Relation
from planner.tui.render.tasks import last_day, relation_words
from planner.tui.render.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.facility import Facility
    from planner.model.work import LagUnit, RelationKind
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line
    from planner.tui.render.tasks import Links

_KIND = r"(?P<kind>FS|SS|FF|SF)(?:(?P<lag>[+-]\d{1,5})(?P<elapsed>\s*e(?:lapsed)?)?)?"
_TYPED = re.compile(rf"(?P<task>.+?)(?:\s+{_KIND})?", re.IGNORECASE)
_TIE = re.compile(_KIND, re.IGNORECASE)


@dataclass(frozen=True)
class Tie:
    """Kind and lag of a relation."""

    kind: RelationKind = "FS"
    lag_days: int = 0
    lag: LagUnit = "working"

    def words(self) -> str:
        """As it is typed: `FS+5e`."""
        lag = f"{self.lag_days:+d}{'e' if self.lag == 'elapsed' else ''}" if self.lag_days else ""
        return f"{self.kind}{lag}"


def read_tie(text: str) -> Tie | None:
    """Kind and lag of a text such as `SS+10` or `FS-2e`; None where it is none."""
    found = _TIE.fullmatch(text.strip())
    return None if found is None else _tie(found)


def read_relation(text: str) -> tuple[str, Tie] | None:
    """Task, kind and lag of a text such as `site.survey FS+5`; FS where nothing is said."""
    found = _TYPED.fullmatch(text.strip())
    return None if found is None else (found["task"].strip(), _tie(found))


def _tie(found: re.Match[str]) -> Tie:
    kind = cast("RelationKind", (found["kind"] or "FS").upper())
    days = int(found["lag"] or 0)
    return Tie(kind, days, "elapsed" if days and found["elapsed"] else "working")


def wrong_relation(plan: Plan, facility: Facility, predecessor: str, successor: str, other: str) -> str:
    """What is wrong with a new relation; empty when nothing is. `other` is the end that was typed."""
    own = [t.id for t in facility.task]
    if other not in plan.schedule.index and other not in own:
        return f"no task has the id {other!r}{nearest(other, (*plan.schedule.index, *own))}"
    if predecessor == successor:
        return "a task cannot wait for itself"
    if any(r.predecessor == predecessor and r.successor == successor for r in facility.relation):
        return "there is an own relation between the two: change that"
    if leads_to(plan, facility, successor, predecessor):
        return f"{successor} leads to {predecessor} already: this would be a loop"
    return ""


def leads_to(plan: Plan, facility: Facility, first: str, last: str) -> bool:
    """Whether relations lead from one task to another."""
    after: dict[str, list[str]] = {}
    ends = [(r.predecessor, r.successor) for r in plan.graph.relations]
    ends += [(r.predecessor, r.successor) for r in facility.relation]
    for predecessor, successor in ends:
        after.setdefault(predecessor, []).append(successor)
    seen, waiting = {first}, [first]
    while waiting:
        task = waiting.pop()
        if task == last:
            return True
        new = [t for t in after.get(task, ()) if t not in seen]
        seen.update(new)
        waiting += new
    return False


def driving(plan: Plan, links: Links, task: str) -> str | None:
    """The predecessor that drives a task, else the one that finishes last."""
    schedule = plan.schedule
    driver = schedule.driver[schedule.index[task]]
    if driver.relation is not None:
        return driver.relation.predecessor
    before = [r.predecessor for r in links.before.get(task, ())]
    return max(before, key=lambda t: (schedule.finish[schedule.index[t]], t), default=None)


def driven(plan: Plan, links: Links, task: str) -> str | None:
    """The successor that a task drives, else the one with the least float."""
    schedule = plan.schedule

    def rank(other: str) -> tuple[bool, int, int, str]:
        at = schedule.index[other]
        relation = schedule.driver[at].relation
        drives = relation is not None and relation.predecessor == task
        return (not drives, schedule.total_float[at], schedule.start[at], other)

    return min((r.successor for r in links.after.get(task, ())), key=rank, default=None)


WIDE = 88
"""Cells from which on there is room for a finish."""


@dataclass(frozen=True)
class Held:
    """A relation of a task."""

    other: str
    """The task at the other end."""
    before: bool
    """Whether that is a predecessor."""
    tie: Tie
    own: int | None = None
    """Position in the file; None of a generated one."""
    drives: bool = False


def relations_of(plan: Plan, facility: Facility, task: str) -> list[Held]:
    """Predecessors, then successors; the file's own as they stand now, generated ones as the last plan has them."""
    own = {
        (r.predecessor, r.successor, r.kind, r.lag_days, r.lag): n for n, r in enumerate(facility.relation)
    }
    planned_own = {(r.predecessor, r.successor, r.kind, r.lag_days, r.lag) for r in plan.facility.relation}
    found: list[Held] = []
    schedule = plan.schedule

    def add(relation: Relation, place: int | None) -> None:
        before = relation.successor == task
        at = schedule.index.get(relation.successor)
        driver = schedule.driver[at].relation if at is not None else None
        drives = driver is not None and (driver.predecessor, driver.successor, driver.kind) == (
            relation.predecessor, relation.successor, relation.kind,
        )  # fmt: skip
        tie = Tie(relation.kind, relation.lag_days, relation.lag)
        other = relation.predecessor if before else relation.successor
        found.append(Held(other, before, tie, place, drives))

    for key, place in own.items():
        if task in key[:2]:
            add(Relation(*key), place)
    for r in plan.graph.relations:
        key = (r.predecessor, r.successor, r.kind, r.lag_days, r.lag)
        if task in key[:2] and key not in own and key not in planned_own:
            add(r, None)
    order = {t: schedule.start[i] for t, i in schedule.index.items()}
    return sorted(found, key=lambda h: (not h.before, not h.drives, order.get(h.other, 0), h.other))


class RelationRows:
    """Draws the relations of a task."""

    def __init__(self, plan: Plan, held: Sequence[Held]) -> None:
        self.plan, self.held = plan, held

    @property
    def count(self) -> int:
        """How many."""
        return len(self.held)

    @staticmethod
    def _widths(width: int) -> tuple[int, int]:
        """Cells of the task and of its finish, which is left out where there is little room."""
        finish = 11 if width >= WIDE else 0
        return max(8, width - 48 - finish), finish

    def header(self, width: int) -> list[Line]:
        """Headings."""
        name, finish = self._widths(width)
        text = (
            f" {'':<7}{'Relation':<11}{fit('Task', name)} {fit('Finish', finish)}{'Float':>6}   {'From':<10}"
        )
        return [[(text, "muted")]]

    def row(self, index: int, width: int) -> Line:
        """One relation: side, kind, task at the other end, its finish and float, whose it is, whether it drives."""
        held, schedule = self.held[index], self.plan.schedule
        at = schedule.index.get(held.other)
        name, room = self._widths(width)
        title = schedule.tasks[at].name if at is not None else "not planned yet"
        finish = last_day(self.plan, at).isoformat() if at is not None else ""
        slack = str(schedule.total_float[at]) if at is not None else ""
        relation = Relation("", "", held.tie.kind, held.tie.lag_days, held.tie.lag)
        own = held.own is not None
        return [
            (f" {'after' if held.before else 'before':<7}", "muted"),
            (fit(relation_words(relation).replace(" elapsed", "e"), 10) + " ", "mark"),
            (
                fit(f"{literal(title)}  {literal(held.other)}", name) + " ",
                "strong" if held.drives else "plain",
            ),
            (f"{fit(finish, room)}{slack:>6}   ", "plain"),
            (fit("own" if own else "generated", 10), "title" if own else "muted"),
            ("! drives" if held.drives else "", "bad"),
        ]

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side."""
