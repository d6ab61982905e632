"""`planner plan --optimise`: its arguments, its exit codes, what it prints and exports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import validate

from planner.cli.main import main

OWN = """
[project]
start = 2027-01-04
[[crew]]
id = "c"
[[task]]
id = "a"
duration_days = 10
crew = {c = 1}
[[task]]
id = "b"
duration_days = 5
crew = {c = 1}
finish_no_later = 2027-01-08
[[task]]
id = "z"
duration_days = 3
[[relation]]
predecessor = "b"
successor = "z"
"""
SCHEMA = Path(__file__).parents[3] / "planner" / "io" / "plan.schema.json"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    return path


def test_a_missed_date_is_mended_first(own, capsys):
    """By id a comes first and b ends on 22 January, 14 days late; b first, then a: both end in three weeks."""
    assert main(["plan", str(own)]) == 1
    assert "F-CONSTRAINT" in capsys.readouterr().out
    assert main(["plan", str(own), "--optimise", "1"]) == 0
    told = capsys.readouterr().out
    assert "Search for better dates" in told
    assert "b: 2027-01-18 -> 2027-01-04, 14 days earlier: waited for crew 'c' before" in told
    assert "missed by 14 days in sum before, 0 after" in told


def test_what_it_found_is_data_and_follows_the_schema(own, capsys):
    main(["plan", str(own), "--optimise", "0.5", "--json"])
    found = json.loads(capsys.readouterr().out)
    validate(found, json.loads(SCHEMA.read_text()))
    told = found["optimisation"]
    assert told["makespan_days"] >= told["bound_days"]
    assert {m["task"] for m in told["moved"]} == {"a", "b", "z"}
    starts = {t["id"]: t["start"] for t in found["tasks"]}
    assert starts["b"] == "2027-01-04"
    assert all(m["to"] == starts[m["task"]] for m in told["moved"])


def test_without_it_there_is_none(own, capsys):
    main(["plan", str(own), "--json"])
    assert json.loads(capsys.readouterr().out)["optimisation"] is None


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["--optimise", "soon"], "--optimise"),
        (["--optimise", "0"], "--optimise"),
        (["--optimise", "-3"], "--optimise"),
        (["--optimise", "nan"], "--optimise"),
        (["--objective", "halls"], "--objective"),
        (["--darken-earlier"], "--darken-earlier"),
        (["--optimise", "1", "--objective", "halls"], "--objective"),
    ],
)
def test_bad_arguments_are_named(own, capsys, arguments, key):
    assert main(["plan", str(own), *arguments]) == 2
    streams = capsys.readouterr()
    assert "E-USAGE" in streams.err
    assert key in streams.err
    assert streams.out == ""


def test_an_interrupt_ends_it_with_the_best_found(tmp_path):
    """A search of an hour, asked to end once it has begun: the plan is printed, and told as stopped."""
    draw = [f'[[task]]\nid = "t{n}"\nduration_days = {1 + n % 7}\ncrew = {{c = 1}}\n' for n in range(60)]
    links = [
        f'[[relation]]\npredecessor = "t{n}"\nsuccessor = "t{n + 9}"\nkind = "SS"\nlag_days = {n % 4}\n'
        for n in range(50)
    ]
    path = tmp_path / "many.toml"
    path.write_text(
        '[project]\nstart = 2027-01-04\n[[crew]]\nid = "c"\ncapacity = 3\n' + "".join(draw + links)
    )
    script = (
        "import sys, planner.pipeline as p, planner.cli.main as m\n"
        "made = p.optimised\n"
        "def told(*a, **k):\n"
        "    k['objective'] = 'peaks'\n"
        "    print('searching', file=sys.stderr, flush=True)\n"
        "    return made(*a[:2], **k)\n"
        "p.optimised = told\n"
        f"sys.exit(m.main(['plan', {str(path)!r}, '--optimise', '3600', '--json']))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    assert process.stderr is not None
    assert process.stderr.readline().strip() == "searching"
    until = time.monotonic() + 300
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=max(1.0, until - time.monotonic()))
    assert process.returncode == 0
    found = json.loads(told)["optimisation"]
    assert found["stopped"] is True
