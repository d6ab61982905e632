"""Every problem of a file in one run, each once: fields, rules of several fields, references, the network."""

from __future__ import annotations

import pytest

from planner.books import load_books
from planner.io.read import facility_of, parse_text
from planner.io.validate import validate_raw
from planner.model.problem import InputError
from planner.pipeline import plan

START = "[project]\nstart = 2027-01-04\n"
HALL = """\
[grid]
capacity_mw = 100
[climate]
assumed = "x"
[[hall]]
id = "h1"
existing_mw = 10
slab_kpa = 25
[hall.ai]
platform = "hgx-h100"
critical_it_mw = 5
cooling = "liquid"
"""
OWN = """\
[[crew]]
id = "k"
capacity = 2
[[task]]
id = "a"
duration_days = 3
crew = { ghost = 1 }
[[task]]
id = "b"
duration_days = 1
crew = { k = 5 }
[[relation]]
predecessor = "b"
successor = "b"
[[relation]]
predecessor = "a"
successor = "b"
[[relation]]
predecessor = "a"
successor = "b"
kind = "FS"
"""
TWICE = "FS with a lag of 0 working days is given 2 times: keep one"


def problems_of(text: str) -> list[tuple[str, str, str | None]]:
    """Code, key and value of everything wrong, from whichever stage; nothing may be said twice."""
    with pytest.raises(InputError) as caught:
        plan(facility_of(parse_text(text, "x.toml"), text, "x.toml"))
    told = [(p.code, p.key, p.value, p.message) for p in caught.value.problems]
    assert len(set(told)) == len(told)
    return [t[:3] for t in told]


NETWORK = {
    ("E-UNKNOWN-ID", "task.a.crew.ghost", "ghost"),
    ("E-CREW-CAPACITY", "task.b.crew", "k = 5"),
    ("E-LOOP", "relation", None),
    ("E-DUPLICATE-RELATION", "relation", "a -> b"),
}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("", None),
        ('[site]\nnmae = "x"\n', ("E-UNKNOWN-KEY", "site.nmae", '"x"')),
        ('[[relation]]\npredecessor = "zz"\nsuccessor = "a"\n', None),
        (
            '[[override]]\nid = "no.entry"\nlikely = 1\nreason = "r"\n',
            ("E-UNKNOWN-ID", 'override."no.entry".id', "no.entry"),
        ),
        (
            '[[stock]]\nid = "s"\nitem = "gensets"\nquantity = 1\ndelivered = 2027-03-01\n',
            ("E-UNKNOWN-ID", "stock.s.item", "gensets"),
        ),
        ('[[begun]]\ntask = "h1.nope"\n', ("E-UNKNOWN-ID", 'begun."h1.nope".task', "h1.nope")),
    ],
    ids=["alone", "field", "end", "override", "stock", "begun"],
)
@pytest.mark.parametrize("hall", ["", HALL], ids=["own", "converting"])
def test_the_network_is_reported_beside_whatever_else_is_wrong(hall, wrong, problem):
    found = set(problems_of(START + hall + OWN + wrong))
    assert found >= NETWORK
    extra = found - NETWORK
    if "zz" in wrong:
        assert [(code, key) for code, key, _ in extra] == [("E-UNKNOWN-ID", "relation.3.predecessor")]
    else:
        assert extra == ({problem} if problem else set())


def test_every_stage_at_once():
    text = START + HALL + OWN + (
        '[[override]]\nid = "no.entry"\nlikely = 1\nreason = "r"\n'
        '[[begun]]\ntask = "h1.nope"\n'
        '[[task]]\nid = "h1.l5"\nduration_days = 1\n'
        '[[relation]]\npredecessor = "h1.zzz"\nsuccessor = "a"\n'
        '[[relation]]\npredecessor = "h1.l5"\nsuccessor = "h1.l4"\n'
        '[[relation]]\npredecessor = "h1.l4"\nsuccessor = "h1.l5"\n'
    )  # fmt: skip
    found = problems_of(text)
    assert {code_key[:2] for code_key in found} >= {
        ("E-UNKNOWN-ID", 'override."no.entry".id'),
        ("E-UNKNOWN-ID", 'begun."h1.nope".task'),
        ("E-DUPLICATE-ID", 'task."h1.l5".id'),
        ("E-UNKNOWN-ID", "relation.3.predecessor"),
    }
    assert sum(code == "E-LOOP" for code, *_ in found) == 2
    assert ("E-DUPLICATE-RELATION", "relation", "h1.l4 -> h1.l5") in found
    assert set(found) >= NETWORK


def test_what_cannot_be_taken_out_leaves_own_work_to_be_looked_at():
    found = problems_of(START + HALL.replace('"h1"', '"site"') + OWN)
    assert ("E-RESERVED-ID", "hall.site.id", "site") in found
    assert set(found) >= NETWORK


