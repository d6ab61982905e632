"""Checks: all problems worst first, and enter leads to what each is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.model.problem import Problem
from planner.session.edits import AddMember
from planner.tui.app import PlannerApp
from planner.tui.messages import HealthReady
from planner.tui.render.checks import CheckRows, tally, worst_first
from planner.tui.screens.checks import ChecksScreen
from planner.tui.screens.site import SiteScreen
from planner.tui.screens.tasks import TasksScreen
from tests.tui.conftest import press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.facility import Facility
    from planner.pipeline import Plan

FOUND = (
    Problem("W-FIBRE", "fibre", "add a second route", severity="warning"),
    Problem("F-UPS", "hall.cb1.redundancy.ups", "[b]choose more[/b]", value="\x1b[31mN", severity="failure"),
    Problem("W-LATE", "task.cb1.slab", "shorten it", severity="warning"),
    Problem("W-NOWHERE", "health.lags", "think", severity="warning"),
)


def planner(facility: Facility) -> Plan:
    return replace(fake_plan(facility), problems=FOUND)


def make(site: Path) -> PlannerApp:
    app = PlannerApp([site], planner)
    app.animation_level = "none"
    return app


def test_the_worst_come_first_and_are_counted() -> None:
    found = worst_first([*FOUND, Problem("E-X", "x", "y")])
    assert [p.code for p in found] == ["E-X", "F-UPS", "W-FIBRE", "W-LATE", "W-NOWHERE"]
    assert tally(found) == "1 error, 1 failed, 3 warnings"
    assert tally([]) == ""


def test_rows_are_literal_and_as_wide_as_the_terminal_at_most() -> None:
    rows = CheckRows(worst_first(FOUND))
    for width in (40, 80, 200):
        line = "".join(text for text, _ in rows.row(0, width))
        assert "\x1b" not in line
        assert len(line) <= width
    assert "[b]choose more[/b]" in "".join(text for text, _ in rows.row(0, 120))


async def test_enter_goes_to_the_field_or_the_task(site: Path) -> None:
    app = make(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "7")
        assert isinstance(app.screen, ChecksScreen)
        assert "1 failed, " in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, SiteScreen)
        row = app.screen.form.focused_row if app.screen.form else None
        assert row is not None
        assert row.spec.name == "ups"
        await press(pilot, "escape", "escape", "p", "down", "down", "enter")
        assert isinstance(app.screen, TasksScreen)
        assert app.screen.cursor_id() == "cb1.slab"
        await press(pilot, "7", "down", "enter")
        assert isinstance(app.screen, ChecksScreen)
        assert "leads nowhere" in screen_text(app)


async def test_a_task_that_the_filter_hides_is_shown_all_the_same(site: Path) -> None:
    app = make(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"fabric", "enter", "7", "down", "down", "enter")
        assert app.screen.cursor_id() == "cb1.slab"  # type: ignore[attr-defined]
        assert not app.screen.filter.words  # type: ignore[attr-defined]


async def test_what_cannot_be_planned_is_told_with_its_errors_alone(site: Path) -> None:
    app = make(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.commit(AddMember(("relation",), {"predecessor": "ghost", "successor": "dash"}))
        await settled(pilot)
        await press(pilot, "p")
        shown = screen_text(app)
        assert "✗ error" in shown
        assert "cannot be planned" in shown
        await press(pilot, "u")
        assert "cannot be planned" not in screen_text(app)
        assert "1 failed, " in screen_text(app)


async def test_the_health_of_the_schedule_is_added_behind_the_screen(site: Path) -> None:
    app = make(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "7", "end")
        assert "about the schedule's health" in screen_text(app)
        assert "W-HEALTH-" in screen_text(app)
        screen = app.screen
        assert isinstance(screen, ChecksScreen)
        held = screen.chosen
        assert app.open_file is not None
        old = fake_plan(app.open_file.session.facility)
        screen.post_message(HealthReady(old, (), {}))  # of an older plan: dropped
        await settled(pilot)
        assert screen.chosen == held
        await press(pilot, "enter")
        assert isinstance(app.screen, TasksScreen)  # at the first task that offends


async def test_without_a_file_the_screen_is_empty_and_alive() -> None:
    app = PlannerApp([], planner)
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape", "7", "enter", "y", "1")
        assert isinstance(app.screen, SiteScreen)
