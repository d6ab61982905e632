"""The app under test: a fake planner, no animation, no blinking cursor, its own state folder."""

from __future__ import annotations

import asyncio
import contextlib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.widgets import Input
from textual.worker import WorkerCancelled

from planner.tui.app import PlannerApp
from planner.tui.hints import HINTS, note_seen
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from textual.pilot import Pilot

REST, TURNS = 8, 100_000
"""So many turns of every task without work, one after the other, are rest; and it comes within so many."""
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


def _at_work(app: PlannerApp) -> bool:
    """Whether a message waits anywhere, or something is still to be drawn."""
    screen = app.screen_stack[-1] if app.screen_stack else None
    if app._turns.waiting or app._animator._animations or app._animator._scheduled:
        return True
    nodes = [app, *app.screen_stack, *(n for s in app.screen_stack for n in s.walk_children())]
    if any(
        n._message_queue.qsize() or n._next_callbacks or n._pending_message for n in nodes if n.is_running
    ):
        return True
    return screen is not None and bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def quiet(pilot: Pilot[None]) -> None:
    """Wait until every message is done and all is drawn.

    Textual's own pause takes a process that had no turn for 20 ms for an idle one, which a busy machine makes it.
    """
    app = pilot.app
    assert isinstance(app, PlannerApp)
    rest, turns = 0, 0
    while rest < REST and app._exception is None and not app._exit:
        await asyncio.sleep(0)
        rest = 0 if _at_work(app) else rest + 1
        if rest == 0 and app.screen_stack:
            app.screen._on_timer_update()
        turns += 1
        assert turns < TURNS, f"never at rest: {app.screen_stack}"


def _busy_behind(app: PlannerApp) -> bool:
    return app._planning.busy or app._watching.busy or any(not w.is_finished for w in app.workers)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way and what is shown is of the last edit."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    for _ in range(5000):
        if any(not w.is_finished for w in app.workers):
            with contextlib.suppress(WorkerCancelled):  # for a newer one of its group
                async with asyncio.timeout(60):
                    await app.workers.wait_for_complete()
        behind = _busy_behind(app)  # asked before: what it tells at its end is done in the quiet after it
        await quiet(pilot)
        file = app.open_file
        if (
            not behind
            and not _busy_behind(app)
            and not app.owing
            and (file is None or not file.stale)
            and (file is not None or app.unread or not app._named)
        ):
            return
        await asyncio.sleep(0.002)  # the threads behind have the floor
    raise AssertionError("the app never came to rest")


def _key(key: str) -> events.Key:
    """A key by its name, as Textual's own pilot makes it of one."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        char = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        char = name if len(name) == 1 else ""
    return events.Key(name, char or None)


async def send(pilot: Pilot[None], *keys: str) -> None:
    """Keys as a terminal sends them, each once the one before is done."""
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(_key(key))
        await quiet(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each after the one before had its effect."""
    for key in keys:
        await send(pilot, key)
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
