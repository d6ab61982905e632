"""The screens behind the number keys; each is imported when it is first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.tui.screens.site import SiteScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


def _tasks() -> Screen[Any]:
    from planner.tui.screens.tasks import TasksScreen

    return TasksScreen()


def _gantt() -> Screen[Any]:
    from planner.tui.screens.gantt import GanttScreen

    return GanttScreen()


def _graph() -> Screen[Any]:
    from planner.tui.screens.graph import GraphScreen

    return GraphScreen()


def _money() -> Screen[Any]:
    from planner.tui.screens.money import MoneyScreen

    return MoneyScreen()


def _compare() -> Screen[Any]:
    from planner.tui.screens.compare import CompareScreen

    return CompareScreen()


def _checks() -> Screen[Any]:
    from planner.tui.screens.checks import ChecksScreen

    return ChecksScreen()


MODES: dict[str, Callable[[], Screen[Any]]] = {
    "site": SiteScreen,
    "tasks": _tasks,
    "gantt": _gantt,
    "graph": _graph,
    "money": _money,
    "compare": _compare,
    "checks": _checks,
}
