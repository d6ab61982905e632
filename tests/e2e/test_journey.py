"""The whole job by keyboard alone, on a real site with the real planner: in a terminal, in a small one without colour, and in a browser."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import aiohttp

from tests.e2e.browser import Browser, need_browser
from tests.e2e.journey import JOURNEY, QUIT, keep_picture, prepare, saved_wrong, surroundings
from tests.e2e.serving import served
from tests.e2e.test_app import PLANNER
from tests.e2e.tmux import Terminal, need_tmux

if TYPE_CHECKING:
    from pathlib import Path

COLOUR = re.compile(r"\x1b\[(?:[0-9;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m")
"""An SGR code that gives text or background a colour; 39 and 49 take it away."""


def in_terminal(folder: Path, name: str, size: tuple[int, int], env: dict[str, str]) -> tuple[int, str, str]:
    """Make the journey under tmux; the exit code, all that was drawn on the way, and what is left on the screen."""
    drawn = []
    site = prepare(folder)
    with Terminal([PLANNER, "open", str(site)], size=size, env={**surroundings(folder), **env}) as terminal:
        for step in JOURNEY:
            terminal.press_named(*step.keys)
            terminal.wait_all(step.then, step.gone)
            drawn.append(terminal.ansi)
            if step.picture:
                keep_picture(f"{name}-{step.picture}.ansi", drawn[-1].encode())
        terminal.press_named(QUIT)
        code = terminal.wait_exit()
        left = terminal.wait("RFS", gone=True)
    return code, "".join(drawn), left


def exported_wrong(folder: Path) -> list[str]:
    """What the exported plan does not hold as it must."""
    plan = tomllib.loads((folder / "site.plan.toml").read_text("utf-8"))
    tasks = {task["id"]: task for task in plan["tasks"]}
    wrong = []
    if plan["critical_it_mw"] != 5.0:
        wrong.append(f"critical_it_mw {plan['critical_it_mw']}")
    if tasks.get("task2", {}).get("name") != "Crane road":
        wrong.append("no task2")
    return wrong


def test_in_a_terminal(tmp_path: Path) -> None:
    need_tmux()
    code, drawn, left = in_terminal(tmp_path, "120x40", (120, 40), {})
    assert code == 0
    assert COLOUR.search(drawn)
    assert [line for line in left.splitlines() if line.strip() and "Pane is dead" not in line] == []
    assert saved_wrong(tmp_path / "site.toml") == []
    assert exported_wrong(tmp_path) == []


def test_in_a_small_terminal_without_colour(tmp_path: Path) -> None:
    need_tmux()
    code, drawn, left = in_terminal(tmp_path, "80x24", (80, 24), {"NO_COLOR": "1", "TERM": "xterm"})
    assert code == 0
    assert COLOUR.findall(drawn) == []
    assert [line for line in left.splitlines() if line.strip() and "Pane is dead" not in line] == []
    assert saved_wrong(tmp_path / "site.toml") == []
    assert exported_wrong(tmp_path) == []


async def test_in_a_browser(tmp_path: Path) -> None:
    program = need_browser()
    prepare(tmp_path)
    async with (
        served(tmp_path) as address,
        aiohttp.ClientSession() as client,
        Browser(program, client, tmp_path / "profile") as page,
    ):
        await page.open(address)
        await page.wait("Teaching site")
        await page.click(300, 450)
        for step in JOURNEY:
            await page.press(*step.keys)
            await page.wait(*step.then, gone=step.gone)
            if step.picture:
                keep_picture(f"browser-{step.picture}.png", await page.picture())
        await page.press(QUIT)
        await page.wait_said("The session has ended.")
        keep_picture("browser-14-ended.png", await page.picture())
    assert saved_wrong(tmp_path / "site.toml") == []
    assert exported_wrong(tmp_path) == []
