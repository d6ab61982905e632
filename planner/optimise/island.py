"""One population of orders and its own thread's buffers: bred, decoded, and begun anew when it agrees with itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from planner.optimise import breeding
from planner.optimise.breeding import MODULUS
from planner.schedule.running import compiled_module

if TYPE_CHECKING:
    from planner.optimise.decoders import Decoder
    from planner.optimise.rows import Array

CHUNK_SECONDS = 0.02
"""A kernel runs about so long before the thread looks at the clock and the stop flag again."""
GENERATIONS = 200
"""A population is as large as leaves time for so many."""
FEWEST, MOST = 8, 400
CELLS = 24_000_000
"""Entries that a population's orders may hold: members of a large network are fewer."""
CHANCES = (20, 50)
"""Of 1,000 places of a child's order, those that move: one island keeps closer to its parents than the next."""
STALE = 40
"""Generations without anything better, all members alike in cost, after which a population begins anew."""


class Island:
    """A population that lives through generations."""

    def __init__(
        self, decoder: Decoder, urgency: Array, first: Array, seed: int, number: int, counted: bool = False
    ) -> None:
        """`first` is the order of the schedule given; tasks of small `urgency` tend to go first in those drawn.

        A search that ends by count is `counted`: it must not depend on a clock.
        """
        self._counted = counted
        self.decoder = decoder
        self.urgency = urgency
        self.made = 0
        self.size = len(first)
        self._kernels = compiled_module(breeding)
        self._state = np.array(
            [1 + (seed * 7919 + number * 104_729 + 12_345) % (MODULUS - 1)], dtype=np.int64
        )
        self._mark = np.zeros(self.size, dtype=np.int64)
        self._ready = np.zeros(self.size, dtype=np.int64)
        self._chance = CHANCES[number % len(CHANCES)]
        self._relations = decoder.into_at, decoder.into_task, decoder.out_at, decoder.out_task
        self.best_cost, self.best_order = decoder.failed, first.copy()
        self._chunk = 1
        self._members = 1
        self._next = self._filled = self._stale = 0
        self._least = self.best_cost
        self.seconds_each = 0.0
        self._room(1)
        self._orders[0] = first
        self._evaluate(0, 1)

    def settle(self, members: int) -> None:
        """Make room for a population of so many; the best stays in it."""
        self._room(int(np.clip(members, FEWEST, max(FEWEST, min(MOST, CELLS // (4 * max(1, self.size)))))))
        self._restart()

    def step(self) -> None:
        """One chunk of a generation."""
        members = self._members
        if self._filled < members:
            # The first generation: the members themselves.
            end = min(members, self._filled + self._chunk)
            self._evaluate(self._filled, end)
            self._filled = end
            return
        if self._next == 0:
            self._kernels.breed(
                *self._relations,
                self._orders,
                self._costs,
                members,
                members,
                self._chance,
                self._state,
                self._mark,
            )
        end = min(members, self._next + self._chunk)
        self._evaluate(members + self._next, members + end)
        self._next = end
        if end < members:
            return
        self._next = 0
        best = self.best_cost
        self._kernels.survive(self._orders, self._schedules, self._costs, members, members)
        least = int(self._costs[:members].min())
        self._stale = 0 if least < self._least else self._stale + 1
        self._least = min(self._least, least, best)
        if self._stale > STALE and least == int(self._costs[:members].max()):
            self._restart()

    def hear(self, cost: int, order: Array) -> None:
        """Of a better order found elsewhere: the next population begins with it."""
        if cost < self.best_cost:
            self.best_cost = cost
            self.best_order[:] = order

    def welcome(self, order: Array) -> None:
        """Decode an order from elsewhere; if it is good it stays as the best, for the next population."""
        orders, schedules = order.copy().reshape(1, -1), np.zeros((1, self.size), dtype=np.int64)
        costs = np.full(1, self.decoder.failed, dtype=np.int64)
        self.made += self.decoder.evaluate(orders, schedules, costs, 0, 1)
        self.hear(int(costs[0]), orders[0])

    def schedule_of(self, order: Array) -> list[int]:
        """Starts that an order gives."""
        orders, schedules = order.copy().reshape(1, -1), np.zeros((1, self.size), dtype=np.int64)
        costs = np.full(1, self.decoder.failed, dtype=np.int64)
        self.made += self.decoder.evaluate(orders, schedules, costs, 0, 1)
        starts: list[int] = schedules[0].tolist()
        return starts

    def _room(self, members: int) -> None:
        self._members = members
        self._orders = np.zeros((2 * members, self.size), dtype=np.int64)
        self._schedules = np.zeros((2 * members, self.size), dtype=np.int64)
        self._costs = np.full(2 * members, self.decoder.failed, dtype=np.int64)

    def _restart(self) -> None:
        """New members, the best among them."""
        self._costs[:] = self.decoder.failed
        self._orders[0] = self.best_order
        into_at, _, out_at, out_task = self._relations
        for member in range(1, self._members):
            self._kernels.sample(
                into_at,
                out_at,
                out_task,
                self.urgency,
                1 + member % 4,
                self._state,
                self._mark,
                self._ready,
                self._orders[member],
            )
        self._filled = self._next = self._stale = 0
        self._least = self.best_cost

    def _evaluate(self, first: int, last: int) -> None:
        began = time.perf_counter()
        self.made += self.decoder.evaluate(self._orders, self._schedules, self._costs, first, last)
        each = (time.perf_counter() - began) / (last - first)
        self._chunk = FEWEST if self._counted else max(1, int(CHUNK_SECONDS / max(each, 1e-7)))
        self.seconds_each = each
        row = first + int(self._costs[first:last].argmin())
        if self._costs[row] < self.best_cost:
            self.best_cost = int(self._costs[row])
            self.best_order[:] = self._orders[row]
