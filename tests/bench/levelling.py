"""`python -m tests.bench.levelling [FOLDER] [--seconds 1 5]`: the optimiser beside other solvers on the same instances.

FOLDER holds one folder of `.sm` files per set, and `best_known.csv`. Every solver has two threads and the same seconds of search, one
after the other for each instance, so that what else the machine does burdens all alike. Prints, never fails.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path

from planner.optimise import optimise
from tests.bench.networks import levelled
from tests.bench.peers import THREADS, peers
from tests.bench.psplib import best_known, read_sm

HERE = Path(__file__).parents[1] / "data" / "rcpsp"
OURS = "planner"


def measure(folder: Path, seconds: float, known: dict[str, tuple[int, int]]) -> dict[str, list[float]]:
    """Gaps to the best known makespan by solver."""
    others = peers()
    gaps: dict[str, list[float]] = {name: [] for name in (OURS, *others)}
    for path in sorted(folder.glob("*.sm")):
        instance = read_sm(path)
        best = known[instance.name][1]
        given = levelled(instance)
        result = optimise(given, seconds, workers=THREADS)
        gaps[OURS].append(result.makespan_days / best - 1)
        for name, peer in others.items():
            found = peer(instance, seconds)
            # Nothing found in time counts as the plan that levelling gives at once.
            gaps[name].append((given.project_finish if found is None else found) / best - 1)
    return gaps


def main(arguments: list[str]) -> None:
    """Measure every set at every time."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.levelling", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--seconds", nargs="+", type=float, default=[1.0, 5.0])
    chosen = parser.parse_args(arguments)
    known = best_known(chosen.folder)
    first = optimise(levelled(read_sm(next(chosen.folder.glob("*/*.sm")))), 0.0)
    print(
        f"loading {first.loading_seconds:.1f} s, compiling or reading the cache {first.compiling_seconds:.1f} s; "
        f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    )
    print("mean gap to the best known makespan, and ours as a share of the peer's")
    for seconds in chosen.seconds:
        for folder in sorted(
            (f for f in chosen.folder.iterdir() if f.is_dir()), key=lambda f: (len(f.name), f.name)
        ):
            gaps = {name: statistics.mean(g) for name, g in measure(folder, seconds, known).items() if g}
            if not gaps:
                continue
            ours = gaps.pop(OURS)
            told = "  ".join(
                f"{name} {100 * gap:5.2f} %{f' (ratio {ours / gap:.2f})' if gap else ''}"
                for name, gap in gaps.items()
            )
            print(f"{folder.name:>6} {seconds:4g} s  {OURS} {100 * ours:5.2f} %  {told}", flush=True)
    print(f"load of the machine at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
