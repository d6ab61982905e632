"""Explain in the app: opens on what is in front, follows figures down to the book and back, finds any by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.app import PlannerApp
from planner.tui.screens.explain import ExplainScreen
from planner.tui.widgets.rows import RowView
from tests.tui.conftest import go_to, press, settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def titles(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, ExplainScreen)
    return str(screen._here[0])


def names(pilot: Pilot[None]) -> list[str]:
    screen = pilot.app.screen
    assert isinstance(screen, ExplainScreen)
    return [fact.name for _, fact in screen._here[1]]


async def test_a_hall_is_explained_down_to_the_book_and_back(site: Path) -> None:
    app = PlannerApp([site])
    app.animation_level = "none"
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1")
        await press(pilot, "e")
        assert "halls.cb1.rfs_date" in names(pilot)
        at = names(pilot).index("sizing.cb1.ups_modules")
        pilot.app.screen.query_one(RowView).cursor = at
        await press(pilot, "enter")
        assert titles(pilot) == "sizing.cb1.ups_modules"
        assert "electrical.ups.module_kw" in names(pilot)
        assert "tasks.cb1.ups_install.duration" in names(pilot)
        await press(pilot, "backspace")
        assert pilot.app.screen.query_one(RowView).cursor == at
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ExplainScreen)


async def test_any_figure_is_found_by_part_of_its_name(site: Path) -> None:
    app = PlannerApp([site])
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "e")
        assert names(pilot)[0].startswith("tasks.")
        await press(pilot, "slash", *"capex_usd", "enter")
        assert "capex_usd" in names(pilot)
        await press(pilot, "slash", *"zzz", "enter")
        assert names(pilot) == []
        await press(pilot, "backspace", "escape")
        assert not isinstance(pilot.app.screen, ExplainScreen)
