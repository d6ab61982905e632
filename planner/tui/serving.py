"""The app in a browser, through textual-serve: each tab is an app of its own in a process of its own."""

from __future__ import annotations

import asyncio
import shlex
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

WEB = Path(__file__).parent / "web"
TITLE = "Facility planner"
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # addresses to listen on that are no address to go to


class PlannerServer(Server):
    """Serves the app to pages of its own only.

    A page of any other site, open in the same browser, could otherwise open the socket and edit files through it.
    """

    def __init__(self, command: str, host: str, port: int, url: str | None) -> None:
        shown = f"[{host}]" if ":" in host else host
        super().__init__(
            command,
            host=host,
            port=port,
            title=TITLE,
            public_url=url or f"http://{'127.0.0.1' if host in ANYWHERE else shown}:{port}",
            templates_path=WEB,
        )
        self._anywhere = host in ANYWHERE and url is None

    async def on_startup(self, app: web.Application) -> None:
        """Quietly: where it is is said once it can be come by."""

    async def handle_index(self, request: web.Request) -> Any:
        """The page; the addresses in it are those that the browser came by where any will do."""
        self._check(request, need_origin=False)
        return await super().handle_index(request)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The socket that an app is drawn through."""
        self._check(request, need_origin=True)
        return await super().handle_websocket(request)

    def _check(self, request: web.Request, *, need_origin: bool) -> None:
        own = urlsplit(self.public_url).netloc
        names = {own, own.replace("127.0.0.1", "localhost")}
        if not self._anywhere and request.host not in names:  # a name that was made to lead here
            raise web.HTTPForbidden(text=f"open {self.public_url}")
        origin = request.headers.get("Origin")
        if need_origin and origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="this page is of another site")


def serve(files: Sequence[str], host: str, port: int, url: str | None = None) -> None:
    """Serve the app until it is interrupted.

    Raises:
        InputError: The address cannot be listened on.
    """
    command = shlex.join([sys.executable, "-m", "planner.tui", *(str(Path(f).resolve()) for f in files)])
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InputError(
            [Problem("E-USAGE", "serve", f"cannot listen there: {error.strerror or error}", f"{host}:{port}")]
        ) from None
    server = PlannerServer(command, host, listener.getsockname()[1], url)
    asyncio.run(_run(server, listener))


async def _run(server: PlannerServer, listener: socket.socket) -> None:
    import contextlib
    import signal

    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    runner = web.AppRunner(await server._make_app())
    await runner.setup()
    try:
        await web.SockSite(runner, listener, shutdown_timeout=2).start()
        print(f"{TITLE} on {server.public_url} (ctrl+c ends it)", file=sys.stderr, flush=True)
        await ended.wait()
    finally:
        await runner.cleanup()
