"""`python -m tests.bench.passes`: forward and backward pass beside loops over networkx dictionaries, in the same run.

All do early and late dates of FS, SS, FF and SF with lags, the order of tasks known beforehand. Ours and the second peer have mixed
calendars (three of them, working and elapsed lags); the first peer counts days without calendars, which is less work. All times are
medians; the tasks are listed in the order of the network, as schedules mostly are, and ours once more in no order; ours are the kernels that `planner` runs once they are compiled, and the same text interpreted, which gives the first answer.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from planner.model.work import CalendarSpec, Duration, Relation, Task
from planner.schedule import compile_calendar
from planner.schedule.calendar import latest_before_lag, pass_working_days
from planner.schedule.engine import compiled, hold
from planner.schedule.passes import Passes
from planner.schedule.running import INTERPRETED, load_compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.schedule.network import Network

START = date(2026, 1, 5)
CALENDARS = {
    "standard": CalendarSpec("standard"),
    "elapsed": CalendarSpec("elapsed", tuple(range(7))),
    "texas": CalendarSpec("texas", (0, 1, 2, 3, 4, 5), holidays="US-TX"),
}
SIZES = (1000, 10_000, 100_000)
FAR = 1 << 40


def network(size: int) -> tuple[list[Task], list[Relation]]:
    """A network of two relations a task, to a task not long before it in a shallow order."""
    draw = random.Random(size)
    names = [f"t{n:06}" for n in range(size)]
    tasks = [
        Task(name, name, "bench", Duration(days, days, days), draw.choice(list(CALENDARS)))
        for name in names
        for days in [draw.randint(0, 9)]
    ]
    relations = [
        Relation(
            names[draw.randrange(max(0, n - size // 25), n)],
            names[n],
            draw.choice(("FS", "FS", "FS", "SS", "FF", "SF")),
            draw.randint(-2, 5),
            draw.choice(("working", "elapsed")),
        )
        for n in range(1, size)
        for _ in range(2)
    ]
    return tasks, relations


def graph_of(tasks: list[Task], relations: list[Relation]) -> tuple[Any, list[str]]:
    """The network as a networkx graph with a dictionary per task and relation."""
    graph = nx.DiGraph()
    for task in tasks:
        calendar = compile_calendar(CALENDARS[task.calendar], START)
        graph.add_node(task.id, days=task.duration.likely, calendar=calendar)
    for r in relations:
        one = (r.kind[0] == "F", r.kind[1] == "F", r.lag_days, r.lag == "working" and r.lag_days != 0)
        if graph.has_edge(r.predecessor, r.successor):
            graph.edges[r.predecessor, r.successor]["relations"] += (one,)
        else:
            graph.add_edge(r.predecessor, r.successor, relations=(one,))
    return graph, list(nx.topological_sort(graph))


def plain_loops(graph: Any, order: list[str]) -> int:
    """Both passes without calendars."""
    nodes, into, out = graph.nodes, graph.pred, graph.succ
    for name in order:
        node, start = nodes[name], 0
        for before, edge in into[name].items():
            for of_finish, to_finish, lag, _ in edge["relations"]:
                bound = nodes[before]["finish" if of_finish else "start"] + lag
                if to_finish:
                    bound -= node["days"]
                if bound > start:
                    start = bound
        node["start"], node["finish"] = start, start + node["days"]
    end: int = max(nodes[name]["finish"] for name in order)
    for name in reversed(order):
        node, finish = nodes[name], end
        for after, edge in out[name].items():
            for of_finish, to_finish, lag, _ in edge["relations"]:
                bound = nodes[after]["late_finish" if to_finish else "late_start"] - lag
                if not of_finish:
                    bound += node["days"]
                if bound < finish:
                    finish = bound
        node["late_start"], node["late_finish"] = finish - node["days"], finish
    return end


def calendar_loops(graph: Any, order: list[str]) -> int:
    """Both passes with the same calendars, looked up in the same tables."""
    nodes, into, out = graph.nodes, graph.pred, graph.succ
    for name in order:
        node = nodes[name]
        days, calendar = node["days"], node["calendar"]
        count, worked, origin = calendar.tables
        start = finish = 0
        for before, edge in into[name].items():
            for of_finish, to_finish, lag, working in edge["relations"]:
                bound = nodes[before]["finish" if of_finish else "start"]
                bound = pass_working_days(calendar.tables, bound, lag) if working else bound + lag
                if to_finish:
                    finish = max(finish, bound)
                else:
                    start = max(start, bound)
        if days == 0:
            start = finish = max(start, finish)
        else:
            index = count[start + origin]
            if finish > 0:
                index = max(index, count[finish - 1 + origin] - days + 1)
            start, finish = worked[index], worked[index + days - 1] + 1
        node["start"], node["finish"] = start, finish
    end: int = max(nodes[name]["finish"] for name in order)
    for name in reversed(order):
        node, last_start, last_finish = nodes[name], end, end
        days, (count, worked, origin) = node["days"], node["calendar"].tables
        for after, edge in out[name].items():
            other = nodes[after]
            for of_finish, to_finish, lag, working in edge["relations"]:
                bound = other["late_finish" if to_finish else "late_start"]
                if working:
                    bound = latest_before_lag(other["calendar"].tables, bound, lag, end)
                else:
                    bound -= lag
                if of_finish:
                    last_finish = min(last_finish, bound)
                else:
                    last_start = min(last_start, bound)
        if days == 0:
            start = finish = min(last_start, last_finish)
        else:
            index = min(count[last_start + 1 + origin] - 1, count[last_finish + origin] - days)
            start, finish = worked[index], worked[index + days - 1] + 1
        node["late_start"], node["late_finish"] = start, finish
    return end


def median_ms(run: Callable[[], object], seconds: float = 1.5) -> float:
    """The median of as many rounds as fit, three at least, in CPU time: what else the machine does shall not count."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < until:
        began = time.process_time()
        run()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def both_passes(passes: Passes, size: int) -> Callable[[], object]:
    """The two kernels on columns that are ready."""
    run = passes.run
    times, work, late = (run.zeros(2 * size) for _ in range(3))

    def go() -> int:
        run.kernels.forward(passes.columns, times, work)
        finish = int(np.max(times[1::2])) if run.compiled else max(times[1::2])
        assert run.kernels.backward(passes.columns, finish, late)
        return finish

    return go


