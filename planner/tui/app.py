"""The app: holds the open files, routes edits to their sessions and plans behind the screen."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.events import Key
from textual.filter import Monochrome, NoColor
from textual.worker import Worker, WorkerState

from planner.model.problem import InputError, PlannerError, Problem, literal
from planner.tui import messages, theme
from planner.tui.baseline_actions import BaselineActions
from planner.tui.commands import bindings_for, command
from planner.tui.edit_actions import EditActions
from planner.tui.export_actions import ExportActions
from planner.tui.file_actions import FileActions
from planner.tui.going import Going
from planner.tui.mended import mend
from planner.tui.outside_actions import WATCH_S, OutsideActions
from planner.tui.planning import Planning
from planner.tui.screens.base import PlanScreen
from planner.tui.screens.site import SiteScreen
from planner.tui.search_actions import SearchActions
from planner.tui.session_actions import SessionActions
from planner.tui.warming import Warming
from planner.tui.workspace import OpenFile, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Event
    from textual.screen import Screen

    from planner.explain import Web
    from planner.model.facility import Facility
    from planner.pipeline import Plan
    from planner.tui.screens.explain import ExplainScreen


def _tasks() -> Screen[Any]:
    from planner.tui.screens.tasks import TasksScreen

    return TasksScreen()


def _gantt() -> Screen[Any]:
    from planner.tui.screens.gantt import GanttScreen

    return GanttScreen()


def _graph() -> Screen[Any]:
    from planner.tui.screens.graph import GraphScreen

    return GraphScreen()


def _money() -> Screen[Any]:
    from planner.tui.screens.money import MoneyScreen

    return MoneyScreen()


def _compare() -> Screen[Any]:
    from planner.tui.screens.compare import CompareScreen

    return CompareScreen()


def _checks() -> Screen[Any]:
    from planner.tui.screens.checks import ChecksScreen

    return ChecksScreen()


def _palette() -> Any:
    from planner.tui.commands.palette import Commands

    return Commands


PATIENCE_S = 0.05
"""How long the drawing of an edit waits for its figures; then the old ones are drawn, marked as such."""

WARM_AFTER_S = 1.0
"""Loading the compiled kernels takes the interpreter for moments: not while the first screen settles."""

STYLES = Path(__file__).parent / "styles"


def _settle_memory() -> None:
    """Spare the collector what lives as long as the app: a full collection amid an edit costs 100 ms."""
    import gc

    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def placed(file: OpenFile, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems of a plan at their lines of the file as it would be saved now."""
    from planner.io.placing import place

    session = file.session
    try:
        return tuple(place(problems, session.raw, session.rendered(), file.file))
    except Exception:  # a place is a help; the problem itself must be told whatever happens
        return tuple(problems)


