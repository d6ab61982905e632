"""What a stage may load: proved in a fresh process, since an import contract cannot see what a library pulls in."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "networkx", "tomlkit", "holidays", "numpy", "ortools", "numba")


def loaded(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in out.stdout.split()}


@pytest.mark.parametrize(
    "module",
    [
        "planner.model.facility",
        "planner.books",
        "planner.sizing",
        "planner.graph",
        "planner.schedule",
        "planner.optimise",
        "planner.cost",
        "planner.pipeline",
        "planner.baseline",
        "planner.why.export",
        "planner.session.session",
        "planner.io.read",
        "planner.cli.main",
    ],
)
def test_core_modules_load_nothing_heavy(module: str) -> None:
    assert loaded(f"import {module}").isdisjoint(HEAVY)
