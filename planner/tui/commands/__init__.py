"""Everything a key or the palette can do: one class per command, and all else derived from it."""

from planner.tui.commands.base import (
    Command,
    bindings_for,
    bindings_in_forms,
    command,
    commands_for,
    keyed,
    load_all,
    show_keys,
)

load_all()

__all__ = ["Command", "bindings_for", "bindings_in_forms", "command", "commands_for", "keyed", "show_keys"]
