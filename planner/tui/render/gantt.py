"""The Gantt chart as rows of styled cells: a plan, a window of time and a width in, one line out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.checks import order_by_day
from planner.model.address import format_address
from planner.model.work import NO_TIMING
from planner.schedule.progress import task_table
from planner.tui.render.bars import SIGNS, Bar, Cells, Mark, bar_cells, rules
from planner.tui.render.links import link_signs
from planner.tui.render.tasks import Filter, chosen, relation_words
from planner.tui.render.text import fit, right
from planner.tui.render.timeline import ZOOM_NAMES, ZOOMS, Axis, axis_lines, fitting_zoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.baseline import Baseline
    from planner.pipeline import Plan
    from planner.tui.render.links import Linked
    from planner.tui.render.strip import Line

GROUP = "━"
DATES = (
    ("start_no_earlier", "["), ("finish_no_earlier", "["), ("start_no_later", "]"), ("finish_no_later", "]"), ("must_start", "‖"),
    ("must_finish", "‖"), ("pinned_start", "↧"), ("deadline", "▽"),
)  # fmt: skip
"""Dates that a person gave, by their signs; the later one stands over the earlier one."""
MISSED = ("F-DEADLINE", "F-CONSTRAINT", "F-PIN")
MISSED_SIGN, ORDER_BY, NEEDED = "✗", "○", "●"
MORE = "F1 all signs"


def legend(known: Known, room: int) -> str:
    """The signs that can stand in this chart, as many as fit whole; where some do not, where all are told."""
    dated = any(t.timing is not NO_TIMING for t in known.plan.schedule.tasks)
    signs = [
        "! █ critical",
        "~ ▓ near",
        "▒ · float",
        "◆ milestone",
        "┊ RFS" if known.ready else "",
        "╎ data date" if known.data_date is not None else "",
        "■ done" if known.data_date is not None else "",
        "[ ] ‖ ↧ ▽ ✗ dates" if dated else "",
        "○ order by" if known.orders else "",
        "● needed" if known.orders else "",
    ]
    shown: list[str] = []
    wanted = [s for s in signs if s]
    for n, sign in enumerate(wanted):
        rest = 0 if n == len(wanted) - 1 else cell_len(MORE) + 2
        if cell_len("  ".join([*shown, sign])) + rest > room:
            return "  ".join([*shown, MORE]) if shown or room >= cell_len(MORE) else ""
        shown.append(sign)
    return "  ".join(shown)


@dataclass(frozen=True)
class GanttRow:
    """A group's heading (`task` None) with its span, or a task."""

    label: str
    task: int | None
    start: int
    finish: int
    hall: str | None = None


def gantt_rows(plan: Plan, wanted: Filter, by: str) -> list[GanttRow]:
    """Groups by hall or discipline in order of start, their tasks below them in order of start."""
    schedule = plan.schedule
    groups: dict[tuple[str, str | None], list[int]] = {}
    names = {h.id: h.name or h.id for h in plan.facility.hall}
    for i in chosen(plan, wanted):
        task = schedule.tasks[i]
        hall = None if by == "discipline" else task.hall
        name = task.discipline if by == "discipline" else names.get(task.hall or "", task.hall or "Site")
        groups.setdefault((name, hall), []).append(i)
    rows = []
    for (group, hall), members in groups.items():
        rows.append(_heading(plan, group, members, hall))
        rows.extend(_row(plan, i, schedule.tasks[i].name) for i in members)
    return rows


def linked_rows(plan: Plan, found: Linked) -> list[GanttRow]:
    """What leads to a task, the task, and what follows from it."""
    names = [task.name for task in plan.schedule.tasks]
    return [
        *(_row(plan, i, f"‹ {relation_words(r)} {names[i]}") for i, r in found.before),
        _row(plan, found.task, f"» {names[found.task]}"),
        *(_row(plan, i, f"› {relation_words(r)} {names[i]}") for i, r in found.after),
    ]


def _heading(plan: Plan, label: str, members: list[int], hall: str | None) -> GanttRow:
    schedule = plan.schedule
    start, finish = min(schedule.start[i] for i in members), max(schedule.finish[i] for i in members)
    return GanttRow(label, None, start, finish, hall)


def _row(plan: Plan, i: int, label: str) -> GanttRow:
    schedule = plan.schedule
    return GanttRow(label, i, schedule.start[i], schedule.finish[i], schedule.tasks[i].hall)


