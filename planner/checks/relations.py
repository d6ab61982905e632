"""The person's relations that repeat others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.graph.result import TaskGraph
    from planner.model.facility import Facility
    from planner.model.network import RelationKey
    from planner.model.own_work import RelationModel
    from planner.model.work import Relation


def own_relation_keys(facility: Facility) -> list[tuple[int, RelationKey]]:
    """The person's relations by position, as what makes two of them alike."""
    return [(i, _key(relation)) for i, relation in enumerate(facility.relation)]


def generated_again(facility: Facility, graph: TaskGraph) -> Collection[RelationKey]:
    """Generated relations that the person's own repeat; looked for only where own ones lead."""
    if not (facility.relation and facility.ai_halls):
        return ()
    times = Counter(_key(relation) for relation in facility.relation)
    led_to = {relation.successor for relation in facility.relation}
    standing = Counter(_key(relation) for relation in graph.relations if relation.successor in led_to)
    return {key for key, own in times.items() if standing[key] > own}


def _key(relation: RelationModel | Relation) -> RelationKey:
    return relation.predecessor, relation.successor, relation.kind, relation.lag_days, relation.lag
