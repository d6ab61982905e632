"""Screens that are made before anybody goes to them: in idle moments, and nothing of them shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.tui import warming
from planner.tui.app import PlannerApp
from planner.tui.hints import note_seen
from planner.tui.screens.base import PlanScreen
from tests.tui.conftest import press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def app(site: Path, monkeypatch: pytest.MonkeyPatch) -> PlannerApp:
    """The app as a person starts it, without waiting."""
    for name in ("AFTER_S", "BETWEEN_S", "QUIET_S"):
        monkeypatch.setattr(warming, name, 0.001)
    made = PlannerApp([site], fake_plan, warm=True)
    made.animation_level = "none"
    return made


async def _warmed(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, PlannerApp)
    await settled(pilot)
    for _ in range(2000):
        if app.warming.done:
            return
        await pilot.pause(0.001)
    raise AssertionError("the screens were never made")


async def test_all_screens_are_made_and_none_is_shown_or_hinted_at(app: PlannerApp) -> None:
    note_seen([])
    async with app.run_test(size=(120, 40)) as pilot:
        await _warmed(pilot)
        await pilot.pause()
        assert app.current_mode == "site"
        assert app.hinted == {"site"}
        made = [stack[0] for stack in app._screen_stacks.values() if stack]
        assert {s.MODE for s in made if isinstance(s, PlanScreen)} == set(app.MODES)
        assert all(s._seen is None for s in made if isinstance(s, PlanScreen) and s.MODE != "site")
        assert not [w for w in app.workers if w.group in ("graph", "compare", "health")]
        before = screen_text(app)
        for key, text in (
            ("2", "▾ Site"),
            ("3", "█"),
            ("4", "the critical path"),
            ("5", "landlord"),
            ("6", "Ready for service"),
            ("7", "What to do"),
        ):
            await press(pilot, key)
            assert text in screen_text(app)
        await press(pilot, "1")
        app.clear_notifications()
        await pilot.pause()
        assert screen_text(app).splitlines()[:3] == before.splitlines()[:3]


async def test_nothing_is_made_while_keys_come(app: PlannerApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "QUIET_S", 3600.0)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "down")
        await settled(pilot)
        await pilot.pause(0.01)
        assert not app.warming.done
        assert app.warming.longest_s == 0
        await press(pilot, "2", "down")  # a screen gone to meanwhile is made as ever
        assert "▾ Site" in screen_text(app)