def test_an_end_that_no_generated_task_can_be_is_told_beside_other_problems():
    text = START + "x = 1\n" + HALL + OWN + '[[relation]]\npredecessor = "zz"\nsuccessor = "h1.l5"\n'
    ends = [f for f in problems_of(text) if f[1].startswith("relation.")]
    assert ends == [("E-UNKNOWN-ID", "relation.3.predecessor", "zz")]


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        (HALL.replace("hgx-h100", "hgx") + "nodes = 4\n", "hall.h1.ai", "give exactly one of critical_it_mw and nodes"),
        ('[[task]]\nid = "a"\nduration_days = 1\nfoo = 1\nduration = { low = 1, likely = 1, high = 1 }\n', "task.a", "give exactly one of duration_days and duration"),
        ('[[task]]\nid = "a"\nfoo = 1\n', "task.a", "give exactly one of duration_days and duration"),
        ('[[task]]\nid = "a"\nduration = { low = 9, likely = 2.5, high = 3 }\n', "task.a.duration", "low ≤ likely ≤ high must hold"),
        ('[[override]]\nid = "prices.genset"\nlow = 3\nlikely = 2\n', 'override."prices.genset"', "low ≤ likely ≤ high must hold"),
        ('[[override]]\nid = "prices.genset"\nlikely = -2\n', 'override."prices.genset"', "a book figure is never negative"),
        ('[[calendar]]\nid = "c"\nclosed = [{ from = 2027-02-02, to = 2027-01-01, x = 1 }]\n', "calendar.c.closed.0", "`to` is before `from`"),
        ('[grid]\ncapacity_mw = 9\npower_factor = 7\n[[grid.step]]\nid = "s"\ncapacity_mw = 5\nenergised = 2028-01-01\n', "grid.step.s.capacity_mw", "each step gives at least what stood before it, 9 MW"),
        ('[site]\nx = 1\n[[scenario]]\nid = "s"\nset = { "grid.capacity_mw" = -5 }\n', 'scenario.s.set."grid.capacity_mw"', "grid.capacity_mw: must be greater than 0"),
        ('[site]\nx = 1\n[[scenario]]\nid = "s"\nset = { "scenario.t.name" = 5 }\n', 'scenario.s.set."scenario.t.name"', "a scenario may not change scenarios"),
    ],
)  # fmt: skip
def test_rules_of_several_fields_are_told_beside_a_wrong_field(text, key, message):
    _, problems = validate_raw(parse_text(START + text, "x"))
    assert len(problems) >= 2
    assert [p.message for p in problems].count(message) == 1
    assert key in {p.key for p in problems if p.message == message}
    assert len({(p.code, p.key, p.message) for p in problems}) == len(problems)


def test_rules_stay_quiet_where_they_hold():
    text = START + HALL.replace("hgx-h100", "hgx") + '[[task]]\nid = "h"\ntype = "hammock"\n'
    _, problems = validate_raw(parse_text(text, "x"))
    assert [p.key for p in problems] == ["hall.h1.ai.platform"]


def test_a_scenario_repeats_nothing_that_is_wrong_with_the_file():
    text = START + 'x = 1\n[[scenario]]\nid = "s"\nset = { "project.start" = 2028-01-03 }\n'
    _, problems = validate_raw(parse_text(text, "x"))
    assert [p.key for p in problems] == ["project.x"]


def test_crews_of_the_books_are_known():
    trade = load_books().tables["crews.trade"][0]["id"]
    text = START + f'x = 1\n[[task]]\nid = "a"\nduration_days = 1\ncrew = {{ {trade} = 1 }}\n'
    assert len(validate_raw(parse_text(text, "x"))[1]) == 1
    text += f'[[override]]\nid = "crews.capacity.{trade}"\nlow = 0\nlikely = 0\nreason = "r"\n'
    assert [p.code for p in validate_raw(parse_text(text, "x"))[1]] == ["E-UNKNOWN-KEY", "E-CREW-CAPACITY"]


def test_loops_that_share_no_task_are_each_named():
    text = START + "".join(f'[[task]]\nid = "{t}"\nduration_days = 1\n' for t in "abcd")
    for one, other in ("ab", "ba", "bc", "cd", "dc"):
        text += f'[[relation]]\npredecessor = "{one}"\nsuccessor = "{other}"\n'
    with pytest.raises(InputError) as caught:
        plan(facility_of(parse_text(text, "x"), text, "x"))
    assert [p.message.split("'")[1] for p in caught.value.problems] == ["a -> b -> a", "c -> d -> c"]


def test_a_relation_of_generated_work_given_again_is_told_beside_a_loop():
    text = START + HALL
    for one, other in (("h1.l4", "h1.l5"), ("h1.l5", "h1.l4")):
        text += f'[[relation]]\npredecessor = "{one}"\nsuccessor = "{other}"\n'
    assert problems_of(text) == [
        ("E-LOOP", "relation", None),
        ("E-DUPLICATE-RELATION", "relation", "h1.l4 -> h1.l5"),
    ]
