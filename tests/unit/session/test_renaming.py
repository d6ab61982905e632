"""An id changed takes along what names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.baseline import baseline_of
from planner.pipeline import plan
from planner.session.edits import AddMember, SetValue
from planner.session.renaming import renaming
from planner.session.session import Session

FACILITIES = sorted((Path(__file__).parents[3] / "facilities").glob("*.toml"))
TEACHING = next(f for f in FACILITIES if f.stem == "teaching")


def _renamed(session: Session, address: tuple[str, ...], new: str) -> str:
    return session.commit(renaming(session.raw, address, new, session.trial(SetValue(address, new))))


@pytest.mark.parametrize("file", FACILITIES, ids=lambda f: f.stem)
def test_a_hall_of_another_id_is_planned_as_before(file: Path) -> None:
    session = Session.open(file)
    before = plan(session.facility)
    hall = session.facility.ai_halls[0].id
    _renamed(session, ("hall", hall, "id"), "zz")
    after = plan(session.facility)
    assert after.schedule.index.keys() == {
        f"zz{task[len(hall) :]}" if task.startswith(f"{hall}.") else task for task in before.schedule.index
    }
    dates = [
        sorted((t.name, t.start, t.finish, t.cost_usd) for t in baseline_of(p, "x").task)
        for p in (before, after)
    ]
    assert dates[0] == dates[1]
    session.undo()
    assert session.raw == Session.open(file).raw


def test_what_names_it_is_counted_and_nothing_of_the_old_id_is_left() -> None:
    session = Session.open(TEACHING)
    assert _renamed(session, ("hall", "h1", "id"), "north").startswith(
        "hall.h1.id h1 → north, and in 8 places"
    )
    assert "'h1'" not in str(session.raw)
    assert "hall.h1" not in str(session.raw)
    assert "'h1." not in str(session.raw)


def test_an_id_that_nothing_names_is_one_value() -> None:
    session = Session.open(TEACHING)
    assert _renamed(session, ("fibre", "east", "id"), "west") == "fibre.east.id east → west"


def test_an_id_that_is_taken_is_a_problem_told() -> None:
    session = Session.open(TEACHING)
    edit = renaming(
        session.raw, ("hall", "h1", "id"), "h2", session.trial(SetValue(("hall", "h1", "id"), "h2"))
    )
    assert any("h2" in str(p) for p in session.trial(edit))


def test_decisions_on_its_assets_follow_and_so_do_what_ifs_of_them() -> None:
    session = Session.open(TEACHING)
    transformer, hall = session.facility.transformer[0].id, session.facility.ai_halls[0].id
    for asset in (f"transformer.{transformer}", f"hall.{hall}.shell"):
        session.commit(AddMember(("reuse",), {"asset": asset, "decision": "replace", "reason": "worn"}))
    key = f'reuse."transformer.{transformer}".decision'
    session.commit(AddMember(("scenario",), {"id": "kept", "set": {key: "reuse"}}))
    _renamed(session, ("transformer", transformer, "id"), "big")
    _renamed(session, ("hall", hall, "id"), "north")
    assert [d.asset for d in session.facility.reuse[-2:]] == ["transformer.big", "hall.north.shell"]
    assert session.raw["scenario"][-1]["set"] == {'reuse."transformer.big".decision': "reuse"}
