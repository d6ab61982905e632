"""From a key to the next frame, screen by screen, headless: `python -m tests.bench.keys_in_app [TASKS]`.

The plan has 2,000 tasks of the user's own unless told otherwise. A key that goes to another screen counts until
the first frame of that screen; it also pays for making that screen when it is its first time, and is told apart.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import tomli_w
from textual import events

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


class Watched(PlannerApp):
    """The app; `frame` is set when a frame was handed to the terminal."""

    frame: asyncio.Event

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.frame.set()


async def pressed(app: Watched, key: str) -> float:
    """Milliseconds from a key to the next frame."""
    await asyncio.sleep(PAUSE)
    app.frame.clear()
    character = key if len(key) == 1 else None
    began = time.perf_counter()
    app.post_message(events.Key(key, character))
    try:
        await asyncio.wait_for(app.frame.wait(), 1.0)
    except TimeoutError:
        return 0.0  # nothing was to be drawn, as at the end of a list
    return (time.perf_counter() - began) * 1000


async def measure(site: Path) -> dict[str, list[float]]:
    """Times by screen, and of going to each screen the first time and again."""
    app = Watched([site])
    app.animation_level = "none"
    app.frame = asyncio.Event()
    found: dict[str, list[float]] = {}
    async with app.run_test(size=(120, 40)) as pilot:
        began = time.perf_counter()
        while app.open_file is None or app.open_file.plan is None:
            assert time.perf_counter() - began < LIMIT
            await asyncio.sleep(PAUSE)
        await pilot.pause()
        for turn in range(4):
            for key in TABS.values():
                found.setdefault("to a screen, first" if turn == 0 else "to a screen, again", []).append(
                    await pressed(app, key)
                )
                await asyncio.sleep(4 * PAUSE)
        for screen, keys in KEYS.items():
            await pressed(app, TABS[screen.partition(",")[0]])
            await asyncio.sleep(4 * PAUSE)
            if screen == DRAWN:
                app.open_file.baseline = baseline_of(app.open_file.plan, "contract")
                app.show_state()
                found["crews below the gantt"] = [await pressed(app, "v")]
            for turn in range(ROUNDS):
                found.setdefault(screen, []).append(await pressed(app, keys[turn % len(keys)]))
    return {name: [t for t in times if t] for name, times in found.items() if any(times)}


def main() -> None:
    """Print the median and the 95th percentile by screen."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TASKS
    with TemporaryDirectory() as folder:
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
