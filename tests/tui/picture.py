"""`python -m tests.tui.picture OUT.svg`: the app after one edit, as the README shows it; the same bytes every time."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

SITE = Path(__file__).parents[2] / "facilities" / "lake-mariner.toml"
SIZE = (120, 36)
HALL = "cb3"


async def drawn() -> str:
    """The picture."""
    from textual.widgets import Input

    from planner.session.edits import SetValue
    from planner.tui.app import PlannerApp
    from tests.tui.conftest import go_to, settled

    Input.cursor_blink._default = False
    app = PlannerApp([SITE])
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.commit(SetValue(("hall", HALL, "redundancy", "ups"), "2N"))
        await settled(pilot)
        await go_to(pilot, f"hall.{HALL}.redundancy", "ups")
        await settled(pilot)
        svg = app.export_screenshot(title="planner open facilities/lake-mariner.toml")
    # Rich names the picture's parts by a checksum of what it drew, links included; a fixed name keeps it stable.
    return re.sub(r"terminal-\d+", "terminal-app", svg)


def main() -> None:
    """Write it."""
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        os.environ.pop("NO_COLOR", None)
        Path(sys.argv[1]).write_text(asyncio.run(drawn()), "utf-8")


if __name__ == "__main__":
    main()
