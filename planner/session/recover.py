"""Read a journal or a command log, and make its session again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.io.read import parse_text, read_text
from planner.model.problem import InputError, Problem
from planner.session.journal import FORMAT, Journal, journals_of, whole_lines
from planner.session.outside import digest, signature
from planner.session.records import RecordError, edit_of
from planner.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Log:
    """The records of a journal or a command log, each with its line."""

    file: Path
    text: str
    """Text of the facility file that the edits begin with."""
    path: str | None
    """The facility file."""
    records: tuple[tuple[int, dict[str, Any]], ...]


@dataclass(frozen=True)
class Unfinished:
    """What an app that ended in the middle of its work left behind."""

    session: Session
    edits: tuple[str, ...]
    """What it did that is in no file."""
    journal: Journal
    when: float
    """Time of the last line, in seconds since 1970."""


def read_log(file: Path) -> Log:
    """The records of a log. A last line that was cut off in the middle is left out: that edit never was.

    Raises:
        InputError: It cannot be read or is no log.
    """
    try:
        content = whole_lines(file.read_bytes()).decode("utf-8", "surrogatepass")
    except (OSError, ValueError) as error:
        raise _wrong(file, 1, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    records: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(content.split("\n")[:-1], 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise _wrong(file, number, "this line is no record of a log")
        records.append((number, record))
    head = records[0][1] if records else {}
    if head.get("planner") != "log" or not isinstance(head.get("text"), str):
        raise _wrong(file, 1, "this is no log: save one in the app with `Save the command log`")
    if head.get("format") != FORMAT:
        raise _wrong(
            file, 1, f"this log is of format {head.get('format')}; this planner reads format {FORMAT}"
        )
    path = head.get("file")
    return Log(file, head["text"], path if isinstance(path, str) else None, tuple(records[1:]))


def replay(
    log: Log, session: Session, told: Callable[[str], None] | None = None
) -> dict[str, dict[str, Any]]:
    """Do again in a session what a log did; tells the words of each. Returns tables by the digest of texts that were saved.

    Raises:
        InputError: A record is none, or its edit does not fit; those before it are done.
    """
    known = {digest(session.text): session.raw}
    for number, record in log.records:
        try:
            words = _again(record, session, known)
        except RecordError as error:
            raise _wrong(log.file, number, str(error)) from None
        except InputError as error:
            raise InputError([p.at(str(log.file), number) for p in error.problems]) from None
        if told is not None and words:
            told(words)
    return known


def _again(record: dict[str, Any], session: Session, known: dict[str, dict[str, Any]]) -> str:
    """Do one record again; its words."""
    match record:
        case {"edit": dict(edit)}:
            return session.commit(edit_of(edit), merge=bool(record.get("merge")))
        case {"undo": _}:
            step = session.undo()
            return f"undo {step.description}" if step else ""
        case {"redo": _}:
            step = session.redo()
            return f"redo {step.description}" if step else ""
        case {"jump": int(position)}:
            session.jump(position)
            return f"back to step {position}"
        case {"mark": _}:
            session.mark()
            return ""
        case {"saving": str(name)}:  # whether it was written the next record says, or the file itself
            known[name] = session.raw
            return ""
        case {"saved": str(name)}:
            session.held_by_file(None, known.get(name, session.raw))
            return ""
        case {"outside": str(text)}:
            raw = parse_text(text, "file")
            known[digest(text)] = raw
            session.held_by_file(text, raw)
            return ""
    raise RecordError("this record is of no known kind")


def unfinished(path: Path) -> Unfinished | None:
    """Work on a facility file that was never saved, from the newest journal whose app is gone.

    A journal in which everything was saved is taken away; one that cannot be read is left where it is.
    """
    for file in journals_of(path):
        journal = Journal.resume(file, path)
        if journal is None:
            continue
        try:
            when = file.stat().st_mtime
            session = _made_again(read_log(file), path)
        except (InputError, OSError):
            journal.close(keep=True)
            continue
        if not session.modified:
            journal.close(keep=False)
            continue
        session.keep_in(journal)
        return Unfinished(session, session.unsaved, journal, when)
    return None


def _made_again(log: Log, path: Path) -> Session:
    """The session of a journal, beside the file as it is now."""
    before = signature(path)
    session = Session.of_text(log.text, path)
    session.signature = (
        None  # so that a file written by somebody else since is looked at, and merged or asked about
    )
    known = replay(log, session)
    try:
        text = read_text(path)
    except InputError:
        return session
    if digest(text) in known:
        session.held_by_file(text, known[digest(text)])
        session.signature = before
    return session


def _wrong(file: Path, line: int, message: str) -> InputError:
    return InputError([Problem("E-LOG", "log", message, file=str(file), line=line)])
