"""Checks: every problem of the plan, worst first, and the way to what each is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import Problem
from planner.tui.commands import bindings_for
from planner.tui.messages import HealthReady
from planner.tui.render.checks import CheckRows, full_lines, problem_lines, tally, worst_first
from planner.tui.render.tables import check_table
from planner.tui.render.text import hanging
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import Shown
from planner.tui.subject import Subject, subject_of, told
from planner.tui.widgets.box import ABOUT, Box
from planner.tui.widgets.parts import content_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.pipeline import Plan
    from planner.tui.messages import RoomChanged, RowChosen
    from planner.tui.workspace import OpenFile


class ChecksScreen(PlanScreen):
    """The list, and the chosen problem in full."""

    MODE = "checks"
    AUTO_FOCUS = "RowView"
    BINDINGS: ClassVar[list[Any]] = bindings_for("checks")

    def __init__(self) -> None:
        super().__init__()
        self._health: tuple[Plan | None, tuple[Problem, ...] | None] = (None, None)
        """What the health check found, None while it is under way, of which plan."""
        self._tasks: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Line of how many, list, details."""
        with Vertical(id="list"):
            yield Static("", id="shown", markup=False)
            yield RowView("rows")
            with Box(id="detail"):
                yield Static("", id="task", markup=False)

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(RowView).focus()

    def show_file(self, file: OpenFile | None) -> None:
        """Problems of another state; the cursor stays on its problem where that still stands."""
        if file is None or (file.plan is None and not file.problems):
            self.query_one("#shown", Static).update(Content(" computing …" if file else ""))
            return
        view = self.query_one(RowView)
        held = self.chosen
        plan = file.plan if not file.problems else None
        if plan is not None and self._health[0] is not plan:
            self._health = (plan, None)
            self._examine(plan)
        found = worst_first(
            [
                *(plan.problems if plan is not None else file.problems),
                *(self._health[1] or () if plan is not None else ()),
            ]
        )
        at = next((i for i, p in enumerate(found) if held and (p.code, p.key) == (held.code, held.key)), 0)
        view.show(CheckRows(found), at)
        if file.problems:
            text = (
                f"{tally(found)}: the facility cannot be planned, and the figures are of the last that could"
            )
        else:
            text = tally(found) or "✓ all checks pass"
            health = self._health[1]
            if health is None:
                text += " · examining the schedule's health …"
            elif health:
                text += f" · {len(health)} of them about the schedule's health"
        self.query_one("#shown", Static).update(Content(f" {text}"))
        if not found:
            self.query_one("#task", Static).update(
                Content("Nothing to do here. Checks run after every edit.")
            )

    def _examine(self, plan: Plan) -> None:
        """Hold the schedule against the points of `planner check`, behind the screen."""
        work = partial(self._health_of, plan)  # named, or its plan is spelled out for a name: 50 ms
        self.run_worker(
            work, thread=True, exclusive=True, group="health", description="health", exit_on_error=False
        )

    def _health_of(self, plan: Plan) -> None:
        """In a worker thread: posts what it found with the plan it is of."""
        from planner.health import check_health, health_problems

        graph = plan.graph
        try:
            points = check_health(plan.schedule, graph.relations, graph.calendars, graph.crews, plan.books)
            found = tuple(health_problems(points, plan.facility))
            tasks = {f"health.{p.id}": p.offenders[0].split(" -> ")[0] for p in points if p.offenders}
            tasks = {key: task for key, task in tasks.items() if task in plan.schedule.index}
        except Exception as error:  # the plan's own problems must be told whatever happens
            told = f"the schedule's health is not known: {type(error).__name__}: {error}"
            found, tasks = (Problem("W-INTERNAL", "health", told, severity="warning"),), {}
        self.post_message(HealthReady(plan, found, tasks))

    def on_health_ready(self, event: HealthReady) -> None:
        """Add what was found, unless it is of an older plan."""
        if self._health[0] is event.plan:
            self._health, self._tasks = (event.plan, event.problems), event.tasks
            self.show_file(self.file)

    @property
    def chosen(self) -> Problem | None:
        """The problem that the cursor is at."""
        view = self.query_one(RowView)
        rows = view.source
        if isinstance(rows, CheckRows) and 0 <= view.cursor < rows.count:
            return rows.problems[view.cursor]
        return None

    def _subject(self) -> Subject:
        file, problem = self.file, self.chosen
        if file is None or problem is None:
            return Subject()
        spots = [spot for _, spot in self.planner.places()]
        return subject_of(problem, file.session.raw, file.plan, spots, self._tasks)

    def on_row_chosen(self, event: RowChosen) -> None:
        """Tell of the problem in full."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        problem = self.chosen
        if problem is not None:
            width = self.query_one("#detail").outer_size.width - ABOUT
            lines = hanging(problem_lines(problem, told(self._subject())), width)
            self.query_one("#task", Static).update(content_of(lines))
            self.query_one("#detail").scroll_home(animate=False)

    def on_room_changed(self, event: RoomChanged) -> None:
        """The problem is told in lines of another width."""
        if isinstance(event.sender, Box):
            self._tell()

    def shown(self) -> Shown | None:
        """Every problem; as text in full, for a line of the list is too short for it."""
        rows = self.query_one(RowView).source
        if not isinstance(rows, CheckRows):
            return None
        found = tuple(rows.problems)
        return Shown("checks", self.heading, partial(full_lines, found), partial(check_table, found))

    # --- commands ---

    def do_follow(self) -> None:
        """Go to what the problem is about."""
        subject = self._subject()
        if subject.task is not None:
            self.planner.show_task(subject.task)
        elif subject.spot is not None:
            self.planner.go_to(subject.spot, subject.field)
        else:
            self.app.notify("no field or task is behind this one", markup=False)

    def do_copy_line(self) -> None:
        """The problem in full."""
        if self.chosen is not None:
            self.copy_text(str(self.chosen))
