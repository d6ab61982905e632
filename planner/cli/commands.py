"""The commands: each takes the parsed arguments, prints, and returns an exit code."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.exits import ExitCode
from planner.cli.speech import talk
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from planner.baseline import Baseline
    from planner.books import Books
    from planner.explain import Web
    from planner.health import HealthPoint
    from planner.io.read import Document
    from planner.pipeline import Plan

_WORST_FIRST = {"error": 0, "failure": 1, "warning": 2}
EXACT_SECONDS = 2.0
"""For a complete search for what conflicts, where crews or megawatts keep a date from being met."""
STARTER = Path(__file__).parent.parent / "io" / "starter.toml"


def tell(problems: Iterable[Problem]) -> None:
    """Problems where they do not spoil data."""
    for problem in problems:
        talk(str(problem))


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
    from planner.io.write import write_new

    path = Path(arguments.file)
    write_new(path, STARTER.read_bytes(), force=arguments.force)
    talk(
        f"{literal(path)}: written; `planner plan {literal(path)}` plans it, `planner open {literal(path)}` edits it"
    )
    return ExitCode.FINE


def check(arguments: Namespace) -> int:
    """Print every problem of every file."""
    books = _books(arguments.books)
    found: list[tuple[str, list[Problem]]] = []
    health: list[tuple[HealthPoint, ...] | None] = []
    for reference in arguments.files:
        problems, points = _checked(reference, books, arguments.baseline)
        if arguments.strict:
            problems = [replace(p, severity="failure") if p.severity == "warning" else p for p in problems]
        found.append((reference, problems))
        health.append(points)
    if arguments.json:
        _print_checks_json(found, health)
    for reference, problems in found:
        if not arguments.json:
            for problem in problems:
                print(problem)
        talk(f"{literal(reference)}: {_verdict(problems)}")
    return max((_exit_code(problems) for _, problems in found), default=ExitCode.FINE)


def plan(arguments: Namespace) -> int:
    """Plan one facility and print or write the plan."""
    from planner.cli.searching import search_seconds, searched

    seconds, form = search_seconds(arguments), _format(arguments)
    source, made, kept = _planned_against(
        arguments.file, _settings(arguments), _books(arguments.books), arguments.baseline
    )
    output = Path(arguments.output) if arguments.output else None
    if output is not None:
        _keep_input(output, source)
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
        tell(_placed(made.problems, source, arguments.file))
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def baseline(arguments: Namespace) -> int:
    """Keep the plan of a file as a baseline beside it, or list what is kept."""
    from planner.io.read import split_reference

    path = split_reference(arguments.file)[0]
    if arguments.name is None:
        return _list_baselines(path)
    from planner.baseline import baseline_of, baseline_path, write_baseline

    baseline_path(path, arguments.name)  # a name that is none is told before the plan is made
    source, made = _planned(arguments.file, (), _books(arguments.books))
    kept = baseline_of(made, arguments.name, date.today())
    written = write_baseline(path, kept, force=arguments.force)
    talk(
        f"{literal(written)}: written; `planner plan FILE --baseline {arguments.name}` shows what varies from it"
    )
    tell(p for p in _placed(made.problems, source, arguments.file) if p.severity == "failure")
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


def compare(arguments: Namespace) -> int:
    """Plan several facilities and lay them side by side."""
    if len(arguments.files) < 2:
        raise InputError(
            [Problem("E-USAGE", "compare", "name two files or more, such as site.toml site.toml@air")]
        )
    settings, books = _settings(arguments), _books(arguments.books)
    problems: list[Problem] = []
    made: list[Plan] = []
    told: set[str] = set()
    for reference in arguments.files:
        try:
            source, one = _planned(reference, settings, books)
        except InputError as error:
            problems.extend(error.problems)
            continue
        made.append(one)
        failures = [p for p in _placed(one.problems, source, reference) if p.severity == "failure"]
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

    source, made = _planned(arguments.file, _settings(arguments), _books(arguments.books))
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
    tell(p for p in _placed(made.problems, source, arguments.file) if p.severity == "failure")
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
    source, made = _planned(arguments.file, _settings(arguments), _books(arguments.books))
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
    tell(p for p in _placed(made.problems, source, arguments.file) if p.severity == "failure")
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def benchmark(arguments: Namespace) -> int:
    """Plan one facility and show where it stands among published projects."""
    source, made = _planned(arguments.file, _settings(arguments), _books(arguments.books))
    from planner.benchmark import benchmark as lay_beside
    from planner.benchmark import read_deals

    found = lay_beside(made, read_deals(made.books))
    tell(p for p in _placed(made.problems, source, arguments.file) if p.severity == "failure")
    if arguments.json:
        from planner.io.export_benchmark import benchmark_dict
        from planner.io.export_text import json_text

        sys.stdout.write(json_text(benchmark_dict(found, made, arguments.file)))
    else:
        from planner.cli.outside_view import benchmark_text

        sys.stdout.write(benchmark_text(found))
    return ExitCode.CHECK_FAILED if made.failed else ExitCode.FINE


def _planned(
    reference: str, settings: Sequence[tuple[tuple[str, ...], Any]], books: Books
) -> tuple[Document, Plan]:
    """The document as planned (scenario and settings put in) and its plan; problems carry their place."""
    from planner.io.read import read_reference, with_settings

    document, scenario = read_reference(reference, books)
    if settings:
        document = with_settings(document, settings, "command line", books)
    from planner.pipeline import plan as make

    try:
        return document, make(document.facility, books, scenario, exact_seconds=EXACT_SECONDS)
    except InputError as error:
        raise InputError(_placed(error.problems, document, reference)) from None


def _placed(problems: Sequence[Problem], document: Document, reference: str) -> list[Problem]:
    """Problems of the later stages put at their lines of the file; worst first, then by line."""
    from planner.io.placing import place
    from planner.io.read import split_reference

    placed = place(problems, document.raw, document.text, str(document.path), split_reference(reference)[1])
    return sorted(placed, key=lambda p: _WORST_FIRST[p.severity])


def _checked(
    reference: str, books: Books, baseline: str | None
) -> tuple[list[Problem], tuple[HealthPoint, ...] | None]:
    """Every problem of a file and of its baseline, and the health of its schedule; None where no plan can be made."""
    kept, wrong = _kept(reference, baseline)
    try:
        source, made = _planned(reference, (), books)
    except InputError as error:
        return _together(error.problems, wrong), None
    from planner.health import check_health, health_problems

    graph = made.graph
    finishes = None if kept is None else {task.id: task.finish for task in kept.task}
    points = check_health(made.schedule, graph.relations, graph.calendars, graph.crews, made.books, finishes)
    health = health_problems(points, made.facility)
    placed = _placed([*made.problems, *(p for p in health if p.location)], source, reference)
    # What only generated work offends stands nowhere in the file.
    placed += [p.at(str(source.path), 0) for p in health if not p.location]
    return sorted([*wrong, *placed], key=lambda p: _WORST_FIRST[p.severity]), points


def _planned_against(
    reference: str, settings: Sequence[tuple[tuple[str, ...], Any]], books: Books, baseline: str | None
) -> tuple[Document, Plan, Baseline | None]:
    """The plan, and the baseline where one is named; problems of both at once."""
    kept, wrong = _kept(reference, baseline)
    try:
        source, made = _planned(reference, settings, books)
    except InputError as error:
        raise InputError(_together(error.problems, wrong)) from None
    if wrong:
        raise InputError(wrong)
    return source, made, kept


def _kept(reference: str, name: str | None) -> tuple[Baseline | None, list[Problem]]:
    """The baseline of this name beside a file, or what is wrong with it; neither where none is named."""
    if name is None:
        return None, []
    from planner.baseline import read_baseline
    from planner.io.read import split_reference

    try:
        return read_baseline(split_reference(reference)[0], name), []
    except InputError as error:
        return None, list(error.problems)


def _together(problems: Sequence[Problem], of_baseline: Sequence[Problem]) -> list[Problem]:
    """Problems of a file and of its baseline; a file that is not there has none, which need not be said."""
    if any(p.code == "E-FILE" for p in problems):
        return list(problems)
    return [*problems, *of_baseline]


def _settings(arguments: Namespace) -> list[tuple[tuple[str, ...], Any]]:
    from planner.io.read import parse_setting, parse_toml_value

    settings: list[tuple[tuple[str, ...], Any]] = []
    problems: list[Problem] = []
    for text in arguments.settings:
        try:
            settings.append(parse_setting(text))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    start = getattr(arguments, "start", None)
    if start is not None:
        settings.append((("project", "start"), parse_toml_value(start)))
    return settings


def _books(folder: str | None) -> Books:
    from planner.books import load_books

    if folder is None:
        return load_books()
    from tomllib import TOMLDecodeError

    path = Path(folder)

    def wrong(message: str) -> InputError:
        return InputError([Problem("E-BOOKS", "--books", message, value=folder)])

    try:
        if not path.is_dir() or not any(path.glob("*.toml")):
            raise wrong("name a folder that holds the data books, *.toml and tasks/*.toml")
        return load_books(path.resolve())
    except (OSError, TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong(f"cannot be read: {error}") from None


def _format(arguments: Namespace) -> str:
    suffix = Path(arguments.output).suffix.lower() if arguments.output else ""
    named = {".json": "json", ".toml": "toml"}.get(suffix)
    if not (arguments.json or arguments.toml):
        return named or "text"
    form = "json" if arguments.json else "toml"
    if named not in (None, form):
        talk(
            f"planner: {literal(arguments.output)} gets {form.upper()}, as --{form} says, though its name ends in {suffix}"
        )
    return form


def _keep_input(output: Path, source: Document) -> None:
    """Refuse to write a plan over the facility it was made from, --force or not."""
    if source.path is not None and output.exists() and output.samefile(source.path):
        raise InputError(
            [
                Problem(
                    "E-USAGE", "-o", "this is the facility file itself: name another file", value=str(output)
                )
            ]
        )


def _exit_code(problems: Iterable[Problem]) -> ExitCode:
    severities = {p.severity for p in problems}
    if "error" in severities:
        return ExitCode.BAD_INPUT
    return ExitCode.CHECK_FAILED if "failure" in severities else ExitCode.FINE


def _verdict(problems: Sequence[Problem]) -> str:
    if not problems:
        return "fine"
    counts = []
    for severity in ("error", "failure", "warning"):
        number = sum(p.severity == severity for p in problems)
        if number:
            counts.append(f"{number} {severity}{'s' if number > 1 else ''}")
    told = ", ".join(counts)
    return told if _exit_code(problems) else f"fine, {told}"


def _print_checks_json(
    found: Sequence[tuple[str, Sequence[Problem]]], health: Sequence[Sequence[HealthPoint] | None]
) -> None:
    from planner.io.export import problem_dict
    from planner.io.export_health import point_dict
    from planner.io.export_text import json_text
    from planner.io.version import SCHEMA_VERSION

    status = {ExitCode.FINE: "fine", ExitCode.CHECK_FAILED: "failed", ExitCode.BAD_INPUT: "bad"}
    files = [
        {
            "file": r,
            "status": status[_exit_code(ps)],
            "problems": [problem_dict(p) for p in ps],
            "health": None if points is None else [point_dict(p) for p in points],
        }
        for (r, ps), points in zip(found, health, strict=True)
    ]
    sys.stdout.write(json_text({"schema_version": SCHEMA_VERSION, "files": files}))
