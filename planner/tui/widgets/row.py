"""One field of a form: drawn as one line until somebody goes there, then an editor between its label and its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.render.text import fit
from planner.tui.widgets.editors import ChoiceEditor, LineEditor, placeholder_of, text_of

if TYPE_CHECKING:
    from textual.events import Click
    from textual.widget import Widget

    from planner.tui.fields import FieldSpec

Editor = LineEditor | ChoiceEditor

LABEL, UNIT, WIDEST = 22, 12, 60
"""Cells of the label, of the unit, and at most of the value."""

NARROW_LABEL, NARROW_UNIT = 18, 10

NO_UNIT = 4
"""Cells for the sign of what is wrong where there is no unit: text gets the rest."""

WIDTHS = {
    "row-label": str(LABEL),
    "row-unit": str(UNIT),
    "row-widest": str(WIDEST),
    "row-label-narrow": str(NARROW_LABEL),
    "row-unit-narrow": str(NARROW_UNIT),
    "row-no-unit": str(NO_UNIT),
}
"""The same as variables of the styles, which lay out an open row."""


class FieldRow(Horizontal, can_focus=True):
    """Label, value, unit.

    A form of a task has two dozen fields: as many editors take half a second to mount and to style, and few are used.
    """

    def __init__(self, spec: FieldSpec, value: Any) -> None:
        super().__init__(classes="" if spec.unit else "-unitless")
        self.spec = spec
        self.editor: Editor | None = None
        """There from the first time that the field is gone to."""
        self.changed = False
        self._value = value
        self._name_cell: Static | None = None
        self._unit_cell: Static | None = None

    def render(self) -> Content:
        """The line of a field that nobody has gone to."""
        if self.editor is not None:
            return Content("")
        narrow = self.screen.has_class("-narrow")
        label, unit = (NARROW_LABEL, NARROW_UNIT) if narrow else (LABEL, UNIT)
        if not self.spec.unit:
            unit = NO_UNIT
        wide = max(0, min(WIDEST, self.size.width - label - unit))
        return Content.assemble(
            (f"{fit(self._label(), label - 1)} ", "$quiet"),
            *self._value_parts(wide),
            (f" {fit(self.spec.unit, unit - 2)}", "$quiet"),
        )

    def _value_parts(self, wide: int) -> tuple[tuple[str, str], ...]:
        text, own = text_of(self.spec, self._value)
        if own:
            style = "$foreground on $surface"
        else:
            style = "dim on $surface" if self.app.native_ansi_color else "$foreground 50% on $surface"
        if not self.is_choice:
            return ((fit(text, wide), style),)
        return (fit(text, wide - 2), style), (" ▼", "$foreground 50% on $surface")

    @property
    def is_choice(self) -> bool:
        """Whether its value is one of a few."""
        return self.spec.kind in ("choice", "flag")

    def opened(self) -> Widget:
        """Its editor, made the first time. It takes keys at once: what comes before it is mounted waits in it."""
        if self.editor is None and self.is_attached and not self._pruning:
            editor = ChoiceEditor if self.is_choice else LineEditor
            self.editor = editor(self.spec, self._value)
            self.can_focus = False
            self._name_cell = Static(Content(self._label()), classes="label", markup=False)
            self._unit_cell = Static(Content(self._unit()), classes="unit", markup=False)
            self.mount(self._name_cell, self.editor, self._unit_cell)
        return self.editor or self

    def on_enter(self) -> None:
        """The mouse is here: a click is for the editor."""
        self.opened()

    def on_click(self, event: Click) -> None:
        """A click on the label or the unit is for the editor between them."""
        editor = self.editor
        if editor is None or getattr(editor, "expanded", False):  # an open choice reaches beyond its line
            return
        if not editor.region.contains_point(event.screen_offset):
            editor.focus()

    @property
    def touched(self) -> bool:
        """Whether something else stands in the editor than the facility holds."""
        return self.editor is not None and self.editor.touched

    def typed(self) -> Any:
        """The value of what stands in the editor.

        Raises:
            TypingError: It cannot be read.
        """
        return self._value if self.editor is None else self.editor.typed()

    def hold(self, value: Any) -> bool:
        """Show what the facility holds, unless somebody is typing here; whether that is something else."""
        if self.editor is None:
            if value == self._value:
                return False
            self._value = value
            self.refresh()
            return True
        held = self.editor.held
        if not self.editor.touched or not self.editor.has_focus:
            self.editor.hold(value)
        else:
            self.editor.hold_behind(value)
        return self.editor.held != held

    def fits(self, spec: FieldSpec) -> bool:
        """Whether it can be of a field of another place: the same but for what it is of."""
        mine = self.spec
        same = (mine.name, mine.label, mine.unit, mine.kind, mine.choices) == (
            spec.name, spec.label, spec.unit, spec.kind, spec.choices,
        )  # fmt: skip
        return same and (not self.is_choice or mine.default == spec.default)

    def turn_to(self, spec: FieldSpec, value: Any) -> None:
        """Be of the same field of another place: what was typed and not taken is gone."""
        self.spec, self._value = spec, value
        self.mark(False)
        if self.editor is not None:
            self.editor.turn_to(spec, value)
        self.refresh()

    def take_default(self, spec: FieldSpec) -> None:
        """The default is another: what an empty field shows."""
        if self.is_choice or spec.default == self.spec.default:
            return
        self.spec = spec
        if isinstance(self.editor, LineEditor):
            self.editor.spec = spec
            self.editor.placeholder = placeholder_of(spec)
        self.refresh()

    def take(self) -> None:
        """What stands in the editor is what the facility holds now."""
        if self.editor is not None:
            self.editor.held = str(self.editor.value)

    def restore(self) -> None:
        """Put back what the facility holds."""
        if self.editor is not None:
            self.editor.restore()

    def _label(self) -> str:
        return f"{'●' if self.changed else ' '}{literal(self.spec.label)}"

    def _unit(self) -> str:
        return f"✗ {self.spec.unit}" if self.has_class("-wrong") else self.spec.unit

    def mark(self, wrong: bool) -> None:
        """Mark the row where its text does not fit, by a sign as well as by colour."""
        if wrong == self.has_class("-wrong"):
            return
        self.set_class(wrong, "-wrong")
        if self._unit_cell is not None:
            self._unit_cell.update(Content(self._unit()))

    def mark_changed(self, changed: bool) -> None:
        """Mark a field that the file does not hold as it is here."""
        if changed != self.changed:
            self.changed = changed
            if self._name_cell is None:
                self.refresh()
            else:
                self._name_cell.update(Content(self._label()), layout=False)
