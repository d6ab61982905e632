"""Warnings of a whole plan, the hash that no order changes, and what the command line says about its output."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import tomli_w

import planner
from planner.cli.main import main
from planner.fingerprint import facility_hash
from planner.io.read import facility_of, parse_text, read_facility
from planner.pipeline import plan

ROOT = Path(planner.__file__).parent
FACILITIES = sorted((ROOT.parent / "facilities").glob("*.toml"))
START = "[project]\nstart = 2027-01-04\n"
TASKS = '[[task]]\nid = "a"\nduration_days = 3\n[[task]]\nid = "b"\nduration_days = 1\n'
LINK = '[[relation]]\npredecessor = "{}"\nsuccessor = "{}"\n'
HALL = """\
[grid]
capacity_mw = 100
[climate]
assumed = "x"
[[hall]]
id = "h1"
existing_mw = 10
area_m2 = 3000
slab_kpa = 25
[hall.ai]
platform = "hgx-h100"
critical_it_mw = 5
cooling = "liquid"
"""


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "internal error" not in err, err
        return code, out, err

    return call


def of(text: str):
    return plan(facility_of(parse_text(text, "x"), text, "x"))


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        (TASKS + LINK.format("a", "b") * 2, "a -> b", "given 2 times"),
        (TASKS + LINK.format("a", "b") + LINK.format("a", "b") + "lag_days = 0\n", "a -> b", "given 2 times"),
        (HALL + LINK.format("h1.l4", "h1.l5"), "h1.l4 -> h1.l5", "generated work already"),
    ],
)
def test_an_exact_duplicate_relation_is_a_warning_at_its_line(run, tmp_path, text, value, words):
    path = tmp_path / "x.toml"
    path.write_text(START + text)
    line = (START + text).splitlines()
    last = max(i for i, words_ in enumerate(line, 1) if words_ == "[[relation]]")
    code, out, _ = run("check", path)
    [told] = [w for w in out.splitlines() if "E-DUPLICATE-RELATION" in w]
    assert code == 0
    assert told.startswith(f"{path}:{last}: E-DUPLICATE-RELATION relation = {value}: ")
    assert words in told
    checks = json.loads(run("plan", path, "--json")[1])["checks"]
    [check] = [c for c in checks if c["code"] == "E-DUPLICATE-RELATION"]
    assert (check["severity"], check["key"], check["value"]) == ("warning", "relation", value)
    assert run("check", "--strict", path)[0] == 1


def test_relations_that_differ_in_anything_are_all_kept_without_a_word():
    links = [LINK.format("a", "b") + more for more in ("", 'kind = "SS"\n', "lag_days = 1\n")]
    links.append(LINK.format("a", "b") + 'lag_days = 1\nlag = "elapsed"\n')
    made = of(START + TASKS + "".join(links))
    assert made.problems == ()
    assert len(made.graph.relations) == 4


@pytest.mark.parametrize(
    ("climate", "keys"),
    [
        ("design_wet_bulb_c = 40", ["climate.design_wet_bulb_c"]),
        ("mean_dry_bulb_c = 50", ["climate.mean_dry_bulb_c"]),
        ("design_dry_bulb_c = 20\nmean_dry_bulb_c = 21", ["climate.mean_dry_bulb_c"]),
        ("design_wet_bulb_c = 20", []),
        ("design_dry_bulb_c = 45\ndesign_wet_bulb_c = 40", []),
    ],
)
def test_weather_that_contradicts_the_dry_bulb_fails(run, tmp_path, climate, keys):
    path = tmp_path / "x.toml"
    path.write_text(START + HALL.replace('assumed = "x"', f'assumed = "x"\n{climate}'))
    made = plan(read_facility(path).facility)
    told = [p for p in made.problems if p.code == "F-CLIMATE"]
    assert [p.key for p in told] == keys
    assert all("design dry bulb" in p.message for p in told)
    assert run("check", path)[0] == (1 if keys else 0)
    if keys and "design_dry" not in climate:
        assert "the default for this region, 35 °C" in told[0].message


def shuffled(raw: dict, seed: int) -> str:
    """The same tables with the members of every list, and the keys of every table, in another order."""
    dice = random.Random(seed)

    def mixed(value, key=""):
        if isinstance(value, dict):
            keys = list(value)
            dice.shuffle(keys)
            return {k: mixed(value[k], k) for k in keys}
        if isinstance(value, list):
            members = [mixed(v) for v in value]
            if key != "step":  # which must stand in order of date
                dice.shuffle(members)
            return members
        return value

    return tomli_w.dumps(mixed(raw))


@pytest.mark.parametrize(
    "path", [*FACILITIES, ROOT / "io" / "starter.toml", Path(__file__).parents[2] / "data/good/own_work.toml"],
    ids=lambda p: p.stem,
)  # fmt: skip
def test_no_order_in_the_file_changes_a_byte_of_the_plan(run, tmp_path, path):
    raw = parse_text(path.read_text("utf-8"), "x")
    made = [run("plan", path, "--json")[1]]
    for seed in (1, 2):
        other = tmp_path / f"{seed}.toml"
        other.write_text(shuffled(raw, seed), "utf-8")
        made.append(run("plan", other, "--json")[1])
    assert made[0] == made[1] == made[2]
    assert json.loads(made[0])["facility_hash"]


def test_the_hash_sees_every_value():
    text = START + TASKS + LINK.format("a", "b")
    one = facility_of(parse_text(text, "x"), text, "x")
    for old, new in (
        ("= 3", "= 4"),
        ('"b"', '"c"'),
        ("2027", "2028"),
        ('predecessor = "a"', 'predecessor = "b"'),
    ):
        raw = parse_text(text.replace(old, new), "x")
        if new.endswith('"b"'):
            raw["relation"][0]["successor"] = "a"
        assert facility_hash(facility_of(raw, text, "x")) != facility_hash(one)


def test_comparing_a_file_with_itself_says_its_failures_once(run, tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(START + HALL.replace('assumed = "x"', 'assumed = "x"\ndesign_wet_bulb_c = 40'))
    code, _, err = run("compare", path, path, path)
    assert code == 1
    assert err.count("F-CLIMATE") == 1
    assert len(err.splitlines()) == len(set(err.splitlines()))


@pytest.mark.parametrize(("form", "ending"), [("--json", ".toml"), ("--toml", ".json"), ("--json", ".TOML")])
def test_a_name_that_says_another_format_is_warned_about(run, tmp_path, form, ending):
    path, output = tmp_path / "x.toml", tmp_path / f"out{ending}"
    path.write_text(START + TASKS)
    code, out, err = run("plan", path, form, "-o", output)
    assert (code, out) == (0, "")
    assert f"gets {form[2:].upper()}, as {form} says" in err.splitlines()[0]
    assert output.read_text("utf-8").startswith("{") == (form == "--json")
    plain = tmp_path / f"plain.{form[2:]}"
    assert run("plan", path, form, "-o", plain)[2] == f"{plain}: written\n"