class Known:
    """What the chart has to know of a plan and a baseline besides dates, looked up once."""

    def __init__(self, plan: Plan, baseline: Baseline | None = None) -> None:
        self.plan, self.baseline = plan, baseline
        reported = plan.facility.project.data_date is not None or any(
            t.timing.progressed for t in plan.schedule.tasks
        )
        self.data_date = plan.schedule.data_date if reported else None
        """None without progress: a plan knows no today."""
        self.ready = frozenset(plan.hall_rfs_day.values())
        self.missed = {p.key for p in plan.problems if p.code in MISSED}
        self.end = max(plan.schedule.project_finish, max(plan.schedule.late_finish, default=0), 1)

    @cached_property
    def orders(self) -> dict[str, Mark]:
        """Days to order by and to have on site, by the tasks that they are about."""
        found: dict[str, Mark] = {}
        for i, needed, order_by in order_by_day(self.plan.graph, self.plan.schedule):
            chain = self.plan.graph.procurement[i]
            found[chain.tasks[-1]] = Mark(needed, NEEDED)
            if chain.order is not None:
                found[chain.order] = (
                    Mark(order_by, MISSED_SIGN, "bad") if order_by < 0 else Mark(order_by, ORDER_BY)
                )
        return found

    @cached_property
    def then(self) -> dict[str, tuple[int, int]]:
        """Boundaries of each task in the baseline."""
        if self.baseline is None:
            return {}
        origin = self.plan.project_start.toordinal()
        return {
            t.id: (
                t.start.toordinal() - origin,
                t.finish.toordinal() - origin + (t.duration_days > 0),
            )
            for t in self.baseline.task
        }

    def marks(self, i: int) -> tuple[Mark, ...]:
        """Signs of a task's dates; the missed ones last, over all others."""
        task = self.plan.schedule.tasks[i]
        found = []
        if task.timing is not NO_TIMING and task.timing.actual_finish is None:
            origin = self.plan.project_start.toordinal()
            for key, sign in DATES:
                day = getattr(task.timing, key)
                if day is None or (task.timing.progressed and "start" in key):
                    continue
                missed = format_address((task_table(task), task.id, key)) in self.missed
                at = day.toordinal() - origin
                found.append(Mark(at, MISSED_SIGN, "bad") if missed else Mark(at, sign))
        if task.id in self.orders and task.timing.actual_finish is None:
            found.insert(0, self.orders[task.id])
        return tuple(sorted(found, key=lambda m: m.style == "bad"))

    def bar(self, i: int) -> Bar:
        """What is drawn of a task."""
        schedule = self.plan.schedule
        task = schedule.tasks[i]
        begun = task.timing.progressed and task.timing.actual_finish is None
        own = self.plan.hall_rfs_day.get(task.hall or "")
        return Bar(
            schedule.start[i],
            schedule.finish[i],
            max(schedule.finish[i], schedule.late_finish[i]),
            schedule.standing(i),
            schedule.levelled.work[2 * i] if begun else None,
            self.data_date,
            self.then.get(task.id),
            self.marks(i),
            self.ready if own is None else frozenset((own,)),
        )

    def slip(self, i: int) -> str:
        """Days that a task finishes later than in the baseline; `new` where that lacks it."""
        task = self.plan.schedule.tasks[i]
        if task.id not in self.then:
            return "new"
        was, now = self.then[task.id], self.plan.schedule.finish[i]
        milestone = self.plan.schedule.start[i] == now
        days = (now - (not milestone)) - (was[1] - (was[1] > was[0]))
        return f"{days:+,d}" if days else "="


