"""`planner baseline`: keep a plan's dates and money beside the file, or list what is kept."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.cli.planning import at_their_places, chosen_books, planned, tell
from planner.cli.speech import talk
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from planner.baseline import Baseline


def baseline(arguments: Namespace) -> int:
    """Keep the plan of a file as a baseline beside it, or list what is kept."""
    from planner.io.read import split_reference

    path = split_reference(arguments.file)[0]
    if arguments.name is None:
        return _list_baselines(path)
    from planner.baseline import baseline_of, baseline_path, write_baseline

    baseline_path(path, arguments.name)  # a name that is none is told before the plan is made
    source, made = planned(arguments.file, (), chosen_books(arguments.books))
    kept = baseline_of(made, arguments.name, date.today())
    written = write_baseline(path, kept, force=arguments.force)
    talk(
        f"{literal(written)}: written; `planner plan FILE --baseline {arguments.name}` shows what varies from it"
    )
    tell(p for p in at_their_places(made.problems, source, arguments.file) if p.severity == "failure")
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def _list_baselines(path: Path) -> int:
    from planner.baseline import baseline_names, read_baseline
    from planner.cli.against_baseline import baselines_text
    from planner.io.read import read_text

    read_text(path)  # a file that is not there has no baselines, which is not the same as none kept
    kept: list[Baseline] = []
    problems: list[Problem] = []
    for name in baseline_names(path):
        try:
            kept.append(read_baseline(path, name))
        except InputError as error:
            problems.extend(error.problems)
    sys.stdout.write(baselines_text(kept))
    if not kept and not problems:
        talk(f"{literal(path)}: no baselines; `planner baseline FILE NAME` keeps one")
    if problems:
        raise InputError(problems)
    return ExitCode.FINE
