"""Tasks: outline, columns, order, along relations, editing in place."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.model.help import field_help
from planner.model.own_work import AdjustModel
from planner.session.edits import AddMember, SetValue
from planner.tui.app import PlannerApp
from planner.tui.render.task_rows import TaskRows
from planner.tui.screens.edit_task import EditTaskScreen
from planner.tui.screens.relations import RelationsScreen
from planner.tui.screens.tasks import TasksScreen
from planner.tui.widgets.rows import RowView
from tests.tui.conftest import make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from planner.model.facility import Facility
    from planner.pipeline import Plan


async def _at(pilot: Pilot[None], task: str) -> TasksScreen:
    """Tasks, with the cursor on a task."""
    app: Any = pilot.app
    await settled(pilot)
    app.show_task(task)
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, TasksScreen)
    assert screen.cursor_id() == task
    return screen


def _raw(app: PlannerApp, table: str) -> list[Any]:
    assert app.open_file is not None
    return app.open_file.session.raw.get(table, [])


async def test_groups_fold_by_keys_and_going_to_a_task_unfolds(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        view = screen.query_one(RowView)
        assert view.source is not None
        every = view.source.count
        await press(pilot, "left")  # to the discipline
        assert screen.cursor_id() is None
        await press(pilot, "left", "left", "left")  # fold it, to the hall, fold that
        assert view.source.count < every
        assert "▸ CB-1  13 tasks" in screen_text(app)
        assert "space or enter folds" in screen_text(app)
        app.show_task("cb1.slab")
        await settled(pilot)
        assert screen.cursor_id() == "cb1.slab"
        await press(pilot, "f")
        assert view.source.count == 3
        assert screen.cursor_id() is None
        await press(pilot, "enter", "f", "f", "f")
        assert view.source.count == every
        await press(pilot, "f", "slash", *"slab")
        assert view.source.count > 3  # what is looked for is never folded away


async def test_columns_order_and_outline_are_chosen_by_keys_and_kept(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "v")
        assert "[x] Cost" in screen_text(app)
        await press(pilot, "space", "end", "space", "up", "up", "up", "space", "enter")
        assert "Id" not in screen_text(app).splitlines()[5]
        assert "Calendar" in screen_text(app).splitlines()[5]
        await press(pilot, "s", "R", "g")
        assert "by finish, falling" in screen_text(app)
    from planner.session.recent import state_folder

    held = json.loads((state_folder() / "tasks.json").read_text("utf-8"))
    assert (held["sort"], held["falling"], held["outline"]) == ("finish", True, False)
    again = make_app(site)
    async with again.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2")
        assert "by finish, falling" in screen_text(again)
        assert "Calendar" in screen_text(again)


async def test_along_relations_and_back(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "left_square_bracket")
        assert screen.cursor_id() == "cb1.strip_out"
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert screen.cursor_id() in ("cb1.lv_install", "cb1.cdu_install")
        await press(pilot, "backspace", "backspace")
        assert screen.cursor_id() == "cb1.strip_out"
        await press(pilot, "r", "down", "enter")
        assert screen.cursor_id() == "cb1.slab"
        await press(pilot, "backspace", "backspace", "backspace", "d")
        assert app.screen.is_modal


async def test_an_own_task_is_edited_in_place_and_undone(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "dash")
        await press(pilot, "enter")
        assert isinstance(app.screen, EditTaskScreen)
        await press(pilot, "down", *"x-3", "enter")
        assert "✗" in screen_text(app)
        assert _raw(app, "task")[0]["duration_days"] == 4
        await press(pilot, "escape", "backspace", "9", "enter")
        assert _raw(app, "task")[0]["duration_days"] == 9
        assert "duration_days 4 → 9" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is screen
        assert "9 days" in screen_text(app)
        assert app.open_file is not None
        assert app.open_file.session.history == ("task.dash.duration_days 4 → 9",)
        await press(pilot, "u")
        assert _raw(app, "task")[0]["duration_days"] == 4
        assert not app.open_file.session.modified


async def test_a_generated_task_is_adjusted_and_its_entry_comes_and_goes(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "cb1.rfs")
        await press(pilot, "enter")
        assert "Generated from the books" in screen_text(app)
        assert "Last day by which it should be finished" in screen_text(app)
        await press(pilot, *"2028-02-3", "enter")
        assert "✗" in screen_text(app)
        assert _raw(app, "adjust") == []
        await press(pilot, "escape", *"2028-02-03", "enter")
        assert _raw(app, "adjust") == [{"task": "cb1.rfs", "deadline": date(2028, 2, 3)}]
        await press(pilot, "down", "down", *"2028-02-01", "enter")
        assert _raw(app, "adjust")[0]["pinned_start"] == date(2028, 2, 1)
        await press(pilot, "delete", "enter")
        assert "pinned_start" not in _raw(app, "adjust")[0]
        await press(pilot, "up", "up", "delete", "enter")
        assert _raw(app, "adjust") == []
        assert app.open_file is not None
        assert app.open_file.session.history[0] == "add adjust cb1.rfs deadline 2028-02-03"
        await press(pilot, "escape", "u")
        assert _raw(app, "adjust")[0]["deadline"] == date(2028, 2, 3)


async def test_relations_are_added_changed_and_removed_own_ones_only(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await _at(pilot, "dash")
        await press(pilot, "r")
        assert isinstance(app.screen, RelationsScreen)
        assert "no relation touches this task" in screen_text(app)
        await press(pilot, "b", *"cb1.slab SS+3", "enter")
        assert _raw(app, "relation") == [
            {"predecessor": "dash", "successor": "cb1.slab", "kind": "SS", "lag_days": 3}
        ]
        await press(pilot, "a", *"cb1.rfs")
        assert "loop" in screen_text(app)
        await press(pilot, "enter", "escape", "c", "delete", *"FF-2e", "enter")
        assert _raw(app, "relation")[0] == {
            "predecessor": "dash", "successor": "cb1.slab", "kind": "FF", "lag_days": -2, "lag": "elapsed",
        }  # fmt: skip
        await press(pilot, "x", "enter")
        assert _raw(app, "relation") == []
        assert app.open_file is not None
        assert len(app.open_file.session.history) == 3
        await press(pilot, "escape")
        await _at(pilot, "cb1.slab")
        await press(pilot, "r", "c", "x")
        assert all("generated from the books" in n.message for n in app._notifications)
        assert isinstance(app.screen, RelationsScreen)


async def test_an_own_task_is_added_to_the_hall_at_the_cursor_copied_and_removed(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "a")
        assert isinstance(app.screen, EditTaskScreen)
        assert _raw(app, "task")[1] == {"id": "task2", "name": "New task", "duration_days": 5, "hall": "cb1"}
        await press(pilot, *"Move out", "down", *"12", "enter", "escape")
        assert app.screen is screen
        assert screen.cursor_id() == "task2"
        assert _raw(app, "task")[1]["name"] == "Move out"
        await press(pilot, "C", "escape")
        assert screen.cursor_id() == "task3"
        assert _raw(app, "task")[2] == {**_raw(app, "task")[1], "id": "task3"}
        at = screen.query_one(RowView).cursor
        await press(pilot, "delete")
        assert "Remove Own tasks › task3?" in screen_text(app)
        await press(pilot, "escape", "x", "enter")
        assert [t["id"] for t in _raw(app, "task")] == ["dash", "task2"]
        assert screen.query_one(RowView).cursor == at  # where it was, not at the top
        await press(pilot, "u")
        assert screen.cursor_id() == "task3"  # what comes back is shown
        await press(pilot, "u")
        assert [t["id"] for t in _raw(app, "task")] == ["dash", "task2"]
        await press(pilot, "home", "a")
        assert "hall" not in _raw(app, "task")[2]  # the site's
        await press(pilot, "escape")
        assert screen.cursor_id() == "task3"


async def test_the_cursor_goes_to_a_new_task_however_late_its_plan_comes(site: Path) -> None:
    go_on = threading.Event()
    go_on.set()

    def slow(facility: Facility) -> Plan:
        assert go_on.wait(30)
        return fake_plan(facility)

    app = PlannerApp((site,), slow)
    app.animation_level = "none"
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "c")  # a filter that hides it
        go_on.clear()
        for key in ("a", "escape", "down", "x"):
            await pilot.press(key)
        assert app.screen is screen
        assert screen.cursor_id() != "task2"
        assert app.open_file is not None
        assert app.open_file.stale
        go_on.set()
        await settled(pilot)
        assert screen.cursor_id() == "task2"
        assert not screen.filter.critical
        go_on.clear()
        await pilot.press("x", "enter")
        await pilot.pause()
        assert screen.cursor_id() == "task2"  # its plan still has it
        for key in ("x", "enter", "C"):
            await pilot.press(key)
        assert app.screen is screen
        assert "removed already" in [n.message for n in app._notifications][-1]
        go_on.set()
        await settled(pilot)


async def test_a_generated_task_stays_but_what_is_said_of_it_can_be_removed(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "x", "C")
        assert app.screen is screen
        said = [n.message for n in app._notifications]
        assert "the books make this task" in said[0]
        assert "Own figures" in said[0]
        assert "a adds one" in said[1]
        app.clear_notifications()
        app.commit(AddMember(("adjust",), {"task": "cb1.slab", "deadline": date(2028, 2, 3)}))
        app.commit(AddMember(("begun",), {"task": "cb1.slab", "remaining_days": 7}))
        before = app.open_file.session.raw  # type: ignore[union-attr]
        await settled(pilot)
        await press(pilot, "x")
        assert "adjust: deadline 2028-02-03" in screen_text(app)
        assert "begun: remaining days 7" in screen_text(app)
        await press(pilot, "enter")
        assert _raw(app, "adjust") == _raw(app, "begun") == []
        assert screen.cursor_id() == "cb1.slab"
        await press(pilot, "u")
        assert app.open_file is not None
        assert app.open_file.session.raw == before
        await press(pilot, "home", "x", "C")
        assert all("choose a task first" in n.message for n in app._notifications)


async def test_the_cursor_stays_on_its_task_when_those_before_it_go(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb2.slab")
        app.commit(SetValue(("hall", "cb1", "ai"), None))
        await settled(pilot)
        assert screen.cursor_id() == "cb2.slab"


async def test_work_begun_before_the_start_is_said_in_the_form(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await _at(pilot, "cb1.slab")
        await press(pilot, "enter")
        form = app.screen.form  # type: ignore[attr-defined]
        labels = [row.spec.label for row in form.rows]
        assert labels[4:8] == ["Percent", "Left at start", "Left known from", "Calendar"]
        at = {row.spec.address: row for row in form.rows}
        days, known = (at["begun", "cb1.slab", name].opened() for name in ("remaining_days", "reason"))
        assert "had not begun" in days.placeholder
        known.focus()
        await press(pilot, *"log", "enter")
        assert "say first how many days" in screen_text(app)
        assert _raw(app, "begun") == []
        await press(pilot, "escape", "up", "0", "enter")
        assert _raw(app, "begun") == [{"task": "cb1.slab", "remaining_days": 0}]
        await press(pilot, "8", "down", *"log", "enter")
        assert _raw(app, "begun") == [{"task": "cb1.slab", "remaining_days": 8, "reason": "log"}]
        started = at["adjust", "cb1.slab", "actual_start"]
        started.focus()
        await press(pilot, *"2027-02-01")
        assert "either before the project start" in form.problem_of(started)
        await press(pilot, "escape")
        days.focus()
        await press(pilot, "delete", "enter")
        assert _raw(app, "begun") == []
        assert app.open_file is not None
        assert app.open_file.session.history[0] == "add begun cb1.slab remaining_days 0"


async def test_words_looked_for_put_the_cursor_on_the_first_task_that_has_them(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _at(pilot, "cb1.slab")
        await press(pilot, "slash", *"dash", "enter")
        assert screen.cursor_id() == "dash"
        await press(pilot, "escape", "home", "slash", *"slab", "enter")
        assert screen.cursor_id() == "cb1.slab"
        await press(pilot, "home")
        assert screen.cursor_id() is None
        app.commit(SetValue(("hall", "cb1", "area_m2"), 5000.0))
        await settled(pilot)
        assert screen.cursor_id() is None  # words that stand as they are move nothing


async def test_the_heading_names_the_columns_that_are_not_there(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "2")

        def agree() -> list[str]:
            view = app.screen.query_one(RowView)
            assert isinstance(view.source, TaskRows)
            hidden = view.source.hidden(view.scrollable_content_region.width)
            assert app.screen.heading.endswith(f"no room: {', '.join(hidden)}")  # type: ignore[attr-defined]
            return hidden

        many = agree()
        await press(pilot, "f")
        agree()
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert agree() != many


async def test_the_form_says_when_the_file_changes_below_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await _at(pilot, "dash")
        app.commit(AddMember(("relation",), {"predecessor": "cb1.slab", "successor": "dash"}))
        await settled(pilot)
        await press(pilot, "r")
        assert "own" in screen_text(app)
        app.undo()
        await settled(pilot)
        assert "no relation touches this task" in screen_text(app)


def test_inherited_fields_have_their_help() -> None:
    assert field_help(AdjustModel)["deadline"].startswith("Last day")
