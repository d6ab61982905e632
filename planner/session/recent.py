"""Files opened lately, newest first, kept in the user's state folder; losing the list never matters."""

from __future__ import annotations

import json
import os
from pathlib import Path

MAX_RECENT = 20


def state_folder() -> Path:
    """The planner's folder for state, by the XDG rule."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "facility-planner"


def recent_files() -> list[Path]:
    """Files opened lately that still exist."""
    try:
        names = json.loads((state_folder() / "recent.json").read_text("utf-8"))
        return [Path(n) for n in names if isinstance(n, str) and Path(n).is_file()][:MAX_RECENT]
    except (OSError, ValueError, TypeError):
        return []


def remember(path: Path) -> None:
    """Put a file at the head of the list."""
    files = [path.resolve(), *(p for p in recent_files() if p.resolve() != path.resolve())]
    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"recent.{os.getpid()}.part"
        beside.write_text(json.dumps([str(p) for p in files[:MAX_RECENT]]), "utf-8")
        beside.replace(folder / "recent.json")
    except OSError:  # a read-only home must not stop the app
        return
