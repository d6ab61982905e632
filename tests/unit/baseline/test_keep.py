"""Baselines kept beside the file: where, what, whole or not at all, and what a damaged one says."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.baseline import (
    Baseline,
    BaselineHall,
    BaselineTask,
    baseline_names,
    baseline_of,
    baseline_path,
    progress_of,
    read_baseline,
    write_baseline,
)
from planner.baseline.keep import baseline_text
from planner.baseline.read import baseline_from
from planner.io.read import facility_of, parse_text
from planner.model.problem import InputError
from planner.pipeline import Plan, plan

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
[project]
start = 2027-01-04
data_date = 2027-01-11
[[task]]
id = "a"
name = "Clear \\"it\\""
duration_days = 5
actual_start = 2027-01-04
actual_finish = 2027-01-08
cost_usd = 100.5
[[task]]
id = "b.c"
duration_days = 3
[[task]]
id = "m"
duration_days = 0
[[relation]]
predecessor = "a"
successor = "b.c"
[[relation]]
predecessor = "b.c"
successor = "m"
"""


def planned(text: str = TEXT) -> Plan:
    return plan(facility_of(parse_text(text, "t"), text, "t"))


def codes(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, int, str]]:
    return [(p.code, p.line, p.key) for p in error.value.problems]


def test_what_is_kept() -> None:
    """B works Monday 11 to Wednesday 13; M is the morning after, the 14th."""
    kept = baseline_of(planned(), "contract", date(2027, 1, 12))
    assert (kept.made_on, kept.data_date) == (date(2027, 1, 12), date(2027, 1, 11))
    assert (kept.project_start, kept.project_finish) == (date(2027, 1, 4), date(2027, 1, 14))
    assert (kept.capex_usd, kept.rfs_date, kept.hall) == (100.5, None, ())
    assert [tuple(dict(task).values()) for task in kept.task] == [
        ("a", 'Clear "it"', 5, date(2027, 1, 4), date(2027, 1, 8), 100.5),
        ("b.c", "b.c", 3, date(2027, 1, 11), date(2027, 1, 13), 0.0),
        ("m", "m", 0, date(2027, 1, 14), date(2027, 1, 14), 0.0),
    ]


def test_no_day_is_kept_that_nobody_gave() -> None:
    kept = baseline_of(planned(), "contract")
    assert kept.made_on is None
    assert "made_on" not in baseline_text(kept)


def test_it_lies_beside_the_file_and_reads_back(tmp_path: Path) -> None:
    site = tmp_path / "site.v2.toml"
    kept = baseline_of(planned(), "contract", date(2027, 1, 12))
    written = write_baseline(site, kept)
    assert written == tmp_path / "site.v2.baselines" / "contract.toml"
    assert read_baseline(site, "contract") == kept
    assert os.listdir(written.parent) == ["contract.toml"]
    assert tomllib.loads(written.read_text())["task"][1]["id"] == "b.c"
    assert "name" not in tomllib.loads(written.read_text())


def test_a_file_of_another_name_keeps_it_whole(tmp_path: Path) -> None:
    assert baseline_path(tmp_path / "site", "x") == tmp_path / "site.baselines" / "x.toml"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "-x", "a b", "a.toml", "x" * 41, "\n", "x\n", "[/x]", "é"]
)
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    for call in (
        lambda: baseline_path(tmp_path / "s.toml", name),
        lambda: read_baseline(tmp_path / "s.toml", name),
    ):
        with pytest.raises(InputError) as error:
            call()
        assert [p.code for p in error.value.problems] == ["E-VALUE"]
    assert os.listdir(tmp_path) == []


def test_nothing_is_overwritten_unless_forced(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    path = write_baseline(site, baseline_of(planned(), "x"))
    before = path.read_bytes()
    other = baseline_of(planned(TEXT.replace("duration_days = 3", "duration_days = 4")), "x")
    with pytest.raises(InputError) as error:
        write_baseline(site, other)
    assert [p.code for p in error.value.problems] == ["E-EXISTS"]
    assert path.read_bytes() == before
    write_baseline(site, other, force=True)
    assert read_baseline(site, "x") == other


def test_a_crash_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site.toml"
    kept = baseline_of(planned(), "x")
    path = write_baseline(site, kept)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError):
        write_baseline(site, kept, force=True)
    monkeypatch.undo()
    assert read_baseline(site, "x") == kept
    assert os.listdir(path.parent) == ["x.toml"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "site.baselines").write_text("no folder")
    with pytest.raises(InputError) as error:
        write_baseline(tmp_path / "site.toml", baseline_of(planned(), "x"))
    (problem,) = error.value.problems
    assert (problem.code, problem.file) == ("E-FILE", str(tmp_path / "site.baselines"))
    with pytest.raises(InputError) as error:
        baseline_names(tmp_path / "site.toml")
    assert error.value.problems[0].code == "E-FILE"


