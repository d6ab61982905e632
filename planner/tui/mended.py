"""Faults of the pinned Textual that keys can reach, mended here until they are mended there.

The first four were found by `tests.bench.monkey`, and end the app otherwise; then one by `tests.bench.memory`, and three
by the scripted session in a terminal, three at a time.
"""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any

from textual._context import prevent_message_types_stack
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.events import Mount, ScreenResume
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.message import Message
    from textual.timer import Timer
    from textual.widgets._select import SelectCurrent


def mend() -> None:
    """Put the mended methods in place; once is enough, and more does no harm."""
    _wrap(OptionList, "_move_page", _laid_out)
    _wrap(CommandPalette, "dismiss", _once)
    _wrap(Screen, "_dispatch_message", whole)
    _wrap(App, "_dispatch_action", _on_what_is_there)
    _forget_lines()
    MessagePump._prevent_message_types_stack = property(_prevented_here)  # type: ignore[method-assign,assignment]
    _wrap(MessagePump, "_flush_next_callbacks", _for_themselves)
    _wrap(MessagePump, "set_timer", _even_if_late)


def mend_choices() -> None:
    """The same of choices, which only forms have: nothing of them is loaded at the start."""
    from textual.widgets._select import SelectCurrent

    _wrap(SelectCurrent, "update", _once_it_is_there)


def _wrap(owner: Any, name: str, around: Callable[[Any], Any]) -> None:
    held = getattr(owner, name)
    if not hasattr(held, "mended"):
        made = around(held)
        made.mended = True
        setattr(owner, name, made)


def _forget_lines() -> None:
    """Widgets that are gone stayed in memory, a thousand of them with all their lines.

    The styles of two colours are cached by the cache of lines that asked for them, where its class was meant.
    """
    held = vars(StylesCache)["get_inner_outer"]
    if not isinstance(held, classmethod):
        StylesCache.get_inner_outer = classmethod(held)  # type: ignore[method-assign,assignment]


class _OfTask(list[set[type["Message"]]]):
    """Kinds of messages that a task does not send now; the last set counts."""

    def __init__(self, task: asyncio.Task[Any] | None) -> None:
        super().__init__([set()])
        self.task = _nobody if task is None else weakref.ref(task)


def _nobody() -> None:
    """In place of a task, where there is none."""


def _prevented_here(_: MessagePump) -> list[set[type[Message]]]:
    """What one task holds back while it waits was held back of all: a cursor that moved meanwhile told nobody.

    A new task is given the context of the one that starts it, and with it the same list.
    """
    try:
        task = asyncio.current_task()
    except RuntimeError:  # a thread without a loop
        task = None
    held = prevent_message_types_stack.get(None)
    if not isinstance(held, _OfTask) or held.task() is not task:
        held = _OfTask(task)
        prevent_message_types_stack.set(held)
    return held


def _for_themselves(flush: Any) -> Any:
    """What was to be called next was called as part of the message before it, and held back what that held back."""

    async def flushed(self: MessagePump) -> None:
        if not self._next_callbacks:
            return
        held = _prevented_here(self)
        held.append(set())
        try:
            await flush(self)
        finally:
            held.pop()

    return flushed


def _laid_out(move_page: Any) -> Any:
    """Page up or down in a list that has options but is not laid out yet: its lines are asked for and not there."""

    def moved(self: OptionList, direction: Any) -> None:
        if self._lines and (self.highlighted or 0) in self._index_to_line:
            move_page(self, direction)

    return moved


def _once(dismiss: Any) -> Any:
    """Escape twice before the palette is gone: the second found no screen to leave."""

    def dismissed(self: CommandPalette, result: Any = None) -> AwaitComplete:
        if not self.is_current:
            return AwaitComplete()
        gone: AwaitComplete = dismiss(self, result)
        return gone

    return dismissed


def whole(dispatch: Any) -> Any:
    """A screen or a choice left before its parts were there, or amid leaving the app, is told that it is mounted, and in front, all the same."""

    async def dispatched(self: Widget, message: Message) -> None:
        gone = self._closing or self._pruning or self.app._exit
        if not (isinstance(message, Mount | ScreenResume) and gone):
            await dispatch(self, message)

    return dispatched


def _once_it_is_there(update: Any) -> Any:
    """A choice given another value while its parts are made: the words for it come when there is a place for them."""

    def updated(self: SelectCurrent, label: Any) -> None:
        if self._pruning or not self.is_attached:
            return
        if self.query("#label"):
            update(self, label)
        else:
            self.call_later(updated, self, label)  # behind its own making

    return updated


def _on_what_is_there(dispatch: Any) -> Any:
    """A key for a widget whose parts are not there yet, or no more: it looked for them. The key is spent."""

    async def dispatched(self: App[Any], namespace: DOMNode, action_name: str, params: Any) -> bool:
        if isinstance(namespace, Widget) and (
            namespace._pruning or not (namespace.is_mounted and namespace.is_attached)
        ):
            return True
        done: bool = await dispatch(self, namespace, action_name, params)
        return done

    return dispatched


def _even_if_late(set_timer: Any) -> Any:
    """A one-shot timer that finds its time past when it starts skipped its only turn: what waited for it waited for ever.

    Two lines apart it reads the clock twice, and a busy machine or another thread can put a millisecond between them.
    """

    def timed(self: MessagePump, *args: Any, **options: Any) -> Timer:
        timer: Timer = set_timer(self, *args, **options)
        timer._skip = False  # its task has not begun
        return timer

    return timed
