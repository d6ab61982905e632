"""Infeasible input from end to end: words, lines and exit codes."""

from __future__ import annotations

import json
import sys

import pytest

from tests.e2e.test_cli import ROOT, STARTER, run

__all__ = ["run"]

CHAIN = """\
[project]
start = 2027-01-04
[[task]]
id = "a"
duration_days = 20
start_no_earlier = 2027-02-01
[[task]]
id = "b"
duration_days = 15
[[task]]
id = "c"
duration_days = 5
finish_no_later = 2027-03-12
[[relation]]
predecessor = "a"
successor = "b"
[[relation]]
predecessor = "b"
successor = "c"
"""
CREW = """\
[project]
start = 2027-01-04
[[crew]]
id = "elec"
capacity = 2
[[task]]
id = "p"
duration_days = 3
crew = { elec = 2 }
pinned_start = 2027-03-01
[[task]]
id = "q"
duration_days = 3
crew = { elec = 1 }
pinned_start = 2027-03-02
"""
ORDER = """\
[project]
start = 2027-01-04
[[crew]]
id = "c"
[[task]]
id = "a"
duration_days = 3
crew = { c = 1 }
start_no_later = 2027-01-06
[[task]]
id = "b"
duration_days = 2
crew = { c = 1 }
finish_no_later = 2027-01-07
"""
WORDS = (
    "F-INFEASIBLE task.c.finish_no_later = 2027-03-12: conflict of 5: task.c.finish_no_later 2027-03-12, "
    "tasks a (20 d), b (15 d), c (5 d) in a row from task.a.start_no_earlier 2027-02-01 finish 2027-03-26 at the earliest, "
    "14 days late; drop or change any one of them"
)


def test_the_plan_stands_and_names_what_conflicts(run, tmp_path):
    """20 + 15 + 5 days from Monday 1 February are 8 weeks: they end on Friday 26 March, 14 days after the 12th."""
    file = tmp_path / "chain.toml"
    file.write_text(CHAIN)
    code, out, _ = run("check", file)
    assert code == 1
    assert f"{file}:13: {WORDS}" in out
    code, out, err = run("plan", file, "--json")
    assert code == 1
    made = json.loads(out)
    assert [t["finish"] for t in made["tasks"]] == ["2027-02-26", "2027-03-19", "2027-03-26"]
    assert {c["code"] for c in made["checks"]} >= {"F-CONSTRAINT", "F-INFEASIBLE"}
    assert WORDS in err


@pytest.mark.parametrize(
    "change",
    [
        ("start_no_earlier = 2027-02-01\n", ""),
        ("finish_no_later = 2027-03-12\n", ""),
        ("duration_days = 20", "duration_days = 0"),
        ("duration_days = 15", "duration_days = 0"),
    ],
    ids=["start", "finish", "a", "b"],
)
def test_without_any_one_of_them_it_can_be_kept(run, tmp_path, change):
    file = tmp_path / "chain.toml"
    file.write_text(CHAIN.replace(*change))
    code, out, _ = run("check", file)
    assert code == 0, out
    assert "F-" not in out


def test_crews_and_pins(run, tmp_path):
    file = tmp_path / "crew.toml"
    file.write_text(CREW)
    code, out, _ = run("check", file)
    assert code == 1
    assert (
        "F-INFEASIBLE task.q.pinned_start = 2027-03-02: conflict of 5: task.q.pinned_start 2027-03-02, "
        "task.p.pinned_start 2027-03-01, tasks p (3 d, 2 of elec), q (3 d, 1 of elec) and crew 'elec': "
        "on 2027-03-02 they must hold 3 together and there are 2; drop or change any one of them"
    ) in out


def test_what_is_not_proven_is_not_claimed(run, tmp_path):
    """B on 4 and 5 January and a on 6 to 8 would keep both; levelling put a first."""
    file = tmp_path / "order.toml"
    file.write_text(ORDER)
    code, out, _ = run("check", file)
    assert code == 1
    assert "F-INFEASIBLE" not in out
    assert (
        "F-CONSTRAINT task.b.finish_no_later = 2027-01-07: planned to finish 2027-01-08, 1 day late: crews or megawatts "
        "make it wait, and another order of the work might keep it (`planner plan --optimise SECONDS`)"
    ) in out


