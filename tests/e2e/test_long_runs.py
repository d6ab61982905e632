"""Seeded slices of the long runs: `python -m tests.bench.kills 200`, `python -m tests.bench.monkey 20000`, `python -m tests.bench.memory`."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.kills import kill_one
from tests.bench.memory import Hour, alive
from tests.bench.monkey import let_loose
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    import pytest

SMALL = Path(__file__).parents[1] / "tui" / "site.toml"


def test_ten_killed_sessions_lose_nothing(tmp_path: Path) -> None:
    done = [
        kill_one(4200 + number, tmp_path, "app" if number % 5 == 4 else "session") for number in range(10)
    ]
    assert len(done) == 10
    assert any(steps > 0 for steps, _ in done)
    assert any(brought_back for _, brought_back in done)


def test_a_thousand_random_keys_raise_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkey = let_loose(1000, 4, fake_plan)
    assert monkey.done >= 1000
    assert monkey.seen["edits, undos, redos, jumps"] > 5


def test_many_edits_leave_no_more_than_the_history_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 20
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("planner.session.session.MAX_HISTORY", most)
    site = Path(shutil.copy(SMALL, tmp_path / "site.toml"))
    before, seen = alive(), []
    hour = Hour(site, fake_plan, seed=2)
    asyncio.run(hour.run(120, 40, lambda _: seen.append(alive() - before)))
    assert sum(hour.done.values()) == 120
    assert hour.app.open_file is not None
    assert len(hour.app.open_file.session.steps) == most + 1
    for held in seen[1:]:
        assert held["Step"] <= most + 2
        assert held["Facility"] <= most + 5
        assert held["Plan"] <= 10  # a screen that is not in front keeps what it showed last
        assert held["Screen"] <= 9  # seven that stay, the blank one, and one on its way out
        assert held["Thread"] <= 8
        assert held["StylesCache"] <= held["Widget"]  # drawn lines go with the widget that they are of
