"""Laws of saving: what is read back is what was meant, whatever was edited and however the text was laid out."""

from __future__ import annotations

import copy
import datetime
import tomllib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.io.retext import alike, changed_text
from planner.io.starter import STARTER
from planner.session.edits import AddMember, MoveMember, RemoveMember, SetValue
from planner.session.session import Session

STARTER_TEXT = STARTER.read_text("utf-8")
OWN_TEXT = (STARTER.parents[2] / "tests" / "data" / "good" / "own_work.toml").read_text("utf-8")

keys = st.one_of(
    st.sampled_from(
        ["id", "name", "hall", "task", "relation", "crew", "closed", "a b", "x.y", '"', "é", "set", "ai"]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6),
)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 1, 1)),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2999, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
)
values = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(keys, below, max_size=3),
    max_leaves=8,
)


@st.composite
def edited_tables(draw, text):
    """Raw tables of a text with a few random edits anywhere."""
    raw = copy.deepcopy(tomllib.loads(text))
    for _ in range(draw(st.integers(1, 4))):
        at = raw
        for _ in range(draw(st.integers(0, 3))):
            below = [
                v for v in (at.values() if isinstance(at, dict) else at) if isinstance(v, (dict, list)) and v
            ]
            if not below:
                break
            at = draw(st.sampled_from(below))
        if isinstance(at, dict):
            what = draw(st.sampled_from(["set", "change", "remove"]))
            if what == "set" or not at:
                at[draw(keys)] = draw(values)
            else:
                key = draw(st.sampled_from(sorted(at)))
                if what == "remove":
                    del at[key]
                else:
                    at[key] = draw(values)
        else:
            what = draw(st.sampled_from(["append", "insert", "remove", "reverse", "repeat"]))
            if what in ("append", "insert"):
                at.insert(0 if what == "insert" else len(at), draw(values))
            elif what == "remove":
                del at[draw(st.integers(0, len(at) - 1))]
            elif what == "reverse":
                at.reverse()
            else:
                at.append(copy.deepcopy(at[0]))
    return raw


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.sampled_from([STARTER_TEXT, OWN_TEXT]).flatmap(lambda t: st.tuples(st.just(t), edited_tables(t))))
def test_what_is_saved_is_what_is_read(case):
    text, raw = case
    assert alike(tomllib.loads(changed_text(text, raw)), raw)


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(keys, values, max_size=5), st.dictionaries(keys, values, max_size=5))
def test_any_tables_can_become_any_others(before, after):
    import tomli_w

    assert alike(tomllib.loads(changed_text(tomli_w.dumps(before), after)), after)


ids = st.sampled_from(["clear", "[/paint]", "done", "new"])
edits = st.one_of(
    st.builds(
        lambda i, f, v: SetValue(("task", i, f), v),
        ids,
        st.sampled_from(["duration_days", "name", "cost_usd", "duration"]),
        st.one_of(st.none(), st.integers(0, 50), st.text(max_size=5)),
    ),
    st.builds(lambda i, d: AddMember(("task",), {"id": i, "duration_days": d}), ids, st.integers(0, 9)),
    st.builds(
        lambda a, b, k: AddMember(("relation",), {"predecessor": a, "successor": b, "kind": k}),
        ids,
        ids,
        st.sampled_from(["FS", "SS"]),
    ),
    st.builds(lambda i: RemoveMember(("task", i)), ids),
    st.builds(lambda i: RemoveMember(("relation", str(i))), st.integers(0, 2)),
    st.builds(lambda i, o: MoveMember(("task", i), o), ids, st.sampled_from([-2, -1, 1, 2])),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(edits, st.sampled_from(["undo", "redo"])), max_size=15))
def test_undo_redo_and_save_agree(steps):
    from planner.model.problem import InputError

    session = Session.of_text(OWN_TEXT)
    past, future = [session.raw], []
    for step in steps:
        if step == "undo":
            assert (session.undo() is not None) == (len(past) > 1)
            if len(past) > 1:
                future.append(past.pop())
        elif step == "redo":
            assert (session.redo() is not None) == bool(future)
            if future:
                past.append(future.pop())
        else:
            try:
                session.commit(step)
            except InputError:
                assert session.raw is past[-1]
                continue
            if session.raw is not past[-1]:  # an edit that changes nothing leaves redo alone
                future.clear()
                past.append(session.raw)
        assert session.raw is past[-1]
    assert session.modified == (past[-1] != past[0])
    assert tomllib.loads(session.rendered()) == session.raw
