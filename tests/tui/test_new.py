"""A new facility is begun in the app: nothing needs a text editor, not even the first file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from planner.io.read import read_facility
from planner.io.starter import STARTER, free_name
from planner.tui.screens.modals import Confirm, Prompt
from planner.tui.screens.open import OpenScreen
from tests.tui.conftest import make_app, press, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_from_the_list_with_nothing_to_open(tmp_path: Path) -> None:
    async with make_app().run_test() as pilot:
        app: Any = pilot.app
        await settled(pilot)
        assert isinstance(app.screen, OpenScreen)
        await press(pilot, "enter")
        assert app.screen.query_one(Input).value == "new-site.toml"
        await press(pilot, "enter")
        assert app.open_file.session.path.resolve() == (tmp_path / "new-site.toml").resolve()
        assert app.open_file.session.kept_in_journal
    assert read_facility(tmp_path / "new-site.toml").facility.site.name == "Starter site"


async def test_by_its_key_beside_another_and_never_over_it(site: Path, tmp_path: Path) -> None:
    async with make_app(site).run_test() as pilot:
        app: Any = pilot.app
        await settled(pilot)
        before = site.read_bytes()
        await press(pilot, "ctrl+n")
        app.screen.query_one(Input).value = site.name
        await press(pilot, "enter")
        assert isinstance(app.screen, Prompt)  # it is open here: not even asked
        assert "open here" in screen_text(app)
        app.screen.query_one(Input).value = "no\0name"
        await press(pilot, "enter")
        assert "no file can have this name" in screen_text(app)
        assert isinstance(app.screen, Prompt)
        (tmp_path / "another.toml").write_text("")
        app.screen.query_one(Input).value = "another.toml"
        await press(pilot, "enter")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "escape")
        assert site.read_bytes() == before
        assert (tmp_path / "another.toml").read_text() == ""
        await press(pilot, "ctrl+n", "enter")
        assert [f.session.path.name for f in app.workspace.files] == ["site.toml", "new-site.toml"]
        assert app.open_file.name == "Starter site"
    assert (tmp_path / "new-site.toml").read_bytes() == STARTER.read_bytes()


def test_a_name_that_no_file_has(tmp_path: Path) -> None:
    assert free_name(tmp_path) == tmp_path / "new-site.toml"
    (tmp_path / "facilities").mkdir()
    (tmp_path / "facilities" / "new-site.toml").touch()
    assert free_name(tmp_path) == tmp_path / "facilities" / "new-site-2.toml"
