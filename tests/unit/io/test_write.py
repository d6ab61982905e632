"""Files are written whole or not at all, and never over another by accident."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys

import pytest

from planner.io.write import write_atomically, write_new
from planner.model.problem import InputError


def test_a_new_file_is_written(tmp_path):
    write_new(tmp_path / "a.toml", b"x", force=False)
    assert (tmp_path / "a.toml").read_bytes() == b"x"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_a_file_that_exists_is_kept(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("mine")
    with pytest.raises(InputError, match="E-EXISTS"):
        write_new(path, b"x", force=False)
    assert path.read_text() == "mine"
    write_new(path, b"x", force=True)
    assert path.read_text() == "x"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_a_file_that_appears_while_writing_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "a.toml"
    flush = os.fsync

    def appear(descriptor):
        path.write_text("theirs")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", appear)
    with pytest.raises(InputError, match="E-EXISTS"):
        write_new(path, b"x", force=False)
    assert path.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_mode_and_links_stay(tmp_path):
    path, link = tmp_path / "a.toml", tmp_path / "link.toml"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", [".", "gone/a.toml", "x" * 300, "a\0b", "", "a.toml/b"])
def test_what_cannot_be_written_is_told(tmp_path, monkeypatch, name):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text("x")
    for force in (True, False):
        with pytest.raises(InputError, match=r"E-FILE|E-EXISTS"):
            write_new(Path(name), b"x", force=force)
    assert os.listdir(tmp_path) == ["a.toml"]


def test_names_as_long_as_names_can_be(tmp_path):
    path = tmp_path / ("x" * 255)
    write_new(path, b"1", force=False)
    write_atomically(path, b"2")
    assert path.read_bytes() == b"2"


def test_devices_are_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no ordinary file"):
        write_new(pipe, b"x", force=True)
    assert pipe.is_fifo()


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.toml"
    path.write_text("old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.toml"]


SAVER = """
import sys
from pathlib import Path
from planner.session.edits import SetValue
from planner.session.session import Session
session = Session.open(Path(sys.argv[1]))
print("ready", flush=True)
value = 1
while True:
    value += 1
    print(value, flush=True)
    session.commit(SetValue(("task", "t0", "duration_days"), value % 1000))
    session.save()
"""


def test_a_killed_save_never_damages_the_file(tmp_path):
    from planner.io.read import read_facility

    path = tmp_path / "site.toml"
    tasks = "".join(f'[[task]]\nid = "t{i}" # task {i}\nduration_days = 1\n' for i in range(60))
    path.write_text("[project]\nstart = 2027-01-04\n" + tasks)
    chance = random.Random(7)
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        begun = 0
        for _ in range(chance.randint(2, 12)):  # killed somewhere in, or just after, a save that has begun
            begun = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        document = read_facility(path)
        assert len(document.facility.task) == 60
        assert document.text.count("# task") == 60
        assert (document.facility.task[0].duration_days or 0) >= begun - 1
