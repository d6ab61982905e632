"""Edits as lines of a log and back."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.io.alike import alike
from planner.session.edits import AddMember, MoveMember, RemoveMember, SetTables, SetValue, SetValues
from planner.session.records import RecordError, edit_of, edit_record, packed, unpacked

scalars = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(datetime.UTC)),
    st.times(),
)
keys = st.one_of(st.sampled_from(["id", "$date", "$table", "$time"]), st.text(max_size=4))
values = st.recursive(scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(keys, v, max_size=3))
addresses = st.lists(st.text(max_size=5), min_size=1, max_size=4).map(tuple)
edits = st.one_of(
    st.builds(SetValue, addresses, st.none() | values),
    st.builds(SetValues, st.lists(st.tuples(addresses, st.none() | values), max_size=3).map(tuple)),
    st.builds(AddMember, addresses, st.dictionaries(keys, values, max_size=3)),
    st.builds(RemoveMember, addresses),
    st.builds(MoveMember, addresses, st.integers(-3, 3)),
    st.builds(
        SetTables, st.dictionaries(keys, st.none() | values, max_size=3), st.text(), st.none() | addresses
    ),
)


@given(values)
def test_a_value_comes_back_the_same(value):
    assert alike(unpacked(json.loads(json.dumps(packed(value)))), value)


@given(edits)
def test_an_edit_comes_back_the_same(edit):
    assert edit_of(json.loads(json.dumps(edit_record(edit)))) == edit


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"do": "fly"},
        {"do": "set"},
        {"do": "set", "at": [], "to": 1},
        {"do": "set", "at": "hall", "to": 1},
        {"do": "set", "at": ["a"], "to": {"$date": "soon"}},
        {"do": "move", "at": ["a"], "by": "far"},
        {"do": "add", "at": ["task"], "member": 3},
        {"do": "set_all", "values": [1]},
    ],
)
def test_what_is_no_edit_is_refused(record):
    with pytest.raises(RecordError):
        edit_of(record)
