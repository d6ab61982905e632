"""A list of tasks with a filter line and the chosen task in full: what Tasks and the Gantt have in common."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from planner.tui.render.numbers import count
from planner.tui.render.tasks import Filter, Links, detail_lines
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import Shown, rows_of
from planner.tui.widgets.parts import content_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from planner.io.export_table import Table
    from planner.pipeline import Plan
    from planner.tui.messages import RowChosen
    from planner.tui.render.strip import Line
    from planner.tui.workspace import OpenFile


class ListScreen(PlanScreen):
    """A list of tasks with a filter line and the chosen task in full below."""

    AUTO_FOCUS = "RowView"
    SHOWS_EDITS = False

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter()
        self._links: tuple[Plan, Links] | None = None
        self._expected: str | None = None
        """A task that the cursor goes to as soon as the plan has it."""

    def body(self) -> ComposeResult:
        """Line of what is shown, filter, list, details."""
        with Vertical(id="list"):
            yield Static("", id="shown", markup=False)
            yield Input(placeholder="words of id, name, discipline, hall or crew", compact=True, id="filter")
            yield self.view_of_rows()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="task", markup=False)

    def view_of_rows(self) -> RowView:
        """The list."""
        return RowView("rows")

    def on_mount(self) -> None:
        """Start in the list."""
        line = self.query_one("#filter", Input)
        line.disabled, line.display = True, False  # a key must never land in a line out of sight
        super().on_mount()
        self.query_one(RowView).focus()

    @property
    def plan(self) -> Plan | None:
        """The last plan of the file."""
        return self.file.plan if self.file else None

    def show_file(self, file: OpenFile | None) -> None:
        """Rows of another plan; the cursor stays on its task, or goes to the one expected."""
        if file is None or file.plan is None:
            return
        self.rebuild()
        task = self._expected
        if task is not None and task in file.plan.schedule.index:
            self._expected = None
            self._reveal(task, file.plan)
        elif not file.stale and not file.problems:
            self._expected = None  # what was added is taken back already

    def rebuild(self) -> None:
        """Make the rows anew."""
        raise NotImplementedError

    def task_at(self, index: int) -> int | None:
        """Position of the task of a row."""
        raise NotImplementedError

    def cursor_id(self) -> str | None:
        """Id of the task that the cursor is at."""
        now, drawn = self.plan, self.drawn
        i = self.task_at(self.query_one(RowView).cursor)
        if now is None or drawn is None or i is None:
            return None
        task = drawn.schedule.tasks[i].id
        return task if task in now.schedule.index else None

    @property
    def drawn(self) -> Plan | None:
        """The plan that the rows are of: for a moment it is not the last one."""
        return getattr(self.query_one(RowView).source, "plan", None)

    def expect_task(self, task: str) -> None:
        """Put the cursor on a task that the plan does not have yet, as soon as it does."""
        if self.plan is None or task not in self.plan.schedule.index:
            self._expected = task

    def show_task(self, task: str) -> None:
        """Put the cursor on a task and go to the list; a filter that hides it is taken off."""
        if self.plan is not None and task in self.plan.schedule.index:
            self._expected = None
            self._reveal(task, self.plan)
            self.query_one(RowView).focus()

    def _reveal(self, task: str, plan: Plan) -> None:
        if not self.cursor_to(plan.schedule.index[task]):
            line = self.query_one("#filter", Input)
            with self.prevent(Input.Changed):
                line.value = ""
            line.disabled, line.display = True, False
            self.filter = Filter()
            self.rebuild()
            self.cursor_to(plan.schedule.index[task])

    def cursor_to(self, index: int) -> bool:
        """Put the cursor on a task; whether the list has it."""
        view = self.query_one(RowView)
        rows = view.source.count if view.source is not None else 0
        at = next((row for row in range(rows) if self.task_at(row) == index), None)
        if at is not None:
            view.cursor = at
        return at is not None

    def on_row_chosen(self, event: RowChosen) -> None:
        """Show the task in full."""
        detail = self.query_one("#task", Static)
        detail.update(content_of(self.lines_of(event.index)))
        self.query_one("#detail").scroll_home(animate=False)

    def lines_of(self, index: int) -> list[Line]:
        """What is told of a row: its task in full."""
        plan, i = self.drawn, self.task_at(index)
        if plan is None or i is None:
            return []
        return detail_lines(plan, i, self.links(plan), 6)

    def links(self, plan: Plan) -> Links:
        """Relations by task, made once for each plan."""
        if self._links is None or self._links[0] is not plan:
            self._links = (plan, Links(plan))
        return self._links[1]

    def say(self, shown: int, extra: str) -> None:
        """What is in the list, above it."""
        plan = self.plan
        total = len(plan.schedule.tasks) if plan else 0
        words = self.filter.said()
        text = (
            f" {count(shown, 'task')}"
            + (f" of {total:,d}: {words}" if words else "")
            + (f" · {extra}" if extra else "")
        )
        self.query_one("#shown", Static).update(Content(text))

    def shown(self) -> Shown | None:
        """The rows of the list."""
        view, plan = self.query_one(RowView), self.plan
        source = view.source
        if plan is None or source is None:
            return None
        width = view.scrollable_content_region.width
        return Shown(self.MODE, self.heading, partial(rows_of, source, width), self.table(plan))

    def table(self, plan: Plan) -> Callable[[], Table]:
        """What makes the table of the rows."""
        raise NotImplementedError

    # --- commands ---

    def do_filter(self) -> None:
        """Open the filter line."""
        line = self.query_one("#filter", Input)
        line.disabled, line.display = False, True
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        self.filter.words = event.value
        self.rebuild()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the list and keeps the filter."""
        self.query_one(RowView).focus()
        event.input.display = bool(event.value)
        event.input.disabled = not event.value

    def on_key(self, event: Any) -> None:
        """Escape clears the filter."""
        line = self.query_one("#filter", Input)
        if event.key == "escape" and (line.has_focus or line.value):
            line.value = ""
            self.query_one(RowView).focus()
            line.disabled, line.display = True, False

    def do_copy_line(self) -> None:
        """The task at the cursor in full; what is drawn of it may be a moment behind."""
        lines = self.lines_of(self.query_one(RowView).cursor)
        self.copy_text("\n".join("".join(text for text, _ in line) for line in lines))

    def do_critical(self) -> None:
        """Critical only, or all."""
        self.filter.critical = not self.filter.critical
        self.rebuild()

    def do_hall(self) -> None:
        """The next hall, then all."""
        plan = self.plan
        if plan is None:
            return
        halls: list[str | None] = [None, *dict.fromkeys(t.hall for t in plan.schedule.tasks if t.hall)]
        at = halls.index(self.filter.hall) if self.filter.hall in halls else 0
        self.filter.hall = halls[(at + 1) % len(halls)]
        self.rebuild()
