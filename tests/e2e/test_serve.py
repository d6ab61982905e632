"""`planner serve`: the app through a socket as a browser has it, and in headless Chromium where there is one."""

from __future__ import annotations

import asyncio
import re
import subprocess
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.e2e.browser import Browser, need_browser
from tests.e2e.journey import prepare
from tests.e2e.serving import LIMIT, PLANNER, served

ROOT = Path(__file__).parents[2]


class Tab:
    """What a browser's tab does, without the browser."""

    def __init__(self, socket: Any) -> None:
        self.socket, self.drawn = socket, ""

    async def press(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def wait(self, text: str) -> None:
        async with asyncio.timeout(LIMIT):
            while text not in self.drawn:
                message = await self.socket.receive()
                assert message.type is aiohttp.WSMsgType.BINARY or message.type is aiohttp.WSMsgType.TEXT, (
                    message
                )
                if isinstance(message.data, bytes):
                    self.drawn += re.sub(
                        r"\x1b\[[0-9;?]*[A-Za-z]", "", message.data.decode("utf-8", "replace")
                    )


async def test_the_app_is_drawn_and_edited_through_the_socket(tmp_path: Path) -> None:
    prepare(tmp_path)
    async with served(tmp_path) as address, aiohttp.ClientSession() as client:
        assert address.startswith("http://127.0.0.1:")
        async with client.get(address) as page:
            text = await page.text()
            assert "https://" not in text
            assert "Facility planner" in text
        socket_address = address.replace("http", "ws") + "/ws?width=120&height=40"
        async with client.ws_connect(socket_address, headers={"Origin": address}) as socket:
            tab = Tab(socket)
            await socket.send_json(["focus"])
            await tab.wait("RFS ")
            await tab.wait("Teaching site")
            await tab.press("S")
            await tab.wait("Save as")
            await tab.press("\x15")
            await tab.wait("give a file name")
            await tab.press("other.toml")
            await tab.wait("other.toml")
            await tab.press("\r")
            await tab.wait("saved other.toml")
    saved = (tmp_path / "other.toml").read_text("utf-8")
    assert saved == (ROOT / "facilities" / "teaching.toml").read_text("utf-8")


async def test_pages_of_other_sites_are_turned_away(tmp_path: Path) -> None:
    prepare(tmp_path)
    async with served(tmp_path) as address, aiohttp.ClientSession() as client:
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await client.ws_connect(address.replace("http", "ws") + "/ws", headers=headers)
            assert refused.value.status == 403
        async with client.get(address, headers={"Host": "evil.example"}) as page:
            assert page.status == 403


def test_what_cannot_be_served_is_told(tmp_path: Path) -> None:
    for arguments, words in (
        (["none.toml"], "no such file"),
        (["--port", "99999"], "from 0 to 65535"),
        (["--host", "203.0.113.7"], "cannot listen there"),
    ):
        done = subprocess.run(
            [PLANNER, "serve", *arguments], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.returncode == 2
        assert words in done.stderr


async def test_a_browser_shows_what_keys_do(tmp_path: Path) -> None:
    program = need_browser()
    prepare(tmp_path)
    async with (
        served(tmp_path) as address,
        aiohttp.ClientSession() as client,
        Browser(program, client, tmp_path / "profile") as page,
    ):
        await page.open(address)
        await page.wait("Teaching site", "RFS ")
        await page.click(300, 450)
        await page.press("O")
        shown = await page.wait("Open files")
        picture = await page.picture()
    assert "site.toml" in shown
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
