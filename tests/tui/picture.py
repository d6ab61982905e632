"""`python -m tests.tui.picture FOLDER`: the app's pictures as the documents show them; the same bytes every time."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

SITES = Path(__file__).parents[2] / "facilities"
SIZE = (120, 36)
HALL = "cb3"
LATER = date(2027, 2, 1)
"""A start four weeks after that of the teaching site."""
PICTURES = {
    "app": "lake-mariner",
    "tasks": "teaching",
    "gantt": "teaching",
    "graph": "teaching",
    "money": "teaching",
    "checks": "teaching",
}
"""Pictures and the sites that they are of."""


async def _bring(pilot: Pilot[None], name: str) -> None:
    """The app into the state that a picture shows."""
    from planner.session.edits import SetValue
    from planner.tui.app import PlannerApp
    from tests.tui.conftest import go_to, press, settled

    app = pilot.app
    assert isinstance(app, PlannerApp)
    if name == "app":
        app.commit(SetValue(("hall", HALL, "redundancy", "ups"), "2N"))
        await settled(pilot)
        await go_to(pilot, f"hall.{HALL}.redundancy", "ups")
    elif name == "tasks":
        await press(pilot, "2", "down", "down", "down")
    elif name == "gantt":
        from planner.baseline import baseline_of

        assert app.open_file is not None
        assert app.open_file.plan is not None
        app.open_file.baseline = baseline_of(app.open_file.plan, "contract")
        app.commit(SetValue(("project", "start"), LATER))
        await settled(pilot)
        await press(pilot, "3", "v", "v", "down", "down", "down", "down", "down", "down")
    elif name == "graph":
        app.show_task("h1.ups_install")
        await settled(pilot)
        await press(pilot, "4")
    elif name == "money":
        await press(pilot, "5", "down", "enter")
    else:
        await press(pilot, "7")
    await settled(pilot)


async def drawn(name: str) -> str:
    """A picture."""
    from textual.widgets import Input

    from planner.tui.app import PlannerApp
    from tests.tui.conftest import settled

    Input.cursor_blink._default = False
    site = SITES / f"{PICTURES[name]}.toml"
    app = PlannerApp([site])
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await _bring(pilot, name)
        svg = app.export_screenshot(title=f"planner open facilities/{site.name}")
    # Rich names the picture's parts by a checksum of what it drew, links included; a fixed name keeps it stable.
    return re.sub(r"terminal-\d+", f"terminal-{name}", svg)


def main() -> None:
    """Write them all."""
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        os.environ.pop("NO_COLOR", None)
        for name in PICTURES:
            (Path(sys.argv[1]) / f"{name}.svg").write_text(asyncio.run(drawn(name)), "utf-8")


if __name__ == "__main__":
    main()
