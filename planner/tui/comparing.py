"""Which plans can stand side by side, and the work of laying them so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from planner.model.problem import PlannerError, Problem
from planner.tui.messages import ComparisonReady

if TYPE_CHECKING:
    from planner.pipeline import Plan
    from planner.tui.app import PlannerApp
    from planner.tui.workspace import OpenFile, Workspace


@dataclass(frozen=True)
class Candidate:
    """A file as it stands, or one of its what-ifs."""

    key: str
    label: str
    file: OpenFile
    scenario: str | None


def candidates(workspace: Workspace) -> list[Candidate]:
    """The file in front and its what-ifs, then every other file with its own."""
    front = workspace.current
    if front is None:
        return []
    found = []
    for file in [front, *(f for f in workspace.files if f is not front)]:
        label = file.name if len(workspace.files) > 1 else "Base"
        found.append(Candidate(f"{id(file)}@", label, file, None))
        for scenario in file.session.facility.scenario:
            shown = f"@{scenario.name or scenario.id}"
            found.append(Candidate(f"{id(file)}@{scenario.id}", shown, file, scenario.id))
    return found


def compare_them(app: PlannerApp, target: Any, chosen: list[Candidate], request: int) -> None:
    """In a worker thread: plan what is not planned yet, and post the comparison to `target`."""
    worker = get_current_worker()
    plans: list[Plan] = []
    labels: list[str] = []
    problems: list[Problem] = []
    for candidate in chosen:
        if worker.is_cancelled:
            return
        try:
            plans.append(_plan(app, candidate))
            labels.append(candidate.label)
        except PlannerError as error:
            problems.extend(
                getattr(error, "problems", ()) or [Problem("E-PLAN", candidate.label, str(error))]
            )
        except Exception as error:
            problems.append(Problem("E-INTERNAL", candidate.label, f"{type(error).__name__}: {error}"))
    comparison = None
    if plans:
        from planner.compare import compare

        try:
            comparison = compare(plans)
        except Exception as error:
            problems.append(Problem("E-INTERNAL", "compare", f"{type(error).__name__}: {error}"))
    target.post_message(ComparisonReady(request, tuple(labels), comparison, tuple(problems)))


def _plan(app: PlannerApp, candidate: Candidate) -> Plan:
    from planner.io.read import Document, scenario_document

    file, session = candidate.file, candidate.file.session
    if candidate.scenario is None:
        if file.plan is not None and not file.stale and not file.problems:
            return file.plan
        return app.plan_of(session.facility)
    document = scenario_document(
        Document(session.path, session.text, session.raw, session.facility), candidate.scenario
    )
    return replace(app.plan_of(document.facility), scenario=candidate.scenario)
