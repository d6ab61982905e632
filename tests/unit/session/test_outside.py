"""The file changed outside: noticed, merged where both can be had, asked about where not."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.problem import InputError
from planner.session.edits import AddMember, MoveMember, RemoveMember, SetValue
from planner.session.merge import merge
from planner.session.session import Session
from tests.unit.session.test_session import TEXT

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("task", "a", "duration_days")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "site.toml"
    path.write_text(TEXT)
    return Session.open(path)


def rewritten(session: Session, old: str, new: str) -> None:
    assert session.path is not None
    text = session.path.read_text()
    assert old in text
    session.path.write_text(text.replace(old, new))


def found(session):
    outside = session.look_outside()
    assert outside is not None
    return outside


def test_an_untouched_file_is_not_reported(session):
    assert session.look_outside() is None
    session.commit(SetValue(DAYS, 7))
    session.save()
    assert session.look_outside() is None


def test_the_same_text_again_is_no_change(session):
    session.path.write_text(TEXT)
    outside = session.look_outside()
    assert outside is None or outside.kind == "same"


def test_with_nothing_unsaved_the_file_is_taken_as_one_edit(session):
    before = session.raw
    rewritten(session, "duration_days = 5 # days", "duration_days = 50 # months")
    assert session.take_outside(found(session)) == "from the file: task.a.duration_days 5 → 50"
    assert session.value(DAYS) == 50
    assert not session.modified
    assert "# months" in session.rendered()
    session.undo()
    assert session.raw is before
    assert session.modified


def test_edits_of_other_places_are_merged(session):
    session.commit(SetValue(DAYS, 7))
    session.commit(AddMember(("task",), {"id": "c", "duration_days": 1}))
    rewritten(session, "duration_days = 2", "duration_days = 3\nname = '[b]'  # theirs")
    session.take_outside(found(session))
    assert session.value(DAYS) == 7
    assert session.value(("task", "b", "duration_days")) == 3
    assert [t["id"] for t in session.raw["task"]] == ["a", "b", "c"]
    assert session.modified
    session.save()
    assert "# theirs" in session.path.read_text()
    assert 'id = "c"' in session.path.read_text()


def test_edits_of_one_place_are_asked_about(session):
    session.commit(SetValue(DAYS, 7))
    rewritten(session, "= 5 # days", "= 6 # days")
    outside = found(session)
    with pytest.raises(InputError, match="each in its own way"):
        session.take_outside(outside)
    (conflict,) = session.merged(outside).conflicts
    assert (conflict.address, conflict.mine, conflict.theirs) == ("task.a.duration_days", 7, 6)
    session.take_outside(outside, "mine")
    assert session.value(DAYS) == 7
    assert session.modified
    session.undo()
    assert session.value(DAYS) in (5, 6)


def test_theirs_can_be_preferred(session):
    session.commit(SetValue(DAYS, 7))
    session.commit(SetValue(("site", "name"), "Mine"))
    rewritten(session, "= 5 # days", "= 6 # days")
    session.take_outside(found(session), "theirs")
    assert session.value(DAYS) == 6
    assert session.value(("site", "name")) == "Mine"


def test_a_broken_file_changes_nothing(session):
    session.commit(SetValue(DAYS, 7))
    rewritten(session, "[project]", "[project")
    outside = found(session)
    assert outside.kind == "broken"
    assert outside.problems[0].line == 2
    session.ignore_outside(outside)
    assert session.look_outside() is None
    assert session.modified
    session.save()
    assert "duration_days = 7 # days" in session.path.read_text()


def test_a_file_that_is_gone_can_be_written_again(session):
    session.path.unlink()
    outside = found(session)
    assert outside.kind == "gone"
    session.ignore_outside(outside)
    assert session.modified
    session.save()
    assert session.path.read_text() == TEXT


def test_two_that_make_no_facility_together_are_refused(session):
    session.commit(AddMember(("calendar",), {"id": "x", "workdays": ["mon"]}))
    session.commit(SetValue(("task", "a", "calendar"), "standard"))
    session.save()
    session.commit(RemoveMember(("calendar", "x")))
    rewritten(session, 'calendar = "standard"', 'calendar = "x"')
    before = session.raw
    with pytest.raises(InputError, match="calendar"):
        session.take_outside(found(session))
    assert session.raw is before


edit = st.one_of(
    st.builds(
        lambda i, v: SetValue(("task", i, "duration_days"), v), st.sampled_from("ab"), st.integers(0, 3)
    ),
    st.builds(
        lambda i, v: SetValue(("task", i, "name"), v),
        st.sampled_from("ab"),
        st.sampled_from(["x", "y", None]),
    ),
    st.builds(lambda v: SetValue(("site", "name"), v), st.sampled_from(["x", "y", None])),
    st.builds(lambda i: AddMember(("task",), {"id": i, "duration_days": 1}), st.sampled_from("cd")),
    st.builds(lambda i, o: MoveMember(("task", i), o), st.sampled_from("ab"), st.sampled_from([-1, 1])),
    st.builds(lambda: RemoveMember(("relation", "0"))),
    st.builds(lambda k: SetValue(("relation", "0", "lag_days"), k), st.integers(0, 2)),
)


def after(edits):
    session = Session.of_text(TEXT)
    for e in edits:
        try:
            session.commit(e)
        except InputError:
            continue
    return session.raw


def by_id(raw):
    raw = copy.deepcopy(raw)
    for key in ("task", "relation"):
        if key in raw:
            raw[key] = sorted(raw[key], key=lambda m: str(m.get("id") or m))
    return {k: v for k, v in raw.items() if v != {}}


@settings(max_examples=150, deadline=None)
@given(st.lists(edit, max_size=5), st.lists(edit, max_size=5))
def test_laws_of_merging(mine, theirs):
    base, one, other = after([]), after(mine), after(theirs)
    assert merge(base, one, base).raw == one
    assert by_id(merge(base, base, other).raw) == by_id(other)
    assert merge(base, one, one).raw == one
    assert not merge(base, one, base).conflicts
    assert not merge(base, base, other).conflicts
    there, back = merge(base, one, other), merge(base, other, one)
    assert len(there.conflicts) == len(back.conflicts)
    assert by_id(merge(base, one, other, "mine").raw) == by_id(merge(base, other, one, "theirs").raw)


def test_a_comment_written_outside_is_no_edit_of_anybody(session):
    session.commit(SetValue(DAYS, 9))
    rewritten(session, TEXT, f"# a comment\n{TEXT}")
    assert session.take_outside(found(session)) == ""
    assert session.history == (session.steps[-1].description,)
    assert session.rendered().startswith("# a comment")


def test_a_file_that_was_gone_and_is_back_is_as_it_was(session):
    session.path.unlink()
    session.ignore_outside(found(session))
    assert session.modified
    session.path.write_text(TEXT)
    session.ignore_outside(found(session))
    assert not session.modified
    assert session.unsaved == ()


def test_a_file_that_was_gone_and_is_back_changed_is_merged_with_what_it_was(session):
    session.path.unlink()
    session.ignore_outside(found(session))
    session.commit(SetValue(DAYS, 9))
    session.path.write_text(f'{TEXT}\n[[crew]]\nid = "c"\ncapacity = 2\n')
    session.take_outside(found(session))
    assert session.value(DAYS) == 9
    assert session.value(("crew", "c", "capacity")) == 2
