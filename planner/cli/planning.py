"""From arguments to a plan: files, settings, books, baselines, and problems at their places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.speech import talk
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from planner.baseline import Baseline
    from planner.books import Books
    from planner.io.read import Document
    from planner.pipeline import Plan

WORST_FIRST = {"error": 0, "failure": 1, "warning": 2}
"""Order in which problems are told, by severity."""
EXACT_SECONDS = 2.0
"""For a complete search for what conflicts, where crews or megawatts keep a date from being met."""


def tell(problems: Iterable[Problem]) -> None:
    """Problems where they do not spoil data."""
    for problem in problems:
        talk(str(problem))


def planned(
    reference: str, settings: Sequence[tuple[tuple[str, ...], Any]], books: Books
) -> tuple[Document, Plan]:
    """The document as planned (scenario and settings put in) and its plan; problems carry their place."""
    from planner.io.read import read_reference, with_settings

    try:
        document, scenario = read_reference(reference, books)
    except InputError as error:
        raise InputError([*error.problems, *_behind_unknown_keys(reference, error.problems, books)]) from None
    if settings:
        document = with_settings(document, settings, "command line", books)
    from planner.pipeline import plan as make

    try:
        return document, make(document.facility, books, scenario, exact_seconds=EXACT_SECONDS)
    except InputError as error:
        raise InputError(at_their_places(error.problems, document, reference)) from None


def _behind_unknown_keys(reference: str, problems: Sequence[Problem], books: Books) -> list[Problem]:
    """What the later stages say of a file in which nothing is wrong but keys that nobody knows: they are left out."""
    from planner.io.read import Document, parse_text, read_text, split_reference
    from planner.io.validate import validate_raw, without_unknown_keys

    path, scenario = split_reference(reference)
    if scenario is not None or any(p.code != "E-UNKNOWN-KEY" for p in problems):
        return []
    text = read_text(path)
    raw = parse_text(text, str(path))
    facility, _ = validate_raw(without_unknown_keys(raw), books)
    if facility is None:
        return []
    from planner.pipeline import plan as make

    try:
        make(facility, books)
    except InputError as error:
        return at_their_places(error.problems, Document(path, text, raw, facility), reference)
    return []


def at_their_places(problems: Sequence[Problem], document: Document, reference: str) -> list[Problem]:
    """Problems of the later stages put at their lines of the file; worst first, then by line."""
    from planner.io.placing import place
    from planner.io.read import split_reference

    placed = place(problems, document.raw, document.text, str(document.path), split_reference(reference)[1])
    return sorted(placed, key=lambda p: WORST_FIRST[p.severity])


def planned_against(
    reference: str, settings: Sequence[tuple[tuple[str, ...], Any]], books: Books, baseline: str | None
) -> tuple[Document, Plan, Baseline | None]:
    """The plan, and the baseline where one is named; problems of both at once."""
    kept, wrong = kept_baseline(reference, baseline)
    try:
        source, made = planned(reference, settings, books)
    except InputError as error:
        raise InputError(together(error.problems, wrong)) from None
    if wrong:
        raise InputError(wrong)
    return source, made, kept


def kept_baseline(reference: str, name: str | None) -> tuple[Baseline | None, list[Problem]]:
    """The baseline of this name beside a file, or what is wrong with it; neither where none is named."""
    if name is None:
        return None, []
    from planner.baseline import read_baseline
    from planner.io.read import split_reference

    try:
        return read_baseline(split_reference(reference)[0], name), []
    except InputError as error:
        return None, list(error.problems)


def together(problems: Sequence[Problem], of_baseline: Sequence[Problem]) -> list[Problem]:
    """Problems of a file and of its baseline; a file that is not there has none, which need not be said."""
    if any(p.code == "E-FILE" for p in problems):
        return list(problems)
    return [*problems, *of_baseline]


def given_settings(arguments: Namespace) -> list[tuple[tuple[str, ...], Any]]:
    """What `--start` and `--set` put in the file's place, by address."""
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


def chosen_books(folder: str | None) -> Books:
    """The books of `--books`, else those that come with the planner."""
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


def chosen_format(arguments: Namespace) -> str:
    """json, toml or text: as asked for, else as the name of the output says."""
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


def keep_input(output: Path, source: Document) -> None:
    """Refuse to write a plan over the facility it was made from, --force or not."""
    if source.path is not None and output.exists() and output.samefile(source.path):
        raise InputError(
            [
                Problem(
                    "E-USAGE", "-o", "this is the facility file itself: name another file", value=str(output)
                )
            ]
        )
