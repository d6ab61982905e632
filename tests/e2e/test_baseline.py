"""`planner baseline`, `plan --baseline`, `check --baseline` and progress, through the command line."""

from __future__ import annotations

import json
import os
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import planner
from planner.cli.main import main

ROOT = Path(planner.__file__).parent
HEAD = "[project]\nstart = 2027-01-04\n"
PLANNED = (
    HEAD + "[[task]]\nid = 'a'\nduration_days = 5\ncost_usd = 10\n[[task]]\nid = '[b]'\nduration_days = 3\n"
    "[[relation]]\npredecessor = 'a'\nsuccessor = '[b]'\n"
)
LATE = PLANNED.replace("2027-01-04\n", "2027-01-04\ndata_date = 2027-01-18\n", 1).replace(
    "cost_usd = 10", "cost_usd = 12\nactual_start = 2027-01-06\nremaining_days = 2"
)


def schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        json.loads((ROOT / "io" / f"{name}.schema.json").read_text("utf-8"))
    )


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "internal error" not in err, err
        return code, out, err

    return call


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(PLANNED)
    return path


def test_keep_list_and_compare(run, site):
    """A ends on Friday 8 January; reported late, 2 days remain from Monday 18: it ends on the 19th, 11 days later.

    [b] was to end on Wednesday 13, and ends on Friday 22: 9 days later.
    """
    code, out, err = run("baseline", site, "contract")
    assert (code, out) == (0, "")
    assert str(site.parent / "site.baselines" / "contract.toml") in err
    kept = tomllib.loads((site.parent / "site.baselines" / "contract.toml").read_text())
    assert (kept["project_finish"], kept["made_on"]) == (date(2027, 1, 13), date.today())
    code, out, err = run("baseline", site)
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == ["contract", str(date.today()), "2027-01-13", "$10", "2"]
    site.write_text(LATE)
    code, out, _ = run("plan", site, "--baseline", "contract", "--json")
    assert code == 0
    content = json.loads(out)
    schema("plan").validate(content)
    found = content["baseline"]
    assert (found["name"], found["rfs_date"], found["rfs_variance_days"]) == ("contract", None, None)
    assert (found["project_finish"], found["finish_variance_days"]) == ("2027-01-13", 9)
    assert (found["capex_usd"], found["capex_variance_usd"]) == (10.0, 2.0)
    assert [(t["id"], t["start_variance_days"], t["finish_variance_days"]) for t in found["tasks"]] == [
        ("[b]", 9, 9), ("a", 2, 11),
    ]  # fmt: skip
    code, out, _ = run("plan", site, "--baseline", "contract")
    assert code == 0
    assert "data date 2027-01-18: 0 done, 1 in progress, 1 to do; forecast finish 2027-01-22" in out
    assert "Against the baseline contract" in out
    assert "2027-01-22  2027-01-13  9 days later" in out
    slips = [line.split() for line in out.splitlines() if line.endswith(("+11", "+9"))]
    assert [row[0] for row in slips] == ["a", "[b]"]


def test_both_formats_say_the_same(run, site):
    run("baseline", site, "x")
    site.write_text(LATE)
    arguments = ("plan", site, "--baseline", "x")
    as_json = json.loads(run(*arguments, "--json")[1])["baseline"]
    as_toml = tomllib.loads(run(*arguments, "--toml")[1])["baseline"]
    assert as_toml == {k: v for k, v in as_json.items() if v is not None}
    assert run(*arguments, "--json") == run(*arguments, "--json")


def test_a_plan_without_a_baseline_knows_nothing_of_one(run, site):
    before = run("plan", site, "--json")
    run("baseline", site, "x")
    assert run("plan", site, "--json") == before
    assert json.loads(before[1])["baseline"] is None


def test_a_baseline_is_never_lost_by_mistake(run, site):
    run("baseline", site, "x")
    kept = (site.parent / "site.baselines" / "x.toml").read_text()
    site.write_text(LATE)
    code, _, err = run("baseline", site, "x")
    assert code == 2
    assert "E-EXISTS" in err
    assert (site.parent / "site.baselines" / "x.toml").read_text() == kept
    assert run("baseline", site, "x", "--force")[0] == 0
    assert (site.parent / "site.baselines" / "x.toml").read_text() != kept


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a b", "", "-x", "[bold]x"])
def test_names_that_are_none(run, site, name):
    for arguments in (
        ("baseline", site, "--", name),
        ("plan", site, f"--baseline={name}"),
        ("check", site, f"--baseline={name}"),
    ):
        code, out, err = run(*arguments)
        assert code == 2
        assert "E-VALUE baseline" in out + err
    assert os.listdir(site.parent) == ["site.toml"]


