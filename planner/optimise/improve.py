"""One schedule improved: bounds first, then the search that fits its network and objective."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from planner.optimise.bounds import energy_bound
from planner.optimise.cpsat import MOST_TASKS, Prover
from planner.optimise.decoders import EvenDecoder, GeneralDecoder
from planner.optimise.even import even_network
from planner.optimise.moved import moved_tasks
from planner.optimise.peaks import capped, crews_by_peak
from planner.optimise.problem import GOAL_WEIGHT, Problem
from planner.optimise.result import Optimised, Progress
from planner.optimise.search import Search
from planner.schedule.running import load_compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.optimise.decoders import Decoder
    from planner.optimise.result import Objective
    from planner.optimise.rows import Array
    from planner.schedule.levelling import Levelled
    from planner.schedule.result import Schedule
    from planner.schedule.supply import Supply

BOUND_SHARE, BOUND_TASKS = 0.1, 20_000
"""Of the time at most for the bound by crews' days, and the largest network that it is tried on."""
TELLING_TASKS = 3000
"""Networks up to so many tasks are told of while they improve: the dates of larger ones take too long to make."""
TELL_SECONDS = 2e-5
"""About what each task of a plan takes until its dates are told."""
LEAST_SLICE = 0.05
"""Seconds that one attempt at a lower peak gets at least."""


