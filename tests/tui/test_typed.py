"""What is typed and not taken yet, while something else happens: nothing lost, nothing taken for what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import AppBlur, AppFocus
from textual.widgets import Input

from planner.session.edits import AddMember, SetValue
from planner.tui.screens.edit_task import EditTaskScreen
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

IT = ("hall", "cb1", "ai", "critical_it_mw")


def _typed(app: Any) -> str:
    assert isinstance(app.focused, Input)
    return app.focused.value


async def test_choices_that_change_leave_the_field_that_is_typed_in(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        await go_to(pilot, "fleet.f1", "count")
        await press(pilot, *"9000")
        form = app.screen.form  # type: ignore[attr-defined]
        rows = list(form.rows)
        app.commit(AddMember(("hall",), {"id": "new", "existing_mw": 5}))
        await settled(pilot)
        assert form.rows == rows
        assert _typed(app) == "9000"
        assert any("new" in row.spec.choices for row in rows)
        await press(pilot, "enter")
        assert session.value(("fleet", "f1", "count")) == 9000


async def test_escape_shows_what_the_facility_holds_now(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"1")
        app.open_file.session.commit(SetValue(IT, 30))  # as an editor beside the app
        app.changed(app.open_file)
        await settled(pilot)
        assert _typed(app) == "1"
        await press(pilot, "escape")
        assert _typed(app) == "30"
        await press(pilot, *"20", "enter")
        assert app.open_file.session.value(IT) == 20


async def test_redo_puts_back_what_is_only_typed_and_forgets_nothing(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        for name in ("A", "B"):
            app.commit(SetValue(("hall", "cb2", "name"), name))
            await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "ctrl+z", "ctrl+z")
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"13", "ctrl+y")
        assert _typed(app) == "20"
        await press(pilot, "ctrl+y", "ctrl+y")
        assert session.value(("hall", "cb2", "name")) == "B"
        assert session.value(IT) == 20


@pytest.mark.parametrize("text", ["1", "1x"])
async def test_another_window_leaves_a_field_as_it_is(site: Path, text: str) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *text)
        app.post_message(AppBlur())
        await settled(pilot)
        app.post_message(AppFocus())
        await settled(pilot)
        assert not app.open_file.session.history
        await press(pilot, "3")
        assert _typed(app) == f"{text}3"


async def test_an_id_half_typed_goes_on_after_a_page(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        await go_to(pilot, "hall.cb1", "id")
        await press(pilot, "a", "f1", "escape", "b", "enter")
        assert app.open_file.session.facility.hall[0].id == "ab"


async def test_a_save_of_an_id_just_typed_stays_in_its_field(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1", "id")
        await press(pilot, *"zz", "ctrl+s")
        assert _typed(app) == "zz"
    assert 'id = "zz"' in site.read_text("utf-8")


async def test_a_command_clicked_is_done_to_what_was_typed(site: Path) -> None:
    """The bar of keys takes no focus: a copy had the old name, and the name came as an edit after it."""
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        await go_to(pilot, "hall.cb1", "name")
        await press(pilot, *"Big")
        app.action_command("copy")
        await settled(pilot)
        assert [h.name for h in session.facility.hall].count("Big") == 2
        assert [s.description.split()[0] for s in session.steps][-1] != "hall.cb1.name"


async def test_two_versions_name_the_field_that_is_typed_in(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(("hall", "cb2", "name"), "Here"))
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, *"13")
        text = site.read_text("utf-8")
        assert text.count("critical_it_mw = 20") == 2
        text = text.replace("critical_it_mw = 20", "critical_it_mw = 30", 1)
        site.write_text(text.replace('name = "CB-2"', 'name = "There"'), "utf-8")
        app.watch_files()
        await settled(pilot)
        assert "Two versions of one file" in screen_text(app)
        assert "hall.cb2.name: here Here, outside There" in screen_text(app)
        assert "hall.cb1.ai.critical_it_mw: here 13, outside 30" in screen_text(app)


async def test_the_form_of_a_task_that_an_undo_took_away_closes(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(AddMember(("task",), {"id": "fence", "name": "Fence", "duration_days": 7}))
        await settled(pilot)
        app.show_task("fence")
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, EditTaskScreen)
        await press(pilot, "ctrl+z")
        assert not isinstance(app.screen, EditTaskScreen)
        assert "fence is in the plan no more" in [n.message for n in app._notifications]
