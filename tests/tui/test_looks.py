"""Pictures of every screen at three sizes in three themes, of questions, of pages, and of what stands where nothing is.

They change only in a commit that says so, after somebody looked at them.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from planner.baseline import baseline_of
from planner.session.edits import AddMember, SetValue
from planner.session.journal import Journal
from planner.session.session import Session
from planner.tui.hints import note_seen
from tests.tui.conftest import SITE, go_to, make_app, press, settled
from tests.tui.fake import fake_plan
from tests.tui.looks import FOLDER, Looks
from tests.tui.test_gantt import said_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

SIZES = [(80, 24), (120, 40), (200, 60)]
SHORT = {"planner-dark": "dark", "planner-light": "light", "ansi-dark": "ansi"}
THEMES = list(SHORT)
MODALS_AT = [((80, 24), THEMES[0]), ((120, 40), THEMES[0]), ((120, 40), THEMES[1]), ((120, 40), THEMES[2])]
UPS = ("hall", "cb1", "redundancy", "ups")
MODES = ("site", "tasks", "gantt", "graph", "money", "compare", "checks")
EDITS = (
    SetValue(UPS, "2N"),
    SetValue(("hall", "cb1", "ai", "critical_it_mw"), 30),
    AddMember(("task",), {"id": "own", "name": "Own", "duration_days": 400}),
)

HOSTILE = "厅🏭 [/x][bold] مرحبا"
"""A name with wide signs, markup and another direction of writing."""


def _named(size: tuple[int, int], theme: str) -> str:
    return f"{size[0]}x{size[1]}-{SHORT[theme]}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose name is in no picture, with a site that has progress, dates met and missed, and a what-if."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.localtime", lambda _=None: (2026, 11, 24, 9, 30, 0, 1, 328, 0))
    # The health of made-up schedules is another subject, with figures of its own.
    monkeypatch.setattr("planner.health.check_health", lambda *_: ())
    (tmp_path / "site.toml").write_text(said_text(), "utf-8")
    (tmp_path / "other.toml").write_text(SITE.read_text("utf-8").replace("Lake Mariner", HOSTILE), "utf-8")
    return tmp_path


@pytest.fixture
def looks(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Looks]:
    """Compares, and judges at the end of the test."""
    update = bool(request.config.getoption("update_snapshots", default=False))
    made = Looks(tmp_path_factory.mktemp("looks", numbered=True), update)
    yield made
    made.judge()


def _app(theme: str, *names: str) -> Any:
    from pathlib import Path

    app = make_app(*(Path(name) for name in names))
    app.theme = theme
    return app


async def _worked_on(app: Any, pilot: Pilot[None]) -> None:
    """An edit is made, and a baseline chosen that the plan has moved away from."""
    await settled(pilot)
    then = fake_plan(Session.of_text(SITE.read_text("utf-8")).facility)
    app.open_file.baseline = baseline_of(then, "contract")
    app.commit(SetValue(UPS, "2N"))
    await settled(pilot)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
async def test_screens(size: tuple[int, int], theme: str, looks: Looks) -> None:
    app, end = _app(theme, "site.toml"), _named(size, theme)
    async with app.run_test(size=size) as pilot:
        await _worked_on(app, pilot)
        await go_to(pilot, "hall.cb1.redundancy", "ups")
        await looks.at(pilot, f"site-{end}")
        await press(pilot, "escape", "4")
        await looks.at(pilot, f"graph-{end}")
        await press(pilot, "2", "down", "down", "down")
        await looks.at(pilot, f"tasks-{end}")
        await press(pilot, "3", "down", "v")
        await looks.at(pilot, f"gantt-{end}")
        await press(pilot, "5", "down", "enter")
        await looks.at(pilot, f"money-{end}")
        await press(pilot, "6", "down")
        await looks.at(pilot, f"compare-{end}")
        await press(pilot, "7", "down")
        await looks.at(pilot, f"checks-{end}")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_other_states_of_screens(size: tuple[int, int], looks: Looks) -> None:
    """A choice and a wrong value on Site, folded tasks, relations in the Gantt and the graph, months; names of all kinds."""
    app, end = _app(THEMES[0], "other.toml", "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await looks.at(pilot, f"site_hostile-{end}")
        await press(pilot, "n")
        await go_to(pilot, "hall.cb1.redundancy", "ups")
        await press(pilot, "enter")
        await looks.at(pilot, f"site_choice-{end}")
        await press(pilot, "escape")
        await go_to(pilot, "hall.cb1.ai", "critical_it_mw")
        await press(pilot, "9", "9", "9", "9", "9", "enter")
        await looks.at(pilot, f"site_wrong-{end}")
        await press(pilot, "escape", "escape", "2", "left", "left", "left", "down")
        await looks.at(pilot, f"tasks_folded-{end}")
        app.show_task("cb1.slab")
        await press(pilot, "3", "down", "down", "down", "down", "down", "r")
        await looks.at(pilot, f"gantt_relations-{end}")
        await press(pilot, "4")
        await looks.at(pilot, f"graph_near-{end}")
        await press(pilot, "5", "t")
        await looks.at(pilot, f"money_months-{end}")


@pytest.mark.parametrize(
    ("size", "theme"), MODALS_AT, ids=lambda v: v if isinstance(v, str) else f"{v[0]}x{v[1]}"
)
async def test_questions_and_pages(size: tuple[int, int], theme: str, looks: Looks) -> None:
    app, end = _app(theme, "site.toml", "other.toml"), _named(size, theme)

    async def ask(name: str, *keys: str) -> None:
        await press(pilot, *keys)
        await looks.at(pilot, f"{name}-{end}")
        await press(pilot, "escape")

    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for edit in EDITS:
            app.commit(edit)
            await settled(pilot)
        await ask("files", "O")
        await ask("open", "o")
        await ask("leave", "q")
        await ask("prompt", "S")
        await ask("history", "u", "H")
        await press(pilot, "U")
        await go_to(pilot, "hall.cb2")
        await ask("confirm", "x")
        app.show_task("cb1.slab")
        await settled(pilot)
        await ask("edit_task", "enter")
        await ask("relations", "r")
        await ask("columns", "v")
        await ask("why", "d")
        await ask("explain", "e")
        await ask("help", "f1")
        await ask("export", "X")
        await ask("palette", "ctrl+p", *"exp")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_typing_a_relation_and_an_own_task(size: tuple[int, int], looks: Looks) -> None:
    app, end = _app(THEMES[0], "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.show_task("dash")
        await press(pilot, "enter", "down", "1", "2")
        await looks.at(pilot, f"edit_own_task-{end}")
        await press(pilot, "escape", "escape", "r", "a", *"cb1.rfs")
        await looks.at(pilot, f"type_relation-{end}")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_hints(size: tuple[int, int], looks: Looks) -> None:
    """On a first visit; they go before the next one stands."""
    note_seen([])
    app, end = _app(THEMES[0], "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await looks.at(pilot, f"hint_site-{end}")
        await press(pilot, "3")
        await looks.at(pilot, f"hint_gantt-{end}")


@pytest.mark.parametrize("theme", [THEMES[0], THEMES[2]])
async def test_nothing_is_open(theme: str, folder: Path, looks: Looks) -> None:
    (folder / "site.toml").unlink()
    (folder / "other.toml").unlink()
    app, end = _app(theme), _named(SIZES[0], theme)
    async with app.run_test(size=SIZES[0]) as pilot:
        await looks.at(pilot, f"nothing_to_open-{end}")
        await press(pilot, "escape")
        for n, mode in enumerate(MODES if theme == THEMES[0] else MODES[:2]):
            await press(pilot, str(n + 1))
            await looks.at(pilot, f"nothing_open_{mode}-{end}")


async def test_a_file_that_cannot_be_planned(folder: Path, looks: Looks) -> None:
    relation = '\n[[relation]]\npredecessor = "nobody"\nsuccessor = "dash"\n'
    (folder / "site.toml").write_text(SITE.read_text("utf-8") + relation, "utf-8")
    app, end = _app(THEMES[0], "site.toml"), _named(SIZES[0], THEMES[0])
    async with app.run_test(size=SIZES[0]) as pilot:
        for n, mode in enumerate(MODES):
            await press(pilot, str(n + 1))
            await looks.at(pilot, f"not_planned_{mode}-{end}")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_an_edit_that_cannot_be_planned(size: tuple[int, int], looks: Looks) -> None:
    app, end = _app(THEMES[0], "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size) as pilot:
        await _worked_on(app, pilot)
        app.commit(AddMember(("relation",), {"predecessor": "nobody", "successor": "dash"}))
        await settled(pilot)
        await looks.at(pilot, f"stale_site-{end}")
        await press(pilot, "2")
        await looks.at(pilot, f"stale_tasks-{end}")
        await press(pilot, "7")
        await looks.at(pilot, f"stale_checks-{end}")


async def test_nothing_matches(looks: Looks) -> None:
    app, end = _app(THEMES[0], "site.toml"), _named(SIZES[0], THEMES[0])
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        for key, mode in (("2", "tasks"), ("3", "gantt")):
            await press(pilot, key, "slash", *"zzz")
            await looks.at(pilot, f"no_match_{mode}-{end}")
            await press(pilot, "escape")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_a_file_that_cannot_be_read(size: tuple[int, int], folder: Path, looks: Looks) -> None:
    wrong = (
        SITE.read_text("utf-8").replace("duration_days = 4", 'duration_days = "four"').replace("140", "-1")
    )
    (folder / "site.toml").write_text(wrong.replace("2027-01-04", "2027-01-04 08:00:00"), "utf-8")
    app, end = _app(THEMES[0], "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size) as pilot:
        await looks.at(pilot, f"not_read-{end}")


@pytest.mark.parametrize("what", ["left", "outside"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_two_versions_of_a_file(what: str, size: tuple[int, int], folder: Path, looks: Looks) -> None:
    """Work that was left unsaved, and a file that another program changed."""
    path = folder / "site.toml"
    shutil.copy(SITE, path)
    if what == "left":
        from pathlib import Path

        session = Session.open(Path("site.toml"))
        session.keep_in(Journal(Path("site.toml"), session.text))
        for edit in EDITS:
            session.commit(edit)
        session.close(keep=True)
    app, end = _app(THEMES[0], "site.toml"), _named(size, THEMES[0])
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        if what == "outside":
            for edit in EDITS:
                app.commit(edit)
                await settled(pilot)
            path.write_text(
                path.read_text("utf-8").replace("critical_it_mw = 20", "critical_it_mw = 22", 1), "utf-8"
            )
            await press(pilot, "ctrl+s")
        await looks.at(pilot, f"{what}-{end}")


@pytest.mark.parametrize("size", SIZES[1:2], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_without_colour(size: tuple[int, int], looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = _app(THEMES[0], "site.toml")
    async with app.run_test(size=size) as pilot:
        await _worked_on(app, pilot)
        for n, mode in enumerate(MODES):
            await press(pilot, str(n + 1))
            await looks.at(pilot, f"{mode}-{size[0]}x{size[1]}-no_colour")


def test_every_picture_is_of_a_test(request: pytest.FixtureRequest) -> None:
    """What no test draws any more is not kept. It is the last test of its file, and only tells when all of them ran."""
    config = request.config
    if hasattr(config, "workerinput"):
        pytest.skip("several processes drew them: run this file alone, as --snapshot-update does")
    if (
        config.getoption("keyword")
        or config.getoption("lf", default=False)
        or any("::" in a for a in config.args)
    ):
        pytest.skip("not all of this file ran")
    assert {path.stem for path in FOLDER.glob("*.svg")} == Looks.drawn
