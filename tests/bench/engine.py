"""`python -m tests.bench.engine [FOLDER]`: every figure of the schedule engine that the README states, peers in the same run.

FOLDER is that of `tests.bench.levelling`. Prints, never fails on time.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from planner.compare import difference
from planner.io.read import read_facility
from planner.pipeline import plan
from planner.schedule.running import load_compiled
from planner.session.edits import SetValue
from planner.session.session import Session
from tests.bench import levelling, passes
from tests.bench.__main__ import PLANNER, ROOT, show

if TYPE_CHECKING:
    from planner.model.facility import Facility

OWN_TASKS = 2000
MANY_TASKS = 100_000
CREWS = 8


def own_network(size: int, crews: int = 0) -> str:
    """A file of own tasks: two relations a task, four kinds, lags, three calendars, a crew each where there are crews."""
    draw = random.Random(size)
    parts = ['[site]\nname = "Own work"\n[project]\nstart = 2027-01-04\n']
    parts += [f'[[crew]]\nid = "c{n}"\ncapacity = 4\n' for n in range(crews)]
    parts.append('[[calendar]]\nid = "tx"\nholidays = "US-TX"\n')
    for n in range(size):
        crew = f"crew = {{ c{draw.randrange(crews)} = {draw.randint(1, 2)} }}\n" if crews else ""
        calendar = draw.choice(("standard", "elapsed", "tx"))
        parts.append(
            f'[[task]]\nid = "t{n}"\nname = "Task {n}"\nduration_days = {draw.randint(0, 9)}\n'
            f'calendar = "{calendar}"\n{crew}'
        )
    for n in range(1, size):
        for before in {draw.randint(max(0, n - 50), n - 1) for _ in range(2)}:
            kind = draw.choice(("FS", "FS", "FS", "SS", "FF", "SF"))
            lag = draw.randint(-3, 5) if draw.random() < 0.3 else 0
            parts.append(
                f'[[relation]]\npredecessor = "t{before}"\nsuccessor = "t{n}"\nkind = "{kind}"\nlag_days = {lag}\n'
            )
    return "\n".join(parts)


def taskjuggler_project(size: int, crews: int) -> str:
    """As much of the same kind of network as TaskJuggler says: finish to start, one calendar, resources by allocation."""
    draw = random.Random(size)
    parts = ['project bench "bench" 2027-01-04 +40y']
    for n in range(crews):
        parts += [f'resource c{n}_{unit} "c{n} {unit}"' for unit in range(4)]
    for n in range(size):
        crew = draw.randrange(crews)
        first = draw.randrange(4)
        units = ", ".join(f"c{crew}_{(first + k) % 4}" for k in range(draw.randint(1, 2)))
        days = draw.randint(1, 9)
        before = {draw.randint(max(0, n - 50), n - 1) for _ in range(2)} if n else set()
        depends = f"depends {', '.join(f'!t{b}' for b in sorted(before))}" if before else ""
        parts.append(f'  task t{n} "Task {n}" {{ effort {days}d allocate {units} {depends} }}')
    tasks = "\n".join(parts[1 + 4 * crews :])
    head = "\n".join(parts[: 1 + 4 * crews])
    return (
        f'{head}\ntask all "All" {{\n{tasks}\n}}\ntaskreport "out" {{ formats csv columns id, start, end }}\n'
    )


def site_of_a_thousand() -> Facility:
    """Lake Mariner with as many halls as make about 1,000 tasks."""
    document = read_facility(ROOT / "facilities" / "lake-mariner.toml")
    facility = document.facility
    for halls in range(len(facility.ai_halls), 0, -1):
        cut = _cut(facility, halls)
        if len(plan(cut).schedule.tasks) <= 1100:
            return cut
    return facility


def _cut(facility: Facility, halls: int) -> Facility:
    kept = {h.id for h in facility.ai_halls[:halls]} | {h.id for h in facility.mining_halls}
    changes = {
        table: tuple(m for m in getattr(facility, table) if getattr(m, "hall", None) in (None, *kept))
        for table in ("transformer", "switchboard", "feeder", "cooler", "fleet", "stock")
    }
    begun = tuple(b for b in facility.begun if b.task.partition(".")[0] in (*kept, "site", "phase"))
    hall = tuple(h for h in facility.hall if h.id in kept)
    return facility.model_copy(update={**changes, "begun": begun, "hall": hall, "reuse": (), "scenario": ()})


def replanning() -> None:
    """One edit to everything that the app shows: commit (validation), plan with checks, difference; as the app runs it."""
    import tomli_w

    from planner.io.write import write_new

    facility = site_of_a_thousand()
    load_compiled()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site.toml"
        raw = facility.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        write_new(path, tomli_w.dumps(raw).encode(), force=True)
        session = Session.open(path)
        before = plan(session.facility)
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)  # as the app has it
        times = []
        halls = [h.id for h in session.facility.ai_halls]
        for turn in range(120):
            hall = halls[turn % len(halls)]
            edit = (
                SetValue(("hall", hall, "area_m2"), 5000.0 + turn),
                SetValue(("hall", hall, "redundancy", "ups"), ("2N", "N+1", "N+2")[turn // 3 % 3]),
                SetValue(("hall", hall, "ai", "fuel_hours"), 20.0 + turn / 10),
            )[turn % 3]
            began = time.perf_counter()
            session.commit(edit)
            after = plan(session.facility)
            difference(before, after)
            times.append((time.perf_counter() - began) * 1000)
            before = after
        session.close(keep=False)
    gc.unfreeze()
    show(f"re-plan after one edit, site of {len(before.schedule.tasks):,} tasks", times[6:])


def whole_plans() -> None:
    """`planner plan` from exec to exit, TaskJuggler beside it where it is installed; and 100,000 tasks as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.toml"
        path.write_text(own_network(OWN_TASKS, CREWS))
        command = [*PLANNER, "plan", str(path)]
        subprocess.run(command, capture_output=True, check=False)
        show(f"planner plan, {OWN_TASKS:,} own tasks, levelled", [_run(command) * 1000 for _ in range(5)])
        tj3 = shutil.which("tj3")
        if tj3 is None:
            print("  TaskJuggler is not installed here: its tj3 would stand beside it")
        else:
            project = Path(folder) / "own.tjp"
            project.write_text(taskjuggler_project(OWN_TASKS, CREWS))
            command = [tj3, "--silent", "-o", folder, str(project)]
            show(f"tj3, {OWN_TASKS:,} tasks of the same kind", [_run(command) * 1000 for _ in range(3)])
        path.write_text(own_network(MANY_TASKS))
        command = [*PLANNER, "plan", str(path), "--json", "-o", str(Path(folder) / "own.json")]
        seconds = _run(command)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        print(f"planner plan --json, {MANY_TASKS:,} own tasks: {seconds:.1f} s, {peak:.2f} GiB at most")


def _run(command: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in ((0, 1) if command[0] == PLANNER[0] else (0,)):
        print(f"  {command[0]} ended with {done.returncode}: {done.stderr.decode()[-300:]}")
    return seconds


def main(arguments: list[str]) -> None:
    """Everything, one after the other."""
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    passes.main()
    replanning()
    whole_plans()
    levelling.main(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
