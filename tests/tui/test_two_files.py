"""Two files open: what is done to one is done to that one, whichever is in front by then."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from planner.model.problem import Problem
from planner.session.edits import SetValue
from planner.session.session import Session
from planner.tui import messages
from planner.tui.app import PlannerApp
from planner.tui.screens.edit_task import EditTaskScreen
from planner.tui.widgets.rows import RowView
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

IT = ("hall", "cb1", "ai", "critical_it_mw")


@pytest.fixture
def other(site: Path) -> Path:
    """A second file of the same site."""
    path = site.with_name("other.toml")
    path.write_text(site.read_text("utf-8"), "utf-8")
    return path


@pytest.mark.parametrize(
    ("typed", "kept", "said"), [("13", 13, ""), ("-3", 20, "kept as it was"), ("x", 20, "kept as it was")]
)
async def test_what_is_typed_when_the_palette_comes_is_taken_or_told(
    site: Path, other: Path, typed: str, kept: float, said: str
) -> None:
    """Whichever place or file a command leads to."""
    app = make_app(site, other)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *typed, "ctrl+p")
        app.screen.query_one(Input).value = "Next file"
        await _until(pilot, lambda: bool(app.screen.query("CommandList").first().option_count))  # type: ignore[attr-defined]
        await press(pilot, "enter")
        await _until(pilot, lambda: app.open_file is not file)
        await settled(pilot)
        assert file.session.value(IT) == kept
        assert any(said in n.message for n in app._notifications) or not said
        assert app.open_file is not None
        assert app.open_file.session.value(IT) == 20


async def _until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        await pilot.pause()
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came")


async def _both(app: PlannerApp, pilot: Pilot[None]) -> None:
    await _until(pilot, lambda: len(app.workspace.files) == 2 and all(f.plan for f in app.workspace.files))
    await settled(pilot)


async def test_a_form_edits_its_own_file_whichever_is_in_front(site: Path, other: Path) -> None:
    app = make_app(site, other)
    async with app.run_test(size=(120, 40)) as pilot:
        await _both(app, pilot)
        first, second = app.workspace.files
        await app.push_screen(EditTaskScreen("cb1.rfs"))
        await settled(pilot)
        app.workspace.at = 1
        app.screen.form.focus_field("deadline")  # type: ignore[attr-defined]
        await press(pilot, *"2030-01-07", "enter")
        assert len(first.session.history) == 1
        assert second.session.history == ()


async def test_the_palette_opens_before_no_form_and_a_file_read_meanwhile_waits_behind(
    site: Path, other: Path
) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        form = EditTaskScreen("cb1.rfs")
        await app.push_screen(form)
        await settled(pilot)
        await press(pilot, "ctrl+p")
        assert app.screen is form
        app.post_message(messages.Opened(Session.open(other)))
        await _both(app, pilot)
        assert app.workspace.at == 0
        assert any("is open: n goes there" in n.message for n in app._notifications)


async def test_a_comparison_that_failed_leaves_no_old_rows(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(140, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        screen: Any = app.screen
        await _until(pilot, lambda: screen.query_one(RowView).source is not None)
        assert screen.shown() is not None
        problem = Problem("E-PLAN", "cb1.slab", "no crew can do [it]")
        screen.post_message(messages.ComparisonReady(screen._request, (), None, (problem,)))
        await settled(pilot)
        assert screen.query_one(RowView).source is None
        assert screen.shown() is None
        assert "✗ E-PLAN cb1.slab" in screen_text(app)


async def test_compare_follows_every_file(site: Path, other: Path) -> None:
    app = make_app(site, other)
    async with app.run_test(size=(140, 40)) as pilot:
        await _both(app, pilot)
        await press(pilot, "6")
        await settled(pilot)
        view = app.screen.query_one(RowView)

        def shown() -> list[str]:
            source: Any = view.source
            return ["".join(t for t, _ in source.row(i, 130)).rstrip() for i in range(source.count)]

        await _until(pilot, lambda: view.source is not None and view.source.count > 3)
        before, second = shown(), app.workspace.files[1]
        second.session.commit(SetValue(IT, 5))
        app.changed(second)
        await _until(pilot, lambda: not second.stale and shown() != before)
        plans = len(view.source.labels)  # type: ignore[union-attr]
        app._close(second)
        await _until(pilot, lambda: len(view.source.labels) < plans)  # type: ignore[union-attr]


async def test_a_search_waits_for_the_plan_and_ends_with_its_file(
    site: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def optimised(plan: Any, seconds: float, stop: Callable[[], bool], progress: Any) -> Any:
        for _ in range(5000):
            if stop():
                ended.set()
                break
            threading.Event().wait(0.002)
        return replace(plan)

    monkeypatch.setattr("planner.pipeline.optimised", optimised)
    monkeypatch.setattr("planner.optimise.loading.compile_elsewhere", lambda _: None)
    app = make_app(site, other)
    async with app.run_test(size=(120, 40)) as pilot:
        await _both(app, pilot)
        first = app.workspace.files[0]
        first.planned -= 1  # as while an edit is being planned
        app.begin_search(first, 60.0)
        assert first.search is None
        first.planned += 1
        app.begin_search(first, 60.0)
        assert first.search is not None
        app._close(first)
        await _until(pilot, ended.is_set)
        await settled(pilot)
        assert not app.screen.is_modal
        assert app.workspace.files[0].session.path == other


@pytest.mark.parametrize("text", ["~nobody-of-this-name", "x" * 300, f"{'y' * 300}/z.toml", "a\0b"])
async def test_what_no_file_can_be_called_is_said(site: Path, text: str) -> None:
    app = make_app(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        app.action_command("save_as")
        await settled(pilot)
        app.screen.query_one(Input).value = text
        await settled(pilot)
        assert "no file can have this name" in screen_text(app)
        await press(pilot, "escape", "o")
        app.screen.query_one(Input).value = text
        app.screen.query_one(Input).focus()
        await press(pilot, "enter")
        assert "no such file" in screen_text(app)


@pytest.mark.parametrize(
    "keys", [("ctrl+n", "ctrl+q"), ("f1", "ctrl+q"), ("tasks", "q"), ("ctrl+o", "ctrl+q")]
)
async def test_who_goes_elsewhere_with_a_field_half_typed_is_asked_before_leaving(
    site: Path, keys: tuple[str, ...]
) -> None:
    """By a question, the help, or a click on the bar of keys, which leaves a field without its knowing."""
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"13")
        for key in keys:
            if key == "tasks":
                app.action_command(key)
                await settled(pilot)
            else:
                await press(pilot, key)
        assert app._exit is False
        assert "Leave without saving?" in screen_text(app)
        assert app.open_file is not None
        assert app.open_file.session.value(IT) == 13
        assert len(app.open_file.session.history) == 1


async def test_a_save_elsewhere_writes_what_was_typed_last(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"13", "enter", *"14")
        app.show_mode("tasks")
        app.save()  # at once: what the form was told comes later
        await settled(pilot)
    assert "critical_it_mw = 14" in site.read_text("utf-8")


@pytest.mark.parametrize("before", [True, False])
async def test_a_wrong_text_waits_behind_a_page_and_is_told_when_its_screen_goes(
    site: Path, before: bool
) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"1x")
        if before:
            await press(pilot, "f1", "ctrl+q")
            assert app._exit is False
            assert "correct the field first, or press escape" in [n.message for n in app._notifications]
            await press(pilot, "escape")
            assert isinstance(app.focused, Input)
            assert app.focused.value == "1x"
        else:
            app.show_mode("tasks")
            await settled(pilot)
            assert any("Critical IT kept as it was" in n.message for n in app._notifications)
        assert app.open_file is not None
        assert app.open_file.session.value(IT) == 20


async def test_what_is_typed_over_the_list_of_files_goes_to_the_path(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "o", *"some/file.toml")
        assert app.screen.query_one(Input).value == "some/file.toml"


async def test_leaving_takes_what_is_typed_along_from_everywhere(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "home", "enter", *"Another name", "ctrl+q")
        assert app._exit is False
        assert "Leave without saving?" in screen_text(app)
        await press(pilot, "escape", "escape", "o", "q")
        assert app._exit is False
        assert "Leave without saving?" in screen_text(app)


async def test_a_change_outside_that_came_while_the_question_stood_is_met_too(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        before = site.read_text("utf-8")
        theirs = before.replace("critical_it_mw = 20", "critical_it_mw = 30")
        app.commit(SetValue(IT, 10))
        await settled(pilot)
        site.write_text(theirs, "utf-8")
        app.save()
        await settled(pilot)
        assert "Two versions of one file" in screen_text(app)
        site.write_text(f"# theirs\n{theirs}", "utf-8")
        await press(pilot, "o")
        await settled(pilot)
        assert "# theirs" in site.read_text("utf-8")


async def test_a_name_of_a_file_is_literal_in_a_note(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.notify("saved \x1b]0;title\x07.toml", markup=False)
        await settled(pilot)
        assert "\x1b" not in [n.message for n in app._notifications][-1]


async def test_a_job_that_fails_ends_no_thread(site: Path) -> None:
    app = PlannerApp([site], fake_plan)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)

        def fails() -> None:
            raise MemoryError("no room")

        app._planning.ask(0, fails)
        await _until(pilot, lambda: any("no room" in n.message for n in app._notifications))
        app.commit(SetValue(IT, 10))
        await settled(pilot)
        assert app.open_file is not None
        assert not app.open_file.stale


async def test_explanations_that_come_after_the_page_was_left_are_nobodys(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        held, go = threading.Event(), threading.Event()

        def hold() -> None:
            with app._turn:
                held.set()
                go.wait(10)

        threading.Thread(target=hold, daemon=True).start()
        held.wait(10)
        await pilot.press("e", "escape")
        await pilot.pause()
        go.set()
        await settled(pilot)
        assert not [n for n in app._notifications if "internal error" in n.message]
