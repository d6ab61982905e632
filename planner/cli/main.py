"""The command line: parse, call a command, print. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.cli.parser import build_parser
from planner.cli.speech import drop, talk

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Closed(io.TextIOBase):
    """A stdout that is not there: data written to it is lost, which must not pass for success."""

    def write(self, text: str, /) -> int:
        """Refuse, as the file descriptor would."""
        raise OSError(errno.EBADF, "stdout is closed")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; never raises, never shows a traceback."""
    if sys.stdout is None:  # closed by the shell (>&-): fine as long as nothing is to be printed
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a name that the terminal cannot show is spelled out, not fatal
            reconfigure(errors="backslashreplace")
    try:
        code = _run(argv)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse: usage is 2, --help is 0
        return stop.code if isinstance(stop.code, int) else ExitCode.BAD_INPUT
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, had enough
        drop(sys.stdout)
        return ExitCode.FINE
    except OSError as error:  # a full disk behind stdout; files are read and written elsewhere
        if error.filename is not None:
            return _unexpected(error)
        drop(sys.stdout)
        talk(f"planner: cannot write: {error.strerror or error}")
        return ExitCode.BAD_INPUT
    except Exception as error:
        return _unexpected(error)
    return code


def _run(argv: Sequence[str] | None) -> int:
    arguments = build_parser().parse_args(argv)
    if arguments.version:
        from planner.io.version import PLANNER_VERSION

        print(f"planner {PLANNER_VERSION}")
        return ExitCode.FINE
    from planner.cli import baselines, checking, commands, further, planning
    from planner.model.problem import InputError, PlannerError

    run = {
        None: commands.open_app,
        "open": commands.open_app,
        "new": commands.new,
        "check": checking.check,
        "plan": commands.plan,
        "baseline": baselines.baseline,
        "compare": commands.compare,
        "explain": commands.explain,
        "why": commands.why,
        "benchmark": commands.benchmark,
        "replay": further.replay,
        "serve": further.serve,
        "keys": further.keys,
    }[arguments.command]
    try:
        return run(arguments)
    except InputError as error:
        planning.tell(error.problems)
        return ExitCode.BAD_INPUT
    except PlannerError as error:
        from planner.model.problem import literal

        talk(f"E-BOOKS {literal(error)}; mend the data books (--books), or leave --books out")
        return ExitCode.BAD_INPUT


def _unexpected(error: Exception) -> int:
    """One line for a fault of the planner's own; the details only when asked for."""
    if os.environ.get("PLANNER_DEBUG"):
        import traceback

        traceback.print_exc()
    from planner.model.problem import literal

    words = literal(str(error))[:200]
    talk(
        f"planner: internal error: {type(error).__name__}: {words}; "
        "this is a fault of the planner, PLANNER_DEBUG=1 shows where"
    )
    return ExitCode.BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
