"""Reader of PSPLIB's `.sm` files (Kolisch & Sprecher 1996): one mode, renewable resources."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Instance(NamedTuple):
    """One project: jobs count from 0, the first and last are dummies."""

    name: str
    durations: list[int]
    successors: list[list[int]]
    requests: list[list[int]]
    capacity: list[int]


def read_sm(path: Path) -> Instance:
    """Read one file."""
    text = path.read_text(encoding="utf-8")

    def rows(title: str) -> list[list[int]]:
        body = text[text.index(title) :].splitlines()[1:]
        numbers = [[int(n) for n in re.findall(r"-?\d+", line)] for line in body if re.match(r"^\s*\d", line)]
        end = next(
            (i for i, row in enumerate(numbers) if i and row[0] != numbers[i - 1][0] + 1), len(numbers)
        )
        return numbers[:end]

    relations = rows("PRECEDENCE RELATIONS:")
    requests = rows("REQUESTS/DURATIONS:")
    capacity = rows("RESOURCEAVAILABILITIES:")[0]
    size = len(relations)
    return Instance(
        path.stem,
        [row[2] for row in requests[:size]],
        [[n - 1 for n in row[3:]] for row in relations],
        [row[3:] for row in requests[:size]],
        capacity,
    )


def best_known(folder: Path) -> dict[str, tuple[int, int]]:
    """Proven lower bound and best-known makespan by name, from `best_known.csv`."""
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["instance"]: (int(row["lower_bound"]), int(row["best_known"])) for row in csv.DictReader(file)
        }
