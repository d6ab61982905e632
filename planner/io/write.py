"""Write files whole or not at all, and put changed values into a person's own text without touching the rest."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any

from planner.model.address import id_key
from planner.model.facility import POSITIONAL
from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file by writing beside it, flushing to disk and renaming; a crash leaves the old or the new, whole.

    Raises:
        InputError: The folder is missing or cannot be written.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            [Problem("E-FILE", "file", f"cannot be written: {error.strerror or error}", file=str(path), line=1)]
        ) from None


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some file systems cannot flush a folder; the rename itself has happened
        pass
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that must not exist yet, unless forced.

    Raises:
        InputError: It exists, or cannot be written.
    """
    if path.exists() and not force:
        raise InputError([Problem("E-EXISTS", "file", "exists already; --force overwrites it", file=str(path), line=1)])
    write_atomically(path, content)


def changed_text(text: str, raw: dict[str, Any]) -> str:
    """The TOML text with its values made equal to `raw`: comments, order and formatting of the rest stay as they are."""
    import tomlkit

    document = tomlkit.parse(text)
    _sync(document, raw)
    return tomlkit.dumps(document)


def _sync(held: MutableMapping[str, Any], wanted: dict[str, Any]) -> None:
    for key in [k for k in held if k not in wanted]:
        del held[key]
    for key, value in wanted.items():
        if key not in held:
            held[key] = _item(value)
            continue
        now = held[key]
        plain = _plain(now)
        if plain == value and type(plain) is type(value):
            continue
        if isinstance(now, dict) and isinstance(value, dict):
            _sync(now, value)
        elif isinstance(now, list) and isinstance(value, list) and _tables(plain) and _tables(value):
            if not _sync_members(key, now, value):
                held[key] = _item(value)
        else:
            item = _item(value)
            if hasattr(now, "trivia") and hasattr(item, "trivia"):
                item.trivia.indent, item.trivia.comment_ws = now.trivia.indent, now.trivia.comment_ws
                item.trivia.comment, item.trivia.trail = now.trivia.comment, now.trivia.trail
            held[key] = item


def _sync_members(table: str, held: Any, wanted: list[dict[str, Any]]) -> bool:
    """Match members by id (by position where they have none), so that an untouched member keeps its text.

    Returns False when members changed their order, which only a rewrite of the list can show.
    """
    if table in POSITIONAL or any(id_key(table) not in m for m in wanted):
        while len(held) > len(wanted):
            position = next((i for i in range(len(wanted)) if _plain(held[i]) != wanted[i]), len(wanted))
            del held[position]
        for i, member in enumerate(wanted):
            if i < len(held):
                _sync(held[i], member)
            else:
                held.append(_table(member))
        return True
    key = id_key(table)
    names = [m[key] for m in wanted]
    for i in reversed(range(len(held))):
        if held[i].get(key) not in names:
            del held[i]
    kept = [m.get(key) for m in held]
    if kept != [n for n in names if n in kept] or any(n not in kept for n in names[: len(kept)]):
        return False
    for i, member in enumerate(wanted):
        if i < len(held):
            _sync(held[i], member)
        else:
            held.append(_table(member))
    return True


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _item(value: Any) -> Any:
    import tomlkit

    if _tables(value):
        array = tomlkit.aot()
        for member in value:
            array.append(_table(member))
        return array
    return _table(value) if isinstance(value, dict) else tomlkit.item(value)


def _table(member: dict[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in member.items():
        table[key] = _item(value)
    return table