class PlannerApp(
    Going,
    FileActions,
    EditActions,
    ExportActions,
    SearchActions,
    SessionActions,
    OutsideActions,
    BaselineActions,
    App[None],
):
    """Facility conversion planner."""

    TITLE = "Facility planner"
    CSS_PATH: ClassVar[Any] = [
        STYLES / f"{name}.tcss" for name in ("app", "site", "rows", "graph", "nocolor")
    ]
    BINDINGS: ClassVar[list[Any]] = bindings_for(None)
    MODES: ClassVar[dict[str, Any]] = {
        "site": SiteScreen,
        "tasks": _tasks,
        "gantt": _gantt,
        "graph": _graph,
        "money": _money,
        "compare": _compare,
        "checks": _checks,
    }
    DEFAULT_MODE = "site"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        files: Sequence[Path] = (),
        planner: Callable[[Facility], Plan] | None = None,
        *,
        warm: bool = False,
    ) -> None:
        """`planner` makes the plans in place of the pipeline; `warm` loads compiled kernels and makes the other screens once the first plan stands."""
        mend()
        super().__init__()
        if self.no_color:  # no colour at all, where Textual would draw all colours as greys
            self._filters = [NoColor() if isinstance(f, Monochrome) else f for f in self._filters]
        self._warm = warm
        self._named = tuple(files)
        self._expected: set[Path | None] = set(files)
        """Files named at the start that are not open yet."""
        self._planner = planner
        self._turn = threading.RLock()
        self._planning = Planning()
        self._watching = Planning()
        self.warming = Warming(self)
        self._pointer = "default"
        self.journal_told: bool = False
        self.hinted: set[str] = set()
        self.hint_shown: dict[str, str] = {}
        self._key_problems = self.take_keymap()
        self._known: tuple[int, dict[str, tuple[str, ...]]] = (0, {})
        self._visit: tuple[int, int] = (0, -1)
        """Visit of a field, and the revision that its last edit made: the next edit of the same visit joins it."""
        self._held: ExitStack | None = None
        self._web: Web | None = None
        self.workspace: Workspace = Workspace()
        self.unread: list[Problem] = []
        self.note = "reading …" if files else "open a facility file to begin"
        for own in (theme.DARK, theme.LIGHT):
            self.register_theme(own)
        self.theme = theme.DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that are not ours."""
        return {"quiet": "#8c9aa6"}

    @property
    def open_file(self) -> OpenFile | None:
        """The file being edited."""
        return self.workspace.current

    @property
    def mode_name(self) -> str:
        """Name of the screen in front, modals aside."""
        return self.current_mode

    def on_ready(self) -> None:
        """Paint first, then read: pydantic and the pipeline are imported behind the screen."""
        if self._named:
            self.run_worker(
                partial(self._read, self._named),
                thread=True,
                group="open",
                description="open",
                exit_on_error=False,
            )
        else:
            self.ask_open()
        self.set_interval(WATCH_S, self.watch_files)
        if self._key_problems:
            from planner.tui.screens.pages import problem_page

            self.push_screen(problem_page("Your own keys", self._key_problems, ""))

    def action_command(self, command_id: str) -> None:
        """Run a command where it applies; a problem becomes a note, never a crash."""
        found = command(command_id)
        if not found.applies(self):
            return
        try:
            found.run(self)
        except PlannerError as error:
            self.tell(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands of the screens rest while a question stands before them; one before them may have its own."""
        if action == "command" and parameters:
            asked = command(str(parameters[0]))
            if self.screen.is_modal and getattr(self.screen, "MODE", None) not in asked.screens:
                return False
            return asked.applies(self)
        return True

    def tell(self, error: PlannerError | str, failed: bool = True) -> None:
        """Say something in a corner."""
        text = "\n".join(str(p) for p in error.problems[:3]) if isinstance(error, InputError) else str(error)
        self.notify(
            literal(text).replace("\\x0a", "\n"), severity="error" if failed else "information", markup=False
        )

    def changed(self, file: OpenFile) -> None:
        """The facility is another: show it, and plan it behind the screen."""
        self.show_state()
        self.replan(file)
        self._hold_drawing()
        self.tell_journal(file)

    def _hold_drawing(self) -> None:
        """Wait a moment for the figures of an edit, so that it and they are one drawing: two make them later."""
        if self._held is None:
            self._held = ExitStack()
            self._held.enter_context(self.batch_update())
            self.set_timer(PATIENCE_S, self._draw)

    def _draw(self) -> None:
        """Draw what was held, if anything."""
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def show_state(self) -> None:
        """Tell the screen in front that something changed."""
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "show_state") and screen.is_mounted:
                screen.show_state()
                return

    def replan(self, file: OpenFile) -> None:
        """Plan a file's present revision; what is still under way for an older one is dropped."""
        session = file.session
        self._planning.ask(
            id(file), partial(self._compute, file, session.revision, session.facility, file.plan)
        )

    def on_unmount(self) -> None:
        """No plan is asked for after the end; what is not saved then is offered at the next opening."""
        self._planning.stop()
        self._watching.stop()
        for file in self.workspace.files:
            if file.search is not None:
                file.search.set()
            file.kept = file.session.close(keep=file.session.modified)

    def _compute(self, file: OpenFile, revision: int, facility: Facility, before: Plan | None) -> None:
        """In the planning thread: touches no widget, posts what it found with the revision it is of."""
        with self._turn:
            if revision != file.session.revision:
                return
            try:
                plan = self.plan_of(facility)
                difference = None
                if before is not None:
                    from planner.compare import difference as differ

                    difference = differ(before, plan)
            except InputError as error:
                self.post_message(messages.PlanFailed(file, revision, placed(file, error.problems)))
            except Exception as error:
                problem = Problem(
                    "E-INTERNAL",
                    "plan",
                    f"{type(error).__name__}: {error}; undo the last edit, and report this",
                )
                self.post_message(messages.PlanFailed(file, revision, (problem,)))
            else:
                self.post_message(messages.PlanReady(file, revision, plan, difference))

    def plan_of(self, facility: Facility) -> Plan:
        """A plan, by the pipeline unless another planner was given. In a worker only: the first use imports it."""
        with self._turn:
            if self._planner is None:
                from planner.pipeline import plan

                self._planner = plan
                made = plan(facility)
                _settle_memory()
                if self._warm:
                    from planner.schedule.running import warm_behind

                    self.call_later(self.set_timer, WARM_AFTER_S, warm_behind)
                return made
            return self._planner(facility)

    def on_plan_ready(self, event: messages.PlanReady) -> None:
        """Show new figures, unless the facility has moved on."""
        if event.file.accept(event.revision, event.plan, event.difference):
            if isinstance(self.screen, PlanScreen):  # the figures first, a frame before what explains them
                self.screen.show_strip()
                self._draw()
                self.call_after_refresh(self.show_state)
            else:
                self.show_state()
                self._draw()
            if self._warm:
                self.warming.begin()

    async def on_event(self, event: Event) -> None:
        """Note when a key came: idle work keeps away from it."""
        if isinstance(event, Key):
            self.warming.keyed = time.monotonic()
        await super().on_event(event)

    def _set_pointer_shape(self, shape: str) -> None:
        """Only where it is another: each new screen asks for the one that there is, also while nobody looks at it."""
        if shape != self._pointer:
            self._pointer = shape
            super()._set_pointer_shape(shape)

    def on_plan_failed(self, event: messages.PlanFailed) -> None:
        """Keep the old figures and say why there are no new ones."""
        if event.file.refuse(event.revision, event.problems):
            self.show_state()
            self._draw()

    def on_work_done(self, event: messages.WorkDone) -> None:
        """Something done behind the screen ended."""
        self.tell(event.text, event.failed)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An error of a worker becomes a note; the app goes on."""
        if event.state is WorkerState.ERROR:
            self.tell(f"internal error: {type(event.worker.error).__name__}: {event.worker.error}")

    def known_ids(self) -> dict[str, tuple[str, ...]]:
        """Ids that plans and books know, for choices and suggestions."""
        plan = self.open_file.plan if self.open_file else None
        if plan is None:
            return {}
        if self._known[0] != id(plan):
            from planner.tenant.check import NO_PACK
            from planner.tenant.packs import pack_ids

            items = tuple(str(i["id"]) for i in plan.books.items)
            tasks = tuple(t.id for t in plan.schedule.tasks)
            packs = (*pack_ids(plan.books), NO_PACK)
            entries = tuple(plan.books.entries)
            self._known = (id(plan), {"item": items, "task": tasks, "entry": entries, "pack": packs})
        return self._known[1]

    def explain(self) -> None:
        """Explain the figures of what is in front: a hall's, a task's, or the site's."""
        from planner.tui.explaining import start_of
        from planner.tui.screens.explain import ExplainScreen

        file = self.open_file
        if file is None or file.plan is None:
            return
        title, names = start_of(self.screen, file.plan)
        screen = ExplainScreen(title, names)
        self.push_screen(screen)
        self.run_worker(
            partial(self._explain, screen, file.plan),
            thread=True,
            group="explain",
            description="explain",
            exit_on_error=False,
        )

    def _explain(self, screen: ExplainScreen, plan: Plan) -> None:
        """In a worker: thousands of facts take a tenth of a second."""
        with self._turn:
            from planner.explain import Web

            held = self._web
            web = held if held is not None and held.plan is plan else Web(plan)
            self._web = web
        self.call_from_thread(screen.show_web, web)

    def why(self) -> None:
        """Tell what drives the start of the task under the cursor."""
        from planner.tui.screens.pages import why_page

        file = self.open_file
        cursor = getattr(self.screen, "cursor_id", None)
        task = cursor() if cursor is not None else None
        if file is None or file.plan is None or task is None:
            return
        self.push_screen(why_page(file.plan, task, self.size.width))