class Improvement:
    """The state of one call of `optimise`."""

    def __init__(
        self,
        schedule: Schedule,
        supply: Supply,
        objective: Objective,
        goals: Mapping[str, float],
        site_goal: str | None,
        darken_earlier: bool,
        seed: int,
        workers: int,
        limit: int | None,
        stop: Callable[[], bool],
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._asked = objective
        self._problem = problem = Problem(
            schedule, supply, load_compiled(), objective, goals, site_goal, darken_earlier
        )
        self._best = schedule.levelled
        self._key = problem.key(self._best)
        self._floor = float(sum(problem.least_peaks)) if problem.objective == "peaks" else -math.inf
        """No schedule can do better by its objective."""
        self._told: tuple[tuple[int, float, int, int], int] | None = None
        self._least_late = 0
        """No schedule misses its limits by fewer days."""
        self._seed, self._workers, self._limit = seed, workers, limit
        self._stop, self._progress = stop, progress
        self._stopped = False
        self._made = 0
        self._ready = None if problem.objective == "peaks" else self._decoder(supply)
        self._began = time.perf_counter()
        self._until = math.inf

    def run(self, seconds: float, loading_seconds: float, compiling_seconds: float) -> Optimised:
        """Search, and tell the best."""
        self._began = time.perf_counter()
        # The dates of a large network take long to make: some of the time is kept for them.
        kept = (
            min(seconds / 2, TELL_SECONDS * self._problem.size) if self._problem.size > TELLING_TASKS else 0.0
        )
        self._until = self._began + seconds - kept
        problem = self._problem
        schedule, given = problem.given, problem.given.levelled
        self._bounds(seconds)
        if not self._over():
            if problem.objective == "peaks":
                self._lower_peaks()
            else:
                self._search(problem.supply)
        ended = time.perf_counter()
        same = self._best is given
        told = schedule if same else problem.told(self._best)
        return Optimised(
            schedule=told,
            objective=self._asked,
            makespan_days=problem.makespan(self._best),
            bound_days=self._bound,
            bound_proof=self._proof,
            before=problem.value(given),
            after=problem.value(self._best),
            moved=() if same else moved_tasks(schedule, told),
            loading_seconds=loading_seconds,
            compiling_seconds=compiling_seconds,
            search_seconds=ended - self._began,
            schedules=self._made,
            missed_before=problem.lateness(given.times),
            missed_after=problem.lateness(self._best.times),
            stopped=self._stopped,
        )

    def warm(self) -> None:
        """Run what is compiled on first use, and nothing that depends on time."""
        problem = self._problem
        decoder = self._ready or self._decoder(problem.supply)
        Search(decoder, *self._begin(decoder), limit=60, workers=1).run(math.inf, lambda: False)
        problem.realise(problem.first_order())

    # Bounds

    def _bounds(self, seconds: float) -> tuple[int, str]:
        """The finish that no schedule can beat, and why; told along the way."""
        path, early_work = self._path()
        self._bound, self._proof = path, "the critical path"
        # What there is to beat is told before anything that takes time, so that whoever asked sees it at once.
        self._tell(0)
        self._raise_bound(path, early_work, seconds)
        self._tell(0)
        return self._bound, self._proof

    def _path(self) -> tuple[int, list[int]]:
        """The finish that no schedule can beat by its critical path, and the early boundaries in working days."""
        problem = self._problem
        early, work, finish = problem.unlimited.early(lambda boundary: None)
        self._least_late = problem.lateness(early)
        if problem.unlimited.unmoved:
            early, work = problem.unlimited.unmoved, problem.unlimited.unmoved_work
        if problem.objective == "halls":
            self._floor = sum(usd * early[2 * i + 1] for i, usd in problem.usd.items())
        path = finish if problem.site is None else early[2 * problem.site + 1]
        return min(path, problem.makespan(self._best)), work

    def _raise_bound(self, path: int, early_work: list[int], seconds: float) -> None:
        """Look for a later finish that crews' days prove, for a share of the time and until told to stop."""
        problem = self._problem
        most = problem.makespan(self._best)
        if path >= most or problem.size > BOUND_TASKS:
            return
        until = time.perf_counter() + BOUND_SHARE * seconds
        bound = energy_bound(
            problem.unlimited,
            problem.resources(),
            early_work,
            path,
            most,
            problem.site,
            lambda: self._stopped_now() or time.perf_counter() >= until,
        )
        if bound > path:
            self._bound, self._proof = bound, "the days that crews have for the work before it"

    # Search

    def _decoder(self, supply: Supply) -> Decoder:
        problem = self._problem
        goals, resources = problem.goals(), problem.resources(supply)
        even = even_network(problem.columns, resources, goals, problem.state.start)
        if even is not None:
            return EvenDecoder(even)
        return GeneralDecoder(problem.columns, resources, goals, problem.state)

    def _begin(self, decoder: Decoder) -> tuple[Array, Array]:
        """What makes a task urgent, and the order of the best so far, in the decoder's rows."""
        problem = self._problem
        row_of = {task: row for row, task in enumerate(decoder.tasks)}
        place = {task: n for n, task in enumerate(problem.columns.order)}
        work = self._best.work
        order = sorted(decoder.tasks, key=lambda i: (work[2 * i], place[i]))
        late = problem.given.dated.late
        urgency = np.asarray([late[2 * i] for i in decoder.tasks], dtype=np.int64)
        return urgency, np.asarray([row_of[i] for i in order], dtype=np.int64)

    def _prover(self, decoder: Decoder) -> Prover | None:
        if not isinstance(decoder, EvenDecoder) or len(decoder.tasks) > MOST_TASKS:
            return None
        problem = self._problem
        if problem.site is not None and problem.site not in decoder.tasks:
            return None
        row = None if problem.site is None else decoder.tasks.index(problem.site)
        return Prover(decoder.network, row, problem.objective == "halls")

    def _search(self, supply: Supply) -> None:
        problem = self._problem
        decoder = self._ready or self._decoder(supply)
        prover = self._prover(decoder)
        search = Search(
            decoder,
            *self._begin(decoder),
            seed=self._seed,
            workers=self._workers,
            limit=self._limit,
            prover=prover,
        )
        telling = problem.size <= TELLING_TASKS
        known = decoder.failed

        def done() -> bool:
            nonlocal known
            if telling and search.shared.cost < known:
                known = search.shared.cost
                self._take(decoder, search.shared.order, supply)
            self._tell(search.made)
            return self._over() or self._proved()

        search.run(max(0.0, self._until - time.perf_counter()), done)
        self._made += search.made
        if search.shared.cost < known:
            self._take(decoder, search.shared.order, supply)
        proof = search.shared.proof
        if proof is not None and problem.objective == "rfs":
            time_bound = proof.bound
            bound = min(decoder.boundary(time_bound), problem.makespan(self._best))
            if bound > self._bound:
                self._bound, self._proof = bound, "CP-SAT"
                self._tell(0)

    def _proved(self) -> bool:
        """Whether nothing better is left to look for."""
        problem = self._problem
        if self._key[0] > self._least_late:
            return False
        if problem.objective == "rfs":
            return problem.makespan(self._best) <= self._bound
        return self._key[1] <= self._floor

    def _stopped_now(self) -> bool:
        self._stopped = self._stopped or self._stop()
        return self._stopped

    def _over(self) -> bool:
        return self._stopped_now() or time.perf_counter() >= self._until or self._proved()

    def _take(self, decoder: Decoder, order: Array, supply: Supply) -> bool:
        """Make the dates of an order, and keep them if they are better than any so far."""
        problem = self._problem
        levelled = problem.realise([decoder.tasks[row] for row in order.tolist()], supply)
        if levelled is None or not problem.keeps(levelled):
            return False
        key = problem.key(levelled)
        if key >= self._key:
            return False
        self._best, self._key = levelled, key
        return True

    def _tell(self, made: int) -> None:
        told = (self._key, self._bound)
        if self._progress is not None and self._told != told:
            self._told = told
            self._progress(
                Progress(
                    time.perf_counter() - self._began,
                    self._made + made,
                    self._problem.makespan(self._best),
                    self._bound,
                    self._key[1],
                )
            )

    # Peaks

    def _lower_peaks(self) -> None:
        """Take a unit from one crew after another while the plan still ends in time."""
        problem = self._problem
        limit = max(problem.given.levelled.times[1::2])
        peaks = problem.peaks(self._best)
        failed: set[int] = set()
        part = 8
        while not self._over():
            crews = [c for c in crews_by_peak(peaks, problem.least_peaks) if c not in failed]
            if not crews:
                if part <= 1 or not crews_by_peak(peaks, problem.least_peaks) or self._limit is not None:
                    return
                part, failed = part // 2, set()
                continue
            crew = crews[0]
            supply = capped(problem.supply, {**dict(enumerate(peaks)), crew: peaks[crew] - 1})
            left = self._until - time.perf_counter()
            levelled = self._attempt(supply, limit, max(LEAST_SLICE, left / (part * len(crews))))
            if levelled is None:
                failed.add(crew)
            else:
                peaks = problem.peaks(levelled)

    def _attempt(self, supply: Supply, limit: int, seconds: float) -> Levelled | None:
        """A plan within smaller crews that ends in time."""
        decoder = self._decoder(supply)
        search = Search(
            decoder, *self._begin(decoder), seed=self._seed, workers=self._workers, limit=self._limit
        )
        tried = decoder.failed

        def done() -> bool:
            nonlocal tried
            cost = search.shared.cost
            if cost < tried:
                tried = cost
                if cost < GOAL_WEIGHT << 20 and decoder.boundary(cost) <= limit:
                    return self._take(decoder, search.shared.order, supply) or self._over()
            self._tell(search.made)
            return self._over()

        before = self._best
        left = max(0.0, self._until - time.perf_counter())
        search.run(left if self._limit is not None else min(seconds, left), done)
        self._made += search.made
        if self._best is before and search.shared.cost < tried:
            done()
        return None if self._best is before else self._best
