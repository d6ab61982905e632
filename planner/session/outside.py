"""What became of the file while it was open here: an editor beside the app, another window, a checkout."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planner.io.read import facility_of, parse_text, read_text
from planner.model.problem import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.address import Raw
    from planner.model.problem import Problem

Signature = tuple[int, int, int]
"""When it was written, how long it is, and which file it is: cheap to look at, and different after any save."""


@dataclass(frozen=True)
class Outside:
    """The file as it is now, where that is not as it was read or written here."""

    kind: Literal["same", "gone", "broken", "changed"]
    """`same`: written anew with the same text."""
    signature: Signature | None
    text: str = ""
    raw: Raw | None = None
    problems: tuple[Problem, ...] = ()
    """Why it cannot be taken, where it is broken."""


def signature(path: Path) -> Signature | None:
    """The file's signature; None where there is no such file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def digest(text: str) -> str:
    """A name for a text, to know it again by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def look(path: Path, known: Signature | None, text: str) -> Outside | None:
    """What became of a file since its signature was `known` and its text `text`; None where nothing did."""
    now = signature(path)
    if now == known:
        return None
    if now is None:
        return Outside("gone", None)
    try:
        found = read_text(path)
        if found == text:
            return Outside("same", now, found)
        raw = parse_text(found, str(path))
        facility_of(raw, found, str(path))
    except InputError as error:
        return Outside("broken", now, problems=error.problems)
    return Outside("changed", now, found, raw)
