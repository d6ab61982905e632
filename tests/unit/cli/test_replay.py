"""`planner replay`: what a session did, done again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from planner.cli.main import main
from planner.session.edits import AddMember, SetValue
from planner.session.journal import head_of
from planner.session.records import line_of
from planner.session.session import Session

TEACHING = Path(__file__).parents[3] / "facilities" / "teaching.toml"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    session = Session.open(TEACHING)
    session.commit(SetValue(("hall", "h1", "redundancy", "ups"), "2N"))
    session.commit(AddMember(("task",), {"id": "own", "name": "[b]Own\x1b", "duration_days": 3}))
    session.undo()
    session.redo()
    path = tmp_path / "x.jsonl"
    path.write_bytes(line_of(head_of(None, session.opened_text)) + session.log)
    return path


def test_each_edit_says_what_it_did(log, capsys):
    assert main(["replay", str(log)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert "the facility as it was opened" in lines[1]
    assert "hall.h1.redundancy.ups N+1 → 2N" in lines[2]
    assert "+" in lines[2].split("2N")[1]
    assert "undo add task own" in lines[4]
    assert "2028-" in lines[5]


def test_the_facility_that_it_makes_keeps_its_comments(log, tmp_path, capsys):
    out = tmp_path / "out.toml"
    assert main(["replay", str(log), "--toml", "-o", str(out)]) == 0
    printed = capsys.readouterr().out
    assert printed == out.read_text("utf-8")
    assert "# battery-backed power" in printed
    made = tomllib.loads(printed)
    assert made["hall"][0]["redundancy"]["ups"] == "2N"
    assert made["task"][-1]["id"] == "own"
    assert main(["replay", str(log), "-o", str(out)]) == 2


def test_it_is_done_on_another_facility(log, tmp_path, capsys):
    other = tmp_path / "other.toml"
    other.write_text(TEACHING.read_text("utf-8").replace('ups = "N+1"', 'ups = "N"', 1), "utf-8")
    assert main(["replay", str(log), str(other), "--toml"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["hall"][0]["redundancy"]["ups"] == "2N"
    other.write_text("[project]\nstart = 2027-01-04\n", "utf-8")
    assert main(["replay", str(log), str(other)]) == 2
    assert "x.jsonl:2: E-" in capsys.readouterr().err


def test_what_is_no_log_is_refused(capsys):
    assert main(["replay", str(TEACHING)]) == 2
    assert "E-LOG" in capsys.readouterr().err


def test_an_edit_that_joined_the_one_before_is_measured_with_it(tmp_path, capsys):
    session = Session.open(TEACHING)
    field = ("hall", "h1", "ai", "critical_it_mw")
    session.commit(SetValue(field, 5.0))
    session.commit(SetValue(field, 4.0), merge=True)
    path = tmp_path / "x.jsonl"
    path.write_bytes(line_of(head_of(None, session.opened_text)) + session.log)
    assert main(["replay", str(path)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    capex = [float(row[-2 if "+" in row[-1] or "-" in row[-1] else -1].replace(",", "")) for row in rows]
    assert float(rows[2][-1]) == pytest.approx(capex[2] - capex[0], abs=0.11)
