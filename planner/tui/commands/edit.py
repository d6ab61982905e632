"""Commands that change the facility; every change is an edit given to the session."""
# ruff: noqa: D102 - `run` is described by Command; a class's docstring is its help

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from planner.tui.commands.base import Command

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp


class Undo(Command):
    """Take the last edit back."""

    id, label, keys, shown_key, footer, group = "undo", "Undo", "ctrl+z,u", "u", "Undo", "Edit"
    in_forms = True
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.undo()


class Redo(Command):
    """Bring the edit taken back again."""

    id, label, keys, shown_key, group = "redo", "Redo", "ctrl+y,U", "U", "Edit"
    in_forms = True
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.redo()


class History(Command):
    """What each edit since opening did to date and cost; go to any point of it."""

    id, label, keys, shown_key, group = "history", "History of edits", "H", "H", "Edit"
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.show_history()


class WhatIf(Command):
    """Make a what-if of the edits since the mark, and lay it beside the base."""

    id, label, keys, shown_key, footer, group = (
        "what_if",
        "What-if from the edits",
        "w",
        "w",
        "What-if",
        "Edit",
    )
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_what_if()


class Mark(Command):
    """Mark this point: the next what-if holds the edits made from here on."""

    id, label, keys, shown_key, group = "mark", "Mark this point for a what-if", "m", "m", "Edit"
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.mark()


class _OnSpot(Command):
    group = "Edit"
    screens: ClassVar[tuple[str, ...]] = ("site",)
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        cls.on_screen(app)


class _OnMember(_OnSpot):
    screens = ("site", "tasks")


class Add(_OnMember):
    """Add to the list chosen in the tree: a hall, task, relation, crew, calendar and so on. In Tasks, a task of your own."""

    id, label, keys, shown_key, footer = "add", "Add here", "a", "a", "Add"


class Copy(_OnMember):
    """Add a copy of what is chosen under a new id: a hall, a crew, a task of your own. {copy_line} copies it as text."""

    id, label, keys, shown_key, footer = "copy", "Add a copy", "C", "C", "Copy"


class Remove(_OnMember):
    """Remove what is chosen; {undo} brings it back. Of a generated task, what the file says of it."""

    id, label, keys, shown_key, footer = "remove", "Remove", "x,delete", "x", "Remove"


class MoveUp(_OnSpot):
    """Move the chosen member up in its list; the order never changes a plan."""

    id, label, keys, shown_key = "move_up", "Move up", "left_square_bracket", "["


class MoveDown(_OnSpot):
    """Move the chosen member down in its list; the order never changes a plan."""

    id, label, keys, shown_key = "move_down", "Move down", "right_square_bracket", "]"
