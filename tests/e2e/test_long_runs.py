"""Seeded slices of the long runs: `python -m tests.bench.kills 200`, `python -m tests.bench.monkey 20000`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.kills import kill_one
from tests.bench.monkey import let_loose
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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
