"""The journal: every edit is on the disk as it is made, and a session is made again from it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.model.problem import InputError, Problem
from planner.session.edits import AddMember, SetValue
from planner.session.journal import Journal, head_of, journal_folder, journals_of
from planner.session.records import line_of
from planner.session.recover import read_log, replay, unfinished
from planner.session.session import Session
from tests.unit.session.test_session import EDITS, TEXT

if TYPE_CHECKING:
    from pathlib import Path

DAYS = ("task", "a", "duration_days")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = tmp_path / "site.toml"
    file.write_text(TEXT)
    return file


def journalled(path: Path) -> tuple[Session, Journal]:
    session = Session.open(path)
    journal = Journal(path, session.text)
    session.keep_in(journal)
    return session, journal


def die(session: Session) -> None:
    session.close(keep=True)


def test_nothing_is_written_before_the_first_edit(path):
    journalled(path)
    assert journals_of(path) == []


def test_what_was_not_saved_is_offered_with_its_history(path):
    session, _ = journalled(path)
    for edit in EDITS[:4]:
        session.commit(edit)
    session.undo()
    session.undo()
    session.redo()
    die(session)
    found = unfinished(path)
    assert found is not None
    assert found.session.raw == session.raw
    assert found.edits == session.history
    assert [s.description for s in found.session.steps] == [s.description for s in session.steps]
    assert found.session.position == session.position
    assert found.session.modified
    assert found.session.look_outside() is None
    found.session.undo()
    assert found.session.save() == path


def test_only_what_came_after_the_save_is_offered(path):
    session, _ = journalled(path)
    session.commit(EDITS[0])
    session.save()
    session.commit(EDITS[1])
    die(session)
    found = unfinished(path)
    assert found is not None
    assert found.edits == ("site.name default → North",)
    found.session.undo()
    assert not found.session.modified
    assert found.session.rendered() == path.read_text()


def test_where_all_was_saved_nothing_is_offered_and_the_journal_goes(path):
    session, _ = journalled(path)
    session.commit(EDITS[0])
    session.save()
    die(session)
    assert unfinished(path) is None
    assert journals_of(path) == []


def test_a_journal_in_use_is_not_offered(path):
    session, _ = journalled(path)
    session.commit(EDITS[0])
    assert unfinished(path) is None
    assert len(journals_of(path)) == 1
    session.close()
    assert journals_of(path) == []


def test_a_line_cut_off_in_the_middle_is_left_out(path):
    session, journal = journalled(path)
    session.commit(EDITS[0])
    session.commit(EDITS[1])
    die(session)
    whole = journal.file.read_bytes()
    for cut in range(1, len(line_of(read_log(journal.file).records[-1][1]))):
        journal.file.write_bytes(whole[:-cut])
        log = read_log(journal.file)
        again = Session.of_text(log.text)
        replay(log, again)
        assert again.history == session.history[:1]
    found = unfinished(path)
    assert found is not None
    found.session.commit(EDITS[1])
    die(found.session)
    assert Session.of_text(TEXT).raw != session.raw
    found = unfinished(path)
    assert found is not None
    assert found.session.raw == session.raw


def test_a_file_written_by_somebody_else_since_is_merged(path):
    session, _ = journalled(path)
    session.commit(SetValue(DAYS, 9))
    die(session)
    path.write_text(TEXT.replace('id = "b"\nduration_days = 2', 'id = "b"\nduration_days = 4 # theirs'))
    found = unfinished(path)
    assert found is not None
    outside = found.session.look_outside()
    assert outside is not None
    assert outside.kind == "changed"
    found.session.take_outside(outside)
    assert found.session.value(DAYS) == 9
    assert found.session.value(("task", "b", "duration_days")) == 4
    found.session.save()
    assert "# theirs" in path.read_text()


def test_a_new_name_takes_the_journal_along(path, tmp_path):
    session, _ = journalled(path)
    session.commit(EDITS[0])
    other = tmp_path / "other.toml"
    session.save_as(other)
    session.commit(EDITS[1])
    die(session)
    assert unfinished(path) is None
    found = unfinished(other)
    assert found is not None
    assert found.session.raw == session.raw
    assert len(found.edits) == 1


def test_a_disk_that_takes_nothing_never_stops_the_work(path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/no")
    session, _ = journalled(path)
    session.commit(EDITS[0])
    assert session.journal_problem
    assert session.modified


def test_what_is_no_log_is_refused(path, tmp_path):
    log = tmp_path / "x.jsonl"
    head = line_of(head_of(None, TEXT))
    for content, words in (
        (b"", "no log"),
        (b"{}\n", "no log"),
        (b"\xff\xfe\n", "cannot be read"),
        (b'{"planner":"log","format":99,"text":""}\n', "format 99"),
        (head + b"[1]\n", ":2: .*no record"),
    ):
        log.write_bytes(content)
        with pytest.raises(InputError, match=words):
            read_log(log)
    for record, words in (
        ({"edit": {"do": "fly"}}, ":2: .*no edit of the kind"),
        ({"sing": 1}, ":2: .*no known kind"),
        ({"edit": {"do": "set", "at": ["task", "zz", "name"], "to": "x"}}, ":2: E-UNKNOWN-ID"),
    ):
        log.write_bytes(head + line_of(record))
        with pytest.raises(InputError, match=words):
            replay(read_log(log), Session.of_text(TEXT))
    with pytest.raises(InputError, match="cannot be read"):
        read_log(tmp_path / "none")


def test_a_killed_process_loses_nothing(path):
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from planner.session.edits import SetValue\nfrom planner.session.journal import Journal\n"
        "from planner.session.session import Session\n"
        "path = Path(sys.argv[1])\nsession = Session.open(path)\nsession.keep_in(Journal(path, session.text))\n"
        "for n in range(10, 20):\n    session.commit(SetValue(('task', 'a', 'duration_days'), n))\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], env={**os.environ}, check=False)
    assert done.returncode == -9
    assert path.read_text() == TEXT
    found = unfinished(path)
    assert found is not None
    assert found.session.value(DAYS) == 19
    assert len(found.edits) == 10


steps = st.lists(
    st.one_of(
        st.sampled_from(EDITS),
        st.builds(lambda n: SetValue(DAYS, n), st.integers(0, 6)),
        st.builds(lambda n: AddMember(("task",), {"id": f"n{n}", "duration_days": n}), st.integers(0, 3)),
        st.sampled_from(["undo", "redo", "mark", "save", "what-if", "merge"]),
        st.integers(0, 8),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_a_journal_replayed_is_the_same_session(path, done):
    path.write_text(TEXT)
    session, journal = journalled(path)
    for i, step in enumerate(done):
        try:
            if step == "undo":
                session.undo()
            elif step == "redo":
                session.redo()
            elif step == "mark":
                session.mark()
            elif step == "save":
                session.save()
            elif step == "what-if":
                session.make_scenario(f"w{i}")
            elif step == "merge":
                session.commit(SetValue(DAYS, i), merge=True)
            elif isinstance(step, int):
                session.jump(step)
            else:
                session.commit(step)
        except InputError:
            continue
    journal.close(keep=True)
    if journal.file.exists():
        log = read_log(journal.file)
        again = Session.of_text(log.text)
        replay(log, again)
        assert [s.raw for s in again.steps] == [s.raw for s in session.steps]
        assert [s.description for s in again.steps] == [s.description for s in session.steps]
        assert again.position == session.position
        assert again.modified == session.modified
        assert tomllib.loads(again.rendered()) == session.raw
        for file in journal_folder().iterdir():
            file.unlink()


def test_a_save_that_failed_is_none_even_where_the_file_is_another_since(path, monkeypatch):
    session, _ = journalled(path)
    session.commit(SetValue(DAYS, 9))

    def full(*_):
        raise InputError([Problem("E-FILE", "file", "cannot be written: no space")])

    monkeypatch.setattr("planner.session.session.write_atomically", full)
    with pytest.raises(InputError):
        session.save()
    die(session)
    path.write_text(f"# pulled\n{TEXT}")
    left = unfinished(path)
    assert left is not None
    assert len(left.edits) == 1
    left.session.close()


def test_what_was_saved_is_not_offered_when_the_file_is_another_since(path):
    session, _ = journalled(path)
    session.commit(SetValue(DAYS, 9))
    session.save()
    die(session)
    path.write_text(f"# pulled\n{TEXT}")
    assert unfinished(path) is None


def test_a_line_that_the_disk_did_not_take_goes_before_the_next(path, monkeypatch):
    session, _ = journalled(path)
    session.commit(SetValue(DAYS, 9))
    write = os.write
    monkeypatch.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "no space")))
    session.commit(AddMember(("task",), {"id": "new", "name": "New", "duration_days": 3}))
    assert session.journal_problem == "no space"
    monkeypatch.setattr(os, "write", write)
    session.commit(SetValue(("task", "new", "duration_days"), 4))
    assert session.journal_problem == ""
    held = session.raw
    die(session)
    left = unfinished(path)
    assert left is not None
    assert left.session.raw == held
    left.session.close()
