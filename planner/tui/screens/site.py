"""Site: the facility as a tree, a typed form, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.commands import bindings_for
from planner.tui.render.text import by_words, hanging
from planner.tui.screens.base import PlanScreen
from planner.tui.screens.with_form import WithForm
from planner.tui.widgets.box import ABOUT, Box, Words
from planner.tui.widgets.parts import content_of
from planner.tui.widgets.tree import FacilityTree

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from planner.model.address import Address
    from planner.tui.messages import Entered, RoomChanged, SpotChosen
    from planner.tui.outline import Branch, Spot
    from planner.tui.widgets.form import Form
    from planner.tui.workspace import OpenFile


EDIT_ROOM = 14
"""Lines of the read-out from which on what an edit made always takes four."""


class SiteScreen(WithForm, PlanScreen):
    """The first screen."""

    MODE = "site"
    AUTO_FOCUS = "FacilityTree"
    BINDINGS: ClassVar[list[Any]] = bindings_for("site")
    form: Form | None = None

    def __init__(self) -> None:
        super().__init__()
        self._wanted: tuple[Spot, bool, str | None] | None = None
        """Place to show, whether to go into its form, and to which field of it."""
        self._settling = False
        self._helped = ("", "")
        """Help that is shown, and what is wrong with what is typed."""
        self._edited: tuple[int, int, bool] = (0, -1, False)
        self._outline: Branch | None = None
        self._marked: tuple[Branch | None, frozenset[Address]] = (None, frozenset())

    def body(self) -> ComposeResult:
        """Tree on the left; form, help and read-out on the right."""
        with Horizontal(id="site"):
            yield FacilityTree()
            with Vertical(id="right"):
                with Vertical(id="side"):
                    yield Vertical(id="card")
                    yield Words("", id="help", markup=False)
                with Box(id="readout"):
                    yield Static("", id="edit", markup=False)
                    yield Static("", id="figures", markup=False)

    def on_mount(self) -> None:
        """Start in the tree."""
        super().on_mount()
        self.query_one(FacilityTree).focus()
        self.query_one("#readout").border_title = "What it comes to"
        self.query_one("#card").border_title = "…"

    def show_state(self) -> None:
        """As every screen; and mark what the file does not hold, which a save changes too."""
        super().show_state()
        file = self.file
        if file is None or self._outline is None or not self.in_front:
            return
        found = file.session.differing
        if self._marked[0] is not self._outline or self._marked[1] != found:
            self._marked = (self._outline, found)
            self.query_one(FacilityTree).mark_changed(self._outline, found)
            if self.form is not None and self.form.session is file.session:
                self.form.mark_changed()

    def say_missing(self, words: str) -> None:
        """In the read-out."""
        if words:
            self.query_one("#figures", Static).update(Content.styled(words, "$quiet"))

    def show_file(self, file: OpenFile | None) -> None:
        """Outline, form and read-out of a new state."""
        if file is None:
            return
        tree = self.query_one(FacilityTree)
        edited = (id(file), file.session.revision, file.plan is not None)  # the books come with the plan
        if edited == self._edited and tree.spot is not None and self.form is not None:
            self._show_readout(tree.spot, file)  # only the figures are new
            return
        self._edited = edited
        from planner.tui.outline import outline

        self._outline = outline(file.session.facility, file.session.raw, file.name)
        tree.show(self._outline)
        if tree.spot is not None:
            self._want(tree.spot)

    def on_spot_chosen(self, event: SpotChosen) -> None:
        """Show the form of the place; when the cursor runs on, only of the last."""
        now = self._spot()
        if now is None or now.key == event.spot.key:
            self._want(event.spot)

    def _want(self, spot: Spot, go: bool = False, field: str | None = None) -> None:
        """Ask for the form of a place. One worker at a time: a form half mounted must never be cancelled."""
        held = self._wanted
        if held is not None and held[1] and held[0].key == spot.key and not go:
            go, field = True, held[2]
        self._wanted = (spot, go, field)
        self.entering = go
        if not self._settling:
            self._settling = True
            self.run_worker(self._settle(), group="form", exit_on_error=False)

    async def _settle(self) -> None:
        """Show the last place wanted, until none is."""
        try:
            while self._wanted is not None:
                spot, go, field = self._wanted
                self._wanted = None
                await self._show_spot(spot)
                more = self._wanted  # the cursor that came here tells of it again, meanwhile
                here = more is None or (more[0].key == spot.key and not more[1])
                if go and here and self.form is not None and not self.form.focus_field(field):
                    self.form.focus_field()
        finally:
            self._settling = self.entering = False

    async def _show_spot(self, spot: Spot) -> None:
        file = self.file
        if file is None:
            return
        if self.form is None:
            from planner.tui.widgets.form import Form

            self.form = Form()
            await self.query_one("#card").mount(self.form)
        another = self.form.spot is None or self.form.spot.key != spot.key
        await self.form.show(
            spot, file.session, self.planner.known_ids(), file.plan.books if file.plan else None
        )
        _entitle(self.query_one("#card"), literal(spot.title))
        self._fit()
        if another:
            self.show_help(spot.about if spot.forms else "", "")
        if another or not file.stale:
            self._show_readout(spot, file)

    def _fit(self) -> None:
        """As much form as there is, as far as help and read-out keep their room."""
        if self.form is None:
            return
        wide, low = self.has_class("-wide"), self.has_class("-low")
        room = self.query_one("#site").size.height - (5 if low else 6) - (4 if wide else 7 if low else 10)
        self.form.styles.height = max(3, min(len(self.form.rows) or 3, room))

    def _show_readout(self, spot: Spot, file: OpenFile) -> None:
        from planner.tui.render.readout import HALL_FIGURES, edit_lines, figure_lines, site_lines

        readout = self.query_one("#readout")
        # Of the box itself: a scroll bar comes and goes with what is shown, and must not change it.
        width, height = readout.outer_size.width - ABOUT, readout.outer_size.height - 2
        if width <= 0:
            return  # it is laid out first, and shown then
        edit = self.query_one("#edit", Static)
        lines = hanging(edit_lines(file), width)
        if lines and height >= EDIT_ROOM:
            lines += [[("", "plain")]] * (4 - len(lines))  # the figures stay where they are from edit to edit
        _update(edit, content_of(lines))
        edit.display = bool(lines)
        figures = self.query_one("#figures", Static)
        plan = file.plan
        if plan is None:
            figures.update(Content("This cannot be planned yet." if file.problems else ""))
            return
        hall = next((h for h in plan.sizing.halls if h.hall == spot.hall), None)
        room = height - len(lines) * (3 if file.problems else 1)
        if hall is None:
            _entitle(readout, "What the site comes to")
            _update(figures, content_of(site_lines(plan, width)))
        else:
            _entitle(readout, f"What {literal(hall.name or hall.hall)} comes to")
            _update(figures, content_of(figure_lines(hall.figures, HALL_FIGURES, width, max(room, 8))))

    def on_resize(self) -> None:
        """As much form as there is room for."""
        self.call_after_refresh(self._fit)

    def on_room_changed(self, event: RoomChanged) -> None:
        """Lay the help or the read-out out to the room that it has now: the form beside it takes more or less."""
        if isinstance(event.sender, Words):
            self.show_help(*self._helped)
            return
        spot = self.query_one(FacilityTree).spot
        if self.form is not None and spot is not None and self.file is not None:
            self._show_readout(spot, self.file)

    def on_form_helped(self, event: Form.Helped) -> None:
        """Help of the focused field, or what is wrong with what is typed."""
        self.show_help(event.help_text, event.problem)

    def show_help(self, text: str, problem: str) -> None:
        """Fill the help lines under the form."""
        self._helped = (text, problem)
        box = self.query_one("#help").content_size
        room = max(60, (box.width - 5) * box.height)
        parts = (
            [Content.styled(f"✗ {by_words(problem, room)}", "bold $text-error")]
            if problem
            else [Content.styled(by_words(text, room), "$quiet")]
        )
        self.query_one("#help", Static).update(Content("\n").join(parts))

    def on_entered(self, event: Entered) -> None:
        """Right on a place without others below it goes to its form."""
        self.enter_form(event.spot)

    def on_tree_node_selected(self, event: Any) -> None:
        """Enter goes to the form; where there is none it unfolds or folds."""
        event.stop()
        spot = event.node.data
        if spot is None or not spot.forms:
            event.node.toggle()
        else:
            self.enter_form(spot)

    def enter_form(self, spot: Spot, field: str | None = None) -> None:
        """Show the form of a place, and go to a field of it: the first unless one is named."""
        self._want(spot, go=True, field=field)

    def leave_form(self) -> None:
        """Escape from the form: the help is of the place again, not of a field."""
        spot = self._spot()
        self.set_focus(self.query_one(FacilityTree))
        self.show_help(spot.about if spot is not None and spot.forms else "", "")

    # --- commands of the tree -------------------------------------------------

    def _spot(self) -> Spot | None:
        return self.query_one(FacilityTree).spot

    def do_add(self) -> None:
        """Add to the list that the cursor is in."""
        spot = self._spot()
        if spot is not None:
            self.planner.add_member(spot)

    def do_copy(self) -> None:
        """Copy the member that the cursor is at."""
        spot = self._spot()
        if spot is not None:
            self.planner.copy_member(spot)

    def do_remove(self) -> None:
        """Remove the member that the cursor is at."""
        spot = self._spot()
        if spot is not None:
            self.planner.remove_member(spot)

    def do_copy_line(self) -> None:
        """The field that is typed in as an address and its value, else the place of the tree as TOML."""
        from planner.tui.copied import field_text, place_text

        file, spot = self.file, self._spot()
        if file is None:
            return
        row = self.form.focused_row if self.form is not None else None
        if row is not None:
            text = field_text(file.session.raw, row.spec.address)
            none = f"{row.spec.label} is not in the file: there is nothing to copy"
        else:
            text = place_text(file.session.raw, spot) if spot is not None else ""
            none = "nothing of this is in the file: choose a table or a list in the tree"
        if text:
            self.copy_text(text)
        else:
            self.app.notify(literal(none), markup=False)

    def do_move_up(self) -> None:
        """Move it up."""
        self.planner.move_member(self._spot(), -1)

    def do_move_down(self) -> None:
        """Move it down."""
        self.planner.move_member(self._spot(), 1)


def _entitle(box: Widget, title: str) -> None:
    """Title a box. The same title again would draw the box with all that is in it anew."""
    if box.border_title != Content(title).markup:
        box.border_title = Content(title)


def _update(box: Static, content: Content) -> None:
    """Fill a box; the screen is laid out anew only where that can change the box's height."""
    held = box.content
    width = box.size.width
    same = (
        isinstance(held, Content)
        and held.plain.count("\n") == content.plain.count("\n")
        and all(line.cell_length <= width for text in (held, content) for line in text.split("\n"))
    )
    box.update(content, layout=not same)
