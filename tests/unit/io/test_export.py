"""Exports: complete, finite, alike in both formats, quick."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest

from planner.io.export import plan_dict, plan_json, plan_toml
from planner.io.export_text import json_text, toml_text
from planner.io.read import read_facility
from planner.io.starter import STARTER
from planner.pipeline import plan

CONTRACT = [
    "schema_version",
    "facility",
    "scenario",
    "project_start",
    "project_finish",
    "critical_it_mw",
    "rfs_date",
    "first_rfs_date",
    "months_to_rfs",
    "capex_usd",
    "it_capex_usd",
    "capex_usd_per_mw",
    "estimate_class",
    "halls",
    "sizing",
    "boq",
    "capex_lines",
    "reuse",
    "tenant_checks",
    "tasks",
    "relations",
    "critical_path",
    "procurement",
    "power",
    "crews",
    "baseline",
    "data_date",
    "checks",
]
TASK = [
    "id",
    "name",
    "discipline",
    "hall",
    "calendar",
    "duration_days",
    "start",
    "finish",
    "start_day",
    "finish_day",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "early_start_day",
    "early_finish_day",
    "late_start_day",
    "late_finish_day",
    "total_float_days",
    "free_float_days",
    "float_to_rfs",
    "longest_path",
    "type",
    "power_mw",
    "critical",
    "driver",
    "crew",
    "cost_usd",
]


@pytest.fixture(scope="module")
def starter():
    return plan(read_facility(STARTER).facility)


def test_the_keys_of_the_contract(starter):
    content = plan_dict(starter)
    assert set(CONTRACT) <= set(content)
    assert set(TASK) <= set(content["tasks"][0])
    assert {"item", "order_by", "needed_on_site", "lead_weeks", "days_late"} <= set(content["procurement"][0])
    assert {"low", "likely", "high"} <= set(content["boq"][0])
    assert {"task", "hall", "payer", "class", "source", "low", "likely", "high"} <= set(
        content["capex_lines"][0]
    )
    assert {t["id"] for t in content["tasks"]} == {t.id for t in starter.graph.tasks}
    assert len(content["relations"]) == len(starter.graph.relations)


def test_every_price_says_what_it_is(starter):
    """Quantity, unit price, date, currency, class, source, confidence, payer and reuse credit, of every line."""
    content = plan_dict(starter)
    assert content["currency"] == "USD"
    for line in content["boq"]:
        assert line["currency"] == "USD"
        assert line["price_confidence"] in ("sourced", "derived", "judgement", "override")
        assert None not in (
            line["price_date"],
            line["price_source"],
            line["source"],
            line["unit"],
            line["payer"],
        )
        assert set(line["unit_price"]) == set(line["reuse_credit_usd"]) == {"low", "likely", "high"}
    for line in (*content["capex_lines"], *content["it_capex_lines"]):
        assert line["currency"] == "USD"
        assert line["confidence"]
        assert (line["price_date"] is None) == (line["kind"] == "own")
    assert {h["estimate_class"] for h in content["halls"]} == {content["estimate_class"]} == {5}


def test_reuse_credits_are_the_ledgers_and_in_no_price(starter):
    content = plan_dict(starter)
    bought = {(line["item"], line["hall"]) for line in content["boq"]}
    for column in ("low", "likely", "high"):
        ledger = sum(
            r["avoided_usd"][column]
            for r in content["reuse"]
            if r["avoided_usd"] and (r["avoids_item"], r["hall"]) in bought
        )
        credit = sum(line["reuse_credit_usd"][column] for line in content["boq"])
        assert credit == pytest.approx(ledger, abs=0.01)
        assert credit > 0
        for line in content["boq"]:
            price = line["quantity"] * line["unit_price"][column]
            assert line[column] == pytest.approx(price, abs=0.01), "the credit is never subtracted"


def test_task_costs_are_those_of_its_lines(starter):
    content = plan_dict(starter)
    costs: dict[str, float] = {}
    for line in content["capex_lines"]:
        if line["task"] is not None:
            costs[line["task"]] = costs.get(line["task"], 0.0) + line["likely"]
    for task in content["tasks"]:
        assert task["cost_usd"] == pytest.approx(costs.get(task["id"], 0.0), abs=0.005)


def test_order_by_is_needed_on_site_less_the_chain(starter):
    for chain in plan_dict(starter)["procurement"]:
        if chain["order_by"] is not None:
            assert chain["needed_on_site_day"] - chain["order_by_day"] == pytest.approx(
                7 * chain["lead_weeks"], abs=0.05
            )
            assert chain["days_late"] == max(0, -chain["order_by_day"])


def test_what_no_format_can_hold_becomes_null(starter):
    from planner.cost.result import Money

    broken = replace(
        starter, estimate=replace(starter.estimate, capex=Money(float("nan"), float("inf"), 1.0))
    )
    assert json.loads(plan_json(broken), parse_constant=pytest.fail)["capex_usd"] == {
        "low": None,
        "likely": None,
        "high": 1.0,
    }
    assert tomllib.loads(plan_toml(broken))["capex_usd"] == {"high": 1.0}


def test_json_text_is_json():
    content = {
        "a": [{"x": 'é"\n\x1b'}, {}],
        "b": [],
        "c": {"d": {"e": [1]}, "f": []},
        "g": ["x", "y"],
        "h": None,
        "i": {},
    }
    assert json.loads(json_text(content)) == content


def test_toml_text_leaves_none_out():
    assert tomllib.loads(
        toml_text({"a": None, "b": [{"c": None, "d": '"\x1b'}], "e": {"f": {"g": None}}})
    ) == {
        "b": [{"d": '"\x1b'}],
        "e": {"f": {}},
    }
