"""The relations of one task: go to the other end, add, change and remove own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.session.edits import AddMember, RemoveMember, SetValues
from planner.tui.render.readout import edit_lines
from planner.tui.render.relations import (
    Held,
    RelationRows,
    Tie,
    read_relation,
    read_tie,
    relations_of,
    wrong_relation,
)
from planner.tui.screens.modal import Modal
from planner.tui.screens.modals import Prompt
from planner.tui.widgets.parts import content_of
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.tui.app import PlannerApp

GENERATED = "this relation is generated from the books: it stays; a adds one of your own beside it"


class RelationsScreen(Modal["str | None"]):
    """Returns the task to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r", "dismiss(None)", "Back", show=False),
        Binding("enter", "go", "Go there", show=False),
        Binding("a", "add(True)", "Add one before it", show=False),
        Binding("b", "add(False)", "Add one after it", show=False),
        Binding("c", "change", "Change", show=False),
        Binding("x,delete", "remove", "Remove", show=False),
    ]

    def __init__(self, task: str) -> None:
        super().__init__(classes="-relations")
        self._of = task
        self._held: list[Held] = []

    @property
    def planner(self) -> PlannerApp:
        """The app, by its own type."""
        return cast("PlannerApp", self.app)

    def compose(self) -> ComposeResult:
        """The list, what the last edit did, the keys."""
        with Vertical() as box:
            box.border_title = Content(f"Relations of {literal(self._of)}")
            yield RowView("relations")
            yield Static("", id="edit", markup=False)
            keys = "enter goes there · a, b add one before, behind it · c change · x remove"
            yield Static(Content(keys), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Start in the list."""
        self.show_state()
        self.query_one(RowView).focus()

    def show_state(self) -> None:
        """The relations as they stand."""
        file = self.planner.open_file
        if file is None or file.plan is None:
            return
        self._held = relations_of(file.plan, file.session.facility, self._of)
        self.query_one(RowView).show(RelationRows(file.plan, self._held))
        lines = edit_lines(file) if file.session.history else []
        if not self._held:
            lines = [[("no relation touches this task: a and b add one", "muted")], *lines]
        self.query_one("#edit", Static).update(content_of(lines))

    def _at_cursor(self) -> Held | None:
        at = self.query_one(RowView).cursor
        return self._held[at] if 0 <= at < len(self._held) else None

    def action_go(self) -> None:
        """Go to the task at the other end."""
        held, file = self._at_cursor(), self.planner.open_file
        if held is None or file is None or file.plan is None:
            return
        if held.other in file.plan.schedule.index:
            self.dismiss(held.other)
        else:
            self.app.notify("the plan does not have this task yet", markup=False)

    def _own(self) -> Held | None:
        """The relation at the cursor, if it is the file's."""
        held = self._at_cursor()
        if held is not None and held.own is None:
            self.app.notify(GENERATED, markup=False)
        return held if held is not None and held.own is not None else None

    def action_add(self, before: bool) -> None:
        """Ask for the other end, kind and lag."""
        file = self.planner.open_file
        if file is None or file.plan is None:
            return
        plan = file.plan

        def ends(other: str) -> tuple[str, str]:
            return (other, self._of) if before else (self._of, other)

        def check(text: str) -> str:
            typed = read_relation(text)
            if typed is None:
                return "write a task, then kind and lag, such as site.survey FS+5"
            facility = file.session.facility
            wrong = wrong_relation(plan, facility, *ends(typed[0]), typed[0])
            if wrong:
                return wrong
            problems = file.session.trial(AddMember(("relation",), _member(*ends(typed[0]), typed[1])))
            return problems[0].message if problems else ""

        def add(text: str | None) -> None:
            typed = read_relation(text) if text else None
            if typed is not None:
                self.planner.commit(AddMember(("relation",), _member(*ends(typed[0]), typed[1])))

        title = f"{self._of} comes {'after' if before else 'before'} …"
        hint = "FS, SS, FF or SF, then +days or -days of the successor's calendar; e after it counts elapsed days"
        label = "Task, then kind and lag, such as site.survey FS+5"
        known = self.planner.known_ids().get("task", ())
        self.app.push_screen(Prompt(title, label, check=check, hint=hint, suggestions=known), add)

    def action_change(self) -> None:
        """Ask for kind and lag."""
        held = self._own()
        if held is None:
            return
        address = ("relation", str(held.own))

        def edit(tie: Tie) -> SetValues:
            return SetValues(
                (
                    ((*address, "kind"), tie.kind),
                    ((*address, "lag_days"), tie.lag_days or None),
                    ((*address, "lag"), tie.lag if tie.lag == "elapsed" else None),
                )
            )

        def check(text: str) -> str:
            tie, file = read_tie(text), self.planner.open_file
            if tie is None:
                return "write FS, SS, FF or SF, then the days, such as SS+10 or FS-2e"
            problems = file.session.trial(edit(tie)) if file is not None else []
            return problems[0].message if problems else ""

        def change(text: str | None) -> None:
            tie = read_tie(text) if text else None
            if tie is not None:
                self.planner.commit(edit(tie))

        ends = (held.other, self._of) if held.before else (self._of, held.other)
        self.app.push_screen(
            Prompt(" → ".join(ends), "Kind and lag, such as FS+5 or SS-2e", held.tie.words(), check=check),
            change,
        )

    def action_remove(self) -> None:
        """Remove an own one after a question."""
        held = self._own()
        if held is None:
            return
        ends = (held.other, self._of) if held.before else (self._of, held.other)

        question = f"Remove {' → '.join(ends)} {held.tie.words()}?"
        self.planner.ask_remove(question, "", RemoveMember(("relation", str(held.own))))


def _member(predecessor: str, successor: str, tie: Tie) -> dict[str, object]:
    """A relation as the file has it: what is usual is left out."""
    made: dict[str, object] = {"predecessor": predecessor, "successor": successor}
    if tie.kind != "FS":
        made["kind"] = tie.kind
    if tie.lag_days:
        made["lag_days"] = tie.lag_days
    if tie.lag != "working":
        made["lag"] = tie.lag
    return made
