"""Keys one after the other: what comes faster than a key is dealt with waits for it.

Textual hands a key to the widget that has the focus when it comes, not when the keys before it are through. A line of
keys that comes at once, as over a slow connection, would be typed into the field before, or done as commands while the
field that one of them goes to is being made.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any

from textual.app import ScreenStackError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.events import Event

AGAIN_S = 0.001
LIMIT_S = 0.5
"""The longest that a key waits for the one before it, whatever became of that."""


class Turns:
    """Gives keys and what is pasted to the app in their turn."""

    def __init__(self, app: App[Any], give: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._waiting: deque[Event] = deque()
        self._given: Event | None = None
        self._until = 0.0
        self._asked = False

    async def take(self, event: Event) -> None:
        """A key came: it is given on, or waits."""
        if self._waiting or not self._free():
            self._waiting.append(event)
            self._ask()
        else:
            await self._next(event)

    @property
    def waiting(self) -> int:
        """How many keys wait for the one before them."""
        return len(self._waiting)

    def back(self, event: Event) -> None:
        """A key that no widget wanted was dealt with by the app; what that led to is still in its queue."""
        if event is self._given:
            self._app.call_later(self._done, event)

    def _done(self, event: Event) -> None:
        if event is self._given:
            self._given = None

    async def _next(self, event: Event) -> None:
        self._given, self._until = event, time.monotonic() + LIMIT_S
        await self._give(event)
        if not event.is_forwarded:  # nobody else gets it
            self.back(event)

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._app.set_timer(AGAIN_S, self._go_on)

    async def _go_on(self) -> None:
        self._asked = False
        if self._app._exit or not self._app.screen_stack:
            self._waiting.clear()  # who has left presses no more
        while self._waiting and self._free():
            await self._next(self._waiting.popleft())
        if self._waiting:
            self._ask()

    def _free(self) -> bool:
        """Whether the key before is through: stopped by who wanted it or back here, and what it led to is done."""
        if time.monotonic() > self._until:
            return True
        if self._given is not None and not self._given._stop_propagation:
            return False
        try:
            screen = self._app.screen
        except ScreenStackError:
            return True
        if not screen.is_mounted or getattr(screen, "entering", False):
            return False
        at = screen.focused or screen
        return not any(node.message_queue_size for node in at.ancestors_with_self if node is not self._app)
