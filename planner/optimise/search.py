"""Threads that search orders beside each other, and CP-SAT beside them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from planner.optimise.island import GENERATIONS, Island

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.optimise.cpsat import Proof, Prover
    from planner.optimise.decoders import Decoder
    from planner.optimise.rows import Array

PROVER_BEGINS, PROVER_SHARE = 0.1, 0.4
"""Of the time: when CP-SAT begins in the last of the threads, and how long it goes on there."""
GLANCE_SECONDS = 0.01
"""How often stop flag, bound and clock are looked at."""
PATIENCE_SECONDS = 0.25
"""How long a thread may finish what it is at; one that does not is left to end alone."""
COUNTED_GENERATIONS = 20
"""A population of a search that ends by count is as large as leaves room for so many."""


@dataclass
class Shared:
    """What the threads know together."""

    cost: int
    order: Array
    proof: Proof | None = None
    made: list[int] = field(default_factory=list)
    failure: BaseException | None = None
    """What ended a thread before its time."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def offer(self, cost: int, order: Array) -> None:
        """Keep an order if it is better."""
        with self.lock:
            if cost < self.cost:
                self.cost, self.order = cost, order.copy()

    def best(self) -> tuple[int, Array]:
        """The best cost and its order, as one."""
        with self.lock:
            return self.cost, self.order


class Search:
    """One search: orders of `decoder.tasks` rows in, the best order found out."""

    def __init__(
        self,
        decoder: Decoder,
        urgency: Array,
        first: Array,
        *,
        seed: int = 0,
        workers: int = 2,
        limit: int | None = None,
        prover: Prover | None = None,
    ) -> None:
        self._decoder = decoder
        self._urgency = urgency
        self._seed = seed
        self._workers = max(1, workers)
        self._limit = limit
        self._prover = prover
        self._first = first
        self.shared = Shared(decoder.failed, first.copy(), made=[0] * self._workers)

    @property
    def made(self) -> int:
        """Schedules made so far."""
        return sum(self.shared.made)

    def run(self, seconds: float, done: Callable[[], bool]) -> None:
        """Search for so long, until `done`, or until CP-SAT proves that nothing is better."""
        began = time.perf_counter()
        until = began + seconds
        if self._limit is not None:
            self._counted(until, done)
            return
        threads = [
            threading.Thread(target=self._guarded, args=(number, began, until), daemon=True)
            for number in range(self._workers)
        ]
        for thread in threads:
            thread.start()
        while time.perf_counter() < until and any(t.is_alive() for t in threads):
            if (
                done()
                or self.shared.over.is_set()
                or (self.shared.proof is not None and self.shared.proof.closed)
            ):
                break
            self.shared.over.wait(min(GLANCE_SECONDS, max(0.0, until - time.perf_counter())))
        self.shared.over.set()
        if self._prover is not None:
            self._prover.end()
        last = time.perf_counter() + PATIENCE_SECONDS
        for thread in threads:
            thread.join(max(0.0, last - time.perf_counter()))
        if self.shared.failure is not None:
            raise self.shared.failure

    def _island(self, number: int) -> Island:
        return Island(
            self._decoder.fork(), self._urgency, self._first, self._seed, number, self._limit is not None
        )

    def _counted(self, until: float, done: Callable[[], bool]) -> None:
        """One island after the other, so that the same seed always tries the same orders."""
        assert self._limit is not None
        each = self._limit // self._workers
        for number in range(self._workers):
            island = self._island(number)
            island.settle(min(100, each // (3 * COUNTED_GENERATIONS)))
            while island.made < each and time.perf_counter() < until:
                island.step()
                self.shared.made[number] = island.made
                self.shared.offer(island.best_cost, island.best_order)
                if done():
                    return
        if self._prover is not None:
            self._prove(self._island(0), until, self._limit / 10_000)

    def _guarded(self, number: int, began: float, until: float) -> None:
        try:
            self._work(number, began, until)
        except BaseException as error:
            self.shared.failure = error
            self.shared.over.set()

    def _work(self, number: int, began: float, until: float) -> None:
        shared, over = self.shared, self.shared.over
        island = self._island(number)
        shared.offer(island.best_cost, island.best_order)
        seconds = until - time.perf_counter()
        island.settle(int(seconds / max(island.seconds_each, 1e-7) / GENERATIONS))
        prover_begins = began + PROVER_BEGINS * (until - began)
        to_prove = self._prover is not None and number == self._workers - 1
        while not over.is_set() and time.perf_counter() < until:
            island.step()
            shared.made[number] = island.made
            if island.best_cost < shared.cost:
                shared.offer(island.best_cost, island.best_order)
            elif shared.cost < island.best_cost:
                island.hear(*shared.best())
            if to_prove and time.perf_counter() > prover_begins:
                to_prove = False
                self._prove(island, until, PROVER_SHARE * (until - began))

    def _prove(self, island: Island, until: float, seconds: float) -> None:
        """Let CP-SAT look for what is better than the best so far."""
        prover, shared = self._prover, self.shared
        assert prover is not None
        cost, order = shared.best()
        island.hear(cost, order)
        starts = island.schedule_of(order)

        def found(better: list[int]) -> None:
            days = np.asarray(better, dtype=np.int64)
            island.welcome(prover.order_of(days))
            shared.offer(island.best_cost, island.best_order)

        counted = self._limit is not None
        if not counted:
            seconds = min(seconds, until - time.perf_counter())
        shared.proof = prover.run(starts, seconds, self._seed, found, counted)