def test_names_are_those_of_baselines_alone(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    assert baseline_names(site) == []
    for name in ("b", "a"):
        write_baseline(site, baseline_of(planned(), name))
    for other in (".planner-1.part", "notes.txt", "no name.toml", ".hidden.toml"):
        (tmp_path / "site.baselines" / other).write_text("")
    assert baseline_names(site) == ["a", "b"]


def test_an_unknown_name_names_the_nearest(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    with pytest.raises(InputError, match="there are none"):
        read_baseline(site, "contract")
    write_baseline(site, baseline_of(planned(), "contract"))
    with pytest.raises(InputError, match="did you mean contract"):
        read_baseline(site, "contrct")


GOOD = baseline_text(
    Baseline(
        name="x",
        planner="0.1.0",
        facility_hash="a1",
        books_hash="b2",
        project_start=date(2027, 1, 4),
        project_finish=date(2027, 2, 4),
        hall=(BaselineHall(id="h1", rfs_date=date(2027, 2, 4)),),
        task=tuple(
            BaselineTask(
                id=name,
                name=name,
                duration_days=1,
                start=date(2027, 1, 4),
                finish=date(2027, 1, 4),
                cost_usd=1,
            )
            for name in ("a", "b")
        ),
    )
)
"""Lines: 1 the comment, 2 schema_version, 3 planner, 4 and 5 hashes, 6 and 7 dates, 8 to 10 halls, 11 to 14 tasks."""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("schema_version = 1", "schema_version = 2", [("E-BASELINE", 2, "schema_version")]),
        ("schema_version = 1\n", "", [("E-BASELINE", 1, "schema_version")]),
        ("schema_version = 1", "schema_version = 1\nname = 'y'", [("E-UNKNOWN-KEY", 3, "name")]),
        ('planner = "0.1.0"', "planner = 1", [("E-BASELINE", 3, "planner")]),
        ('planner = "0.1.0"\n', "", [("E-BASELINE", 1, "planner")]),
        ("project_finish = 2027-02-04", "project_finish = 2027-02-04T00:00:00", [("E-BASELINE", 7, "project_finish")]),
        ("project_finish = 2027-02-04", "project_finish = '2027-02-04'", [("E-BASELINE", 7, "project_finish")]),
        ("project_finish = 2027-02-04", "project_finish = 2027-02-30", [("E-SYNTAX", 7, "toml")]),
        ("rfs_date = 2027-02-04", "rfs = 1", [("E-BASELINE", 9, "hall.h1.rfs_date"), ("E-BASELINE", 9, "hall.h1.rfs")]),
        ('id = "b", name', "nid = 2, name", [("E-BASELINE", 13, "task.1.id"), ("E-BASELINE", 13, "task.1.nid")]),
        ('id = "b"', 'id = "a"', [("E-DUPLICATE-ID", 13, "task.a.id")]),
        ('name = "b", duration_days = 1', 'name = "b", duration_days = true', [("E-BASELINE", 13, "task.b.duration_days")]),
        ('name = "b", duration_days = 1', 'name = "b", duration_days = -1', [("E-BASELINE", 13, "task.b.duration_days")]),
        ("finish = 2027-01-04", "finish = 2027-01-03", [("E-BASELINE", 12, "task.a"), ("E-BASELINE", 13, "task.b")]),
        ("cost_usd = 1.0", "cost_usd = nan", [("E-BASELINE", 12, "task.a.cost_usd"), ("E-BASELINE", 13, "task.b.cost_usd")]),
        ("task = [", "task = [ 3,", [("E-BASELINE", 11, "task.0")]),
        ("task = [", "task = 3\nwork = [", [("E-BASELINE", 11, "task")]),
        ("]\ntask", "]\n[x\ntask", [("E-SYNTAX", 11, "toml")]),
    ],
)  # fmt: skip
def test_a_damaged_one_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[str, int, str]]
) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as error:
        baseline_from(GOOD.replace(old, new), "x", "x.toml")
    assert codes(error) == expected
    assert all(p.file == "x.toml" for p in error.value.problems)


def test_every_problem_of_a_damaged_one_is_told_at_once() -> None:
    text = GOOD.replace('facility_hash = "a1"', "facility_hash = 7").replace(
        "cost_usd = 1.0", "cost_usd = 'x'"
    )
    with pytest.raises(InputError) as error:
        baseline_from(text.replace('id = "b"', 'id = "a"'), "x", "x.toml")
    assert [line for _, line, _ in codes(error)] == [4, 12, 13, 13]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00", b"", b"3", b"task = []", b"[[task]]\n" * 3])
def test_junk_is_bad_input_never_a_crash(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "s.baselines"
    folder.mkdir()
    (folder / "x.toml").write_bytes(content)
    with pytest.raises(InputError) as error:
        read_baseline(tmp_path / "s.toml", "x")
    assert all(p.file == str(folder / "x.toml") and p.line for p in error.value.problems)


def test_a_folder_in_place_of_a_baseline(tmp_path: Path) -> None:
    (tmp_path / "s.baselines" / "x.toml").mkdir(parents=True)
    with pytest.raises(InputError) as error:
        read_baseline(tmp_path / "s.toml", "x")
    assert error.value.problems[0].code == "E-FILE"


def test_progress_in_numbers() -> None:
    found = progress_of(planned())
    assert (found.data_date, found.done, found.begun, found.to_do) == (date(2027, 1, 11), 1, 0, 2)
    assert found.reported
    plain: dict[str, Any] = {
        "data_date = 2027-01-11\n": "",
        "actual_start = 2027-01-04\n": "",
        "actual_finish = 2027-01-08\n": "",
    }
    text = TEXT
    for old, new in plain.items():
        text = text.replace(old, new)
    found = progress_of(planned(text))
    assert (found.data_date, found.done, found.begun, found.to_do, found.reported) == (None, 0, 0, 3, False)
