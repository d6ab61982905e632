"""History, journal, several files and files changed outside, by keys."""

from __future__ import annotations

import asyncio
import json
import tomllib
from typing import TYPE_CHECKING, Any

from planner.session.edits import SetValue
from planner.session.journal import journals_of
from planner.tui.screens.choice import Choice
from planner.tui.screens.files import FilesScreen
from planner.tui.screens.history import HistoryScreen
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.test_edits import MW, UPS, strip_of
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from planner.tui.app import PlannerApp


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait on a condition."""
    for _ in range(500):
        if holds():
            return
        await pilot.pause()
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


async def with_edits(pilot: Pilot[None], *values: float) -> None:
    app: Any = pilot.app
    for value in values:
        app.commit(SetValue(MW, value))
        await settled(pilot)


def session_of(app: PlannerApp) -> Any:
    assert app.open_file is not None
    return app.open_file.session


async def test_the_history_tells_what_each_edit_did_and_jumps(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25, 30, 35)
        await press(pilot, "u")
        await press(pilot, "H")
        assert isinstance(app.screen, HistoryScreen)
        shown = screen_text(app)
        assert "2 edits, 1 taken back" in shown
        assert "critical_it_mw 20 → 25" in shown
        assert "+$44.5M" in shown
        assert "as it was opened" in shown
        await press(pilot, "end", "enter")
        assert session_of(app).position == 0
        assert not session_of(app).modified
        await press(pilot, "H", "home", "enter")
        assert session_of(app).value(MW) == 35
        assert "to step 3 of the history" in strip_of(app)
        assert session_of(app).position == 3


async def test_steps_passed_too_quickly_are_planned_behind_the_list(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for value in (21, 22, 23, 24):
            session_of(app).commit(SetValue(MW, value))
        file = app.open_file
        assert file is not None
        app.changed(file)
        await settled(pilot)
        assert len(file.outcomes) < 5
        await press(pilot, "H")
        await until(pilot, lambda: len(file.outcomes) == 5)
        await pilot.pause()
        assert "…" not in screen_text(app).split("enter goes there")[0].replace("… ", "")
        await press(pilot, "down", "y", "escape")
        assert "22 → 23" in app.clipboard


async def test_unsaved_work_of_an_app_that_died_is_offered(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25, 30)
    assert app.workspace.files[0].kept
    assert app.rescue() == []
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Choice)
        assert "2 edits are in no file" in screen_text(app)
        await press(pilot, "enter")
        assert session_of(app).value(MW) == 30
        assert "● modified" in strip_of(app)
        await press(pilot, "u")
        assert session_of(app).value(MW) == 25
        await press(pilot, "U", "ctrl+s", "q")
    assert tomllib.loads(site.read_text("utf-8"))["hall"][0]["ai"]["critical_it_mw"] == 30
    assert journals_of(site) == []


async def test_unsaved_work_can_wait_or_be_thrown_away(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
    for keys, left in (("escape",), 1), (("t", "escape"), 1), (("t", "enter"), 0):
        app = make_app(site)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert isinstance(app.screen, Choice)
            await press(pilot, *keys)
            assert not session_of(app).modified
            assert len(journals_of(site)) == left


async def test_work_on_a_file_that_is_broken_now_is_not_lost(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
    site.write_text("[broken", "utf-8")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await until(pilot, lambda: app.open_file is not None)
        await press(pilot, "escape")
        assert session_of(app).value(MW) == 25
        await press(pilot, "ctrl+s")
        assert "cannot be read as it is" in screen_text(app)
        await press(pilot, "enter")
        assert site.read_text("utf-8") == "[broken"
        await press(pilot, "ctrl+s", "w")
    assert tomllib.loads(site.read_text("utf-8"))["hall"][0]["ai"]["critical_it_mw"] == 25


async def test_leaving_asks_and_can_save_all(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(site.read_text("utf-8").replace("Lake Mariner", "Other"), "utf-8")
    app = make_app(site, other)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
        await press(pilot, "n")
        await with_edits(pilot, 26)
        assert "2/2 ● 1" in strip_of(app)
        await press(pilot, "q")
        shown = screen_text(app)
        assert "site.toml is not saved" in shown
        assert "other.toml is not saved" in shown
        await press(pilot, "enter")
        assert app.is_running
        await press(pilot, "q", "s")
    for path, mw in (site, 25), (other, 26):
        assert tomllib.loads(path.read_text("utf-8"))["hall"][0]["ai"]["critical_it_mw"] == mw
        assert journals_of(path) == []


async def test_files_are_listed_gone_to_and_closed(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(site.read_text("utf-8").replace("Lake Mariner", "Other"), "utf-8")
    app = make_app(site, other)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+w")
        assert app.open_file is not None
        assert app.open_file.name == "Other"
        await press(pilot, "o", "escape")
        app.read_files([site])
        await settled(pilot)
        await with_edits(pilot, 25)
        await press(pilot, "O")
        assert isinstance(app.screen, FilesScreen)
        assert "1 unsaved" in screen_text(app)
        await press(pilot, "up", "enter")
        assert app.open_file.name == "Other"
        await press(pilot, "N", "ctrl+w")
        assert isinstance(app.screen, Choice)
        await press(pilot, "escape", "ctrl+w", "t")
        assert [f.name for f in app.workspace.files] == ["Other"]
        await press(pilot, "ctrl+w")
        assert len(app.workspace.files) == 1
    assert journals_of(site) == []


async def test_a_change_outside_is_noticed_and_merged(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
        site.write_text(site.read_text("utf-8").replace('name = "CB-2"', 'name = "North"  # theirs'), "utf-8")
        app.watch_files()
        await until(pilot, lambda: session_of(app).value(("hall", "cb2", "name")) == "North")
        await settled(pilot)
        assert session_of(app).value(MW) == 25
        assert "from the file: hall.cb2.name CB-2 → North" in strip_of(app)
        await press(pilot, "ctrl+s")
        text = site.read_text("utf-8")
        assert "# theirs" in text
        assert "critical_it_mw = 25" in text


async def test_a_change_outside_of_the_same_place_asks_once(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
        site.write_text(
            site.read_text("utf-8").replace("critical_it_mw = 20", "critical_it_mw = 22", 1), "utf-8"
        )
        app.watch_files()
        await until(pilot, lambda: app.screen.is_modal)
        assert "hall.cb1.ai.critical_it_mw: here 25, outside 22" in screen_text(app)
        await press(pilot, "escape")
        app.watch_files()
        await settled(pilot)
        assert not app.screen.is_modal
        await press(pilot, "ctrl+s")
        assert app.screen.is_modal
        await press(pilot, "o")
        assert session_of(app).value(MW) == 22
        assert not session_of(app).modified
        await press(pilot, "u")
        assert session_of(app).value(MW) == 25


async def test_keeping_what_is_here_saves_over_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
        site.write_text(
            site.read_text("utf-8").replace("critical_it_mw = 20", "critical_it_mw = 22", 1), "utf-8"
        )
        await press(pilot, "ctrl+s", "enter")
        assert "○ saved" in strip_of(app)
    assert tomllib.loads(site.read_text("utf-8"))["hall"][0]["ai"]["critical_it_mw"] == 25


async def test_a_file_that_is_gone_or_broken_outside_is_told(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        text = site.read_text("utf-8")
        site.write_text("[broken", "utf-8")
        app.watch_files()
        await until(pilot, lambda: any("cannot be read" in n.message for n in app._notifications))
        site.write_text(text, "utf-8")
        app.watch_files()
        await settled(pilot)
        assert not session_of(app).modified
        site.unlink()
        app.watch_files()
        await until(pilot, lambda: session_of(app).modified)
        await press(pilot, "ctrl+s")
    assert site.read_text("utf-8") == text


async def test_the_command_log_is_saved(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(UPS, "2N"))
        await settled(pilot)
        app.action_command("save_log")
        await settled(pilot)
        await press(pilot, "enter")
    lines = [json.loads(line) for line in site.with_name("site.log.jsonl").read_text("utf-8").splitlines()]
    assert lines[0]["text"] == site.read_text("utf-8")
    assert lines[1]["says"] == "hall.cb1.redundancy.ups N+1 → 2N"


async def test_an_edit_that_changes_nothing_keeps_what_was_taken_back(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await with_edits(pilot, 25)
        await press(pilot, "u")
        app.commit(SetValue(MW, 20))
        await settled(pilot)
        assert session_of(app).can_redo
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "escape", "U")
        assert session_of(app).value(MW) == 25
