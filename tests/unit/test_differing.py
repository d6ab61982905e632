"""Where a facility differs from the file as saved."""

from __future__ import annotations

from planner.session.differing import differing
from planner.session.edits import AddMember, RemoveMember, SetValue
from planner.session.session import Session

TEXT = """[project]
start = 2027-01-04
[[task]]
id = "a"
duration_days = 1
[[task]]
id = "b"
duration_days = 2
[[relation]]
predecessor = "a"
successor = "b"
"""


def test_what_is_the_same_differs_nowhere() -> None:
    raw = {"task": [{"id": "a"}], "site": {"name": "x"}}
    assert differing(raw, raw) == frozenset()
    assert differing(raw, {"task": [{"id": "a"}], "site": {"name": "x"}}) == frozenset()


def test_a_field_marks_itself_and_all_that_holds_it() -> None:
    session = Session.of_text(TEXT)
    session.commit(SetValue(("task", "b", "duration_days"), 3))
    assert session.differing == {(), ("task",), ("task", "b"), ("task", "b", "duration_days")}
    session.undo()
    assert session.differing == frozenset()


def test_a_new_member_differs_in_each_field_and_one_that_is_gone_at_its_list() -> None:
    session = Session.of_text(TEXT)
    session.commit(AddMember(("task",), {"id": "c", "duration_days": 1}))
    assert ("task", "c", "duration_days") in session.differing
    assert ("task", "a") not in session.differing
    session.commit(RemoveMember(("task", "c")))
    assert session.differing == frozenset()
    session.commit(RemoveMember(("relation", "0")))
    assert session.differing == {(), ("relation",)}


def test_a_default_put_back_and_a_list_that_is_a_value() -> None:
    session = Session.of_text(TEXT)
    session.commit(SetValue(("task", "a", "name"), "A"))
    session.held_by_file(None, session.raw)
    session.commit(SetValue(("task", "a", "name"), None))
    assert ("task", "a", "name") in session.differing
    calendar = {"id": "c", "closed": [{"from": "2027-01-01", "to": "2027-01-02"}]}
    found = differing({"calendar": [calendar]}, {"calendar": [{**calendar, "closed": []}]})
    assert ("calendar", "c", "closed") in found


def test_nothing_is_marked_where_the_file_is_not_known() -> None:
    session = Session.of_text(TEXT)
    session.held_by_file(None, None)
    assert session.modified
    assert session.differing == frozenset()
