"""Rows of the task table: which tasks, in which order, in which columns; and one task in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.render.numbers import count, money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from planner.model.work import Relation, Task
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line

SORTS = ("start", "finish", "float", "duration", "cost", "name", "id")
COLUMNS: tuple[tuple[str, str, int, int], ...] = (
    # key, heading, width (0: as wide as needed), rank: lower ranks are kept when there is no room
    ("id", "Id", 0, 6), ("name", "Task", 0, 0), ("discipline", "Discipline", 14, 9), ("hall", "Hall", 8, 8), ("start", "Start", 10, 1),
    ("finish", "Finish", 10, 2), ("days", "Days", 5, 3), ("float", "Float", 5, 4), ("free", "Free", 5, 7), ("crew", "Crew", 14, 10),
    ("driver", "Starts when", 0, 11), ("cost", "Cost", 8, 5),
)  # fmt: skip
NUMBERS = {"days", "float", "free", "cost"}


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


def last_day(plan: Plan, index: int) -> date:
    """The day a person calls the finish: the last worked, or a milestone's own."""
    start, finish = plan.schedule.start[index], plan.schedule.finish[index]
    return plan.day(finish if start == finish else finish - 1)


def driver_words(plan: Plan, index: int) -> str:
    """Why a task starts when it does."""
    driver = plan.schedule.driver[index]
    by = literal(driver.by or "")
    match driver.kind:
        case "crew":
            return f"crew free: {by}"
        case "power":
            return f"megawatts free: {by}"
        case "constraint":
            return by
        case "actual":
            return "as reported"
        case "hammock":
            return f"with {by}"
        case "as_late_as_possible":
            return f"as late as {by} allows" if by else "as late as possible"
    if driver.relation is None:
        return driver.kind.replace("_", " ")
    return f"{relation_words(driver.relation)} {literal(driver.relation.predecessor)}"


def relation_words(relation: Relation) -> str:
    """`FS`, `SS+10`, `FF-2 elapsed`."""
    lag = f"{relation.lag_days:+d}" if relation.lag_days else ""
    return f"{relation.kind}{lag}" + (" elapsed" if lag and relation.lag == "elapsed" else "")


def crew_words(task: Task) -> str:
    """`electrical ×2`."""
    return ", ".join(literal(name) + (f" ×{units}" if units > 1 else "") for name, units in task.crew)


def chosen(plan: Plan, wanted: Filter, sort: str = "start") -> list[int]:
    """Positions of the tasks wanted, in order."""
    schedule = plan.schedule
    words = wanted.words.casefold().split()
    found = []
    for i, task in enumerate(schedule.tasks):
        if wanted.critical and schedule.total_float[i] > 0:
            continue
        if wanted.hall and task.hall != wanted.hall:
            continue
        if words:
            text = f"{task.id} {task.name} {task.discipline} {task.hall or ''} {crew_words(task)}".casefold()
            if not all(w in text for w in words):
                continue
        found.append(i)
    cost = plan.estimate.task_cost
    keys: dict[str, Callable[[int], tuple[Any, ...]]] = {
        "start": lambda i: (schedule.start[i], schedule.finish[i]),
        "finish": lambda i: (schedule.finish[i], schedule.start[i]),
        "float": lambda i: (schedule.total_float[i], schedule.start[i]),
        "duration": lambda i: (-schedule.tasks[i].duration.likely, schedule.start[i]),
        "cost": lambda i: (-cost.get(schedule.tasks[i].id, 0.0), schedule.start[i]),
        "name": lambda i: (schedule.tasks[i].name.casefold(), schedule.start[i]),
        "id": lambda i: (schedule.tasks[i].id, 0),
    }
    return sorted(found, key=lambda i: (*keys[sort](i), schedule.tasks[i].id))


