"""What stands where there is nothing to show, and words broken below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.session.edits import RemoveMember
from planner.tui.render.text import hanging
from tests.tui.conftest import SITE, make_app, press, settled
from tests.tui.test_screens import screen_text

if TYPE_CHECKING:
    from pathlib import Path


async def test_nothing_open_says_how_to_open(tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape")
        for key in "1234567":
            await press(pilot, key)
            assert "Nothing is open: o opens a facility file, ^n" in screen_text(app)
            assert "o Open" in screen_text(app)
            assert "Undo" not in screen_text(app)
            assert not app.screen.query("#detail") or not app.screen.query_one("#detail").display


async def test_what_cannot_be_planned_says_where_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    text = SITE.read_text("utf-8") + '\n[[relation]]\npredecessor = "nobody"\nsuccessor = "dash"\n'
    path.write_text(text, "utf-8")
    app = make_app(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for key in "2345":
            await press(pilot, key)
            assert "This cannot be planned yet: 7 shows why" in screen_text(app)
        await press(pilot, "1")
        app.commit(RemoveMember(("relation", "0")))
        await settled(pilot)
        await press(pilot, "2")
        assert "This cannot be planned" not in screen_text(app)
        assert "Concept design" in screen_text(app)


async def test_a_filter_that_matches_nothing_says_so(site: Path) -> None:
    app = make_app(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in "23":
            await press(pilot, key, "slash", *"zzz")
            assert "No task matches" in screen_text(app)
            await press(pilot, "escape")
            assert "No task matches" not in screen_text(app)


@given(st.lists(st.text("ab ·厅", max_size=30), max_size=5), st.integers(24, 60))
def test_words_hang_below_each_other_and_none_is_lost(parts: list[str], width: int) -> None:
    words = " · ".join(parts)
    made = hanging([[("last edit  ", "muted"), (words, "plain")]], width)
    assert all(line[0][0] in ("last edit  ", " " * 11) for line in made)
    told = "".join(line[1][0] for line in made)
    assert [c for c in told if c not in " ·"] == [c for c in words if c not in " ·"]
    assert all(sum(cell_len(t) for t, _ in line) <= width for line in made)
