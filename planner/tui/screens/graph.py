"""Graph: the network round a task, the critical path, a hall or a discipline, laid out behind the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.commands import bindings_for
from planner.tui.diagram.choice import FITTING, KINDS, View
from planner.tui.messages import GraphReady
from planner.tui.render.tables import graph_table
from planner.tui.render.tasks import Links, detail_lines
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import Shown
from planner.tui.widgets.canvas import Canvas
from planner.tui.widgets.parts import content_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from planner.pipeline import Plan
    from planner.tui.messages import TaskChosen
    from planner.tui.workspace import OpenFile

MOST_PLACES = 200


class GraphScreen(PlanScreen):
    """The picture, and the chosen task in full."""

    MODE = "graph"
    SHOWS_EDITS = False
    AUTO_FOCUS = "Canvas"
    BINDINGS: ClassVar[list[Any]] = bindings_for("graph")

    def __init__(self) -> None:
        super().__init__()
        self.view = View("critical", steps=FITTING)
        self._request = 0
        self._zoomed = False
        """Whether a person said how many steps they want to see."""
        self._drawn: tuple[Any, ...] = ()
        self._links: tuple[int, Links] | None = None
        self._taken: str | None = None
        """The task of another screen that the picture was last centred on."""
        self._landed = ""
        """Where the cursor stood when the picture was new."""
        self._back: list[View] = []
        self._forward: list[View] = []

    def body(self) -> ComposeResult:
        """Line of what is shown, picture, details."""
        with Vertical(id="list"):
            yield Static("", id="shown", markup=False)
            yield Canvas("canvas")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="task", markup=False)

    @property
    def plan(self) -> Plan | None:
        """The last plan of the file."""
        return self.file.plan if self.file else None

    def cursor_id(self) -> str | None:
        """Id of the task that the cursor is at."""
        chosen = self.query_one(Canvas).chosen
        return chosen if self.plan is not None and chosen in self.plan.schedule.index else None

    def show_state(self) -> None:
        """Come to the task that was chosen on another screen; then as every screen."""
        task = self.planner.at_task if self.in_front else None
        if task is not None and task != self._taken:
            self._taken = task
            if task != self.view.centre:
                self._remember()
                self.view = self._round(task)
        super().show_state()
        self._draw()

    def show_file(self, file: OpenFile | None) -> None:
        """Nothing yet; a picture of another plan is asked for when all is told."""
        if file is None or file.plan is None:
            text = " computing …" if file is not None and not file.problems else ""
            self.query_one("#shown", Static).update(Content(text))

    def on_resize(self) -> None:
        """The picture is laid out to the room there is."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Ask for the picture of the view, unless it is on the screen or on its way."""
        plan, canvas = self.plan, self.query_one(Canvas)
        room = canvas.outer_size - (2, 2)  # the frame; scroll bars come and go with the picture
        if plan is None or room.width <= 0 or not self.in_front:
            return
        if self.view.centre not in plan.schedule.index:
            self.view = replace(self.view, centre=_first_task(plan))
        self.view = self._fitted(plan, room)
        wanted = (id(plan), self.view, room)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self._request += 1
        work = partial(self._lay_out, self._request, plan, self.view, room.width, room.height)
        self.run_worker(
            work, thread=True, exclusive=True, group="graph", description="graph", exit_on_error=False
        )

    def _lay_out(self, request: int, plan: Plan, view: View, width: int, height: int) -> None:
        """In a worker thread: touches no widget, posts what it drew with the request it is of."""
        from planner.tui.diagram.drawing import draw

        choice, picture = draw(plan, self._linked(plan), view, width, height)
        self.post_message(GraphReady(request, choice, picture))

    def _linked(self, plan: Plan) -> Links:
        held = self._links
        if held is None or held[0] != id(plan):
            held = self._links = (id(plan), Links(plan))
        return held[1]

    def on_graph_ready(self, event: GraphReady) -> None:
        """Show the picture, unless another was asked for meanwhile."""
        if event.request != self._request:
            return
        canvas = self.query_one(Canvas)
        held = canvas.chosen if event.choice.view.kind != "near" else event.choice.view.centre
        canvas.show(event.picture, held if held in event.picture.layout.boxes else event.choice.view.centre)
        self._landed = canvas.chosen
        said = event.choice.said() if event.choice.tasks else "no tasks to draw: add one on Site"
        self.query_one("#shown", Static).update(Content(f" {literal(said)}"))

    def on_task_chosen(self, event: TaskChosen) -> None:
        """Show the task in full."""
        plan = self.plan
        detail = self.query_one("#task", Static)
        if plan is None or event.task not in plan.schedule.index:
            detail.update(Content(""))
            return
        lines = detail_lines(plan, plan.schedule.index[event.task], self._linked(plan), 6)
        detail.update(content_of(lines))
        self.query_one("#detail").scroll_home(animate=False)

    def shown(self) -> Shown | None:
        """The whole picture, also what is out of sight."""
        picture = self.query_one(Canvas).picture
        if picture is None:
            return None
        chosen = self.query_one(Canvas).chosen
        return Shown(
            "graph",
            self.heading,
            partial(picture.lines, chosen),
            partial(graph_table, picture, self._linked(picture.plan)),
        )

    # --- commands ---

    def _round(self, task: str) -> View:
        """The neighbourhood of a task: so many steps as a person asked for, else as there is room for."""
        return View("near", task, self.view.steps if self._zoomed else FITTING)

    def _fitted(self, plan: Plan, room: Size) -> View:
        """The view, with as many steps as there is room for where nobody said how many."""
        if self.view.kind != "near" or self.view.steps != FITTING:
            return self.view
        from planner.tui.diagram.choice import fitting_steps
        from planner.tui.diagram.drawing import room_for

        steps = fitting_steps(self._linked(plan), self.view.centre, *room_for(room.width, room.height))
        return replace(self.view, steps=steps)

    def _remember(self) -> None:
        if self.view.centre:
            self._back = [*self._back[-MOST_PLACES:], self.view]
            self._forward.clear()

    def _go(self, view: View) -> None:
        if view != self.view:
            self._remember()
            self.view = view
            self._draw()

    def do_centre(self) -> None:
        """The neighbourhood of the task at the cursor."""
        task = self.cursor_id()
        if task is not None and (self.view.kind, self.view.centre) != ("near", task):
            self._go(self._round(task))

    def do_view(self) -> None:
        """The next kind of picture, about the task at the cursor."""
        kind = KINDS[(KINDS.index(self.view.kind) + 1) % len(KINDS)]
        self._go(replace(self.view, kind=kind, centre=self._meant()))

    def _meant(self) -> str:
        """The task at the cursor; where the picture put it, as its centre is not in it, still the centre."""
        chosen = self.cursor_id()
        return self.view.centre if chosen is None or chosen == self._landed else chosen

    def do_back(self) -> None:
        """The picture before."""
        if self._back:
            self._forward.append(self.view)
            self.view = self._back.pop()
            self._draw()

    def do_forward(self) -> None:
        """The picture that back came from."""
        if self._forward:
            self._back.append(self.view)
            self.view = self._forward.pop()
            self._draw()

    def do_zoom_in(self) -> None:
        """Fewer steps."""
        self._zoomed = True
        self._go(self.view.wider(-1))

    def do_zoom_out(self) -> None:
        """More steps."""
        self._zoomed = True
        self._go(self.view.wider(1))

    def do_hall(self) -> None:
        """The tasks of the next hall."""
        plan = self.plan
        if plan is None:
            return
        tasks = plan.schedule.tasks
        halls = list(dict.fromkeys(t.hall for t in tasks))
        here = self.cursor_id()
        at = tasks[plan.schedule.index[here]].hall if here is not None else None
        step = 1 if self.view.kind == "hall" else 0
        hall = halls[(halls.index(at) + step) % len(halls)] if at in halls else next(iter(halls), None)
        first = here if step == 0 else next((t.id for t in tasks if t.hall == hall), None)
        if first is not None:
            self._go(View("hall", first, self.view.steps))

    def do_in_tasks(self) -> None:
        """The task in the table."""
        task = self.cursor_id()
        if task is not None:
            self.planner.show_task(task)

    def do_copy_line(self) -> None:
        """The task in full."""
        self.copy_text(str(self.query_one("#task", Static).content))


def _first_task(plan: Plan) -> str:
    """Where a picture begins that nobody chose a task for: ready for service, else the end of the critical path."""
    path = plan.schedule.critical_path
    tasks = plan.schedule.tasks
    return plan.graph.site_rfs or (path[-1] if path else tasks[0].id if tasks else "")