@dataclass
class TaskRows:
    """Draws the table of a plan."""

    plan: Plan
    order: list[int]
    sort: str = "start"
    _widths: dict[int, list[tuple[str, str, int]]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.order)

    @cached_property
    def _id_width(self) -> int:
        return min(30, max((cell_len(t.id) for t in self.plan.schedule.tasks), default=2))

    def columns(self, width: int) -> list[tuple[str, str, int]]:
        """Key, heading and width of the columns that fit, the least important left out first."""
        if width in self._widths:
            return self._widths[width]
        wide = {"id": self._id_width, "name": 22, "driver": 24}
        room, kept = width - 3, set()
        for key, _, size, _ in sorted(COLUMNS, key=lambda c: c[3]):
            need = (size or wide[key]) + 2
            if need > room:
                continue
            room -= need
            kept.add(key)
        extra = {"name": min(room, 26)}
        extra["driver"] = room - extra["name"] if "driver" in kept else 0
        found = [(k, h, (s or wide[k]) + extra.get(k, 0)) for k, h, s, _ in COLUMNS if k in kept]
        self._widths[width] = found
        return found

    def hidden(self, width: int) -> list[str]:
        """Headings that there is no room for."""
        kept = {k for k, _, _ in self.columns(width)}
        return [h.lower() for k, h, _, _ in COLUMNS if k not in kept]

    def header(self, width: int) -> list[Line]:
        """One line of headings; the sorted one is marked."""
        sorted_by = {"duration": "days"}.get(self.sort, self.sort)
        line: Line = [("   ", "muted")]
        for key, heading, size in self.columns(width):
            text = f"{heading}▾" if key == sorted_by else heading
            line.append(((right if key in NUMBERS else fit)(text, size) + "  ", "muted"))
        return [line]

    def row(self, index: int, width: int) -> Line:
        """One task."""
        i = self.order[index]
        critical = self.plan.schedule.total_float[i] <= 0
        line: Line = [(" ! " if critical else "   ", "bad")]
        for key, _, size in self.columns(width):
            line.append(
                (
                    (right if key in NUMBERS else fit)(self._cell(key, i), size) + "  ",
                    self._style(key, critical),
                )
            )
        return line

    @staticmethod
    def _style(key: str, critical: bool) -> str:
        if key == "name":
            return "strong" if critical else "plain"
        if key == "float" and critical:
            return "bad"
        return "muted" if key in ("id", "discipline", "driver", "crew", "free") else "plain"

    def _cell(self, key: str, i: int) -> str:
        plan = self.plan
        task, schedule = plan.schedule.tasks[i], plan.schedule
        match key:
            case "id":
                return task.id
            case "name":
                return task.name
            case "discipline":
                return task.discipline
            case "hall":
                return task.hall or ""
            case "start":
                return plan.day(schedule.start[i]).isoformat()
            case "finish":
                return last_day(plan, i).isoformat()
            case "days":
                return str(task.duration.likely) if task.duration.likely else "◆"
            case "float":
                return str(schedule.total_float[i])
            case "free":
                return str(schedule.free_float[i])
            case "crew":
                return crew_words(task)
            case "driver":
                return driver_words(plan, i)
        cost = plan.estimate.task_cost.get(task.id, 0.0)
        return money(cost) if cost else ""

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side: what does not fit is below, in full."""


class Links:
    """Predecessors and successors of every task of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.before: dict[str, list[Relation]] = {}
        self.after: dict[str, list[Relation]] = {}
        for relation in plan.graph.relations:
            self.before.setdefault(relation.successor, []).append(relation)
            self.after.setdefault(relation.predecessor, []).append(relation)


def detail_lines(plan: Plan, i: int, links: Links, most: int) -> list[Line]:
    """One task in full: dates, float, why, what it is made of, and what it hangs on; at most `most` relations a side."""
    schedule, task = plan.schedule, plan.schedule.tasks[i]
    critical = schedule.total_float[i] <= 0
    first, last = plan.day(schedule.start[i]), last_day(plan, i)
    dates = f"{first} to {last}" if task.duration.likely else str(first)
    late = plan.day(schedule.late_start[i])
    lines: list[Line] = [
        [
            (literal(task.name), "title"),
            (f"  {literal(task.id)}", "muted"),
            ("  ! critical" if critical else "", "bad"),
        ],
        [
            (dates, "strong"),
            (
                f" · {count(task.duration.likely, 'day')}, {literal(task.calendar)}"
                if task.duration.likely
                else " · milestone",
                "plain",
            ),
            (
                f" · float {schedule.total_float[i]}, free {schedule.free_float[i]}, late start {late}",
                "plain",
            ),
        ],
        [("starts when  ", "muted"), (driver_words(plan, i), "plain")],
    ]
    cost = plan.estimate.task_cost.get(task.id, 0.0)
    who = [
        crew_words(task) and f"crew {crew_words(task)}",
        money(cost) if cost else "",
        literal(task.discipline),
        f"hall {literal(task.hall)}" if task.hall else "",
    ]
    lines.append([("what         ", "muted"), (" · ".join(w for w in who if w), "plain")])
    if task.basis:
        lines.append([("duration     ", "muted"), (literal(task.basis), "plain")])
    for word, held, other in (
        ("after        ", links.before, "predecessor"),
        ("before       ", links.after, "successor"),
    ):
        found = held.get(task.id, [])
        for n, relation in enumerate(found[:most]):
            lines.append(
                [
                    (word if n == 0 else " " * 13, "muted"),
                    (f"{relation_words(relation):<6} ", "mark"),
                    (literal(getattr(relation, other)), "plain"),
                ]
            )
        if len(found) > most:
            lines.append([(" " * 13 + f"and {len(found) - most} more", "muted")])
    return lines
