"""A hint on the first visit of each screen, once in a person's life; losing the note of it never matters."""

from __future__ import annotations

import json
import os

HINTS = {
    "site": "The tree on the left holds the site; right or enter goes into its form. Change a value: the strip on top says what "
    "that does to date and cost. u takes it back, ctrl+p finds every command, F1 explains.",
    "tasks": "/ filters, s sorts, v chooses columns, left and right fold, [ and ] go along relations, enter edits a task, r its "
    "relations; d tells why it stands where it stands.",
    "gantt": "+ and - zoom, left and right move through time, r draws a task's relations, v crews and megawatts; P pins a task, "
    ". and , move it by a day, B lays a baseline beside it. F1 has every sign.",
    "graph": "Left and right follow relations, enter centres on a task, v shows the critical path, its hall, its discipline; [ goes back.",
    "money": "Enter shows what a sum is made of, g groups by hall, t goes to the months of spend, i to those of IT.",
    "checks": "Enter goes to the field or the task that a problem is about; X exports the list, as it does on other screens.",
    "compare": "w on Site makes a what-if of your edits, o opens another file; c chooses what stands side by side.",
}


def unseen(mode: str) -> str:
    """The hint of a screen that was never visited, noted as seen; empty for any other."""
    from planner.session.recent import state_folder

    if mode not in HINTS:
        return ""
    path = state_folder() / "hints.json"
    try:
        seen = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        seen = []
    if not isinstance(seen, list) or mode in seen:
        return ""
    note_seen([*(m for m in seen if isinstance(m, str)), mode])
    return HINTS[mode]


def note_seen(modes: list[str]) -> None:
    """Write down which hints were seen."""
    from planner.session.recent import state_folder

    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"hints.{os.getpid()}.part"
        beside.write_text(json.dumps(modes), "utf-8")
        beside.replace(folder / "hints.json")
    except OSError:  # a read-only home must not stop the app
        return