def ready(net: Network, run: Any) -> Passes:
    """Passes whose calendars are long enough."""
    passes = Passes(net, run)
    _, _, finish = passes.early(lambda boundary: hold(net, boundary, START))
    passes.late(finish)
    return passes


def main() -> None:
    """Measure every size."""
    fast = load_compiled()
    print(
        f"forward + backward pass, median ms of CPU time (load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors)"
    )
    for size in SIZES:
        tasks, relations = network(size)
        ours = both_passes(ready(compiled(tasks, relations, CALENDARS, {}, START), fast), size)
        slow = both_passes(ready(compiled(tasks, relations, CALENDARS, {}, START), INTERPRETED), size)
        mixed = random.Random(1).sample(tasks, len(tasks))
        strewn = both_passes(ready(compiled(mixed, relations, CALENDARS, {}, START), fast), size)
        graph, order = graph_of(tasks, relations)
        assert calendar_loops(graph, order) == ours() == slow(), "all three find the same finish"
        mine, any_order, interpreted = median_ms(ours), median_ms(strewn), median_ms(slow)
        plain = median_ms(lambda: plain_loops(graph, order))  # noqa: B023
        dated = median_ms(lambda: calendar_loops(graph, order))  # noqa: B023
        print(
            f"{size:>7} tasks: planner compiled {mine:8.3f} (tasks listed in no order {any_order:.3f}), interpreted {interpreted:8.1f}; networkx without calendars "
            f"{plain:8.1f} ({plain / mine:.0f} times), with the same calendars {dated:8.1f} ({dated / mine:.0f} times)",
            flush=True,
        )


if __name__ == "__main__":
    main()
