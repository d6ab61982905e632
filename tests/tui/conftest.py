"""The app under test: a fake planner, no animation, no blinking cursor, its own state folder."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input
from textual.worker import WorkerCancelled

from planner.tui.app import PlannerApp
from planner.tui.hints import HINTS, note_seen
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from textual.pilot import Pilot

SITE = Path(__file__).parent / "site.toml"


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing moves, and nothing of the tester's own machine is read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    note_seen(list(HINTS))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(Input.cursor_blink, "_default", False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A facility file that a test may change."""
    path = tmp_path / "site.toml"
    path.write_text(SITE.read_text("utf-8"), "utf-8")
    return path


def make_app(*files: Path) -> PlannerApp:
    """The app with the fake planner."""
    app = PlannerApp(files, fake_plan)
    app.animation_level = "none"
    return app


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way and what is shown is of the last edit."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    for _ in range(1000):
        if any(not w.is_finished for w in app.workers):
            with contextlib.suppress(WorkerCancelled):  # for a newer one of its group
                await app.workers.wait_for_complete()
        await pilot.pause()
        file = app.open_file
        busy = any(not w.is_finished for w in app.workers)
        if (
            not busy
            and not app.owing
            and (file is None or not file.stale)
            and (file is not None or app.unread or not app._named)
        ):
            return
        await asyncio.sleep(0.01)  # the planning thread has the floor
    raise AssertionError("the app never came to rest")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each after the one before had its effect."""
    for key in keys:
        await pilot.press(key)
        if len(key) > 1 or not isinstance(pilot.app.focused, Input):
            await settled(pilot)


async def go_to(pilot: Pilot[None], key: str, field: str | None = None) -> None:
    """Put the cursor of the tree on a place, and go to a field of its form."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    app.go_to(key)
    await settled(pilot)
    if field is not None:
        form = app.screen.form  # type: ignore[attr-defined]
        assert form.focus_field(field)
        await settled(pilot)
