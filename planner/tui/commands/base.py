"""A command: label, keys, footer text, and help from its docstring. Bindings, key bar, palette and help derive from it."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import Binding

    from planner.tui.app import PlannerApp

_REGISTRY: dict[str, type[Command]] = {}


_OWN: dict[str, str] = {}
"""Keys that a person gave, as they are shown, by command."""


def show_keys(own: Mapping[str, str]) -> None:
    """Show a person's own keys everywhere in place of the usual ones."""
    _OWN.clear()
    _OWN.update(own)


Needs = Literal["nothing", "file", "plan", "files"]
"""Nothing, an open file, its plan, or several open files."""


class Command:
    """Base of every command; subclasses register themselves by `id`."""

    id: ClassVar[str] = ""
    label: ClassVar[str] = ""
    keys: ClassVar[str] = ""
    """Key names as Textual has them, comma-separated; empty for palette only."""
    shown_key: ClassVar[str] = ""
    """The key as a person reads it."""
    footer: ClassVar[str] = ""
    """Word in the key bar; empty keeps it out."""
    screens: ClassVar[tuple[str, ...]] = ()
    """Screens it belongs to; none means all."""
    group: ClassVar[str] = "General"
    in_forms: ClassVar[bool] = False
    """Whether its keys are also those of a form that stands before the screen."""
    needs: ClassVar[Needs] = "nothing"
    """What must be there for it."""

    def __init_subclass__(cls) -> None:
        if cls.id:
            # A second command of one id would silently take the first one's place.
            assert cls.id not in _REGISTRY, cls.id
            _REGISTRY[cls.id] = cls

    @classmethod
    def help(cls) -> str:
        """What it does, in words."""
        return keyed(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " "))

    @classmethod
    def key(cls) -> str:
        """The key that it has now, as a person reads it: a person's own, else the usual one."""
        return _OWN.get(cls.id, cls.shown_key)

    @classmethod
    def applies(cls, app: PlannerApp) -> bool:
        """Whether it can be done now."""
        if cls.needs == "files":
            return len(app.workspace.files) > 1
        file = app.open_file
        return cls.needs == "nothing" or (file is not None and (cls.needs == "file" or file.plan is not None))

    @classmethod
    def on_screen(cls, app: PlannerApp) -> None:
        """Let the screen in front do it, where it can: since it was chosen a question may have come before it."""
        done = getattr(app.screen, f"do_{cls.id}", None)
        if done is not None:
            done()

    @classmethod
    def run(cls, app: PlannerApp) -> None:
        """Do it."""
        raise NotImplementedError


def load_all() -> None:
    """Import every module of commands, so that all are registered."""
    from planner.tui.commands import baseline, edit, file, gantt, tasks, view  # noqa: F401


def command(command_id: str) -> type[Command]:
    """A command by id."""
    return _REGISTRY[command_id]


def keyed(words: str) -> str:
    """Words with the key that each command named in them has now: `{undo} takes it back`.

    Every text that names the key of a command goes through here, for a person may have given it another.
    """
    return re.sub(r"\{(\w+)\}", lambda found: command(found[1]).key(), words)


def commands_for(screen: str | None = None) -> list[type[Command]]:
    """Commands of a screen and those of all screens, in order of registration."""
    return [c for c in _REGISTRY.values() if not c.screens or screen is None or screen in c.screens]


def bindings_for(screen: str | None) -> list[Binding]:
    """Bindings of a screen's own commands; of the commands of all screens when None."""
    return _bindings([c for c in _REGISTRY.values() if (screen in c.screens if screen else not c.screens)])


def bindings_in_forms() -> list[Binding]:
    """Bindings of the commands that a form before the screen has too."""
    return _bindings([c for c in _REGISTRY.values() if c.in_forms])


def _bindings(found: list[type[Command]]) -> list[Binding]:
    from textual.binding import Binding  # here alone: words with keys in them are also made without Textual

    return [
        Binding(
            c.keys or f"no_key_{c.id}",  # so that a person can give it one
            f"app.command('{c.id}')",
            c.label,
            show=bool(c.footer),
            id=c.id,
            key_display=c.shown_key or None,
        )
        for c in found
    ]
