"""Writing what a screen shows: text, a picture or a table, by the ending of the file's name."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.model.problem import InputError, PlannerError, Problem
from planner.tui import messages
from planner.tui.screens.base import PlanScreen
from planner.tui.shown import FORMS

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp
    from planner.tui.shown import Shown


class ExportActions:
    """Part of the app."""

    def ask_export_shown(self: PlannerApp) -> None:  # type: ignore[misc]
        """Ask where to, and write what the screen in front shows behind it; what is said in a corner is no part of that."""
        screen = self.screen
        if not self._notifications or not isinstance(screen, PlanScreen):
            self._ask_export_shown()
            return
        screen.entering = True
        self.clear_notifications()
        screen.query("ToastRack").set(display=False)

        def ask() -> None:
            screen.entering = False
            self._ask_export_shown()
            screen.query("ToastRack").set(display=True)

        self.call_after_refresh(ask)

    def _ask_export_shown(self: PlannerApp) -> None:  # type: ignore[misc]
        file = self.open_file
        shown = self.screen.shown() if hasattr(self.screen, "shown") else None
        if file is None or shown is None:
            self.notify("there is nothing to export here yet", markup=False)
            return
        # What cannot be planned is what Checks shows; elsewhere old figures would leave the app unmarked.
        if (file.stale or self.mode_name != "checks") and not self.is_fresh(file):
            return
        picture = self._picture()
        path = file.session.path or Path("facility.toml")

        def write(to: Path, force: bool) -> None:
            if to.exists() and not force:
                raise InputError([Problem("E-EXISTS", "file", "exists already", file=str(to), line=1)])
            work = partial(self._write_shown, shown, picture, f"{file.name}: {shown.heading}", to, force)
            self.run_worker(work, thread=True, group="export", description="export", exit_on_error=False)

        self._ask_path(
            "Export what is shown",
            str(path.with_name(f"{path.stem}.{shown.name}.txt")),
            write,
            forms=FORMS,
        )

    def _picture(self: PlannerApp) -> tuple[Any, int, int]:  # type: ignore[misc]
        """The screen as it stands now, before a question stands on it. Drawing it as SVG is left to the worker."""
        compositor = self.screen._compositor
        return (
            compositor.render_update(full=True, screen_stack=self._background_screens, simplify=True),
            *self.size,
        )

    def _write_shown(  # type: ignore[misc]
        self: PlannerApp,
        shown: Shown,
        picture: tuple[Any, int, int],
        heading: str,
        path: Path,
        force: bool,
    ) -> None:
        """In a worker thread: make the text, and write it whole or not at all."""
        try:
            from planner.io.export_table import csv_text, plain_text
            from planner.io.write import write_new

            form = path.suffix.lower()
            if form == ".csv":
                text = csv_text(shown.table())
            elif form == ".svg":
                text = _svg(*picture, heading)
            else:
                text = plain_text([heading, "", *shown.lines()])
            write_new(path, text.encode(), force=force)
        except PlannerError as error:
            self.post_message(messages.WorkDone(str(error), failed=True))
        except Exception as error:
            self.post_message(
                messages.WorkDone(f"not exported: {type(error).__name__}: {error}", failed=True)
            )
        else:
            self.post_message(messages.WorkDone(f"exported {path.name}"))


def _svg(picture: Any, width: int, height: int, title: str) -> str:
    """As Textual's own screenshots are made; Rich spells what XML would take for markup."""
    import io
    import re

    from rich.console import Console

    from planner.model.problem import literal

    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
        legacy_windows=False, safe_box=False,
    )  # fmt: skip
    console.print(picture)
    svg = console.export_svg(title=literal(title))
    # Rich names its parts by a checksum of what it drew, links included: a fixed name keeps the bytes the same.
    return re.sub(r"terminal-\d+", "terminal-planner", svg)
