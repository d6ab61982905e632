"""Faults of Textual that keys can reach."""

from __future__ import annotations

import asyncio
import gc
import itertools
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.containers import Vertical
from textual.widgets import Static

from planner.tui import messages
from planner.tui.mended import mend_choices
from planner.tui.widgets.tree import FacilityTree
from tests.tui.conftest import make_app, press, settled

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


async def test_a_form_may_go_before_a_choice_just_gone_to_has_its_parts(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "home")
        form = app.screen.form  # type: ignore[attr-defined]
        row = next(r for r in form.rows if r.is_choice)
        app.screen.set_focus(row)
        row.remove()
        await settled(pilot)
    assert app._exception is None


async def test_a_key_for_what_is_gone_or_not_yet_there_does_nothing(site: Path) -> None:
    class Whole(Vertical):
        def compose(self) -> Any:
            yield Static("there", id="part")

        def action_look(self) -> None:
            found.append(str(self.query_one("#part", Static).content))

    found: list[str] = []
    app = make_app(site)
    async with app.run_test() as pilot:
        await settled(pilot)
        widget = Whole()
        mounting = app.screen.mount(widget)
        assert await app.run_action("look", widget)
        await mounting
        assert await app.run_action("look", widget)
        going = widget.remove()
        assert await app.run_action("look", widget)
        await going
        assert await app.run_action("look", widget)
    assert found == ["there"]


async def test_a_page_that_is_left_takes_its_drawn_lines_along(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        made = _explain()
        await app.push_screen(made)
        await settled(pilot)
        lines = [weakref.ref(widget._styles_cache) for widget in (made, *made.query("*"))]
        assert any(cache()._cache for cache in lines)  # type: ignore[union-attr]
        app.pop_screen()
        del made
        await press(pilot, "down", "up")
        await settled(pilot)
        gc.collect()
        assert [cache for cache in lines if cache() is not None] == []


async def test_a_screen_that_comes_amid_leaving_shows_nothing(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "1", "3")
        app.exit()
        await app.screen.remove_children()
        app.screen._seen = None  # type: ignore[attr-defined]
        app.screen.post_message(events.ScreenResume())
        app.show_state()
    assert app._exception is None


async def test_a_plan_that_comes_amid_leaving_is_nobodys(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        assert file.plan is not None
        app.exit()
        app._screen_stacks[app.current_mode].clear()
        app.post_message(messages.PlanReady(file, file.session.revision, file.plan, None))
        app.post_message(messages.WorkDone("exported"))
    assert app._exception is None


async def test_a_timer_whose_time_is_past_when_it_starts_calls_all_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at the clock is later than the timer's time, as on a machine that does other things in between."""
    async with make_app(site).run_test() as pilot:
        await settled(pilot)
        called = asyncio.Event()
        looks = itertools.count(start=1)
        monkeypatch.setattr("textual.timer._time.get_time", lambda: float(next(looks)))
        pilot.app.set_timer(0.001, called.set)
        await asyncio.wait_for(called.wait(), 5)


async def test_what_one_holds_back_while_it_waits_others_send(site: Path) -> None:
    """A tree is rebuilt without telling of its cursor; what that led to is slow, and the cursor moves meanwhile."""
    async with make_app(site).run_test() as pilot:
        await settled(pilot)
        tree = pilot.app.screen.query_one(FacilityTree)
        begun, over = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            begun.set()
            await over.wait()

        with tree.prevent(FacilityTree.NodeHighlighted):
            tree.call_later(slow)
        await begun.wait()
        tree.cursor_line = 3
        over.set()
        await settled(pilot)
        form = pilot.app.screen.form  # type: ignore[attr-defined]
        assert tree.spot is not None
        assert form.spot.key == tree.spot.key


async def test_what_is_called_after_a_message_does_not_hold_back_what_that_did(site: Path) -> None:
    async with make_app(site).run_test() as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        tree = screen.query_one(FacilityTree)
        with tree.prevent(FacilityTree.NodeHighlighted):
            screen.post_message(events.Show())
        screen.call_next(setattr, tree, "cursor_line", 3)
        await settled(pilot)
        assert tree.spot is not None
        assert screen.form.spot.key == tree.spot.key  # type: ignore[attr-defined]


async def test_held_back_messages_stay_held_back(site: Path) -> None:
    async with make_app(site).run_test() as pilot:
        await settled(pilot)
        tree = pilot.app.screen.query_one(FacilityTree)
        before = pilot.app.screen.form.spot.key  # type: ignore[attr-defined]
        with tree.prevent(FacilityTree.NodeHighlighted):
            tree.cursor_line = 3
        await settled(pilot)
        assert pilot.app.screen.form.spot.key == before  # type: ignore[attr-defined]


async def test_a_choice_given_a_value_while_its_parts_are_made_shows_it(site: Path) -> None:
    """An undo may come between a choice that was just gone to and its parts."""
    from textual.widgets._select import SelectCurrent

    mend_choices()
    app = make_app(site)
    async with app.run_test() as pilot:
        await settled(pilot)
        current = SelectCurrent("choose")
        mounted = app.screen.mount(current)
        assert not current.query("#label")
        current.update("2N")
        await mounted
        await settled(pilot)
        assert str(current.query_one("#label", Static).render()) == "2N"
        current.remove()
        current.update("N")
        await settled(pilot)
