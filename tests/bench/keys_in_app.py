"""From a key to the next frame, screen by screen, headless: `python -m tests.bench.keys_in_app [TASKS]`.

The plan has 2,000 tasks of the user's own unless told otherwise. A key that goes to another screen counts until
the first frame of that screen. The first time is told apart: "so soon" the key comes within the first half second of
the first plan and may also pay for making the screen, "later" the app has made it. "amid making" are keys on Site at any
moment of that, the longest step of it is the most that such a key can wait.
"""

from __future__ import annotations

import asyncio
import compileall
import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import tomli_w
from textual import events
from textual.widgets import Input

import planner
from planner.baseline import baseline_of
from planner.tui.app import PlannerApp
from tests.bench.edit_in_app import LIMIT
from tests.tui.fake import many

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

TASKS = 2000
ROUNDS = 40
PAUSE = 0.05
VISITS = 3
"""Apps in which each screen is visited first, after all were made."""
SOON = (0.05, 0.15, 0.3, 0.5)
"""Seconds from the first plan to the first visit of a screen, one in each app."""
STEPS = 20
MOMENTS = (0.02, 0.29, 0.05, 0.33, 0.27)
"""Seconds between keys while screens are made: most longer than the app waits for quiet, so that steps are under way."""
KEYS: dict[str, tuple[str, ...]] = {
    "tasks": ("down", "pagedown", "up", "s"),
    "gantt": ("down", "pagedown", "right", "left", "plus", "minus"),
    "graph": ("right", "left", "enter", "v"),
    "money": ("down", "up", "i", "g"),
    "checks": ("down", "up"),
    "gantt, all drawn": ("down", "pagedown", "right", "left", "plus", "minus", "r", "r", "g"),
    "gantt, dates by keys": ("full_stop", "comma", "P", "P"),
}
DRAWN = "gantt, all drawn"
"""From here on beside a baseline, with columns of crews below."""
TABS = {"tasks": "2", "gantt": "3", "graph": "4", "money": "5", "compare": "6", "checks": "7"}


QUESTIONS = {
    "site": ("f1", "H", "O", "ctrl+p", "e", "S"),
    "tasks": ("enter", "r", "d", "slash", "v"),
    "graph": ("d", "enter"),
}
"""Keys that open something before the screen."""


class Watched(PlannerApp):
    """The app; `frame` is set when a frame was handed to the terminal, which was `framed` then."""

    frame: asyncio.Event
    framed: float = 0.0

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self.frame.is_set():  # else nothing was drawn
            self.framed = time.perf_counter()
            self.frame.set()


async def pressed(app: Watched, key: str, pause: float = PAUSE) -> float:
    """Milliseconds from a key to the next frame."""
    await asyncio.sleep(pause)
    app.frame.clear()
    character = key if len(key) == 1 else None
    began = time.perf_counter()
    app.post_message(events.Key(key, character))
    try:
        await asyncio.wait_for(app.frame.wait(), 1.0)
    except TimeoutError:
        return 0.0  # nothing was to be drawn, as at the end of a list
    return (app.framed - began) * 1000


async def visited_soon(site: Path, key: str, after: float) -> float:
    """Time of going to a screen so many seconds after the first plan, in a new app."""
    app = watched(site)
    async with app.run_test(size=(120, 40)):
        await planned(app)
        took = await pressed(app, key, after)
        app.exit()  # as a person leaves, amid the making of the others
        return took


async def first_visits(site: Path, found: dict[str, list[float]]) -> None:
    """Times of going to each screen the first time, in a new app that has made them."""
    app = watched(site)
    async with app.run_test(size=(120, 40)):
        await planned(app)
        began, turn = time.perf_counter(), 0
        while not app.warming.done:
            assert time.perf_counter() - began < LIMIT
            if turn < 2 * STEPS:  # then in peace: while keys come nothing is made
                await asyncio.sleep(MOMENTS[turn % len(MOMENTS)])
                found.setdefault("site, amid making the others", []).append(
                    await pressed(app, "up" if turn % 2 else "down", 0)
                )
                turn += 1
            else:
                await asyncio.sleep(PAUSE)
        found.setdefault("longest step of making", []).append(app.warming.longest_s * 1000)
        for key in TABS.values():
            found.setdefault("to a screen, first, later", []).append(await pressed(app, key))
            await asyncio.sleep(4 * PAUSE)
        app.exit()


def watched(site: Path) -> Watched:
    """The app as a person starts it."""
    app = Watched([site], warm=True)
    app.animation_level = "none"
    app.frame = asyncio.Event()
    return app


async def planned(app: Watched) -> None:
    """Wait for the first plan."""
    began = time.perf_counter()
    while app.open_file is None or app.open_file.plan is None:
        assert time.perf_counter() - began < LIMIT
        await asyncio.sleep(PAUSE / 10)


async def made(app: Watched) -> None:
    """Wait until the other screens are made, and what opens over them is read."""
    began = time.perf_counter()
    while not app.warming.done:
        assert time.perf_counter() - began < LIMIT
        await asyncio.sleep(PAUSE)


async def measure(site: Path) -> dict[str, list[float]]:
    """Times by screen, and of going to each screen the first time and again."""
    found: dict[str, list[float]] = {}
    for after in SOON:
        for key in TABS.values():
            found.setdefault("to a screen, first, so soon", []).append(await visited_soon(site, key, after))
    for _ in range(VISITS):
        await first_visits(site, found)
    app = watched(site)
    async with app.run_test(size=(120, 40)) as pilot:
        await planned(app)
        await made(app)
        await pilot.pause()
        for turn in range(4):
            for key in TABS.values():
                took = await pressed(app, key)
                if turn:
                    found.setdefault("to a screen, again", []).append(took)
                await asyncio.sleep(4 * PAUSE)
        for _ in range(4):
            for screen, keys in QUESTIONS.items():
                await pressed(app, {"site": "1", **TABS}[screen], 4 * PAUSE)
                for key in keys:
                    before = app.screen
                    found.setdefault("opens a question or a page", []).append(
                        await pressed(app, key, 4 * PAUSE)
                    )
                    if app.screen is not before or isinstance(app.focused, Input):
                        await pressed(app, "escape", 4 * PAUSE)
        for screen, keys in KEYS.items():
            await pressed(app, TABS[screen.partition(",")[0]])
            await asyncio.sleep(4 * PAUSE)
            if screen == DRAWN:
                app.open_file.baseline = baseline_of(app.open_file.plan, "contract")
                app.show_state()
                found["crews below the gantt"] = [await pressed(app, "v")]
            for turn in range(ROUNDS):
                found.setdefault(screen, []).append(await pressed(app, keys[turn % len(keys)]))
        app.exit()
    return {name: [t for t in times if t] for name, times in found.items() if any(times)}


def main() -> None:
    """Print the median and the 95th percentile by screen."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TASKS
    compileall.compile_dir(Path(planner.__file__).parent, quiet=2)  # as pip leaves it
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"XDG_STATE_HOME": folder}):
        site = Path(folder) / "many.toml"
        tables = many(count)
        for task in tables["task"][::3]:
            task["crew"] = {"gang": 1}
        tables["crew"] = [{"id": "gang", "capacity": count // 20 + 1}]
        text = tomli_w.dumps({"project": {"start": "2027-01-04"}, **tables})
        site.write_text(text.replace('"2027-01-04"', "2027-01-04"))
        found = asyncio.run(measure(site))
    for name, times in found.items():
        times.sort()
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        label = f"  key to frame, {count:,d} tasks, {name}"
        print(f"{label:<58} median {statistics.median(times):8.1f}  p95 {p95:8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
