"""Every figure that stands in the JSON plan can be asked for as it is called there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.explain import Web
from planner.io.export import plan_dict
from planner.io.read import facility_of, parse_text, read_facility
from planner.pipeline import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

FACILITIES = Path(__file__).parents[3] / "facilities"
TOP = (
    "project_finish", "critical_it_mw", "rfs_date", "first_rfs_date", "months_to_rfs", "capex_usd", "it_capex_usd", "capex_usd_per_mw",
    "estimate_class", "capex_by_payer", "it_capex_by_payer",
)  # fmt: skip


def figures(made: dict[str, Any]) -> Iterator[str]:
    """Paths of the figures, members of lists by their ids."""
    for key in TOP:
        yield key
        if isinstance(made[key], dict):
            yield from (f"{key}.{part}" for part in made[key])
    for hall in made["halls"]:
        for key in (
            "critical_it_mw",
            "nodes",
            "gpus",
            "racks",
            "rfs_date",
            "rfs_day",
            "months_to_rfs",
            "capex_usd",
            "it_capex_usd",
        ):
            yield f"halls.{hall['id']}.{key}"
    sizing = made["sizing"]
    yield from (f"sizing.waterfall.{step['step']}" for step in sizing["waterfall"])
    yield from (f"sizing.network.compute.{key}" for key in sizing["network"]["compute"])
    for hall, values in sizing["network"]["halls"].items():
        yield from (f"sizing.network.halls.{hall}.{key}" for key in values)
    for family in ("electrical", "cooling", "building"):
        for place, values in sizing[family].items():
            yield from (
                f"sizing.{family}.{place}.{k}" for k, v in values.items() if isinstance(v, (int, float))
            )
    for line in made["boq"]:
        yield from (f"boq.{line['id']}.{key}" for key in ("quantity", "unit_price", "low", "likely", "high"))
    yield from (f"capex_lines.{line['id']}.likely" for line in made["capex_lines"])
    yield from (f"it_capex_lines.{line['id']}.likely" for line in made["it_capex_lines"])
    for line in made["reuse"]:
        yield f"reuse.{line['hall'] or 'site'}.{line['asset']}.capex_avoided"
    for check in made["tenant_checks"]:
        yield f"tenant_checks.{check['hall']}.{check['requirement']}.has"
    for task in made["tasks"]:
        for key, value in task.items():
            if (
                value is not None
                and key.endswith(("_day", "_days", "_usd", "start", "finish"))
                and "low" not in key
                and "high" not in key
            ):
                yield f"tasks.{task['id']}.{key}"
    for chain in made["procurement"]:
        if chain["order_by"] is not None:
            for key in ("order_by", "order_by_day", "needed_on_site", "lead_weeks", "days_late"):
                yield f"procurement.{chain['hall'] or 'site'}.{chain['item']}.{key}"


@pytest.mark.parametrize("site", ["teaching", "denton"])
def test_every_figure_of_the_json_plan_explains_itself(site: str) -> None:
    made = plan(read_facility(FACILITIES / f"{site}.toml").facility)
    web = Web(made)
    asked = list(figures(plan_dict(made)))
    assert len(asked) > 1500
    assert [path for path in asked if not web.find(path)] == []
    found = {web.find(path)[0] for path in asked}
    bare = [name for name in found for need in web.fact(name).needs if web.fact(need) is None]  # type: ignore[union-attr]
    assert bare == []


TIMED = """
[project]
start = 2027-01-04
data_date = 2027-01-11
power_limit_mw = 5
[[crew]]
id = "x"
[[task]]
id = "done"
duration_days = 3
actual_start = 2027-01-04
actual_finish = 2027-01-06
[[task]]
id = "b.c"
duration_days = 9
actual_start = 2027-01-05
remaining_days = 4
[[task]]
id = "held"
duration_days = 2
must_start = 2027-01-18
deadline = 2027-02-01
[[task]]
id = "pin"
duration_days = 1
pinned_start = 2027-01-26
[[task]]
id = "late"
duration_days = 1
as_late_as_possible = true
[[task]]
id = "four"
duration_days = 2
crew = {x = 1}
[[task]]
id = "first"
duration_days = 1
start_no_earlier = 2027-01-20
[[task]]
id = "care"
type = "hammock"
[[task]]
id = "one"
duration_days = 2
crew = {x = 1}
power_mw = 4
[[task]]
id = "two"
duration_days = 2
crew = {x = 1}
[[task]]
id = "three"
duration_days = 3
power_mw = 3
[[relation]]
predecessor = "done"
successor = "care"
[[relation]]
predecessor = "care"
successor = "pin"
[[relation]]
predecessor = "late"
successor = "held"
[[task]]
id = "next"
duration_days = 1
[[relation]]
predecessor = "first"
successor = "next"
"""


def test_every_driver_and_every_given_date_explains_itself() -> None:
    """Every kind but project_start drives something here; what each follows from is a fact of the plan or the file."""
    made = plan(facility_of(parse_text(TIMED, "t"), TIMED, "t"))
    kinds = {driver.kind for driver in made.schedule.driver}
    assert kinds == {
        "actual", "constraint", "pinned", "as_late_as_possible", "hammock", "data_date", "crew", "power", "relation",
    }  # fmt: skip
    web = Web(made)
    given = [
        f"tasks.{t['id']}.{key}"
        for t in plan_dict(made)["tasks"]
        for key in (
            "must_start",
            "deadline",
            "pinned_start",
            "actual_start",
            "actual_finish",
            "remaining_days",
        )
        if t[key] is not None
    ]
    assert len(given) == 8
    assert [path for path in given if not web.find(path)] == []
    assert web.find("data_date") == ("project.data_date",)
    bare = [(n, need) for n in web.computed for need in web.fact(n).needs if web.fact(need) is None]  # type: ignore[union-attr]
    assert bare == []
    assert {web.worth(f"tasks.{task.id}")[0] for task in made.schedule.tasks} <= {
        "given",
        "derived",
        "judgement",
    }


def test_a_column_says_what_it_is_made_of() -> None:
    web = Web(plan(read_facility(FACILITIES / "teaching.toml").facility))
    found = web.explain("tasks.h1.rfs.total_float_days") or web.explain(web.find("rfs.total_float_days")[0])
    assert found is not None
    assert found.fact.value == 0
    assert found.confidence == "judgement"
