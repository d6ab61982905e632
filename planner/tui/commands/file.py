"""Commands for files: open, save, export, quit."""
# ruff: noqa: D102 - `run` is described by Command; a class's docstring is its help

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.commands.base import Command

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp


class Save(Command):
    """Write the file; comments, order and layout of it stay."""

    id, label, keys, shown_key, footer, group = "save", "Save", "ctrl+s", "^s", "Save", "File"
    in_forms = True
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.save()


class SaveAs(Command):
    """Write the facility under another name and go on there."""

    id, label, keys, shown_key, group = "save_as", "Save as", "S", "S", "File"
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_save_as()


class Export(Command):
    """Write the whole plan, every figure with its basis, to a TOML file."""

    id, label, keys, shown_key, group = "export", "Export the plan", "E", "E", "File"
    needs = "plan"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_export()


class ExportShown(Command):
    """Write what this screen shows: text, a picture (SVG) or a table (CSV), by the ending of the name."""

    id, label, keys, shown_key, footer, group = (
        "export_shown",
        "Export what is shown",
        "X",
        "X",
        "Export",
        "File",
    )
    screens = ("tasks", "gantt", "graph", "money", "compare", "checks", "explain")
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_export_shown()


class Open(Command):
    """Open another facility file beside those that are open."""

    id, label, keys, shown_key, group = "open", "Open a file", "o,ctrl+o", "o", "File"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_open()


class New(Command):
    """Begin a new facility: a starter site that plans as it stands, under a name of its own."""

    id, label, keys, shown_key, group = "new", "New facility", "ctrl+n", "^n", "File"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_new()


class SaveLog(Command):
    """Write what was done since opening to a log; `planner replay LOG` does it again."""

    id, label, group = "save_log", "Save the command log", "File"
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_save_log()


class Files(Command):
    """The open files, which of them are modified, and what each comes to."""

    id, label, keys, shown_key, group = "files", "Open files", "O", "O", "File"
    needs = "file"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.show_files()


class CloseFile(Command):
    """Close the file in front; asks first when it is not saved."""

    id, label, keys, shown_key, group = "close_file", "Close the file", "ctrl+w", "^w", "File"
    needs = "files"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        if app.open_file is not None:
            app.ask_close(app.open_file)


class NextFile(Command):
    """Bring the next open file to the front."""

    id, label, keys, shown_key, group = "next_file", "Next open file", "n", "n", "File"
    needs = "files"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.next_file()


class PreviousFile(Command):
    """Bring the open file before this one to the front."""

    id, label, keys, shown_key, group = "previous_file", "Previous open file", "N", "N", "File"
    needs = "files"

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.next_file(-1)


class Quit(Command):
    """Leave; asks first when something is not saved."""

    id, label, keys, shown_key, group = "quit", "Quit", "q,ctrl+q", "q", "File"
    in_forms = True

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        app.ask_quit()
