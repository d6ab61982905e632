"""Graph: what is drawn and what is cut, keys that follow relations, back and forward, results that came too late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.io.read import read_facility
from planner.model.work import Relation
from planner.pipeline import plan
from planner.tui.app import PlannerApp
from planner.tui.diagram import choice as choosing
from planner.tui.diagram.choice import MOST_FITTED, View, chosen_tasks, fitting_steps
from planner.tui.diagram.drawing import draw
from planner.tui.messages import GraphReady
from planner.tui.render.tasks import Links
from planner.tui.screens.graph import GraphScreen
from planner.tui.screens.tasks import TasksScreen
from planner.tui.widgets.canvas import Canvas
from tests.tui.conftest import SITE, make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.test_screens import HOSTILE, screen_text

if TYPE_CHECKING:
    from planner.pipeline import Plan


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fake() -> Plan:
    return fake_plan(read_facility(SITE).facility)


def text_of(made: Plan, view: View, width: int = 120, height: int = 30) -> str:
    _, picture = draw(made, Links(made), view, width, height)
    heavy = picture.heavy(view.centre)
    return "\n".join(
        "".join(t for t, _ in picture.line(y, view.centre, heavy)) for y in range(picture.layout.height)
    )


def test_near_is_what_leads_to_the_task_and_what_follows_by_steps(fake: Plan) -> None:
    found = chosen_tasks(fake, Links(fake), View("near", "cb1.slab", 1))
    assert set(found.tasks) == {"cb1.slab", "cb1.strip_out", "cb1.lv_install", "cb1.cdu_install"}
    assert found.left_out == 0
    more = chosen_tasks(fake, Links(fake), View("near", "cb1.slab", 2))
    assert set(more.tasks) - set(found.tasks) == {"cb1.building_permit", "cb1.ups_install", "cb1.fabric"}


def test_a_relation_that_skips_a_step_is_told_and_not_drawn(fake: Plan) -> None:
    links = Links(fake)
    extra = Relation("cb1.strip_out", "cb1.lv_install")
    links.after["cb1.strip_out"].append(extra)
    links.before["cb1.lv_install"].append(extra)
    found = chosen_tasks(fake, links, View("near", "cb1.slab", 1))
    assert found.undrawn == 1
    assert "1 relation among them not drawn" in found.said()


def test_what_is_cut_is_counted(fake: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(choosing.MOST, "hall", 5)
    found = chosen_tasks(fake, Links(fake), View("hall", "cb1.slab"))
    assert len(found.tasks) == 5
    assert found.tasks[0] == "cb1.slab"
    assert "8 more, further off, are cut" in found.said()


def test_the_critical_path_is_its_chain(fake: Plan) -> None:
    found = chosen_tasks(fake, Links(fake), View("critical", "cb1.slab"))
    assert found.tasks == fake.schedule.critical_path
    assert len(found.edges) == len(found.tasks) - 1


def test_critical_tasks_milestones_and_hidden_relations_are_marked(fake: Plan) -> None:
    shown = text_of(fake, View("near", "cb1.l5", 1))
    assert "! L4 functional tests" in shown
    assert "!◆ Ready for service" in shown
    assert "◂2" in shown
    assert "┏" in shown


@pytest.mark.parametrize("kind", ["near", "critical", "hall", "discipline"])
@pytest.mark.parametrize("size", [(40, 8), (78, 10), (198, 40)])
def test_every_line_is_as_wide_as_the_layout_at_most(kind: choosing.Kind, size: tuple[int, int]) -> None:
    made = plan(read_facility(SITE).facility)
    view = View(kind, "cb1.ups_install", 2)
    _, picture = draw(made, Links(made), view, *size)
    for y in range(picture.layout.height):
        line = "".join(t for t, _ in picture.line(y, "cb1.ups_install", {}))
        assert len(line) <= picture.layout.width


def canvas(app: PlannerApp) -> Canvas:
    return app.screen.query_one(Canvas)


async def test_the_picture_is_round_the_task_chosen_elsewhere(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"slab", "enter", "4")
        assert isinstance(app.screen, GraphScreen)
        assert canvas(app).chosen == "cb1.slab"
        assert "1 step round cb1.slab: 4 tasks" in screen_text(app)
        assert "starts when" in screen_text(app)


async def test_nobody_chose_a_task_so_the_critical_path_is_drawn(site: Path) -> None:
    """Where the tables begin is nobody's choice; the cursor that was moved is, and so is where another screen leads to."""
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "3", "5", "4")
        assert app.open_file is not None
        assert app.open_file.plan is not None
        assert "the critical path" in screen_text(app)
        assert canvas(app).chosen == app.open_file.plan.schedule.critical_path[-1]
        await press(pilot, "2", "down", "down", "down", "4")
        assert "round cb1.concept_design" in screen_text(app)
        app.show_task("dash")
        await settled(pilot)
        await press(pilot, "4")
        assert canvas(app).chosen == "dash"


