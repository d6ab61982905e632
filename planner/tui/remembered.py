"""How a person likes the task table, kept in the state folder; losing it never matters."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from planner.tui.render.columns import ALWAYS, BY_KEY, COLUMNS, USUAL

FILE = "tasks.json"


@dataclass(frozen=True)
class TableTaste:
    """Columns, their order by which, and whether the table is an outline."""

    columns: tuple[str, ...] = USUAL
    sort: str = "start"
    falling: bool = False
    outline: bool = True


def read_taste() -> TableTaste:
    """As kept last; what cannot be read is as usual."""
    from planner.session.recent import state_folder

    try:
        held = json.loads((state_folder() / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return TableTaste()
    if not isinstance(held, dict):
        return TableTaste()
    columns, sort = held.get("columns"), held.get("sort")
    kept = {c for c in columns if isinstance(c, str)} | {ALWAYS} if isinstance(columns, list) else set(USUAL)
    return TableTaste(
        tuple(c.key for c in COLUMNS if c.key in kept),
        sort if isinstance(sort, str) and sort in BY_KEY else "start",
        held.get("falling") is True,
        held.get("outline") is not False,
    )


def keep_taste(taste: TableTaste) -> None:
    """Write it down."""
    from planner.session.recent import state_folder

    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{FILE}.{os.getpid()}.part"
        beside.write_text(json.dumps(asdict(taste)), "utf-8")
        beside.replace(folder / FILE)
    except OSError:  # a read-only home must not stop the app
        return
