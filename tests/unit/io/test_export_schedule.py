"""What the schedule knows of each task, as JSON and TOML have it; the arithmetic is in the docstrings."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema

import planner
from planner.io.export import plan_dict, plan_json, plan_toml
from planner.io.read import facility_of, parse_text, read_facility
from planner.pipeline import Plan, plan

ROOT = Path(planner.__file__).parent
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "io" / "plan.schema.json").read_text("utf-8")))
SAID = """
[project]
start = 2027-01-04
data_date = 2027-01-11
power_limit_mw = 5
[[task]]
id = "done"
duration_days = 5
actual_start = 2027-01-04
actual_finish = 2027-01-08
[[task]]
id = "begun"
duration_days = 10
actual_start = 2027-01-05
percent = 33.3
power_mw = 1.5
[[task]]
id = "next"
duration_days = 3
deadline = 2027-01-20
start_no_earlier = 2027-01-12
power_mw = 1.5
[[task]]
id = "care"
type = "hammock"
[[relation]]
predecessor = "begun"
successor = "next"
[[relation]]
predecessor = "next"
successor = "care"
kind = "SS"
[[relation]]
predecessor = "next"
successor = "care"
kind = "FF"
"""


def planned(text: str) -> Plan:
    return plan(facility_of(parse_text(text, "t"), text, "t"))


def test_what_the_file_says_and_what_follows() -> None:
    """Begun: 10 days x 66.7 % = 6.67, so 7 remain, Monday 11 to Tuesday 19; next runs the 20th to the 22nd.

    Its deadline is the 20th: total float -2 of both. Care spans next, 3 days.
    """
    content = plan_dict(planned(SAID))
    SCHEMA.validate(content)
    task = {t["id"]: t for t in content["tasks"]}
    assert content["data_date"] == "2027-01-11"
    done, begun, after, care = (task[name] for name in ("done", "begun", "next", "care"))
    assert (done["total_float_days"], done["free_float_days"], done["critical"]) == (None, None, False)
    assert (done["actual_start"], done["actual_finish"], done["remaining_days"]) == (
        "2027-01-04",
        "2027-01-08",
        0,
    )
    assert (begun["remaining_days"], begun["percent"], begun["finish"]) == (7, 33.3, "2027-01-19")
    assert (begun["driver"], begun["critical"], begun["total_float_days"]) == (
        {"kind": "actual", "by": None},
        True,
        -2,
    )
    assert (after["deadline"], after["start_no_earlier"], after["must_start"]) == (
        "2027-01-20",
        "2027-01-12",
        None,
    )
    assert (after["remaining_days"], after["percent"], after["as_late_as_possible"]) == (None, None, False)
    assert after["total_float_days"] == -2
    assert (care["type"], care["duration_days"], care["duration_low_days"], care["power_mw"]) == (
        "hammock",
        3,
        3,
        None,
    )
    assert care["driver"] == {"kind": "hammock", "by": "next"}
    assert {name: t["longest_path"] for name, t in task.items()} == {
        "done": False, "begun": True, "next": True, "care": False,
    }  # fmt: skip
    assert all(t["float_to_rfs"] == {} for t in task.values())


def test_power_by_day() -> None:
    """1.5 MW from begun's start on the 5th to the evening of the 19th, then next's 1.5 to that of the 22nd: one change less."""
    (limit,) = plan_dict(planned(SAID))["power"]
    assert (limit["id"], limit["base_mw"]) == ("power_limit", 0.0)
    assert [(d["from"], d["from_day"], d["draw_mw"], d["limit_mw"]) for d in limit["days"]] == [
        ("2027-01-04", 0, 0.0, 5.0), ("2027-01-05", 1, 1.5, 5.0), ("2027-01-23", 19, 0.0, 5.0),
    ]  # fmt: skip


def test_without_progress_there_is_no_data_date() -> None:
    content = plan_dict(planned("[project]\nstart = 2027-01-04\n[[task]]\nid = 'a'\nduration_days = 1\n"))
    assert content["data_date"] is None
    assert content["power"] == []
    assert content["baseline"] is None


def test_a_data_date_is_taken_from_progress_even_at_the_start() -> None:
    text = "[project]\nstart = 2027-01-04\n[[task]]\nid = 'a'\nduration_days = 1\nactual_start = 2027-01-04\n"
    assert plan_dict(planned(text))["data_date"] == "2027-01-04"


def test_float_to_rfs_of_a_site() -> None:
    """Each task that leads to a hall's RFS is told its float to it; the milestone's is 0, the driving chain's too."""
    made = plan(read_facility(ROOT.parent / "facilities" / "childress.toml").facility)
    content = plan_dict(made)
    SCHEMA.validate(content)
    tasks = {t["id"]: t for t in content["tasks"]}
    for hall in content["halls"]:
        assert tasks[hall["rfs_task"]]["float_to_rfs"][hall["id"]] == 0
    assert all(days >= 0 for t in tasks.values() for days in t["float_to_rfs"].values())
    assert any(len(t["float_to_rfs"]) > 1 for t in tasks.values())  # site work leads to several halls
    assert {name for name, t in tasks.items() if t["longest_path"]} >= set(content["critical_path"])


def test_text_and_data_are_alike_with_tasks_made_one_by_one() -> None:
    made = planned(SAID)
    assert json.loads(plan_json(made)) == plan_dict(made)
    assert [t["id"] for t in tomllib.loads(plan_toml(made))["tasks"]] == [
        t["id"] for t in plan_dict(made)["tasks"]
    ]
    empty = planned("[project]\nstart = 2027-01-04\n")
    assert json.loads(plan_json(empty))["tasks"] == []


def test_the_schema_knows_every_kind_of_driver_and_every_key_of_timing() -> None:
    from typing import get_args

    from planner.model.own_work import TimingModel
    from planner.schedule.result import DriverKind

    assert set(SCHEMA.schema["$defs"]["driver"]["properties"]["kind"]["enum"]) == set(get_args(DriverKind))
    assert set(TimingModel.model_fields) <= set(SCHEMA.schema["properties"]["tasks"]["items"]["properties"])