def test_as_many_steps_as_there_is_room_for(fake: Plan) -> None:
    """slab: strip_out before it, two installations after it; the second step adds two layers and more boxes."""
    links = Links(fake)
    assert fitting_steps(links, "cb1.slab", 3, 10) == 1
    assert fitting_steps(links, "cb1.slab", 5, 10) == 2
    assert fitting_steps(links, "cb1.slab", 9, 10) == MOST_FITTED
    assert fitting_steps(links, "cb1.slab", 9, 1) == 1


async def test_a_person_who_said_how_many_steps_keeps_them(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"slab cb1", "enter", "4")
        assert "2 steps round cb1.slab" in screen_text(app)
        await press(pilot, "plus", "right", "enter")
        assert "1 step round" in screen_text(app)


async def test_arrows_follow_relations_and_enter_centres(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"slab cb1", "enter", "4", "left")
        assert canvas(app).chosen == "cb1.strip_out"
        await press(pilot, "right", "right")
        first = canvas(app).chosen
        assert first in ("cb1.lv_install", "cb1.cdu_install")
        visited = {first}
        for key in ("up", "down", "down"):
            await press(pilot, key)
            visited.add(canvas(app).chosen)
        assert visited >= {"cb1.lv_install", "cb1.cdu_install"}
        chosen = canvas(app).chosen
        await press(pilot, "enter")
        assert f"round {chosen}" in screen_text(app)
        await press(pilot, "left_square_bracket")
        assert "round cb1.slab" in screen_text(app)
        await press(pilot, "right_square_bracket")
        assert f"round {chosen}" in screen_text(app)
        await press(pilot, "backspace", "backspace", "backspace")
        await press(pilot, "t")
        assert isinstance(app.screen, TasksScreen)


async def test_views_steps_and_halls(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"slab cb1", "enter", "4", "v")
        assert "the critical path" in screen_text(app)
        await press(pilot, "v")
        assert "hall cb1: 13 tasks" in screen_text(app)
        await press(pilot, "h")
        assert "hall cb2: 13 tasks" in screen_text(app)
        await press(pilot, "v")
        assert "discipline" in screen_text(app)
        await press(pilot, "v", "minus")
        assert "3 steps round" in screen_text(app)
        await press(pilot, "plus", "d", "escape", "e", "escape", "y")
        assert "2 steps round" in screen_text(app)


async def test_a_picture_that_comes_too_late_is_dropped(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        screen = app.screen
        assert isinstance(screen, GraphScreen)
        assert app.open_file is not None
        assert app.open_file.plan is not None
        made = app.open_file.plan
        held = canvas(app).picture
        late = draw(made, Links(made), View("hall", "cb2.slab"), 100, 20)
        screen.post_message(GraphReady(screen._request - 1, *late))
        await settled(pilot)
        assert canvas(app).picture is held


async def test_an_edit_draws_anew_and_a_task_that_goes_is_left(site: Path) -> None:
    from planner.session.edits import RemoveMember

    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"dash", "enter", "4")
        assert canvas(app).chosen == "dash"
        app.commit(RemoveMember(("task", "dash")))
        await settled(pilot)
        assert canvas(app).chosen != "dash"
        assert canvas(app).chosen in app.open_file.plan.schedule.index  # type: ignore[union-attr]


async def test_names_are_literal_and_boxes_can_be_clicked(site: Path) -> None:
    site.write_text(site.read_text("utf-8").replace('"Move the dashboard"', HOSTILE), "utf-8")
    app = make_app(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "slash", *"dash", "enter", "4")
        shown = screen_text(app)
        assert "[/x]\\x1b[31m" in shown
        assert "\x1b" not in shown
        await press(pilot, "v")
        picture = canvas(app).picture
        assert picture is not None
        box = list(picture.layout.boxes.values())[1]
        margin = (canvas(app).scrollable_content_region.width - picture.layout.width) // 2
        above = (canvas(app).scrollable_content_region.height - picture.layout.height) // 2
        offset = (1 + max(0, margin) + box.x + 2, 1 + max(0, above) + box.y)
        await pilot.click(Canvas, offset=offset)
        await settled(pilot)
        assert canvas(app).chosen == box.id


async def test_a_plan_without_tasks_says_what_to_do(tmp_path: Path) -> None:
    bare = tmp_path / "bare.toml"
    bare.write_text("[project]\nstart = 2027-01-04\n", "utf-8")
    app = make_app(bare)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "4", "left", "enter", "v", "v", "v", "h", "minus", "left_square_bracket", "t")
        assert "no tasks to draw" in screen_text(app)


async def test_the_task_stays_in_sight_when_what_is_told_of_it_takes_room() -> None:
    app = PlannerApp([ROOT / "facilities" / "teaching.toml"])
    app.animation_level = "none"
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        await settled(pilot)
        canvas = app.screen.query_one(Canvas)
        assert canvas.picture is not None
        box = canvas.picture.layout.boxes[canvas.chosen]
        top, height = round(canvas.scroll_offset.y), canvas.scrollable_content_region.height
        assert top <= box.y
        assert box.y + box.height <= top + height
