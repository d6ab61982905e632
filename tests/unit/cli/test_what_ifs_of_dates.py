"""What-ifs of dates: a generated task's deadline by --set, and scenarios that only a plan refuses."""

from __future__ import annotations

from planner.cli.main import main
from planner.io.starter import STARTER


def test_a_deadline_of_a_generated_task_needs_no_table(tmp_path, capsys):
    path = tmp_path / "site.toml"
    path.write_bytes(STARTER.read_bytes())
    assert main(["plan", str(path), "--set", 'adjust."h1.rfs".deadline=2027-03-01']) == 1
    assert 'F-DEADLINE adjust."h1.rfs".deadline = 2027-03-01' in capsys.readouterr().out
    assert main(["plan", str(path), "--set", 'adjust."h1.nothing".deadline=2027-03-01']) == 2
    assert "no generated task has this id" in capsys.readouterr().err


def test_a_scenario_that_cannot_be_planned_is_told_by_check(tmp_path, capsys):
    path = tmp_path / "own.toml"
    path.write_text(
        '[project]\nstart = 2027-01-04\n[[crew]]\nid = "x"\n[[task]]\nid = "a"\nduration_days = 5\ncrew = {x = 1}\n'
        '[[scenario]]\nid = "s1"\nset = {"task.a.crew.x" = 5}\n'
        '[[scenario]]\nid = "s2"\nset = {"task.a.actual_start" = 2026-01-01}\n'
    )
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().out
    assert f"{path}:11: E-CREW-CAPACITY scenario.s1.set" in told
    assert f"{path}:14: E-PROGRESS scenario.s2.set" in told
