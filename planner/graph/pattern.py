"""Relations of a set of templates, resolved once for every set that occurs: left-out templates pass through."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from planner.graph.templates import CHAIN_PARTS, MANUFACTURE, WITNESS, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.graph.templates import Catalogue, Template
    from planner.model.work import LagUnit, Relation, RelationKind


class Edge(NamedTuple):
    """A relation before its hall is named. An `outer` predecessor already carries its full id."""

    predecessor: str
    outer: bool
    successor: str
    kind: RelationKind
    lag_days: int
    lag: LagUnit


class Source(NamedTuple):
    """A predecessor that is there, and how what follows hangs on it."""

    name: str
    outer: bool
    kind: RelationKind
    lag_days: int
    lag: LagUnit


@dataclass(frozen=True)
class Pattern:
    """Which templates and chain parts stand, and the relations among them."""

    present: tuple[str, ...]
    chains: Mapping[str, tuple[str, ...]]
    """Item to the parts of its chain that stand."""
    edges: tuple[Edge, ...]
    first_uses: Mapping[str, tuple[str, ...]]
    """Item to the templates that need it on site."""
    made: dict[str, tuple[Relation, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Relations by prefix, as they were made: the same hall with other numbers has the same ones."""


class Resolver:
    """Resolves references of one scope; `outer` resolves `site.X` for halls and `halls.X` for the site."""

    def __init__(
        self,
        catalogue: Catalogue,
        scope: str,
        present: Iterable[str],
        chains: Mapping[str, tuple[str, ...]],
        outer: Resolver | None = None,
        halls: Mapping[str, Resolver] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.scope = scope
        self.templates: Mapping[str, Template] = catalogue.templates[scope]
        self.present = frozenset(present)
        self.chains = chains
        self.outer = outer
        self.halls = halls or {}

    def sources(self, link: Link) -> list[Source]:
        """What a link leads to, through whatever is left out.

        A template that is left out stands for a moment: its own predecessors bind in its place, with
        their lags; the lag counted from the missing work itself has no meaning left and is dropped.
        """
        ref = link.ref
        if ref.startswith("item:"):
            item, _, part = ref[5:].partition(".")
            part = part or CHAIN_PARTS[-1]
            if part in self.chains.get(item, ()):
                return [Source(f"buy.{item}.{part}", False, link.kind, link.lag_days, link.lag)]
            return []
        head, _, tail = ref.partition(".")
        if tail and head == "halls":
            return [
                Source(f"{hall}.{s.name}" if not s.outer else s.name, True, s.kind, s.lag_days, s.lag)
                for hall, resolver in self.halls.items()
                for s in resolver.sources(Link(tail, link.kind, link.lag_days, link.lag))
            ]
        if tail and self.outer is not None:
            return [
                Source(s.name if s.outer else f"site.{s.name}", True, s.kind, s.lag_days, s.lag)
                for s in self.outer.sources(Link(tail, link.kind, link.lag_days, link.lag))
            ]
        if head in self.present:
            return [Source(head, False, link.kind, link.lag_days, link.lag)]
        return [
            Source(s.name, s.outer, cast("RelationKind", s.kind[0] + link.kind[1]), s.lag_days, s.lag)
            for behind in self.templates[head].after
            for s in self.sources(behind)
        ]

    def pattern(self) -> Pattern:
        """Every relation of the scope, without repeats."""
        edges: dict[Edge, None] = {}
        uses: dict[str, list[str]] = {}
        for template in self.templates.values():
            if template.id not in self.present:
                continue
            links = list(template.after)
            for item in self.catalogue.installs.get((self.scope, template.id), ()):
                links.append(Link(f"item:{item}"))
            for link in links:
                for s in self.sources(link):
                    edges[Edge(s.name, s.outer, template.id, s.kind, s.lag_days, s.lag)] = None
                    if s.name.startswith("buy.") and s.name.endswith("on_site"):
                        uses.setdefault(s.name.split(".")[1], []).append(template.id)
        for item, parts in self.chains.items():
            self._chain_edges(item, parts, edges)
        return Pattern(
            tuple(t for t in self.templates if t in self.present),
            self.chains,
            tuple(edges),
            {item: tuple(dict.fromkeys(names)) for item, names in uses.items()},
        )

    def _chain_edges(self, item: str, parts: tuple[str, ...], edges: dict[Edge, None]) -> None:
        for before, after in pairwise(parts):
            edges[Edge(f"buy.{item}.{before}", False, f"buy.{item}.{after}", "FS", 0, "working")] = None
            if before == MANUFACTURE and self.catalogue.items[item].witness is not None:
                witness = f"buy.{item}.{WITNESS}"
                edges[Edge(f"buy.{item}.{before}", False, witness, "FF", 0, "elapsed")] = None
                edges[Edge(witness, False, f"buy.{item}.{after}", "FS", 0, "working")] = None
        if parts[0] != CHAIN_PARTS[0]:
            return
        released = [Link(self.catalogue.items[item].order_after or "site.start")]
        if self.scope == "hall":
            released.append(Link("release"))
        for link in released:
            for s in self.sources(link):
                edges[Edge(s.name, s.outer, f"buy.{item}.{parts[0]}", s.kind, s.lag_days, s.lag)] = None
