"""Going about in the app: screens, places of the facility, tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.screens.site import SiteScreen
from planner.tui.widgets.rows import RowView
from planner.tui.widgets.tree import FacilityTree

if TYPE_CHECKING:
    from planner.model.address import Address
    from planner.tui.app import PlannerApp
    from planner.tui.outline import Spot


class Going:
    """Part of the app."""

    at_task: str | None = None
    """The task that was chosen last, on whichever screen."""

    def show_mode(self: PlannerApp, mode: str) -> None:  # type: ignore[misc]
        """Bring a screen to the front."""
        if mode != self.current_mode:
            # Graph goes to the task of another screen, never to its own: it comes back as it was left.
            cursor = getattr(self.screen, "cursor_id", None) if self._asked_for_a_task() else None
            self.at_task = (cursor() if cursor is not None else None) or self.at_task
            self.switch_mode(mode)

    def _asked_for_a_task(self: PlannerApp) -> bool:  # type: ignore[misc]
        """Whether the cursor is where a person put it, or filtered to: where a table begins is nobody's choice."""
        if self.current_mode == "graph":
            return False
        wanted = getattr(self.screen, "filter", None)
        rows = next(iter(self.screen.query(RowView)), None)
        return rows is not None and (rows.moved or (wanted is not None and bool(wanted.said())))

    def places(self: PlannerApp) -> list[tuple[str, Spot]]:  # type: ignore[misc]
        """Every place of the facility by title."""
        file = self.open_file
        if file is None:
            return []
        from planner.tui.outline import outline, walk

        return list(walk(outline(file.session.facility, file.session.raw, file.name)))

    def go_to(self: PlannerApp, spot: Spot | str, field: str | None = None) -> None:  # type: ignore[misc]
        """Show a place on Site; with a field, go to it in the form."""
        key = spot if isinstance(spot, str) else spot.key
        self.show_mode("site")
        self.call_after_refresh(self._go_to, key, field)

    def _go_to(self: PlannerApp, key: str, field: str | None) -> None:  # type: ignore[misc]
        if isinstance(self.screen, SiteScreen):
            tree = self.screen.query_one(FacilityTree)
            tree.go_to(key)
            if field is not None and tree.spot is not None and tree.spot.key == key:
                self.screen.enter_form(tree.spot, field)
            else:
                tree.focus()

    def show_task(self: PlannerApp, task: str) -> None:  # type: ignore[misc]
        """Show a task in Tasks."""
        self.show_mode("tasks")
        self.call_after_refresh(self._show_task, task)

    def _show_task(self: PlannerApp, task: str) -> None:  # type: ignore[misc]
        show = getattr(self.screen, "show_task", None)
        if show is not None:
            show(task)
            self.at_task = task

    def show_place(self: PlannerApp, address: Address | None) -> None:  # type: ignore[misc]
        """Put the tree's cursor where an edit was made, as far as that place still stands."""
        from planner.model.address import format_address

        if address is None:
            return
        expect = getattr(self.screen, "expect_task", None)
        if expect is not None and address[0] == "task" and len(address) > 1:
            expect(address[1])
        if not isinstance(self.screen, SiteScreen):
            return
        tree = self.screen.query_one("#tree", FacilityTree)
        for end in range(len(address), 0, -1):
            if tree.holds(format_address(address[:end])):
                tree.go_to(format_address(address[:end]))
                return
