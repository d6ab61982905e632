"""Whatever is wrong is told at once, whichever stage finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.cli.main import main
from planner.io.starter import STARTER
from planner.io.validate import validate_raw, without_unknown_keys

if TYPE_CHECKING:
    from pathlib import Path

WRONG = """
[[adjust]]
task = "h1.nonsense"
deadline = 2028-01-01
[[task]]
id = "own"
duration_days = 3
wrong = 1
[[relation]]
predecessor = "own"
successor = "h1.rfz"
"""


@pytest.mark.parametrize("command", ["check", "plan"])
def test_unknown_keys_hide_no_unknown_ids(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.toml"
    file.write_text(STARTER.read_text("utf-8").replace("[site]", '[site]\nnmae = "x"') + WRONG, "utf-8")
    assert main([command, str(file)]) == 2
    told = capsys.readouterr()
    for words in (
        "site.nmae",
        "task.own.wrong",
        'adjust."h1.nonsense".task',
        "no task has this id; did you mean h1.rfs",
    ):
        assert words in told.out + told.err


def test_only_what_nobody_knows_is_left_out() -> None:
    raw = {
        "project": {"start": "2027-01-04", "x": 1},
        "hall": [{"id": "h1", "ai": {"platform": 3, "y": {"z": 1}}}],
        "w": 2,
    }
    kept = without_unknown_keys(raw)
    assert kept == {"project": {"start": "2027-01-04"}, "hall": [{"id": "h1", "ai": {"platform": 3}}]}
    assert raw["w"] == 2
    assert not any(p.code == "E-UNKNOWN-KEY" for p in validate_raw(kept)[1])
