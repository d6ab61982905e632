"""Faults of Textual that keys can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tests.tui.conftest import make_app, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _explain() -> Any:
    from planner.tui.screens.explain import ExplainScreen

    return ExplainScreen("a figure", [])


def _relations() -> Any:
    from planner.tui.screens.relations import RelationsScreen

    return RelationsScreen("cb1.rfs")


def _edit() -> Any:
    from planner.tui.screens.edit_task import EditTaskScreen

    return EditTaskScreen("cb1.rfs")


def _open() -> Any:
    from planner.tui.screens.open import OpenScreen

    return OpenScreen()


@pytest.mark.parametrize("make", [_explain, _relations, _edit, _open])
async def test_a_screen_may_be_left_before_its_parts_are_there(make: Callable[[], Any], site: Path) -> None:
    async with make_app(site).run_test() as pilot:
        await settled(pilot)
        front = pilot.app.screen
        made = make()
        pilot.app.push_screen(made)
        await pilot.app.pop_screen()
        await settled(pilot)
        assert pilot.app.screen is front
        assert not made.is_attached


@pytest.mark.parametrize("make", [_explain, _relations, _edit, _open])
async def test_the_app_may_be_left_before_they_are(make: Callable[[], Any], site: Path) -> None:
    app = make_app(site)
    async with app.run_test() as pilot:
        await settled(pilot)
        await_mounted = app.push_screen(make())
        app.leave()
        app.post_message(events.Key("enter", None))
        await await_mounted
    assert app._exception is None
