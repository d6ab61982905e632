"""Edits, history, what-ifs and saving of a session."""

from __future__ import annotations

import pytest

from planner.io.read import read_facility, read_reference
from planner.model.problem import InputError
from planner.session.edits import AddMember, MoveMember, RemoveMember, SetValue, SetValues
from planner.session.session import Session

TEXT = """# head
[project]
start = 2027-01-04 # the first Monday

[[task]]
id = "a"
duration_days = 5 # days

[[task]]
id = "b"
duration_days = 2

[[relation]]
predecessor = "a"
successor = "b"
"""
EDITS = (
    SetValue(("task", "a", "duration_days"), 7),
    SetValue(("site", "name"), "North"),
    AddMember(("task",), {"id": "c", "duration_days": 1}),
    AddMember(("relation",), {"predecessor": "b", "successor": "c"}),
    MoveMember(("task", "c"), -1),
    SetValue(("relation", "0", "lag_days"), -1),
    SetValues(
        (
            (("task", "a", "duration_days"), None),
            (("task", "a", "duration"), {"low": 1, "likely": 2, "high": 3}),
        )
    ),
    RemoveMember(("relation", "0")),
    RemoveMember(("relation", "0")),
    RemoveMember(("task", "b")),
)


@pytest.fixture
def session():
    return Session.of_text(TEXT)


def test_undo_and_redo_give_the_very_same_raw(session):
    states = [session.raw]
    for edit in EDITS:
        session.commit(edit)
        states.append(session.raw)
    for state in reversed(states[:-1]):
        session.undo()
        assert session.raw is state
    assert not session.can_undo
    assert session.undo() is None
    assert not session.modified
    for state in states[1:]:
        session.redo()
        assert session.raw is state
    assert not session.can_redo
    assert session.redo() is None


def test_edits_leave_the_tables_before_them_alone(session):
    import copy

    for edit in EDITS:
        before, kept = session.raw, copy.deepcopy(session.raw)
        session.commit(edit)
        assert before == kept


def test_a_new_edit_clears_redo(session):
    session.commit(EDITS[0])
    session.undo()
    session.commit(EDITS[1])
    assert not session.can_redo


def test_quick_edits_of_one_field_merge(session):
    before = session.raw
    for days in (6, 7, 8):
        description = session.commit(SetValue(("task", "a", "duration_days"), days), merge=True)
    assert description == "task.a.duration_days 5 → 8"
    assert len(session.history) == 1
    session.undo()
    assert session.raw is before


def test_a_bad_edit_changes_nothing(session):
    before, revision = session.raw, session.revision
    for edit in (
        SetValue(("task", "a", "duration_days"), -1),
        SetValue(("task", "zz", "duration_days"), 1),
        SetValue(("project", "start"), None),
        SetValue(("task", "a", "duration_days", "x"), 1),
        AddMember(("task",), {"id": "a", "duration_days": 1}),
        RemoveMember(("task", "b")),
    ):
        assert session.trial(edit)
        with pytest.raises(InputError):
            session.commit(edit)
        assert session.raw is before
    assert session.revision == revision


def test_saving_keeps_the_text_and_reads_back(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(TEXT)
    session = Session.open(path)
    assert session.rendered() == TEXT
    session.commit(EDITS[0])
    assert session.modified
    session.save()
    assert not session.modified
    assert path.read_text() == TEXT.replace("= 5 #", "= 7 #")
    for edit in EDITS[1:]:
        session.commit(edit)
        session.save()
        assert read_facility(path).raw == session.raw
        assert "# the first Monday" in path.read_text()


def test_undo_past_a_save_is_modified_again(tmp_path):
    session = Session.of_text(TEXT, tmp_path / "a.toml")
    session.commit(EDITS[0])
    session.save()
    session.undo()
    assert session.modified
    session.save()
    assert (tmp_path / "a.toml").read_text() == TEXT


def test_save_as_never_overwrites(tmp_path, session):
    other = tmp_path / "other.toml"
    other.write_text("theirs")
    with pytest.raises(InputError, match="E-EXISTS"):
        session.save_as(other)
    assert other.read_text() == "theirs"
    assert session.path is None
    with pytest.raises(InputError, match="no name yet"):
        session.save()
    session.save_as(other, force=True)
    assert session.path == other


def test_a_scenario_from_the_edits_since_the_mark(tmp_path, session):
    session.commit(EDITS[1])
    session.mark()
    base = session.raw
    session.commit(SetValue(("task", "a", "duration_days"), 9))
    session.commit(SetValue(("relation", "0", "lag_days"), 3))
    assert session.changes_since_mark() == {"task.a.duration_days": 9, "relation.0.lag_days": 3}
    session.make_scenario("slow", "Slow work")
    assert {k: v for k, v in session.raw.items() if k != "scenario"} == base
    path = session.save_as(tmp_path / "s.toml")
    document, scenario = read_reference(f"{path}@slow")
    assert scenario == "slow"
    assert document.facility.task[0].duration_days == 9
    assert document.facility.relation[0].lag_days == 3
    session.undo()
    assert session.value(("task", "a", "duration_days")) == 9


def test_scenarios_that_cannot_be(session):
    with pytest.raises(InputError, match="nothing has changed"):
        session.make_scenario("x")
    session.commit(SetValue(("task", "a", "duration_days"), 9))
    session.make_scenario("x")
    session.commit(SetValue(("task", "a", "duration_days"), 8))
    with pytest.raises(InputError, match="E-DUPLICATE-ID"):
        session.make_scenario("x")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (AddMember(("task",), {"id": "n", "duration_days": 1}), "was added since the mark"),
        (AddMember(("crew",), {"id": "n"}), "was added since the mark"),
        (RemoveMember(("relation", "0")), "was taken out since the mark"),
    ],
)
def test_what_a_scenario_cannot_hold_is_told(session, edit, words):
    session.commit(edit)
    with pytest.raises(InputError, match=words):
        session.make_scenario("x")


def test_scenarios_taken_out_since_the_mark_stay_out(session):
    session.commit(AddMember(("scenario",), {"id": "old", "set": {"task.a.duration_days": 1}}))
    session.mark()
    session.commit(RemoveMember(("scenario", "old")))
    session.commit(SetValue(("task", "a", "duration_days"), 9))
    session.make_scenario("new")
    assert [s.id for s in session.facility.scenario] == ["new"]


def test_history_is_capped(monkeypatch):
    monkeypatch.setattr("planner.session.session.MAX_HISTORY", 5)
    session = Session.of_text(TEXT)
    for days in range(10, 20):
        session.commit(SetValue(("task", "a", "duration_days"), days))
    assert len(session.history) == 5


def test_files_opened_lately(tmp_path, monkeypatch):
    from planner.session.recent import recent_files, remember

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert recent_files() == []
    one, two = tmp_path / "1.toml", tmp_path / "2.toml"
    for path in (one, two, one):
        path.write_text("")
        remember(path)
    assert recent_files() == [one, two]
    two.unlink()
    assert recent_files() == [one]
    (tmp_path / "state" / "facility-planner" / "recent.json").write_text("{[")
    assert recent_files() == []
