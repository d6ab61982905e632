"""What happened, and what is asked for: all that travels up from widgets and workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from planner.baseline import Baseline
    from planner.compare.result import Comparison, Difference
    from planner.model.problem import Problem
    from planner.optimise import Progress
    from planner.pipeline import Plan
    from planner.session.edits import Edit
    from planner.session.outside import Outside
    from planner.session.recover import Unfinished
    from planner.session.session import Session
    from planner.tui.diagram.choice import Choice
    from planner.tui.outline import Spot
    from planner.tui.render.graph import Picture
    from planner.tui.workspace import OpenFile, Outcome


@dataclass
class Opened(Message):
    """A file was read."""

    session: Session
    left: Unfinished | None = None
    """What an app that died left behind of it."""


@dataclass
class OpenFailed(Message):
    """A file could not be read; every problem is named."""

    path: Path | None
    problems: tuple[Problem, ...]


@dataclass
class FileChanged(Message):
    """An open file is not on the disk as it was read or written here."""

    file: OpenFile
    found: Outside


@dataclass
class Outcomes(Message):
    """What steps of a file's history come to, by their serials."""

    file: OpenFile
    found: dict[int, Outcome]


@dataclass
class PlanReady(Message):
    """A plan was computed for a revision."""

    file: OpenFile
    revision: int
    plan: Plan
    difference: Difference | None


@dataclass
class SearchProgress(Message):
    """A search for better dates is so far."""

    file: OpenFile
    progress: Progress


@dataclass
class Searched(Message):
    """A search for better dates ended; without a plan, `wrong` says why."""

    file: OpenFile
    revision: int
    plan: Plan | None
    difference: Difference | None
    wrong: str = ""


@dataclass
class PlanFailed(Message):
    """A revision cannot be planned."""

    file: OpenFile
    revision: int
    problems: tuple[Problem, ...]


@dataclass
class ComparisonReady(Message):
    """Plans stand side by side; `labels` names the columns."""

    request: int
    labels: tuple[str, ...]
    comparison: Comparison | None
    problems: tuple[Problem, ...] = ()


@dataclass
class GraphReady(Message):
    """A drawing of the network; nothing where there is nothing to draw."""

    request: int
    choice: Choice
    picture: Picture


@dataclass
class TaskChosen(Message):
    """The cursor of the drawing came to a task."""

    task: str


@dataclass
class HealthReady(Message):
    """What the health check of a plan's schedule found."""

    plan: Plan
    problems: tuple[Problem, ...]
    tasks: dict[str, str]
    """The first offending task by the key of its problem."""


@dataclass
class BaselinesFound(Message):
    """The baselines that lie beside a file."""

    file: OpenFile
    path: Path
    names: tuple[str, ...]


@dataclass
class BaselineRead(Message):
    """A baseline to compare with; without one, `problems` say why."""

    file: OpenFile
    name: str
    baseline: Baseline | None
    problems: tuple[Problem, ...] = ()


@dataclass
class WorkDone(Message):
    """Something done behind the screen ended: say so."""

    text: str
    failed: bool = False


@dataclass
class SpotChosen(Message):
    """The tree's cursor came to a place of the facility."""

    spot: Spot


@dataclass
class Entered(Message):
    """The form of a place of the tree is asked for."""

    spot: Spot


@dataclass
class EditMade(Message):
    """A field was given a value."""

    edit: Edit
    visit: int
    """Number of the visit of the field: edits of one visit are one step of the history."""
    session: Session
    """Of the facility that the form is of: another may be in front by now."""


@dataclass
class RoomChanged(Message):
    """A table has another width or height, or its bar came or went: what there is no room for may be other columns."""

    sender: Any


@dataclass
class RowChosen(Message):
    """The cursor of a table came to a row."""

    index: int
    sender: Any = None
