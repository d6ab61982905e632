"""From an edit committed in the app to its new figures on the strip, headless: `python -m tests.bench.edit_in_app`."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import tomli_w

from planner.session.edits import SetValue
from planner.tui.app import PlannerApp
from planner.tui.widgets.strip import StatusStrip

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.content import Content
    from textual.screen import Screen

SITE = Path(__file__).parents[2] / "facilities" / "childress.toml"
N = 80
PAUSE = 0.25
"""Seconds between edits: a quick person's, and long enough for the form to settle behind the figures."""
LIMIT = 60.0
"""Seconds after which a plan that never comes is given up."""


class Watched(PlannerApp):
    """The app; `shown` is set when a frame with the strip of a newly accepted plan was handed to the terminal."""

    def __init__(self, site: Path) -> None:
        super().__init__([site], warm=True)
        self.shown = asyncio.Event()
        self.drawn: int = 0
        """Identity of the plan that the strip last drew."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Every frame goes through here; the strip renders while the frame is put together or before."""
        super()._display(screen, renderable)
        file = self.open_file
        if file is not None and file.plan is not None and not file.stale and self.drawn == id(file.plan):
            self.shown.set()


_render = StatusStrip.render


def noted_render(strip: StatusStrip) -> Content:
    """Draw the strip, and note which plan it showed."""
    content = _render(strip)
    app = strip.app
    if isinstance(app, Watched) and app.open_file is not None:
        app.drawn = id(app.open_file.plan)
    return content


def edit_of(turn: int, hall: str) -> SetValue:
    """Another field each time, and a value that was not there before."""
    edits = (
        SetValue(("hall", hall, "area_m2"), 5000.0 + turn),
        SetValue(("hall", hall, "redundancy", "ups"), ("2N", "N+1", "N+2", "2N+1")[turn // 5 % 4]),
        SetValue(("climate", "design_dry_bulb_c"), 38.0 + turn / 20),
        SetValue(("hall", hall, "slab_kpa"), 12.0 + turn / 10),
        SetValue(("grid", "power_factor"), 0.95 + turn / 2000),
    )
    return edits[turn % len(edits)]


def cut_to(halls: int, folder: Path) -> Path:
    """The site with its first AI halls only, and what names no other hall: two of Childress are 100 MW."""
    raw = tomllib.loads(SITE.read_text())
    gone = {h["id"] for h in [h for h in raw["hall"] if "ai" in h][halls:]}
    for key in ("hall", "stock", "begun"):
        raw[key] = [t for t in raw[key] if not gone & {t.get("id"), t.get("hall")}]
    raw.pop("scenario", None)
    file = folder / f"{SITE.stem}-{halls}-halls.toml"
    file.write_text(tomli_w.dumps(raw))
    return file


async def measure(site: Path = SITE, rounds: int = N) -> list[float]:
    """Milliseconds from commit to drawn strip, of each edit."""
    app = Watched(site)
    app.animation_level = "none"
    times = []
    async with app.run_test(size=(120, 40)) as pilot:
        await asyncio.wait_for(app.shown.wait(), LIMIT)
        await pilot.pause()
        assert app.open_file is not None
        hall = app.open_file.session.facility.ai_halls[0].id
        for turn in range(rounds + 3):
            await asyncio.sleep(PAUSE)
            app.shown.clear()
            began = time.perf_counter()
            assert app.commit(edit_of(turn, hall))
            await asyncio.wait_for(app.shown.wait(), LIMIT)
            times.append((time.perf_counter() - began) * 1000)
    return times[3:]


def main() -> None:
    """Print the median and the 95th percentile, of the 100 MW cut and of the whole site."""
    # A state folder of its own: what an earlier run left unsaved would be asked about, and stand before the screen.
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        for site in (cut_to(2, Path(folder)), SITE):
            with patch.object(StatusStrip, "render", noted_render):
                times = sorted(asyncio.run(measure(site)))
            p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
            label = f"  edit in the app, {site.stem}, 120x40"
            print(f"{label:<58} median {statistics.median(times):8.1f}  p95 {p95:8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
