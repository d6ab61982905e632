"""A hint on the first visit of each screen, once in a person's life; losing the note of it never matters."""

from __future__ import annotations

import json
import os

from planner.tui.commands import keyed

HINTS = {
    "site": "The tree on the left holds the site; right or enter goes into its form. Change a value: the strip on top says what "
    "that does to date and cost. {undo} takes it back, {palette} finds every command, {help} explains.",
    "tasks": "{filter} filters, {sort} sorts, {columns} chooses columns, left and right fold, {predecessor} and {successor} go along "
    "relations, {edit_task} edits a task, {relations} its relations, {add} adds one of your own; {why} tells why it stands where it stands.",
    "gantt": "{zoom_in} and {zoom_out} zoom, left and right move through time, {links} draws a task's relations, {load} crews and "
    "megawatts; {pin} pins a task, {later} and {earlier} move it by a day, {baseline} lays a baseline beside it. {help} has every sign.",
    "graph": "Left and right follow relations, {centre} centres on a task, {view} shows the critical path, its hall, its discipline; "
    "{back} goes back.",
    "money": "{unfold} shows what a sum is made of, {grouping} groups by hall, {table} goes to the months of spend, {side} to those of IT.",
    "checks": "{follow} goes to the field or the task that a problem is about; {export_shown} exports the list, as it does on other screens.",
    "compare": "{what_if} makes a what-if of your edits, {open} opens another file; {choose} chooses what stands side by side.",
}
"""Keys stand as the commands that have them: a person may have given them others."""


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
    return keyed(HINTS[mode])


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
