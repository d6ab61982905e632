"""A person's own keys: a file of command ids and keys in the config folder, every problem of it named."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from planner.model.problem import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.tui.commands import Command

NAMED = frozenset(
    [
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "insert",
        "delete",
        "backspace",
        "tab",
        "shift+tab",
        "space",
        "enter",
        "escape",
    ]
)
NEVER = {
    "ctrl+c": "terminals take it as an interrupt",
    "ctrl+h": "many terminals send it for backspace",
    "ctrl+i": "terminals send it for tab",
    "ctrl+j": "terminals send it for enter",
    "ctrl+m": "terminals send it for enter",
    "enter": "it takes what the cursor is at",
    "escape": "it is the way back from everywhere",
    "tab": "it goes to the next place on the screen",
    "shift+tab": "it goes to the place before on the screen",
    "up": "it moves the cursor",
    "down": "it moves the cursor",
    "left": "it moves the cursor",
    "right": "it moves the cursor",
}
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_PATTERN = re.compile(r"ctrl\+[a-z]|f([1-9]|1[0-2])|.")


def keymap_file() -> Path:
    """Where the keys are read from, by the XDG rule."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "facility-planner" / "keys.toml"


def read_keymap() -> tuple[dict[str, str], list[Problem]]:
    """Keys by command id, as Textual names them, and what is wrong with the file; what is wrong is left out."""
    path = keymap_file()
    if not path.is_file():
        return {}, []
    from planner.io.read import parse_text, read_text

    try:
        text = read_text(path)
        raw = parse_text(text, str(path))
    except InputError as error:
        return {}, list(error.problems)
    lines = {
        key: number
        for number, line in enumerate(text.split("\n"), 1)
        for key in [line.partition("=")[0].strip(' "')]
    }
    keys, problems = checked(raw)
    return keys, [p.at(str(path), lines.get(p.key, 1)) for p in problems]


def checked(raw: Mapping[str, object]) -> tuple[dict[str, str], list[Problem]]:
    """What of a file can be had, and what is wrong with the rest."""
    from planner.tui.commands import commands_for

    known = {c.id: c for c in commands_for(None)}
    keys: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if name not in known:
            from planner.model.address import nearest

            problems.append(Problem("E-UNKNOWN-KEY", name, f"no command has this id{nearest(name, known)}"))
            continue
        found, wrong = _keys_of(name, value, known[name].keys.split(","))
        problems += wrong
        if not wrong:
            keys[name] = ",".join(found)
    for name, other, key in list(_clashes(known, keys)):
        problems.append(
            Problem(
                "E-DUPLICATE-KEY", name, f"{other} has this key on the same screen: give that another", key
            )
        )
        keys.pop(name, None)
    return keys, problems


def _keys_of(name: str, value: object, usual: list[str]) -> tuple[list[str], list[Problem]]:
    from textual.keys import _character_to_key

    texts = (
        [t.strip() or t for t in (value.split(",") if value != "," else [","])]
        if isinstance(value, str)
        else value
    )
    if not isinstance(texts, list) or not texts or not all(isinstance(t, str) and t for t in texts):
        message = 'write a key such as "f5", "ctrl+u" or "Z", several with commas or as a list'
        return [], [Problem("E-VALUE", name, message, str(value))]
    found, problems = [], []
    for text in texts:
        if text in NEVER and text not in usual:
            problems.append(Problem("E-VALUE", name, f"this key cannot be had: {NEVER[text]}", text))
        elif text in NAMED:
            found.append(text)
        elif _PATTERN.fullmatch(text) and text.isprintable():
            found.append(_character_to_key(text) if len(text) == 1 else text)
        else:
            message = "no terminal is sure to send this key: take a letter, f1 to f12 or ctrl+letter"
            problems.append(Problem("E-VALUE", name, message, text))
    return found, problems


def _clashes(known: Mapping[str, type[Command]], keys: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Commands of the file whose key another command has where both apply: the id, the other's, the key."""
    for name in keys:
        own = known[name]
        for other in known.values():
            if other.id == name or (
                own.screens and other.screens and not set(own.screens) & set(other.screens)
            ):
                continue
            shared = set(keys[name].split(",")) & set(keys.get(other.id, other.keys).split(",")) - {""}
            if shared and not (other.id in keys and list(keys).index(other.id) > list(keys).index(name)):
                yield name, other.id, min(shared)
                break


def keymap_text() -> str:
    """A file to begin with: every command with its keys, each line a comment."""
    from planner.tui.commands import commands_for

    lines = [
        "# Keys of the facility planner, read from ~/.config/facility-planner/keys.toml",
        "# Take the mark off a line and change its key; several keys stand between commas.",
    ]
    group = ""
    for found in sorted(commands_for(None), key=lambda c: c.group):
        if found.group != group:
            group = found.group
            lines += ["", f"# {group}"]
        keys = ", ".join(_readable(k) for k in found.keys.split(",") if k)
        quoted = keys.replace("\\", "\\\\").replace('"', '\\"')
        where = f" ({', '.join(found.screens)})" if found.screens else ""
        lines.append(f'# {found.id} = "{quoted}"  # {found.help()}{where}')
    return "\n".join(lines) + "\n"


def _readable(key: str) -> str:
    """The character of a key that Textual names in words, such as `[` of `left_square_bracket`."""
    from textual.keys import _character_to_key

    return next((c for c in SIGNS if _character_to_key(c) == key), key)


def shown(keys: str) -> str:
    """The first of some keys as the key bar writes it: `^z`, `F5`, `[`."""
    first = keys.split(",")[0]
    if first.startswith("ctrl+"):
        return f"^{first[5:]}"
    return first.upper() if re.fullmatch(r"f\d+", first) else _readable(first)