def test_problems_of_file_and_baseline_stand_together(run, site):
    run("baseline", site, "x")
    kept = site.parent / "site.baselines" / "x.toml"
    kept.write_text(kept.read_text().replace("duration_days = 5", "duration_days = 'five'"))
    code, out, err = run("plan", site, "--baseline", "x")
    assert (code, out) == (2, "")
    line = next(i for i, text in enumerate(kept.read_text().splitlines(), 1) if "five" in text)
    assert err.startswith(f'{kept}:{line}: E-BASELINE task.a.duration_days = "five": must be a valid integer')
    site.write_text(PLANNED.replace("duration_days = 3", "duration_days = -3"))
    code, out, _ = run("check", site, "--baseline", "x")
    assert code == 2
    assert "E-BASELINE" in out
    assert "E-VALUE" in out
    code, _, err = run("plan", site, "--baseline", "x")
    assert "E-BASELINE" in err
    assert "E-VALUE" in err
    code, out, err = run("baseline", site)
    assert (code, out) == (2, "")
    assert "E-BASELINE" in err


def test_sound_baselines_are_listed_beside_a_damaged_one(run, site):
    run("baseline", site, "good")
    (site.parent / "site.baselines" / "bad.toml").write_text("schema_version = ")
    code, out, err = run("baseline", site)
    assert code == 2
    assert out.splitlines()[1].startswith("good")
    assert f"{site.parent / 'site.baselines' / 'bad.toml'}:1: E-SYNTAX" in err


def test_a_file_that_is_not_there(run, tmp_path):
    for arguments in (
        ("baseline", tmp_path / "no.toml"),
        ("baseline", tmp_path / "no.toml", "x"),
        ("plan", tmp_path / "no.toml", "--baseline", "x"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert "E-FILE" in err
    assert os.listdir(tmp_path) == []


def test_without_baselines_the_list_is_empty(run, site):
    code, out, err = run("baseline", site)
    assert (code, out) == (0, "")
    assert "no baselines" in err


def test_a_failing_plan_can_be_kept(run, site):
    site.write_text(PLANNED.replace("duration_days = 3", "duration_days = 3\ndeadline = 2027-01-05"))
    code, _, err = run("baseline", site, "x")
    assert code == 1
    assert "F-DEADLINE" in err
    assert run("plan", site, "--baseline", "x")[0] == 1


def test_scenarios_share_the_files_baselines(run, site):
    site.write_text(PLANNED + "[[scenario]]\nid = 'slow'\nset = {\"task.a.duration_days\" = 10}\n")
    assert run("baseline", f"{site}@slow", "x")[0] == 0
    assert os.listdir(site.parent / "site.baselines") == ["x.toml"]
    found = json.loads(run("plan", site, "--baseline", "x", "--json")[1])["baseline"]
    assert (found["scenario"], found["finish_variance_days"]) == ("slow", -7)


def test_health_against_a_baseline(run, site):
    """On the 18th both tasks were due, on the 8th and the 13th, and none is finished: BEI 0."""
    run("baseline", site, "x")
    site.write_text(LATE)
    code, out, _ = run("check", site, "--baseline", "x", "--json")
    assert code == 0
    content = json.loads(out)
    schema("check").validate(content)
    points = {p["id"]: p for p in content["files"][0]["health"]}
    assert points["missed_tasks"]["offenders"] == ["[b]", "a"]
    assert (points["bei"]["index"], points["bei"]["least"]["value"], points["bei"]["allowed"]) == (
        0.0,
        0.95,
        None,
    )
    assert {"missed_tasks", "bei"}.isdisjoint(
        p["id"] for p in json.loads(run("check", site, "--json")[1])["files"][0]["health"]
    )
    code, out, _ = run("check", site, "--baseline", "x")
    assert code == 0
    assert (
        f"{site}:10: W-HEALTH-BEI health.bei = 0.000: 0 finished / 2 due by 2027-01-18 = 0.000 < 0.95" in out
    )
    assert run("check", site, "--baseline", "x", "--strict")[0] == 1


def test_progress_without_a_data_date_is_a_warning_at_the_project(run, site):
    site.write_text(LATE.replace("data_date = 2027-01-18\n", ""))
    code, out, _ = run("check", site)
    assert code == 0
    assert f"{site}:1: W-DATA-DATE project.data_date: progress is reported" in out
    assert "2027-01-06 is taken" in out
    _, out, _ = run("plan", site)
    assert "data date 2027-01-06" in out


def test_a_site_with_halls(run, tmp_path):
    """The teaching site a fortnight later: its hall and the site are late alike, and orders are told as slips."""
    path = tmp_path / "teaching.toml"
    path.write_text((ROOT.parent / "facilities" / "teaching.toml").read_text())
    assert run("baseline", path, "x")[0] == 0
    out = run("plan", path, "--baseline", "x", "--start", "2027-01-18", "--json")[1]
    content = json.loads(out)
    schema("plan").validate(content)
    found = content["baseline"]
    assert [h["rfs_variance_days"] for h in found["halls"]] == [found["rfs_variance_days"]]
    assert found["rfs_variance_days"] > 0
    assert len(found["tasks"]) == len(content["tasks"])
    out = run("plan", path, "--baseline", "x", "--start", "2027-01-18")[1]
    assert "worst slips" in out
    assert all(len(line) <= 100 for line in out.splitlines())
