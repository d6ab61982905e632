"""From an edit committed in the app to its new figures on the strip, headless: `python -m tests.bench.edit_in_app`."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from planner.session.edits import SetValue
from planner.tui.app import PlannerApp

if TYPE_CHECKING:
    from planner.tui import messages

SITE = Path(__file__).parents[2] / "facilities" / "childress.toml"
N = 40
LIMIT = 60.0
"""Seconds after which a plan that never comes is given up."""


class Watched(PlannerApp):
    """The app; `shown` is set when a plan has been handled and the strip is drawn anew."""

    def __init__(self, site: Path) -> None:
        super().__init__([site])
        self.shown = asyncio.Event()
        self.spent = 0.0

    def on_plan_ready(self, event: messages.PlanReady) -> None:
        """Handle it as the app does, then look for the frame that follows."""
        super().on_plan_ready(event)
        self.call_after_refresh(self.shown.set)

    def on_plan_failed(self, event: messages.PlanFailed) -> None:
        """No figures will come."""
        raise RuntimeError(str(event.problems[0]))


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
            app.shown.clear()
            began = time.perf_counter()
            assert app.commit(edit_of(turn, hall))
            await asyncio.wait_for(app.shown.wait(), LIMIT)
            times.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.05)
    return times[3:]


def main() -> None:
    """Print the median and the 95th percentile."""
    times = sorted(asyncio.run(measure()))
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    label = f"  edit in the app, {SITE.name}, 120x40"
    print(f"{label:<58} median {statistics.median(times):8.1f}  p95 {p95:8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
