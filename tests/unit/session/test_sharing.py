"""Facilities of one history share what edits left alone, and are what a reader of their tables would make."""

from __future__ import annotations

import shutil
from pathlib import Path

from pydantic import BaseModel

from planner.io.validate import validate_raw
from planner.session.edits import AddMember, SetValue
from planner.session.session import Session
from tests.bench.scripted import do, steps

SITE = Path(__file__).parents[3] / "facilities" / "teaching.toml"


def test_an_edit_leaves_all_else_the_same_objects() -> None:
    session = Session.open(SITE)
    before = session.facility
    session.commit(SetValue(("hall", "h1", "area_m2"), 2500))
    session.commit(AddMember(("task",), {"id": "crane", "duration_days": 3}))
    after = session.facility
    assert after.hall[0] is not before.hall[0]
    assert after.hall[1] is before.hall[1]
    assert after.task[0] is before.task[0]
    for name in after.model_fields_set - {"hall", "task"}:
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, tuple):
            assert len(old) == len(new)
            assert all(a is b for a, b in zip(old, new, strict=True)), name
        elif isinstance(old, BaseModel):
            assert old is new, name


def test_what_is_shared_is_what_the_tables_say(tmp_path: Path) -> None:
    session = Session.open(Path(shutil.copy(SITE, tmp_path / "site.toml")))
    for number, step in enumerate(steps(7)):
        do(session, step)
        if number % 10 == 0:
            made = validate_raw(session.raw)[0]
            assert made == session.facility
            assert made is not None
            assert made.model_dump(exclude_unset=True) == session.facility.model_dump(exclude_unset=True)
