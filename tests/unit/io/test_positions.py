"""Lines of addresses in TOML texts."""

from __future__ import annotations

import tomllib

import pytest

from planner.io.placing import place
from planner.io.positions import line_of, line_table, location_of
from planner.model.problem import Problem

TEXT = '''# a comment with [brackets] = and "quotes"
[project] # start
start = 2027-01-04
[site]
note = """
[grid]
name = "no key"
"""
"odd key" . x = 1

[[hall]]
id = "h1"
[hall.ai]
platform = "hgx-h100"
[hall.redundancy]
ups = "2N"
[[hall]]
id = "h2"
redundancy = { ups = "N", "cdu" = '2N' }
[[calendar]]
id = "c"
closed = [
  2027-01-01, # ] not the end
  { from = 2027-02-01, to = 2027-02-02 },
  [ "}", \'\'\'
]\'\'\' ],
]
[ "a=b" . c ]
"\\u0041\\"" = 1
[grid]
capacity_mw = 1
[[hall]]
id = "h3"
'''


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("project",), 2),
        (("project", "start"), 3),
        (("site", "note"), 5),
        (("site", "odd key", "x"), 9),
        (("hall",), 11),
        (("hall", 0), 11),
        (("hall", 0, "id"), 12),
        (("hall", 0, "ai"), 13),
        (("hall", 0, "ai", "platform"), 14),
        (("hall", 0, "redundancy", "ups"), 16),
        (("hall", 1), 17),
        (("hall", 1, "redundancy", "ups"), 19),
        (("hall", 1, "redundancy", "cdu"), 19),
        (("calendar", 0, "closed"), 22),
        (("calendar", 0, "closed", 0), 23),
        (("calendar", 0, "closed", 1, "to"), 24),
        (("calendar", 0, "closed", 2), 25),
        (("a=b", "c"), 28),
        (("a=b", "c", 'A"'), 29),
        (("grid", "capacity_mw"), 31),
        (("hall", 2, "id"), 33),
        (("hall", 2, "name"), 32),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_line_of_a_location(location, line):
    tomllib.loads(TEXT)
    assert line_of(line_table(TEXT), location) == line


def test_crlf_and_unicode_line_ends_count_as_toml_counts_them():
    text = '[site]\r\nname = "a\u2028b\u0085c"\r\nnote = "x"\r\n'
    assert line_of(line_table(text), ("site", "note")) == 3


def test_every_leaf_of_a_text_has_its_own_line():
    def leaves(value, at=()):
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        found = list(items)
        if not found:
            yield at
        for key, below in found:
            yield from leaves(below, (*at, key))

    lines = line_table(TEXT)
    assert [at for at in leaves(tomllib.loads(TEXT)) if at not in lines] == []


def test_location_of_goes_as_far_as_the_file():
    raw = tomllib.loads(TEXT)
    assert location_of(raw, ("hall", "h2", "redundancy", "ups")) == ("hall", 1, "redundancy", "ups")
    assert location_of(raw, ("hall", "h9", "name")) == ("hall",)
    assert location_of(raw, ("hall", "h1", "name")) == ("hall", 0, "name")


NETWORK = """[project]
start = 2027-01-04
[[relation]]
predecessor = "a"
successor = "x"
[[relation]]
predecessor = "a"
successor = "x"
[[relation]]
predecessor = "x"
successor = "a"
[[task]]
id = "[/x].crew"
crew = { c = 1 }
[[scenario]]
id = "s"
[scenario.set]
"project.start" = 2027-02-01
"""


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("E", "relation.successor", "no task has this id", "x"), 5),
        (Problem("E", "relation", "remove one relation of the loop 'a -> x -> a'; 2 tasks are caught"), 9),
        (Problem("E", "relation", "is given 2 times", "a -> x"), 6),
        (Problem("E", "task.[/x].crew.crew", "no crew", "c = 1"), 14),
        (Problem("E", "task.gone.crew", "no crew", "c = 1"), 12),
        (Problem("E", "", "nothing"), 1),
        (Problem("E", "project.start", "too late"), 18),
    ],
)
def test_problems_of_later_stages_find_their_line(problem, line):
    raw = tomllib.loads(NETWORK)
    placed = place([problem], raw, NETWORK, "f.toml", "s")
    assert [(p.file, p.line) for p in placed] == [("f.toml", line)]


def test_the_same_unknown_id_twice_is_placed_twice():
    raw = tomllib.loads(NETWORK)
    twice = [Problem("E", "relation.predecessor", "no task", "a")] * 2
    assert [p.line for p in place(twice, raw, NETWORK, "f")] == [4, 7]