@dataclass
class GanttRows:
    """Draws the chart; `first` is the boundary at the left edge."""

    plan: Plan
    rows: list[GanttRow]
    zoom: int = 0
    """Days to a cell; 0 fits the programme to the width."""
    first: int = 0
    known: Known | None = None
    linked: Linked | None = None
    """The task whose relations are drawn; the rows then are its own."""
    moved: Callable[[], None] | None = field(default=None, repr=False)
    """Told when another window of time is in sight."""
    _links: tuple[Axis, list[dict[int, str]]] | None = field(default=None, repr=False)

    @property
    def facts(self) -> Known:
        """What is known beside the dates."""
        if self.known is None:
            self.known = Known(self.plan)
        return self.known

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.rows)

    @property
    def end(self) -> int:
        """Boundary up to which there is something to see."""
        return self.facts.end

    def label_width(self, width: int) -> int:
        """Cells of the names' column, with the figures beside them where there is room."""
        return (26 if width < 100 else 36 if width < 150 else 44) + self._figures(width)

    def _figures(self, width: int) -> int:
        return 0 if width < 140 else 24 if self.facts.baseline is None else 31

    def days_a_cell(self, width: int) -> int:
        """The zoom in force."""
        return self.zoom or fitting_zoom(self.end + 1, max(10, width - self.label_width(width) - 1))

    def axis(self, width: int) -> Axis:
        """The window of time in sight."""
        return Axis(self.first, self.days_a_cell(width), max(0, width - self.label_width(width)))

    def zoomed(self, width: int, by: int) -> None:
        """One step finer (-1) or coarser (+1), about the left edge."""
        at = ZOOMS.index(self.days_a_cell(width)) + by
        self.zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at))]
        self.shift(0, width)

    def shift(self, by: int, width: int) -> None:
        """Sideways by a quarter of what is in sight; no further than the programme goes."""
        cells = max(10, width - self.label_width(width) - 1)
        step = self.days_a_cell(width)
        last = max(0, self.end + 4 * step - cells * step)
        self.first = max(0, min(last, self.first + by * step * max(1, cells // 4)))
        if self.moved is not None:
            self.moved()

    def header(self, width: int) -> list[Line]:
        """Years and months above, finer marks below, the data date among them."""
        label, axis = self.label_width(width), self.axis(width)
        upper, lower = axis_lines(axis, self.plan.day)
        x = -1 if self.facts.data_date is None else axis.at(self.facts.data_date)
        low: Line = [(lower, "muted")]
        if 0 <= x < axis.cells:
            low = [(lower[:x], "muted"), ("▾", "mark"), (lower[x + 1 :], "muted")]
        figures = ""
        if self._figures(width):
            vs = right("vs", 7) if self.facts.baseline is not None else ""
            figures = right("start", 11) + right("days", 6) + right("float", 6) + vs + " "
        step = axis.step
        head = f" {ZOOM_NAMES[step]}, {step} d a cell" if step > 1 else " days, 1 d a cell"
        return [
            [(fit(head, label), "muted"), (upper, "strong")],
            [(fit("", label - len(figures)) + figures, "muted"), *low],
        ]

    def row(self, index: int, width: int) -> Line:
        """A heading or a bar."""
        row = self.rows[index]
        label, axis = self.label_width(width), self.axis(width)
        if row.task is None:
            return self._band(row, label, axis)
        schedule, figures, i = self.plan.schedule, self._figures(width), row.task
        standing = schedule.standing(i)
        chosen_one = self.linked is not None and i == self.linked.task
        strong = standing == "critical" or chosen_one
        head: Line = [
            (
                f" {SIGNS[standing]} ",
                "bad" if standing == "critical" else "mark" if standing == "near" else "muted",
            ),
            (fit(row.label, label - figures - 4) + " ", "strong" if strong else "plain"),
        ]
        if figures:
            days = schedule.tasks[i].duration.likely
            slack = "" if standing == "done" else schedule.total_float[i]
            head.append(
                (
                    right(self.plan.day(row.start).isoformat(), 11)
                    + right(days or "◆", 6)
                    + right(slack, 6)
                    + (right(self.facts.slip(i), 7) if self.facts.baseline is not None else "")
                    + " ",
                    "muted",
                )
            )
        return [*head, *bar_cells(self.facts.bar(i), axis, self._link(index, axis))]

    def _band(self, row: GanttRow, label: int, axis: Axis) -> Line:
        """A heading: a band from its first start to its last finish, with the hall's ready for service."""
        cells = Cells(axis)
        rules(cells, self.facts.ready, self.facts.data_date)
        left, until = axis.span(row.start, row.finish)
        cells.fill(left, until, GROUP, "group")
        ready = self.plan.hall_rfs_day.get(row.hall or "")
        words = "" if ready is None else f" RFS {self.plan.day(ready)}"
        place = max(until, 0)
        if place + len(words) > axis.cells:  # no room behind the band: at its end, or at the edge
            place = axis.cells - len(words)
        if 0 <= left + 2 < place:
            for x, sign in enumerate(words):
                cells.put(place + x, sign, "group")
        return [(fit(f" {row.label}", label), "title"), *cells.line()]

    def _link(self, index: int, axis: Axis) -> dict[int, str] | None:
        if self.linked is None:
            return None
        if self._links is None or self._links[0] != axis:
            self._links = axis, link_signs(self.plan, self.linked, axis)
        signs = self._links[1]
        return signs[index] if index < len(signs) else None
