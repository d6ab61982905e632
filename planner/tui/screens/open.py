"""Choose a file: those of `facilities/`, those opened lately, or any by its path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from planner.model.problem import literal
from planner.session.recent import recent_files
from planner.tui.screens.modal import Modal
from planner.tui.typed import path_of

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

NEW = Path()
"""Returned for a facility that is yet to be made."""
MAX_LISTED = 200
HEAD = 8192


def offered(folder: Path) -> list[tuple[str, Path]]:
    """Files to offer, with where each comes from."""
    listed = sorted((folder / "facilities").glob("*.toml")) + sorted(folder.glob("*.toml"))
    files = [("facilities", p) for p in listed if p.is_file() and p.name != "pyproject.toml"][:MAX_LISTED]
    known = {p.resolve() for _, p in files}
    return files + [("recent", p) for p in recent_files() if p.resolve() not in known]


def site_name(path: Path) -> str:
    """The name that `[site]` gives, read off the head of the file without parsing it; empty where there is none."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
    found = re.search(r'^\[site\][^\[]*?^name\s*=\s*"([^"\\\n]*)"', head, re.MULTILINE)
    return found.group(1) if found else ""


class OpenScreen(Modal["Path | None"]):
    """Returns the file chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", show=False),
        Binding("down", "list", "To the list", show=False),
        Binding("q", "app.command('quit')", "Quit", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._files = offered(Path.cwd())

    def compose(self) -> ComposeResult:
        """The list, and a line for any path."""
        with Vertical() as box:
            box.border_title = "Open a facility"
            if not self._files:
                yield Static(
                    Content("No facility files here: begin a new one, or type a path."), markup=False
                )
            yield OptionList(
                *(self._option(i, kind, path) for i, (kind, path) in enumerate(self._files)),
                Option(
                    Content.assemble(("+ New facility", "bold"), ("  a starter site", "$quiet")), id="new"
                ),
            )
            yield Input(placeholder="or type a path", compact=True, select_on_focus=False)
            yield Static("", classes="wrong", markup=False)
            yield Static(
                Content("enter opens · tab to the path · escape goes back"), classes="hint", markup=False
            )

    @staticmethod
    def _option(index: int, kind: str, path: Path) -> Option:
        here = Path.cwd()
        where = str(path.parent.relative_to(here)) if path.is_relative_to(here) else str(path.parent)
        name = site_name(path)
        return Option(
            Content.assemble(
                (literal(path.name), "bold"),
                f"  {literal(name)}" if name else "",
                (f"  {literal(where)}/" if where != "." else "", "$quiet"),
                ("  recent" if kind == "recent" else "", "$quiet"),
            ),
            id=str(index),
        )

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(OptionList).focus()

    def action_list(self) -> None:
        """From the path to the list."""
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """What is typed goes to the path, also from the list."""
        path = self.query_one(Input)
        if event.is_printable and event.character not in (None, "q") and self.focused is not path:
            event.stop()
            path.focus()
            path.insert_text_at_cursor(event.character or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the file."""
        self.dismiss(NEW if event.option_id == "new" else self._files[int(event.option_id or 0)][1])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the path typed."""
        path = path_of(event.value) if event.value.strip() else None
        if path is not None and path.is_file():
            self.dismiss(path)
        else:
            self.query_one(".wrong", Static).update(Content("✗ no such file"))
