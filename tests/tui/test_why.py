"""Why this date, in the app: one key on Tasks and Gantt, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from planner.tui.screens.pages import Page
from tests.tui.conftest import make_app, press, settled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("screen", ["2", "3"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_d_tells_why_the_task_under_the_cursor_starts_then(
    site: Path, screen: str, size: tuple[int, int]
) -> None:
    app = make_app(site)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, screen, "end")
        task = app.screen.cursor_id()  # type: ignore[attr-defined]
        assert task is not None
        await press(pilot, "d")
        assert isinstance(app.screen, Page)
        shown = app.screen.query(Static).first()
        text = str(shown.content)
        assert text.startswith(f"{task} starts ")
        assert "starts with the project: nothing before it" in text
        assert "sooner" in text
        assert max(map(len, text.splitlines())) <= shown.size.width
        await press(pilot, "escape")
        assert not isinstance(app.screen, Page)
