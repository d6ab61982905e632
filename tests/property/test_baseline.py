"""Laws of baselines and of exported progress: what is kept reads back the same, a plan varies from its own by nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

import planner
from planner.baseline import Baseline, BaselineHall, BaselineTask, baseline_of, variance
from planner.baseline.keep import baseline_text
from planner.baseline.read import baseline_from
from planner.io.export import plan_json
from planner.io.validate import validate_raw
from planner.pipeline import plan
from tests.property.strategies import sites

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(planner.__file__).parent / "io" / "plan.schema.json").read_text("utf-8"))
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.dates(date(1990, 1, 1), date(2999, 1, 1))
MONEY = st.floats(0, 1e12).map(lambda v: round(v, 2))


@st.composite
def baselines(draw: st.DrawFn) -> Baseline:
    names = draw(st.lists(TEXTS.filter(bool), max_size=4, unique=True))
    spans = [sorted((draw(DATES), draw(DATES))) for _ in names]
    return Baseline(
        name="x",
        planner=draw(TEXTS),
        facility_hash=draw(st.text("0123456789abcdef", min_size=1, max_size=16)),
        books_hash="0",
        scenario=draw(st.none() | TEXTS),
        made_on=draw(st.none() | DATES),
        data_date=draw(st.none() | DATES),
        project_start=draw(DATES),
        project_finish=draw(DATES),
        capex_usd=draw(st.none() | MONEY),
        hall=tuple(BaselineHall(id=name, rfs_date=draw(DATES)) for name in names),
        task=tuple(
            BaselineTask(
                id=name,
                name=draw(TEXTS),
                duration_days=draw(st.integers(0, 99_999)),
                start=start,
                finish=finish,
                cost_usd=draw(MONEY),
            )
            for name, (start, finish) in zip(names, spans, strict=True)
        ),
    )


@settings(max_examples=200, deadline=None)
@given(baselines())
def test_what_is_written_reads_back_the_same(kept: Baseline) -> None:
    text = baseline_text(kept)
    assert baseline_from(text, "x", "t") == kept
    assert baseline_text(baseline_from(text, "x", "t")) == text


@st.composite
def own_work(draw: st.DrawFn) -> dict[str, Any]:
    """Own tasks in a line, some hammocks, some done or begun."""
    start = date(2026, 1, 5)
    count = draw(st.integers(1, 6))
    tasks: list[dict[str, Any]] = []
    for i in range(count):
        task: dict[str, Any] = {"id": f"t{i}"}
        if draw(st.integers(0, 4)) == 0:
            task["type"] = "hammock"
        else:
            task |= {"duration_days": draw(st.integers(0, 9)), "cost_usd": draw(MONEY)}
            if task["duration_days"] and draw(st.integers(0, 3)) == 0:
                task |= {"actual_start": start, "percent": draw(st.integers(0, 100))}
        tasks.append(task)
    relations = [
        {
            "predecessor": f"t{i}",
            "successor": f"t{i + 1}",
            "kind": draw(st.sampled_from(("FS", "SS", "FF", "SF"))),
        }
        for i in range(count - 1)
    ]
    project: dict[str, Any] = {"start": start}
    if draw(st.booleans()):
        project["data_date"] = date(2026, 1, draw(st.integers(5, 31)))
    return {"project": project, "task": tasks, "relation": relations}


@settings(max_examples=60, deadline=None)
@given(own_work() | sites(1))
def test_a_plan_varies_from_its_own_baseline_by_nothing(raw: dict[str, Any]) -> None:
    facility, problems = validate_raw(raw)
    assert facility is not None, problems
    made = plan(facility)
    kept = baseline_from(baseline_text(baseline_of(made, "x")), "x", "t")
    found = variance(made, kept)
    assert found.added == found.removed == ()
    assert found.finish_variance_days == 0
    assert found.capex_variance_usd == 0
    assert found.rfs_variance_days == (0 if made.rfs_date else None)
    assert [h.rfs_variance_days for h in found.halls] == [0] * len(made.graph.rfs)
    assert [t.id for t in found.tasks] == [t.id for t in made.schedule.tasks]
    for task in found.tasks:
        assert (task.start_variance_days, task.finish_variance_days, task.duration_variance_days) == (0, 0, 0)
        assert task.cost_variance_usd == 0
    assert found.slips == []


@settings(max_examples=60, deadline=None)
@given(own_work())
def test_exported_progress_fits_its_schema_and_adds_up(raw: dict[str, Any]) -> None:
    facility, problems = validate_raw(raw)
    assert facility is not None, problems
    made = plan(facility)
    content = json.loads(plan_json(made, variance(made, baseline_of(made, "x"))))
    SCHEMA.validate(content)
    begun = [t for t in content["tasks"] if t["actual_start"] is not None]
    assert (content["data_date"] is None) == (not begun and "data_date" not in raw["project"])
    for task in begun:
        left = task["remaining_days"]
        assert 0 <= left <= task["duration_days"]
        assert left >= task["duration_days"] * (100 - task["percent"]) / 100
    for task in content["tasks"]:
        assert task["longest_path"] <= (task["type"] == "task")
        if task["id"] in content["critical_path"]:
            assert task["longest_path"]
