"""Lines fit the room that they are given: nothing is wrapped by the terminal, nothing cut that has room."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from planner.io.read import read_facility
from planner.pipeline import plan
from planner.tui.render.compare import CompareRows
from planner.tui.render.readout import site_lines
from planner.tui.render.text import clipped
from planner.tui.widgets.rows import RowView
from tests.tui.conftest import make_app, press, settled
from tests.tui.picture import SITES
from tests.tui.test_screens import screen_text


@pytest.mark.parametrize(
    ("width", "text"), [(12, "Tasks  27, 9"), (11, "Tasks  27,…"), (7, "Tasks …"), (3, "Ta…"), (0, "")]
)
def test_a_line_is_cut_where_the_room_ends(width: int, text: str) -> None:
    line = [("Tasks  ", "muted"), ("27", "plain"), (", 9", "muted")]
    assert "".join(t for t, _ in clipped(line, width)).rstrip() == text.rstrip()


@pytest.mark.parametrize("site", ["teaching", "childress", "denton", "lake-mariner"])
def test_what_a_site_comes_to_fits_every_width(site: str) -> None:
    planned = plan(read_facility(SITES / f"{site}.toml").facility)
    for width in (20, 33, 45, 52, 80):
        lines = ["".join(t for t, _ in line) for line in site_lines(planned, width)]
        assert max(map(cell_len, lines)) <= width
    wide = ["".join(t for t, _ in line) for line in site_lines(planned, 52)]
    assert not [
        line for line in wide if "…" in line and "MW IT" not in line
    ]  # names of halls are people's own


async def test_compare_says_as_many_plans_as_it_draws(site: Any) -> None:
    """With a bar beside the rows there is one cell less."""
    text = site.read_text("utf-8")
    for n in range(9):
        text += f'\n[[scenario]]\nid = "s{n}"\nname = "What if {n}"\nset = {{ "hall.cb1.redundancy.ups" = "2N" }}\n'
    site.write_text(text, "utf-8")
    app = make_app(site)
    async with app.run_test(size=(80, 14)) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        view = app.screen.query_one(RowView)
        for width in range(80, 130):
            await pilot.resize_terminal(width, 14)
            await settled(pilot)
            rows = view.source
            assert isinstance(rows, CompareRows)
            assert view.show_vertical_scrollbar
            hidden = len(rows.labels) - 1 - len(rows.beside(view.scrollable_content_region.width))
            words = f"left and right show {hidden} more"
            assert (words in screen_text(app)) == (hidden > 0), width
