"""`python -m tests.bench.memory [EDITS] [SEED] [--history STEPS] [--emptied] [--trace]`: what an hour of edits leaves in memory, one a second, as fast as the app comes to rest.

The real planner, 100 MW of Childress, no terminal. Fields are edited, members added and removed, edits taken back
and brought again, what-ifs made and taken out, every screen is visited, and dialogues are opened and left. The history
is capped (`planner.session.session.MAX_HISTORY`): beyond its cap nothing may go on growing. `--history` caps it
lower, so that it fills early.

The script keeps the facility's size (at most `MOST_ADDED` tasks and one what-if of its own): what grows is kept by the
app. Each count says how many results the capped caches of functions hold; with `--emptied` they are emptied before
it, so that what they hold is told from what else there is.
"""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import sys
import time
import tracemalloc
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from planner.model.problem import InputError
from planner.session.edits import AddMember, RemoveMember, SetValue
from planner.session.session import MAX_HISTORY
from planner.tui.app import PlannerApp
from tests.bench.edit_in_app import cut_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from planner.model.facility import Facility
    from planner.pipeline import Plan

EDITS = 3600
EVERY = 300
WATCHED = ("Plan", "Facility", "Step", "Worker", "Thread", "StylesCache")
"""Types whose living objects are counted by name, beside those of screens."""
REST = 60.0
"""Seconds in which the app must come to rest."""
MOST_ADDED = 12
"""Own tasks that the script leaves in the facility: beyond them it only takes out."""
VISITS = ("2", "3", "4", "5", "6", "7", "1")
DIALOGUES = ("f1", "H", "O", "ctrl+p", "e", "E", "w")


def rss_mib() -> float:
    """Memory of this process that is resident now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def alive() -> Counter[str]:
    """Living objects of the watched types, of screens, of types of ours and of all, after a full collection."""
    from textual.screen import Screen
    from textual.widget import Widget

    # What was frozen is not seen; the app freezes what lives as long as it does.
    gc.unfreeze()
    gc.collect()
    found: Counter[str] = Counter()
    for held in gc.get_objects():
        name = type(held).__name__
        found["ours"] += str(type(held).__module__).startswith("planner.")
        if name in WATCHED:
            found[name] += 1
        elif isinstance(held, Widget):
            found["Widget"] += 1
            found["Screen"] += isinstance(held, Screen)
    found["objects"] = len(gc.get_objects())
    return found


def caches() -> list[Any]:
    """Every cache of a function of ours."""
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] == "planner"]
    found = {id(f): f for m in modules for f in vars(m).values() if hasattr(f, "cache_clear")}
    return list(found.values())


def doings(seed: int, hall: str, facility: Callable[[], Facility]) -> Iterator[Any]:
    """What is done, one after the other: edits, and words for all else. Each is asked for when the one before is done."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        what = chance.random()
        added = [task.id for task in facility().task if task.id.startswith("hour-")]
        if what < 0.10:
            yield "undo"
        elif what < 0.16:
            yield "redo"
        elif what < 0.27 and len(added) < MOST_ADDED:
            new = {"id": f"hour-{number}", "name": f"Task {number}", "duration_days": number % 9}
            yield AddMember(("task",), new)
        elif what < (0.30 if len(added) < MOST_ADDED else 0.27) and added:
            yield RemoveMember(("task", chance.choice(added)))
        elif what < 0.33:
            yield "what-if"
        elif what < 0.40:
            yield chance.choice(VISITS)
        elif what < 0.45:
            yield chance.choice(DIALOGUES)
        else:
            yield chance.choice(
                (
                    SetValue(("hall", hall, "area_m2"), 5000.0 + chance.randrange(4000)),
                    SetValue(
                        ("hall", hall, "redundancy", "ups"), chance.choice(("2N", "N+1", "N+2", "2N+1"))
                    ),
                    SetValue(("climate", "design_dry_bulb_c"), 38.0 + chance.randrange(100) / 20),
                    SetValue(("hall", hall, "slab_kpa"), 12.0 + chance.randrange(100) / 10),
                    SetValue(("grid", "power_factor"), 0.95 + chance.randrange(80) / 2000),
                )
            )


