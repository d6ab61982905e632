"""The command line from end to end: in this process for what it prints, as a program for what a shell sees."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

import planner
from planner.cli.main import main

ROOT = Path(planner.__file__).parent
STARTER = ROOT / "io" / "starter.toml"
OWN = Path(__file__).parents[1] / "data" / "good" / "own_work.toml"
START = "[project]\nstart = 2027-01-04\n"


def schema(name: str) -> jsonschema.Draft202012Validator:
    content = json.loads((ROOT / "io" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "internal error" not in err, err
        return code, out, err

    return call


@pytest.mark.parametrize("reference", [STARTER, f"{STARTER}@2n-ups", OWN, f"{OWN}@slow"], ids=str)
def test_json_fits_its_schema(run, reference):
    code, out, _ = run("plan", reference, "--json")
    assert code == 0
    content = json.loads(out, parse_constant=pytest.fail)
    schema("plan").validate(content)


@pytest.mark.parametrize("reference", [STARTER, OWN], ids=["starter", "own"])
def test_plans_are_the_same_byte_for_byte(run, reference):
    for form in ("--json", "--toml", None):
        arguments = ["plan", reference] + ([form] if form else [])
        assert run(*arguments)[1] == run(*arguments)[1]


def test_toml_holds_the_same_keys(run):
    def without_none(value):
        if isinstance(value, dict):
            return {k: without_none(v) for k, v in value.items() if v is not None}
        return [without_none(v) for v in value] if isinstance(value, list) else value

    for reference in (STARTER, OWN):
        as_json = json.loads(run("plan", reference, "--json")[1])
        assert tomllib.loads(run("plan", reference, "--toml")[1]) == without_none(as_json)


def test_money_adds_up_to_the_cent(run):
    content = json.loads(run("plan", STARTER, "--json")[1])
    for total, lines, payers in (
        ("capex_usd", "capex_lines", "capex_by_payer"),
        ("it_capex_usd", "it_capex_lines", "it_capex_by_payer"),
    ):
        for column in ("low", "likely", "high"):
            cents = sum(round(line[column] * 100) for line in content[lines])
            assert cents == round(content[total][column] * 100)
            assert cents == sum(round(content[payers][p][column] * 100) for p in ("landlord", "tenant"))
    assert content["capex_usd_per_mw"] == pytest.approx(
        content["capex_usd"]["likely"] / content["critical_it_mw"], abs=0.01
    )


def test_dates_have_twins(run):
    from datetime import date, timedelta

    content = json.loads(run("plan", STARTER, "--json")[1])
    start = date.fromisoformat(content["project_start"])
    for task in content["tasks"]:
        for prefix in ("", "early_", "late_"):
            first, after = task[f"{prefix}start_day"], task[f"{prefix}finish_day"]
            assert date.fromisoformat(task[f"{prefix}start"]) == start + timedelta(days=first)
            last = after - 1 if after > first else after
            assert date.fromisoformat(task[f"{prefix}finish"]) == start + timedelta(days=last)
        assert task["critical"] == (task["total_float_days"] <= 0)


def test_own_work_alone_is_a_plan(run):
    """The dates by hand.

    Clear: 5 days from Monday 4 January by a six-day week closed on the 6th: 4, 5, 7, 8, 9. Paint follows on the
    one crew from Monday 11: 11, 12, 13. Done: two elapsed days after the 9th's end is the 12th, held to paint's
    finish by FF: the boundary of the 14th.
    """
    code, out, err = run("plan", OWN, "--json")
    content = json.loads(out)
    assert (code, err) == (0, "")
    assert content["critical_it_mw"] is None
    assert content["rfs_date"] is None
    assert content["capex_usd"]["likely"] == 1200.50
    dates = {t["id"]: (t["start"], t["finish"]) for t in content["tasks"]}
    assert dates == {
        "clear": ("2027-01-04", "2027-01-09"),
        "[/paint]": ("2027-01-11", "2027-01-13"),
        "done": ("2027-01-14", "2027-01-14"),
    }
    code, text, _ = run("plan", OWN)
    assert code == 0
    assert "2027-01-14" in text
    assert "3 tasks, 2 relations" in text


def test_a_file_without_work_is_a_plan(run, tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text(START)
    for form in ((), ("--json",), ("--toml",)):
        code, out, _ = run("plan", path, *form)
        assert code == 0
        assert out


def test_start_overrides_and_is_validated(run):
    code, out, _ = run("plan", OWN, "--start", "2027-03-01", "--json")
    assert code == 0
    assert json.loads(out)["project_start"] == "2027-03-01"
    for wrong in ("tomorrow", "2027-02-30", "2027-01-04T00:00:00", "1", ""):
        code, out, err = run("plan", OWN, "--start", wrong)
        assert (code, out) == (2, "")
        assert "project.start" in err


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("task.clear.duration_days=long", "E-VALUE task.clear.duration_days"),
        ("task.clear.duration_days=-1", "E-VALUE task.clear.duration_days"),
        ("task.clear.durration=1", "did you mean duration"),
        ("task.none.duration_days=1", "E-UNKNOWN-ID"),
        ("task.clear.duration_days.x=1", "E-UNKNOWN-ID"),
        ("scenario.slow.name=x", "FILE@ID"),
        ("no equals sign", "E-USAGE"),
        ("=3", "E-USAGE"),
        ("task=3", "[[task]]"),
        ("project.start=inf", "E-VALUE project.start"),
        ("site.name=\udcff", "E-VALUE site.name"),
        ("calendar.six-days.workdays=[]", "at least one day"),
        ("crew.riggers.capacity=0x" + "F" * 9000, "E-VALUE crew.riggers.capacity"),
    ],
)
def test_wrong_settings(run, setting, words):
    code, out, err = run("plan", OWN, "--set", setting)
    assert (code, out) == (2, "")
    assert words in err


def test_settings_change_the_plan(run):
    arguments = ("--set", "task.clear.duration_days=6", "--set", 'task."[/paint]".cost_usd=7')
    content = json.loads(run("plan", OWN, *arguments, "--json")[1])
    assert content["capex_usd"]["likely"] == 7
    assert next(t for t in content["tasks"] if t["id"] == "clear")["finish"] == "2027-01-11"


def test_a_scenario_is_the_file_with_its_settings(run):
    scenario = json.loads(run("plan", f"{OWN}@slow", "--json")[1])
    setting = json.loads(run("plan", OWN, "--set", "task.clear.duration_days=9", "--json")[1])
    assert scenario.pop("scenario") == "slow"
    assert setting.pop("scenario") is None
    assert scenario == setting


def test_output_goes_to_a_file_that_does_not_exist(run, tmp_path):
    path = tmp_path / "plan.json"
    code, out, err = run("plan", OWN, "-o", path)
    assert (code, out) == (0, "")
    assert "written" in err
    written = path.read_text()
    assert json.loads(written)["schema_version"] == 1
    code, _, err = run("plan", OWN, "-o", path, "--toml")
    assert code == 2
    assert "--force" in err
    assert path.read_text() == written
    assert run("plan", OWN, "-o", path, "--toml", "--force")[0] == 0
    assert tomllib.loads(path.read_text())["schema_version"] == 1
    assert os.listdir(tmp_path) == ["plan.json"]


def test_output_never_replaces_the_facility(run, tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(START)
    code, _, err = run("plan", path, "-o", path, "--force")
    assert code == 2
    assert "facility file itself" in err
    assert path.read_text() == START
    assert run("plan", path, "-o", tmp_path / "no" / "x.json")[0] == 2


def test_new_writes_a_starter_that_plans(run, tmp_path):
    path = tmp_path / "site.toml"
    code, out, _ = run("new", path)
    assert (code, out) == (0, "")
    code, text, _ = run("plan", path)
    assert code == 0
    assert "Ready for service" in text
    assert run("check", path)[0] == 0
    path.write_text("mine")
    assert run("new", path)[0] == 2
    assert path.read_text() == "mine"
    assert run("new", path, "--force")[0] == 0
    assert path.read_bytes() == STARTER.read_bytes()


def test_summary_is_plain_and_fits_the_page(run, tmp_path):
    from planner.cli.table import width_of

    wide = tmp_path / "wide.toml"
    name = "採掘場 \\u001b[31m[/x] " * 8
    wide.write_text(
        START
        + f'[site]\nname = "{name}"\n'
        + "".join(f'[[task]]\nid = "{"t" * 90}{i}"\nname = "{name}"\nduration_days = 900\n' for i in range(3))
    )
    for reference in (STARTER, f"{STARTER}@2n-ups", OWN, wide):
        _, out, _ = run("plan", reference)
        assert "\x1b" not in out
        assert max(width_of(line) for line in out.splitlines()) <= 100
        assert not any(line != line.rstrip() for line in out.splitlines())


def test_summary_gives_the_answer_first(run):
    content = json.loads(run("plan", STARTER, "--json")[1])
    head = "\n".join(run("plan", STARTER)[1].splitlines()[:8])
    assert content["rfs_date"] in head
    assert f"{content['months_to_rfs']:.1f} months" in head
    assert f"{content['critical_it_mw']:.2f} MW" in head
    assert f"class {content['estimate_class']}" in head
    assert "per MW" in head


@pytest.mark.parametrize(
    "references",
    [(STARTER, f"{STARTER}@2n-ups"), (OWN, f"{OWN}@slow"), (STARTER, OWN), (OWN,) * 6],
    ids=["scenario", "own", "mixed", "six"],
)
def test_compare(run, references):
    code, out, _ = run("compare", *references, "--json")
    assert code == 0
    content = json.loads(out, parse_constant=pytest.fail)
    schema("compare").validate(content)
    assert len(content["plans"]) == len(references)
    code, text, _ = run("compare", *references)
    assert code == 0
    assert max(map(len, text.splitlines())) <= 100


def test_comparing_a_plan_with_itself_differs_in_nothing(run):
    content = json.loads(run("compare", OWN, OWN, "--json")[1])
    assert content["inputs"] == content["quantities"] == []
    assert all(d in (0, None) for row in content["rows"] for d in row["differences"])


def test_compare_needs_two(run):
    assert run("compare", OWN)[0] == 2
    code, out, err = run("compare", OWN, "gone.toml")
    assert (code, out) == (2, "")
    assert "gone.toml:1: E-FILE" in err


def test_check_json(run, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("x = 1\n")
    code, out, _ = run("check", OWN, bad, "--json")
    assert code == 2
    content = json.loads(out)
    schema("check").validate(content)
    assert [f["status"] for f in content["files"]] == ["fine", "bad"]
    assert {(p["code"], p["line"]) for p in content["files"][1]["problems"]} == {
        ("E-UNKNOWN-KEY", 1),
        ("E-MISSING", 1),
    }


def test_a_failed_check_still_prints_the_whole_plan(run, monkeypatch):
    import planner.pipeline
    from planner.model.problem import Problem

    failure = Problem("F-TEST", "project.start", "this failed\x1b[31m", value="x", severity="failure")
    warning = Problem("W-TEST", "task.clear", "look at this", severity="warning")
    monkeypatch.setattr(planner.pipeline, "check_plan", lambda *_: [failure, warning])
    code, out, err = run("plan", OWN, "--json")
    assert code == 1
    content = json.loads(out)
    schema("plan").validate(content)
    assert [c["code"] for c in content["checks"]] == ["F-TEST", "W-TEST"]
    assert f"{OWN}:3: F-TEST project.start = x: this failed\\x1b[31m" in err
    code, out, _ = run("plan", OWN)
    assert code == 1
    assert "FAILED" in out
    assert "1 failure, 1 warning" in out
    assert run("compare", OWN, OWN)[0] == 1
    code, out, err = run("check", OWN)
    assert code == 1
    own = [line for line in out.splitlines() if "-HEALTH-" not in line]
    assert [line.split(":")[1] for line in own] == ["3", "16"]
    assert "1 failure, 5 warnings" in err  # four points of the health check beside the one
    monkeypatch.setattr(planner.pipeline, "check_plan", lambda *_: [warning])
    assert run("check", OWN)[0] == 0
    assert run("check", OWN, "--strict")[0] == 1
    assert run("plan", OWN)[0] == 0


def test_a_fault_of_the_planner_is_one_line(capsys, monkeypatch):
    import planner.pipeline

    def fault(*_):
        raise ZeroDivisionError("a\nb\x1b[31m")

    monkeypatch.setattr(planner.pipeline, "check_plan", fault)
    assert main(["plan", str(OWN)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "PLANNER_DEBUG=1" in err
    assert "\x1b" not in err
    monkeypatch.setenv("PLANNER_DEBUG", "1")
    assert main(["plan", str(OWN)]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_books(run, tmp_path):
    assert run("plan", OWN, "--books", ROOT / "books")[0] == 0
    (tmp_path / "empty").mkdir()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "x.toml").write_text("[")
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    (lacking / "prices.toml").write_text('[a]\nlikely = 1\nconfidence = "sourced"\n')
    for folder in (tmp_path / "gone", tmp_path / "empty", OWN, broken, lacking):
        code, out, _ = run("plan", STARTER, "--books", folder)
        assert (code, out) == (2, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["plan"],
        ["plan", "--nonsense", "x"],
        ["check"],
        ["plan", "x", "--json", "--toml"],
        ["new"],
        ["plan", "x", "--set"],
    ],
)
def test_usage(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "--help" in err


def test_help_and_version(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "exit codes" in out
    code, out, _ = run("--version")
    assert code == 0
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text())["project"]
    assert out == f"planner {project['version']}\n"


def test_the_app_needs_a_terminal(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115
    for arguments in ((), ("open", OWN)):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert "terminal" in err


def program(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "planner.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)  # type: ignore[call-overload]


def test_the_program_returns_its_codes(tmp_path):
    assert program("plan", OWN).returncode == 0
    assert program("plan", tmp_path / "gone.toml").returncode == 2
    assert program("nonsense").returncode == 2


def test_a_reader_that_stops_is_no_error():
    for form in ("--json", "--toml"):
        script = (
            f'"{sys.executable}" -m planner.cli plan "{STARTER}" {form} | head -c 10; exit ${{PIPESTATUS[0]}}'
        )
        done = subprocess.run(["bash", "-c", script], capture_output=True, check=False, timeout=60)
        assert done.stderr == b""
        assert done.returncode == 0
        assert len(done.stdout) == 10


def test_a_terminal_without_unicode():
    done = program("plan", STARTER, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_names_that_are_not_utf8(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.toml"
    with open(path, "wb") as stream:
        stream.write(b"x = 1\n")
    command = [sys.executable.encode(), b"-m", b"planner.cli", b"check", path]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"E-UNKNOWN-KEY" in done.stdout
    assert b"Traceback" not in done.stderr


def test_interrupted():
    script = "import sys, planner.cli.checking as c, planner.cli.main as m\ndef stop(_): raise KeyboardInterrupt\nc.check = stop\nsys.exit(m.main(['check', 'x']))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=60)
    assert done.returncode == 130
    assert done.stderr == b""


def test_heavy_libraries_stay_out():
    script = (
        "import sys\nfrom planner.cli.main import main\nmain(['plan', sys.argv[1], '--json'])\n"
        "print(sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(STARTER)], capture_output=True, check=False, timeout=60
    )
    loaded = set(re.findall(r"'(\w+)'", done.stderr.decode().splitlines()[-1]))
    assert loaded.isdisjoint({"textual", "networkx", "tomlkit", "tomli_w", "numpy", "jsonschema", "rich"})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_and_closed_streams(tmp_path, unbuffered):
    def shell(redirect: str, *arguments: object) -> tuple[int, bytes]:
        words = " ".join(f'"{a}"' for a in (sys.executable, "-m", "planner.cli", *arguments))
        done = subprocess.run(
            ["bash", "-c", f"{words} {redirect}"],
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},  # empty: as a person has it
            capture_output=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stderr

    assert shell(">/dev/full", "plan", OWN) == (2, b"planner: cannot write: No space left on device\n")
    assert shell("2>/dev/full", "check", OWN)[0] == 0
    closed = (2, b"planner: cannot write: stdout is closed\n")
    for arguments in (("plan", OWN), ("plan", OWN, "--json"), ("compare", OWN, OWN), ("--version",)):
        assert shell(">&-", *arguments) == closed
    code, told = shell(">&-", "check", OWN, "--json")
    assert (code, told) == closed
    output = tmp_path / "out.json"
    assert shell(">&-", "plan", OWN, "-o", output) == (0, f"{output}: written\n".encode())
    assert shell("2>&-", "check", "gone.toml")[0] == 2
