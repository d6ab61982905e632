"""A program in a real terminal: tmux runs it, keys go in, the drawn text comes out. Waits on text, never on time."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from tests.e2e.journey import settled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE_S = 60.0
"""The longest wait for words that never come; a machine that is busy with other tests draws late, not wrong."""

REQUIRED = os.environ.get("PLANNER_REQUIRE_TMUX") == "1"


def need_tmux() -> None:
    """Skip by name where tmux is absent; fail where CI says that it must be there."""
    if shutil.which("tmux") is None:
        if REQUIRED:
            pytest.fail("tmux is not installed, and PLANNER_REQUIRE_TMUX=1 forbids skipping")
        pytest.skip("tmux is not installed")


class Terminal:
    """One tmux session with a server of its own."""

    def __init__(
        self,
        command: list[str],
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self.socket = f"planner-{uuid.uuid4().hex[:8]}"
        # tmux now and then forgets the status of a pane that has died, so a shell writes it down.
        self._status = Path(tempfile.mkdtemp()) / "status"
        command = ["sh", "-c", '"$@"; echo $? >"$0"', str(self._status), *command]
        extra = [x for k, v in (env or {}).items() for x in ("-e", f"{k}={v}")]
        self._tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            str(size[0]),
            "-y",
            str(size[1]),
            *extra,
            *(["-c", cwd] if cwd else []),
            *command,
            ";",
            "set-option",
            "-g",
            "remain-on-exit",
            "on",
            ";",
            "set-option",
            "-g",
            "status",
            "off",
        )

    def _tmux(self, *arguments: str) -> str:
        # pytest and its plugins may set these, and Textual believes them over the terminal.
        env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
        command = ["tmux", "-L", self.socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=env).stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")

    @property
    def screen(self) -> str:
        """What is drawn now."""
        return self._tmux("capture-pane", "-p")

    @property
    def ansi(self) -> str:
        """What is drawn now, with its colour codes."""
        return self._tmux("capture-pane", "-p", "-e")

    def press(self, *keys: str) -> None:
        """Send keys by tmux name: Enter, Down, F1, C-s, a."""
        for key in keys:
            self._tmux("send-keys", key)

    def press_named(self, *keys: str) -> None:
        """Send keys by Textual's names: enter, down, f1, ctrl+s, a; `type:` types what follows."""
        for key in keys:
            if key.startswith("type:") or len(key) == 1:
                self.type(key.removeprefix("type:"))
            else:
                self.press(key.replace("ctrl+", "C-") if key.startswith("ctrl+") else key.capitalize())

    def type(self, text: str) -> None:
        """Type literal text."""
        self._tmux("send-keys", "-l", text)

    def wait(self, text: str, *, gone: bool = False, limit: float = PATIENCE_S) -> str:
        """Poll until the text is (or is no longer) on the screen."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            screen = self.screen
            if (text in screen) != gone:
                return screen
            time.sleep(0.03)
        raise AssertionError(f"{text!r} was {'still' if gone else 'never'} on the screen:\n{self.screen}")

    def wait_all(self, then: Sequence[str], gone: Sequence[str] = (), limit: float = PATIENCE_S) -> str:
        """Poll until all the words stand on the screen at once, and none of those that must be gone."""
        until = time.monotonic() + limit
        while not settled(screen := self.screen, then, gone):
            if time.monotonic() > until:
                raise AssertionError(f"{then} (without {gone}) never on the screen:\n{screen}")
            time.sleep(0.03)
        return screen

    def wait_exit(self, limit: float = PATIENCE_S) -> int:
        """Wait for the program to end; its exit status."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            status = self._status.read_text().strip() if self._status.exists() else ""
            if status:
                return int(status)
            time.sleep(0.03)
        raise AssertionError(f"the program is still running:\n{self.screen}")
