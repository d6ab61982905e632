"""Whatever stands in a file, reading it gives a facility or problems, never anything else."""

from __future__ import annotations

import contextlib
import copy
import io
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.cli.main import main
from planner.io.placing import place
from planner.io.read import parse_setting, read_facility
from planner.io.starter import STARTER
from planner.io.validate import validate_raw
from planner.model.facility import Facility
from planner.model.problem import InputError

STARTER_TEXT = STARTER.read_text("utf-8")
OWN_TEXT = (STARTER.parents[2] / "tests" / "data" / "good" / "own_work.toml").read_text("utf-8")
SPICE = [
    "\x00",
    "[",
    "]",
    "[[",
    "{",
    '"',
    "'",
    '"""',
    "=",
    "\n",
    "#",
    "1e400",
    "9" * 50,
    "-",
    "nan",
    "\u202e",
    "\x1b[31m",
    "true",
    "2027-13-01",
]
NAMES = [
    "id",
    "name",
    "hall",
    "ai",
    "task",
    "set",
    "closed",
    "from",
    "crew",
    "grid",
    "step",
    "duration",
    "relation",
    "scenario",
    "zz",
    "",
]

junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.just(16**1000),
        st.floats(),
        st.text(max_size=8),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.sampled_from(["h1", "h2", "clear", "2N", "US-TX", "hgx-h100", "project.start", "hall.h1.ai"]),
    ),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), below, max_size=4)
    ),
    max_leaves=10,
)


@st.composite
def mutated_text(draw):
    text = draw(st.sampled_from([STARTER_TEXT, OWN_TEXT]))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 40))
        what = draw(st.sampled_from(["cut", "spice", "copy", "swap"]))
        if what == "cut":
            text = text[:at] + text[at + length :]
        elif what == "spice":
            text = text[:at] + draw(st.sampled_from(SPICE)) + text[at:]
        elif what == "copy":
            to = draw(st.integers(0, len(text)))
            text = text[:to] + text[at : at + length] + text[to:]
        else:
            lines = text.split("\n")
            i, j = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[i], lines[j] = lines[j], lines[i]
            text = "\n".join(lines)
    return text


@st.composite
def mutated_raw(draw):
    raw = copy.deepcopy(tomllib.loads(draw(st.sampled_from([STARTER_TEXT, OWN_TEXT]))))
    for _ in range(draw(st.integers(1, 4))):
        at = raw
        while True:
            below = [
                v for v in (at.values() if isinstance(at, dict) else at) if isinstance(v, (dict, list)) and v
            ]
            if not below or draw(st.booleans()):
                break
            at = draw(st.sampled_from(below))
        if isinstance(at, list):
            at[draw(st.integers(0, len(at) - 1))] = draw(junk)
        else:
            at[draw(st.sampled_from(sorted(at) or ["x"]) | st.sampled_from(NAMES))] = draw(junk)
    return raw


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "site.toml"


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(text=mutated_text())
def test_mutated_texts(path, text):
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["check", str(path)])
    assert code in (0, 1, 2)
    assert "internal error" not in err.getvalue()
    assert "Traceback" not in err.getvalue()
    assert "\x1b" not in out.getvalue()
    lines = text.count("\n") + 1
    for problem in out.getvalue().splitlines():
        assert 1 <= int(problem.removeprefix(f"{path}:").split(":")[0]) <= lines
    if code == 2:
        return
    assert isinstance(read_facility(path).facility, Facility)


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(raw=mutated_raw())
def test_mutated_tables(raw):
    facility, problems = validate_raw(raw)
    assert (facility is None) == bool(problems)
    for problem in place(problems, raw, STARTER_TEXT, "f.toml"):
        assert str(problem).startswith("f.toml:")
        assert problem.line >= 1
        assert "\n" not in str(problem)
        assert "\x1b" not in str(problem)


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(junk)
def test_tables_of_junk(value):
    facility, problems = validate_raw(
        {"project": value, "hall": value, "task": [value], "scenario": [{"id": "s", "set": value}]}
    )
    assert facility is None
    assert problems


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30) | st.sampled_from(['task."a=b".x=1', "a.b='x'", "=", "a==", '"a']))
def test_settings_of_junk(text):
    with contextlib.suppress(InputError):
        address, _ = parse_setting(text)
        assert address


ADDRESSES = [
    *("hall.h1.ai.critical_it_mw", "hall.h1.ai.platform", "hall.h1.ai.cooling", "hall.h1.ai.supply_c"),
    *(
        "hall.h1.redundancy.ups",
        "hall.h1.redundancy.genset",
        "hall.h1.redundancy.cooling",
        "hall.h1.ai.rejection",
    ),
    *("hall.h1.area_m2", "hall.h1.slab_kpa", "hall.h1.kind", "hall.h1.existing_mw", "grid.capacity_mw"),
    *("climate.design_dry_bulb_c", "climate.altitude_m", "site.region", "transformer.main.count", "zz.zz"),
]
VALUES = [
    *(
        "0",
        "1",
        "-1",
        "1e-9",
        "0.5",
        "10",
        "1000",
        "1e7",
        "nan",
        "true",
        "2N",
        "4N/3",
        "N+2",
        "air",
        "liquid",
    ),
    *("chilled", "adiabatic", "container", "new-build", "gb200-nvl72", "hgx-b200", "US-NY", "NO", "[]", '"'),
]


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(ADDRESSES), st.sampled_from(VALUES)), min_size=1, max_size=3))
def test_any_settings_plan_or_are_refused(settings_):
    out, err = io.StringIO(), io.StringIO()
    arguments = [word for address, value in settings_ for word in ("--set", f"{address}={value}")]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["plan", str(STARTER), *arguments])
    assert "internal error" not in err.getvalue()
    assert code in (0, 1, 2)
    assert (code == 2) == (out.getvalue() == "")
