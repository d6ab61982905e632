"""The whole app in a real terminal: the main job by keyboard alone, and bad files, killed saves and small screens."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.tui.hints import HINTS
from tests.e2e.tmux import Terminal, need_tmux

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PLANNER = str(Path(sys.executable).with_name("planner"))


@pytest.fixture(autouse=True)
def _tmux() -> None:
    need_tmux()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "facilities" / "teaching.toml", tmp_path / "site.toml"))


@pytest.fixture
def state(tmp_path: Path) -> dict[str, str]:
    seen = tmp_path / "state" / "facility-planner" / "hints.json"
    seen.parent.mkdir(parents=True)
    seen.write_text(json.dumps(list(HINTS)))
    return {
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }


def to_redundancy(terminal: Terminal) -> None:
    """From the tree's root to the UPS field of hall 1."""
    terminal.wait("RFS 2028")
    terminal.press("Down", "Down", "Down", "Down", "Down", "Down")
    terminal.wait("Hall 1 › Redundancy")
    terminal.press("Right")
    terminal.wait("UPS modules: N, N+1")  # the help of the field: the keys go there now


def choose_2n(terminal: Terminal) -> None:
    terminal.press("Enter")
    terminal.wait("N+2B")  # of the list alone, not of the help
    terminal.press("Down", "Down", "Enter")
    terminal.wait("N+1 → 2N")


@pytest.mark.parametrize(
    "env", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm"}], ids=["colour", "no-colour", "xterm"]
)
def test_the_main_job_by_keyboard(
    site: Path, tmp_path: Path, state: dict[str, str], env: dict[str, str]
) -> None:
    before = site.read_text("utf-8")
    with Terminal([PLANNER, "open", str(site)], env={**state, **env}) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        assert "RFS unchanged, +$4." in terminal.wait("modified")
        terminal.press("u")
        terminal.wait("undo hall.h1.redundancy.ups")
        assert "-$4." in terminal.wait("saved")
        terminal.press("U")
        terminal.wait("modified")
        terminal.press("C-s")
        terminal.wait("○ saved")
        after = site.read_text("utf-8")
        assert after != before
        assert len(after.splitlines()) == len(before.splitlines())
        changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
        assert len(changed) == 1
        assert changed[0][1].startswith("ups")
        assert "# battery-backed power" in changed[0][1]
        terminal.press("2")
        terminal.wait("Float")
        terminal.press("3")
        terminal.wait("critical")
        terminal.press("6")
        terminal.wait("Quantities that differ")
        terminal.press("E")
        terminal.wait("site.plan.toml")
        terminal.press("Enter")
        terminal.wait("exported site.plan.toml")
        plan = tmp_path / "site.plan.toml"
        assert tomllib.loads(plan.read_text("utf-8"))["critical_it_mw"] == 6.0
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_what_if_lies_beside_the_base(site: Path, state: dict[str, str]) -> None:
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        terminal.press("w")
        terminal.wait("New what-if")
        terminal.type("twice")
        terminal.press("Enter")
        terminal.wait("2 plans, differences against the first")
        screen = terminal.wait("@twice")  # the line above the table may be drawn a frame before it
        assert "c offers 2 more" in screen
        assert "+$4." in screen
        terminal.press("C-s")
        terminal.wait("○ saved")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    scenarios = {s["id"]: s["set"] for s in tomllib.loads(site.read_text("utf-8"))["scenario"]}
    assert scenarios["twice"] == {"hall.h1.redundancy.ups": "2N"}


def test_own_work_by_keyboard(site: Path, state: dict[str, str]) -> None:
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        terminal.wait("RFS 2028")
        terminal.press("C-p")
        terminal.wait("Search for commands")
        terminal.type("own tasks")
        terminal.wait("Go to Own tasks")
        terminal.press("Enter")
        terminal.wait("Your own tasks, planned with the generated ones.")
        terminal.press("a")
        terminal.wait("New task")
        terminal.press("C-p")
        terminal.wait("Search for commands")
        terminal.type("relations")
        terminal.wait("Go to Relations")
        terminal.press("Enter")
        terminal.wait("Your own relations between tasks, own or generated.")
        terminal.press("a")
        terminal.wait("add relation sell-miners → task2")
        terminal.press("2")
        terminal.wait("Float")
        terminal.press("/")
        terminal.wait("words of id")
        terminal.type("task2")
        terminal.wait("1 task of")
        screen = terminal.wait("New task")
        assert "sell-miners" in screen


