"""Explanations: every figure ends in the file or the books, sums are sums, names are found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import planner.io
from planner.explain import Web, unresolved
from planner.explain.result import Fact
from planner.io.read import read_facility
from planner.pipeline import Plan, plan

SITES = sorted((Path(__file__).parents[3] / "facilities").glob("*.toml"))
CHILDRESS = next(s for s in SITES if s.stem == "childress")
ENDS_IN_ITSELF = ("milestone", "from stock", "the definition", "given date")
"""Facts that nothing lies behind: a milestone takes no time."""


def planned(site: Path) -> Plan:
    return plan(read_facility(site).facility)


@pytest.fixture(scope="module")
def web() -> Web:
    return Web(planned(CHILDRESS))


@pytest.mark.parametrize("site", SITES, ids=lambda s: s.stem)
def test_every_fact_ends_in_the_file_or_the_books(site: Path) -> None:
    found = Web(planned(site))
    assert unresolved(found, found.computed) == []
    ends = [found.fact(n) for n in found.computed]
    bare = [f.name for f in ends if f is not None and not f.needs and not _may_be_bare(f.formula, f.value)]
    assert bare == []


def _may_be_bare(formula: str, value: object) -> bool:
    return value == 0 or any(word in formula for word in ENDS_IN_ITSELF)


def test_an_unresolved_need_is_seen(web: Web) -> None:
    """The check above can fail: a fact whose need is taken away is told."""
    name = "sizing.h1.ups_kw"
    fact = web.fact(name)
    assert fact is not None
    broken = Web(planned(CHILDRESS))
    del broken._facts[fact.needs[0]]
    assert (name, fact.needs[0]) in unresolved(broken, [name])


@pytest.mark.parametrize(
    "name",
    ["capex_usd", "it_capex_usd", "capex.h1.total", "capex.h1.total.direct", "capex.h1.total.equipment"],
)
def test_totals_are_the_sums_of_their_parts(web: Web, name: str) -> None:
    found = web.explain(name)
    assert found is not None
    assert isinstance(found.fact.value, float)
    parts = [f.value for f in found.inputs]
    assert sum(p for p in parts if isinstance(p, float)) == pytest.approx(
        found.fact.value, abs=0.01 * len(parts) + 0.01
    )


def test_every_level_below_the_capex_is_reached(web: Web) -> None:
    """From capex_usd down to a price and a size of the book, and to what the file asks."""
    seen, stack = set(), ["capex_usd"]
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            fact = web.fact(name)
            assert fact is not None, name
            stack += fact.needs
    assert {
        "prices.ups",
        "electrical.ups.module_kw",
        "hall.h1.ai.critical_it_mw",
        "prices.percent.contingency",
    } <= seen


def test_a_total_is_worth_what_its_weakest_part_is(web: Web) -> None:
    assert web.worth("capex_usd")[0] == "judgement"
    assert web.worth("hall.h1.ai.critical_it_mw") == ("sourced", "")
    assert web.worth("prices.ups") == ("judgement", "2026-11")
    assert web.worth("network.switch.radix")[0] == "sourced"


def test_a_fact_names_what_depends_on_it(web: Web) -> None:
    found = web.explain("prices.ups")
    assert found is not None
    assert {f.name for f in found.dependents} == {f"boq.{h}.ups" for h in ("h1", "h2", "h3", "h4")}


def test_names_are_found_whole_by_their_end_and_as_json_has_them(web: Web) -> None:
    assert web.find("capex_usd") == ("capex_usd",)
    assert web.find("h1.ups_modules") == ("sizing.h1.ups_modules",)
    assert len(web.find("ups_modules")) == 4
    assert web.find("sizing.electrical.h1.ups_modules") == ("sizing.h1.ups_modules",)
    assert web.find("no_such_figure") == ()
    assert "ups_modules" in web.nearest("ups_module")


def test_what_the_file_leaves_out_is_told_as_default_and_what_it_assumes_as_assumed(web: Web) -> None:
    left = web.fact("hall.h1.redundancy.cdu")
    assert left is not None
    assert left.formula in ("default", "as given")
    assert web.fact("hall.nobody.area_m2") is None
    assert web.fact("no.such.book.entry") is None


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planner.cli", *arguments], capture_output=True, text=True, check=False
    )


def test_command_prints_value_formula_source_and_dependents() -> None:
    done = run("explain", str(CHILDRESS), "h1.ups_modules")
    assert done.returncode == 0, done.stderr
    for word in (
        "46 modules",
        "N+1",
        "Made of",
        "electrical.ups.module_kw",
        "What depends on it",
        "sizing.h1.ups_kw",
        "confidence",
    ):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_command_as_json_and_unknown_figures() -> None:
    done = run("explain", str(CHILDRESS), "capex_usd", "nothing_like_it", "--json")
    assert done.returncode == 2
    assert "E-UNKNOWN-FIGURE" in done.stderr
    figure = json.loads(done.stdout)["figures"][0]
    assert figure["figure"] == "capex_usd"
    assert figure["unit"] == "USD"
    assert figure["class"] == 5
    assert {i["figure"] for i in figure["inputs"]} >= {"capex.site.total", "capex.h1.total"}


def test_json_is_as_its_schema_says() -> None:
    schema = json.loads((Path(planner.io.__file__).parent / "explain.schema.json").read_text("utf-8"))
    done = run(
        "explain",
        str(CHILDRESS),
        "capex_usd",
        "h1.ups_modules",
        "prices.ups",
        "hall.h1.ai.platform",
        "rfs_date",
        "--json",
    )
    jsonschema.validate(json.loads(done.stdout), schema)


def test_a_loop_of_facts_ends() -> None:
    """No loop is meant to be; one that comes about must not hang. A and B need each other, and B a book entry."""
    web = Web(planned(SITES[0]))
    needs = {"loop.a": ("loop.b", "loop.a"), "loop.b": ("loop.a", "prices.ups")}
    for name, behind in needs.items():
        web._facts[name] = Fact(name, name, 1, "", "made up", behind, "figure")
    assert web.worth("loop.a")[0] == web.worth("prices.ups")[0]
