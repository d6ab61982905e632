"""A session validates only what an edit touched; that must be told apart from validating everything by nothing but time."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.io.validate import validate_raw, validate_tables
from planner.model.address import AddressError, flatten
from planner.model.problem import InputError
from planner.session.edits import AddMember, MoveMember, RemoveMember, SetValue
from planner.session.session import Session

ROOT = Path(__file__).parents[2]
FILES = (
    *sorted((ROOT / "facilities").glob("*.toml")),
    *sorted((ROOT / "tests" / "data" / "good").glob("*.toml")),
)
VALUES = st.sampled_from((None, 0, 1, -1, 7.5, 2, "2N", "N+1", "h1", "nothing", "", True, [], {}, 10**30))


@st.composite
def edits(draw: Any, raw: dict[str, Any]) -> Any:
    """An edit of these tables, sound or not."""
    address = draw(st.sampled_from([a for a, _ in flatten(raw)]))
    table = draw(st.sampled_from([k for k, v in raw.items() if isinstance(v, list)] or ["task"]))
    members = raw.get(table) or [{"id": "x"}]
    at = draw(st.integers(0, len(members) - 1))
    member = members[at]
    key = str(member.get("id") or member.get("task") or at)
    kind = draw(st.sampled_from(("set", "set", "add", "copy", "remove", "move")))
    if kind == "set":
        return SetValue(address, draw(VALUES))
    if kind == "add":
        return AddMember(
            ("task",), {"id": draw(st.sampled_from(("a", "b", "c"))), "name": "A", "duration_days": 3}
        )
    if kind == "copy":
        return AddMember((table,), {**member, **({"id": f"{key}-2"} if "id" in member else {})})
    if kind == "remove":
        return RemoveMember((table, key))
    return MoveMember((table, key), draw(st.sampled_from((-1, 1))))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_facility_and_its_problems_are_those_of_the_whole_file(file: Path, data: Any) -> None:
    session = Session.of_text(file.read_text("utf-8"))
    assert session.raw == tomllib.loads(file.read_text("utf-8"))
    for _ in range(6):
        edit = data.draw(edits(session.raw))
        try:
            after = edit.apply(session.raw)
        except AddressError:
            continue
        assert session.trial(edit) == validate_tables(after)[1]
        facility, problems = validate_raw(after)
        if facility is None:
            with pytest.raises(InputError) as refused:
                session.commit(edit)
            assert list(refused.value.problems) == problems
        else:
            session.commit(edit)
            assert session.facility == facility
