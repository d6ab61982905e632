"""The journal of a session: a line for each edit as it is made, so that a crash takes none with it.

It lies in the user's state folder, not beside the facility: that folder may be shared, read-only or under
version control. A line is handed to the system before the edit is shown, so that a killed app loses nothing,
and flushed to the disk behind it, so that no key waits for a disk.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from typing import TYPE_CHECKING, Any, Self

from planner.session.outside import digest
from planner.session.recent import state_folder
from planner.session.records import line_of

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: a journal in use cannot be told from one left behind
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
"""Version of the lines."""


def journal_folder() -> Path:
    """Where journals are kept."""
    return state_folder() / "journal"


def journals_of(path: Path) -> list[Path]:
    """Journals of a facility file, the newest first, those in use among them."""
    try:
        found = list(journal_folder().glob(f"{_key(path)}-*.jsonl"))
        return sorted(found, key=lambda p: p.stat().st_mtime_ns, reverse=True)
    except OSError:
        return []


def whole_lines(content: bytes) -> bytes:
    """The content less a last line that was cut off in the middle."""
    return content[: content.rfind(b"\n") + 1]


def head_of(path: Path | None, text: str) -> dict[str, Any]:
    """The first record: which file, and the text that the edits begin with."""
    return {"planner": "log", "format": FORMAT, "file": str(path) if path else None, "text": text}


def _key(path: Path) -> str:
    return digest(str(path.resolve()))[:16]


class Journal:
    """Appends records to a file of its own, made with the first of them."""

    def __init__(self, path: Path, text: str) -> None:
        self.file = journal_folder() / f"{_key(path)}-{os.getpid():x}-{secrets.token_hex(3)}.jsonl"
        self.failed = ""
        """Why edits are not kept, where the disk does not take them; work goes on all the same."""
        self._head: dict[str, Any] | None = head_of(path, text)
        self._owed = b""
        """Lines that the disk did not take: they go before the next, for one that is missing makes the rest useless."""
        self._descriptor: int | None = None
        self._turn = threading.Lock()
        self._behind: threading.Thread | None = None
        self._wanted = threading.Event()

    @classmethod
    def resume(cls, file: Path, path: Path) -> Self | None:
        """Go on with a journal that was left behind; None where its app still runs."""
        journal = cls(path, "")
        journal.file, journal._head = file, None
        try:
            journal._open(os.O_RDWR | os.O_APPEND)
            assert journal._descriptor is not None
            os.ftruncate(journal._descriptor, len(whole_lines(file.read_bytes())))
        except OSError:
            return None
        return journal

    def write(self, line: bytes) -> None:
        """Append the line of a record; what the disk does not take is noted in `failed`, and never stops the work."""
        self._owed += line
        try:
            if self._descriptor is None:
                self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._open(os.O_RDWR | os.O_APPEND | os.O_CREAT)
            self._append((line_of(self._head) if self._head is not None else b"") + self._owed)
            self._head, self._owed, self.failed = None, b"", ""
        except OSError as error:
            self.failed = error.strerror or str(error)
            return
        self._flush_behind()

    def _open(self, flags: int) -> None:
        descriptor = os.open(self.file, flags, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                raise
        self._descriptor = descriptor

    def _append(self, lines: bytes) -> None:
        assert self._descriptor is not None
        whole = os.fstat(self._descriptor).st_size
        try:
            written = 0
            while written < len(lines):
                written += os.write(self._descriptor, lines[written:])
        except OSError:
            with contextlib.suppress(OSError):  # half a line would hide the next
                os.ftruncate(self._descriptor, whole)
            raise

    def _flush_behind(self) -> None:
        if self._behind is None:
            self._behind = threading.Thread(target=self._flush, name="journal", daemon=True)
            self._behind.start()
        self._wanted.set()

    def _flush(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            with self._turn:
                if self._descriptor is None:
                    return
                with contextlib.suppress(OSError):
                    os.fsync(self._descriptor)

    def move(self, path: Path) -> None:
        """Belong to another facility file, as after save-as."""
        to = self.file.with_name(f"{_key(path)}-{os.getpid():x}-{secrets.token_hex(3)}.jsonl")
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                self.file.replace(to)
        elif self._head is not None:
            self._head["file"] = str(path)
        self.file = to

    def close(self, *, keep: bool) -> None:
        """Stop, and take the file away unless it is to be kept."""
        with self._turn:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None:
                if not keep:
                    with contextlib.suppress(OSError):
                        self.file.unlink()
                os.close(descriptor)  # last, so that nobody takes up what is being thrown away
        self._wanted.set()
