"""The command palette: commands by name, and the places of the facility."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from planner.model.problem import literal
from planner.tui.commands.base import Command, commands_for

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

MAX_PLACES = 12


class Commands(Provider):
    """Offers what can be done on the screen it was opened from."""

    @property
    def _planner(self) -> PlannerApp:
        from planner.tui.app import PlannerApp

        assert isinstance(self.app, PlannerApp)
        return self.app

    def _offered(self) -> list[type[Command]]:
        app = self._planner
        return [c for c in commands_for(app.mode_name) if c.id != "palette" and c.applies(app)]

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for found in self._offered():
            yield DiscoveryHit(
                Text(_title(found)),
                partial(self._planner.action_command, found.id),
                _title(found),
                found.help(),
            )

    async def search(self, query: str) -> Hits:
        """Commands, then places of the tree, that match."""
        matcher = self.matcher(query)
        for found in self._offered():
            score = matcher.match(found.label)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(_title(found)),
                    partial(self._planner.action_command, found.id),
                    help=found.help(),
                )
        shown = 0
        for title, spot in self._planner.places():
            text = literal(title)
            score = matcher.match(text)
            if score > 0 and shown < MAX_PLACES:
                shown += 1
                yield Hit(
                    score * 0.9,
                    Text(f"Go to {text}"),
                    partial(self._planner.go_to, spot),
                    text=text,
                    help="Show it on Site",
                )


def _title(found: type[Command]) -> str:
    return f"{found.label}  ({found.key()})" if found.key() else found.label
