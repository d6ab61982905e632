"""Tasks: the table of every task with its dates and float."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from planner.tui.commands import bindings_for, keyed
from planner.tui.outline import OWN_TASKS, own_task
from planner.tui.remembered import keep_taste, read_taste
from planner.tui.render.columns import ALWAYS, BY_KEY, COLUMNS, FALLING
from planner.tui.render.relations import driven, driving
from planner.tui.render.tables import task_table
from planner.tui.render.task_rows import (
    TaskRow,
    TaskRows,
    flat_rows,
    group_lines,
    group_paths,
    outline_rows,
    path_of,
)
from planner.tui.render.tasks import chosen
from planner.tui.screens.task_list import ListScreen
from planner.tui.widgets.rows import RowView

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.io.export_table import Table
    from planner.pipeline import Plan
    from planner.tui.render.strip import Line
    from planner.tui.render.task_rows import Path
    from planner.tui.screens.edit_task import EditTaskScreen


MOST_TRAIL = 200
"""Steps along relations that can be gone back."""


class TaskView(RowView):
    """The rows of the table: left folds a group or goes up to it, right unfolds."""

    def action_shift(self, by: int) -> None:
        """Fold or unfold."""
        screen = self.screen
        if isinstance(screen, TasksScreen):
            screen.unfold_aside(by)


class TasksScreen(ListScreen):
    """The table."""

    MODE = "tasks"
    BINDINGS: ClassVar[list[Any]] = bindings_for("tasks")

    def __init__(self) -> None:
        super().__init__()
        self.taste = read_taste()
        self._order: list[int] = []
        self._rows: list[TaskRow] = []
        self._folded: set[Path] = set()
        self._sought = ""
        """Words that the rows were last chosen by."""
        self._trail: list[str] = []
        """Tasks that a relation was followed from."""
        self._forms: dict[bool, EditTaskScreen] = {}
        """The form of an own task, and of a generated one, once each was opened."""

    def view_of_rows(self) -> RowView:
        """Rows that fold."""
        return TaskView("rows")

    def rebuild(self) -> None:
        """Rows of the tasks wanted."""
        plan = self.plan
        if plan is None:
            return
        view = self.query_one(RowView)
        held = self._row_at_cursor()
        at = self.cursor_id()
        self._order = chosen(plan, self.filter, self.taste.sort, self.taste.falling)
        if self.taste.outline:
            folded = () if self.filter.words else self._folded  # what is looked for is never folded away
            self._rows = outline_rows(plan, self._order, folded)
        else:
            self._rows = flat_rows(self._order)
        index = plan.schedule.index.get(at, -1) if at else -1
        group = held.path if held is not None and held.task is None else None
        sought = bool(self.filter.words) and self.filter.words != self._sought
        self._sought = self.filter.words
        if sought and (index < 0 or index not in self._order):
            group, index = None, -1  # who looks for words wants the first task that has them, not its group
        gone = at is None and held is not None and held.task is not None
        view.show(
            TaskRows(plan, self._rows, self.taste.columns, self.taste.sort, self.taste.falling),
            view.cursor if gone and not sought else self._row_of(plan, index, group),
        )
        self._say_columns()

    def _row_of(self, plan: Plan, index: int, group: Path | None) -> int:
        """The row of a task or group; of a folded one that of what holds it; the first task's without any."""
        paths = {row.path: n for n, row in reversed(list(enumerate(self._rows))) if row.task is None}
        if index >= 0:
            at = next((n for n, row in enumerate(self._rows) if row.task == index), None)
            if at is not None:
                return at
            group = path_of(plan, index)
        if group is not None:
            at = paths.get(group, paths.get(group[:1]))
            if at is not None:
                return at
        return next((n for n, row in enumerate(self._rows) if row.task is not None), 0)

    def _say_columns(self) -> None:
        source = self.query_one(RowView).source
        width = self.query_one(RowView).scrollable_content_region.width
        hidden = source.hidden(width) if isinstance(source, TaskRows) and width else []
        order = f"by {BY_KEY[self.taste.sort].heading.lower()}{', falling' if self.taste.falling else ''}"
        self.say(len(self._order), order + (f" · no room: {', '.join(hidden)}" if hidden else ""))

    def on_room_changed(self) -> None:
        """Say which columns there is no room for."""
        self._say_columns()

    def table(self, plan: Plan) -> Callable[[], Table]:
        """All columns of the tasks shown."""
        return partial(task_table, plan, tuple(self._order))

    def task_at(self, index: int) -> int | None:
        """The task of a row; None on a group."""
        return self._rows[index].task if 0 <= index < len(self._rows) else None

    def cursor_to(self, index: int) -> bool:
        """Put the cursor on a task, unfolding what holds it."""
        plan = self.plan
        if plan is not None and self._folded and index in self._order:
            path = path_of(plan, index)
            if self._folded & {path, path[:1]}:
                self._folded -= {path, path[:1]}
                self.rebuild()
        return super().cursor_to(index)

    def lines_of(self, index: int) -> list[Line]:
        """The task in full, or the sums of the group."""
        row, plan = self._rows[index] if 0 <= index < len(self._rows) else None, self.drawn
        if row is not None and row.task is None and plan is not None:
            return group_lines(plan, row)
        return super().lines_of(index)

    # --- outline, columns, order ---

    def _row_at_cursor(self) -> TaskRow | None:
        at = self.query_one(RowView).cursor
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _group_at_cursor(self) -> TaskRow | None:
        row = self._row_at_cursor()
        return row if row is not None and row.path else None

    def _fold(self, path: Path, fold: bool) -> None:
        self._folded = self._folded | {path} if fold else self._folded - {path}
        self.rebuild()

    def unfold_aside(self, by: int) -> None:
        """Right unfolds and goes in; left folds, and from a task goes up to its group."""
        row, view = self._group_at_cursor(), self.query_one(RowView)
        if row is None:
            return
        if by > 0:
            if row.task is None and not row.open:
                self._fold(row.path, False)
            elif row.task is None:
                view.action_move(1)
        elif row.task is None and row.open:
            self._fold(row.path, True)
        else:
            above = row.path if row.task is not None else row.path[:1]
            at = next((n for n, r in enumerate(self._rows) if r.task is None and r.path == above), None)
            if at is not None:
                view.cursor = at

    def do_fold(self) -> None:
        """Fold or unfold the group at the cursor, or the one that the task is in."""
        row = self._group_at_cursor()
        if row is not None:
            self._fold(row.path, row.open if row.task is None else True)

    def do_fold_all(self) -> None:
        """Fold all, or unfold all."""
        if self.plan is not None and self.taste.outline:
            self._folded = set() if self._folded else group_paths(self.plan, self._order)
            self.rebuild()

    def _keep(self, **changes: Any) -> None:
        self.taste = replace(self.taste, **changes)
        keep_taste(self.taste)
        self.rebuild()

    def do_outline(self) -> None:
        """Outline or list."""
        self._keep(outline=not self.taste.outline)

    def do_sort(self) -> None:
        """Sort by the next column shown."""
        source = self.query_one(RowView).source
        keys = source.wanted if isinstance(source, TaskRows) else self.taste.columns
        at = keys.index(self.taste.sort) if self.taste.sort in keys else -1
        key = keys[(at + 1) % len(keys)]
        self._keep(sort=key, falling=key in FALLING)

    def do_sort_back(self) -> None:
        """The other way round."""
        self._keep(falling=not self.taste.falling)

    def do_columns(self) -> None:
        """Choose columns."""
        from planner.tui.screens.choose import ChooseScreen

        def take(keys: set[str] | None) -> None:
            if keys is not None:
                self._keep(columns=tuple(c.key for c in COLUMNS if c.key in keys or c.key == ALWAYS))

        offered = [
            (f"{c.heading:<12} {c.about}", c.key, c.key in self.taste.columns)
            for c in COLUMNS
            if c.key != ALWAYS
        ]
        self.app.push_screen(ChooseScreen(offered, "Columns"), take)

    # --- relations ---

    def _follow(self, task: str | None, none: str) -> None:
        at = self.cursor_id()
        if task is None or at is None:
            self.app.notify(none, markup=False)
            return
        self._trail.append(at)
        del self._trail[:-MOST_TRAIL]
        self.show_task(task)

    def do_predecessor(self) -> None:
        """Go to what drives it."""
        at, plan = self.cursor_id(), self.plan
        if at is not None and plan is not None:
            self._follow(driving(plan, self.links(plan), at), "no relation leads to this task")

    def do_successor(self) -> None:
        """Go to what it drives."""
        at, plan = self.cursor_id(), self.plan
        if at is not None and plan is not None:
            self._follow(driven(plan, self.links(plan), at), "no relation leads on from this task")

    def do_back_along(self) -> None:
        """Go back."""
        while self._trail and self.plan is not None:
            task = self._trail.pop()
            if task in self.plan.schedule.index:
                self.show_task(task)
                return
        self.app.notify(
            keyed("no relation was followed: {predecessor} and {successor} go along them"), markup=False
        )

    def do_relations(self) -> None:
        """List them."""
        from planner.tui.screens.relations import RelationsScreen

        at = self.cursor_id()
        if at is not None:
            self.app.push_screen(RelationsScreen(at), lambda to: self._follow(to, "") if to else None)

    def do_edit_task(self) -> None:
        """Edit the task; fold or unfold the group."""
        at = self.cursor_id()
        if at is None:
            self.do_fold()
        elif not self._gone(at):
            self._edit(at)

    # --- own tasks ---

    def do_add(self) -> None:
        """Add an own task to the hall at the cursor."""
        row, plan, file = self._row_at_cursor(), self.drawn, self.file
        hall = None
        if row is not None and plan is not None:
            hall = row.path[0] if row.task is None else plan.schedule.tasks[row.task].hall
        known = file is not None and any(h.id == hall for h in file.session.facility.hall)
        self.planner.add_member(OWN_TASKS, {"hall": hall} if known else None, self._edit_new)

    def do_copy(self) -> None:
        """Copy the own task at the cursor."""
        at = self._task_at_cursor()
        if at is not None and self._own(at):
            self.planner.copy_member(own_task(at), self._edit_new)
        elif at is not None:
            self.app.notify(
                keyed("the books make this task: only your own can be copied; {add} adds one"), markup=False
            )

    def do_remove(self) -> None:
        """Remove the own task at the cursor; of a generated one, what the file says of it."""
        at = self._task_at_cursor()
        if at is not None and self._own(at):
            self.planner.remove_member(own_task(at))
        elif at is not None:
            self.planner.remove_said(at)

    def _own(self, task: str) -> bool:
        return self.file is not None and any(t.id == task for t in self.file.session.facility.task)

    def _task_at_cursor(self) -> str | None:
        """The task that a command is for; where there is none, why."""
        at = self.cursor_id()
        if at is None:
            self.app.notify("choose a task first", markup=False)
        return at if at is not None and not self._gone(at) else None

    def _gone(self, task: str) -> bool:
        """Whether it was an own task and is removed already, though the plan still has it; says so."""
        gone = (
            not self._own(task)
            and self.plan is not None
            and any(t.id == task for t in self.plan.facility.task)
        )
        if gone:
            self.app.notify("this task is removed already: its plan is on the way", markup=False)
        return gone

    def _edit_new(self, task: str) -> None:
        """Edit what was added; the cursor follows when the plan has it."""
        self.expect_task(task)
        self._edit(task)

    def _edit(self, task: str) -> None:
        from planner.tui.screens.edit_task import EditTaskScreen

        own = self._own(task)
        held = self._forms.get(own)
        if held is None:
            held = self._forms[own] = EditTaskScreen(task)
            self.app.install_screen(held, f"edit_task_{'own' if own else 'generated'}")
        elif held in self.app.screen_stack:
            return
        else:
            held.turn_to(task)
        self.app.push_screen(held)
