"""The commands: each takes the parsed arguments, prints, and returns an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.cli.planning import (
    EXACT_SECONDS,
    at_their_places,
    chosen_books,
    chosen_format,
    given_settings,
    keep_input,
    planned,
    planned_against,
    tell,
)
from planner.cli.speech import talk
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from planner.explain import Web
    from planner.pipeline import Plan


def open_app(arguments: Namespace) -> int:
    """Open the app on files, or on none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            [Problem("E-USAGE", "open", "the app needs a terminal; planner plan FILE prints a plan anywhere")]
        )
    from planner.tui import run

    return run(list(getattr(arguments, "files", ())))


def new(arguments: Namespace) -> int:
    """Write the starter file."""
    from planner.io.starter import write_starter

    path = Path(arguments.file)
    write_starter(path, force=arguments.force)
    talk(
        f"{literal(path)}: written; `planner plan {literal(path)}` plans it, `planner open {literal(path)}` edits it"
    )
    return ExitCode.FINE


def plan(arguments: Namespace) -> int:
    """Plan one facility and print or write the plan."""
    from planner.cli.searching import search_seconds, searched

    seconds, form = search_seconds(arguments), chosen_format(arguments)
    source, made, kept = planned_against(
        arguments.file, given_settings(arguments), chosen_books(arguments.books), arguments.baseline
    )
    output = Path(arguments.output) if arguments.output else None
    if output is not None:
        keep_input(output, source)
    if seconds is not None:
        made = searched(made, arguments, seconds, EXACT_SECONDS)
    against = None
    if kept is not None:
        from planner.baseline import variance

        against = variance(made, kept)
    if form == "json":
        from planner.io.export import plan_json

        text = plan_json(made, against)
    elif form == "toml":
        from planner.io.export import plan_toml

        text = plan_toml(made, against)
    else:
        from planner.cli.summary import plan_summary

        text = plan_summary(made, against=against)
    if output is None:
        sys.stdout.write(text)
    else:
        from planner.io.write import write_new

        write_new(output, text.encode(), force=arguments.force)
        talk(f"{literal(output)}: written")
    if form != "text" or output is not None:
        tell(at_their_places(made.problems, source, arguments.file))
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def compare(arguments: Namespace) -> int:
    """Plan several facilities and lay them side by side."""
    if len(arguments.files) < 2:
        raise InputError(
            [Problem("E-USAGE", "compare", "name two files or more, such as site.toml site.toml@air")]
        )
    settings, books = given_settings(arguments), chosen_books(arguments.books)
    problems: list[Problem] = []
    made: list[Plan] = []
    told: set[str] = set()
    for reference in arguments.files:
        try:
            source, one = planned(reference, settings, books)
        except InputError as error:
            problems.extend(error.problems)
            continue
        made.append(one)
        failures = [p for p in at_their_places(one.problems, source, reference) if p.severity == "failure"]
        tell(p for p in failures if str(p) not in told)
        told.update(map(str, failures))
    if problems:
        raise InputError(dict.fromkeys(problems))
    from planner.compare import compare as lay

    comparison = lay(made)
    if arguments.json:
        from planner.io.export_comparison import comparison_dict
        from planner.io.export_text import json_text

        sys.stdout.write(json_text(comparison_dict(comparison, made, arguments.files)))
    else:
        from planner.cli.side_by_side import comparison_text

        sys.stdout.write(comparison_text(comparison, arguments.files))
    return ExitCode.CHECK_FAILED if any(p.failed for p in made) else ExitCode.FINE


def explain(arguments: Namespace) -> int:
    """Print what figures of a plan are made of, down to the facility file and the data books."""
    from planner.explain import Web

    source, made = planned(arguments.file, given_settings(arguments), chosen_books(arguments.books))
    web = Web(made)
    names, problems = _named(web, arguments.figures, arguments.file)
    found = [e for e in map(web.explain, names) if e is not None]
    if arguments.json:
        from planner.explain.export import explanation_dict
        from planner.io.export_text import json_text
        from planner.io.version import SCHEMA_VERSION

        figures = [explanation_dict(e) for e in found]
        sys.stdout.write(json_text({"schema_version": SCHEMA_VERSION, "figures": figures}))
    else:
        from planner.cli.explained import explanation_text, headline_text

        text = "\n".join(explanation_text(e) for e in found)
        sys.stdout.write(text if arguments.figures else headline_text(web))
    if problems:
        raise InputError(problems)
    tell(p for p in at_their_places(made.problems, source, arguments.file) if p.severity == "failure")
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def _named(web: Web, asked: Sequence[str], file: str) -> tuple[list[str], list[Problem]]:
    """Names of the figures that are meant, and what was meant by none."""
    names: list[str] = []
    problems = []
    for text in asked:
        found = web.find(text)
        names.extend(found)
        if not found:
            near = ", ".join(web.nearest(text))
            message = f"the plan has no such figure{f'; did you mean {near}?' if near else ''}; planner explain FILE lists what there is"
            problems.append(Problem("E-UNKNOWN-FIGURE", "explain", message, value=text))
    return list(dict.fromkeys(names)), problems


def why(arguments: Namespace) -> int:
    """Print what drives a task's start, and what would have to change for it to start a day sooner."""
    source, made = planned(arguments.file, given_settings(arguments), chosen_books(arguments.books))
    from planner.why import why as ask

    found = ask(made, arguments.task)
    if arguments.json:
        from planner.io.export_text import json_text
        from planner.io.version import SCHEMA_VERSION
        from planner.why.export import why_dict

        sys.stdout.write(json_text({"schema_version": SCHEMA_VERSION, **why_dict(found)}))
    else:
        from planner.why.words import why_lines

        sys.stdout.write("\n".join(why_lines(found)) + "\n")
    tell(p for p in at_their_places(made.problems, source, arguments.file) if p.severity == "failure")
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def benchmark(arguments: Namespace) -> int:
    """Plan one facility and show where it stands among published projects."""
    source, made = planned(arguments.file, given_settings(arguments), chosen_books(arguments.books))
    from planner.benchmark import benchmark as lay_beside
    from planner.benchmark import read_deals

    found = lay_beside(made, read_deals(made.books))
    tell(p for p in at_their_places(made.problems, source, arguments.file) if p.severity == "failure")
    if arguments.json:
        from planner.io.export_benchmark import benchmark_dict
        from planner.io.export_text import json_text

        sys.stdout.write(json_text(benchmark_dict(found, made, arguments.file)))
    else:
        from planner.cli.outside_view import benchmark_text

        sys.stdout.write(benchmark_text(found))
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE
