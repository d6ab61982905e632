"""Saving keeps a person's text: comments, order and formatting of whatever did not change."""

from __future__ import annotations

import copy
import difflib
import tomllib

import pytest

from planner.io.retext import alike, changed_text
from planner.io.starter import STARTER

TEXT = """# my site
[project]
start   =   2027-01-04 # odd spacing stays

[[task]] # first
id = "a"
duration_days = 5   # days
# a thought

[[task]]
# before the id
id = 'b' # literal string
duration = { low = 1, likely = 2, high = 3 }

# about relations
[[relation]]
predecessor = "a"
successor = "b"

[[calendar]]
id = "c"
closed = [
  2027-07-05, # a holiday
  { from = 2027-12-24, to = 2028-01-02 },
]
"""


def edited(change, text=TEXT):
    raw = tomllib.loads(text)
    change(raw)
    made = changed_text(text, raw)
    assert alike(tomllib.loads(made), raw)
    lines = difflib.ndiff(text.splitlines(), made.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_nothing_changed_is_the_same_text():
    assert edited(lambda raw: None) == []


def test_a_value_keeps_its_comment():
    assert edited(lambda raw: raw["task"][0].update(duration_days=7)) == [
        "- duration_days = 5   # days",
        "+ duration_days = 7   # days",
    ]


def test_one_number_inside_an_inline_table():
    assert edited(lambda raw: raw["task"][1]["duration"].update(high=9)) == [
        "- duration = { low = 1, likely = 2, high = 3 }",
        "+ duration = { low = 1, likely = 2, high = 9 }",
    ]


def test_a_new_key_stands_beside_the_others():
    made = edited(lambda raw: raw["task"][0].update(cost_usd=2.5, crew={"x": 1}))
    assert made == ["+ cost_usd = 2.5", "+ crew = {x = 1}"]


def test_a_key_taken_out():
    assert edited(lambda raw: raw["task"][1].pop("duration")) == [
        "- duration = { low = 1, likely = 2, high = 3 }"
    ]


def test_a_member_added():
    made = edited(lambda raw: raw["task"].append({"id": "c", "duration_days": 1, "crew": {"x": 2}}))
    assert [line for line in made if line.strip("+ ")] == [
        "+ [[task]]",
        '+ id = "c"',
        "+ duration_days = 1",
        "+ crew = {x = 2}",
    ]


def test_a_member_removed_leaves_the_others():
    made = edited(lambda raw: raw["task"].pop(0))
    assert all(line.startswith("- ") for line in made)
    assert not any("b" in line and "id" in line for line in made)


def test_members_moved_take_their_comments_along():
    raw = tomllib.loads(TEXT)
    raw["task"].reverse()
    made = changed_text(TEXT, raw)
    assert alike(tomllib.loads(made), raw)
    for comment in ("# first", "# a thought", "# literal string", "# about relations", "# odd spacing stays"):
        assert comment in made


def test_a_relation_added_and_removed():
    raw = tomllib.loads(TEXT)
    longer = copy.deepcopy(raw)
    longer["relation"].insert(0, {"predecessor": "x", "successor": "a"})
    text = changed_text(TEXT, longer)
    assert tomllib.loads(text) == longer
    assert tomllib.loads(changed_text(text, raw)) == raw


def test_line_ends_of_windows_stay():
    made = changed_text(TEXT.replace("\n", "\r\n"), tomllib.loads(TEXT.replace("= 5", "= 6")))
    assert made.count("\r\n") == made.count("\n") == TEXT.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        'site.name = "a"\nproject.start = 2027-01-04\n',
        'project = { start = 2027-01-04 }\nrelation = [{ predecessor = "a", successor = "b" }]\n',
        '[[hall]]\nid = "h1"\n[grid]\ncapacity_mw = 1\n[[hall]]\nid = "h2"\n[hall.ai]\nnodes = 1\n',
        '[grid]\ncapacity_mw = 1\n[project]\nstart = 2027-01-04\n[[grid.step]]\nid = "s"\n',
        "[a.b]\nx = 1\n[c]\ny = 1\n[a.d]\nx = 1\n",
        '"quoted key" = 1\n\'lit\'.x = 2\n[x."y.z"]\nk = """\nlong"""\n',
    ],
)
def test_layouts_that_are_hard_to_edit_still_hold_the_values(text):
    raw = tomllib.loads(text)
    more = copy.deepcopy(raw)
    more["site"] = {"name": "new", "region": "US-TX"}
    more["task"] = [{"id": "t", "duration": {"low": 1, "likely": 2, "high": 3}}]
    for value in more.values():
        if isinstance(value, dict):
            value["added"] = 1.0
        elif isinstance(value, list):
            value.append({"id": "last", "deep": {"x": [1, {"y": 2}]}})
    assert alike(tomllib.loads(changed_text(text, more)), more)
    for key in raw:
        fewer = {k: v for k, v in raw.items() if k != key}
        assert alike(tomllib.loads(changed_text(text, fewer)), fewer)


def test_the_starter_keeps_its_comments():
    text = STARTER.read_text("utf-8")
    raw = tomllib.loads(text)
    raw["hall"][0]["redundancy"]["ups"] = "2N"
    raw["scenario"][0]["set"]["hall.h1.redundancy.genset"] = "N+2"
    made = changed_text(text, raw)
    assert tomllib.loads(made) == raw
    assert made.count("#") == text.count("#")
