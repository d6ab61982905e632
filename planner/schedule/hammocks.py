"""Level of effort: tasks stretched between others, dated after them and driving nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.schedule.columns import CALENDAR, CALENDAR_ROW, COUNT, EVERY, HIGH, LOW, TASK, WORKED
from planner.schedule.kernels import before_lag, lagged
from planner.schedule.network import ENDS

if TYPE_CHECKING:
    from planner.schedule.columns import Ints
    from planner.schedule.network import Network


class Anchor(NamedTuple):
    """One relation of a hammock: which end of it is tied, to which end of which other task."""

    relation: int
    own_finish: int
    other: int
    other_finish: int
    outgoing: bool


def anchors_of(network: Network) -> dict[int, list[Anchor]]:
    """Per hammock, what ties it; of a relation between two hammocks only the successor is tied."""
    index = {name: i for i, name in enumerate(network.ids)}
    found: dict[int, list[Anchor]] = {hammock: [] for hammock in network.hammocks}
    for number in network.anchors:
        relation = network.relations[number]
        of_finish, to_finish = ENDS[relation.kind]
        predecessor, successor = index[relation.predecessor], index[relation.successor]
        if successor in found:
            found[successor].append(Anchor(number, to_finish, predecessor, of_finish, outgoing=False))
        else:
            found[predecessor].append(Anchor(number, of_finish, successor, to_finish, outgoing=True))
    return found


def stretch(
    network: Network, times: list[int], finish: int, lowest: int | None = None
) -> dict[int, tuple[int, int | None]]:
    """Write the dates of every hammock to `times`, where those of all other tasks stand.

    `finish` is the network's: without an anchor a hammock runs from the floor to it. No start precedes `lowest`
    (late dates may lie before the project). Ends that a calendar's table no longer holds are the table's.

    Returns:
        Per hammock, its duration in days of its calendar and the relation that anchors its start.
    """
    c = network.columns
    told: dict[int, tuple[int, int | None]] = {}
    for hammock, anchors in anchors_of(network).items():
        begins = [
            (
                _boundary(network, hammock, a, times),
                network.ids[a.other],
                r.kind,
                r.lag,
                r.lag_days,
                a.relation,
            )
            for a in anchors
            if not a.own_finish
            for r in (network.relations[a.relation],)
        ]
        ends = [_boundary(network, hammock, a, times) for a in anchors if a.own_finish]
        start, by = (min(begins)[0], min(begins)[-1]) if begins else (c.floor, None)
        if lowest is not None:
            start = max(start, lowest)
        end = max(ends, default=max(finish, start))
        times[2 * hammock], times[2 * hammock + 1], days = _snapped(
            c.calendars, CALENDAR_ROW * c.tasks[TASK * hammock + CALENDAR], start, end
        )
        told[hammock] = days, by
    return told


def _boundary(network: Network, hammock: int, anchor: Anchor, times: list[int]) -> int:
    c = network.columns
    k = c.calendars
    relation = network.relations[anchor.relation]
    other = times[2 * anchor.other + anchor.other_finish]
    calendar = c.tasks[TASK * (anchor.other if anchor.outgoing else hammock) + CALENDAR]
    row = CALENDAR_ROW * calendar
    if relation.lag != "working" or not relation.lag_days or k[row + EVERY]:
        return other - relation.lag_days if anchor.outgoing else other + relation.lag_days
    last = int(k[row + HIGH]) - 1
    if anchor.outgoing:
        return max(before_lag(k, calendar, other, relation.lag_days, last), int(k[row + LOW]))
    return min(lagged(k, calendar, other, relation.lag_days), last)


def _snapped(k: Ints, row: int, start: int, end: int) -> tuple[int, int, int]:
    """First worked day on or after `start`, the boundary after the last before `end`, and the days between."""
    if k[row + EVERY]:
        return (start, end, end - start) if end > start else (start, start, 0)
    at, worked, low, high = k[row + COUNT], k[row + WORKED], k[row + LOW], k[row + HIGH]
    first = k[at + min(max(start, low), high)]
    days = k[at + min(max(end, low), high)] - first
    if days <= 0:
        return start, start, 0
    return k[worked + first], k[worked + first + days - 1] + 1, days
