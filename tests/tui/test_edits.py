"""Edits in the form and the tree: committed, tried, undone, saved."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Static

from planner.io.read import facility_of, parse_setting, parse_text
from planner.session.edits import SetValue
from planner.tui import messages
from planner.tui.screens.modals import Confirm
from planner.tui.widgets.form import Form
from planner.tui.widgets.strip import StatusStrip
from planner.tui.widgets.tree import FacilityTree
from tests.tui.conftest import go_to, make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

UPS = ("hall", "cb1", "redundancy", "ups")
MW = ("hall", "cb1", "ai", "critical_it_mw")


def strip_of(app: object) -> str:
    return app.screen.query_one(StatusStrip).render().plain  # type: ignore[attr-defined]


async def test_typing_a_value_commits_it_and_posts_the_difference_it_made(site: Path) -> None:
    app = make_app(site)
    heard: list[object] = []
    async with app.run_test(size=(120, 40), message_hook=heard.append) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "2", "5", "enter")
        assert app.open_file is not None
        assert app.open_file.session.value(MW) == 25
        ready = [m for m in heard if isinstance(m, messages.PlanReady)]
        assert ready[-1].difference is not None
        assert ready[-1].difference.critical_it_mw == 5
        assert "+5.0 MW" in strip_of(app)
        assert "● modified" in strip_of(app)


async def test_keys_that_come_at_once_each_go_a_field_on_and_escape_brings_the_help_of_the_place(
    site: Path,
) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "climate", "design_dry_bulb_c")
        assert app._driver is not None
        for _ in range(3):  # from a held key, or a slow line: nothing is done between them
            key = events.Key("down", None)
            key.set_sender(app)
            app._driver.send_message(key)
        await settled(pilot)
        row = app.screen.query_one(Form).focused_row
        assert row is not None
        assert row.spec.name == "altitude_m"
        help_line = app.screen.query_one("#help", Static)
        assert "sea level" in str(help_line.content)
        await press(pilot, "escape")
        assert app.screen.query_one(FacilityTree).has_focus
        assert str(help_line.content) == "Design weather."


async def test_right_after_down_goes_into_the_place_come_to(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.go_to("hall.cb1.ai")
        await settled(pilot)
        assert app._driver is not None
        for name in ("down", "right"):
            key = events.Key(name, None)
            key.set_sender(app)
            app._driver.send_message(key)
        await settled(pilot)
        form = app.screen.query_one(Form)
        assert form.spot is not None
        assert form.spot.key == "hall.cb1.redundancy"
        assert form.focused_row is form.rows[0]
        await press(pilot, "escape", "left")
        spot = app.screen.query_one(FacilityTree).spot
        assert spot is not None
        assert spot.key == "hall.cb1"


async def test_without_colour_nothing_has_any_and_the_cursor_is_reversed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for key in ("1", "2", "3", "4", "5", "6", "7"):
            await press(pilot, key)
            drawn = [s for strip in app.screen._compositor.render_strips() for s in strip]
            colours = {c for s in drawn if s.style for c in (s.style.color, s.style.bgcolor) if c is not None}
            assert all(c.is_default for c in colours), key
            # The screen's own key in the bar below, and the cursor.
            assert sum(bool(s.style and s.style.reverse and s.text.strip()) for s in drawn) >= 2, key


async def test_choosing_a_value_commits_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.redundancy", "ups")
        await press(pilot, "enter", "down", "down", "enter")
        assert app.open_file is not None
        assert app.open_file.session.value(UPS) == "2N"
        assert "+27 d" in strip_of(app)


async def test_undo_and_redo_give_back_the_very_same_facility(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        before = file.session.facility
        app.commit(SetValue(UPS, "2N"))
        await settled(pilot)
        after = file.session.facility
        await press(pilot, "u")
        assert file.session.facility is before
        assert "-27 d" in strip_of(app)
        await press(pilot, "U")
        assert file.session.facility is after
        await press(pilot, "ctrl+z", "ctrl+y")
        assert file.session.facility is after


async def test_letters_typed_in_a_field_are_no_commands(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1", "name")
        await press(pilot, "q", "u", "2", "w", "enter")
        assert app.open_file is not None
        assert app.open_file.session.value(("hall", "cb1", "name")) == "qu2w"
        assert app.mode_name == "site"


async def test_an_invalid_value_shows_its_problem_and_is_not_committed(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "minus", "3", "enter")
        assert app.open_file is not None
        assert app.open_file.session.value(MW) == 20
        assert app.open_file.session.history == ()
        help_text = app.screen.query_one("#help").render().plain  # type: ignore[attr-defined]
        assert "greater than 0" in help_text
        await press(pilot, "escape")
        assert app.focused.value == "20"  # type: ignore[union-attr]


async def test_leaving_a_field_with_an_invalid_value_puts_the_old_one_back(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        editor = app.focused
        await press(pilot, "minus", "3", "down")
        assert editor.value == "20"  # type: ignore[union-attr]
        assert app.open_file is not None
        assert not app.open_file.session.modified


async def test_giving_nodes_takes_the_megawatts_out_in_one_step(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1.ai", "nodes")
        await press(pilot, *"500", "enter")
        assert app.open_file is not None
        assert app.open_file.session.value(MW) is None
        assert app.open_file.session.value((*MW[:-1], "nodes")) == 500
        assert len(app.open_file.session.history) == 1


async def test_saving_keeps_comments_and_order(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1", "area_m2")
        await press(pilot, *"4200", "ctrl+s")
        text = site.read_text("utf-8")
        assert "area_m2 = 4200  # measured" in text
        assert text.startswith("# A made-up site")
        assert "○ saved" in strip_of(app)


async def test_adding_copying_and_removing_a_task(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "task")
        await press(pilot, "a", "C")
        assert app.open_file is not None
        ids = [t.id for t in app.open_file.session.facility.task]
        assert ids == ["dash", "task2", "task3"]
        await press(pilot, "x", "enter")
        assert [t.id for t in app.open_file.session.facility.task] == ["dash", "task2"]
        await go_to(pilot, "task.task2")
        await press(pilot, "left_square_bracket")
        assert [t.id for t in app.open_file.session.facility.task] == ["task2", "dash"]


async def test_site_copies_the_field_typed_in_or_the_place_of_the_tree(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "task.dash")
        await press(pilot, "y")
        assert app.clipboard == '[[task]]\nid = "dash"\nname = "Move the dashboard"\nduration_days = 4\n'
        await go_to(pilot, "hall.cb1.redundancy", "ups")
        await press(pilot, "ctrl+t")
        assert app.clipboard == 'hall.cb1.redundancy.ups = "N+1"'
        assert parse_setting(app.clipboard) == (("hall", "cb1", "redundancy", "ups"), "N+1")
        await go_to(pilot, "hall.cb1", "area_m2")
        await press(pilot, "ctrl+t")
        assert app.clipboard == "hall.cb1.area_m2 = 4000"
        await press(pilot, "y")  # a letter is typed
        assert app.clipboard == "hall.cb1.area_m2 = 4000"
        await press(pilot, "escape", "down", "ctrl+t")
        await go_to(pilot, "plant")
        await press(pilot, "y")
        assert "choose a table or a list" in [n.message for n in app._notifications][-1]
        assert app.open_file is not None
        assert not app.open_file.session.modified


async def test_a_task_goes_with_the_relations_that_name_it_and_comes_back_in_one_step(site: Path) -> None:
    site.write_text(
        site.read_text("utf-8")
        + '\n[[relation]]\npredecessor = "cb1.slab"\nsuccessor = "dash"\n'
        + '\n[[relation]]\npredecessor = "cb1.slab"\nsuccessor = "cb2.slab"\n'
        + '\n[[relation]]\npredecessor = "dash"\nsuccessor = "cb2.slab"\n',
        "utf-8",
    )
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        session = app.open_file.session
        before = session.raw
        await go_to(pilot, "task.dash")
        await press(pilot, "x")
        assert "2 relations of it will go too. It can be undone with u." in screen_text(app)
        await press(pilot, "enter")
        assert [(r.predecessor, r.successor) for r in session.facility.relation] == [("cb1.slab", "cb2.slab")]
        assert session.facility.task == ()
        assert not app.open_file.problems
        assert session.history == ("remove task.dash, cb1.slab → dash, dash → cb2.slab",)
        await press(pilot, "u")
        assert session.raw == before


async def test_a_mining_hall_becomes_an_ai_hall(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.m1.ai")
        await press(pilot, "a")
        assert app.open_file is not None
        assert app.open_file.session.facility.hall[2].ai is not None
        assert "50.0 MW" in strip_of(app)


async def test_a_relation_is_typed_and_one_that_cannot_be_planned_is_told(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "relation")
        await press(pilot, "a")
        await press(pilot, *"dash", "minus", "greater_than_sign", *"nowhere", "enter")
        assert app.open_file is not None
        assert app.open_file.problems
        assert "1 problem" in strip_of(app)
        await press(pilot, "u")
        assert not app.open_file.problems


async def test_edits_become_a_what_if_that_is_compared(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(UPS, "N"))
        await settled(pilot)
        await press(pilot, "w", "enter")
        assert app.mode_name == "compare"
        file = app.open_file
        assert file is not None
        assert [s.id for s in file.session.facility.scenario] == ["double", "what-if-2"]
        assert file.session.value(UPS) == "N+1"
        source = app.screen.query_one("RowView").source  # type: ignore[attr-defined]
        assert source.labels == ("Base", "@what-if-2")
        row = next(r for r in source.comparison.rows if r.key == "capex_usd.likely")
        assert row.differences[1] < 0


async def test_save_as_asks_before_it_overwrites(site: Path, tmp_path: Path) -> None:
    app = make_app(site)
    other = tmp_path / "other.toml"
    other.write_text("kept", "utf-8")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "S")
        app.focused.value = str(other)  # type: ignore[union-attr]
        await press(pilot, "enter")
        assert other.read_text("utf-8") == "kept"
        await press(pilot, "enter")
        assert tomllib.loads(other.read_text("utf-8"))["site"]["name"] == "Lake Mariner"


async def test_quit_asks_when_something_is_not_saved(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(UPS, "2N"))
        await settled(pilot)
        await press(pilot, "q")
        assert app.screen.is_modal
        await press(pilot, "escape")
        assert not app.screen.is_modal


async def test_a_crash_keeps_work_that_no_journal_holds(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.session.journal.journal_folder", lambda: site / "no folder")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.commit(SetValue(UPS, "2N"))
        await settled(pilot)
        assert any("cannot be kept against a crash" in n.message for n in app._notifications)
    (kept,) = app.rescue()
    assert tomllib.loads(kept.read_text("utf-8"))["hall"][0]["redundancy"]["ups"] == "2N"


async def test_what_the_file_does_not_hold_is_marked_in_tree_and_form_until_saved(site: Path) -> None:
    from tests.tui.test_screens import screen_text

    def marked(app: object) -> list[str]:
        lines = screen_text(app).splitlines()  # type: ignore[arg-type]
        return [line[1:39].strip().split("  ")[0].lstrip("▾▸ ") for line in lines[3:] if "●" in line[:40]]

    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert marked(app) == []
        await go_to(pilot, "hall.cb1.redundancy")
        app.commit(SetValue(UPS, "2N"))
        await settled(pilot)
        assert marked(app) == ["Lake Mariner", "Halls", "CB-1", "Redundancy"]
        assert "●UPS" in screen_text(app)
        assert "●Gensets" not in screen_text(app)
        await press(pilot, "u")
        assert marked(app) == []
        assert "●UPS" not in screen_text(app)
        await press(pilot, "U", "ctrl+s")
        assert marked(app) == []
        assert "●UPS" not in screen_text(app)
        app.commit(SetValue(("crew", "electrical", "capacity"), 5))
        await settled(pilot)
        assert marked(app) == ["Lake Mariner", "Programme"]


async def test_what_is_named_elsewhere_is_not_asked_about_but_told(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        assert app.commit(SetValue(("fleet", "f1", "hall"), "cb1"))
        await settled(pilot)
        await go_to(pilot, "hall.cb1")
        await press(pilot, "x")
        assert not app.screen.is_modal
        assert "it stays: fleet.f1, scenario.double name it" in " ".join(
            n.message for n in app._notifications
        )
        assert [h.id for h in app.open_file.session.facility.hall] == ["cb1", "cb2", "m1"]


async def test_an_id_takes_along_what_names_it(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.m1", "id")
        await press(pilot, *"north", "enter")
        assert app.open_file is not None
        assert app.open_file.session.facility.fleet[0].hall == "north"
        await press(pilot, "escape", "u")
        assert app.open_file.session.facility.fleet[0].hall == "m1"


async def test_a_long_text_that_is_left_shows_how_it_begins(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.commit(
            SetValue(("site", "note"), "It begins here, " + "goes on and on, " * 6 + "and ends there.")
        )
        await settled(pilot)
        await go_to(pilot, "site", "note")
        assert "and ends there." in screen_text(app)
        await press(pilot, "down")
        assert "It begins here," in screen_text(app)


async def test_a_form_before_the_screen_saves_undoes_and_leaves_the_strip_true(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"dash", "enter", "enter", *"Renamed", "enter")
        front = app.screen
        assert front.is_modal

        def behind() -> str:
            return app.screen_stack[-2].query_one(StatusStrip).render().plain

        assert "modified" in behind()
        await press(pilot, "ctrl+s")
        assert "Renamed" in site.read_text("utf-8")
        assert "saved" in behind()
        await press(pilot, "ctrl+z")
        assert app.open_file is not None
        assert [t.name for t in app.open_file.session.facility.task] == ["Move the dashboard"]
        assert app.screen is front
        await press(pilot, "ctrl+q")
        assert app.screen is not front
        assert "not saved" in screen_text(app)


async def test_places_of_a_hall_are_told_apart_in_the_palette(site: Path) -> None:
    app = make_app(site)
    async with app.run_test() as pilot:
        await settled(pilot)
        titles = [title for title, _ in app.places()]
        assert len(set(titles)) == len(titles)
        assert any(title.startswith("CB-1 › AI hall") or "CB-1 › AI hall" in title for title in titles)


async def test_a_value_given_in_pieces_is_measured_as_one(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.open_file is not None
        first = app.open_file.plan
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        for value in ("19", "18", "17"):
            await press(pilot, *value, "enter")
            await settled(pilot)
        file = app.open_file
        assert file.last_edit == "hall.cb1.ai.critical_it_mw 20 → 17"
        assert first is not None
        assert file.plan is not None
        assert file.difference is not None
        assert file.difference.capex_usd == file.plan.estimate.capex.likely - first.estimate.capex.likely
        assert file.difference.critical_it_mw == -3


async def test_an_edit_is_not_charged_with_dates_that_a_search_found(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        file = app.open_file
        assert file is not None
        assert file.plan is not None
        opened = dict(file.outcomes)
        text = site.read_text("utf-8").replace("critical_it_mw = 20", "critical_it_mw = 19")
        sooner = fake_plan(facility_of(parse_text(text, "x"), text, "x"))
        file.show_found(sooner, None)
        assert file.outcomes == opened  # what was opened is what it was
        app.commit(SetValue(("site", "note"), "no date moves"))
        await settled(pilot)
        assert file.difference is not None
        assert not file.difference.capex_usd
        assert "the dates found are let go" in file.last_edit


async def test_a_command_chosen_before_a_question_came_does_nothing(site: Path) -> None:
    app = make_app(site)
    async with app.run_test() as pilot:
        await settled(pilot)
        app.push_screen(Confirm("Is it?", "So it is.", "Yes"))
        for chosen in ("add", "remove", "copy"):
            app.action_command(chosen)  # as from the palette
        await settled(pilot)
        assert isinstance(app.screen, Confirm)
        assert app._exception is None


async def test_an_id_taken_back_and_brought_again_keeps_the_cursor_at_its_place(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await go_to(pilot, "hall.cb1", "id")
        await press(pilot, *"zz", "enter")
        tree = app.screen.query_one(FacilityTree)
        for key, place in (("ctrl+z", "hall.cb1"), ("ctrl+y", "hall.zz"), ("ctrl+z", "hall.cb1")):
            await press(pilot, key)
            assert tree.spot is not None
            assert tree.spot.key == place, key


async def test_help_fills_the_room_that_it_has_after_a_resize(site: Path) -> None:
    app = make_app(site)
    shown = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await go_to(pilot, "site", "boundary_m")
        for size in ((80, 24), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            shown.append(str(app.screen.query_one("#help", Static).render()))
    assert shown[0] == shown[2]
    assert "…" in shown[0]
    assert "…" not in shown[1]
