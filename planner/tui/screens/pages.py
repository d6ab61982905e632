"""Pages to read: problems, why. Scroll, then escape."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.model.problem import literal
from planner.tui.screens.modal import Modal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from planner.model.problem import Problem
    from planner.pipeline import Plan

MAX_SHOWN = 300
MARGIN = 10
"""Columns that the frame, the padding and the scroll bar of a page take, with some to spare."""
SIGNS = {
    "error": ("✗ error", "bold $text-error"),
    "failure": ("▲ failed", "bold $text-error"),
    "warning": ("△ warning", "bold $text-warning"),
}


class Page(Modal[None]):
    """A titled page of literal text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss(None)", "Back", show=False)]

    def __init__(self, title: str, content: Content) -> None:
        super().__init__(classes="-tall -page")
        self._heading, self._text = title, content

    def compose(self) -> ComposeResult:
        """Title, text, how to leave."""
        with Vertical() as box:
            box.border_title = Content(literal(self._heading))
            with VerticalScroll():
                yield Static(self._text, markup=False)
            yield Static(Content("up and down scroll · escape goes back"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """So that the arrows scroll."""
        self.query_one(VerticalScroll).focus()


def problem_page(title: str, problems: Sequence[Problem], none: str) -> Page:
    """Problems, each with its place, its value and what to do."""
    parts: list[Content] = []
    for problem in problems[:MAX_SHOWN]:
        sign, style = SIGNS[problem.severity]
        where = f"{literal(PurePath(problem.file).name)}:{problem.line}: " if problem.file else ""
        value = "" if problem.value is None else f" = {literal(problem.value)[:80]}"
        parts.append(
            Content.assemble(
                (f"{sign}  ", style),
                (f"{where}{problem.code} ", "$quiet"),
                (f"{literal(problem.key)}{value}", "bold"),
                f": {literal(problem.message)}\n",
            )
        )
    if len(problems) > MAX_SHOWN:
        parts.append(Content(f"… and {len(problems) - MAX_SHOWN} more"))
    return Page(title, Content("\n").join(parts) if parts else Content(none))


def why_page(plan: Plan, task: str, screen_width: int) -> Page:
    """What drives a task's start, in lines as wide as the page."""
    from planner.why import why
    from planner.why.words import PAGE, why_lines

    lines = why_lines(why(plan, task), min(PAGE, int(screen_width * 0.95) - MARGIN))
    return Page("Why this date", Content("\n".join(lines)))


def search_page(plan: Plan, screen_width: int) -> Page:
    """What a search for better dates found, and every task that it moved."""
    import textwrap

    from planner.optimise.words import search_lines

    found = plan.optimisation
    assert found is not None
    width = int(screen_width * 0.95) - MARGIN
    lines = [
        part
        for line in search_lines(found, MAX_SHOWN)
        for part in textwrap.wrap(line, width, subsequent_indent="    ")
    ]
    lines += ["", "The plan shows these dates until the next edit; pinned_start keeps a task where it is."]
    return Page("Better dates", Content("\n".join(lines)))
