"""Pictures of the questions and lists of a session, at 80x24 and 120x40."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from planner.session.edits import AddMember, SetValue
from planner.session.session import Session
from tests.tui.conftest import SITE, make_app, press, settled
from tests.tui.test_edits import MW, UPS

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SIZES = [(80, 24), (120, 40)]
EDITS = (
    SetValue(UPS, "2N"),
    SetValue(MW, 30),
    AddMember(("task",), {"id": "own", "name": "Own", "duration_days": 400}),
    SetValue(("hall", "cb2", "ai", "critical_it_mw"), 10),
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two files in a folder whose name is in no picture."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.localtime", lambda _=None: (2026, 11, 24, 9, 30, 0, 1, 328, 0))
    for name in ("site.toml", "other.toml"):
        shutil.copy(SITE, tmp_path / name)
    other = tmp_path / "other.toml"
    other.write_text(other.read_text("utf-8").replace("Lake Mariner", "[/x] 厅 Other"), "utf-8")
    return [tmp_path / "site.toml", other]


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("what", ["history", "files", "leave", "left", "outside"])
def test_modal(what: str, size: tuple[int, int], files: list[Path], snap_compare: Any) -> None:
    if what == "left":
        from planner.session.journal import Journal

        session = Session.open(files[0])
        session.keep_in(Journal(files[0], session.text))
        for edit in EDITS:
            session.commit(edit)
        session.close(keep=True)

    async def run_before(pilot: Pilot[None]) -> None:
        app: Any = pilot.app
        await settled(pilot)
        if what == "left":
            return
        for edit in EDITS:
            app.commit(edit)
            await settled(pilot)
        if what == "outside":
            text = files[0].read_text("utf-8").replace("critical_it_mw = 20", "critical_it_mw = 22", 1)
            files[0].write_text(text, "utf-8")
        if what == "history":
            await press(pilot, "u")
        await press(pilot, {"history": "H", "files": "O", "leave": "q", "outside": "ctrl+s"}[what])
        await settled(pilot)
        app.clear_notifications()
        await pilot.pause()

    assert snap_compare(make_app(*files), terminal_size=size, run_before=run_before)
