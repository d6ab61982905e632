"""Commands with modules of their own, imported when they are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from argparse import Namespace


def replay(arguments: Namespace) -> int:
    """Do a command log again."""
    from planner.cli.replayed import replay

    return replay(arguments)


def serve(arguments: Namespace) -> int:
    """Show the app in a browser until it is interrupted."""
    if not 0 <= arguments.port <= 65535:
        raise InputError([Problem("E-USAGE", "--port", "give a number from 0 to 65535", str(arguments.port))])
    for name in arguments.files:
        if not Path(name).is_file():
            raise InputError([Problem("E-FILE", "file", "no such file", file=name, line=1)])
    try:
        from planner.tui.serving import serve
    except ImportError as error:
        message = f"needs textual-serve: pip install textual-serve ({error.name} is missing)"
        raise InputError([Problem("E-USAGE", "serve", message)]) from None
    serve(arguments.files, arguments.host, arguments.port, arguments.url)
    return ExitCode.FINE


def keys(arguments: Namespace) -> int:
    """Print the keys of the app as a file that it reads."""
    import sys

    from planner.tui.keymap import keymap_text

    sys.stdout.write(keymap_text())
    return ExitCode.FINE
