"""What the graph stage returns: tasks, relations, and the networkx graph of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from planner.model.problem import Problem
    from planner.model.work import CalendarSpec, Crew, Envelope, Relation, Task


@dataclass(frozen=True, slots=True)
class Procurement:
    """A procurement chain: which tasks it is made of and which first use what it brings."""

    item: str
    hall: str | None
    tasks: tuple[str, ...]
    """Chain in order; the last is the on-site milestone."""
    order: str | None
    """The order task; None when stock covers it all, or it was placed before the start."""
    first_uses: tuple[str, ...]
    """Tasks that need it on site."""
    lead_days: int
    """The whole chain from order to site, elapsed days."""
    count: float = 0.0
    """How many are needed, in the units that stock is counted in."""
    covered: float = 0.0
    """How many of them come from stock."""
    paid: float = 0.0
    """How many of those were paid for before this plan."""


@dataclass(frozen=True)
class TaskGraph:
    """Tasks and relations in a stable order, with what they need to be scheduled."""

    tasks: tuple[Task, ...]
    relations: tuple[Relation, ...]
    calendars: Mapping[str, CalendarSpec]
    crews: Mapping[str, Crew]
    procurement: tuple[Procurement, ...] = ()
    rfs: Mapping[str, str] = field(default_factory=dict)
    """Hall id to its ready-for-service milestone."""
    site_rfs: str | None = None
    power: tuple[tuple[str, str, float], ...] = ()
    """(task id, "start" or "finish", MW change): how generated work changes the site's draw."""
    envelopes: tuple[Envelope, ...] = ()
    """Limits of the site's draw, and how tasks change it."""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def digraph(self) -> nx.DiGraph[str]:
        """The graph: node attribute `task`, edge attribute `relations`, a tuple of every relation of the pair."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        for task in self.tasks:
            graph.add_node(task.id, task=task)
        for relation in self.relations:
            held = graph.edges.get((relation.predecessor, relation.successor), {}).get("relations", ())
            graph.add_edge(relation.predecessor, relation.successor, relations=(*held, relation))
        return graph
