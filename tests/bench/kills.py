"""`python -m tests.bench.kills [COUNT] [SEED]`: a scripted session killed at random moments.

After each kill the file must be one that the script saved, whole, and the journal must bring back every edit
that was done. Every fourth session is the app itself, the others are a session with its journal alone.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from planner.session.recover import unfinished
from planner.session.session import Session
from tests.bench.scripted import do, steps

if TYPE_CHECKING:
    from planner.model.address import Raw

SITE = Path(__file__).parents[2] / "facilities" / "teaching.toml"


def kill_one(seed: int, folder: Path, kind: str) -> tuple[int, bool]:
    """Start, kill, check. Returns how many steps were done, and whether unsaved work was brought back.

    Raises:
        AssertionError: The file or the journal is not what it must be.
    """
    path = folder / "site.toml"
    shutil.copy(SITE, path)
    shutil.rmtree(folder / "state", ignore_errors=True)
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    command = [sys.executable, "-m", "tests.bench.scripted", str(path), str(seed), kind]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=SITE.parents[1]
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    assert first == b"0\n", first
    delay = random.Random(seed).uniform(0, 1.2) ** 2  # early moments oftener: the first save, the first line
    timer = threading.Timer(delay, lambda: os.kill(child.pid, signal.SIGKILL))
    timer.start()
    lines = child.stdout.read().split(b"\n")[:-1]
    code = child.wait()
    timer.cancel()
    assert code in (-signal.SIGKILL, 0), code
    done = int(lines[-1]) if lines else 0
    _check(path, seed, done)
    return done, _recovered_is_right(path, seed, done)


def _states(path: Path, seed: int, most: int) -> tuple[list[Raw], list[str]]:
    """What the script does, done again elsewhere: the state after each step, and each text that the file held."""
    beside = path.with_name("beside.toml")
    shutil.copy(SITE, beside)
    session = Session.open(beside)
    raws, texts = [session.raw], [session.text]
    for step in islice(steps(seed), most):
        do(session, step)
        raws.append(session.raw)
        if step == "save":
            texts.append(session.text)
    return raws, texts


def _check(path: Path, seed: int, done: int) -> None:
    """The file is the last that was saved before the kill, or the one being saved just then."""
    texts = _states(path, seed, done)[1]
    following = _states(path, seed, done + 1)[1]
    assert path.read_text("utf-8") in (texts[-1], following[-1]), f"seed {seed}: the file is no saved one"
    parts = [p.name for p in path.parent.glob(".planner-*.part")]
    assert len(parts) <= 1, parts  # one that a kill cut off; never the file itself
    for part in parts:
        (path.parent / part).unlink()


def _recovered_is_right(path: Path, seed: int, done: int) -> bool:
    """The journal brings back the state after the last step done, or after the one that was under way."""
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(path.parent / "state")
    try:
        found = unfinished(path)
    finally:
        if before is None:
            del os.environ["XDG_STATE_HOME"]
        else:
            os.environ["XDG_STATE_HOME"] = before
    raws = _states(path, seed, done + 1)[0][done:]
    if found is None:
        held = Session.open(path).raw
        assert held in raws, f"seed {seed}: step {done} is neither in the file nor in the journal"
        return False
    assert found.session.raw in raws, f"seed {seed}: the journal is behind step {done}"
    assert found.session.look_outside() is None, f"seed {seed}: the file was taken for another's"
    opened = found.session.steps[0].raw
    while found.session.undo():
        pass
    assert found.session.raw == opened
    found.session.close()
    return True


def main() -> None:
    """Kill so many times; print what was seen."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began, seen, most = time.perf_counter(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            kind = "app" if number % 4 == 3 else "session"
            done, back = kill_one(seed * 100_000 + number, Path(folder), kind)
            seen[f"{kind}: unsaved work brought back" if back else f"{kind}: all was saved"] += 1
            most = max(most, done)
            if (number + 1) % 20 == 0:
                print(f"{number + 1} kills, {time.perf_counter() - began:.0f} s", flush=True)
    for words, times in sorted(seen.items()):
        print(f"  {times:4}  {words}")
    print(
        f"{count} kills (seed {seed}), at most {most} steps done: every file whole, every edit brought back"
    )


if __name__ == "__main__":
    main()
