"""What the command line's exit codes mean."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Every code a command returns; 130 only when a person interrupts it."""

    FINE = 0
    """Done, and nothing failed."""
    CHECK_FAILED = 1
    """The plan stands, whole, but a check failed."""
    BAD_INPUT = 2
    """The input or the command line is wrong."""
    INTERRUPTED = 130
    """Ctrl-C, as shells have it."""