def test_a_generated_task_is_named_by_its_adjustment(run, tmp_path):
    file = tmp_path / "site.toml"
    file.write_text(STARTER.read_text("utf-8") + '\n[[adjust]]\ntask = "h1.rfs"\ndeadline = 2026-06-01\n')
    code, out, _ = run("check", file)
    assert code == 1
    assert 'F-INFEASIBLE adjust."h1.rfs".deadline = 2026-06-01: conflict of ' in out


def test_nothing_is_loaded_that_is_not_used(tmp_path):
    """OR-Tools takes longer to load than a plan takes to make."""
    import subprocess

    file = tmp_path / "chain.toml"
    file.write_text(CHAIN)
    script = (
        "import sys; from planner.cli.main import main; "
        f"main(['check', {str(file)!r}]); print('ortools' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT.parent)
    assert done.stdout.endswith("False\n")


BAD = """\
[project]
start = 2027-01-04
power_limit_mw = 5
[[calendar]]
id = "outages"
windows = [{ from = 2026-01-01, to = 2026-02-01 }]
[[calendar]]
id = "shut"
closed = [{ from = 2027-01-01, to = 2090-01-01 }]
[[crew]]
id = "elec"
capacity = 2
[[task]]
id = "a"
duration_days = 3
crew = { elec = 3 }
[[task]]
id = "b"
duration_days = 3
power_mw = 6
calendar = "outages"
[[task]]
id = "e"
duration_days = 3
actual_start = 2026-12-01
"""
REFUSED = """\
[[task]]
id = "a"
duration_days = 3
[[task]]
id = "h"
type = "hammock"
crew = { elec = 1 }
must_start = 2027-02-01
[[task]]
id = "p"
duration_days = 3
percent = 40
[[task]]
id = "f"
duration_days = 3
actual_start = 2027-02-01
actual_finish = 2027-01-08
[[relation]]
predecessor = "a"
successor = "nope"
"""
LOOP = """\
[[adjust]]
task = "h9.nothing"
must_start = 2027-02-01
[[adjust]]
task = "h9.nothing"
[[relation]]
predecessor = "a"
successor = "b"
[[relation]]
predecessor = "b"
successor = "a"
"""
LIMITS = {
    "E-CALENDAR-CLOSED calendar.outages.windows",
    "E-CALENDAR-CLOSED calendar.shut.closed",
    "E-CREW-CAPACITY task.a.crew",
    "E-POWER-CAPACITY task.b.power_mw",
    "E-PROGRESS task.e.actual_start",
}
RULES = {
    "E-DUPLICATE-ID task.a.id",
    "E-VALUE task.h",
    "E-VALUE task.p",
    "E-VALUE task.f",
    "E-UNKNOWN-ID relation.0.successor",
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (BAD, LIMITS),
        (BAD + REFUSED, LIMITS | RULES),
        (
            BAD + LOOP,
            LIMITS
            | {
                "E-LOOP relation",
                'E-UNKNOWN-ID adjust."h9.nothing".task',
                'E-DUPLICATE-ID adjust."h9.nothing".task',
            },
        ),
    ],
    ids=["limits", "rules", "loop"],
)
def test_what_can_never_be_is_named_all_at_once(run, tmp_path, text, named):
    file = tmp_path / "bad.toml"
    file.write_text(text)
    code, out, _ = run("check", file)
    assert code == 2
    told = [line.split(": ", 1)[1].split(" = ")[0].split(": ")[0] for line in out.splitlines()]
    assert set(told) == named
    assert len(set(out.splitlines())) == len(out.splitlines())
    assert run("plan", file)[0] == 2


def test_progress_said_twice_is_named(run, tmp_path):
    said = '[[begun]]\ntask = "h1.strip_out"\n[[adjust]]\ntask = "h1.strip_out"\nactual_start = 2027-02-01\n'
    for more in ("", "x = 1\n"):
        file = tmp_path / "site.toml"
        file.write_text(more + STARTER.read_text("utf-8") + said)
        code, out, _ = run("check", file)
        assert code == 2
        assert 'E-PROGRESS adjust."h1.strip_out"' in out
