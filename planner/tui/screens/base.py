"""What every screen of a plan has: the strip above, the keys below, and one way to be told of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from planner.tui.commands import commands_for, keyed
from planner.tui.commands.view import tabs
from planner.tui.screens.sized import know_size
from planner.tui.widgets.canvas import Canvas
from planner.tui.widgets.rows import RowView
from planner.tui.widgets.strip import KeyBar, StatusStrip

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import ScreenResume

    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile


NOTHING_OPEN = "Nothing is open: {open} opens a facility file, {new} begins a new one."
CANNOT_BE_PLANNED = "This cannot be planned yet: {checks} shows why, and {follow} there goes to the place."
NOTHING_TO_SHOW = {
    "tasks": "No task matches: escape takes the words off, {critical} and {hall} show more again.",
    "gantt": "No task matches: escape takes the words off, {critical} and {hall} show more again.",
    "graph": "There are no tasks to draw: add one on Site.",
    "money": "Nothing costs anything yet.",
    "compare": "There is nothing to compare.",
    "checks": "All checks pass.",
}
"""What stands in place of rows, by screen."""
OF_A_PLAN = ("tasks", "gantt", "graph", "money")
"""Screens that show nothing but a plan."""


class PlanScreen(Screen[None]):
    """Base of the screens that stand behind a number key."""

    MODE: ClassVar[str] = ""
    SHOWS_EDITS: ClassVar[bool] = True
    """Whether it shows the facility itself; else its plan alone, and an edit is nothing new until it is planned."""
    entering: bool = False
    """Whether something is on its way that the next key is for: keys wait for it."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        # A new screen is styled as it is mounted. Unless it says so Textual parses all styles anew, twice, the
        # first time that it is shown: 80 ms of the way from the key to the screen.
        self._css_update_count = self.app._css_update_count
        know_size(self)
        self._seen: Any = None

    @property
    def planner(self) -> PlannerApp:
        """The app, by its own type."""
        return cast("PlannerApp", self.app)

    @property
    def file(self) -> OpenFile | None:
        """The file being edited."""
        return self.planner.open_file

    def compose(self) -> ComposeResult:
        """Strip, body, keys."""
        yield StatusStrip()
        yield from self.body()
        found = commands_for(self.MODE)
        keys = [c for c in found if c.footer]
        # What only this screen has comes first: where there is little room the rest is found elsewhere. On Site all
        # edits are its own, in a table what finds a row comes before them.
        own = sorted((c for c in keys if c.screens), key=lambda c: (len(c.screens), c.group == "Edit"))
        shared = [c for c in keys if not c.screens and c.id not in ("help", "palette")]
        last = [c for c in keys if c.id in ("help", "palette")]
        order = shared[:1] + own + shared[1:] if self.MODE == "site" else own + shared
        yield KeyBar(
            self.MODE,
            tuple(tabs()),
            tuple((c.id, c.key(), c.footer) for c in order + last),
        )

    def body(self) -> ComposeResult:
        """What stands between the strip and the keys."""
        yield from ()

    @property
    def in_front(self) -> bool:
        """Whether it is the one that is looked at, modals aside: it may be made before anybody goes to it."""
        return bool(self.app.current_mode == self.MODE)

    def on_mount(self) -> None:
        """Show what there is."""
        self.show_state()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Catch up with what happened while another screen was in front.

        Nothing is styled anew for that: a class is styled when it changes, a theme by the app.
        """
        event.refresh_styles = False
        if self.is_mounted and self.in_front:
            self.show_state()
            self.planner.hint()

    def show_state(self) -> None:
        """Bring the strip and, where the plan or the facility is another, the body up to date."""
        if not self.in_front or self.app._exit or not self.children:  # who leaves takes the parts down first
            return
        file = self.file
        self.show_strip()
        self._say_what_is_missing(file)
        seen = self.state_of(file)
        if seen != self._seen:
            self._seen = seen
            self.show_file(file)

    def state_of(self, file: OpenFile | None) -> Any:
        """What the body is drawn from: where it is another, the body is drawn anew."""
        if file is None:
            return None
        revision = file.session.revision if self.SHOWS_EDITS else None
        return id(file), revision, id(file.plan), file.problems, id(file.baseline)

    def _say_what_is_missing(self, file: OpenFile | None) -> None:
        """An empty table says why it is empty; what belongs to its rows makes way."""
        without = file is None or (file.plan is None and self.MODE in OF_A_PLAN)
        self.set_class(without, "-bare")
        if file is None:
            words = NOTHING_OPEN
        elif file.plan is None and file.problems:
            words = CANNOT_BE_PLANNED
        else:
            words = NOTHING_TO_SHOW.get(self.MODE, "") if file.plan is not None else "computing …"
        words = keyed(words)
        self.say_missing(words if without else "")
        for view in (*self.query(RowView), *self.query(Canvas)):
            view.say_when_empty(words)
            if without:
                view.clear()

    def say_missing(self, words: str) -> None:
        """Say it where there is no table to say it in; empty when nothing is missing."""

    def show_strip(self) -> None:
        """Bring the strip alone up to date."""
        workspace = self.planner.workspace
        beside = (workspace.at + 1, len(workspace.files), workspace.others_modified)
        for strip in self.query(StatusStrip):  # none on a screen that is being left as the app ends
            strip.show(self.file, self.planner.note, beside)
        for bar in self.query(KeyBar):
            bar.show(self.file is not None)

    def show_file(self, file: OpenFile | None) -> None:
        """Show another state of the file; called only when it changed."""

    @property
    def heading(self) -> str:
        """The line above what is shown."""
        return str(self.query_one("#shown", Static).content).strip()

    def copy_text(self, text: str) -> None:
        """Hand text to the terminal's clipboard, and say so."""
        if text:
            self.app.copy_to_clipboard(text)
            self.app.notify("copied", markup=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """An error of a worker becomes a note; the app goes on."""
        if event.state is WorkerState.ERROR:
            self.planner.tell(f"internal error: {type(event.worker.error).__name__}: {event.worker.error}")
