"""`planner replay LOG`: do again what a session did, and say what each edit does to date and cost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.exits import ExitCode
from planner.cli.speech import talk
from planner.cli.table import Column, table
from planner.model.problem import InputError, literal

if TYPE_CHECKING:
    from argparse import Namespace

    from planner.books import Books
    from planner.pipeline import Plan
    from planner.session.session import Session

COLUMNS = (
    Column("#", right=True),
    Column("what was done", least=30),
    Column("date"),
    Column("moved", right=True),
    Column("capex M$", right=True),
    Column("moved", right=True),
)


def replay(arguments: Namespace) -> int:
    """Do a log again on the facility it began with, or on FILE; print what each edit does, or the facility it makes."""
    from planner.cli.planning import chosen_books
    from planner.io.read import read_facility
    from planner.io.write import changed_text, write_new
    from planner.session import recover
    from planner.session.session import Session

    log = recover.read_log(Path(arguments.log))
    if arguments.file is not None:
        text = read_facility(Path(arguments.file)).text
        session = Session.of_text(text, Path(arguments.file))
    else:
        text = log.text
        session = Session.of_text(text)
    steps = _Steps(None if arguments.toml else chosen_books(arguments.books))
    steps.take(session, "the facility as it was opened")
    recover.replay(log, session, lambda words: steps.take(session, words))
    made = changed_text(text, session.raw)
    if arguments.toml:
        sys.stdout.write(made)
    else:
        print("\n".join(table(COLUMNS, steps.rows)))
    if arguments.output is not None:
        write_new(Path(arguments.output), made.encode(), force=arguments.force)
        talk(f"{literal(arguments.output)}: written")
    return ExitCode.CHECK_FAILED if steps.failed else ExitCode.FINE


class _Steps:
    """A row for each thing done, with the plan after it beside the plan before."""

    def __init__(self, books: Books | None) -> None:
        self.rows: list[list[str]] = []
        self.failed = False
        """Whether the last state has a failed check, or cannot be planned."""
        self._books = books
        self._before: Plan | None = None
        self._start: Plan | None = None
        """The plan that the last row is compared with."""
        self._at = (0, 0)
        """Revision and place in the history after the last row."""

    def take(self, session: Session, words: str) -> None:
        """Plan what the session holds now."""
        if self._books is None:
            return
        from planner.pipeline import plan

        number = str(len(self.rows))
        now = (session.revision, session.position)
        # An edit that joined the one before it, as of one visit of a field, says what both did: so do its figures.
        joined = now[0] != self._at[0] and now[1] == self._at[1]
        start, self._at = self._start if joined else self._before, now
        try:
            made = plan(session.facility, books=self._books)
        except InputError as error:
            self.failed, self._before, self._start = True, None, None
            self.rows.append([number, words, "no plan: " + error.problems[0].code, "", "", ""])
            return
        self.failed = made.failed
        self.rows.append([number, words, *_figures(start, made)])
        self._before, self._start = made, start


def _figures(before: Plan | None, made: Plan) -> list[str]:
    when = made.rfs_date or made.project_finish
    usd = made.estimate.capex.likely
    row = [when.isoformat(), "", f"{usd / 1e6:,.1f}", ""]
    if before is not None:
        days = (when - (before.rfs_date or before.project_finish)).days
        change = usd - before.estimate.capex.likely
        row[1] = f"{days:+,d} d" if days else "."
        row[3] = f"{change / 1e6:+,.1f}" if round(change) else "."
    return row
