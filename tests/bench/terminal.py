"""Time a terminal program from exec to its first drawn frame, and until it stops drawing, in a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


BLINK = 300
"""Bytes that a cursor takes at most to blink."""


class Paint(NamedTuple):
    """Seconds from exec."""

    first: float
    settled: float


def paint_times(
    command: list[str],
    *,
    drawn: int = 3000,
    size: tuple[int, int] = (120, 40),
    quiet: float = 1.0,
    limit: float = 20.0,
    env: Mapping[str, str] | None = None,
) -> Paint:
    """Run a program; `first` is when `drawn` bytes have been drawn (a frame, not a prompt), `settled` the last output before a quiet spell.

    A cursor that blinks is quiet.

    Raises:
        TimeoutError: So much was never drawn, or it never came to rest.
    """
    began = time.perf_counter()
    child, master = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **(env or {}))
        os.execvp(command[0], command)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    seen = b""
    first = last = 0.0
    try:
        while time.perf_counter() - began < limit:
            ready, _, _ = select.select([master], [], [], 0.02)
            now = time.perf_counter() - began
            if first and now - last > quiet:
                return Paint(first, last)
            if not ready:
                continue
            try:
                read = os.read(master, 65536)
            except OSError:
                break
            seen += read
            if len(read) > BLINK:
                last = now
            if not first and len(seen) >= drawn:
                first = now
        raise TimeoutError(
            f"no frame, or no end of them, in {limit:.0f} s: {len(seen)} bytes; the end of what was: {seen[-300:]!r}"
        )
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(master)
