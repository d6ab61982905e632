"""Rows of the task table: an outline by hall and discipline, or a plain list, in the columns chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.model.problem import literal
from planner.rollup import rollup
from planner.tui.commands import keyed
from planner.tui.render.columns import BY_KEY, MARKS, Column, Facts, marks, widths
from planner.tui.render.numbers import count, money
from planner.tui.render.text import fit, right

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from planner.pipeline import Plan
    from planner.tui.render.strip import Line

Path = tuple[str, ...]
"""Of a group: hall id (empty for the site), discipline."""


@dataclass(frozen=True)
class TaskRow:
    """A task, or a group of them."""

    path: Path
    """The group that it is, or is in; empty in a plain list."""
    task: int | None = None
    label: str = ""
    below: tuple[int, ...] = ()
    """Tasks of a group."""
    open: bool = True


def flat_rows(order: Iterable[int]) -> list[TaskRow]:
    """A row for each task."""
    return [TaskRow((), i) for i in order]


def path_of(plan: Plan, i: int) -> Path:
    """The innermost group of a task."""
    task = plan.schedule.tasks[i]
    return (task.hall or "", task.discipline)


def outline_rows(plan: Plan, order: Iterable[int], folded: Collection[Path]) -> list[TaskRow]:
    """Halls in the order of the file, the site's own first; in each its disciplines and tasks in the order given."""
    halls: dict[str, dict[str, list[int]]] = {}
    for i in order:
        hall, discipline = path_of(plan, i)
        halls.setdefault(hall, {}).setdefault(discipline, []).append(i)
    names = {hall.id: hall.name or hall.id for hall in plan.facility.hall}
    place = {"": -1, **{hall.id: n for n, hall in enumerate(plan.facility.hall)}}
    rows: list[TaskRow] = []
    for hall in sorted(halls, key=lambda h: (place.get(h, len(place)), h)):
        groups = halls[hall]
        unfolded = (hall,) not in folded
        every = tuple(i for tasks in groups.values() for i in tasks)
        rows.append(TaskRow((hall,), None, names.get(hall, hall) if hall else "Site", every, unfolded))
        for discipline, tasks in groups.items() if unfolded else ():
            path = (hall, discipline)
            shown = path not in folded
            rows.append(TaskRow(path, None, discipline, tuple(tasks), shown))
            if shown:
                rows += [TaskRow(path, i) for i in tasks]
    return rows


def group_paths(plan: Plan, order: Iterable[int]) -> set[Path]:
    """Every group that an outline of the tasks has."""
    found: set[Path] = set()
    for i in order:
        path = path_of(plan, i)
        found |= {path, path[:1]}
    return found


@dataclass
class TaskRows:
    """Draws the table of a plan."""

    plan: Plan
    rows: list[TaskRow]
    keys: tuple[str, ...]
    sort: str = "start"
    falling: bool = False
    _columns: dict[int, list[tuple[Column, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What is asked of the plan again and again."""
        self.facts = Facts(self.plan)
        self.outlined = any(row.path for row in self.rows)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.rows)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Columns chosen, less those that the outline says already."""
        return tuple(k for k in self.keys if not (self.outlined and k in ("hall", "discipline")))

    def columns(self, width: int) -> list[tuple[Column, int]]:
        """Columns that fit, with their widths."""
        if width not in self._columns:
            self._columns[width] = widths(self.wanted, width, self.facts)
        return self._columns[width]

    def hidden(self, width: int) -> list[str]:
        """Headings of the columns chosen that there is no room for."""
        kept = {c.key for c, _ in self.columns(width)}
        return [BY_KEY[k].heading for k in self.wanted if k not in kept]

    def header(self, width: int) -> list[Line]:
        """One line of headings; the sorted one is marked with its direction."""
        line: Line = [(" " * MARKS, "muted")]
        for column, size in self.columns(width):
            by = column.key == self.sort
            arrow = ("▾" if self.falling else "▴") if by else ""
            fits = len(column.heading) + len(arrow) <= size  # else it stands in the gap behind
            text, gap = (f"{column.heading}{arrow}", "  ") if fits else (column.heading, arrow.ljust(2))
            line.append(((right if column.number else fit)(text, size) + gap, "strong" if by else "muted"))
        return [line]

    def row(self, index: int, width: int) -> Line:
        """One task, or one group."""
        row = self.rows[index]
        if row.task is None:
            return self._group(row, width)
        i, facts = row.task, self.facts
        style = (
            "bad" if facts.critical(i) else "good" if facts.done(i) else "mark" if facts.begun(i) else "muted"
        )
        line: Line = [(marks(facts, i), style)]
        for column, size in self.columns(width):
            text = column.text(facts, i)
            if column.key == "name" and row.path:
                text = f"    {literal(text)}"
            line.append(((right if column.number else fit)(text, size) + "  ", self._style(column.key, i)))
        return line

    def _style(self, key: str, i: int) -> str:
        critical = self.facts.critical(i)
        if key == "name":
            return "strong" if critical else "muted" if self.facts.done(i) else "plain"
        if key in ("float", "criticality") and critical:
            return "bad"
        return "muted" if key in ("id", "discipline", "driver", "crew", "free", "calendar") else "plain"

    def _group(self, row: TaskRow, width: int) -> Line:
        """Its sums: first start, last finish, least float, cost, how much is done."""
        sums = rollup(self.plan, row.below)
        line: Line = [("!!" if sums.late else " !" if sums.critical else "  ", "bad"), ("    ", "plain")]
        columns = self.columns(width)
        skipped = ""
        for n, (column, size) in enumerate(columns):
            style = "title" if len(row.path) == 1 else "group"
            match column.key:
                case "name":
                    spare = 0
                    if n + 1 < len(columns) and columns[n + 1][0].key == "id":
                        skipped, spare = "id", columns[n + 1][1] + 2
                    indent = "  " * (len(row.path) - 1)
                    label = f"{indent}{'▾' if row.open else '▸'} {literal(row.label)}  {count(sums.tasks, 'task')}"
                    done = f", {sums.done} done" if sums.done else ""
                    line.append((fit(label + done, size + spare) + "  ", style))
                    continue
                case "start":
                    text = self.plan.day(sums.start).isoformat()
                case "finish":
                    text = self.plan.day(sums.last_day).isoformat()
                case "float" | "free":
                    least = sums.total_float_days if column.key == "float" else sums.free_float_days
                    text = "" if least is None else str(least)
                case "cost":
                    text = money(sums.cost_usd) if sums.cost_usd else ""
                case _:
                    text = ""
            if column.key != skipped:
                line.append(((right if column.number else fit)(text, size) + "  ", "muted"))
        return line

    def shift(self, by: int, width: int) -> None:
        """Nothing is to the side: what does not fit is below, in full."""


def group_lines(plan: Plan, row: TaskRow) -> list[Line]:
    """A group in full."""
    sums = rollup(plan, row.below)
    words = [count(sums.tasks, "task")]
    for sign, name, found in (
        ("!!", "late", sums.late),
        ("!", "critical", sums.critical),
        ("✓", "done", sums.done),
        ("◐", "in progress", sums.in_progress),
    ):
        words += [f"{sign} {found} {name}"] if found else []
    return [
        [(literal(row.label), "title")],
        [
            (f"{plan.day(sums.start)} to {plan.day(sums.last_day)}", "strong"),
            (f" · {money(sums.cost_usd)}" if sums.cost_usd else "", "plain"),
        ],
        [(" · ".join(words), "plain")],
        [(keyed("{fold} or {edit_task} folds and unfolds, left goes up, {fold_all} folds all"), "muted")],
    ]
