"""Laying out and drawing a view of the network, ours beside netext where installed: `python -m tests.bench.diagram`.

netext is given the same tasks and relations, with boxes of the same width and text, and draws them once.
"""

from __future__ import annotations

import io
import statistics
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.io.read import read_facility
from planner.pipeline import plan
from planner.tui.diagram.choice import KINDS, View
from planner.tui.diagram.drawing import WIDEST, draw
from planner.tui.render.tasks import Links

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.pipeline import Plan
    from planner.tui.diagram.choice import Choice

SITE = Path(__file__).parents[2] / "facilities" / "childress.toml"
SIZE = 120, 36
STEPS = {"near": 2}
OURS, THEIRS = 20, 3
"""Rounds."""


def middle(run: Callable[[], object], rounds: int) -> float:
    """Milliseconds, the middle one."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def by_netext(made: Plan, choice: Choice) -> Callable[[], object] | None:
    """What draws the same with netext; None where it is not installed."""
    try:
        import networkx
        from netext import ConsoleGraph
        from rich.console import Console
    except ImportError:
        return None
    tasks = {name: made.schedule.tasks[made.schedule.index[name]] for name in choice.tasks}

    def label(_: Any, data: dict[str, Any], *__: Any) -> str:
        return str(data["text"])

    def drawn() -> None:
        graph: Any = networkx.DiGraph()
        for name, task in tasks.items():
            text = "\n".join(textwrap.wrap(task.name, WIDEST - 4)[:1])
            graph.add_node(name, **{"$content-renderer": label, "text": text})
        graph.add_edges_from(choice.edges)
        console = Console(file=io.StringIO(), width=1000)
        console.print(ConsoleGraph.from_networkx(graph, console=console))

    return drawn


def main() -> None:
    """Print the times of each kind of view."""
    made = plan(read_facility(SITE).facility)
    links = Links(made)
    centre = made.schedule.critical_path[len(made.schedule.critical_path) // 2]
    for kind in KINDS:
        view = View(kind, centre, STEPS.get(kind, 1))
        choice, _ = draw(made, links, view, *SIZE)

        def ours(view: View = view) -> None:
            draw(made, links, view, *SIZE)[1].lines(centre)

        line = f"  {kind}: {len(choice.tasks)} tasks, {len(choice.edges)} relations"
        print(f"{line:<58} ours {middle(ours, OURS):8.1f} ms", end="", flush=True)
        theirs = by_netext(made, choice)
        if theirs is None:
            print("  (netext is not installed)")
            continue
        print(f"  netext {middle(theirs, THEIRS):8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
