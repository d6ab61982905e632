"""Talk: what is said to a person beside the data."""

from __future__ import annotations

import contextlib
import sys


def talk(text: str) -> None:
    """Say something on stderr; that nobody can hear it never stops the work."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)
