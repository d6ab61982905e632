"""Crews and megawatts as proofs count them: what each task holds, and what there is on each day."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from planner.schedule.columns import DONE, DURATION, STATE, TASK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.schedule.columns import Columns
    from planner.schedule.supply import Supply


class Stock:
    """Resources of one supply by number: crews first, then envelopes.

    A task that draws less than nothing (a mining hall going dark) is no member of any conflict: it is taken to relieve an
    envelope from the first moment that it could, which can only hide a conflict, never make one up. So what is left of the
    tasks asks for less the fewer there are of them.
    """

    def __init__(self, c: Columns, supply: Supply, early: Sequence[int], days: int, horizon: int) -> None:
        """`early` are the earliest times of the whole network; `days` how many days there are, those beyond which nothing lies.

        `horizon` is up to where draws that last for good are followed.
        """
        self.days, self.horizon = days, horizon
        self.crews = len(supply.crews)
        self.resources = self.crews + len(supply.envelopes)
        idle = [c.tasks[TASK * i + STATE] == DONE for i in range(len(supply.tasks))]
        self.crew_units: list[dict[int, int]] = [
            {}
            if idle[i] or not c.tasks[TASK * i + DURATION]
            else dict(zip(need[::2], need[1::2], strict=True))
            for i, need in enumerate(supply.needs)
        ]
        """Per task, units of each crew held on its worked days."""
        self.draws: list[dict[int, tuple[int, int]]] = [{} for _ in supply.tasks]
        """Per task, watts of each envelope drawn from its start, and from its finish, on: never negative."""
        nothing = supply.resources(days, [-1] * len(supply.tasks))
        self.left: list[list[int]] = [
            list(nothing.crew_left[days * r : days * (r + 1)]) for r in range(self.crews)
        ]
        """Per resource, units or watts there are on each day."""
        relief = [[0] * (days + 1) for _ in supply.envelopes]
        for task, step in enumerate(supply.steps):
            for at in range(0, len(step), 3):
                envelope, during, after = step[at], step[at + 1], step[at + 1] + step[at + 2]
                if idle[task]:
                    # What is done draws what it draws: no member, and no choice.
                    relief[envelope][min(early[2 * task + 1], days)] -= max(0, after)
                elif during > 0 or after > 0:
                    self.draws[task][self.crews + envelope] = max(0, during), max(0, after)
                start, finish = (min(b, days) for b in early[2 * task : 2 * task + 2])
                lowest = 0
                for at_day, draw in ((start, during), (finish, after)):
                    if draw < lowest:
                        relief[envelope][at_day] += lowest - draw
                        lowest = draw
        for envelope in range(len(supply.envelopes)):
            watts = nothing.watts_left[days * envelope : days * (envelope + 1)]
            freed = accumulate(relief[envelope])
            self.left.append([w + f for w, f in zip(watts, freed, strict=False)])
        self.names = [
            *((crew.id, "crew") for crew in supply.crews),
            *((e.name, "envelope") for e in supply.envelopes),
        ]

    def is_crew(self, resource: int) -> bool:
        """Whether a resource is a crew."""
        return resource < self.crews

    def holds(self, task: int, resource: int) -> bool:
        """Whether a task asks for any of a resource."""
        return resource in (self.crew_units if self.is_crew(resource) else self.draws)[task]

    def of(self, task: int) -> list[int]:
        """Resources that a task asks for."""
        return [*self.crew_units[task], *self.draws[task]]
