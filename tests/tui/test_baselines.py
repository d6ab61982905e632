"""Baselines in the app: kept only after a yes, chosen from those kept, told in the strip; damage is a named problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.baseline import baseline_path, read_baseline, variance
from planner.session.edits import SetValue
from planner.tui.render.strip import against_forms, strip_lines, width_of
from tests.tui.conftest import make_app, press, settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def _keep(pilot: Pilot[None], name: str) -> None:
    await press(pilot, "K", *name, "enter")
    await settled(pilot)


async def _slip(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    app.commit(SetValue(("hall", "cb1", "redundancy", "ups"), "2N"))
    await settled(pilot)


@pytest.mark.asyncio
async def test_keep_choose_and_take_away(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "B")
        assert app.open_file is not None
        assert not app.screen.is_modal  # there is none to choose
        await _keep(pilot, "contract")
        kept = read_baseline(site, "contract")
        assert kept.made_on is not None
        await _slip(pilot)
        await press(pilot, "B", "enter")
        assert app.open_file.baseline == kept
        assert app.open_file.plan is not None
        moved = variance(app.open_file.plan, kept)
        told = "".join(text for text, _ in against_forms(app.open_file)[0])
        assert told.startswith("vs contract ")
        assert f"{moved.rfs_variance_days:+d} d" in told or moved.rfs_variance_days == 0
        assert "+$" in told
        await press(pilot, "B", "0")
        assert app.open_file.baseline is None
        assert against_forms(app.open_file) == []


@pytest.mark.asyncio
async def test_never_overwritten_without_a_yes(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _keep(pilot, "contract")
        before = baseline_path(site, "contract").read_bytes()
        await _slip(pilot)
        await _keep(pilot, "contract")
        await press(pilot, "n")
        assert baseline_path(site, "contract").read_bytes() == before
        await _keep(pilot, "contract")
        await press(pilot, "y")
        assert baseline_path(site, "contract").read_bytes() != before


@pytest.mark.asyncio
async def test_a_name_is_never_a_path(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await _keep(pilot, "../up")
        assert app.screen.is_modal
        await press(pilot, "escape")
        assert not list(site.parent.glob("*.baselines"))


@pytest.mark.asyncio
async def test_a_damaged_one_is_told_and_changes_nothing(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _keep(pilot, "contract")
        path = baseline_path(site, "contract")
        path.write_text(path.read_text("utf-8").replace("schema_version = 1", "schema_version = [["), "utf-8")
        await press(pilot, "B", "enter")
        assert app.open_file is not None
        assert app.open_file.baseline is None
        assert "cannot be read" in str(app.screen.query_one("Vertical").border_title)
        await press(pilot, "escape")
        assert not app.screen.is_modal


@pytest.mark.asyncio
@pytest.mark.parametrize("width", range(60, 201, 7))
async def test_the_strip_keeps_what_stood_there(site: Path, width: int) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _keep(pilot, "contract")
        await _slip(pilot)
        file = app.open_file
        assert file is not None
        without = strip_lines(file, width)
        file.baseline = read_baseline(site, "contract")
        beside = strip_lines(file, width)
        assert all(width_of(line) <= width for line in beside)
        figures = "".join(t for t, _ in beside[1])
        assert all(text in figures for text, style in without[1] if style == "strong")
        last = "".join(t for t, _ in beside[2])
        assert all(text in last for text, style in without[2] if style != "muted")
        if width >= 80:
            assert "vs contract +27 d" in figures + last
