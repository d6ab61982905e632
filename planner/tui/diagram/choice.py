"""Which tasks a drawing shows: round one task, the critical path, a hall or a discipline; and what it leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from planner.tui.render.numbers import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.pipeline import Plan
    from planner.tui.diagram.shapes import Edge
    from planner.tui.render.tasks import Links

Kind = Literal["near", "critical", "hall", "discipline"]
KINDS: tuple[Kind, ...] = ("near", "critical", "hall", "discipline")
MOST = {"near": 40, "critical": 400, "hall": 60, "discipline": 60}
"""Tasks drawn at most: more neither fit on a screen nor can be followed by eye."""
MOST_STEPS = 6
FITTING = 0
"""Steps of a view that takes as many as there is room for."""
MOST_FITTED = 3
"""Steps that a picture takes of itself at most."""


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: a kind of picture and the task that it is about."""

    kind: Kind = "near"
    centre: str = ""
    steps: int = 1
    """Of `near`: how many relations away."""

    def wider(self, by: int) -> View:
        """More steps, or fewer."""
        return replace(self, steps=max(1, min(MOST_STEPS, self.steps + by)))


@dataclass(frozen=True)
class Choice:
    """Tasks in order of importance, the edges between them, and how many more there are of the kind."""

    view: View
    tasks: tuple[str, ...]
    edges: frozenset[Edge]
    left_out: int
    undrawn: int
    """Relations between these tasks that are not drawn: of `near`, those that are no step on the way."""
    about: str
    """In words: of what."""
    layers: int = 3
    """Of `near`: columns of boxes."""

    def said(self) -> str:
        """What is in the picture, and what is cut."""
        shown = f"{count(len(self.tasks), 'task')}"
        parts = [f"{self.about}: {shown}"]
        if self.left_out:
            parts.append(f"{self.left_out:,d} more, further off, are cut")
        if self.undrawn:
            parts.append(f"{count(self.undrawn, 'relation')} among them not drawn")
        return " · ".join(parts)


def chosen_tasks(plan: Plan, links: Links, view: View) -> Choice:
    """The tasks of a view; `centre` must be a task of the plan, but for the critical path."""
    schedule = plan.schedule
    if view.kind == "critical":
        path = schedule.critical_path
        kept = path[: MOST["critical"]]
        edges = frozenset(pairwise(kept))
        return Choice(view, kept, edges, len(path) - len(kept), 0, "the critical path")
    if view.centre not in schedule.index:
        return Choice(view, (), frozenset(), 0, 0, "")
    task = schedule.tasks[schedule.index[view.centre]]
    rings: dict[str, int] = {}
    if view.kind == "near":
        rings = _cone(links, view)
        ranked = _ranked(plan, {name: abs(ring) for name, ring in rings.items()})
        about = f"{'1 step' if view.steps == 1 else f'{view.steps} steps'} round {view.centre}"
    elif view.kind == "hall":
        ranked = _nearest_first(
            plan, links, view.centre, [t.id for t in schedule.tasks if t.hall == task.hall]
        )
        about = f"hall {task.hall}" if task.hall else "the site's own tasks"
    else:
        same = [t.id for t in schedule.tasks if t.discipline == task.discipline]
        ranked = _nearest_first(plan, links, view.centre, same)
        about = f"discipline {task.discipline}"
    kept = tuple(ranked[: MOST[view.kind]])
    inside = set(kept)
    edges = frozenset(
        (r.predecessor, r.successor)
        for name in kept
        for r in links.after.get(name, ())
        if r.successor in inside
    )
    drawn = frozenset((a, b) for a, b in edges if not rings or rings[b] - rings[a] == 1)
    layers = len({rings[name] for name in kept}) if rings else 3
    return Choice(view, kept, drawn, len(ranked) - len(kept), len(edges) - len(drawn), about, layers)


def _cone(links: Links, view: View) -> dict[str, int]:
    """What leads to the task and what follows from it, by steps: negative before it, positive after."""
    rings = {view.centre: 0}
    for sign in (-1, 1):
        reached = [view.centre]
        for step in range(1, view.steps + 1):
            names = (
                (r.predecessor for name in reached for r in links.before.get(name, ()))
                if sign < 0
                else (r.successor for name in reached for r in links.after.get(name, ()))
            )
            reached = [n for n in dict.fromkeys(names) if n not in rings]
            rings.update(dict.fromkeys(reached, sign * step))
    return rings


def fitting_steps(links: Links, centre: str, layers: int, rows: int) -> int:
    """The most steps round a task whose picture fits so many layers of so many boxes; one at least."""
    best, held = 1, 0
    for steps in range(1, MOST_FITTED + 1):
        rings = _cone(links, View("near", centre, steps))
        high = Counter(rings.values())
        if len(high) > layers or max(high.values()) > rows or len(rings) > MOST["near"]:
            break
        if len(rings) > held:  # no more steps than there is something to see at
            best, held = steps, len(rings)
    return best


def _nearest_first(plan: Plan, links: Links, centre: str, members: Iterable[str]) -> list[str]:
    """Members by their distance from the centre within the members; what is not connected comes last."""
    inside = set(members)
    far = len(inside) + 1
    found = {centre: 0}
    reached, step = [centre], 0
    while reached:
        step += 1
        names = [
            other
            for name in reached
            for other in (
                *(r.predecessor for r in links.before.get(name, ())),
                *(r.successor for r in links.after.get(name, ())),
            )
        ]
        reached = [n for n in dict.fromkeys(names) if n in inside and n not in found]
        found.update(dict.fromkeys(reached, step))
    found.update((name, far) for name in inside if name not in found)
    return _ranked(plan, found)


def _ranked(plan: Plan, distance: dict[str, int]) -> list[str]:
    schedule = plan.schedule
    path = set(schedule.critical_path)
    return sorted(
        distance,
        key=lambda n: (distance[n], n not in path, schedule.total_float[schedule.index[n]], n),
    )
