"""`python -m tests.bench.monkey [KEYS] [SEED]`: random keys, pastes, clicks and resizes over all screens.

Several facilities are open, among them one with hostile names and one of nothing but own work. At the end nothing
has been raised, each facility is valid, undo goes back to the very first state and redo to the last. A monkey
that leaves the app starts it again, on what it left.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from planner.io.validate import validate_raw
from planner.tui.app import PlannerApp
from tests.tui.fake import fake_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from planner.model.facility import Facility
    from planner.pipeline import Plan
    from planner.tui.messages import PlanFailed
    from planner.tui.workspace import OpenFile

ROOT = Path(__file__).parents[2]
KEYS = (
    *("up", "down", "left", "right", "enter", "escape", "tab", "shift+tab", "space", "backspace", "delete"),
    *("home", "end", "pageup", "pagedown", "f1", "f2", "f3", "f5", "f10"),
    *(
        "ctrl+a",
        "ctrl+e",
        "ctrl+k",
        "ctrl+o",
        "ctrl+p",
        "ctrl+q",
        "ctrl+s",
        "ctrl+u",
        "ctrl+v",
        "ctrl+w",
        "ctrl+x",
    ),
    *("ctrl+y", "ctrl+z"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-=[]/?.,:;_'\"\\<>|@#é厅"
OFTEN = (
    "down",
    "down",
    "down",
    "up",
    "right",
    "left",
    "enter",
    "enter",
    "escape",
    "escape",
    "tab",
    "a",
    "y",
    "u",
    "U",
)
PASTES = (
    "2N", "12.5", "-3", "1e308", "999999999999999999999", "2027-02-30", "2027-06-01", "h1.ups_install -> own", "[/x][bold]\x1b[31m",
    "厅🏭 مرحبا\u202e", "", "a" * 5000, "x\ny\tz", "hall.h1.redundancy.ups = 2N", "lead_times.ups = 30", "\x00\x07", "site.toml",
)  # fmt: skip
PHRASES = (
    ("escape", "1", "WANDER", "right", "WANDER", "PASTE", "enter"),
    ("escape", "1", "WANDER", "right", "2", "5", "enter", "down", "3", "enter", "escape", "escape"),
    ("escape", "1", "WANDER", "a", "PASTE", "enter"),
    ("escape", "1", "WANDER", "a", "y", "]"),
    ("escape", "1", "WANDER", "x", "enter"),
    ("escape", "w", "enter", "1"),
    ("escape", "H", "WANDER", "enter"),
    ("escape", "2", "WANDER", "enter", "down", "2", "7", "enter", "PASTE", "enter", "escape", "escape"),
    (
        "escape",
        "2",
        "WANDER",
        "r",
        "a",
        "PASTE",
        "enter",
        "escape",
        "c",
        "PASTE",
        "enter",
        "escape",
        "x",
        "enter",
        "escape",
    ),
    (
        "escape",
        "2",
        "[",
        "]",
        "backspace",
        "left",
        "left",
        "right",
        "f",
        "g",
        "s",
        "R",
        "v",
        "down",
        "space",
        "enter",
    ),
    ("escape", "u", "u", "U"),
    ("escape", "n", "O", "down", "enter"),
    ("escape", "ctrl+s", "enter"),
    ("escape", "/", "PASTE", "enter", "e", "enter", "enter", "backspace", "escape"),
    ("escape", "ctrl+p", "PASTE", "enter"),
)
SIZES = ((80, 24), (120, 40), (200, 60), (40, 12), (20, 5), (300, 20))
CLEAN = 60.0
"""Seconds in which the app must come to rest."""


class Watched(PlannerApp):
    """The app; what it would only tell a person is held against it here."""

    def __init__(self, files: list[Path], planner: Callable[[Facility], Plan] | None) -> None:
        super().__init__(files, planner)
        self.faults: list[str] = []
        self.edits = 0
        self.animation_level = "none"

    def changed(self, file: OpenFile, **how: Any) -> None:
        """Count what changed something."""
        self.edits += 1
        super().changed(file, **how)

    def tell(self, error: Any, failed: bool = True) -> None:
        """An internal error is one, however well it is told."""
        if "internal error" in str(error) or "E-INTERNAL" in str(error):
            self.faults.append(str(error))
        super().tell(error, failed)

    def on_plan_failed(self, event: PlanFailed) -> None:
        """So is a plan that fails of itself."""
        self.faults += [str(p) for p in event.problems if p.code == "E-INTERNAL"]
        super().on_plan_failed(event)


class Monkey:
    """Knows what it did, so that what it finds can be done again."""

    def __init__(self, folder: Path, seed: int, planner: Callable[[Facility], Plan] | None) -> None:
        self.folder, self.chance, self.planner = folder, random.Random(seed), planner
        self.files = [folder / name for name in ("site.toml", "hostile.toml", "own.toml")]
        self.done = 0
        self.last: list[str] = []
        self.seen: Counter[str] = Counter()

    async def run(self, keys: int) -> None:
        """Press so many keys, in as many lives of the app as that takes."""
        while self.done < keys:
            app = Watched(self.files, self.planner)
            async with app.run_test(size=(120, 40)) as pilot:
                await self._settle(pilot, app)
                while self.done < keys and app.is_running and app._exit is False:
                    await self._one(pilot, app)
                if app._exit is False:
                    await self._judge(pilot, app)
                    app.leave()
            self._fault(app)
            self.seen["lives"] += 1
            self.seen["edits, undos, redos, jumps"] += app.edits

    def _fault(self, app: Watched) -> None:
        if app.faults:
            raise AssertionError(f"after {self.done} keys, the last {self.last[-30:]}: {app.faults[0]}")

    async def _one(self, pilot: Pilot[None], app: Watched) -> None:
        chance = self.chance
        what = chance.random()
        if what < 0.01:
            size = chance.choice(SIZES)
            self._note(f"resize {size}")
            await pilot.resize_terminal(*size)
        elif what < 0.04:
            self._paste(app, chance.choice(PASTES))
        elif what < 0.05:
            at = chance.randrange(app.size.width), chance.randrange(app.size.height)
            self._note(f"click {at}")
            await pilot.click(offset=at)
        elif what < 0.14:
            for word in chance.choice(PHRASES):
                if word == "PASTE":
                    self._paste(app, chance.choice(PASTES))
                elif word == "WANDER":
                    for _ in range(chance.randrange(25)):
                        self._key(app, "down")
                else:
                    self._key(app, word)
                await asyncio.sleep(0)
            await pilot.pause()
        elif what < 0.17 and not isinstance(app.focused, Input):
            self._key(app, chance.choice("11234"))
        else:
            self._key(app, chance.choice(OFTEN if what < 0.6 else KEYS if what < 0.78 else LETTERS))
        # A burst of keys now and then, faster than the app takes them, as from a held key or a slow line.
        await (pilot.pause() if chance.random() < 0.2 and app._exit is False else asyncio.sleep(0))
        self.seen[type(app.screen).__name__] += 1
        self._fault(app)

    def _key(self, app: Watched, key: str) -> None:
        self._note(key)
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, key if len(key) == 1 else " " if key == "space" else None)
        event.set_sender(app)
        assert app._driver is not None
        app._driver.send_message(event)
        self.done += 1

    def _paste(self, app: Watched, text: str) -> None:
        self._note(f"paste {text[:20]!r}")
        app.post_message(events.Paste(text))
        self.done += 1

    def _note(self, what: str) -> None:
        self.last.append(what)
        del self.last[:-200]

    async def _settle(self, pilot: Pilot[None], app: Watched) -> None:
        until = time.monotonic() + CLEAN
        while time.monotonic() < until:
            await pilot.pause()
            file = app.open_file
            if app._exit is not False or (
                file is not None and not file.stale and all(w.is_finished for w in app.workers)
            ):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"the app never came to rest, after {self.last[-30:]}")

    async def _judge(self, pilot: Pilot[None], app: Watched) -> None:
        """Every facility is valid; undo goes back to the first state, redo to the last."""
        await self._settle(pilot, app)
        for file in app.workspace.files:
            session = file.session
            last, first = session.raw, session.steps[0].raw
            assert validate_raw(last)[0] is not None
            assert tomllib.loads(session.rendered()) == last
            while session.undo():
                pass
            assert session.raw is first
            assert validate_raw(first)[0] is not None
            while session.redo():
                if session.raw is last and session.position == len(session.steps) - 1:
                    break
            assert session.position == len(session.steps) - 1


def prepare(folder: Path) -> None:
    """The facilities that the monkey is given."""
    shutil.copy(ROOT / "tests" / "tui" / "site.toml", folder / "site.toml")
    hostile = (ROOT / "facilities" / "teaching.toml").read_text("utf-8")
    hostile = hostile.replace('name = "Teaching site"', r'name = "[/x] \u001b[31m厅🏭\u202e"').replace(
        'name = "Hall 1"', 'name = "[bold]مرحبا"'
    )
    (folder / "hostile.toml").write_text(hostile, "utf-8")
    shutil.copy(ROOT / "tests" / "data" / "good" / "own_work.toml", folder / "own.toml")


def let_loose(keys: int, seed: int, planner: Callable[[Facility], Plan] | None) -> Monkey:
    """Let a monkey press keys in a folder of its own, out of which it cannot write.

    Raises:
        AssertionError: It found something; the message has the last keys.
    """
    from planner.io import write
    from planner.model.problem import InputError, Problem

    held = write._write

    def fenced(path: Path, content: bytes, *, replace: bool) -> None:
        if not path.resolve().is_relative_to(folder):
            raise InputError([Problem("E-FILE", "file", "outside the fence", file=str(path), line=1)])
        held(path, content, replace=replace)

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(folder)
        monkey = Monkey(Path(), seed, planner)
        os.chdir(folder)
        try:
            with (
                patch.object(write, "_write", fenced),
                patch.dict(os.environ, {"XDG_STATE_HOME": str(folder / "state")}),
            ):
                asyncio.run(monkey.run(keys))
        except BaseException:
            print(f"seed {seed}, after {monkey.done} keys: {monkey.last[-40:]}", file=sys.stderr)
            raise
        finally:
            os.chdir(before)
    return monkey


def main() -> None:
    """Let one monkey loose with the real planner after four with the fake one; print what they saw."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began, seen, done = time.perf_counter(), Counter[str](), 0
    share = max(1, keys // 10)
    for number in range(10):
        monkey = let_loose(share, seed * 100 + number, None if number % 5 == 4 else fake_plan)
        seen.update(monkey.seen)
        done += monkey.done
        print(f"{done} keys, {time.perf_counter() - began:.0f} s", flush=True)
    for words, times in seen.most_common():
        print(f"  {times:7,}  {words}")
    print(
        f"{done} keys (seed {seed}): nothing raised, every facility valid, undo to the first state and redo to the last"
    )


if __name__ == "__main__":
    main()
