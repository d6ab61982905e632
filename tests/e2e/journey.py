"""The whole job by keyboard alone, as data: keys, and what must then be on the screen. Each driver knows how to press a key and how to read a screen.

Keys are named as Textual names them; `type:` stands before text that is typed. What must be seen holds in 80 columns as well as in 200.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.hints import HINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
SITE = ROOT / "facilities" / "teaching.toml"


@dataclass(frozen=True)
class Step:
    """Keys that are pressed one after the other, and what is on the screen, all at once, when they are done with."""

    keys: tuple[str, ...]
    then: tuple[str, ...]
    gone: tuple[str, ...] = ()
    picture: str = ""
    """Name of a picture of the screen, for a person to look at."""


def go_to(place: str, then: str) -> tuple[Step, ...]:
    """By the palette to a place of the facility, and into it."""
    return (
        Step(("ctrl+p",), ("Search for commands",)),
        Step((f"type:{place}",), (f"Go to {place}",)),
        Step(("enter",), (then,), gone=("Go to",)),
    )


OPEN = (Step((), ("RFS 2028-07-08", "$76.3M", "○ saved"), picture="1-open"),)

THREE_EDITS = (
    *go_to("Climate", "Design weather."),
    Step(("right",), ("Extreme dry-bulb",)),
    Step(("down", "down", "down"), ("above sea level",)),
    Step(("type:1200", "enter"), ("climate.altitude_m 300 → 1200 : RFS", "● modified"), picture="2-number"),
    Step(("escape",), ("Design weather.",)),
    # The cursor goes down the tree from the climate: grid, halls, hall 1, what it is to become.
    Step(("down", "down", "down", "down"), ("Hall 1 › AI hall",)),
    Step(("right",), ("GPU platform that",)),
    Step(("down",), ("IT capacity to let",)),
    Step(("type:5", "enter"), ("critical_it_mw 6 → 5 : RFS -7 d, -$", "RFS 2028-07-01 -7 d")),
    Step(("escape",), ("critical_it_mw 6 → 5",), gone=("IT capacity to let",)),
    Step(("down",), ("Hall 1 › Redundancy",)),
    Step(("right",), ("UPS modules: N, N+1",)),
    Step(("enter",), ("N+2B",), picture="3-choice"),
    Step(("down", "down", "enter"), ("redundancy.ups N+1 → 2N : RFS unchanged, +$",), picture="4-difference"),
)

UNDO = (
    Step(("escape",), ("Hall 1 › Redundancy",), gone=("UPS modules: N, N+1",)),
    Step(("u",), ("undo hall.h1.redundancy.ups", "unchanged, -$", "● modified"), picture="5-undone"),
)

TASK_AND_RELATION = (
    *go_to("Own tasks", "Your own tasks, planned"),
    Step(("a",), ("add task task2 : RFS", "New task")),
    Step(("right",), ("Name that relations use",)),
    Step(("down",), ("What it is called",)),
    Step(("type:Crane road", "enter"), ("task.task2.name New task → Crane road",), picture="6-task"),
    Step(("escape",), ("Own tasks › task2",), gone=("What it is called",)),
    *go_to("Relations", "Your own relations"),
    Step(("a",), ("add relation sell-miners → task2 : RFS",)),
    Step(("right",), ("Task that bounds",)),
    Step(("down", "down", "down"), ("Days between",)),
    Step(("type:3", "enter"), ("lag_days default → 3",), picture="7-relation"),
    Step(("escape",), ("Relations › sell-miners",), gone=("Days between",)),
)

SEEN = (
    Step(("2",), ("Float", "159 tasks")),
    Step(("/",), ("words of id",)),
    Step(("type:crane", "enter"), ("1 task of 159", "Crane road")),
    Step(("down", "down"), ("Crane road  task2", "FS+3 sell-miners"), picture="8-tasks"),
    Step(("escape",), ("159 tasks",), gone=("1 task of",)),
    Step(("3",), ("months", "159 tasks")),
    Step(("/",), ("words of id",)),
    Step(("type:crane", "enter"), ("1 task of 159", "Crane road", "█ critical")),
    Step(("down",), ("Crane road  task2", "FS+3 sell-miners"), picture="9-gantt"),
    Step(("4",), ("round task2: ", "Sell and sh", "Crane road"), picture="10-graph"),
)

WHAT_IF = (
    Step(("1",), ("What the site comes to",)),
    *go_to("Climate", "Design weather."),
    Step(("m",), ("marked: w makes a what-if",)),
    Step(("right",), ("Extreme dry-bulb",)),
    Step(("type:45", "enter"), ("design_dry_bulb_c 42 → 45 : RFS",)),
    Step(("escape",), ("Design weather.",)),
    Step(("w",), ("New what-if", "climate.design_dry_bulb_c = 45"), picture="11-what-if"),
    Step(("type:hotter", "enter"), ("2 plans, differences", "@hotter", "Base"), gone=("New what-if",)),
    Step(("d",), ("Facility capex, likely", "+$"), gone=("GPU nodes",), picture="12-compare"),
)

EXPORT_AND_SAVE = (
    Step(("E",), ("Export the plan", "site.plan.toml")),
    Step(("enter",), ("exported site.plan.toml",), gone=("Export the plan",)),
    Step(("ctrl+s",), ("saved site.toml", "○ saved"), picture="13-saved"),
)

JOURNEY = (*OPEN, *THREE_EDITS, *UNDO, *TASK_AND_RELATION, *SEEN, *WHAT_IF, *EXPORT_AND_SAVE)
QUIT = "q"


def settled(screen: str, then: Sequence[str], gone: Sequence[str] = ()) -> bool:
    """Whether a screen shows all that it must, and nothing that must be gone."""
    return all(words in screen for words in then) and not any(words in screen for words in gone)


def prepare(folder: Path) -> Path:
    """A copy of the site, and a state folder in which no hint is new; the copy."""
    state = folder / "state" / "facility-planner"
    state.mkdir(parents=True)
    (state / "hints.json").write_text(json.dumps(list(HINTS)))
    return Path(shutil.copy(SITE, folder / "site.toml"))


def surroundings(folder: Path) -> dict[str, str]:
    """Variables that keep the tester's own folders out of it."""
    return {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }


def keep_picture(name: str, content: bytes) -> None:
    """Write a picture where the tester asked for them."""
    folder = os.environ.get("PLANNER_PICTURES")
    if folder:
        Path(folder, name).write_bytes(content)


def differing(before: str, after: str) -> list[str]:
    """Lines of the text after that are not in the one before, in order; those taken out with a minus."""
    held, now = before.splitlines(), after.splitlines()
    return [f"-{line}" for line in held if line not in now] + [line for line in now if line not in held]


def saved_wrong(site: Path) -> list[str]:
    """What the saved file does not hold as it must: nothing, when all is well."""
    before, after = tomllib.loads(SITE.read_text("utf-8")), tomllib.loads(site.read_text("utf-8"))
    before["climate"]["altitude_m"] = 1200
    before["hall"][0]["ai"]["critical_it_mw"] = 5
    before["task"].append({"id": "task2", "name": "Crane road", "duration_days": 5})
    before["relation"].append({"predecessor": "sell-miners", "successor": "task2", "lag_days": 3})
    before["scenario"].append({"id": "hotter", "set": {"climate.design_dry_bulb_c": 45}})
    return [f"{key}: {after.get(key)}" for key in before | after if before.get(key) != after.get(key)]
