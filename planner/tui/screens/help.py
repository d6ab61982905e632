"""Help: every key of this screen, derived from the commands."""

from __future__ import annotations

from textual.content import Content

from planner.tui.commands import commands_for
from planner.tui.screens.pages import Page

MARKS = (
    ("● modified", "something is not saved"),
    ("◌ computing", "figures are of the facility before the last key; new ones are on their way"),
    ("▲ △ ✓", "checks that failed, warnings, all well"),
    ("!  █", "critical task: no float; in the Gantt its bar is solid"),
    ("▒  ·  ◆", "bar with float, the float itself, a milestone"),
    ("+41 d  +$3.2M", "what the last edit did to date and capex"),
)
FORM = (
    ("up  down", "field above, field below"), ("enter", "take the value; on a choice, open it"), ("escape", "put the old value back; once more, to the tree"),
    ("tab", "next field, and on to the tree"), ("empty", "the default holds again"), ("right  left", "in the tree: into the form, fold"),
)  # fmt: skip


ORDER = (
    "Screens",
    "In the form",
    "Tasks",
    "Gantt",
    "Graph",
    "Money",
    "Compare",
    "Checks",
    "Edit",
    "File",
    "General",
    "Signs",
)


class HelpScreen(Page):
    """Keys by group."""

    def __init__(self, screen: str) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for found in commands_for(screen):
            key = found.shown_key or "palette"
            extra = [k for k in found.keys.split(",") if k.startswith("ctrl+")]
            if extra and not found.shown_key.startswith("^"):
                key = f"{key}  ^{extra[0][-1]}"
            groups.setdefault(found.group, []).append((key, found.help()))
        parts: list[Content] = []
        if screen == "site":
            groups["In the form"] = list(FORM)
        groups["Signs"] = list(MARKS)
        for name in sorted(groups, key=lambda g: ORDER.index(g) if g in ORDER else len(ORDER)):
            rows = groups[name]
            parts.append(Content.styled(f"{name}\n", "bold $primary"))
            parts.extend(
                Content.assemble((f"  {key:<15}", "bold $accent"), f"{text}\n") for key, text in rows
            )
            parts.append(Content("\n"))
        super().__init__(f"Help: {screen}", Content("").join(parts))
