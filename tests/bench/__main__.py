"""`python -m tests.bench [stages] [edits] [app] [plan] [paint]`: every speed the README states, measured now; peers in the same run where installed."""

from __future__ import annotations

import compileall
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planner.compare import difference
from planner.io.read import read_facility
from planner.model.address import set_value
from planner.pipeline import plan
from planner.session.edits import SetValue
from planner.session.session import Session
from tests.bench import edit_in_app
from tests.bench.terminal import Paint, paint_times

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SITES = sorted((ROOT / "facilities").glob("*.toml"))
PAINTS = 9
PLANNER = [str(Path(sys.executable).with_name("planner"))]


def timed(run: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    return times


def show(label: str, times: list[float], unit: str = "ms") -> None:
    """Print median and 95th percentile."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{label:<58} median {statistics.median(times):8.1f}  p95 {p95:8.1f} {unit}", flush=True)


def whole_process() -> None:
    """`planner plan FILE` from exec to exit."""
    print("whole process: planner plan FILE")
    for site in SITES:
        command = [*PLANNER, "plan", str(site)]
        run = partial(subprocess.run, command, capture_output=True, check=False)
        run()
        show(f"  {site.name}", timed(run, 5))


def edits() -> None:
    """An edit to the new figures: validate, plan, difference; every edit a new value, so no cache of whole plans helps."""
    print("edit to new figures (commit + plan + difference)")
    for site in SITES:
        session = Session.open(site)
        before = plan(session.facility)
        hall = next(h for h in session.facility.ai_halls)
        times = []
        for round_ in range(60):
            address = ("hall", hall.id, "area_m2")
            value = 5000.0 + round_
            if round_ % 3 == 1:
                address, value = ("hall", hall.id, "redundancy", "ups"), ("2N", "N+1")[round_ % 2]
            elif round_ % 3 == 2:
                address, value = ("climate", "design_dry_bulb_c"), 30.0 + round_ / 10
            began = time.perf_counter()
            session.commit(SetValue(address, value))
            after = plan(session.facility)
            difference(before, after)
            times.append((time.perf_counter() - began) * 1000)
            before = after
        show(f"  {site.name}: {len(before.schedule.tasks)} tasks, {before.critical_it_mw:.0f} MW", times[3:])


def stages() -> None:
    """Each stage alone on the largest site, nothing cached by it beforehand but the books."""
    from planner.books import load_books
    from planner.cost import estimate
    from planner.graph import build_graph
    from planner.schedule import schedule
    from planner.sizing import size

    print("stages, largest site")
    largest = max((read_facility(s) for s in SITES), key=lambda d: len(d.facility.ai_halls))
    books = load_books()
    raw = largest.raw
    facility = largest.facility
    sizing = size(facility, books)
    graph = build_graph(facility, sizing, books)
    dates = schedule(graph.tasks, graph.relations, graph.calendars, graph.crews, facility.project.start)
    from planner.io.validate import validate_raw

    turn = iter(range(10_000))
    hall = facility.ai_halls[0].id
    show(
        "  validate",
        timed(lambda: validate_raw(set_value(raw, ("hall", hall, "area_m2"), 900.0 + next(turn))), 20),
    )
    show("  size", timed(lambda: size(facility, books), 20))
    show("  build graph", timed(lambda: build_graph(facility, sizing, books), 20))
    show(
        "  schedule",
        timed(
            lambda: schedule(
                graph.tasks, graph.relations, graph.calendars, graph.crews, facility.project.start
            ),
            20,
        ),
    )
    from planner.io.export import plan_json

    whole = plan(facility)
    show("  plan as JSON", timed(lambda: plan_json(whole), 10))
    show("  estimate", timed(lambda: estimate(facility, sizing, graph, dates, books), 20))


def first_paint() -> None:
    """The app on 100 MW of Childress in a pseudo-terminal, and harlequin turn by turn, when that is installed."""
    print("first paint / settled, whole process in a 120x40 terminal")
    compileall.compile_dir(
        ROOT / "planner", quiet=1
    )  # as an installation is: not compiled anew by each process
    with TemporaryDirectory() as folder:
        site = edit_in_app.cut_to(2, Path(folder))
        own = {"XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        peers = {"planner open": ([*PLANNER, "open", str(site)], own)}
        harlequin = shutil.which("harlequin") or shutil.which(
            "harlequin", path=str(Path(sys.executable).parent)
        )
        if harlequin:
            peers["harlequin"] = ([harlequin], {})
        else:
            print("  harlequin is not installed here: pip install harlequin to compare")
        runs: dict[str, list[Paint]] = {name: [] for name in peers}
        for turn in range(PAINTS + 1):
            for name, (command, env) in peers.items():
                painted = paint_times(command, env=env)
                if turn:  # the first fills the caches of the disk
                    runs[name].append(painted)
        for name, found in runs.items():
            show(f"  {name}: first paint", [r.first * 1000 for r in found])
            show(f"  {name}: settled", [r.settled * 1000 for r in found])


if __name__ == "__main__":
    parts = {
        "stages": stages,
        "edits": edits,
        "app": edit_in_app.main,
        "plan": whole_process,
        "paint": first_paint,
    }
    for name, part in parts.items():
        if name in sys.argv[1:] or len(sys.argv) == 1:
            part()
