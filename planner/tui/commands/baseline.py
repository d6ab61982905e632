"""Commands for baselines."""
# ruff: noqa: D102 - `run` is described by Command; a class's docstring is its help

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.commands.base import Command

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp


class KeepBaseline(Command):
    """Keep the dates and the money of the plan beside the file, to compare with later."""

    id, label, keys, shown_key, group = "keep_baseline", "Keep a baseline", "K", "K", "File"
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_keep_baseline()


class CompareBaseline(Command):
    """Show in the strip and the Gantt what has moved since a baseline was kept; or no baseline."""

    id, label, keys, shown_key, group = "baseline", "Compare with a baseline", "B", "B", "Screens"
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_baseline()
