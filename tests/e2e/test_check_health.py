"""`planner check` runs the health check: exit codes, places, --strict, --json; `planner plan` does not."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import planner
from planner.cli.main import main

ROOT = Path(planner.__file__).parent
SCHEMA = json.loads((ROOT / "io" / "check.schema.json").read_text("utf-8"))
SHIPPED = [*sorted((ROOT.parent / "facilities").glob("*.toml")), ROOT / "io" / "starter.toml"]
HEAD = "[project]\nstart = 2026-01-05\n[[crew]]\nid = 'x'\n"
SOUND = "".join(f"[[task]]\nid = '{n}'\nduration_days = 5\ncrew = {{x = 1}}\ncost_usd = 1\n" for n in "abc")
LINKS = "".join(f"[[relation]]\npredecessor = '{p}'\nsuccessor = '{s}'\n" for p, s in ("ab", "bc"))
LEAD = "lag_days = -1\n"


@pytest.fixture
def write(tmp_path):
    def written(text):
        path = tmp_path / "own.toml"
        path.write_text(text)
        return str(path)

    return written


def test_a_sound_network_is_silent_even_when_strict(write, capsys):
    path = write(HEAD + SOUND + LINKS)
    assert main(["check", path, "--strict"]) == 0
    assert capsys.readouterr().out == ""


def test_a_failing_point_is_a_warning_at_its_line_and_a_failure_when_strict(write, capsys):
    """The lead stands in the second relation: lines 1 to 4 are the head, 5 to 19 tasks, 20 to 22 the first relation."""
    path = write(HEAD + SOUND + LINKS + LEAD)
    assert main(["check", path]) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"{path}:23: W-HEALTH-LEADS health.leads = 1 of 2 relations: a lag below 0: 1 / 2 = 50.00% > 0.00%; "
        "split the predecessor where the successor may start, and take the lead out: b -> c FS-1\n"
    )
    assert "fine, 1 warning" in err
    assert main(["check", path, "--strict"]) == 1
    assert "W-HEALTH-LEADS" in capsys.readouterr().out


@pytest.mark.parametrize("trick", ["", "name = '''\n[[relation]]\n'''\n"])
def test_the_line_is_right_whatever_the_text_holds(write, capsys, trick):
    """A header inside a text over several lines is no header."""
    path = write(HEAD + trick + SOUND + LINKS + LEAD)
    assert main(["check", path]) == 0
    line = int(capsys.readouterr().out.split(":")[1])
    assert line == 23 + trick.count("\n")


def test_json_has_every_point(write, capsys):
    path = write(HEAD + SOUND + LINKS + LEAD)
    assert main(["check", path, "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    points = {p["id"]: p for p in content["files"][0]["health"]}
    assert len(points) == 17
    assert points["leads"]["offenders"] == ["b -> c FS-1"]
    assert (points["leads"]["status"], points["leads"]["share"], points["lags"]["status"]) == (
        "fail",
        0.5,
        "pass",
    )
    assert points["high_float"]["limit"]["confidence"] == "judgement"
    assert [p["line"] for p in content["files"][0]["problems"]] == [23]


def test_where_no_plan_can_be_made_health_is_null(write, capsys):
    path = write(HEAD + SOUND + LINKS + "[[relation]]\npredecessor = 'c'\nsuccessor = 'a'\n")
    assert main(["check", path, "--json"]) == 2
    content = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    assert content["files"][0]["health"] is None


def test_negative_float_is_a_failure_without_strict(write, capsys, monkeypatch):
    import planner.health.check as check
    from planner.health.points import Finding

    def late(schedule, reasons, books):
        found = Finding("negative_float", books)
        for task in schedule.tasks:
            found.count(task.id, offends=task.id == "b")
        return [found.made("total float below 0")]

    monkeypatch.setattr(check, "task_points", late)
    path = write(HEAD + SOUND + LINKS)
    assert main(["check", path]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{path}:10: F-HEALTH-NEGATIVE-FLOAT health.negative_float = 1 of 3 tasks")


def test_a_plan_is_neither_checked_nor_told(write, capsys, monkeypatch):
    import planner.health

    def never(*_):
        raise AssertionError("planner plan ran the health check")

    monkeypatch.setattr(planner.health, "check_health", never)
    assert main(["plan", write(HEAD + SOUND + LINKS + LEAD), "--json"]) == 0
    out, err = capsys.readouterr()
    assert "HEALTH" not in out + err


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_files_exit_0_and_pass_what_a_sound_network_must(path, capsys):
    assert main(["check", str(path), "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    status = {p["id"]: p["status"] for p in content["files"][0]["health"]}
    must = (
        "missing_logic",
        "dangling_finish",
        "leads",
        "long_lags",
        "negative_float",
        "over_allocation",
        "longest_path",
    )
    assert {name: status[name] for name in must} == dict.fromkeys(must, "pass")
    nowhere = [p for p in content["files"][0]["problems"] if p["code"] == "W-HEALTH-DANGLING-START"]
    assert [p["line"] for p in nowhere] == [None]  # generated work alone
