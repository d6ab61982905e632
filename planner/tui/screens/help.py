"""Help: every key of this screen, derived from the commands."""

from __future__ import annotations

import textwrap

from textual.content import Content

from planner.schedule.result import NEAR_CRITICAL_DAYS
from planner.tui.commands import commands_for
from planner.tui.screens.pages import MARGIN, Page

PAGE = 110
"""Cells of a page at most, as its style has it."""
MARKS = (
    (
        "● modified",
        "something is not saved; ● marks the lines of the tree and the fields that the file does not hold so",
    ),
    ("◌ computing", "figures are of the facility before the last key; new ones are on their way"),
    ("▲ △ ✓", "checks that failed, warnings, all well"),
    ("!  !!  █", "critical task: no float; late: float below 0; in the Gantt its bar is solid"),
    ("✓ ◐ ◆ ═ ↧", "done, in progress, milestone, hammock (level of effort), pinned"),
    ("~  ▓", f"near-critical: float of {NEAR_CRITICAL_DAYS} days or less"),
    ("▒  ·", "in the Gantt: bar with float, the float itself"),
    ("■  ╌", "the done part of a bar, reported work that waits to go on"),
    ("┊  ╎ ▾", "a hall's ready for service; the data date, where there is one"),
    (
        "├─┤  ┼  ◇",
        "where the chosen baseline had a task's start and finish, where they differ; its milestone",
    ),
    ("[  ]  ‖", "no earlier, no later, must be that day"),
    ("▽  ✗", "a deadline; a date that is missed, or an order that is late"),
    ("○  ●", "order by, needed on site"),
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


KEY = 15
"""Cells of the keys before the words."""


def _hanging(text: str, screen_width: int) -> str:
    """Words in lines that begin below each other."""
    room = min(PAGE, int(screen_width * 0.95)) - MARGIN - KEY - 2
    return ("\n" + " " * (KEY + 2)).join(textwrap.wrap(text, max(20, room)))


class HelpScreen(Page):
    """Keys by group, those of the screen itself first."""

    def __init__(self, screen: str, screen_width: int) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for found in commands_for(screen):
            key = found.key() or "palette"
            extra = [k for k in found.keys.split(",") if k.startswith("ctrl+")]
            if extra and key == found.shown_key and not key.startswith("^"):
                key = f"{key}  ^{extra[0][-1]}"
            groups.setdefault(found.group, []).append((key, found.help()))
        parts: list[Content] = []
        if screen == "site":
            groups["In the form"] = list(FORM)
        groups["Signs"] = list(MARKS)
        for name in sorted(
            groups, key=lambda g: (g.lower() != screen, ORDER.index(g) if g in ORDER else len(ORDER))
        ):
            rows = groups[name]
            parts.append(Content.styled(f"{name}\n", "bold $primary"))
            parts.extend(
                Content.assemble((f"  {key:<{KEY}}", "bold $accent"), f"{_hanging(text, screen_width)}\n")
                for key, text in rows
            )
            parts.append(Content("\n"))
        super().__init__(f"Help: {screen}", Content("").join(parts))
