"""Rows of a form: a line until somebody goes there, by whatever way, then an editor that misses no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Static

from planner.session.edits import AddMember, SetValue
from planner.tui.outline import Spot
from planner.tui.screens.edit_task import TaskForm
from planner.tui.widgets.editors import ChoiceEditor, LineEditor
from planner.tui.widgets.form import Form
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from planner.tui.widgets.row import FieldRow


async def _rows(pilot: Pilot[None]) -> dict[str, FieldRow]:
    """Rows of the site's own form."""
    await settled(pilot)
    await press(pilot, "home")
    return {row.spec.name: row for row in pilot.app.screen.form.rows}  # type: ignore[attr-defined]


async def test_a_row_has_an_editor_once_it_was_gone_to(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        assert [r.editor for r in rows.values()] == [None] * len(rows)
        await press(pilot, "enter", "down")
        made = [name for name, row in rows.items() if row.editor is not None]
        assert made == list(rows)[:2]


@pytest.mark.parametrize("way", [("tab",), ("tab", "tab"), ("tab", "tab", "shift+tab")])
async def test_tab_goes_from_field_to_field(site: Path, way: tuple[str, ...]) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        await press(pilot, "enter", *way)
        at = list(rows.values())[way.count("tab") - way.count("shift+tab")]
        assert app.focused is not None
        assert app.focused is at.editor


async def test_keys_right_after_going_to_a_field_are_typed_into_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        await pilot.press("enter", *"New", "down", *"US-TX", "enter")  # without waiting between them
        await settled(pilot)
        assert app.open_file is not None
        held = app.open_file.session.facility.site
        assert (held.name, held.region) == ("New", "US-TX")
        assert isinstance(rows["name"].editor, LineEditor)


async def test_a_click_on_a_choice_opens_its_list(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        row = (await _rows(pilot))["tenancy"]
        await pilot.click(row, offset=(30, 0))
        await settled(pilot)
        editor = row.editor
        assert isinstance(editor, ChoiceEditor)
        assert editor.expanded


async def test_a_click_places_the_cursor(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        row = (await _rows(pilot))["name"]
        await pilot.hover(row, offset=(24, 0))
        await settled(pilot)
        await pilot.click(row, offset=(24, 0))
        await settled(pilot)
        assert isinstance(row.editor, LineEditor)
        assert row.editor.has_focus
        assert row.editor.cursor_position == 2


async def test_a_line_shows_what_an_edit_elsewhere_made(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        app.commit(SetValue(("site", "operator"), "Somebody [b]else[/b]"))
        await settled(pilot)
        assert rows["operator"].editor is None
        assert "●Operator" in screen_text(app)
        assert "Somebody [b]else[/b]" in screen_text(app)


async def test_typing_where_an_undo_took_the_place_away_is_a_problem_told(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(AddMember(("task",), {"id": "mine", "duration_days": 3}))
        await settled(pilot)
        form = TaskForm()
        await app.screen.mount(form)
        assert app.open_file is not None
        session = app.open_file.session
        await form.show(Spot("edit.mine", "mine", (("task", "mine"),)), session, {})
        row = next(r for r in form.rows if r.spec.name == "duration_days")
        editor = row.opened()
        assert isinstance(editor, LineEditor)
        session.undo()  # and its form is not told yet
        editor.value = "5"
        await pilot.pause()
        assert "mine" in form.problem_of(row)
        assert row.has_class("-wrong")


async def test_an_id_typed_where_the_one_before_is_gone_is_a_problem_told(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        session.commit(AddMember(("crew",), {"id": "gang", "capacity": 3}))
        form = Form()
        await app.screen.query_one("#readout").mount(form)
        await form.show(Spot("x", "gang", (("crew", "gang"),)), session, {})
        row = form.rows[0]
        editor = row.opened()
        assert isinstance(editor, LineEditor)
        session.commit(SetValue(("crew", "gang", "id"), "gang2"))  # and the form is not told yet
        editor.value = "gang3"
        await pilot.pause()
        assert "gang" in form.problem_of(row)


async def test_what_is_typed_after_escape_takes_the_place_of_what_was_put_back(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        await press(pilot, "enter", *"Wrong", "escape", *"Right", "enter")
        assert next(iter(rows.values())).typed() == "Right"


async def test_a_click_on_the_label_of_an_open_row_goes_back_to_its_editor(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        await press(pilot, "enter", "down", "down")
        first = next(iter(rows.values()))
        await pilot.click(first, offset=(2, 0))
        await settled(pilot)
        assert app.focused is first.editor


@pytest.mark.parametrize(
    ("text", "says"),
    [("6,5", "commas part thousands"), ("seven", "write a number"), ("1,2,3", "commas part thousands")],
)
async def test_a_number_is_never_guessed(site: Path, text: str, says: str) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *text)
        assert says in screen_text(app)
        await press(pilot, "enter")
        assert app.open_file is not None
        assert app.open_file.session.history == ()


async def test_thousands_may_be_parted(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "grid", "capacity_mw")
        await press(pilot, *"1,250.5", "enter")
        assert app.open_file is not None
        assert app.open_file.session.facility.grid is not None
        assert app.open_file.session.facility.grid.capacity_mw == 1250.5


async def test_lines_that_are_pasted_become_one(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        rows = await _rows(pilot)
        await press(pilot, "enter")
        app.post_message(events.Paste("one\r\ntwo\nthree"))
        await settled(pilot)
        await press(pilot, "enter")
        assert next(iter(rows.values())).typed() == "one two three"


async def test_an_edit_of_the_same_field_is_a_step_of_its_own_but_for_a_quick_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        for quick, typed, steps in ((3600.0, "7", 1), (3600.0, "8", 1), (0.0, "9", 2)):
            monkeypatch.setattr("planner.tui.edit_actions.QUICK_S", quick)
            await press(pilot, typed, "enter")
            assert len(session.history) == steps


async def test_places_without_fields_each_say_their_own(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for place in ("crew", "task", "scenario"):
            await go_to(pilot, place)
            await settled(pilot)
            form = app.screen.form  # type: ignore[attr-defined]
            assert form.rows == []
            assert form.spot is not None
            assert str(form.query_one(".about", Static).content) == form.spot.about