def test_quitting_with_changes_asks_first(site: Path, state: dict[str, str]) -> None:
    before = site.read_text("utf-8")
    with Terminal([PLANNER, "open", str(site)], env=state) as terminal:
        to_redundancy(terminal)
        choose_2n(terminal)
        terminal.press("q")
        terminal.wait("Leave without saving?")
        terminal.press("Escape")
        terminal.wait("Leave without saving?", gone=True)
        terminal.wait("RFS 2028")
    assert site.read_text("utf-8") == before


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_screens_hold_at_other_sizes(site: Path, state: dict[str, str], size: tuple[int, int]) -> None:
    with Terminal([PLANNER, "open", str(site)], size=size, env=state) as terminal:
        screen = terminal.wait("RFS 2028")
        assert "$76." in screen
        for key, text in (
            ("2", "Float"),
            ("3", "critical"),
            ("4", "the critical path"),
            ("5", "Spend by month" if size[1] > 24 else "landlord"),
            ("6", "Ready for service"),
            ("7", "What to do"),
            ("1", "Teaching site"),
        ):
            terminal.press(key)
            terminal.wait(text)
        terminal.press("q")
        assert terminal.wait_exit() == 0


def _bad(folder: Path) -> Iterator[tuple[Path, str]]:
    loop = folder / "loop.toml"
    loop.write_text(
        '[project]\nstart = 2026-01-05\n[[task]]\nid = "a"\nduration_days = 1\n[[task]]\nid = "b"\nduration_days = 1\n'
        '[[relation]]\npredecessor = "a"\nsuccessor = "b"\n[[relation]]\npredecessor = "b"\nsuccessor = "a"\n'
    )
    yield loop, "loop.toml:12: E-LOOP"
    junk = folder / "junk.toml"
    junk.write_bytes(b"\xff\xfe\x00" * 1000)
    yield junk, "junk.toml:1: E-ENCODING"
    negative = folder / "negative.toml"
    negative.write_text("[project]\nstart = 2026-01-05\n[grid]\ncapacity_mw = -3\n")
    yield negative, "negative.toml:4: E-VALUE grid.capacity_mw = -3"


def test_bad_files_show_their_problems_and_no_traceback(tmp_path: Path, state: dict[str, str]) -> None:
    for path, code in _bad(tmp_path):
        with Terminal([PLANNER, "open", str(path)], env=state) as terminal:
            screen = terminal.wait(code)
            assert "Traceback" not in screen


def test_hostile_names_are_shown_literally(tmp_path: Path, state: dict[str, str]) -> None:
    hostile = tmp_path / "hostile.toml"
    hostile.write_text(
        '[site]\nname = "[/x] \\u001b[31mred"\n[project]\nstart = 2026-01-05\n[grid]\ncapacity_mw = 20\n'
        '[[hall]]\nid = "h1"\nname = "[bold]厅\\u202e"\nexisting_mw = 5\n'
        '[hall.ai]\nplatform = "hgx-h100"\ncritical_it_mw = 2\ncooling = "air"\n'
    )
    with Terminal([PLANNER, "open", str(hostile)], env=state) as terminal:
        screen = terminal.wait("RFS 20")
        assert "[/x]" in screen
        assert "\\x1b[31mred" in screen
        for key in ("2", "3", "4", "5", "6", "7", "1"):
            terminal.press(key)
        terminal.wait("[bold]")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_without_a_file_it_lists_what_there_is(tmp_path: Path, state: dict[str, str]) -> None:
    folder = tmp_path / "facilities"
    folder.mkdir()
    shutil.copy(ROOT / "facilities" / "teaching.toml", folder / "lesson.toml")
    with Terminal([PLANNER], env=state, cwd=str(tmp_path)) as terminal:
        terminal.wait("lesson.toml")
        terminal.press("Enter")
        terminal.wait("RFS 2028")
        terminal.press("q")
        assert terminal.wait_exit() == 0
