"""A scripted session, the same for the same seed: what to do next, and a child process that does it until it is killed."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.model.problem import InputError
from planner.session.edits import AddMember, RemoveMember, SetValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.session.session import Session

MOST = 400
"""Things done by a script that nobody kills."""


def steps(seed: int) -> Iterator[Any]:
    """Edits, and the words save, undo, redo and jump."""
    chance = random.Random(seed)
    for number in range(MOST):
        what = chance.random()
        if what < 0.12:
            yield "save"
        elif what < 0.22:
            yield "undo"
        elif what < 0.28:
            yield "redo"
        elif what < 0.31:
            yield ("jump", chance.randrange(12))
        elif what < 0.45:
            yield AddMember(("task",), {"id": f"t{number}", "name": "厅 [b]", "duration_days": number % 9})
        elif what < 0.50:
            yield RemoveMember(("task", f"t{chance.randrange(number + 1)}"))
        elif what < 0.60:
            yield SetValue(("hall", "h1", "redundancy", "ups"), chance.choice(["N", "N+1", "2N"]))
        else:
            yield SetValue(("hall", "h1", "area_m2"), float(4000 + chance.randrange(3000)))


def do(session: Session, step: Any) -> None:
    """Do a step; one that does not fit does nothing."""
    try:
        if step == "save":
            session.save()
        elif step == "undo":
            session.undo()
        elif step == "redo":
            session.redo()
        elif isinstance(step, tuple):
            session.jump(step[1])
        else:
            session.commit(step)
    except InputError:
        return


def told(number: int) -> None:
    """Say that a step is done: from here on a kill may not take it."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def in_session(path: Path, seed: int) -> None:
    """Do the script with a session and its journal alone."""
    from planner.session.journal import Journal
    from planner.session.session import Session

    session = Session.open(path)
    session.keep_in(Journal(path, session.text))
    told(0)
    for number, step in enumerate(steps(seed), 1):
        do(session, step)
        told(number)


async def in_app(path: Path, seed: int) -> None:
    """Do the script in the app, without a terminal."""
    from planner.tui.app import PlannerApp
    from tests.tui.fake import fake_plan

    app = PlannerApp([path], fake_plan)
    async with app.run_test(size=(120, 40)) as pilot:
        while app.open_file is None or not app.open_file.session.kept_in_journal:
            await pilot.pause(0.01)
        told(0)
        for number, step in enumerate(steps(seed), 1):
            if step == "save":
                app.save()
            elif step == "undo":
                app.undo()
            elif step == "redo":
                app.redo()
            elif isinstance(step, tuple):
                do(app.open_file.session, step)
                app.changed(app.open_file)
            else:
                app.commit(step)
            told(number)
            await asyncio.sleep(0)


if __name__ == "__main__":
    if sys.argv[3] == "app":
        asyncio.run(in_app(Path(sys.argv[1]), int(sys.argv[2])))
    else:
        in_session(Path(sys.argv[1]), int(sys.argv[2]))
