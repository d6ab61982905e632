"""OR-Tools CP-SAT beside the search: it proves bounds, and solves small networks outright."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.optimise.even import EvenNetwork
    from planner.optimise.rows import Array

MOST_TASKS = 600
"""Networks beyond that are left to the search: the model alone would take its time."""


@dataclass
class Proof:
    """What CP-SAT has proved: no cost below `bound`; `closed` where nothing below the cost that it was given exists."""

    bound: int = 0
    closed: bool = False


class Prover:
    """One run of CP-SAT that other threads can end."""

    def __init__(self, network: EvenNetwork, goal_row: int | None, weighted: bool) -> None:
        """Minimise the finish of `goal_row`, or of all; or the weighted finishes of the model's goals."""
        self.network = network
        self.goal_row = goal_row
        self.weighted = weighted
        self._solver: Any = None
        self._ended = threading.Event()

    def end(self) -> None:
        """Stop soon."""
        self._ended.set()
        solver = self._solver
        if solver is not None:
            solver.stop_search()

    def value(self, starts: list[int]) -> int:
        """What is made small, of a schedule."""
        even = self.network.model
        ends = np.asarray(starts, dtype=np.int64) + even.days
        if self.weighted:
            return int((even.goal_weight * ends[even.goal]).sum())
        return int(ends.max() if self.goal_row is None else ends[self.goal_row])

    def order_of(self, starts: Array) -> Array:
        """Rows by start, among equal ones by the network's own order."""
        place = np.empty(len(starts), dtype=np.int64)
        place[self.network.model.topological] = np.arange(len(starts))
        return np.lexsort((place, starts)).astype(np.int64)

    def run(
        self,
        starts: list[int],
        seconds: float,
        seed: int,
        found: Callable[[list[int]], None],
        fixed_effort: bool = False,
    ) -> Proof:
        """Look for what is better than the schedule `starts`; `found` gets it.

        With `fixed_effort`, `seconds` are CP-SAT's deterministic ones, which don't depend on the machine's load.
        """
        from ortools.sat.python import cp_model

        below = self.value(starts)
        model, variables, objective = self._model(starts, below)
        model.minimize(objective)

        class Found(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                found([self.value(v) for v in variables])

        self._solver = solver = cp_model.CpSolver()
        if fixed_effort:
            solver.parameters.max_deterministic_time = seconds
        else:
            solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        if self._ended.is_set() or seconds <= 0:
            return Proof()
        status = solver.solve(model, Found())
        self._solver = None
        if status == cp_model.INFEASIBLE:
            return Proof(below, closed=True)
        if status == cp_model.OPTIMAL:
            return Proof(round(solver.objective_value), closed=True)
        if status == cp_model.FEASIBLE or solver.best_objective_bound > 0:
            return Proof(max(0, -int(-solver.best_objective_bound // 1)))
        return Proof()

    def _model(self, hint: list[int], below: int) -> tuple[Any, list[Any], Any]:
        from ortools.sat.python import cp_model

        even = self.network.model
        model = cp_model.CpModel()
        days, release = even.days.tolist(), even.release.tolist()
        horizon = max(h + d for h, d in zip(hint, days, strict=True)) + 1
        if self.weighted or self.goal_row is not None:
            # What leads to no goal may end later than in the hint.
            horizon = max(horizon, even.reach)
        variables = [
            model.new_int_var(low, max(low, horizon - d), "") for low, d in zip(release, days, strict=True)
        ]
        for variable, value in zip(variables, hint, strict=True):
            model.add_hint(variable, value)
        into_at, into_task, into_lag = even.into_at.tolist(), even.into_task.tolist(), even.into_lag.tolist()
        for task, variable in enumerate(variables):
            for e in range(into_at[task], into_at[task + 1]):
                model.add(variable >= variables[into_task[e]] + into_lag[e])
        for crew, capacity in enumerate(self.network.crew_capacity):
            most = max(capacity)
            intervals, demands = [], []
            for task, held in enumerate(self.network.units):
                for number, units in held:
                    if number == crew:
                        intervals.append(model.new_fixed_size_interval_var(variables[task], days[task], ""))
                        demands.append(units)
            begin = 0
            for day in range(1, len(capacity) + 1):
                if day == len(capacity) or capacity[day] != capacity[begin]:
                    if capacity[begin] < most:
                        intervals.append(model.new_fixed_size_interval_var(begin, day - begin, ""))
                        demands.append(most - capacity[begin])
                    begin = day
            model.add_cumulative(intervals, demands, most)
        late: list[Any] = []
        for task, limit in zip(even.late_task.tolist(), even.late_start.tolist(), strict=True):
            if even.late_given == 0:
                model.add(variables[task] <= limit)
            else:
                lateness = model.new_int_var(0, horizon, "")
                model.add(lateness >= variables[task] - limit)
                late.append(lateness)
        if late:
            model.add(sum(late) <= even.late_given)
        if self.weighted:
            objective: Any = sum(
                weight * (variables[row] + days[row])
                for row, weight in zip(even.goal.tolist(), even.goal_weight.tolist(), strict=True)
            )
            model.add(objective <= below - 1)
        elif self.goal_row is not None:
            objective = variables[self.goal_row] + days[self.goal_row]
            model.add(objective <= below - 1)
        else:
            objective = model.new_int_var(0, below - 1, "")
            for row in even.finishes.tolist():
                model.add(objective >= variables[row] + days[row])
        return model, variables, objective
