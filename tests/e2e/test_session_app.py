"""Sessions in a real terminal: killed and brought back, an editor beside the app, a log done again, copying over ssh."""

from __future__ import annotations

import os
import signal
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_app import PLANNER, choose_2n, site, state, to_redundancy
from tests.e2e.tmux import Terminal, need_tmux

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["site", "state"]


@pytest.fixture(autouse=True)
def _tmux() -> None:
    need_tmux()


def test_killed_and_brought_back(site: Path, state: dict[str, str]) -> None:
    before = site.read_text("utf-8")
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        terminal.wait("modified")
        shell = int(terminal._tmux("display-message", "-p", "#{pane_pid}"))
        child = subprocess.run(["pgrep", "-P", str(shell)], capture_output=True, text=True, check=True).stdout
        os.kill(int(child.split()[0]), signal.SIGKILL)
        assert terminal.wait_exit() == 128 + signal.SIGKILL
    assert site.read_text("utf-8") == before
    with Terminal([PLANNER, "open", str(site)], size=(80, 24), env=state) as terminal:
        terminal.wait("hall.h1.redundancy.ups N+1 → 2N")
        terminal.press("b")
        terminal.wait("● modified")
        terminal.press("H")
        terminal.wait("History of Teaching site: 1 edit")
        terminal.press("Escape")
        terminal.wait("History of", gone=True)
        terminal.press("C-s")
        terminal.wait("○ saved")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert tomllib.loads(site.read_text("utf-8"))["hall"][0]["redundancy"]["ups"] == "2N"


def test_an_editor_beside_the_app(site: Path, state: dict[str, str]) -> None:
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        terminal.wait("modified")
        text = site.read_text("utf-8")
        site.write_text(text.replace('"Teaching site"', '"Outside"', 1), "utf-8")
        terminal.wait("Outside")
        terminal.wait("RFS 2028")
        terminal.press("Escape", "C-s")
        terminal.wait("○ saved")
    made = tomllib.loads(site.read_text("utf-8"))
    assert made["site"]["name"] == "Outside"
    assert made["hall"][0]["redundancy"]["ups"] == "2N"


def test_a_log_is_saved_and_done_again(site: Path, state: dict[str, str], tmp_path: Path) -> None:
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        terminal.press("C-p")
        terminal.wait("Search for commands")
        terminal.type("command log")
        terminal.wait("Write what was done")
        terminal.press("Enter")
        terminal.wait("site.log.jsonl")
        terminal.press("Enter")
        terminal.wait("saved site.log.jsonl")
        terminal.press("q")
        terminal.wait("Leave without saving?")
        terminal.press("t")
        assert terminal.wait_exit() == 0
    log = tmp_path / "site.log.jsonl"
    done = subprocess.run([PLANNER, "replay", str(log)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "hall.h1.redundancy.ups N+1 → 2N" in done.stdout


def test_copying_reaches_the_terminal_that_one_sits_at(site: Path, state: dict[str, str]) -> None:
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        terminal._tmux("set-option", "-g", "set-clipboard", "on")
        terminal.wait("RFS 2028")
        terminal.press("2")
        terminal.wait("Float")
        terminal.press("g", "Down", "y")
        terminal.wait("copied")
        assert "site.survey" in terminal._tmux("show-buffer")
