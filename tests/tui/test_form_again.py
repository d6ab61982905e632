"""A form that was of another place looks and works as one that is new."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.session.edits import AddMember, SetValue
from planner.tui import theme
from planner.tui.screens.edit_task import EditTaskScreen
from planner.tui.widgets.editors import LineEditor
from planner.tui.widgets.tree import FacilityTree
from tests.tui.conftest import make_app, press, send, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

DATE = date(2028, 2, 3)
GIVEN = (
    AddMember(
        ("adjust",), {"task": "cb1.slab", "deadline": DATE, "must_start": DATE, "calendar": "standard"}
    ),
    AddMember(("adjust",), {"task": "cb2.rfs", "percent": 40, "actual_start": date(2027, 1, 4)}),
    AddMember(
        ("task",), {"id": "fence", "name": "Fence [x]", "duration_days": 7, "hall": "cb1", "cost_usd": 5}
    ),
)

EVERY = (*["down"] * 24, *["up"] * 24)
"""To each field and back: its editor is made, and looks a little other than its line did."""

FURTHER = ("down",) * 7


async def _open(pilot: Pilot[None], task: str) -> None:
    app: Any = pilot.app
    app.show_task(task)
    await settled(pilot)
    await press(pilot, "enter")
    assert isinstance(app.screen, EditTaskScreen)


async def _prepared(pilot: Pilot[None]) -> None:
    app: Any = pilot.app
    await settled(pilot)
    for edit in GIVEN:
        assert app.commit(edit)
    await settled(pilot)


def _seen(pilot: Pilot[None]) -> tuple[str, str, str]:
    """All that is drawn, in words and as a picture with its colours, and what is chosen in the field."""
    focused = pilot.app.focused
    chosen = focused.selected_text if isinstance(focused, LineEditor) else ""
    return screen_text(pilot.app), pilot.app.export_screenshot(), chosen


@pytest.mark.parametrize(
    ("before", "task"),
    [
        ("cb1.slab", "cb2.rfs"),
        ("cb2.rfs", "cb1.slab"),
        ("cb2.rfs", "cb1.concept_design"),
        ("dash", "fence"),
        ("fence", "dash"),
    ],
)
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_form_of_another_task_is_as_a_new_one(
    site: Path, before: str, task: str, size: tuple[int, int]
) -> None:
    async with make_app(site).run_test(size=size) as pilot:
        await _prepared(pilot)
        pilot.app.show_task(before)  # type: ignore[attr-defined]
        await settled(pilot)
        await _open(pilot, task)
        await send(pilot, *EVERY)
        assert all(row.editor for row in pilot.app.screen.form.rows)  # type: ignore[attr-defined]
        fresh = _seen(pilot)
        await send(pilot, *FURTHER)
        further = _seen(pilot)
    async with make_app(site).run_test(size=size) as pilot:
        await _prepared(pilot)
        await _open(pilot, before)
        first = pilot.app.screen
        await send(pilot, *EVERY, *"2029-01-0")
        await press(pilot, "escape", "escape")
        assert not pilot.app.screen.is_modal
        await _open(pilot, task)
        assert pilot.app.screen is first
        assert _seen(pilot) == fresh
        await send(pilot, *FURTHER)
        assert _seen(pilot) == further


async def test_what_is_typed_goes_to_the_task_that_it_is_of_now(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _open(pilot, "cb1.slab")
        await press(pilot, *"2028-02-03", "enter", "escape")
        await _open(pilot, "cb1.rfs")
        await press(pilot, *"2028-02-04", "enter", "escape")
        file = app.open_file
        assert file is not None
        assert file.session.raw["adjust"] == [
            {"task": "cb1.slab", "deadline": DATE},
            {"task": "cb1.rfs", "deadline": date(2028, 2, 4)},
        ]
        assert len(file.session.history) == 2
        await press(pilot, "u", "u")
        assert not file.session.modified


async def test_rows_of_another_hall_hold_its_values_and_edits_of_each_are_steps_of_their_own(
    site: Path,
) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        for hall, choice in (("cb1", "2N"), ("cb2", "N+2")):
            app.go_to(f"hall.{hall}.redundancy")
            await settled(pilot)
            await press(pilot, "right")
            row = app.screen.form.rows[0]  # type: ignore[attr-defined]
            assert row.spec.address == ("hall", hall, "redundancy", "ups")
            row.editor.value = choice
            await settled(pilot)
        assert [file.session.value(("hall", h, "redundancy", "ups")) for h in ("cb1", "cb2")] == ["2N", "N+2"]
        assert len(file.session.history) == 2


async def test_a_form_that_was_closed_takes_another_theme(site: Path) -> None:
    seen = []
    for before in (True, False):
        app = make_app(site)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            pilot.app.show_task("cb1.rfs")  # type: ignore[attr-defined]
            await settled(pilot)
            if before:
                await press(pilot, "enter", "escape")
            app.theme = theme.LIGHT.name
            await settled(pilot)
            await _open(pilot, "cb1.slab")
            seen.append(_seen(pilot))
    assert seen[0] == seen[1]


async def _in_field(pilot: Pilot[None], place: str, name: str) -> Any:
    """On Site, in a field of a place; the app."""
    app: Any = pilot.app
    await settled(pilot)
    app.go_to(place, name)
    await settled(pilot)
    assert app.screen.form.focused_row.spec.name == name
    return app


async def test_an_undo_elsewhere_leaves_the_field_for_the_tree(site: Path) -> None:
    async with make_app(site).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        pilot.app.commit(SetValue(("hall", "cb2", "ai", "critical_it_mw"), 18))  # type: ignore[attr-defined]
        app = await _in_field(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "ctrl+z")
        assert app.screen.form.rows[0].spec.address[:2] == ("hall", "cb2")
        assert app.focused is app.screen.query_one(FacilityTree)
        session = app.open_file.session
        assert [session.value(("hall", h, "ai", "critical_it_mw")) for h in ("cb1", "cb2")] == [20, 20]


async def test_a_list_of_choices_that_is_open_closes_when_its_place_goes(site: Path) -> None:
    async with make_app(site).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        pilot.app.commit(SetValue(("hall", "cb2", "redundancy", "genset"), "2N"))  # type: ignore[attr-defined]
        app = await _in_field(pilot, "hall.cb1.redundancy", "ups")
        await press(pilot, "enter")
        editor = app.screen.form.rows[0].editor
        assert editor.expanded
        app.undo()
        await settled(pilot)
        assert not editor.expanded
        assert app.focused is app.screen.query_one(FacilityTree)


async def test_who_gives_another_id_stays_and_the_field_gone_to_is_chosen(site: Path) -> None:
    async with make_app(site).run_test(size=(120, 40)) as pilot:
        app = await _in_field(pilot, "hall.cb1", "id")
        await press(pilot, "c", "9", "down", *"New", "enter")
        halls = app.open_file.session.raw["hall"]
        assert (halls[0]["id"], halls[0]["name"]) == ("c9", "New")


async def test_help_is_of_the_field_gone_to_not_of_the_one_left(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _open(pilot, "cb1.slab")
        for typed in ("2027-05-0", "2029-05-04"):
            await press(pilot, *typed, "down")
            told = str(app.screen.query_one("#field_help").content)  # type: ignore[attr-defined]
            assert "✗" not in told
            assert app.screen.form.focused_row.spec.help in told  # type: ignore[attr-defined]
            await press(pilot, "up")


async def test_a_closed_form_holds_neither_file_nor_focus(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await _open(pilot, "cb1.slab")
        screen: Any = app.screen
        await press(pilot, "escape")
        assert screen.is_attached
        assert screen.form.session is None
        assert screen.focused is None
        assert not any(widget.has_focus for widget in screen.query("LineEditor"))
