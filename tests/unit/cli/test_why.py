"""`planner why`: text within a page, JSON by its schema, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from planner.cli.main import main

ROOT = Path(__file__).parents[3]
TEACHING = str(ROOT / "facilities" / "teaching.toml")
OWN_WORK = str(ROOT / "tests" / "data" / "good" / "own_work.toml")
SCHEMA = json.loads((ROOT / "planner" / "io" / "why.schema.json").read_text("utf-8"))


@pytest.mark.parametrize(("file", "task"), [(TEACHING, "h1.rfs"), (OWN_WORK, "done")])
def test_text_fits_the_page_and_reaches_the_start(
    file: str, task: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", file, task]) == 0
    text = capsys.readouterr().out
    assert all(len(line) <= 100 for line in text.splitlines())
    assert text.startswith(f"{task} starts ")
    assert "nothing before it" in text
    assert "sooner" in text


def test_every_task_of_a_site_by_its_schema_and_as_the_plan_has_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plan", TEACHING, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    held = {t["id"]: t for t in plan["tasks"]}
    for task in list(held)[::12]:
        assert main(["why", TEACHING, task, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        jsonschema.validate(found, SCHEMA)
        for step in found["chain"]:
            shown = held[step["task"]]
            assert {k: step[k] for k in ("start", "finish", "driver")} == {
                k: shown[k] for k in ("start", "finish", "driver")
            }
        assert found["days"]["total"] == held[task]["start_day"]


def test_own_work_by_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    for task in ("clear", "done", "[/paint]"):
        assert main(["why", OWN_WORK, task, "--json"]) == 0
        jsonschema.validate(json.loads(capsys.readouterr().out), SCHEMA)


def test_an_unknown_task_is_exit_2_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", TEACHING, "h1.rsf"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "E-UNKNOWN-ID" in told.err
    assert "h1.rfs" in told.err
    assert main(["why", TEACHING]) == 2


def test_settings_count_and_a_failed_check_is_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", TEACHING, "h1.rfs", "--set", "hall.h1.ai.critical_it_mw=18"]) == 1
    assert "h1.rfs starts" in capsys.readouterr().out
