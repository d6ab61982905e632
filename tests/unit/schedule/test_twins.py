"""Compiled twins of modules of kernels: whole or not there, whichever is asked for first, by however many threads."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from planner.schedule.running import compiled_module

if TYPE_CHECKING:
    from pathlib import Path

FIRST = """
import importlib, threading
from planner.schedule.running import compiled_module
plain = importlib.import_module({name!r})
names = {{n for n in vars(plain) if not n.startswith("__")}}
wrong = []
def load():
    try:
        wrong.extend(names - set(vars(compiled_module(plain))))
    except BaseException as error:
        wrong.append(repr(error))
threads = [threading.Thread(target=load) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(wrong)
"""


@pytest.mark.parametrize(
    "name",
    [
        "planner.optimise.breeding",
        "planner.optimise.even_kernels",
        "planner.optimise.general_kernels",
        "planner.schedule.serial",
        "planner.schedule.kernels",
    ],
)
def test_any_may_be_the_first_and_threads_find_all_of_it(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST.format(name=name)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_one_that_failed_is_not_left_half_there(tmp_path: Path) -> None:
    path = tmp_path / "halved.py"
    path.write_text(
        "a = 1\nif __name__.endswith('_compiled'):\n    raise ImportError('no compiler')\nb = 2\n"
    )
    spec = importlib.util.spec_from_file_location("halved", path)
    assert spec is not None
    assert spec.loader is not None
    plain = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plain)
    for _ in range(2):
        with pytest.raises(ImportError, match="no compiler"):
            compiled_module(plain)
    assert "halved_compiled" not in sys.modules
