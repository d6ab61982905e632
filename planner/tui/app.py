"""The app: holds the open files, routes edits to their sessions and plans behind the screen."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.events import InputEvent, Key, Paste
from textual.filter import Monochrome, NoColor
from textual.worker import Worker, WorkerState

from planner.model.problem import InputError, PlannerError, Problem, literal
from planner.tui import messages, theme
from planner.tui.baseline_actions import BaselineActions
from planner.tui.collecting import collect_idle
from planner.tui.commands import bindings_for, command
from planner.tui.edit_actions import PUT_BACK, EditActions
from planner.tui.explain_actions import ExplainActions
from planner.tui.export_actions import ExportActions
from planner.tui.file_actions import FileActions
from planner.tui.going import Going
from planner.tui.member_actions import MemberActions
from planner.tui.mended import mend
from planner.tui.modes import MODES
from planner.tui.outside_actions import WATCH_S, OutsideActions
from planner.tui.plan_actions import PlanActions
from planner.tui.planning import Planning
from planner.tui.screens.base import PlanScreen
from planner.tui.search_actions import SearchActions
from planner.tui.session_actions import SessionActions
from planner.tui.turns import Turns
from planner.tui.warming import Warming
from planner.tui.widgets.row import WIDTHS
from planner.tui.workspace import OpenFile, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Event
    from textual.message import Message
    from textual.notifications import Notify

    from planner.model.facility import Facility
    from planner.pipeline import Plan


def _palette() -> Any:
    from planner.tui.commands.palette import Commands

    return Commands


STYLES = Path(__file__).parent / "styles"

COLLECT_S = 0.2
"""How often there may be garbage to collect."""
REST_S = 0.1
"""So long no key came before: between two keys that are typed one after the other there is often as much."""

SWITCH_S = 0.001
"""How long the thread that plans keeps the interpreter from the screen: a frame asks for it several times."""


class PlannerApp(
    Going,
    FileActions,
    PlanActions,
    EditActions,
    ExplainActions,
    MemberActions,
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
    MODES: ClassVar[dict[str, Any]] = MODES
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
        self._planning = Planning(self._job_failed)
        self._watching = Planning(self._job_failed)
        self.warming = Warming(self)
        self._turns = Turns(self, super().on_event)
        self._pointer = "default"
        self.journal_told: bool = False
        self.hinted: set[str] = set()
        self.hint_shown: dict[str, str] = {}
        self._key_problems = self.take_keymap()
        self._known: tuple[int, dict[str, tuple[str, ...]]] = (0, {})
        self._visit: tuple[int, int] = (0, -1)
        """Visit of a field, and the revision that its last edit made: a quick one of the same visit joins it."""
        self._visited: float = 0.0
        """When that was."""
        self._web = None
        self.workspace: Workspace = Workspace()
        self.unread: list[Problem] = []
        self.note = "reading …" if files else "open a facility file to begin"
        for own in (theme.DARK, theme.LIGHT):
            self.register_theme(own)
        self.theme = theme.DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that are not ours."""
        return {"quiet": "#8c9aa6", **WIDTHS}

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
        sys.setswitchinterval(SWITCH_S)
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
        self.set_interval(COLLECT_S, self._collect)
        if self._key_problems:
            from planner.tui.screens.pages import problem_page

            self.push_screen(problem_page("Your own keys", self._key_problems, ""))

    def _collect(self) -> None:
        """Garbage, while nobody presses a key and nothing is planned."""
        if self.warming.is_quiet(REST_S) and not any(file.stale for file in self.workspace.files):
            collect_idle()

    def action_command(self, command_id: str) -> None:
        """Run a command where it applies; a problem becomes a note, never a crash."""
        found = command(command_id)
        if not found.applies(self):
            return
        if command_id not in PUT_BACK:
            self.take_typed()
        try:
            found.run(self)
        except PlannerError as error:
            self.tell(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands of the screens rest while a question stands before them; one before them may have its own, and a form some."""
        if action == "command" and parameters:
            asked = command(str(parameters[0]))
            if self.screen.is_modal and getattr(self.screen, "MODE", None) not in asked.screens:
                in_form = asked.in_forms and getattr(self.screen, "form", None) is not None
                return (in_form or asked.id == "quit") and asked.applies(self)
            return asked.applies(self)
        return True

    def tell(self, error: PlannerError | str, failed: bool = True) -> None:
        """Say something in a corner."""
        text = "\n".join(str(p) for p in error.problems[:3]) if isinstance(error, InputError) else str(error)
        self.notify(text, severity="error" if failed else "information", markup=False)

    def notify(self, message: str, *, title: str = "", **how: Any) -> None:
        """A note in the corner. Names of files and texts out of them are in many: none reaches the terminal as it is."""
        super().notify(literal(message).replace("\\x0a", "\n"), title=literal(title), **how)

    def on_notify(self, event: Notify) -> None:
        """A note that stands already comes anew, not twice."""
        note = event.notification
        for held in [
            n for n in self._notifications if (n.message, n.severity) == (note.message, note.severity)
        ]:
            self._unnotify(held, refresh=False)

    def action_command_palette(self) -> None:
        """Not before a question or a form: it would do things to what stands behind them."""
        if not self.screen.is_modal:
            self.drop_hints()
            super().action_command_palette()

    def show_state(self) -> None:
        """Tell the screen in front that something changed; of one behind a question the strip stays true."""
        told = False
        for screen in reversed(self.screen_stack):
            if isinstance(screen, PlanScreen) and told:
                screen.show_strip()
            elif hasattr(screen, "show_state") and screen.is_mounted and not told:
                screen.show_state()
                told = True

    def delay_update(self, delay: float = 0.0) -> None:
        """Textual holds what it draws for 50 ms when another screen comes; ours are made before, and come at once."""

    def on_unmount(self) -> None:
        """No plan is asked for after the end; what is not saved then is offered at the next opening."""
        self._planning.stop()
        self._watching.stop()
        for file in self.workspace.files:
            if file.search is not None:
                file.search.set()
            file.kept = file.session.close(keep=file.session.modified)

    async def _dispatch_message(self, message: Message) -> None:
        """What work behind the screen found is nobody's any more once the app is left: there is no screen to show it."""
        if not (self._exit and type(message).__module__ == messages.__name__):
            await super()._dispatch_message(message)

    async def on_event(self, event: Event) -> None:
        """Keys in their turn, and idle work keeps away from them. Who has left presses no more."""
        if self._exit and isinstance(event, InputEvent):
            return
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self.warming.keyed = time.monotonic()
            await self._turns.take(event)
        else:
            await super().on_event(event)
            self._turns.back(event)

    def _set_pointer_shape(self, shape: str) -> None:
        """Only where it is another: each new screen asks for the one that there is, also while nobody looks at it."""
        if shape != self._pointer:
            self._pointer = shape
            super()._set_pointer_shape(shape)

    def on_work_done(self, event: messages.WorkDone) -> None:
        """Something done behind the screen ended."""
        self.tell(event.text, event.failed)

    def _job_failed(self, error: Exception) -> None:
        """In a thread: a job behind the screen failed in a way that nobody foresaw."""
        self.post_message(messages.WorkDone(f"internal error: {type(error).__name__}: {error}", failed=True))

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
