"""A headless Chromium, steered through its own socket: no driver of its own is needed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import pytest

from tests.e2e.journey import settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIMIT = 60.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FOUND = """(() => { Object.defineProperty(Object.prototype, 'fitAddon', { configurable: true, get() { return undefined; }, set(value) {
    Object.defineProperty(this, 'fitAddon', { value, writable: true }); window.planner_terminal = this.terminal; } }); })()"""
"""The page keeps its terminal to itself; this takes hold of it as it is made, and asks no more of it than xterm.js offers."""
SCREEN = """(() => { const made = window.planner_terminal; if (!made) return ''; const lines = []; const buffer = made.buffer.active;
    for (let y = 0; y < made.rows; y++) lines.push(buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '');
    return lines.join('\\n'); })()"""
KEYS = {
    "enter": ("Enter", "Enter", 13, "\r"),
    "escape": ("Escape", "Escape", 27, ""),
    "tab": ("Tab", "Tab", 9, ""),
    "backspace": ("Backspace", "Backspace", 8, ""),
    "space": (" ", "Space", 32, " "),
    "left": ("ArrowLeft", "ArrowLeft", 37, ""),
    "up": ("ArrowUp", "ArrowUp", 38, ""),
    "right": ("ArrowRight", "ArrowRight", 39, ""),
    "down": ("ArrowDown", "ArrowDown", 40, ""),
    **{f"f{n}": (f"F{n}", f"F{n}", 111 + n, "") for n in range(1, 13)},
}
"""Key, code, number and text of a key, by its name in Textual."""
PLACES = {
    **{shown: ("Digit" + digit, ord(digit)) for pair in ("1!", "2@", "3#", "4$", "5%", "6^", "7&", "8*", "9(", "0)") for digit in pair[0] for shown in pair},
    **{shown: (code, number) for pair, code, number in (
        ("-_", "Minus", 189), ("=+", "Equal", 187), ("[{", "BracketLeft", 219), ("]}", "BracketRight", 221), ("\\|", "Backslash", 220),
        (";:", "Semicolon", 186), ("'\"", "Quote", 222), (",<", "Comma", 188), (".>", "Period", 190), ("/?", "Slash", 191), ("`~", "Backquote", 192),
    ) for shown in pair},
}  # fmt: skip
"""Where a character that is no letter lies on the keyboard, and the key's number."""
SHIFTED = frozenset('!@#$%^&*()_+{}|:"<>?~')


def need_browser() -> str:
    """The program of a browser; skips by name where there is none, fails where CI says that there must be one."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        words = "no browser is installed (apt-get install chromium)"
        if os.environ.get("PLANNER_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{words}, and PLANNER_REQUIRE_BROWSER=1 forbids skipping")
        pytest.skip(words)
    return found


def key_values(key: str) -> dict[str, Any]:
    """What the browser is told of a key: a name of Textual's, `ctrl+` and a letter, or a character."""
    if key in KEYS:
        name, code, number, text = KEYS[key]
        return {"key": name, "code": code, "windowsVirtualKeyCode": number, "text": text, "modifiers": 0}
    held, character = key.startswith("ctrl+"), key.removeprefix("ctrl+")
    upper = character.upper()
    code, number = PLACES.get(character, (f"Key{upper}", ord(upper)))
    shift = character in SHIFTED or (character.isalpha() and character == upper)
    return {
        "key": character,
        "code": code,
        "windowsVirtualKeyCode": number,
        "text": "" if held else character,
        "modifiers": (2 if held else 0) | (8 if shift else 0),
    }


class Browser:
    """One page of one browser."""

    def __init__(self, program: str, client: aiohttp.ClientSession, profile: Path) -> None:
        self._program, self._client, self._profile = program, client, profile
        self._numbers = itertools.count(1)
        self._process: Any = None
        self._socket: Any = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1200,800",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        written = self._profile / "DevToolsActivePort"
        async with asyncio.timeout(LIMIT):
            while not written.is_file() or not written.read_text().strip():
                await asyncio.sleep(0.05)
            port = written.read_text().split()[0]
            while self._socket is None:
                with contextlib.suppress(aiohttp.ClientError, StopIteration):
                    async with self._client.get(f"http://127.0.0.1:{port}/json") as answer:
                        pages = json.loads(await answer.text())
                    page = next(p for p in pages if p["type"] == "page")
                    self._socket = await self._client.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()
        self._process.terminate()
        await self._process.wait()

    async def _do(self, method: str, **values: Any) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": values})
        async with asyncio.timeout(LIMIT):
            while True:
                answer = json.loads((await self._socket.receive()).data)
                if answer.get("id") == number:
                    return answer["result"]

    async def open(self, address: str) -> None:
        """Go to a page, and take hold of its terminal."""
        await self._do("Page.enable")
        await self._do("Emulation.setFocusEmulationEnabled", enabled=True)  # as for a window in front
        await self._do("Page.addScriptToEvaluateOnNewDocument", source=FOUND)
        await self._do("Page.navigate", url=address)

    async def ask(self, expression: str) -> Any:
        """The value of an expression on the page."""
        found = await self._do("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def screen(self) -> str:
        """What the page's terminal shows now."""
        return str(await self.ask(SCREEN))

    async def said(self) -> str:
        """The words of the page itself that can be seen, beside its terminal."""
        return str(
            await self.ask(
                "[...document.querySelectorAll('.note')].filter(n => n.offsetParent !== null).map(n => n.innerText).join(' ')"
            )
        )

    async def wait(self, *words: str, gone: Sequence[str] = ()) -> str:
        """Poll until all the words stand on the screen at once, and none of the others; the screen."""
        text = ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIMIT):
                while not settled(text, words, gone):
                    await asyncio.sleep(0.03)
                    text = await self.screen()
        assert settled(text, words, gone), f"{words} (without {tuple(gone)}) never on the screen:\n{text}"
        return text

    async def wait_said(self, words: str) -> None:
        """Poll until the page itself says the words."""
        said = ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIMIT):
                while words not in said:
                    await asyncio.sleep(0.03)
                    said = await self.said()
        assert words in said, said or await self.screen()

    async def click(self, x: int, y: int) -> None:
        """Click, as to give the terminal the focus."""
        for kind in ("mousePressed", "mouseReleased"):
            await self._do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names: enter, down, f1, ctrl+s, a, A, /; `type:` types what follows."""
        for key in keys:
            for one in key.removeprefix("type:") if key.startswith("type:") else (key,):
                values = key_values("space" if one == " " else one)
                text = values.pop("text")
                down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
                await self._do("Input.dispatchKeyEvent", **down, **values)
                await self._do("Input.dispatchKeyEvent", type="keyUp", **values)

    async def picture(self) -> bytes:
        """The page as it looks."""
        return base64.b64decode((await self._do("Page.captureScreenshot"))["data"])
