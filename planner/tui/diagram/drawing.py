"""From a view to its picture: what the worker does behind the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.diagram.chain import chain_layout
from planner.tui.diagram.choice import chosen_tasks
from planner.tui.diagram.placing import Measures, layout
from planner.tui.render.graph import Picture

if TYPE_CHECKING:
    from planner.pipeline import Plan
    from planner.tui.diagram.choice import Choice, View
    from planner.tui.render.tasks import Links

NARROWEST, WIDEST, WIDEST_NEAR = 18, 28, 36
READABLE = 24
"""Cells of a box that hold most of a name."""
BARS = 16
"""Cells beside three boxes for the lines between them."""
LOW = 14
"""Lines of room below which boxes have no frame above and below."""


def room_for(width: int, height: int) -> tuple[int, int]:
    """Layers, and boxes in a layer, that there is room for with names that can be read."""
    return width // (READABLE + BARS // 3), height // 2 if height < LOW else height // 3


def draw(plan: Plan, links: Links, view: View, width: int, height: int) -> tuple[Choice, Picture]:
    """Choose, lay out and draw; pure, and done in milliseconds for what is drawn at most."""
    choice = chosen_tasks(plan, links, view)
    widest = WIDEST_NEAR if view.kind == "near" else WIDEST
    layers = max(3, choice.layers)
    box = max(NARROWEST, min(widest, (width - BARS * layers // 3) // layers))
    measures = Measures(box, 1, 1) if height < LOW else Measures(box, 3, 0)
    inside = set(choice.tasks)
    unseen = {
        name: (
            len({r.predecessor for r in links.before.get(name, ())} - inside),
            len({r.successor for r in links.after.get(name, ())} - inside),
        )
        for name in choice.tasks
    }
    if view.kind == "critical":
        placed = chain_layout(choice.tasks, unseen, measures, width)
    else:
        index, start = plan.schedule.index, plan.schedule.start
        rank = {name: start[index[name]] for name in choice.tasks}
        placed = layout(choice.tasks, choice.edges, rank, unseen, measures)
    return choice, Picture(plan, placed, view.centre)
