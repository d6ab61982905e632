"""Commands of the task table: outline, columns, order, going along relations, editing in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.commands.base import Command

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp


class _OnTasks(Command):
    """A command of the table: handed to the screen's method of the same name."""

    group = "Tasks"
    screens = ("tasks",)
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        cls.on_screen(app)


class EditTask(_OnTasks):
    """Edit the task: an own one in full, a generated one's deadline, constraints, progress and pin; fold a group."""

    id, label, keys, shown_key, footer = "edit_task", "Edit the task", "enter", "enter", "Edit"


class Relations(_OnTasks):
    """The relations of the task: go to the other end, add, change and remove own ones."""

    id, label, keys, shown_key, footer = "relations", "Relations of the task", "r", "r", "Relations"


class ToPredecessor(_OnTasks):
    """Go to the predecessor that drives the task, else to the one that finishes last."""

    id, label, keys, shown_key = "predecessor", "Go to the predecessor", "left_square_bracket", "["


class ToSuccessor(_OnTasks):
    """Go to the successor that the task drives, else to the one with the least float."""

    id, label, keys, shown_key = "successor", "Go to the successor", "right_square_bracket", "]"


class BackAlong(_OnTasks):
    """Go back along the relations followed."""

    id, label, keys, shown_key = "back_along", "Back along the relations", "backspace", "backspace"


class Columns(_OnTasks):
    """Choose the columns of the table; the choice is kept."""

    id, label, keys, shown_key = "columns", "Choose columns", "v", "v"


class Outline(_OnTasks):
    """An outline by hall and discipline, or a plain list."""

    id, label, keys, shown_key = "outline", "Outline or list", "g", "g"


class Fold(_OnTasks):
    """Fold or unfold the group at the cursor."""

    id, label, keys, shown_key = "fold", "Fold the group", "space", "space"


class FoldAll(_OnTasks):
    """Fold every group, or unfold all."""

    id, label, keys, shown_key = "fold_all", "Fold all", "f", "f"


class SortBack(_OnTasks):
    """Sort the other way round."""

    id, label, keys, shown_key = "sort_back", "Sort the other way round", "R", "R"
