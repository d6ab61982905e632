"""Talk: what is said to a person beside the data."""

from __future__ import annotations

import os
import sys
from typing import TextIO, cast


def talk(text: str) -> None:
    """Say something on stderr; that nobody can hear it never stops the work."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        drop(sys.stderr)


def drop(stream: object) -> None:
    """Point a stream at nothing: what it holds back would fail again in the interpreter's last flush, and change the exit code."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), cast("TextIO", stream).fileno())
    except (OSError, ValueError):
        return
