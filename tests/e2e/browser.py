"""A headless Chromium, steered through its own socket: no driver of its own is needed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
from typing import TYPE_CHECKING, Any, Self

import aiohttp

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 60.0
SOCKETS = """(() => { const held = window.WebSocket; window.planner_text = ''; const decoder = new TextDecoder();
  window.WebSocket = class extends held { constructor(...a) { super(...a); this.addEventListener('message', async m => {
    const data = m.data instanceof Blob ? await m.data.arrayBuffer() : m.data;
    if (data instanceof ArrayBuffer) window.planner_text += decoder.decode(data).replace(/\\x1b\\[[0-9;?]*[A-Za-z]/g, ''); }); } };
})()"""


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
        """Go to a page, and listen to what its socket is sent."""
        await self._do("Page.enable")
        await self._do("Emulation.setFocusEmulationEnabled", enabled=True)  # as for a window in front
        await self._do("Page.addScriptToEvaluateOnNewDocument", source=SOCKETS)
        await self._do("Page.navigate", url=address)

    async def text(self) -> str:
        """What was drawn so far."""
        found = await self._do("Runtime.evaluate", expression="window.planner_text || ''", returnByValue=True)
        return str(found["result"]["value"])

    async def wait(self, words: str) -> None:
        """Poll until the words were drawn."""
        text = ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIMIT):
                while words not in text:
                    await asyncio.sleep(0.05)
                    text = await self.text()
        assert words in text, text[-2000:]

    async def click(self, x: int, y: int) -> None:
        """Click, as to give the terminal the focus."""
        for kind in ("mousePressed", "mouseReleased"):
            await self._do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def key(self, character: str) -> None:
        """Press the key of a letter on the page."""
        upper = character.upper()
        values = {"key": character, "code": f"Key{upper}", "windowsVirtualKeyCode": ord(upper)}
        values["modifiers"] = 8 if character == upper else 0
        await self._do("Input.dispatchKeyEvent", type="keyDown", text=character, **values)
        await self._do("Input.dispatchKeyEvent", type="keyUp", **values)

    async def picture(self) -> bytes:
        """The page as it looks."""
        return base64.b64decode((await self._do("Page.captureScreenshot"))["data"])
