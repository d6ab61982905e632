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
from typing import NamedTuple


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
) -> Paint:
    """Run a program; `first` is when `drawn` bytes have been drawn (a frame, not a prompt), `settled` the last output before a quiet spell.

    Raises:
        TimeoutError: So much was never drawn.
    """
    began = time.perf_counter()
    child, master = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    seen = b""
    first = last = 0.0
    try:
        while time.perf_counter() - began < limit:
            ready, _, _ = select.select([master], [], [], quiet if first else 0.2)
            now = time.perf_counter() - began
            if not ready:
                if first:
                    return Paint(first, last)
                continue
            try:
                seen += os.read(master, 65536)
            except OSError:
                break
            last = now
            if not first and len(seen) >= drawn:
                first = now
        raise TimeoutError(f"{drawn} bytes were not drawn; the end of what was: {seen[-300:]!r}")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(master)
