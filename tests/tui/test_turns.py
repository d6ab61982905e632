"""Keys that come at once, each before the one before it is through: they do what they do one by one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.events import Key, Paste

from planner.tui.turns import Turns
from tests.tui.conftest import make_app, press, settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.events import Event

    from planner.tui.app import PlannerApp

NAMES = {".": "full_stop"}


def _at_once(app: PlannerApp, *keys: str) -> None:
    """No key waits for anything."""
    for key in keys:
        app.post_message(Key(NAMES.get(key, key), key if len(key) == 1 else None))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_line_of_keys_goes_from_field_to_field(site: Path, size: tuple[int, int]) -> None:
    app = make_app(site)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "home")
        _at_once(app, "down", "down", "right", *"151", "down", *"0.97", "down", *"138", "enter")
        await settled(pilot)
        await pilot.pause(0.2)
        assert app.open_file is not None
        grid = app.open_file.session.facility.grid
        assert grid is not None
        assert (grid.capacity_mw, grid.power_factor, grid.voltage_kv) == (151, 0.97, 138)
        assert len(app.open_file.session.history) == 3
        assert app.mode_name == "site"


async def test_keys_behind_one_that_opens_a_form_are_typed_into_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"dash", "enter")
        _at_once(app, "enter", *"A new name", "enter", "escape", "down")
        await settled(pilot)
        await pilot.pause(0.2)
        assert app.open_file is not None
        assert [t.name for t in app.open_file.session.facility.task if t.id == "dash"] == ["A new name"]
        assert not app.screen.is_modal


async def test_what_is_pasted_stays_between_the_keys(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "home")
        _at_once(app, "right", *"ab")
        app.post_message(Paste("[pasted]"))
        _at_once(app, *"cd", "enter")
        await settled(pilot)
        await pilot.pause(0.2)
        assert app.open_file is not None
        assert app.open_file.session.facility.site.name == "ab[pasted]cd"


@pytest.mark.parametrize(("left", "screens"), [(True, ["a screen"]), (False, [])])
async def test_keys_that_wait_when_the_app_is_left_are_given_to_nobody(
    left: bool, screens: list[str]
) -> None:
    given: list[Event] = []
    timers: list[Callable[[], Awaitable[None]]] = []

    async def give(event: Event) -> None:
        given.append(event)

    app = SimpleNamespace(
        _exit=False,
        screen_stack=["a screen"],
        set_timer=lambda _, go: timers.append(go),
        call_later=lambda *_: None,
    )
    turns = Turns(cast("Any", app), give)
    for key in "abc":
        await turns.take(Key(key, key))
    assert len(given) == 1
    assert turns.waiting == 2
    app._exit, app.screen_stack = left, screens
    turns._until = 0.0  # what came before them is given up
    await timers.pop()()
    assert len(given) == 1
    assert turns.waiting == 0
    assert not timers


@pytest.mark.parametrize("keys", [("down",) * 14, ("tab",) * 14])
async def test_a_field_gone_to_is_in_sight(site: Path, keys: tuple[str, ...]) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"slab", "enter", "enter")
        form = app.screen.form  # type: ignore[attr-defined]
        for key in keys:
            await press(pilot, key)
            await pilot.pause()
            row = form.focused_row
            assert row is not None
            assert form.region.contains_region(row.region), row.spec.name
        assert form.focused_row is form.rows[14]