class Hour:
    """An app that is worked in, and what is counted on the way."""

    def __init__(self, site: Path, planner: Callable[[Facility], Plan] | None = None, seed: int = 1) -> None:
        self.app = PlannerApp([site], planner)
        self.app.animation_level = "none"
        self.seed = seed
        self.done: Counter[str] = Counter()

    async def run(self, edits: int, every: int, told: Callable[[int], None]) -> None:
        """Do so many things, and say so each time that so many are done."""
        async with self.app.run_test(size=(120, 40)) as pilot:
            await self.rest(pilot)
            assert self.app.open_file is not None
            hall = self.app.open_file.session.facility.ai_halls[0].id
            await self.everywhere(pilot)
            told(0)
            session = self.app.open_file.session
            script = doings(self.seed, hall, lambda: session.facility)
            for number, doing in zip(range(1, edits + 1), script, strict=False):
                await self.one(pilot, doing)
                if number % every == 0:
                    await self.press(pilot, "1")
                    told(number)

    async def everywhere(self, pilot: Pilot[None]) -> None:
        """Each screen and each dialogue once, so that what is made only once is made."""
        for key in VISITS:
            await self.press(pilot, key)
        for key in DIALOGUES:
            await self.press(pilot, key, "escape", "escape")

    async def one(self, pilot: Pilot[None], doing: Any) -> None:
        """Do one thing and wait until the app is at rest."""
        app = self.app
        file = app.open_file
        assert file is not None
        if doing == "undo":
            app.undo()
        elif doing == "redo":
            app.redo()
        elif doing == "what-if":
            self._what_if()
        elif isinstance(doing, str):
            await self.press(pilot, doing, *(() if doing in VISITS else ("escape", "escape")))
        else:
            app.commit(doing)
        self.done[doing if isinstance(doing, str) else type(doing).__name__] += 1
        await self.rest(pilot)

    def _what_if(self) -> None:
        """A what-if of one edit, and out with the one before."""
        app, file = self.app, self.app.open_file
        assert file is not None
        session = file.session
        before = [s.id for s in session.facility.scenario if s.id.startswith("hour-")]
        try:
            session.mark()
            session.commit(SetValue(("climate", "mean_dry_bulb_c"), 15.0 + self.done["what-if"] % 60 / 10))
            session.make_scenario(f"hour-{self.done['what-if']}")
            for name in before:
                session.commit(RemoveMember(("scenario", name)))
        except InputError:  # the value that there is
            pass
        app.changed(file)

    async def press(self, pilot: Pilot[None], *keys: str) -> None:
        """Press keys, each after the one before had its effect."""
        for key in keys:
            await pilot.press(key)
            await self.rest(pilot)

    async def rest(self, pilot: Pilot[None]) -> None:
        """Until nothing is under way."""
        until = time.monotonic() + REST
        while time.monotonic() < until:
            await pilot.pause()
            file = self.app.open_file
            if file is not None and not file.stale and all(w.is_finished for w in self.app.workers):
                return
            await asyncio.sleep(0.002)
        raise AssertionError("the app never came to rest")


def measure(
    site: Path, edits: int, every: int, seed: int, emptied: bool
) -> list[tuple[int, float, float, Counter[str]]]:
    """Edits done, resident MiB, traced MiB and living objects, at each count."""
    seen = []
    hour = Hour(site, seed=seed)
    began = time.perf_counter()

    def told(number: int) -> None:
        held = sum(cache.cache_info().currsize for cache in caches())
        if emptied:
            for cache in caches():
                cache.cache_clear()
        found = alive()
        traced = tracemalloc.get_traced_memory()[0] / 2**20
        seen.append((number, rss_mib(), traced, found))
        assert hour.app.open_file is not None
        session = hour.app.open_file.session
        counts = "  ".join(
            f"{name} {found[name]:,}" for name in ("objects", "ours", "Screen", "Widget", *WATCHED)
        )
        print(
            f"{number:>6} edits {time.perf_counter() - began:6.0f} s  RSS {seen[-1][1]:7.1f} MiB  {f'traced {traced:7.1f} MiB  ' if traced else ''}history {len(session.steps):,}  log {len(session.log) / 1024:,.0f} KiB  cached {held:,}  {counts}",
            flush=True,
        )

    asyncio.run(hour.run(edits, every, told))
    print("  done: " + ", ".join(f"{n:,} {what}" for what, n in hour.done.most_common()))
    return seen


def main() -> None:
    """Print what there is each 300 edits, and what the second half added."""
    asked = ArgumentParser(prog="python -m tests.bench.memory")
    asked.add_argument("edits", nargs="?", type=int, default=EDITS)
    asked.add_argument("seed", nargs="?", type=int, default=1)
    asked.add_argument("--history", type=int, default=MAX_HISTORY, help="steps of undo kept")
    asked.add_argument("--emptied", action="store_true", help="empty the caches before each count")
    asked.add_argument("--trace", action="store_true", help="say what python itself has allocated")
    given = asked.parse_args()
    with (
        TemporaryDirectory() as folder,
        patch.dict("os.environ", {"XDG_STATE_HOME": folder}),
        patch("planner.session.session.MAX_HISTORY", given.history),
    ):
        if given.trace:
            tracemalloc.start(1)
        every = min(EVERY, max(1, given.edits // 4))
        seen = measure(cut_to(2, Path(folder)), given.edits, every, given.seed, given.emptied)
    half, last = seen[len(seen) // 2], seen[-1]
    print(
        f"second half, edits {half[0]:,} to {last[0]:,}: RSS {last[1] - half[1]:+.1f} MiB, objects {last[3]['objects'] - half[3]['objects']:+,}, of ours {last[3]['ours'] - half[3]['ours']:+,}"
    )


if __name__ == "__main__":
    main()
