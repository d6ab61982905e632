"""The terminal app. Nothing of it is imported until it is run."""

from __future__ import annotations

import sys


def run(files: list[str]) -> int:
    """Open the app on some files, or on the list of files when none are named; returns the exit code."""
    from pathlib import Path

    from planner.tui.app import PlannerApp

    app = PlannerApp([Path(name) for name in files], warm=True)
    try:
        app.run()
    finally:
        for path in app.rescue() if app.return_code else []:
            print(f"unsaved work was kept in {path}", file=sys.stderr)
        for file in app.workspace.files:
            if file.kept:
                print(f"unsaved work on {file.file} is offered when it is opened again", file=sys.stderr)
    if app.return_code:
        return 2
    return 2 if files and app.unread and not app.workspace.files else 0
