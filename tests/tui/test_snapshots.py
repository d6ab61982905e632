"""Pictures of each screen at three sizes; they change only in a commit that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.session.edits import SetValue
from tests.tui.conftest import SITE, go_to, make_app, press, settled

if TYPE_CHECKING:
    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def _no_health(monkeypatch: pytest.MonkeyPatch) -> None:
    """The health of made-up schedules is another subject, with figures of its own."""
    monkeypatch.setattr("planner.health.check_health", lambda *_: ())


SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("screen", ["site", "tasks", "gantt", "graph", "money", "compare", "checks"])
def test_screen(screen: str, size: tuple[int, int], snap_compare: Any) -> None:
    async def run_before(pilot: Pilot[None]) -> None:
        app: Any = pilot.app
        await settled(pilot)
        if screen == "site":
            app.commit(SetValue(("hall", "cb1", "redundancy", "ups"), "2N"))
            await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        else:
            await press(
                pilot,
                {"tasks": "2", "gantt": "3", "graph": "4", "money": "5", "compare": "6", "checks": "7"}[
                    screen
                ],
                "down",
                "down",
            )
        await settled(pilot)

    assert snap_compare(make_app(SITE), terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("theme", ["planner-light", "ansi-dark"])
@pytest.mark.parametrize("screen", ["graph", "money", "checks"])
def test_theme(screen: str, theme: str, snap_compare: Any) -> None:
    async def run_before(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        await settled(pilot)
        await press(pilot, {"graph": "4", "money": "5", "checks": "7"}[screen], "down")
        await settled(pilot)

    assert snap_compare(make_app(SITE), terminal_size=(120, 40), run_before=run_before)
