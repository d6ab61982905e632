"""The summary and the comparison for people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from planner.benchmark import benchmark
from planner.benchmark.deals import read_deals
from planner.cli.outside_view import benchmark_text
from planner.cli.side_by_side import comparison_text
from planner.cli.summary import plan_summary
from planner.cli.summary_path import MOST_TASKS
from planner.compare import compare
from planner.io.read import facility_of, parse_text, read_reference
from planner.io.starter import STARTER
from planner.model.problem import Problem
from planner.pipeline import plan


def planned(text: str):
    return plan(facility_of(parse_text(text, "t"), text, "t"))


@pytest.fixture(scope="module")
def starter():
    document, scenario = read_reference(str(STARTER))
    return plan(document.facility, scenario=scenario)


def test_bold_only_where_asked(starter):
    assert "\x1b[1mHalls\x1b[0m" in plan_summary(starter, bold=True)
    assert "\x1b" not in plan_summary(starter, bold=False)
    assert "\x1b" not in plan_summary(starter)


def test_every_part_is_there(starter):
    text = plan_summary(starter, bold=False)
    for title in (
        "Halls",
        "Why: the critical path",
        "Order by",
        "Facility capex by discipline",
        "Reuse of what exists",
    ):
        assert f"\n{title}" in text
    for hall in starter.facility.hall:
        assert f"\n  {hall.id}" in text


def test_the_class_stands_wherever_a_total_does(starter):
    text = plan_summary(starter, bold=False)
    for label in ("  Facility capex ", "  IT capex, apart", "  total, class 5"):
        lines = [line for line in text.splitlines() if line.startswith(label)]
        assert lines, label
        assert all("class 5" in line for line in lines)
    beside = comparison_text(compare([starter, starter]), ["a", "b"])
    assert re.search(r"Estimate class \(AACE\) +5 +5", beside)
    found = benchmark(starter, read_deals(starter.books))
    assert "capex class 5" in benchmark_text(found).splitlines()[0]


def test_late_orders_are_plain_to_see(starter):
    from dataclasses import replace as changed

    chains = tuple(changed(c, lead_days=c.lead_days + 2000) for c in starter.graph.procurement)
    text = plan_summary(replace(starter, graph=replace(starter.graph, procurement=chains)), bold=False)
    assert "days LATE" in text


def test_an_order_before_the_calendar_begins(starter):
    chains = tuple(replace(c, lead_days=10**6) for c in starter.graph.procurement)
    assert "never" in plan_summary(
        replace(starter, graph=replace(starter.graph, procurement=chains)), bold=False
    )


def test_checks_are_wrapped_and_cut(starter):
    problems = tuple(Problem("F-X", f"k{i}", "word " * 60, severity="failure") for i in range(100))
    lines = plan_summary(replace(starter, problems=problems), bold=False).splitlines()
    assert max(map(len, lines)) <= 100
    assert "… and 60 more" in lines[-1]
    assert "100 failures" in "\n".join(lines[:8])


def test_a_long_path_keeps_its_longest_tasks_in_order():
    count = 200
    text = "[project]\nstart = 2027-01-04\n"
    text += "".join(f'[[task]]\nid = "t{i}"\nduration_days = {i % 50 + 1}\n' for i in range(count))
    text += "".join(f'[[relation]]\npredecessor = "t{i}"\nsuccessor = "t{i + 1}"\n' for i in range(count - 1))
    lines = plan_summary(planned(text), bold=False).splitlines()
    rows = [line.split() for line in lines if line.startswith("  20")]
    assert len(rows) == MOST_TASKS
    starts = [date.fromisoformat(row[0]) for row in rows]
    assert starts == sorted(starts)
    assert min(int(row[2]) for row in rows) >= 42  # the span counts weekends, so a 43 may outlast a 45
    assert rows[-1][-1] == "t199"
    assert f"… and {count - MOST_TASKS} shorter tasks" in lines[-1]


def test_waiting_for_crews_is_told():
    text = '[project]\nstart = 2027-01-04\n[[crew]]\nid = "c"\n'
    text += "".join(f'[[task]]\nid = "{i}"\nduration_days = 5\ncrew = {{ c = 1 }}\n' for i in "ab")
    assert "(crews, megawatts and pins add 7 days at the end)" in plan_summary(planned(text), bold=False)


def test_more_plans_than_a_page_holds_stand_in_blocks(starter):
    text = comparison_text(compare([starter] * 30), ["f"] * 30)
    assert "Z - A" in text
    assert "#27" in text
    assert "The inputs are the same." in text
    assert max(map(len, text.splitlines())) <= 100
