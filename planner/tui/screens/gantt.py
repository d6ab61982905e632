"""Gantt: the programme as bars over time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len

from planner.model.problem import literal
from planner.tui.commands import bindings_for, keyed
from planner.tui.render.gantt import GanttRow, GanttRows, Known, gantt_rows, legend, linked_rows
from planner.tui.render.links import linked
from planner.tui.render.load import loads_of
from planner.tui.render.tables import gantt_table
from planner.tui.screens.task_list import ListScreen
from planner.tui.widgets.load import LoadView
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widgets import Input

    from planner.io.export_table import Table
    from planner.pipeline import Plan
    from planner.session.edits import Edit
    from planner.tui.render.load import Load
    from planner.tui.shown import Shown


class GanttScreen(ListScreen):
    """The chart."""

    MODE = "gantt"
    BINDINGS: ClassVar[list[Any]] = bindings_for("gantt")

    def __init__(self) -> None:
        super().__init__()
        self.by = "hall"
        self.related: str | None = None
        """The task whose relations are drawn; None for the whole programme."""
        self.load: str | None = None
        """Key of the columns below the chart."""
        self._chart: GanttRows | None = None
        self._known: Known | None = None
        self._loads: tuple[Plan, list[Load]] | None = None

    def on_mount(self) -> None:
        """Room for columns below the chart."""
        columns = LoadView("load")
        columns.display = False
        self.query_one("#list").mount(columns, after=self.query_one("#rows"))

    def rebuild(self) -> None:
        """Rows of the tasks wanted; zoom and place in time stay."""
        plan = self.plan
        if plan is None:
            return
        at = self.cursor_id()
        baseline = self.file.baseline if self.file else None
        if self._known is None or self._known.plan is not plan or self._known.baseline is not baseline:
            self._known = Known(plan, baseline)
        found = (
            linked(plan, plan.schedule.index[self.related]) if self.related in plan.schedule.index else None
        )
        rows = gantt_rows(plan, self.filter, self.by) if found is None else linked_rows(plan, found)
        before = self._chart
        zoom, first = (before.zoom, before.first) if before else (0, 0)
        self._chart = GanttRows(plan, rows, zoom, first, self._known, found, self._moved)
        index = plan.schedule.index.get(at, -1) if at else -1
        keep = next((n for n, r in enumerate(rows) if r.task == index), 1 if len(rows) > 1 else 0)
        self.query_one("#rows", RowView).show(self._chart, keep)
        self._draw_load()
        self._say_signs()

    def _say_signs(self) -> None:
        """What is in the chart, and what its signs mean as far as there is room."""
        if self._chart is None or self._known is None:
            return
        shown = sum(r.task is not None for r in self._chart.rows)
        against = f" · ├─┤ {literal(self._known.baseline.name)}" if self._known.baseline is not None else ""
        what = f"by {self.by}" if self._chart.linked is None else keyed("relations: {links} shows all again")
        self.say(shown, f"{what}{against}")
        signs = legend(self._known, self.size.width - cell_len(self.heading) - 5)
        self.say(shown, f"{what}{against}" + (f" · {signs}" if signs else ""))

    def on_resize(self) -> None:
        """As many signs as there is room for."""
        self.call_after_refresh(self._say_signs)

    def task_at(self, index: int) -> int | None:
        """The task of a row; None on a heading."""
        rows: list[GanttRow] = self._chart.rows if self._chart else []
        return rows[index].task if 0 <= index < len(rows) else None

    def show_task(self, task: str) -> None:
        """Put the cursor on a task, among all again."""
        if self.related is not None:
            self.related = None
            self.rebuild()
        super().show_task(task)

    def table(self, plan: Plan) -> Callable[[], Table]:
        """Tasks with their groups and late dates, and those of the baseline."""
        baseline = self.file.baseline if self.file else None
        return partial(gantt_table, plan, tuple(self._chart.rows if self._chart else ()), baseline)

    def shown(self) -> Shown | None:
        """The rows, and the columns below them."""
        found, source = super().shown(), self.query_one("#load", LoadView).source
        if found is None or source is None or self.load is None:
            return found
        columns = source.header(0)
        return replace(found, lines=lambda: [*found.lines(), [], *columns])

    # --- columns below the chart ---

    def _all_loads(self) -> list[Load]:
        plan = self.plan
        if plan is None:
            return []
        if self._loads is None or self._loads[0] is not plan:
            self._loads = plan, loads_of(plan)
        return self._loads[1]

    def _draw_load(self) -> None:
        """The columns chosen, of the present plan; none where the plan has no such crew or limit."""
        view = self.query_one("#load", LoadView)
        found = next((x for x in self._all_loads() if x.key == self.load), None) if self.load else None
        view.display = found is not None
        self.set_class(found is not None, "-load")
        if found is not None and self._chart is not None:
            view.draw(self._chart, found, self.query_one("#rows", RowView))

    def _next_load(self, by: int) -> None:
        keys = [None, *(load.key for load in self._all_loads())]
        if len(keys) == 1:
            self.notify("no task holds a crew, and no limit of megawatts is given", markup=False)
        at = keys.index(self.load) if self.load in keys else 0
        self.load = keys[(at + by) % len(keys)]
        self._draw_load()

    def do_load(self) -> None:
        """The next crew or limit."""
        self._next_load(1)

    def do_load_back(self) -> None:
        """The one before."""
        self._next_load(-1)

    def _moved(self) -> None:
        self.query_one("#load", LoadView).refresh()

    # --- what is in sight ---

    def _zoom(self, by: int) -> None:
        view = self.query_one("#rows", RowView)
        if self._chart is not None:
            self._chart.zoomed(view.scrollable_content_region.width, by)
            view.refresh()

    def do_zoom_in(self) -> None:
        """Finer."""
        self._zoom(-1)

    def do_zoom_out(self) -> None:
        """Coarser."""
        self._zoom(1)

    def do_grouping(self) -> None:
        """By hall or by discipline."""
        self.by = "discipline" if self.by == "hall" else "hall"
        self.related = None
        self.rebuild()

    def do_links(self) -> None:
        """The relations of the task at the cursor, or all tasks."""
        self.related = self.cursor_id() if self.related is None else None
        self.rebuild()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is filtered is the whole programme; the list itself filters after this."""
        self.related = None

    def do_critical(self) -> None:
        """Critical tasks of the whole programme only, or all."""
        self.related = None
        super().do_critical()

    def do_hall(self) -> None:
        """The next hall, then all."""
        self.related = None
        super().do_hall()

    # --- dates by keys ---

    def _edit(self, make: Callable[[Plan, Any, int, bool], Edit]) -> None:
        """Commit an edit of the task at the cursor."""
        file, plan, task = self.file, self.plan, self.cursor_id()
        if file is None or plan is None:
            return
        if task is None:
            self.notify("choose a task first", markup=False)
            return
        fresh = not (file.stale or file.problems)
        self.planner.commit(make(plan, file.session.raw, plan.schedule.index[task], fresh))

    def do_pin(self) -> None:
        """Pin or let go."""
        from planner.tui.task_edits import toggled_pin

        self._edit(toggled_pin)

    def do_later(self) -> None:
        """A day later."""
        from planner.tui.task_edits import moved

        self._edit(partial(moved, by=1))

    def do_earlier(self) -> None:
        """A day earlier."""
        from planner.tui.task_edits import moved

        self._edit(partial(moved, by=-1))

    def do_duration(self) -> None:
        """Ask for another duration."""
        from planner.tui.screens.modals import Prompt
        from planner.tui.task_edits import duration_text, with_duration
        from planner.tui.typed import TypingError

        file, plan, task = self.file, self.plan, self.cursor_id()
        if file is None or plan is None or task is None:
            return
        session = file.session
        start = duration_text(plan, session.raw, plan.schedule.index[task])

        def check(text: str) -> str:
            try:
                problems = session.trial(with_duration(session.raw, task, text))
            except TypingError as error:
                return str(error)
            return problems[0].message if problems else ""

        def take(text: str | None) -> None:
            if text is not None and text.strip() != start:
                self.planner.commit(with_duration(session.raw, task, text))

        label = "Days, or low / likely / high"
        self.app.push_screen(Prompt(f"Duration of {task}", label, start, check=check), take)
