"""Each screen is exported as seen: text, picture, table; nothing is overwritten without a yes, nothing is markup."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

import pytest

from planner.tui.app import PlannerApp
from planner.tui.screens.explain import ExplainScreen
from planner.tui.screens.modals import Confirm, Prompt
from tests.tui.conftest import make_app, press, settled
from tests.tui.test_screens import HOSTILE, screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SCREENS = {"tasks": "2", "gantt": "3", "graph": "4", "money": "5", "compare": "6", "checks": "7"}


async def export(pilot: Pilot[None], ending: str, *, overwrite: bool = False) -> None:
    """Export what is shown under the name offered with another ending."""
    await press(pilot, "X")
    assert isinstance(pilot.app.screen, Prompt)
    await press(pilot, "end", *["backspace"] * 4, *ending, "enter")
    if overwrite:
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")


@pytest.mark.parametrize("name", list(SCREENS))
async def test_every_screen_is_written_in_every_form(site: Path, name: str) -> None:
    site.write_text(site.read_text("utf-8").replace('"Move the dashboard"', HOSTILE), "utf-8")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, SCREENS[name])
        for ending in (".txt", ".svg", ".csv"):
            await export(pilot, ending)
            made = site.with_name(f"site.{name}{ending}")
            text = made.read_text("utf-8")
            assert "\x1b" not in text
            assert "\u202e" not in text
            if ending == ".csv":
                rows = list(csv.reader(text.splitlines()))
                assert len(rows) > 1
                assert {len(row) for row in rows} == {len(rows[0])}
            elif ending == ".svg":
                ElementTree.fromstring(text)
            else:
                assert text.startswith("Lake Mariner: ")


async def test_the_table_is_what_the_filter_leaves_in_its_order(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"cb2", "enter", "s")
        await export(pilot, ".csv")
    with site.with_name("site.tasks.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    assert {row["hall"] for row in rows} == {"cb2"}
    assert [row["finish"] for row in rows] == sorted(row["finish"] for row in rows)


async def test_all_rows_are_written_those_out_of_sight_too(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "g")
        await export(pilot, ".txt")
    lines = site.with_name("site.tasks.txt").read_text("utf-8").splitlines()
    assert len(lines) == 3 + 27


async def test_nothing_is_overwritten_without_a_yes(site: Path) -> None:
    held = site.with_name("site.tasks.txt")
    held.write_text("mine", "utf-8")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "X", "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "escape")
        assert held.read_text("utf-8") == "mine"
        await export(pilot, ".txt", overwrite=True)
        assert held.read_text("utf-8") != "mine"


async def test_an_ending_that_means_nothing_is_refused_while_typing(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "X", "end", "backspace")
        await settled(pilot)
        assert "end its name in .txt, .svg, .csv" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Prompt)


async def test_months_and_sums_are_files_of_their_own(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "5", "t")
        await export(pilot, ".csv")
    header, *rows = csv.reader(site.with_name("site.spend.csv").open(newline=""))
    assert header[:3] == ["month", "capex_low_usd", "capex_likely_usd"]
    assert len(rows) > 6


async def test_an_explanation_is_exported_from_its_own_window(site: Path) -> None:
    app = PlannerApp([site])
    app.animation_level = "none"
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "e")
        assert isinstance(app.screen, ExplainScreen)
        await press(pilot, "u", "1")  # commands of the screen behind it rest
        assert isinstance(app.screen, ExplainScreen)
        for ending in (".txt", ".csv", ".svg"):
            await export(pilot, ending)
            assert isinstance(app.screen, ExplainScreen)
        assert "Explain" in site.with_name("site.explain.svg").read_text("utf-8")
    assert "capex_usd" in site.with_name("site.explain.csv").read_text("utf-8")


async def test_before_there_is_a_plan_there_is_nothing_to_export() -> None:
    app = PlannerApp([], None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "2", "X")
        assert not app.screen.is_modal


async def test_what_is_said_in_a_corner_is_no_part_of_the_picture(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "2")
        app.notify("said in a corner", timeout=60)
        await settled(pilot)
        await pilot.pause()
        assert "said in a corner" in screen_text(app)
        await export(pilot, ".svg")
        await settled(pilot)
        assert "said" not in site.with_name("site.tasks.svg").read_text("utf-8")
        app.notify("and said again", timeout=60)
        await settled(pilot)
        await pilot.pause()
        assert "and said again" in screen_text(app)
