"""`--optimise`: its arguments, its progress on a terminal, and ending it by ctrl+c with the best found."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from planner.cli.speech import talk
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from planner.optimise import Objective
    from planner.pipeline import Plan

MOST_SECONDS = 7 * 86_400


def search_seconds(arguments: Namespace) -> float | None:
    """How long to search; None without `--optimise`.

    Raises:
        InputError: no number of seconds, or an objective without a search.
    """
    given = arguments.optimise
    if given is None:
        problems = [
            Problem("E-USAGE", name, "belongs to --optimise SECONDS: give that too")
            for name, said in (
                ("--objective", arguments.objective is not None),
                ("--darken-earlier", arguments.darken_earlier),
            )
            if said
        ]
        if problems:
            raise InputError(problems)
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= MOST_SECONDS:
        message = f"write seconds above 0 and at most {MOST_SECONDS:,}, such as 5"
        raise InputError([Problem("E-USAGE", "--optimise", message, value=literal(str(given)))])
    return seconds


def searched(plan: Plan, arguments: Namespace, seconds: float, exact_seconds: float) -> Plan:
    """The plan with the best dates found in so many seconds, or until ctrl+c."""
    from planner.optimise.words import progress_line
    from planner.pipeline import optimised

    stop = threading.Event()
    objective: Objective = arguments.objective or "rfs"
    with _interrupts(stop):
        return optimised(
            plan,
            seconds,
            objective,
            darken_earlier=arguments.darken_earlier,
            stop=stop.is_set,
            progress=(lambda p: talk(progress_line(p, objective))) if sys.stderr.isatty() else None,
            exact_seconds=exact_seconds,
        )


@contextlib.contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    """Ctrl+c asks the search to end; pressed again it ends the program as ever."""

    def ask(number: int, frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
