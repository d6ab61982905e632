"""Screens: hostile names, bad files, tasks, Gantt, palette, help."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from planner.session.edits import SetValue
from planner.tui.app import PlannerApp
from planner.tui.widgets.rows import RowView
from planner.tui.widgets.tree import FacilityTree
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.looks import slim

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HOSTILE = '"[/x]\\u001b[31m[bold]\\u202e日本語 🏭 مرحبا"'


def screen_text(app: PlannerApp) -> str:
    _width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines[:height])


async def test_hostile_names_are_literal_on_every_screen(site: Path) -> None:
    text = site.read_text("utf-8").replace('"Lake Mariner"', HOSTILE).replace('"CB-1"', HOSTILE)
    text = (
        text.replace('"Move the dashboard"', HOSTILE)
        .replace('"Double UPS"', HOSTILE)
        .replace('id = "dash"', 'id = "[/x] a.b"')
    )
    site.write_text(text, "utf-8")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for keys in (
            ("down",),
            ("2", "down", "down"),
            ("3", "down"),
            ("4", "down", "left"),
            ("5", "enter"),
            ("6",),
            ("7", "down"),
            ("c", "escape"),
            ("1", "e", "escape", "p", "1", "f1", "escape"),
        ):
            await press(pilot, *keys)
            shown = screen_text(app)
            assert "\x1b" not in shown
            assert "\u202e" not in shown
        assert "[/x]\\x1b[31m" in screen_text(app)
        await go_to(pilot, "hall.cb1", "name")
        assert "\x1b" not in screen_text(app)
        assert app.open_file is not None
        await press(pilot, "down", "up", "tab")
        assert not app.open_file.session.modified
        await press(pilot, "ctrl+p", *"hall", "escape")


async def test_a_bad_file_lists_its_problems_by_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[project]\nstart = "soon"\n[grid]\ncapacity_mv = 3\n', "utf-8")
    app = make_app(bad)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        shown = screen_text(app)
        assert "bad.toml:2" in shown
        assert "bad.toml:4" in shown
        assert "capacity_mw" in shown
        await press(pilot, "escape", "o")
        assert app.screen.is_modal


async def test_without_files_the_list_of_files_is_offered(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site.parent / "facilities").mkdir()
    site.rename(site.parent / "facilities" / "mine.toml")
    monkeypatch.chdir(site.parent)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "mine" in screen_text(app)
        await press(pilot, "enter")
        assert app.open_file is not None
        assert app.open_file.name == "Lake Mariner"


async def test_tasks_filter_sort_and_details(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "g")
        view = app.screen.query_one(RowView)
        assert view.source is not None
        assert view.source.count == 27
        await press(pilot, "slash", *"ups cb2", "enter")
        assert view.source.count == 3
        assert "starts when" in screen_text(app)
        await press(pilot, "escape", "c")
        assert view.source.count < 27
        await press(pilot, "c", "h", "s")
        assert view.source.count == 13
        assert "by finish" in screen_text(app)


async def test_the_gantt_marks_critical_bars_by_a_sign_and_zooms(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3")
        shown = screen_text(app)
        assert "! Concept design" in shown
        assert "█" in shown
        assert "▒" in shown
        assert "◆" in shown
        await press(pilot, "plus", "plus", "right", "g", "down")
        assert "2 d a cell" in screen_text(app)


async def test_a_planner_that_breaks_is_told_and_not_fatal(site: Path) -> None:
    def broken(facility: object) -> object:
        raise RuntimeError("[boom]")

    app = PlannerApp([site], broken)  # type: ignore[arg-type]
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "[boom]" in screen_text(app)
        await press(pilot, "2", "3", "6", "7", "1", "p", "1")


async def test_stale_plans_are_dropped(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        held = file.plan
        assert not file.accept(file.session.revision - 1, fake_plan(file.session.facility), None)
        assert file.plan is held


async def test_several_files_stand_side_by_side(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(site.read_text("utf-8").replace("Lake Mariner", "Other"), "utf-8")
    app = make_app(site, other)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        assert app.open_file.name == "Lake Mariner"
        await press(pilot, "6")
        assert app.screen.query_one(RowView).source.labels[2] == "Other"  # type: ignore[union-attr]
        await press(pilot, "n")
        assert app.open_file.name == "Other"


async def test_export_writes_the_plan_beside_the_file(site: Path) -> None:
    from planner.pipeline import plan

    app = PlannerApp([site], plan)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "E", "enter")
        exported = site.with_name("site.plan.toml")
        assert tomllib.loads(exported.read_text("utf-8"))["critical_it_mw"] == 40


async def test_undo_brings_the_cursor_back_to_the_edit(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(("hall", "cb1", "redundancy", "ups"), "2N"))
        await settled(pilot)
        await go_to(pilot, "grid")
        await press(pilot, "u")
        spot = app.screen.query_one(FacilityTree).spot
        assert spot is not None
        assert spot.key == "hall.cb1.redundancy"


async def test_a_letter_on_a_list_is_a_command_and_no_filter(site: Path) -> None:
    for key in ("2", "3"):
        app = make_app(site)
        async with app.run_test(size=(200, 60)) as pilot:
            await settled(pilot)
            await pilot.press(key)
            await pilot.press("c")
            await settled(pilot)
            assert app.screen.filter.critical  # type: ignore[attr-defined]
            assert not app.screen.filter.words  # type: ignore[attr-defined]


async def test_a_theme_and_a_size_hold_on_screens_that_were_behind(site: Path) -> None:
    def picture(app: PlannerApp) -> str:
        return slim(app.export_screenshot(title=""))

    wanted = make_app(site)
    wanted.theme = "planner-light"
    keys = "2345671"
    async with wanted.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        expected = []
        for key in keys:
            await press(pilot, key)
            expected.append(picture(wanted))
    app = make_app(site)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        await press(pilot, "3")
        app.theme = "planner-light"
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        for key, expects in zip(keys, expected, strict=True):
            await press(pilot, key)
            assert slim(app.export_screenshot(title="")) == expects, f"screen {key}"


async def test_an_equal_note_comes_anew_and_not_twice(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        app.clear_notifications()
        for text in ("choose a table", "nothing to undo", "choose a table"):
            app.tell(text)
            await settled(pilot)
        assert [n.message for n in app._notifications] == ["nothing to undo", "choose a table"]
