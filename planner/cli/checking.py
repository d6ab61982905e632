"""`planner check`: every problem of every file, and the health of its schedule."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.cli.planning import WORST_FIRST, at_their_places, chosen_books, kept_baseline, planned, together
from planner.cli.speech import talk
from planner.model.address import format_address
from planner.model.problem import InputError, Problem, literal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from planner.books import Books
    from planner.health import HealthPoint
    from planner.io.read import Document


def check(arguments: Namespace) -> int:
    """Print every problem of every file."""
    books = chosen_books(arguments.books)
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


def _checked(
    reference: str, books: Books, baseline: str | None
) -> tuple[list[Problem], tuple[HealthPoint, ...] | None]:
    """Every problem of a file and of its baseline, and the health of its schedule; None where no plan can be made."""
    kept, wrong = kept_baseline(reference, baseline)
    try:
        source, made = planned(reference, (), books)
    except InputError as error:
        return together(error.problems, wrong), None
    from planner.health import check_health, health_problems

    graph = made.graph
    finishes = None if kept is None else {task.id: task.finish for task in kept.task}
    points = check_health(made.schedule, graph.relations, graph.calendars, graph.crews, made.books, finishes)
    health = health_problems(points, made.facility)
    placed = at_their_places([*made.problems, *(p for p in health if p.location)], source, reference)
    # What only generated work offends stands nowhere in the file.
    placed += [p.at(str(source.path), 0) for p in health if not p.location]
    placed += at_their_places(_scenario_problems(source, reference, books), source, reference)
    return sorted([*wrong, *placed], key=lambda p: WORST_FIRST[p.severity]), points


def _scenario_problems(source: Document, reference: str, books: Books) -> list[Problem]:
    """What keeps a scenario of the file from being planned and shows only when it is: crews, progress, loops."""
    from planner.io.read import scenario_document, split_reference
    from planner.pipeline import plan

    if split_reference(reference)[1] is not None:
        return []
    problems = []
    for scenario in source.facility.scenario:
        try:
            plan(scenario_document(source, scenario.id, books).facility, books, scenario.id)
        except InputError as error:
            key = format_address(("scenario", scenario.id, "set"))
            problems += [
                Problem(p.code, key, f"{p.key}: {p.message}", p.value)
                for p in error.problems
                if p.severity == "error"
            ]
    return problems


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
