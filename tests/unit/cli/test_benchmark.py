"""`planner benchmark`: text within a page, JSON by its schema, exit codes of the plan."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from planner.cli.main import main

ROOT = Path(__file__).parents[3]
TEACHING = str(ROOT / "facilities" / "teaching.toml")
OWN_WORK = str(ROOT / "tests" / "data" / "good" / "own_work.toml")
SCHEMA = json.loads((ROOT / "planner" / "io" / "benchmark.schema.json").read_text())


def test_text_fits_the_page_and_names_three(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", TEACHING]) == 0
    text = capsys.readouterr().out
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "the facility states no rent" in text
    assert "WhiteFiber MTL-3" in text


@pytest.mark.parametrize("file", [TEACHING, OWN_WORK])
def test_json_follows_its_schema(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["benchmark", file, "--json"])
    jsonschema.validate(json.loads(capsys.readouterr().out), SCHEMA)


def test_outside_the_range_is_a_warning_and_exit_0(capsys: pytest.CaptureFixture[str]) -> None:
    """A tenth of a MW carries a whole site's fixed cost: far above 13.2 M$/MW, the greatest published."""
    assert main(["benchmark", TEACHING, "--set", "hall.h1.ai.critical_it_mw=0.1"]) == 0
    assert "WARNING Facility capex" in capsys.readouterr().out


def test_a_failed_check_is_exit_1_and_bad_input_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", TEACHING, "--json", "--set", "hall.h1.ai.critical_it_mw=18"]) == 1
    assert json.loads(capsys.readouterr().out)["failed"] is True
    assert main(["benchmark", "no-such-file.toml"]) == 2
    assert main(["benchmark"]) == 2
