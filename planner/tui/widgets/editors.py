"""Editors of a field: a line of text, or a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input, Select

from planner.model.problem import literal
from planner.tui.mended import mend_choices, whole
from planner.tui.typed import read, shown

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from planner.tui.fields import FieldSpec

mend_choices()


class Stepping:
    """Up and down are handled where the key arrives: a key typed right after must find the next field."""

    def on_key(self, event: events.Key) -> None:
        """Go to the field above or below."""
        if event.key in ("up", "down") and not getattr(self, "expanded", False):
            event.stop()
            event.prevent_default()
            self.post_step(-1 if event.key == "up" else 1)

    def post_step(self, by: int) -> None:
        """Ask the form; it answers at once."""
        form = next(a for a in cast("Widget", self).ancestors if hasattr(a, "action_step"))
        form.action_step(by)


def leave(editor: Widget) -> None:
    """Go where escape leads from a form: its screen knows."""
    go = getattr(editor.screen, "leave_form", None)
    if go is not None:
        go()


def _suggester(spec: FieldSpec) -> SuggestFromList | None:
    return SuggestFromList(spec.suggestions, case_sensitive=False) if spec.suggestions else None


def placeholder_of(spec: FieldSpec) -> str:
    """What an empty field shows."""
    return literal("required" if spec.default is None else f"default: {spec.default}")


class LineEditor(Stepping, Input):
    """Text, numbers, dates and short lists."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "restore", "Restore", show=False)]

    def __init__(self, spec: FieldSpec, value: Any) -> None:
        held = literal(shown(spec.kind, value))
        super().__init__(
            held,
            placeholder_of(spec),
            compact=True,
            select_on_focus=True,
            suggester=_suggester(spec),
        )
        self.spec = spec
        self.held = held
        """What the facility holds, as text."""

    def _on_paste(self, event: events.Paste) -> None:
        """Lines become one: Textual would take the first and drop the rest without a word."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split("\n")).replace("\r", ""), *self.selection)

    def on_blur(self) -> None:
        """Whoever leaves sees how it begins, not how it ends; who looks at another window comes back to where he was."""
        if self.app.app_focus:
            self.cursor_position = 0

    @property
    def touched(self) -> bool:
        """Whether the text differs from what is held."""
        return self.value != self.held

    def typed(self) -> Any:
        """The value of the text.

        Raises:
            TypingError: It cannot be read.
        """
        return read(self.spec, self.value)

    def hold(self, value: Any) -> None:
        """Show what the facility holds."""
        self.held = literal(shown(self.spec.kind, value))
        if self.value != self.held:
            with self.prevent(Input.Changed):
                self.value = self.held

    def hold_behind(self, value: Any) -> None:
        """The facility holds another value while somebody types: what is typed stays, escape puts that value in its place."""
        self.held = literal(shown(self.spec.kind, value))

    def turn_to(self, spec: FieldSpec, value: Any) -> None:
        """Be of the same field of another place."""
        if spec.suggestions != self.spec.suggestions:
            self.suggester = _suggester(spec)
        self.spec = spec
        self.placeholder = placeholder_of(spec)
        self.hold(value)
        self.cursor_position = 0

    def restore(self) -> None:
        """Put back what the facility holds; what is typed next takes its place, as when it was gone to."""
        self.value = self.held
        self.select_all()

    def action_restore(self) -> None:
        """Escape puts the held value back; with nothing typed it goes back to the tree."""
        if self.touched:
            self.restore()
        else:
            leave(self)


class ChoiceEditor(Stepping, Select[str], inherit_bindings=False):
    """One of a few values; the empty one stands for the default."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "show_overlay", "Choose", show=False),
        Binding("escape", "leave", "Back", show=False),
    ]
    _dispatch_message = whole(Select._dispatch_message)
    """A form may go before a choice just gone to has its parts."""

    def __init__(self, spec: FieldSpec, value: Any) -> None:
        self.spec = spec
        self.held = _choice(spec, value)
        super().__init__(_options(spec, self.held), allow_blank=False, value=self.held, compact=True)

    @property
    def touched(self) -> bool:
        """Whether another choice is made than is held."""
        return self.value != self.held

    def typed(self) -> Any:
        """The value chosen; None for the default."""
        if self.value == "" or self.value is Select.NULL:
            return None
        return self.value == "yes" if self.spec.kind == "flag" else self.value

    def hold(self, value: Any) -> None:
        """Show what the facility holds."""
        held = _choice(self.spec, value)
        with self.prevent(Select.Changed):
            if all(held != option for _, option in self._options):
                self.set_options(_options(self.spec, held))
            self.held = held
            if self.value != held:
                self.value = held

    hold_behind = hold

    def turn_to(self, spec: FieldSpec, value: Any) -> None:
        """Be of the same field of another place; its own choices stand as they were, one that it alone had goes."""
        self.spec, held = spec, _choice(spec, value)
        options = _options(spec, held)
        self.expanded = False
        with self.prevent(Select.Changed):
            if [option for _, option in options] != [option for _, option in self._options]:
                self.set_options(options)
            self.held = self.value = held

    def restore(self) -> None:
        """Put back what the facility holds."""
        with self.prevent(Select.Changed):
            self.value = self.held

    def action_leave(self) -> None:
        """Escape goes back to the tree."""
        leave(self)


def _choice(spec: FieldSpec, value: Any) -> str:
    return "" if value is None else shown(spec.kind, value)


def _options(spec: FieldSpec, held: str) -> list[tuple[Any, str]]:
    from textual.content import Content

    choices = ["yes", "no"] if spec.kind == "flag" else list(spec.choices)
    if held and held not in choices:
        choices.append(held)
    options: list[tuple[Any, str]] = [(Content(literal(c)), c) for c in choices]
    if spec.default is not None or not held:
        options.insert(0, (Content(_default(spec)), ""))
    return options


def _default(spec: FieldSpec) -> str:
    return f"default: {literal(spec.default or 'choose')}"


def text_of(spec: FieldSpec, value: Any) -> tuple[str, bool]:
    """What an editor of a value would show, and whether that is a value of the field's own."""
    if spec.kind in ("choice", "flag"):
        held = _choice(spec, value)
        return (literal(held), True) if held else (_default(spec), True)
    text = literal(shown(spec.kind, value))
    return (text, True) if text else (placeholder_of(spec), False)
