"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import TYPE_CHECKING, Any

from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file by writing beside it, flushing to disk and renaming; a crash leaves the old or the new, whole.

    Raises:
        InputError: The folder is missing or cannot be written, or the path is no ordinary file.
    """
    _write(path, content, replace=True)


def write_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that must not exist yet, unless forced.

    Raises:
        InputError: It exists, or cannot be written.
    """
    _write(path, content, replace=force)


def _write(path: Path, content: bytes, *, replace: bool) -> None:
    beside: Path | None = None
    try:
        target = path.resolve() if path.is_symlink() else path
        held = target.stat() if target.exists() else None
        if held is not None and not replace:
            raise _file_problem(path, "exists already; --force overwrites it", "E-EXISTS")
        if held is not None and not stat.S_ISREG(held.st_mode):
            raise _file_problem(path, "is no ordinary file: name another")
        # A short name of its own, for the target's may already be as long as names can be.
        beside = target.parent / f".planner-{secrets.token_hex(8)}.part"
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if held is not None:
            beside.chmod(stat.S_IMODE(held.st_mode))
        if replace or not _link(beside, target):
            beside.replace(target)
        _flush_folder(target.parent)
    except FileExistsError:
        raise _file_problem(path, "exists already; --force overwrites it", "E-EXISTS") from None
    except (
        OSError,
        ValueError,
        RuntimeError,
    ) as error:  # ValueError: NUL in the name; RuntimeError: a loop of links
        reason = getattr(error, "strerror", None) or str(error)
        raise _file_problem(path, f"cannot be written: {reason}") from None
    finally:
        if beside is not None:
            _discard(beside)


def _link(beside: Path, target: Path) -> bool:
    """Give the new file its name only if nobody else has it, even since we looked; False where links cannot be made.

    Raises:
        FileExistsError: Somebody has.
    """
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _file_problem(path: Path, message: str, code: str = "E-FILE") -> InputError:
    return InputError([Problem(code, "file", message, file=str(path), line=1)])


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    # Some file systems cannot flush a folder, and some folders cannot be opened; the rename has happened.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def changed_text(text: str, raw: dict[str, Any]) -> str:
    """The TOML text with its values made equal to `raw`; tomlkit is loaded only here."""
    from planner.io.retext import changed_text as change

    return change(text, raw)


def value_text(value: Any) -> str:
    """A value as TOML on one line; tomlkit is loaded only here."""
    from planner.io.retext import value_text as text

    return text(value)
